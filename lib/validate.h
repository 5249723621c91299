/*
 * validate - cross-validation: trees judged by rows that were held out
 *
 * For each fold a tree is trained on all other rows and judged on those of
 * the fold.  Scores pool the rows of all folds.
 */
#ifndef KDD_VALIDATE_H
#define KDD_VALIDATE_H

#include "fold.h"
#include "held.h"

struct kdd_spread {
	double	 sum, least, greatest;
	uint32_t n;
};

/* Rows of a class that a fold held out, and how many were judged right. */
struct kdd_hits {
	uint64_t rows, right;
};

struct kdd_validation {
	/* set by the caller, and borrowed */
	struct kdd_trainer *trainer;
	const struct kdd_folds *folds;
	/* Called before each fold; and behind it, with how it did. */
	void	(*on_start)(void *arg, uint32_t fold);
	void	(*on_fold)(void *arg, uint32_t fold, uint32_t leaves,
		    const struct kdd_confusion *c);
	void	*arg;

	/* the result */
	struct kdd_confusion pooled;
	struct kdd_spread accuracy;	/* over the folds that held rows out */
	struct kdd_hits	*hits;		/* [k * nclasses], owned: by fold */
	uint32_t	*leaves;	/* [k], owned: of each fold's tree */
	double		*auc;		/* [nclasses], owned: of the leaves'
					   shares, pooled; NaN: not defined */
	uint32_t	*weight, *held;	/* [nrows], owned: of a fold's rows */
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_validation_init(struct kdd_validation *v, char *const *names);
/* Set the result.  0, or -1. */
int	kdd_validate(struct kdd_validation *v);
/*
 * Judge the subtrees of each fold's tree, uncut, at n alphas, ascending from
 * 0; the last may be infinite.  loss[j] and square[j] are set to what the
 * verdicts on the held-out rows cost at alpha[j], and the sum of their
 * squares.  0, or -1.
 */
int	kdd_validate_alphas(struct kdd_validation *v, const double *alpha,
	    uint32_t n, double *loss, double *square);
/*
 * How the tree trained last does on all rows of the table, whether it was
 * trained on them or not: add its verdicts to c, set auc[nclasses].  0, or
 * -1.
 */
int	kdd_validate_fit(const struct kdd_trainer *t,
	    const struct kdd_tree *tree, struct kdd_confusion *c,
	    double *auc);
void	kdd_validation_release(struct kdd_validation *v);

#endif
