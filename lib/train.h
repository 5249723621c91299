/*
 * train - one tree from some of a table's rows: thinned, grown, cut, labelled
 *
 * What it makes depends on what the rows hold and on the options alone.
 */
#ifndef KDD_TRAIN_H
#define KDD_TRAIN_H

#include "decide.h"
#include "grow.h"
#include "prune.h"

struct kdd_trainer {
	/* set by the caller, and borrowed */
	const struct kdd_table *table;
	const uint16_t	*class;		/* [nrows] */
	uint32_t	 nclasses;
	struct kdd_grow_options grow;	/* but for measure.weight
						   and whole */
	const double	*weight;	/* [nclasses], each > 0; or NULL */
	bool		 balanced;	/* instead: rows / (classes * rows of
					   the class), of the rows trained on */
	const double	*cost;		/* [nclasses^2], see decide.h; NULL */
	bool		 laplace;
	uint32_t	 max_leaves;	/* 0: no limit; grown best first */
	double		 alpha;		/* then cut to; < 0: not; see prune.h */
	/*
	 * Thin the larger side, so that rest rows stand against target rows
	 * of class target_class; to no less than 1.  0: all rows.
	 */
	uint64_t	 rest, target;
	uint16_t	 target_class;
	uint64_t	 seed;

	/* its own */
	double		*balance;	/* [nclasses] */
	uint32_t	*leaf;		/* [nrows]: node each row ends in */
	struct kdd_decision decision;	/* of the tree trained last */
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_trainer_init(struct kdd_trainer *t);
/*
 * Train on the rows with a weight, which thinning lowers; t->leaf tells for
 * all rows where they end.  Returns 0, or -1 when out of memory; *tree is
 * empty then.
 */
int	kdd_train(struct kdd_trainer *t, uint32_t *weight,
	    struct kdd_tree *tree);
/* The subtrees of the tree trained last; see prune.h. */
int	kdd_train_path(const struct kdd_trainer *t,
	    const struct kdd_tree *tree, struct kdd_prune *p);
/*
 * About how many bytes t, which is being filled, and training on it will
 * take, as far as rows have come.
 */
uint64_t kdd_train_need(const struct kdd_table *t);
void	kdd_trainer_release(struct kdd_trainer *t);

#endif
