/*
 * anytree - trees of any shape, their leaves with a few rows each
 *
 *	any_tree(&t, 3, 8);	-- 3 classes, 8 leaves; release it
 *	any_tree(&t, 2, 8);	-- another one
 *
 * Small counts make equal alphas, equal gains and splits that gain nothing
 * common.  Columns are below ANY_COLUMNS.
 */
#ifndef ANYTREE_H
#define ANYTREE_H

#include "any.h"
#include "tree.h"

#define ANY_CLASSES 5
#define ANY_COLUMNS 4

static inline uint32_t
draw(uint32_t n)
{
	return (uint32_t)(any() % n);
}

/* Give node i the counts of its children, or a few, and their label. */
static inline void
any_counts(struct kdd_tree *t, uint32_t i)
{
	uint32_t *count = t->count + (size_t)i * t->nclasses;
	struct kdd_node *nd = &t->node[i];

	if (nd->test == KDD_LEAF)
		count[draw(t->nclasses)]++;
	for (uint32_t k = 0; k < t->nclasses; k++) {
		if (nd->test != KDD_LEAF)
			count[k] = kdd_tree_count(t, i + 1)[k] +
			    kdd_tree_count(t, nd->right)[k];
		else if (draw(3) == 0)
			count[k] += draw(6);
		if (count[k] > count[nd->label])
			nd->label = (uint16_t)k;
	}
}

static inline void
any_nodes(struct kdd_tree *t, uint32_t leaves)
{
	static const uint32_t none[ANY_CLASSES];
	uint32_t i = t->n, set[2] = { 1 + draw(4), 5 + draw(4) };
	uint32_t left = leaves > 1 ? 1 + draw(leaves - 1) : 0;
	struct kdd_node nd = { .test = KDD_LEAF };

	if (leaves > 1) {
		nd.test = draw(2) ? KDD_LE : KDD_IN;
		nd.column = (uint16_t)draw(ANY_COLUMNS);
		nd.cut = nd.test == KDD_LE ? draw(100) : 0;
		nd.nset = nd.test == KDD_IN ? 1 + draw(2) : 0;
	}
	kdd_tree_add(t, &nd, none, set);
	if (leaves > 1) {
		any_nodes(t, left);
		t->node[i].right = t->n;
		any_nodes(t, leaves - left);
	}
	any_counts(t, i);
}

static inline void
any_tree(struct kdd_tree *t, uint32_t nclasses, uint32_t leaves)
{
	kdd_tree_init(t, nclasses);
	any_nodes(t, leaves);
}

#endif
