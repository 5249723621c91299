/*
 * curve - how good alerts would be at each threshold of the score
 *
 * Of a model with two classes: a row's score is the share of the class that is
 * asked about, in millionths as kdd-classify(1) writes it, and the rows of a
 * threshold are those whose score reaches it.  From these come the ROC curve
 * (recall over the false-positive rate) and that of precision over recall.
 *
 * Memory: 16 MB of addresses, of which only what is counted in is touched.
 */
#ifndef KDD_CURVE_H
#define KDD_CURVE_H

#include <stdbool.h>

#include "buf.h"
#include "roc.h"

struct kdd_curve {		/* all zero: no rows yet */
	uint64_t	*count;	/* [KDD_CURVE_SCORES][2], owned: rows that are
				   not of the class, and that are */
};

#define KDD_CURVE_SCORES 1000001u

/* A row with that score, below KDD_CURVE_SCORES.  0, or -1: out of memory. */
int	kdd_curve_add(struct kdd_curve *c, uint32_t millionths, bool positive);
/* The area under the ROC curve, see roc.h; *area is set.  0, or -1. */
int	kdd_curve_area(const struct kdd_curve *c, double *area);
/*
 * The average precision: the sum over thresholds, from the highest down, of
 * the precision times what the recall has grown by.  NaN if no row is of the
 * class.  (Scikit-learn's average_precision_score is the same.)
 */
double	kdd_curve_average_precision(const struct kdd_curve *c);
/*
 * Call on_point for each score that rows have, from the highest down, with how
 * many rows of the class reach it, and how many others.
 */
typedef void	kdd_on_point(void *arg, uint32_t millionths, uint64_t tp,
		    uint64_t fp);
void	kdd_curve_each(const struct kdd_curve *c, kdd_on_point *on_point,
	    void *arg);
void	kdd_curve_release(struct kdd_curve *c);

#endif
