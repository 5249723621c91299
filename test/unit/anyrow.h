/*
 * anyrow - a row made of texts
 *
 *	struct any_row r = { 0 };
 *	any_field(&r, "tcp");		-- its next field
 *	kdd_intake_put(in, any_row_of(&r), &bad);
 */
#ifndef ANYROW_H
#define ANYROW_H

#include <string.h>

#include "row.h"

struct any_row {
	char		text[8192];
	uint32_t	end[256];
	struct kdd_row	row;
};

static inline void
any_field(struct any_row *r, const char *text)
{
	size_t n = strlen(text);
	uint32_t at = r->row.nfields > 0 ?
	    r->end[r->row.nfields - 1] + 1 : 0;

	memcpy(r->text + at, text, n);
	r->end[r->row.nfields++] = at + (uint32_t)n;
	r->text[at + n] = ',';
}

/* The row, as long as r and what was put into it stay. */
static inline const struct kdd_row *
any_row_of(struct any_row *r)
{
	r->row.bytes = r->row.text = r->text;
	r->row.end = r->end;
	return &r->row;
}

/* A line of n bytes, without fields. */
static inline struct kdd_row
any_line(const char *line, size_t n)
{
	return (struct kdd_row){ .bytes = line, .text = line,
	    .length = (uint32_t)n };
}

#endif
