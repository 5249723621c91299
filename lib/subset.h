/*
 * subset - the best split of a category's values at a node
 *
 * A node's rows come as bins: for each distinct value of the column the rows
 * of each class, and apart the rows whose value is missing.
 *
 * Of two classes: every cut of the values in the order of their share of one
 * class, which holds the best subset (Breiman et al., section 4.2.2; Fisher
 * 1958), unless a side must have more than one row.  Then, and for more
 * classes: all subsets of up to 8 values; beyond, the best cut of the orders
 * by the share of each of the 16 classes with most rows, then moves of single
 * values from side to side while that helps (at most 4 rounds).
 *
 * Missing rows are tried on both sides, and the better is kept; they may be
 * a side of their own.  Ties go to the least subset.
 */
#ifndef KDD_SUBSET_H
#define KDD_SUBSET_H

#include "split.h"

struct kdd_bins {
	uint32_t	 nclasses;
	uint32_t	 n;
	uint32_t	*code;		/* [n], ascending, each > 0 */
	uint32_t	*count;		/* [n * nclasses] */
	uint32_t	*missing;	/* [nclasses] */
};

struct kdd_searcher {
	struct kdd_measure measure;
	uint32_t	 min_leaf;
	uint32_t	 nclasses;
	uint32_t	*left, *right;	/* [nclasses]: the split being judged */
	uint32_t	*with;		/* [2 * nclasses]: scratch */
	uint64_t	*total;		/* [nclasses]: rows, to choose orders */
	uint32_t	*order;		/* [room]: bins in the order tried */
	uint32_t	*rows;		/* [room]: of each bin */
	uint8_t		*side;		/* [room]: 1: the bin is on the left */
	uint32_t	 room;
	struct kdd_split mine;		/* the best; its set is owned */
};

/* Returns 0 or -1 when out of memory. */
int	kdd_searcher_init(struct kdd_searcher *s, const struct kdd_measure *m,
	    uint32_t nclasses, uint32_t min_leaf);
void	kdd_searcher_release(struct kdd_searcher *s);

/*
 * Find the best subset of these bins; s->mine is it, if one was found.
 * Returns 0, or -1 when out of memory.
 */
int	kdd_search(struct kdd_searcher *s, const struct kdd_bins *b);

#endif
