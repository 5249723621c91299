#include "quoted.h"

#include <string.h>

static int
never(unsigned char c)
{
	(void)c;
	return 0;
}

int
kdd_quoted_init(struct kdd_quoted *q)
{
	*q = (struct kdd_quoted){ 0 };
	if (csv_init(&q->csv, 0) != 0)
		return -1;
	csv_set_blk_size(&q->csv, 1 << 16);	/* its own is 128 bytes */
	csv_set_space_func(&q->csv, never);	/* no trimming */
	csv_set_term_func(&q->csv, never);	/* the reader ends the lines */
	return 0;
}

void
kdd_quoted_release(struct kdd_quoted *q)
{
	csv_free(&q->csv);
}

static void
add_field(struct kdd_quoted *q)
{
	if (q->nfields < q->max)
		q->end[q->nfields] = (uint32_t)q->ntext;
	q->nfields++;
	q->ntext++;		/* where the delimiter stood */
}

static void
start(struct kdd_quoted *q, char delimiter, char *text, uint32_t *end,
    uint32_t max)
{
	q->delimiter = delimiter;
	q->text = text;
	q->end = end;
	q->max = max;
	q->ntext = q->nfields = 0;
}

/*
 * The field that starts at p, its opening quote.  Returns where it ends, or
 * NULL if its quotes are not as they should be.
 */
static const char *
take_quoted(struct kdd_quoted *q, const char *p, const char *end)
{
	char *to = q->text + q->ntext;
	bool closed = false;

	for (p++; p < end; p++) {
		closed = *p == '"' && (++p == end || *p != '"');
		if (closed)
			break;
		*to++ = *p;
	}
	q->ntext = (size_t)(to - q->text);
	return closed && (p == end || *p == q->delimiter) ? p : NULL;
}

static const char *
take_plain(struct kdd_quoted *q, const char *p, const char *end)
{
	char *to = q->text + q->ntext;

	for (; p < end && *p != q->delimiter; p++) {
		if (*p == '"')
			return NULL;
		*to++ = *p;
	}
	q->ntext = (size_t)(to - q->text);
	return p;
}

/* The common case.  False if a quote stands where libcsv has to judge. */
static bool
split_regular(struct kdd_quoted *q, const char *p, size_t n)
{
	const char *end = p + n;

	for (;; p++) {
		p = p < end && *p == '"' ? take_quoted(q, p, end) :
		    take_plain(q, p, end);
		if (p == NULL)
			return false;
		add_field(q);
		if (p == end)
			return true;
	}
}

static void
on_field(void *field, size_t n, void *arg)
{
	struct kdd_quoted *q = arg;

	memcpy(q->text + q->ntext, field, n);
	q->ntext += n;
	add_field(q);
}

/* Column of the quote that is open: the last field that libcsv began. */
static size_t
find_open(struct kdd_quoted *q, const char *p, size_t n)
{
	size_t column = 1;

	start(q, q->delimiter, q->text, q->end, q->max);
	for (size_t i = 0; i < n; i++) {
		uint32_t before = q->nfields;

		if (csv_parse(&q->csv, p + i, 1, on_field, NULL, q) != 1)
			return SIZE_MAX;
		if (q->nfields > before)
			column = i + 2;
	}
	return column;
}

/*
 * A delimiter after the line submits the last field, unless a quote is open,
 * which swallows it.
 */
static size_t
split_csv(struct kdd_quoted *q, const char *p, size_t n)
{
	uint32_t before;

	if (csv_parse(&q->csv, p, n, on_field, NULL, q) != n)
		return SIZE_MAX;
	before = q->nfields;
	if (csv_parse(&q->csv, &q->delimiter, 1, on_field, NULL, q) != 1)
		return SIZE_MAX;
	if (q->nfields > before)
		return 0;
	csv_fini(&q->csv, NULL, NULL, NULL);
	return find_open(q, p, n);
}

size_t
kdd_quoted_split_csv(struct kdd_quoted *q, const char *p, size_t n,
    char delimiter, char *text, uint32_t *end, uint32_t max,
    uint32_t *nfields)
{
	size_t open;

	start(q, delimiter, text, end, max);
	csv_set_delim(&q->csv, (unsigned char)delimiter);
	open = split_csv(q, p, n);
	csv_fini(&q->csv, NULL, NULL, NULL);
	*nfields = q->nfields;
	return open;
}

size_t
kdd_quoted_split(struct kdd_quoted *q, const char *p, size_t n,
    char delimiter, char *text, uint32_t *end, uint32_t max,
    uint32_t *nfields)
{
	start(q, delimiter, text, end, max);
	if (!split_regular(q, p, n))
		return kdd_quoted_split_csv(q, p, n, delimiter, text, end,
		    max, nfields);
	*nfields = q->nfields;
	return 0;
}
