/*
 * reader - bytes to rows: blocks of lines and where their fields end
 *
 * A record is one line, ended by LF or CRLF; the last may lack its end.  A
 * field in double quotes may hold delimiters and doubled quotes, never a
 * newline.  Empty lines are passed over.  The reader judges the form of a
 * row and nothing else; it does not know what a field means, and it knows no
 * models.  It never blocks: the caller owns the descriptor and feeds it.
 *
 * Plain rows are found by one scan for delimiters, and their fields are
 * handed out where they lie, not copied.  A row that holds a quote goes
 * through libcsv, a line at a time, so that no state of its crosses a line.
 *
 * Memory: at most KDD_LINE_MAX for a line that crosses two feeds, and a few
 * hundred KiB for positions, whatever the input holds.
 */
#ifndef KDD_READER_H
#define KDD_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "span.h"

#define KDD_LINE_MAX (1u << 20)	/* bytes of a row, its line end not counted */

enum kdd_form {
	KDD_FORM_OK,
	KDD_FORM_FIELDS,	/* too few or too many fields */
	KDD_FORM_LENGTH,	/* longer than KDD_LINE_MAX */
	KDD_FORM_NUL,
	KDD_FORM_QUOTE,		/* still open at the end of the line */
	KDD_NFORMS
};

struct kdd_row {
	const char	*bytes;		/* the line as it came */
	uint32_t	 length;	/* of the line without its end */
	uint32_t	 whole;		/* with its end */
	uint32_t	 nfields;	/* without extra ones; how many in all
					   if form is FIELDS or QUOTE */
	const char	*text;		/* what end counts in: bytes, or the
					   fields freed of their quotes */
	const uint32_t	*end;		/* [nfields]: where each field ends */
	uint64_t	 line;		/* 1-based, of its file */
	uint64_t	 column;	/* 1-based: a reject's byte in it */
	uint64_t	 total;		/* bytes of the line; more than length
					   only for KDD_FORM_LENGTH */
	enum kdd_form	 form;
};

/* Field i of a row whose form is OK; i < nfields.  Not terminated. */
static inline struct kdd_span
kdd_row_field(const struct kdd_row *r, uint32_t i)
{
	uint32_t from = i > 0 ? r->end[i - 1] + 1 : 0;

	return (struct kdd_span){ r->text + from, r->end[i] - from };
}

/*
 * Rows and all that they point to are valid until this returns.  Returning
 * false ends the feed: what was not handed out yet is dropped.
 */
typedef bool kdd_on_rows(void *arg, const struct kdd_row *row, size_t n);

struct kdd_reader;

/*
 * Rows of min to max fields (1 <= min <= max), and behind them extra more
 * that are not handed out.  NULL when out of memory.
 */
struct kdd_reader *kdd_reader_new(char delimiter, uint32_t min, uint32_t max,
		    uint32_t extra, kdd_on_rows *on_rows, void *arg);
/* Returns 0, or -1 with errno set when out of memory. */
int	kdd_reader_feed(struct kdd_reader *r, const char *p, size_t n);
/* The end of a file: a last line without its end is a row; lines restart. */
int	kdd_reader_finish(struct kdd_reader *r);
/*
 * The end of a file that broke off: a last line without its end is no row.
 * Returns its bytes so far.
 */
uint64_t	kdd_reader_drop(struct kdd_reader *r);
void	kdd_reader_free(struct kdd_reader *r);

/* "fields", "length", "nul", "quote": the reason in a word. */
const char	*kdd_form_name(enum kdd_form form);
/* A phrase with the row's own numbers: "40 fields, not 41 to 43". */
void		 kdd_reader_explain(const struct kdd_reader *r,
		    const struct kdd_row *row, char *dst, size_t cap);

#endif
