/* Reading a schema file: a statement a line. */
#include <string.h>

#include "dict.h"
#include "names.h"
#include "statement.h"
#include "token.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

enum { FORM, DELIMITER, SUFFIX };

static const char *const directives[] = {
	[FORM] = "form", [DELIMITER] = "delimiter", [SUFFIX] = "label-suffix",
};

static const struct {
	const char	*word;
	enum kdd_kind	 kind;
} kinds[] = {
	{ "continuous", KDD_NUMBER }, { "symbolic", KDD_CATEGORY },
	{ "discrete", KDD_CATEGORY }, { "label", KDD_LABEL },
	{ "ignore", KDD_IGNORED },
};

struct parser {
	struct kdd_schema *s;
	struct kdd_error *e;
	struct kdd_dict	 names;
	struct kdd_statement st;
	size_t		 line;
	unsigned	 seen;		/* directives, 1 << their number */
	bool		 begun;		/* it is not the first statement */
};

static int
bad(struct parser *ps, const char *what)
{
	return kdd_error_set(ps->e, ps->line, "%s", what);
}

static int
bad_part(struct parser *ps, const char *what, const struct kdd_part *t,
    const char *advice)
{
	char show[KDD_SHOW_MAX];

	return kdd_error_set(ps->e, ps->line, "%s %s%s", what,
	    kdd_error_show(show, sizeof(show), t->p, t->n), advice);
}

static int
read_form(struct parser *ps, const struct kdd_part *t)
{
	int form;

	t->p[t->n] = '\0';
	if ((form = kdd_stream_parse(t->p)) == -1)
		return bad_part(ps, "no form", t,
		    ": it is plain, header, zeek or json");
	ps->s->form = (enum kdd_stream)form;
	return 0;
}

/* The argument of delimiter and label-suffix. */
static int
read_byte(struct parser *ps, int d, const struct kdd_part *t)
{
	char word[16] = "";
	size_t at = 0;

	if (t->n > 0 && t->n < sizeof(word) - 1) {
		/* this backslash is part of the word: \xHH and \t */
		if (t->mark[0] && (t->p[0] == 'x' || t->p[0] == 't'))
			word[at++] = '\\';
		memcpy(word + at, t->p, t->n);
	}
	if (d == DELIMITER) {
		if (kdd_delimiter_parse(word, &ps->s->delimiter) == 0)
			return 0;
		return bad_part(ps, "no delimiter", t, ": it is comma, tab, "
		    "semicolon, pipe, space, or a byte, as it is or as "
		    "\\xHH, that is no letter, digit, quote or one of ._+-");
	}
	if (kdd_byte_parse(word, &ps->s->label_suffix) == 0)
		return 0;
	return bad_part(ps, "no label suffix", t, ": it is a byte, as it is "
	    "or as \\xHH, or one of comma, tab, semicolon, pipe, space, dot");
}

static int
read_directive(struct parser *ps, int d, const struct kdd_part *t)
{
	struct kdd_part arg = kdd_part_cut(t, strlen(directives[d]), t->n);

	if (ps->s->ncolumns > 0)
		return bad_part(ps, "behind a column:", t,
		    "; it must come before the first one");
	if (ps->seen & 1u << d)
		return bad_part(ps, "given twice:", t, "");
	ps->seen |= 1u << d;
	return d == FORM ? read_form(ps, &arg) : read_byte(ps, d, &arg);
}

/* discrete and a number, which we do not need */
static bool
is_counted(const struct kdd_part *t)
{
	size_t i = sizeof("discrete") - 1;

	if (!kdd_part_begins(t, "discrete"))
		return false;
	while (i < t->n && strchr(" \t0123456789", t->p[i]) != NULL)
		i++;
	return i == t->n;
}

static int
read_kind(struct parser *ps, const struct kdd_part *t)
{
	size_t comma;

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (kdd_part_equals(t, kinds[i].word))
			return (int)kinds[i].kind;
	if (is_counted(t))
		return KDD_CATEGORY;
	if (kdd_part_find(t, 0, ',') == t->n)
		return bad_part(ps, "no kind", t, ": it is continuous, "
		    "symbolic, discrete, ignore, label or values with commas "
		    "between; then may follow from NAME, then as ROLE");
	for (size_t i = 0; i <= t->n; i = comma + 1) {
		comma = kdd_part_find(t, i, ',');
		if (kdd_part_cut(t, i, comma).n == 0)
			return bad_part(ps, "an empty value in", t, "");
	}
	return KDD_CATEGORY;
}

static int
add_column(struct parser *ps, const struct kdd_part *name,
    enum kdd_kind kind)
{
	struct kdd_schema *s = ps->s;
	uint32_t id;

	name->p[name->n] = '\0';
	if (name->n == 0)
		return bad(ps, "a column without a name");
	if (!kdd_token_is_name(name->p))
		return bad_part(ps, "a control byte in the name", name, "");
	if (s->ncolumns == KDD_COLUMNS_MAX)
		return bad(ps, "more than 65535 columns");
	if (kind == KDD_LABEL && s->label != KDD_NO_COLUMN)
		return bad_part(ps, "a second label:", name,
		    "; let one of the two be ignore");
	id = kdd_dict_add(&ps->names, name->p, name->n);
	if (id != KDD_NONE && id < s->ncolumns)
		return bad_part(ps, "a second column of the name", name,
		    "; give it another, and say from which it comes");
	if (id == KDD_NONE || kdd_schema_add(s, name->p, kind) == -1)
		return bad(ps, "out of memory");
	return 0;
}

static int
read_from(struct parser *ps, const struct kdd_part *t)
{
	const char *from = t->p;

	t->p[t->n] = '\0';
	if (t->n == 0)
		return bad(ps, "from what?  \"\" is a field without a name");
	if (!kdd_token_is_name(from))
		return bad_part(ps, "a control byte in the name", t, "");
	if (kdd_part_equals(t, "\"\""))
		from = "";
	if (kdd_schema_set_from(ps->s, ps->s->ncolumns - 1, from) == -1)
		return bad(ps, "out of memory");
	return 0;
}

static int
read_role(struct parser *ps, const struct kdd_part *t)
{
	int role;

	t->p[t->n] = '\0';
	if ((role = kdd_role_parse(t->p)) == -1)
		return bad_part(ps, "no role", t, ": it is src_ip, src_port, "
		    "dest_ip, dest_port, proto or timestamp, and stands last");
	ps->s->column[ps->s->ncolumns - 1].role = (enum kdd_role)role;
	return 0;
}

/* NAME: KIND [from NAME] [as ROLE] */
static int
read_column(struct parser *ps, const struct kdd_part *t, size_t colon)
{
	struct kdd_part name = kdd_part_cut(t, 0, colon), part;
	struct kdd_part rest = kdd_part_cut(t, colon + 1, t->n);
	size_t from = kdd_part_find_word(&rest, 0, "from");
	size_t as = kdd_part_find_word(&rest, from < rest.n ? from + 4 : 0,
	    "as");
	int kind;

	part = kdd_part_cut(&rest, 0, from < as ? from : as);
	if ((kind = read_kind(ps, &part)) == -1 ||
	    add_column(ps, &name, (enum kdd_kind)kind) == -1)
		return -1;
	if (from < rest.n) {
		part = kdd_part_cut(&rest, from + 4, as);
		if (read_from(ps, &part) == -1)
			return -1;
	}
	if (as == rest.n)
		return 0;
	part = kdd_part_cut(&rest, as + 2, rest.n);
	return read_role(ps, &part);
}

static int
read_statement(struct parser *ps, const struct kdd_part *t)
{
	size_t colon = kdd_part_find(t, 0, ':');
	bool first = !ps->begun;

	ps->begun = true;
	if (colon < t->n)
		return read_column(ps, t, colon);
	for (size_t d = 0; d < COUNT(directives); d++)
		if (kdd_part_begins(t, directives[d]))
			return read_directive(ps, (int)d, t);
	if (first && kdd_part_find(t, 0, ',') < t->n)
		return 0;	/* C4.5's classes: labels come from rows */
	return bad_part(ps, "neither a directive nor a column:", t,
	    "; a column is NAME: KIND.");
}

static int
read_lines(struct parser *ps, const char *s, const char *end)
{
	struct kdd_part t;
	const char *nl;
	int rc;

	for (ps->line = 1; s < end; s = nl + 1, ps->line++) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		rc = kdd_statement_take(&ps->st, s, (size_t)(nl - s),
		    ps->line, &t, ps->e);
		if (rc == -1 || (rc == 1 && read_statement(ps, &t) == -1))
			return -1;
	}
	ps->line = 0;
	for (uint32_t c = 0; c < ps->s->ncolumns; c++)
		if (kdd_kind_is_feature(ps->s->column[c].kind))
			return 0;
	return bad(ps, ps->s->ncolumns == 0 ? "no column in it" :
	    "no feature in it: no column is continuous or symbolic");
}

static int
read_text(struct parser *ps, const char *s, size_t n)
{
	const char *nul;

	if (n > KDD_NAMES_SIZE_MAX)
		return bad(ps, "larger than 67108864 bytes");
	if (n == 0)
		return bad(ps, "no column in it");
	if (n >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 ||
	    memcmp(s, "\xfe\xff", 2) == 0))
		return kdd_error_set(ps->e, 1, "UTF-16; save it as UTF-8");
	if ((nul = memchr(s, '\0', n)) != NULL) {
		for (ps->line = 1; s < nul; s++)
			ps->line += *s == '\n';
		return bad(ps, "a NUL byte; this is no text, or UTF-16");
	}
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		return read_lines(ps, s + 3, s + n);
	return read_lines(ps, s, s + n);
}

int
kdd_names_parse(struct kdd_schema *s, const char *text, size_t n,
    struct kdd_error *e)
{
	struct parser ps = { .s = s, .e = e };
	int rc;

	kdd_schema_init(s);
	kdd_dict_init(&ps.names);
	rc = read_text(&ps, text, n);
	if (s->form == KDD_ZEEK && !(ps.seen & 1u << DELIMITER))
		s->delimiter = '\t';
	kdd_dict_release(&ps.names);
	kdd_statement_release(&ps.st);
	if (rc == -1)
		kdd_schema_release(s);
	return rc;
}
