/*
 * cut - the best split of a number's values at a node
 *
 * Values come in ascending order: the rows of one move from the right side
 * to the left, then the cut between it and the next is tried.  Rows whose
 * value is missing are tried on both sides, and the better is kept; they may
 * be a side of their own.  Where there are none, a missing value will go to
 * the side with more rows, of equal sides to the left.  Ties go to the lowest
 * cut, then to missing values on the left.
 *
 * Gini of rows that all weigh 1 is kept up to date with each move, so that a
 * try costs the same for any number of classes.
 */
#ifndef KDD_CUT_H
#define KDD_CUT_H

#include "sorted.h"
#include "split.h"

struct kdd_cutter {
	struct kdd_measure measure;
	uint32_t	 min_leaf;
	uint32_t	 nclasses;
	uint32_t	*left, *right;	/* [nclasses], owned; without missing
					   rows, as are: */
	uint64_t	 nl, nr;	/* rows */
	uint64_t	 sl, sr;	/* sum of left^2, right^2 */
	uint32_t	*missing;	/* [nclasses], owned */
	uint64_t	 nm, sm;
	uint64_t	 lm, rm;	/* sum of left * missing, ... */
	uint32_t	*with;		/* [nclasses], owned: scratch */
	const double	*value;		/* of the column, by code - 1 */
	double		 floor;		/* less can be no better than best */
	struct kdd_split best;
};

/* Returns 0 or -1 when out of memory; to be released in both cases. */
int	kdd_cutter_init(struct kdd_cutter *c, const struct kdd_measure *m,
	    uint32_t nclasses, uint32_t min_leaf);
/*
 * A column's values, and a node's rows by class, and those of them whose
 * value is missing.  Values are named by their codes.
 */
void	kdd_cutter_start(struct kdd_cutter *c, const double *value,
	    const uint32_t *all, const uint32_t *missing);
/* The cut between value a, whose rows have moved, and the next, b. */
void	kdd_cutter_try(struct kdd_cutter *c, uint32_t a, uint32_t b);
/*
 * All rows that have a value, at once: the sorted entries from i on.  Each of
 * their cuts is tried, and the end.  Returns how many values there are.
 */
uint32_t kdd_cutter_run(struct kdd_cutter *c, const struct kdd_sorted *s,
	    uint32_t i);
/*
 * All rows have moved: those with a value, from a to b, against those
 * without.
 */
void	kdd_cutter_end(struct kdd_cutter *c, uint32_t a, uint32_t b);
void	kdd_cutter_release(struct kdd_cutter *c);

/* n rows of class k move to the left. */
static inline void
kdd_cutter_move(struct kdd_cutter *c, uint32_t k, uint32_t n)
{
	uint64_t l = c->left[k], r = c->right[k];

	c->left[k] += n;
	c->right[k] -= n;
	c->nl += n;
	c->nr -= n;
	c->sl += n * (2 * l + n);
	c->sr -= n * (2 * r - n);
	c->lm += (uint64_t)n * c->missing[k];
	c->rm -= (uint64_t)n * c->missing[k];
}

#endif
