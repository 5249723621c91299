/*
 * headline - the header line of a run, as it came
 *
 * Rows that are written one below the other need the same names above them,
 * so the files of a run must have the same header, or none of them one.
 */
#ifndef KDD_HEADLINE_H
#define KDD_HEADLINE_H

#include "buf.h"
#include "error.h"
#include "row.h"

struct kdd_headline {		/* all zero: the run has not begun */
	struct kdd_buf	 bytes;
	bool		 begun, named;	/* the last file had a header */
};

/* A file starts with this line, a header or not.  -1: out of memory. */
int	kdd_headline_set(struct kdd_headline *h, const struct kdd_row *row,
	    bool named);
/* May it, after the files before?  0, or -1 with e saying why not. */
int	kdd_headline_check(const struct kdd_headline *h,
	    const struct kdd_row *row, bool named, struct kdd_error *e);
/* Is the row the header over again? */
bool	kdd_headline_is(const struct kdd_headline *h,
	    const struct kdd_row *row);
void	kdd_headline_release(struct kdd_headline *h);

#endif
