/*
 * learn - from a table of labelled rows to a cross-validated model
 *
 * Folds and samples depend on the seed and on what the rows hold alone.
 * Inside each training part the larger side is thinned, classes are balanced
 * and the tree is cut; held-out rows are never thinned.
 */
#ifndef KDD_LEARN_H
#define KDD_LEARN_H

#include "alphas.h"
#include "audit.h"
#include "cost.h"
#include "model.h"
#include "report.h"
#include "weights.h"

#define KDD_LABEL_MAX 255	/* bytes of a label */

struct kdd_learn {
	/* set by the caller */
	struct kdd_task	 task;
	struct kdd_grow_options grow;
	uint32_t	 max_leaves;	/* 0: no limit */
	enum kdd_prune_rule prune;	/* by folds: folds is not 0 */
	double		 alpha;		/* of KDD_PRUNE_ALPHA */
	const struct kdd_cost *cost;	/* borrowed, or NULL */
	bool		 laplace;
	struct kdd_weights weights;
	bool		 balanced;	/* in place of weights */
	bool		 dedup;		/* each distinct row counts once */
	uint64_t	 rest, target;	/* the ratio to thin to; 0: all rows */
	uint32_t	 folds;		/* 0: no cross-validation */
	enum kdd_fold_kind fold_kind;
	bool		 leave_out;	/* each attack in turn; see novel.h */
	uint64_t	 seed;
	bool		 no_report;	/* nobody wants to see it */
	struct kdd_table table;		/* filled and finished by the caller */
	/* Called with text for people, block by block; or NULL. */
	void	(*on_text)(void *arg, struct kdd_buf *text);
	void	*arg;

	/* the result */
	struct kdd_model model;
	struct kdd_report report;	/* borrows from the rest */

	char	 stage[32];		/* "fold 3 of 10", for progress */
	uint16_t *class;		/* [table.nrows]: of each row */
	double	*class_weight, *class_cost;
	struct kdd_trainer trainer;
	struct kdd_folds deal;
	struct kdd_validation validation;
	struct kdd_alphas alphas;
	struct kdd_audit audit;
};

/* Defaults: gini, no limits, seed 1. */
void	kdd_learn_init(struct kdd_learn *l);
/*
 * Learn a model of that name for rows of schema s.  Returns 0, or -1 with e
 * set.  Memory: about 60 bytes a distinct row beyond the table.
 */
int	kdd_learn(struct kdd_learn *l, const struct kdd_schema *s,
	    const char *name, struct kdd_error *e);
void	kdd_learn_release(struct kdd_learn *l);

#endif
