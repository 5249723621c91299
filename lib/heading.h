/*
 * heading - the lines that name the columns of what is written
 *
 * In front of a stream's own names come those of the verdict: model, class,
 * score.
 */
#ifndef KDD_HEADING_H
#define KDD_HEADING_H

#include "buf.h"
#include "row.h"
#include "zeek.h"

/* A header line. */
void	kdd_heading_add(struct kdd_buf *b, const struct kdd_row *row,
	    char delimiter);

/*
 * Lines of Zeek's that start with #.  One that only repeats the last of its
 * kind, as at the seam of two logs of the same columns, is left out.  A
 * separator that no line told of, as in a log without #separator behind one
 * that has another, is told first.
 */
#define KDD_HEADING_KINDS	16	/* of lines that are remembered */
#define KDD_HEADING_MAX		65536	/* bytes of such a line */

struct kdd_heading {		/* all zero: nothing was written */
	char		 separator;	/* of the lines written */
	struct kdd_buf	 line[KDD_HEADING_KINDS];
	size_t		 n;
};

void	kdd_heading_zeek(struct kdd_heading *h, struct kdd_buf *b,
	    const struct kdd_row *row, enum kdd_zeek_line kind,
	    char separator);
void	kdd_heading_release(struct kdd_heading *h);

#endif
