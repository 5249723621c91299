/*
 * quoted - the fields of a line that holds a quote
 *
 * A field that starts with a double quote ends at the next one that is not
 * doubled, and may hold delimiters; a doubled quote stands for one.  A line
 * in which quotes stand at the edges of fields alone is taken apart here; any
 * other goes through libcsv, whose rules are the reference for both.  libcsv
 * gets one line at a time and is then finished, so that no state of its
 * crosses a line.
 */
#ifndef KDD_QUOTED_H
#define KDD_QUOTED_H

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kdd_quoted {
	struct csv_parser csv;
	char		 delimiter;
	/* the line under way */
	char		*text;		/* the fields, one byte between */
	size_t		 ntext;
	uint32_t	*end;		/* [max]: where each ends in text */
	uint32_t	 nfields, max;
};

/* Returns 0, or -1 when out of memory. */
int	kdd_quoted_init(struct kdd_quoted *q);
/*
 * Take apart n bytes, the line without its end.  text has room for n + 1
 * bytes, end for max positions; fields beyond max are counted, not stored.
 * *nfields is their number.  Returns 0; the 1-based column of the quote, if
 * one is still open at the end (what is stored is then of no use); or
 * SIZE_MAX when out of memory.
 */
size_t	kdd_quoted_split(struct kdd_quoted *q, const char *p, size_t n,
	    char delimiter, char *text, uint32_t *end, uint32_t max,
	    uint32_t *nfields);
/* The same, by libcsv alone: the reference, for tests. */
size_t	kdd_quoted_split_csv(struct kdd_quoted *q, const char *p, size_t n,
	    char delimiter, char *text, uint32_t *end, uint32_t max,
	    uint32_t *nfields);
void	kdd_quoted_release(struct kdd_quoted *q);

#endif
