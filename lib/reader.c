#include "reader.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_ROWS	512
#define BLOCK_ENDS	(1u << 15)

struct kdd_reader {
	kdd_on_rows	*on_rows;
	void		*arg;
	uint32_t	 min, max, extra;	/* min and max count extra */
	char		 delimiter;
	bool		 stopped;	/* on_rows said so */
	uint64_t	 line;		/* of the row being read */

	struct kdd_row	 row[BLOCK_ROWS];
	size_t		 nrows;
	uint32_t	*end;		/* positions of the block's rows */
	size_t		 nend, end_room;

	char		*carry;		/* the line begun in an earlier feed */
	size_t		 ncarry, carry_room;
	uint64_t	 total;		/* its bytes, kept or not */
	char		 last;		/* its last byte */

	struct csv_parser csv;
	char		*unquoted;	/* fields of the block's quoted rows */
	size_t		 nunquoted, unquoted_room;
	uint32_t	*csv_end;	/* the quoted row being taken apart */
	uint32_t	 csv_fields;
	size_t		 csv_start;	/* where it starts in unquoted */
};

static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

struct kdd_reader *
kdd_reader_new(char delimiter, uint32_t min, uint32_t max, uint32_t extra,
    kdd_on_rows *on_rows, void *arg)
{
	struct kdd_reader *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->on_rows = on_rows;
	r->arg = arg;
	r->min = min + extra;
	r->max = max + extra;
	r->extra = extra;
	r->delimiter = delimiter;
	r->line = 1;
	r->end_room = r->max > BLOCK_ENDS ? r->max : BLOCK_ENDS;
	r->end = malloc(r->end_room * sizeof(*r->end));
	if (r->end == NULL || csv_init(&r->csv, 0) != 0) {
		free(r->end);
		free(r);
		return NULL;
	}
	csv_set_delim(&r->csv, (unsigned char)delimiter);
	csv_set_space_func(&r->csv, never);	/* no trimming */
	csv_set_term_func(&r->csv, never);	/* we end the lines */
	return r;
}

void
kdd_reader_free(struct kdd_reader *r)
{
	if (r == NULL)
		return;
	csv_free(&r->csv);
	free(r->end);
	free(r->carry);
	free(r->unquoted);
	free(r);
}

static void
hand_out(struct kdd_reader *r)
{
	if (r->nrows > 0 && !r->stopped)
		r->stopped = !r->on_rows(r->arg, r->row, r->nrows);
	r->nrows = r->nend = r->nunquoted = 0;
}

/*
 * The plain scan: where each field of a line ends, the last at n.  Returns
 * the number of fields; positions beyond max are not stored.
 */
static uint32_t
scan_fields(const char *p, uint32_t n, char delimiter, uint32_t *end,
    uint32_t max)
{
	uint32_t fields = 0;

	for (uint32_t i = 0; i < n; i++)
		if (p[i] == delimiter) {
			if (fields < max)
				end[fields] = i;
			fields++;
		}
	if (fields < max)
		end[fields] = n;
	return fields + 1;
}

static void
on_csv_field(void *field, size_t n, void *arg)
{
	struct kdd_reader *r = arg;

	if (r->csv_fields < r->max) {
		memcpy(r->unquoted + r->nunquoted, field, n);
		r->nunquoted += n;
		r->csv_end[r->csv_fields] =
		    (uint32_t)(r->nunquoted - r->csv_start);
		r->nunquoted++;		/* where the delimiter stood */
	}
	r->csv_fields++;
}

static int
feed_csv(struct kdd_reader *r, const char *p, size_t n)
{
	if (csv_parse(&r->csv, p, n, on_csv_field, NULL, r) == n)
		return 0;
	errno = ENOMEM;
	return -1;
}

/* 1-based column at which the last field that libcsv began starts. */
static int
find_open_quote(struct kdd_reader *r, struct kdd_row *row)
{
	csv_fini(&r->csv, NULL, NULL, NULL);
	r->csv_fields = 0;
	r->nunquoted = r->csv_start;
	row->column = 1;
	for (uint32_t i = 0; i < row->length; i++) {
		uint32_t before = r->csv_fields;

		if (feed_csv(r, row->bytes + i, 1) == -1)
			return -1;
		if (r->csv_fields > before)
			row->column = i + 2;
	}
	return 0;
}

/*
 * Let libcsv take a line apart.  A delimiter after it submits the last
 * field, unless a quote is open, which would swallow it.
 */
static int
scan_quoted(struct kdd_reader *r, struct kdd_row *row, uint32_t *end)
{
	size_t need = (size_t)row->length + 2;
	uint32_t before;
	void *p;

	if (need > r->unquoted_room) {
		if ((p = realloc(r->unquoted, need)) == NULL)
			return -1;
		r->unquoted = p;
		r->unquoted_room = need;
	}
	r->csv_end = end;
	r->csv_fields = 0;
	r->csv_start = r->nunquoted;
	if (feed_csv(r, row->bytes, row->length) == -1)
		return -1;
	before = r->csv_fields;
	if (feed_csv(r, &r->delimiter, 1) == -1)
		return -1;
	if (r->csv_fields == before) {
		row->form = KDD_FORM_QUOTE;
		if (find_open_quote(r, row) == -1)
			return -1;
	}
	csv_fini(&r->csv, NULL, NULL, NULL);
	row->nfields = r->csv_fields;
	row->text = r->unquoted + r->csv_start;
	return 0;
}

static void
judge_count(const struct kdd_reader *r, struct kdd_row *row)
{
	if (row->form != KDD_FORM_OK ||
	    (row->nfields >= r->min && row->nfields <= r->max))
		return;
	row->form = KDD_FORM_FIELDS;
	row->column = row->nfields < r->min ? (uint64_t)row->length + 1 :
	    row->text == row->bytes ? (uint64_t)row->end[r->max - 1] + 2 : 1;
}

/* Fill in a row whose line is all there: whole bytes, end and all. */
static int
scan_row(struct kdd_reader *r, struct kdd_row *row)
{
	const char *p = row->bytes, *nul;

	row->end = r->end + r->nend;
	row->text = p;
	nul = memchr(p, '\0', row->length);
	if (nul != NULL) {
		row->form = KDD_FORM_NUL;
		row->column = (uint64_t)(nul - p) + 1;
		return 0;
	}
	if (memchr(p, '"', row->length) == NULL)
		row->nfields = scan_fields(p, row->length, r->delimiter,
		    r->end + r->nend, r->max);
	else if (scan_quoted(r, row, r->end + r->nend) == -1)
		return -1;
	judge_count(r, row);
	if (row->form == KDD_FORM_OK) {
		r->nend += row->nfields;
		row->nfields -= r->extra;
	}
	return 0;
}

/*
 * One line: n bytes without its LF, nend bytes of LF (0 or 1) behind them.
 * total is its full length, more than n only if not all of it was kept.
 */
static int
take_line(struct kdd_reader *r, const char *p, size_t n, size_t nlf,
    uint64_t total, bool cr)
{
	struct kdd_row *row;

	if (cr)
		total--;
	if (total == 0) {
		r->line++;
		return 0;
	}
	if (r->nrows == BLOCK_ROWS || r->end_room - r->nend < r->max ||
	    (r->nunquoted > 0 &&
	    r->nunquoted + total + 2 > r->unquoted_room))
		hand_out(r);
	row = &r->row[r->nrows];
	*row = (struct kdd_row){ .bytes = p, .line = r->line++ };
	row->total = total;
	row->whole = (uint32_t)(n + nlf);
	row->length = (uint32_t)(n - (cr ? 1 : 0));
	if (total > KDD_LINE_MAX) {
		row->form = KDD_FORM_LENGTH;
		row->column = KDD_LINE_MAX + 1;
		row->length = row->whole = KDD_LINE_MAX;
	} else if (scan_row(r, row) == -1) {
		return -1;
	}
	r->nrows++;
	return 0;
}

/* Keep the start of a line that goes on in the next feed. */
static int
keep(struct kdd_reader *r, const char *p, size_t n)
{
	/* one byte more than a row may have: the CR of a CRLF */
	size_t room = KDD_LINE_MAX + 1 - r->ncarry, take = n < room ? n : room;
	size_t cap = r->carry_room > 0 ? r->carry_room : 4096;
	char *to;

	while (cap < r->ncarry + take + 1)	/* and one for the LF */
		cap *= 2;
	if (cap > r->carry_room) {
		if ((to = realloc(r->carry, cap)) == NULL)
			return -1;
		r->carry = to;
		r->carry_room = cap;
	}
	memcpy(r->carry + r->ncarry, p, take);
	r->ncarry += take;
	r->total += n;
	if (n > 0)
		r->last = p[n - 1];
	return 0;
}

static void
forget(struct kdd_reader *r)
{
	r->ncarry = 0;
	r->total = 0;
	r->last = '\0';
}

/* The kept line is complete. */
static int
take_kept(struct kdd_reader *r, size_t nlf)
{
	if (nlf > 0)
		r->carry[r->ncarry] = '\n';
	if (take_line(r, r->carry, r->ncarry, nlf, r->total,
	    r->last == '\r') == -1)
		return -1;
	hand_out(r);
	forget(r);
	return 0;
}

int
kdd_reader_feed(struct kdd_reader *r, const char *p, size_t n)
{
	const char *end = p + n, *nl;

	while (p < end && !r->stopped &&
	    (nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		size_t len = (size_t)(nl - p);

		if (r->total > 0) {
			if (keep(r, p, len) == -1 || take_kept(r, 1) == -1)
				return -1;
		} else if (take_line(r, p, len, 1, len,
		    len > 0 && nl[-1] == '\r') == -1) {
			return -1;
		}
		p = nl + 1;
	}
	hand_out(r);
	if (p < end && !r->stopped)
		return keep(r, p, (size_t)(end - p));
	return 0;
}

int
kdd_reader_finish(struct kdd_reader *r)
{
	if (r->total > 0 && !r->stopped && take_kept(r, 0) == -1)
		return -1;
	r->line = 1;
	return 0;
}

uint64_t
kdd_reader_drop(struct kdd_reader *r)
{
	uint64_t n = r->total;

	forget(r);
	r->line = 1;
	return n;
}

const char *
kdd_form_name(enum kdd_form form)
{
	static const char *const name[KDD_NFORMS] = {
		"ok", "fields", "length", "nul", "quote",
	};

	return name[form];
}

static void
explain_fields(const struct kdd_reader *r, const struct kdd_row *row,
    char *dst, size_t cap)
{
	int n = snprintf(dst, cap, "%u field%s, not %u", row->nfields,
	    row->nfields == 1 ? "" : "s", r->min);

	if (r->max > r->min && n > 0 && (size_t)n < cap)
		snprintf(dst + n, cap - (size_t)n, " %s %u",
		    r->max == r->min + 1 ? "or" : "to", r->max);
}

void
kdd_reader_explain(const struct kdd_reader *r, const struct kdd_row *row,
    char *dst, size_t cap)
{
	switch (row->form) {
	case KDD_FORM_FIELDS:
		explain_fields(r, row, dst, cap);
		break;
	case KDD_FORM_LENGTH:
		snprintf(dst, cap, "%llu bytes long, more than %u",
		    (unsigned long long)row->total, KDD_LINE_MAX);
		break;
	case KDD_FORM_NUL:
		snprintf(dst, cap, "a NUL byte");
		break;
	case KDD_FORM_QUOTE:
		snprintf(dst, cap, "field %u: the quote is still open at the "
		    "end of the line", row->nfields + 1);
		break;
	default:
		snprintf(dst, cap, "well formed");
	}
}
