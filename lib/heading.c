#include "heading.h"

#include <stdio.h>
#include <string.h>

static const char *const names[3] = { "model", "class", "score" };
static const char *const types[3] = { "string", "string", "double" };

static void
add_names(struct kdd_buf *b, const char *const name[3], char delimiter)
{
	for (int i = 0; i < 3; i++) {
		kdd_buf_puts(b, name[i]);
		kdd_buf_char(b, delimiter);
	}
}

static void
add_rest(struct kdd_buf *b, const struct kdd_row *row, size_t from)
{
	kdd_buf_add(b, row->bytes + from, row->whole - from);
	if (row->bytes[row->whole - 1] != '\n')
		kdd_buf_char(b, '\n');
}

void
kdd_heading_add(struct kdd_buf *b, const struct kdd_row *row, char delimiter)
{
	add_names(b, names, delimiter);
	add_rest(b, row, 0);
}

/* The length of the word that says what kind of line it is. */
static size_t
word_length(const char *p, size_t n, char separator)
{
	size_t i = 0;

	while (i < n && p[i] != separator && p[i] != ' ')
		i++;
	return i;
}

/* The line of the same kind that came last, or room for one, or NULL. */
static struct kdd_buf *
find_kind(struct kdd_heading *h, const char *p, size_t n, char separator)
{
	size_t word = word_length(p, n, separator), i;

	for (i = 0; i < h->n; i++)
		if (word_length(h->line[i].p, h->line[i].n, separator) ==
		    word && memcmp(h->line[i].p, p, word) == 0)
			return &h->line[i];
	return i < KDD_HEADING_KINDS && n <= KDD_HEADING_MAX ?
	    &h->line[h->n++] : NULL;
}

/* Is it what came last of its kind?  If not, it is from now on. */
static bool
is_repeated(struct kdd_heading *h, const struct kdd_row *row, char separator)
{
	struct kdd_buf *last = find_kind(h, row->bytes, row->length,
	    separator);

	if (last == NULL)
		return false;
	if (last->n == row->length &&
	    memcmp(last->p, row->bytes, last->n) == 0)
		return true;
	last->n = 0;
	if (row->length <= KDD_HEADING_MAX)
		kdd_buf_add(last, row->bytes, row->length);
	return false;
}

static void
tell_separator(struct kdd_heading *h, struct kdd_buf *b, char separator)
{
	char text[24];
	struct kdd_row row = { .bytes = text };

	if (h->separator == separator ||
	    (h->separator == '\0' && separator == '\t'))
		return;
	h->separator = separator;
	row.length = (uint32_t)snprintf(text, sizeof(text),
	    "#separator \\x%02x", (unsigned char)separator);
	row.whole = row.length;
	is_repeated(h, &row, separator);	/* so that it is remembered */
	add_rest(b, &row, 0);
}

void
kdd_heading_zeek(struct kdd_heading *h, struct kdd_buf *b,
    const struct kdd_row *row, enum kdd_zeek_line kind, char separator)
{
	size_t word = word_length(row->bytes, row->length, separator) + 1;

	if (kind == KDD_ZEEK_SEPARATOR)
		h->separator = separator;
	else
		tell_separator(h, b, separator);
	if (is_repeated(h, row, separator))
		return;
	if (kind != KDD_ZEEK_FIELDS && kind != KDD_ZEEK_TYPES) {
		add_rest(b, row, 0);
		return;
	}
	kdd_buf_add(b, row->bytes, word);
	add_names(b, kind == KDD_ZEEK_FIELDS ? names : types, separator);
	add_rest(b, row, word);
}

void
kdd_heading_release(struct kdd_heading *h)
{
	for (size_t i = 0; i < KDD_HEADING_KINDS; i++)
		kdd_buf_release(&h->line[i]);
	h->n = 0;
}
