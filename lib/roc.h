/*
 * roc - the area under the ROC curve of scores
 *
 * The chance that a row of the class has a greater score than a row that is
 * none, where equal scores count half: Hanley and McNeil, The meaning and
 * use of the area under a receiver operating characteristic (ROC) curve,
 * Radiology 143 (1982); Fawcett, An introduction to ROC analysis, Pattern
 * Recognition Letters 27 (2006), section 7.  Pairs are counted in whole
 * numbers, so the area is the same for any order of points.
 *
 * A low module: it knows no classes and no trees.
 */
#ifndef KDD_ROC_H
#define KDD_ROC_H

#include <stddef.h>
#include <stdint.h>

struct kdd_roc_point {
	double	 score;			/* not NaN */
	uint64_t positive, negative;	/* rows with this score */
};

/* All zero: no points yet. */
struct kdd_roc {
	struct kdd_roc_point *point;	/* [n], owned */
	size_t	 n, cap;
};

/* Append a point.  Returns 0, or -1 when out of memory; r is unchanged. */
int	kdd_roc_add(struct kdd_roc *r, double score, uint64_t positive,
	    uint64_t negative);
/*
 * The area, from 0 to 1; NaN if no row is positive, or none negative.  Sorts
 * the points.  All rows together must be fewer than 2^63.
 */
double	kdd_roc_area(struct kdd_roc *r);
void	kdd_roc_release(struct kdd_roc *r);

#endif
