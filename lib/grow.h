/*
 * grow - a CART tree from a table of labelled rows
 *
 * Breiman, Friedman, Olshen and Stone: Classification and Regression Trees
 * (1984).  Binary splits of numbers and of subsets of categories, each the
 * one that leaves the least impurity; ties go to the lowest column, then as
 * cut.h and subset.h say.  A node is a leaf when its rows are of one class,
 * when a limit below stops it, or when no column tells its rows apart; a
 * split need not reduce impurity, so an unlimited tree errs only on rows
 * with equal features and different classes, or that differ only by minus
 * infinity and the least double, which no finite number parts.
 *
 * Time: a column with few values for the rows of a node is counted, one with
 * many is sorted, in linear time both; of two children only the smaller is
 * counted, and a column that has one value in a node is not looked at below
 * it.  Memory: about 30 bytes a row beyond the table, 8 bytes a node and
 * class, and at most 64 MiB of histograms.
 */
#ifndef KDD_GROW_H
#define KDD_GROW_H

#include "hist.h"
#include "split.h"
#include "tree.h"

struct kdd_grow_options {
	struct kdd_measure measure;
	uint32_t max_depth;		/* 0: no limit; the root's depth is 0 */
	uint32_t min_leaf;		/* rows on each side of a split, >= 1 */
	uint32_t min_split;		/* rows of a node that is split, >= 2 */
	/*
	 * The histograms of the whole table, borrowed, so that trees of most
	 * of it need not count it again; all zero: none.
	 */
	struct kdd_counted whole;
	/* Called now and then with the rows that have reached a leaf. */
	void	(*on_progress)(void *arg, uint64_t done, uint64_t total);
	void	*arg;
};

/* Set *whole.  Returns 0, or -1 when out of memory. */
int	kdd_grow_whole(struct kdd_counted *whole, const struct kdd_table *t,
	    const uint16_t *class, uint32_t nclasses);
/*
 * Grow a tree from the rows whose weight is not 0: row i stands for
 * weight[i] rows of class class[i] < nclasses.  The weights' sum is from 1
 * to 2^32 - 1.  leaf[i] is set to the node that row i ends in, for the rows
 * with weight 0 too.  Each node's label is 0.  Returns 0, or -1 when out of
 * memory; *tree is empty then.
 */
int	kdd_grow(struct kdd_tree *tree, const struct kdd_table *t,
	    const uint16_t *class, uint32_t nclasses, const uint32_t *weight,
	    const struct kdd_grow_options *o, uint32_t *leaf);

#endif
