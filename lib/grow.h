/*
 * grow - a CART tree from a table of labelled rows
 *
 * Breiman, Friedman, Olshen and Stone: Classification and Regression Trees
 * (1984).  Binary splits of numbers and of subsets of categories, each the
 * one that leaves the least impurity; ties go to the lowest column, then as
 * split.h says.  A node is a leaf when its rows are of one class, when a
 * limit below stops it, or when no column tells its rows apart; a split need
 * not reduce impurity, so an unlimited tree errs only on rows with equal
 * features and different classes.
 *
 * Time: each node bins each column's values by counting, or by sorting
 * where the column has many more values than the node has rows.  Memory:
 * about 8 bytes a row beyond the table.
 */
#ifndef KDD_GROW_H
#define KDD_GROW_H

#include "split.h"
#include "table.h"
#include "tree.h"

struct kdd_grow_options {
	enum kdd_criterion criterion;
	uint32_t max_depth;		/* 0: no limit; the root's depth is 0 */
	uint32_t min_leaf;		/* rows on each side of a split, >= 1 */
	uint32_t min_split;		/* rows of a node that is split, >= 2 */
	/* Called now and then with the rows that have reached a leaf. */
	void	(*on_progress)(void *arg, uint64_t done, uint64_t total);
	void	*arg;
};

/*
 * Grow a tree from the rows whose weight is not 0: row i stands for
 * weight[i] rows of class class[i] < nclasses.  The weights' sum is from 1
 * to 2^32 - 1.  Returns 0, or -1 when out of memory; *tree is empty then.
 */
int	kdd_grow(struct kdd_tree *tree, const struct kdd_table *t,
	    const uint16_t *class, uint32_t nclasses, const uint32_t *weight,
	    const struct kdd_grow_options *o);

/* The leaf that row i of the table reaches. */
uint32_t kdd_grow_leaf(const struct kdd_tree *tree,
	    const struct kdd_table *t, uint32_t i);

#endif
