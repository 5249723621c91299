/*
 * alphas - how much to prune a tree, by cross-validation
 *
 * Breiman et al. (1984), section 3.4, as rpart does it.  The subtrees of the
 * tree grown from all rows are optimal from alpha_j to alpha_j+1; sqrt(alpha_j
 * alpha_j+1) stands for each in the trees of the folds.  Errors are what the
 * verdicts cost, in parts of what the root alone costs on all rows.
 */
#ifndef KDD_ALPHAS_H
#define KDD_ALPHAS_H

#include "validate.h"

enum kdd_prune_rule {
	KDD_PRUNE_NONE,
	KDD_PRUNE_ALPHA,	/* one that is given */
	KDD_PRUNE_CV,		/* of the least cross-validated error */
	KDD_PRUNE_1SE		/* the greatest whose error is within one
				   standard error of that */
};

struct kdd_alpha {
	double	 alpha, middle;	/* where it starts; what stands for it */
	uint32_t leaves;
	double	 error;		/* on the rows trained on */
	double	 cv_error;	/* on rows held out */
	double	 cv_se;		/* standard error of it */
};

struct kdd_alphas {
	struct kdd_alpha *row;	/* [n], ascending, owned */
	uint32_t n;
	uint32_t chosen;	/* by the rule; of equals the greatest */
	uint32_t least;		/* the one of the least cv_error, likewise */
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_alphas_find(struct kdd_alphas *a, struct kdd_validation *v,
	    enum kdd_prune_rule rule);
void	kdd_alphas_release(struct kdd_alphas *a);

#endif
