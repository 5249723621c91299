/*
 * numbers - numbers distinct doubles in the order of their first coming
 *
 * As dict does with strings.  NaN must not be added; minus zero is zero.
 * Costs 8 bytes for each and, until they are sorted, 8 to 16 more.
 */
#ifndef KDD_NUMBERS_H
#define KDD_NUMBERS_H

#include "dict.h"

struct kdd_numbers {		/* all zero: empty */
	double		*value;	/* [n], owned */
	uint32_t	 n, room;
	uint32_t	*slot;	/* [nslot], owned: id + 1, or 0 */
	uint32_t	 nslot;	/* a power of two, or 0 */
	uint64_t	 seed;	/* of slots: the struct itself may move */
};

/* The double's number, or KDD_NONE. */
uint32_t kdd_numbers_find(const struct kdd_numbers *d, double v);
/* The same, added if it is new; KDD_NONE when out of memory or at 2^30. */
uint32_t kdd_numbers_add(struct kdd_numbers *d, double v);
/*
 * Sort the values, ascending.  rank[id] is set to where value number id is
 * now.  Nothing can be found or added after it.  0, or -1 when out of memory.
 */
int	 kdd_numbers_sort(struct kdd_numbers *d, uint32_t *rank);
/* How many of the values, which are sorted, are at most v. */
uint32_t kdd_numbers_below(const struct kdd_numbers *d, double v);
void	 kdd_numbers_release(struct kdd_numbers *d);

#endif
