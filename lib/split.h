/*
 * split - what a split of a node is, and which of two is the better
 *
 * A low module: cut.h finds the splits of numbers, subset.h of categories.
 */
#ifndef KDD_SPLIT_H
#define KDD_SPLIT_H

#include "gain.h"

struct kdd_split {		/* all zero: none was found */
	bool		 found;
	struct kdd_gain	 gain;
	uint32_t	 column;	/* of the table */
	bool		 is_number;
	double		 cut;
	bool		 missing_left;	/* of a number */
	uint32_t	*set;		/* owned: of a category, the codes
					   that go left */
	uint32_t	 nset;
	uint32_t	 set_room;
};

/*
 * Let *best be the better of itself and of s; of equal ones that of the
 * lower column.  s keeps its own memory, but not what was in it.
 */
void	kdd_split_take(struct kdd_split *best, struct kdd_split *s);

#endif
