/*
 * lookup - the texts of a row to the codes of its values
 *
 * The part of intake that knows texts.  Short ones are asked for in the memos
 * of all columns at once; what these do not know is parsed, and looked for
 * among the values of its column; what is new waits until the row is taken.
 */
#ifndef KDD_LOOKUP_H
#define KDD_LOOKUP_H

#include "row.h"
#include "table.h"

/* Where codes stand in a row: its group's (0: there is none), its features'. */
enum { KDD_GROUP_CODE, KDD_FEATURE_CODES };

struct kdd_lookup {		/* all zero: no columns yet */
	uint32_t	*code;		/* [room], of the row looked up last;
					   owned, as what follows */
	struct kdd_asked *asked;	/* [room]: the texts of features */
	uint32_t	*at;	/* [room]: their columns in the schema */
	uint32_t	 last;		/* the last of them */
	struct kdd_pending *pending;	/* [room]: values not known yet */
	uint32_t	 npending, room;
};

/*
 * The table has so many features now, the last of them the schema's column
 * number at.  Returns 0, or -1 when out of memory.
 */
int	kdd_lookup_columns(struct kdd_lookup *l, uint32_t n, uint32_t at);
/*
 * Look up a row, which is borrowed until kdd_lookup_add().  Returns 0, or 1
 * with *bad the feature whose text should be a number and is none.
 */
int	kdd_lookup_row(struct kdd_lookup *l, struct kdd_table *t,
	    const struct kdd_row *row, uint32_t *bad);
/* The row is taken: give its new values their codes.  0, or -1. */
int	kdd_lookup_add(struct kdd_lookup *l, struct kdd_table *t);
void	kdd_lookup_release(struct kdd_lookup *l);

#endif
