/*
 * held - what a tree says of rows that it was not trained on
 *
 * The rows held out, counted by class at each node that they pass.
 */
#ifndef KDD_HELD_H
#define KDD_HELD_H

#include "roc.h"
#include "score.h"
#include "train.h"

struct kdd_held {
	const struct kdd_tree *tree;	/* borrowed */
	uint32_t	*count;		/* [tree->n * nclasses], owned */
	uint32_t	*rows;		/* [tree->n], owned: of any class */
	uint64_t	*trained;	/* [tree->n], owned: rows that the
					   tree was trained on */
};

/*
 * Count held[i] copies of row i, by where t->leaf says that they end.  Returns
 * 0, or -1 when out of memory.
 */
int	kdd_held_init(struct kdd_held *h, const struct kdd_trainer *t,
	    const struct kdd_tree *tree, const uint32_t *held);
/* Add the leaves' verdicts. */
void	kdd_held_confusion(const struct kdd_held *h, struct kdd_confusion *c);
/*
 * Add to roc[k], for each class k, the rows at each leaf with the leaf's
 * share of training rows of class k as their score.  0, or -1.
 */
int	kdd_held_roc(const struct kdd_held *h, struct kdd_roc *roc);
/*
 * Set loss[j] to what the verdicts of the subtree at alpha[j] cost on the
 * rows, and square[j] to the sum of the costs' squares; p are the subtrees,
 * and alpha[n] as in kdd_prune_sums().  0, or -1 when out of memory.
 */
int	kdd_held_losses(const struct kdd_held *h, const struct kdd_prune *p,
	    const struct kdd_decision *d, const double *alpha, uint32_t n,
	    double *loss, double *square);
void	kdd_held_release(struct kdd_held *h);

#endif
