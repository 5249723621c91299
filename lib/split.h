/*
 * split - how good a split is, and the best one of a column at a node
 *
 * A node's rows come as bins: for each distinct value of the column the rows
 * of each class, and apart the rows whose value is missing.
 *
 * Numbers: every cut between two neighbouring values.  Categories, of two
 * classes: every cut of the values in the order of their share of one class,
 * which holds the best subset (Breiman et al., section 4.2.2; Fisher 1958),
 * unless a side must have more than one row.  Then, and for more classes:
 * all subsets of up to 8 values; beyond, the best cut of the orders by each
 * class's share, then moves of single values from side to side while that
 * helps (at most 4 rounds).
 *
 * Missing rows are tried on both sides, and the better is kept; they may be
 * a side of their own.  Ties go to the lowest cut, or the least subset.
 */
#ifndef KDD_SPLIT_H
#define KDD_SPLIT_H

#include "gain.h"

struct kdd_bins {
	uint32_t	 nclasses;
	uint32_t	 n;
	uint32_t	*code;		/* [n], ascending, each > 0 */
	uint32_t	*count;		/* [n * nclasses] */
	uint32_t	*missing;	/* [nclasses] */
};

struct kdd_split {
	bool		 found;
	struct kdd_gain	 gain;
	uint32_t	 column;	/* of the table; the caller sets it */
	bool		 is_number;
	double		 cut;
	bool		 missing_left;	/* of a number */
	uint32_t	*set;		/* a category: the codes that go left */
	uint32_t	 nset;
	uint32_t	 set_room;
};

struct kdd_searcher {
	enum kdd_criterion criterion;
	uint32_t	 min_leaf;
	uint32_t	 nclasses;
	uint32_t	*left, *right;	/* [nclasses]: the split being judged */
	uint32_t	*with;		/* [2 * nclasses]: scratch */
	uint32_t	*order;		/* [room]: bins in the order tried */
	uint32_t	*rows;		/* [room]: of each bin */
	uint8_t		*side;		/* [room]: 1: the bin is on the left */
	uint32_t	 room;
	struct kdd_split mine;		/* best of the column being searched */
};

/* Returns 0 or -1 when out of memory. */
int	kdd_searcher_init(struct kdd_searcher *s, enum kdd_criterion criterion,
	    uint32_t nclasses, uint32_t min_leaf);
void	kdd_searcher_release(struct kdd_searcher *s);

/*
 * Let *best be the better of itself and the best split of these bins; on a
 * tie it stays.  value[code - 1] are a number column's values, ascending;
 * NULL for a category.  Returns 1 if *best was replaced, 0 if not, -1 when
 * out of memory.
 */
int	kdd_search(struct kdd_searcher *s, const struct kdd_bins *b,
	    const double *value, struct kdd_split *best);

#endif
