/*
 * radix - sorting whole numbers by some of their bits, in linear time
 *
 * Least significant digit first, so that numbers which agree in those bits
 * keep their order.  A low module.
 */
#ifndef KDD_RADIX_H
#define KDD_RADIX_H

#include <stddef.h>
#include <stdint.h>

/*
 * Sort a[n] by its bits from .. to - 1 (0 <= from < to <= 64, or 32),
 * ascending; n is less than 2^32.  scratch[n] is written to.
 */
void	kdd_radix_sort(uint64_t *a, uint64_t *scratch, size_t n, unsigned from,
	    unsigned to);
void	kdd_radix_sort4(uint32_t *a, uint32_t *scratch, size_t n,
	    unsigned from, unsigned to);

/*
 * Set order[n] to the numbers 0 .. n - 1 in the ascending order of key[].
 * scratch[n] is written to.
 */
void	kdd_radix_order(const uint64_t *key, uint32_t *order,
	    uint32_t *scratch, size_t n);

#endif
