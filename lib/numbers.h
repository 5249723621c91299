/*
 * numbers - distinct doubles in ascending order
 */
#ifndef KDD_NUMBERS_H
#define KDD_NUMBERS_H

#include <stdint.h>

struct kdd_numbers {		/* all zero: empty */
	double		*value;	/* [n], owned */
	uint32_t	 n;
};

/*
 * Take the values v[n], in any order and not distinct.  rank[i] is set to how
 * many distinct ones are at most v[i]; 0 for NaN, which is not taken.  Minus
 * zero is zero.  Returns 0, or -1 when out of memory.
 */
int	 kdd_numbers_take(struct kdd_numbers *d, const double *v, uint32_t n,
	    uint32_t *rank);
/* How many of the values are at most v. */
uint32_t kdd_numbers_below(const struct kdd_numbers *d, double v);
void	 kdd_numbers_release(struct kdd_numbers *d);

#endif
