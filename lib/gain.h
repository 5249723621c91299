/*
 * gain - what a split of rows is worth, and where to cut between numbers
 *
 * Gini impurity 1 - sum p^2 and entropy -sum p ln p, weighed by the share of
 * rows on each side (Breiman, Friedman, Olshen, Stone: Classification and
 * Regression Trees, 1984).  Less impurity is the same as a greater
 *   gini     sum l^2 / L + sum r^2 / R
 *   entropy  sum l ln l - L ln L + sum r ln r - R ln R
 * (l, r: rows of a class on the left and right; L, R: all rows there).
 * Gini is compared as an exact fraction, for any number of rows below 2^32.
 * Entropy uses a logarithm of our own made of + - * / alone, so that every
 * machine finds the same number.
 *
 * A low module: it knows rows only as counts by class.
 */
#ifndef KDD_GAIN_H
#define KDD_GAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kdd_criterion { KDD_GINI, KDD_ENTROPY };

/*
 * What counts: the criterion, and a weight for each class (NULL: all 1).
 * Weighed gains are doubles, compared as they are.
 */
struct kdd_measure {
	enum kdd_criterion criterion;
	const double	*weight;	/* [nclasses], borrowed, or NULL */
};

struct kdd_gain {
	double	 approx;	/* close to the value; or, if nl is 0, it */
	uint64_t sl, nl;	/* gini of rows that all weigh 1: exactly */
	uint64_t sr, nr;	/* sl / nl + sr / nr, of less than 2^32 rows */
};

/* Of approximations as far apart as this, relatively, the greater is so. */
#define KDD_GAIN_CLOSE 1e-14

/* <0, 0, >0 as a is worse than, equal to, better than b. */
int	kdd_gain_compare(const struct kdd_gain *a, const struct kdd_gain *b);
/* Rows of all classes. */
static inline uint64_t
kdd_gain_rows(const uint32_t *count, uint32_t nclasses)
{
	uint64_t rows = 0;

	for (uint32_t k = 0; k < nclasses; k++)
		rows += count[k];
	return rows;
}

/* The gain of a split with these rows of each class on its sides. */
struct kdd_gain kdd_gain_of(const struct kdd_measure *m,
	    const uint32_t *left, const uint32_t *right, uint32_t nclasses);
/* A gini of rows that all weigh 1, from its parts. */
static inline struct kdd_gain
kdd_gain_gini(uint64_t sl, uint64_t nl, uint64_t sr, uint64_t nr)
{
	return (struct kdd_gain){ (double)sl / (double)nl + (double)sr /
	    (double)nr, sl, nl, sr, nr };
}

/*
 * The cut between neighbouring values a < b of a column: the midpoint, or a
 * where rounding makes that b; always finite.  False if none can be: only
 * minus infinity and the least double have no finite number between.
 */
bool	kdd_cut(double a, double b, double *cut);
/* ln (a / b) from + - * / alone, for finite a and b > 0. */
double	kdd_log_ratio(double a, double b);
/* n ln n likewise; 0 for 0. */
double	kdd_xlogx(uint32_t n);

#endif
