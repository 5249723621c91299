/*
 * row - a line of a stream, where its fields end, and whether its form is good
 *
 * A row borrows all that it points to.  A low module: it knows no streams and
 * no meaning of fields.
 */
#ifndef KDD_ROW_H
#define KDD_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "span.h"

#define KDD_LINE_MAX (1u << 20)	/* bytes of a row, its line end not counted */
#define KDD_NO_FIELD UINT32_MAX

enum kdd_form {
	KDD_FORM_OK,
	KDD_FORM_FIELDS,	/* too few or too many fields */
	KDD_FORM_LENGTH,	/* longer than KDD_LINE_MAX */
	KDD_FORM_NUL,
	KDD_FORM_QUOTE,		/* still open at the end of the line */
	KDD_FORM_UTF16,		/* a file's first line: not of our encoding, */
	KDD_FORM_PACKED,	/* or compressed */
	KDD_FORM_JSON,		/* not one JSON object */
	KDD_FORM_COLUMNS,	/* it is not known which field is which */
	KDD_FORM_COMMENT,	/* no row: starts with the comment byte */
	KDD_NFORMS
};

/* Which field of a row stands for which column.  Borrowed by rows. */
struct kdd_view {
	const uint32_t	*field;		/* [ncolumns]: or KDD_NO_FIELD */
	uint32_t	 ncolumns;
	struct kdd_span	 unset;		/* a field that is this is missing; n
					   0: there is no such text */
	uint64_t	 edition;	/* changes when what is above does:
					   equal lines of equal editions hold
					   the same */
	const uint32_t	*taken;		/* [ntaken], of a JSON row: where in
					   bytes its keys named as that of a
					   verdict start (see jsonrow.h) */
	uint32_t	 ntaken;
};

struct kdd_row {
	const char	*bytes;		/* the line as it came */
	const char	*text;		/* what start and end count in */
	const uint32_t	*end;		/* [nfields]: where each field ends */
	const struct kdd_view *view;	/* NULL: field i is column i's */
	const char	*what;		/* PACKED, JSON, COLUMNS: what is
					   wrong */
	uint64_t	 line;		/* 1-based, of its file */
	uint64_t	 total;		/* bytes of the line; more than length
					   only for KDD_FORM_LENGTH */
	uint32_t	 length;	/* of the line without its end */
	uint32_t	 whole;		/* with its end */
	uint32_t	 start;		/* where the first field starts */
	uint32_t	 nfields;	/* without extra ones; how many in all
					   if form is FIELDS or QUOTE */
	uint32_t	 column;	/* 1-based: a reject's byte in it */
	uint8_t		 form;		/* enum kdd_form */
	bool		 first;		/* of its file */
	bool		 unquoted;	/* text is a copy without its quotes */
};

/* Field i of a row whose form is OK; i < nfields.  Not terminated. */
static inline struct kdd_span
kdd_row_field(const struct kdd_row *r, uint32_t i)
{
	uint32_t from = i > 0 ? r->end[i - 1] + 1 : r->start;

	return (struct kdd_span){ r->text + from, r->end[i] - from };
}

/* The field that stands for column c; empty if there is none. */
static inline struct kdd_span
kdd_row_column(const struct kdd_row *r, uint32_t c)
{
	const struct kdd_view *v = r->view;
	struct kdd_span f = { "", 0 };

	if (v != NULL)
		c = c < v->ncolumns ? v->field[c] : KDD_NO_FIELD;
	if (c < r->nfields)
		f = kdd_row_field(r, c);
	if (v != NULL && f.n > 0 && f.n == v->unset.n &&
	    *f.p == *v->unset.p && memcmp(f.p, v->unset.p, f.n) == 0)
		f.n = 0;
	return f;
}

struct kdd_layout {
	char		 delimiter;	/* '\n': a line is a single field */
	char		 quote;		/* '"', or 0: quotes are plain bytes */
	char		 comment;	/* 0: no line is a comment */
	uint32_t	 min, max;	/* fields of a row, 1 <= min <= max */
	uint32_t	 extra;		/* further ones that are not handed
					   out, on top of min and max */
	const struct kdd_view *view;	/* borrowed; set on each row */
};

/* A row with too few or too many fields: its form and column. */
void		 kdd_row_misfit(struct kdd_row *row,
		    const struct kdd_layout *layout);

/* Give a row whose fields are there the form OK or FIELDS by their number. */
static inline void
kdd_row_judge(struct kdd_row *row, const struct kdd_layout *l)
{
	if (row->nfields < l->min + l->extra ||
	    row->nfields > l->max + l->extra) {
		kdd_row_misfit(row, l);
		return;
	}
	row->nfields -= l->extra;
	row->view = l->view;
}

/*
 * What only a file's first line may have: a byte-order mark of UTF-8, which
 * is taken off its bytes; or an encoding that is not ours, or the mark of a
 * compressor, which is its form.
 */
void		 kdd_row_judge_start(struct kdd_row *row);
/* A line of so many bytes, KDD_LINE_MAX of which are there. */
struct kdd_row	 kdd_row_too_long(const char *bytes, uint64_t line,
		    uint64_t total);
/* "fields", "length", "nul", "quote", ...: the reason in a word. */
const char	*kdd_form_name(enum kdd_form form);
/* Rows rejected for a reason, be it their form or another. */
struct kdd_rejects {
	const char	*word;
	uint64_t	 n;
};
/* A phrase with the row's own numbers: "40 fields, not 41 to 43". */
void		 kdd_row_explain(const struct kdd_row *row,
		    const struct kdd_layout *layout, char *dst, size_t cap);

#endif
