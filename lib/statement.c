#include "statement.h"

#include <string.h>

static bool
is(const struct kdd_part *t, size_t i, char c)
{
	return t->p[i] == c && !t->mark[i];
}

static bool
is_blank(const struct kdd_part *t, size_t i)
{
	return is(t, i, ' ') || is(t, i, '\t');
}

static bool
is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

struct kdd_part
kdd_part_cut(const struct kdd_part *t, size_t i, size_t end)
{
	while (i < end && is_blank(t, i))
		i++;
	while (end > i && is_blank(t, end - 1))
		end--;
	return (struct kdd_part){ t->p + i, t->mark + i, end - i };
}

size_t
kdd_part_find(const struct kdd_part *t, size_t i, char c)
{
	while (i < t->n && !is(t, i, c))
		i++;
	return i;
}

static bool
is_word(const struct kdd_part *t, size_t i, const char *word)
{
	size_t n = strlen(word);

	return t->n - i >= n && memcmp(t->p + i, word, n) == 0 &&
	    memchr(t->mark + i, 1, n) == NULL &&
	    (i == 0 || is_blank(t, i - 1)) &&
	    (i + n == t->n || is_blank(t, i + n));
}

size_t
kdd_part_find_word(const struct kdd_part *t, size_t i, const char *word)
{
	while (i < t->n && !is_word(t, i, word))
		i++;
	return i;
}

bool
kdd_part_begins(const struct kdd_part *t, const char *word)
{
	return is_word(t, 0, word);
}

bool
kdd_part_equals(const struct kdd_part *t, const char *word)
{
	return t->n == strlen(word) && is_word(t, 0, word);
}

/* All of the line before its comment. */
static int
take_text(struct kdd_statement *st, const char *s, const char *end,
    size_t line, struct kdd_error *e)
{
	st->text.n = st->marks.n = 0;
	for (; s < end && *s != '|'; s++) {
		bool escaped = *s == '\\';

		if (escaped && ++s == end)
			return kdd_error_set(e, line,
			    "a backslash at the end of the line");
		if (is_control(*s) && (*s != '\t' || escaped))
			return kdd_error_set(e, line, "the control byte "
			    "\\x%02x; names and words hold none",
			    (unsigned char)*s);
		kdd_buf_char(&st->text, *s);
		kdd_buf_char(&st->marks, escaped);
	}
	if (st->text.failed || st->marks.failed)
		return kdd_error_set(e, line, "out of memory");
	return 0;
}

static int
take_period(struct kdd_part *t, size_t line, struct kdd_error *e)
{
	size_t i = kdd_part_find(t, 0, '.');
	char show[KDD_SHOW_MAX];

	while (i + 1 < t->n && !is_blank(t, i + 1))
		i = kdd_part_find(t, i + 1, '.');
	if (i + 1 == t->n) {
		*t = kdd_part_cut(t, 0, i);
		return 1;
	}
	kdd_error_show(show, sizeof(show), t->p, t->n);
	if (i == t->n)
		return kdd_error_set(e, line,
		    "a statement must end with a period: %s", show);
	return kdd_error_set(e, line, "more behind the period that ends the "
	    "statement: %s; give each statement a line, and write \\. for a "
	    "period that is part of a name", show);
}

int
kdd_statement_take(struct kdd_statement *st, const char *s, size_t n,
    size_t line, struct kdd_part *t, struct kdd_error *e)
{
	if (n > 0 && s[n - 1] == '\r')
		n--;
	if (take_text(st, s, s + n, line, e) == -1)
		return -1;
	if (st->text.n == 0)
		return 0;
	*t = (struct kdd_part){ st->text.p, st->marks.p, st->text.n };
	*t = kdd_part_cut(t, 0, t->n);
	return t->n == 0 ? 0 : take_period(t, line, e);
}

void
kdd_statement_release(struct kdd_statement *st)
{
	kdd_buf_release(&st->text);
	kdd_buf_release(&st->marks);
}
