/*
 * predict - a row's way through a model's tree
 *
 * Only the fields that the path asks for are looked at.  One that is absent,
 * empty, "?" or NaN is missing; one that should be a number and is not is
 * unreadable, and treated as missing; a category that training never met is
 * unseen.  Each is counted by column, when the path asks for it.
 */
#ifndef KDD_PREDICT_H
#define KDD_PREDICT_H

#include "model.h"
#include "row.h"
#include "so.h"

struct kdd_predictor {
	const struct kdd_model	*model;		/* borrowed */
	const struct kdd_compiled *compiled;	/* borrowed; NULL: the tree */
	const struct kdd_row	*row;		/* the one under way */
	/* [ncolumns], owned: values asked for, and of these... */
	uint64_t	*asked, *missing, *unreadable, *unseen;
};

/* Returns 0, or -1 when out of memory. */
int	kdd_predictor_init(struct kdd_predictor *p,
	    const struct kdd_model *model,
	    const struct kdd_compiled *compiled);
/* The leaf (a node's index) of a row whose form is OK.  Cannot fail. */
uint32_t kdd_predict(struct kdd_predictor *p, const struct kdd_row *row);
/* Bring asked up to date. */
void	kdd_predictor_count(struct kdd_predictor *p);
void	kdd_predictor_release(struct kdd_predictor *p);

#endif
