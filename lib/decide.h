/*
 * decide - which class a node says, from the training rows of each class
 *
 * The class v that is expected to cost least, sum over k of cost[k][v] p_k,
 * where p_k is the share of class k: weight[k] count[k], over the sum of all.
 * Without costs that is the commonest class.  With Laplace smoothing 1 is
 * added to each count, so that a leaf of few rows is less sure.  Ties go to
 * the first class.
 */
#ifndef KDD_DECIDE_H
#define KDD_DECIDE_H

#include <stdbool.h>

#include "tree.h"

struct kdd_decision {
	const double	*weight;	/* [n] of a class, or NULL: all 1 */
	const double	*cost;		/* [n * n]: actual * n + verdict, or
					   NULL: 1 for each wrong one */
	bool		 laplace;
};

uint16_t kdd_decide(const struct kdd_decision *d, const uint32_t *count,
	    uint32_t n);
/* What a verdict costs on a row; 0 or 1 without costs. */
double	kdd_decision_cost(const struct kdd_decision *d, uint32_t n,
	    uint32_t actual, uint32_t verdict);
/* Label all nodes of a tree, inner ones too. */
void	kdd_decide_all(const struct kdd_decision *d, struct kdd_tree *t);

#endif
