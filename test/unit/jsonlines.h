/*
 * jsonlines - for tests of jsonrow: a line in, what it is in letters out
 */
#ifndef JSONLINES_H
#define JSONLINES_H

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dict.h"
#include "jsonrow.h"
#include "tap.h"

#define GOOD "{\"z\":1,\"y\":{\"x\":\"\\u0041\\/\"}}"

/* Every key is asked for; a column is the key's number. */
struct json {
	struct kdd_jsonrow *j;
	struct kdd_dict	 key;
};

static inline uint32_t
add_key(void *arg, const char *key, size_t n)
{
	return kdd_dict_add(arg, key, n);
}

static inline void
start(struct json *in)
{
	kdd_dict_init(&in->key);
	in->j = kdd_jsonrow_new(add_key, &in->key);
}

static inline void
stop(struct json *in)
{
	kdd_jsonrow_free(in->j);
	kdd_dict_release(&in->key);
}

static inline void
show_field(struct kdd_buf *b, const struct json *in,
    const struct kdd_row *row, uint32_t i)
{
	struct kdd_span s = kdd_row_field(row, i);
	uint32_t c = 0;

	while (c < row->view->ncolumns && row->view->field[c] != i)
		c++;
	kdd_buf_char(b, '[');
	if (c < row->view->ncolumns)
		kdd_buf_add(b, kdd_dict_key(&in->key, c), in->key.length[c]);
	else
		kdd_buf_puts(b, "no column");
	kdd_buf_char(b, '=');
	kdd_buf_add(b, s.p, s.n);
	kdd_buf_char(b, ']');
}

/* Write down what a line is.  Its end is the end of its memory. */
static inline void
show(struct kdd_buf *b, struct json *in, const char *p, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);
	struct kdd_row row = { .bytes = copy, .length = (uint32_t)n };
	const char *what = "nothing was said";
	int rc;

	memcpy(copy, p, n);
	b->n = 0;
	rc = kdd_jsonrow_parse(in->j, &row, &in->key.n, &what);
	if (rc == 0 && what == NULL)
		for (uint32_t i = 0; i < row.nfields; i++)
			show_field(b, in, &row, i);
	else if (rc == 1 && row.column >= 1 && row.column <= n + 1)
		kdd_buf_printf(b, "%s", what);
	else
		kdd_buf_printf(b, "%d, column %d, %s", rc, (int)row.column,
		    what);
	free(copy);
}

static inline bool
is_shown(struct json *in, const char *p, size_t n, const char *want,
    size_t nwant)
{
	struct kdd_buf b = KDD_BUF_INIT;
	bool same;

	show(&b, in, p, n);
	same = b.n == nwant && (nwant == 0 || memcmp(b.p, want, nwant) == 0);
	if (!same)
		note("%.*s", b.n < 300 ? (int)b.n : 300,
		    b.n > 0 ? b.p : "nothing");
	kdd_buf_release(&b);
	return same;
}

/* The line, and then a good one. */
static inline void
is_line(const char *p, size_t n, const char *want, size_t nwant,
    const char *name)
{
	struct json in;
	bool well;

	start(&in);
	well = is_shown(&in, p, n, want, nwant);
	well &= is_shown(&in, GOOD, sizeof(GOOD) - 1, "[z=1][y.x=A/]", 13);
	ok(well, "%s", name);
	stop(&in);
}

#define LINE(in, want, name) \
	is_line(in, sizeof(in) - 1, want, sizeof(want) - 1, name)

#endif
