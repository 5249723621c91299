/*
 * learn - from a table of labelled rows to a cross-validated model
 *
 * Folds and the thinning of -r depend on the seed and on what the rows hold
 * alone.  Inside each training part the larger side is thinned; held-out
 * rows never are.
 */
#ifndef KDD_LEARN_H
#define KDD_LEARN_H

#include "grow.h"
#include "model.h"

#define KDD_LABEL_MAX 255	/* bytes of a label */

struct kdd_spread {
	double	 sum, least, greatest;
	uint32_t n;
};

struct kdd_learn {
	struct kdd_task	 task;
	struct kdd_grow_options grow;
	uint32_t	 folds;		/* 0: no cross-validation */
	uint64_t	 rest, target;	/* the ratio to thin to; 0: all rows */
	uint64_t	 seed;
	struct kdd_table table;		/* filled and finished by the caller */
	/* Called with text for people: a table of scores; or NULL. */
	void	(*on_table)(void *arg, struct kdd_buf *text);
	void	*arg;

	struct kdd_model model;		/* the result */
	struct kdd_spread accuracy;	/* over the folds */
	char	 stage[32];		/* "fold 3 of 10", for progress */
	uint16_t *class;		/* [table.nrows]: of each row */
};

/* Defaults: gini, no limits, seed 1. */
void	kdd_learn_init(struct kdd_learn *l);
/*
 * Learn a model of that name for rows of schema s.  Returns 0, or -1 with e
 * set.  Memory: about 20 bytes a distinct row beyond the table.
 */
int	kdd_learn(struct kdd_learn *l, const struct kdd_schema *s,
	    const char *name, struct kdd_error *e);
void	kdd_learn_release(struct kdd_learn *l);

#endif
