/*
 * tree - a trained decision tree, and the step from a node to a child
 *
 * A tree is a flat array of nodes in preorder with the root at index 0: a
 * node's left subtree starts right behind it, its right subtree at right,
 * always a greater index.  So no tree holds a cycle, every walk ends, and
 * the array can be saved or emitted without chasing pointers.
 *
 * A number's test is value <= cut: left when it holds, right when not, and
 * by the missing flag when there is no value.  A category's test is
 * membership in a set of values: left when it is in the set; anything else,
 * known, unseen or missing, goes right.
 *
 * This module does no I/O and never exits.  See grow.h to train a tree and
 * model.h to read or write one.
 */
#ifndef KDD_TREE_H
#define KDD_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kdd_test { KDD_LEAF, KDD_LE, KDD_IN };

struct kdd_node {
	double	 cut;		/* KDD_LE: finite */
	uint32_t right;		/* not for a leaf */
	uint32_t set, nset;	/* KDD_IN: value[set .. set + nset) */
	uint16_t column;	/* of the schema */
	uint16_t label;		/* class of a row that ends here */
	uint8_t	 test;		/* enum kdd_test */
	uint8_t	 missing_left;	/* KDD_LE: where a missing value goes */
};

struct kdd_tree {
	struct kdd_node	*node;	/* [n], owned, with all below */
	uint32_t	*count;	/* [n * nclasses]: training rows by class */
	uint32_t	*value;	/* sets: codes > 0, ascending in each set */
	uint32_t	 nclasses;
	uint32_t	 n, cap;
	uint32_t	 nvalue, value_cap;
};

void	kdd_tree_init(struct kdd_tree *t, uint32_t nclasses);
/*
 * Append a copy of nd with its counts and, for KDD_IN, its set of nset
 * codes.  Returns 0, or -1 when out of memory; t is then unchanged.
 */
int	kdd_tree_add(struct kdd_tree *t, const struct kdd_node *nd,
	    const uint32_t *count, const uint32_t *set);
/*
 * NULL if t keeps every rule above, each class count is the sum of the
 * children's, and only columns below ncolumns are named; otherwise a static
 * string that says which rule is broken.  A tree from outside must pass
 * before it is walked.
 */
const char *kdd_tree_check(const struct kdd_tree *t, uint32_t ncolumns);
void	kdd_tree_release(struct kdd_tree *t);

/* The child of inner node i for a value: NaN, or code 0, is missing. */
uint32_t kdd_tree_next_number(const struct kdd_tree *t, uint32_t i, double v);
uint32_t kdd_tree_next_code(const struct kdd_tree *t, uint32_t i,
	    uint32_t code);

/* Counts of node i by class: nclasses of them; and their sum. */
const uint32_t *kdd_tree_count(const struct kdd_tree *t, uint32_t i);
uint64_t kdd_tree_rows(const struct kdd_tree *t, uint32_t i);
/* Does any test ask for this column? */
bool	 kdd_tree_asks_for(const struct kdd_tree *t, uint32_t column);
/* Set end[n]: in preorder node i's subtree is the run [i, end[i]). */
void	kdd_tree_ends(const struct kdd_tree *t, uint32_t *end);
uint32_t kdd_tree_leaves(const struct kdd_tree *t);
uint32_t kdd_tree_depth(const struct kdd_tree *t);	/* of the root: 0 */

#endif
