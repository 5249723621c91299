/*
 * expect - the rows that reader.h promises for some bytes, byte by byte
 *
 * The reference for the fuzz target read.c: slow, all in memory, and with
 * nothing of lib/ in it but the names of the forms.  Lines that hold a quote
 * go to libcsv.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include <csv.h>

#include "fuzz.h"
#include "row.h"

#define KEPT_FIELDS_MAX	(1u << 17)	/* more are judged in any row */

struct want {
	const char	*p;		/* the line, less a byte-order mark */
	size_t		 length, whole;
	uint64_t	 line, column, total;
	size_t		 field;		/* its first one's number */
	uint32_t	 nfields;	/* as in struct kdd_row */
	uint32_t	 all;		/* however many there are */
	enum kdd_form	 form;
	bool		 first, unquoted;
};

struct expected {
	struct want	*row;
	size_t		 n, room;
	char		*text;		/* [ntext]: unquoted fields */
	size_t		 ntext, text_room;
	struct {
		const char *p;		/* NULL: at in text */
		size_t	 at, n;
	}		*field;
	size_t		 nfields, field_room;
	struct kdd_layout layout;	/* that of the row being read */
	bool		 started;
	size_t		 rest;		/* bytes behind the last LF */
	struct csv_parser csv;
};

/*
 * What a comment does to the layout; the reader is told by who gets the
 * comment.  #! switches quotes, #0 .. #9 set how many more fields than min
 * there may be, and #X makes X the delimiter.
 */
static inline void
obey_comment(struct kdd_layout *l, const char *p, size_t n)
{
	if (n < 2)
		return;
	if (p[1] == '!')
		l->quote = l->quote != '\0' || l->delimiter == '\n' ?
		    '\0' : '"';
	else if (p[1] >= '0' && p[1] <= '9')
		l->max = l->min + (uint32_t)(p[1] - '0');
	else if (p[1] != '\0' && p[1] != '\r' && p[1] != '"')
		l->delimiter = p[1];
}

static inline void *
grown(void *p, size_t *room, size_t n, size_t size)
{
	if (n < *room)
		return p;
	while (*room <= n)
		*room = *room > 0 ? *room * 2 : 1024;
	if ((p = realloc(p, *room * size)) == NULL)
		die("out of memory");
	return p;
}

static inline void
expect_field(struct expected *x, const char *p, size_t n)
{
	x->field = grown(x->field, &x->field_room, x->nfields,
	    sizeof(*x->field));
	x->field[x->nfields].p = p;
	x->field[x->nfields].at = x->ntext;
	x->field[x->nfields++].n = n;
}

static inline void
expect_csv_field(void *p, size_t n, void *arg)
{
	struct expected *x = arg;

	x->text = grown(x->text, &x->text_room, x->ntext + n, 1);
	expect_field(x, NULL, n);
	if (n > 0)
		memcpy(x->text + x->ntext, p, n);
	x->ntext += n;
}

static inline int
expect_never(unsigned char c)
{
	(void)c;
	return 0;
}

static inline void
expect_plain(struct expected *x, const struct want *w)
{
	const char *p = w->p, *end = w->p + w->length;

	for (const char *q = p; q < end; q++)
		if (*q == x->layout.delimiter) {
			expect_field(x, p, (size_t)(q - p));
			p = q + 1;
		}
	expect_field(x, p, (size_t)(end - p));
}

/* Where the last field starts that libcsv cannot end is the open quote. */
static inline void
expect_quoted(struct expected *x, struct want *w)
{
	size_t before = x->nfields, start = 0;

	w->unquoted = true;
	csv_init(&x->csv, 0);
	csv_set_blk_size(&x->csv, 1 << 16);
	csv_set_delim(&x->csv, (unsigned char)x->layout.delimiter);
	csv_set_space_func(&x->csv, expect_never);
	csv_set_term_func(&x->csv, expect_never);
	for (size_t i = 0; i < w->length; i++) {
		csv_parse(&x->csv, w->p + i, 1, expect_csv_field, NULL, x);
		if (x->nfields > before)
			start = i + 1;
		before = x->nfields;
	}
	csv_parse(&x->csv, &x->layout.delimiter, 1, expect_csv_field, NULL,
	    x);
	if (x->nfields == before) {
		w->form = KDD_FORM_QUOTE;
		w->column = start + 1;
	}
	csv_free(&x->csv);
}

static inline void
expect_count(struct expected *x, struct want *w)
{
	uint32_t min = x->layout.min + x->layout.extra;
	uint32_t max = x->layout.max + x->layout.extra;

	if (w->all >= min && w->all <= max) {
		w->nfields = w->all - x->layout.extra;
		return;
	}
	w->form = KDD_FORM_FIELDS;
	w->column = 1;
	if (w->all < min)
		w->column += w->length;
	else if (!w->unquoted)
		for (uint32_t i = 0; i < max; i++)
			w->column += x->field[w->field + i].n + 1;
}

static inline bool
is_packed(const char *p, size_t n)
{
	return (n >= 2 && memcmp(p, "\x1f\x8b", 2) == 0) ||
	    (n >= 6 && memcmp(p, "\xfd\x37\x7a\x58\x5a\0", 6) == 0) ||
	    (n >= 4 && memcmp(p, "\x28\xb5\x2f\xfd", 4) == 0) ||
	    (n >= 10 && memcmp(p, "BZh", 3) == 0 && p[3] > '0' &&
	    p[3] <= '9' && memcmp(p + 4, "1AY&SY", 6) == 0);
}

static inline void
expect_first_line(struct want *w)
{
	const char *p = w->p;
	size_t n = w->length < KDD_LINE_MAX ? w->length : KDD_LINE_MAX;

	if (is_packed(p, n)) {
		w->form = KDD_FORM_PACKED;
		w->column = 1;
	} else if ((n >= 2 && (memcmp(p, "\xff\xfe", 2) == 0 ||
	    memcmp(p, "\xfe\xff", 2) == 0)) ||
	    (n >= 3 && p[0] == 0 && p[1] != 0 && p[2] == 0) ||
	    (n >= 3 && p[0] != 0 && p[1] == 0 && p[2] != 0)) {
		w->form = KDD_FORM_UTF16;
		w->column = 1;
	} else if (n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		w->p += 3;
		w->length -= 3;
		w->whole -= 3;
	}
}

static inline void
expect_fields(struct expected *x, struct want *w)
{
	const char *nul = memchr(w->p, '\0', w->length);

	if (nul != NULL) {
		w->form = KDD_FORM_NUL;
		w->column = (uint64_t)(nul - w->p) + 1;
		return;
	}
	if (x->layout.quote != '\0' &&
	    memchr(w->p, x->layout.quote, w->length) != NULL)
		expect_quoted(x, w);
	else
		expect_plain(x, w);
	w->nfields = w->all = (uint32_t)(x->nfields - w->field);
	if (w->form == KDD_FORM_OK)
		expect_count(x, w);
}

/* Is there a row in it? */
static inline bool
expect_row(struct expected *x, struct want *w)
{
	w->total = w->length;
	if (w->length > KDD_LINE_MAX) {
		w->form = KDD_FORM_LENGTH;
		w->column = KDD_LINE_MAX + 1;
		w->whole = w->length = KDD_LINE_MAX;
	}
	if (w->line == 1)
		expect_first_line(w);
	if (w->total <= KDD_LINE_MAX)
		w->total = w->length;
	if (w->length == 0)
		return false;
	if (w->form == KDD_FORM_OK && x->layout.comment != '\0' &&
	    w->p[0] == x->layout.comment) {
		w->form = KDD_FORM_COMMENT;
		return true;
	}
	w->first = !x->started;
	if (w->form == KDD_FORM_OK)
		expect_fields(x, w);
	/* a first row is not judged by its fields, and ends the start */
	if (w->form == KDD_FORM_OK || (w->form == KDD_FORM_FIELDS &&
	    w->all <= KEPT_FIELDS_MAX))
		x->started = true;
	return true;
}

/* Forget the rows of before, and read n bytes. */
static inline void
expect(struct expected *x, const char *p, size_t n)
{
	const char *end = p + n, *next;
	uint64_t line = 1;

	x->n = x->ntext = x->nfields = x->rest = 0;
	x->started = false;
	for (; p < end; p = next) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		struct want w = { .p = p, .line = line++,
		    .field = x->nfields };

		next = lf != NULL ? lf + 1 : end;
		x->rest = lf != NULL ? 0 : (size_t)(end - p);
		w.whole = (size_t)(next - p);
		w.length = w.whole - (lf != NULL);
		if (w.length > 0 && p[w.length - 1] == '\r')
			w.length--;
		if (!expect_row(x, &w))
			continue;
		x->row = grown(x->row, &x->room, x->n, sizeof(*x->row));
		x->row[x->n++] = w;
		if (w.form == KDD_FORM_COMMENT)
			obey_comment(&x->layout, w.p, w.length);
	}
}

#endif
