/*
 * impurity - how mixed the rows of a node are, and what its split does to it
 *
 * A class's rows count with the weight of the class: m_k = count[k] *
 * weight[k], M = sum m_k, p_k = m_k / M.  What is measured by stands in gain.h.
 *   gini     1 - sum p^2
 *   entropy  -sum p log2 p, in bits
 * Both are made of + - * / alone, so that every machine finds the same
 * number, and lose no digits where one class has nearly all rows.
 *
 * Weights are finite and not negative.  Nothing here can fail.
 */
#ifndef KDD_IMPURITY_H
#define KDD_IMPURITY_H

#include "gain.h"
#include "tree.h"

/* M: the weighed rows of all classes; a weight of NULL is all 1. */
double	kdd_mass(const uint32_t *count, const double *weight,
	    uint32_t nclasses);
/* 0 for rows of one class, and for M = 0. */
double	kdd_impurity(const struct kdd_measure *m, const uint32_t *count,
	    uint32_t nclasses);
/* M times the impurity of node i. */
double	kdd_impurity_mass(const struct kdd_measure *m,
	    const struct kdd_tree *t, uint32_t i);
/*
 * By how much the split of inner node i lowers that: the node's own less the
 * sum of its children's.  0 where the difference is at most 1e-12 of the
 * node's own and thus may be rounding; never negative.
 */
double	kdd_impurity_decrease(const struct kdd_measure *m,
	    const struct kdd_tree *t, uint32_t i);
/*
 * Set importance[0 .. ncolumns) to each column's share of the decrease of
 * all inner nodes: their sum is 1, or all are 0 where nothing decreases.
 * The mean decrease in impurity of Breiman et al. (1984), and what
 * scikit-learn calls feature_importances_.
 */
void	kdd_importances(const struct kdd_measure *m,
	    const struct kdd_tree *t, uint32_t ncolumns, double *importance);

#endif
