/*
 * predict - a row's way through a model's tree
 *
 * Only the fields that the path asks for are looked at.  One that is absent,
 * empty, "?" or NaN is missing; one that should be a number and is not is
 * unreadable, and treated as missing; a category that training never met is
 * unseen.  Each is counted by column, when the path asks for it.
 *
 * The tree is laid out anew for the walk: a test and all that it needs stand
 * together, sets of categories are bits, and short values that were met
 * before are found as a word.  kdd_tree_next_number() and _code() are the
 * reference, in tests.  Memory: some 40 bytes a node, 12 for each value of a
 * set, and up to 64 KiB for each column with categories.
 */
#ifndef KDD_PREDICT_H
#define KDD_PREDICT_H

#include "memo.h"
#include "model.h"
#include "row.h"
#include "so.h"

struct kdd_predictor {
	const struct kdd_model	*model;		/* borrowed */
	const struct kdd_compiled *compiled;	/* borrowed; NULL: the tree */
	const struct kdd_row	*row;		/* the one under way */
	struct kdd_step	*step;		/* [nodes], owned, with all below */
	uint64_t	*bits;		/* of sets */
	struct kdd_memo	*memo;		/* [ncolumns] */
	uint64_t	*hits;		/* [nodes]: rows that ended there */
	/* [ncolumns]: values asked for, and of these... */
	uint64_t	*asked, *missing, *unreadable, *unseen;
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_predictor_init(struct kdd_predictor *p,
	    const struct kdd_model *model,
	    const struct kdd_compiled *compiled);
/* The leaf (a node's index) of a row whose form is OK.  Cannot fail. */
uint32_t kdd_predict(struct kdd_predictor *p, const struct kdd_row *row);
/* Bring asked up to date: it follows from hits. */
void	kdd_predictor_count(struct kdd_predictor *p);
/* Count from 0 on. */
void	kdd_predictor_clear(struct kdd_predictor *p);
void	kdd_predictor_release(struct kdd_predictor *p);

#endif
