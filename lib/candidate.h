/*
 * candidate - the splits of a node, column by column, and the best of them
 *
 * Columns that were found to have one value in a node have one below it too:
 * they stand first in an order of the columns, and a node says how many they
 * are.  What stands behind them may change places as long as nodes are made
 * from a stack, a node's children next after it.
 */
#ifndef KDD_CANDIDATE_H
#define KDD_CANDIDATE_H

#include "cut.h"
#include "hist.h"
#include "sorted.h"
#include "subset.h"

struct kdd_candidates {
	const struct kdd_table *t;
	uint32_t	 nclasses;
	struct kdd_hist_layout layout;
	uint32_t	 most_values;	/* of a column */
	uint32_t	*order;		/* [ncolumns], of the columns */
	struct kdd_hist_rows rows;	/* of the node */
	uint16_t	*class;		/* [nrows]: what rows points to */
	uint32_t	*weight;
	bool		 single;	/* each weighs 1 */
	struct kdd_sorted sorted;	/* by the column under way */
	struct kdd_cutter cutter;
	struct kdd_searcher searcher;
	struct kdd_bins	 bins;
	uint32_t	 bins_room;
	struct kdd_split best;
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_candidates_init(struct kdd_candidates *c,
	    const struct kdd_table *t, uint32_t nclasses,
	    const struct kdd_measure *m, uint32_t min_leaf);
void	kdd_candidates_release(struct kdd_candidates *c);
/*
 * The rows of the node; row is borrowed, class is read now and weight: what
 * each row weighs is of[row] - less[row], where less may be NULL.
 */
void	kdd_candidates_rows(struct kdd_candidates *c, const uint32_t *row,
	    uint32_t n, const uint16_t *class, const uint32_t *of,
	    const uint32_t *less);
/*
 * Let c->best be the best split of these rows, which are all[k] of each
 * class.  *h are their histograms; those that are worth it are counted if it
 * has none.  *nconstant is raised by the columns with one value.  Returns 0,
 * or -1 when out of memory.
 */
int	kdd_candidates_find(struct kdd_candidates *c, const uint32_t *all,
	    struct kdd_counted *h, uint32_t *nconstant);
/* Count the rows in all columns that are worth it.  0, or -1. */
int	kdd_candidates_count(struct kdd_candidates *c, struct kdd_counted *h);
/*
 * Set *h to the histograms of the whole table less those of the rows, if
 * whole has any; 0, or -1.
 */
int	kdd_candidates_root(struct kdd_candidates *c,
	    const struct kdd_counted *whole, struct kdd_counted *h);
/*
 * The rows are those of the smaller child of a node with the histograms
 * parent; the other has so many.  Count the former and make the parent's the
 * latter's, if that is worth it; else set neither.
 */
int	kdd_candidates_divide(struct kdd_candidates *c,
	    struct kdd_counted *parent, uint32_t larger, uint32_t nconstant,
	    struct kdd_counted *small, struct kdd_counted *large);

#endif
