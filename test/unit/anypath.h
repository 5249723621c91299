/*
 * anypath - random small trees, each with the path of its pruned subtrees
 *
 *	any_sample(&s); ... release(&s);
 *
 * Nodes are below 32, so that a set of them is a word.
 */
#ifndef ANYPATH_H
#define ANYPATH_H

#include "anytree.h"
#include "prune.h"

#define MAX_LEAVES 11
#define MAX_NODES (2 * MAX_LEAVES - 1)

static const double weights[ANY_CLASSES] = { 0.5, 3, 1, 0.25, 7.25 };

/* A random tree, what it is measured by, and its path. */
struct sample {
	struct kdd_tree	  t;
	struct kdd_measure measure;
	struct kdd_prune  p;
};

static inline void
any_sample(struct sample *s)
{
	any_tree(&s->t, 1 + draw(ANY_CLASSES), 1 + draw(MAX_LEAVES));
	s->measure.criterion = draw(2) ? KDD_GINI : KDD_ENTROPY;
	s->measure.weight = draw(2) ? weights : NULL;
	kdd_prune_path(&s->p, &s->t, &s->measure);
}

static inline void
release(struct sample *s)
{
	kdd_prune_release(&s->p);
	kdd_tree_release(&s->t);
}

#endif
