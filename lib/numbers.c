#include "numbers.h"

#include <stdlib.h>
#include <string.h>

#include "radix.h"

/* The bits of a double in an order that is the doubles' own, NaN first. */
static uint64_t
to_key(double v)
{
	uint64_t bits;

	if (v != v)
		return 0;
	v += 0.0;	/* minus zero becomes zero */
	memcpy(&bits, &v, sizeof(bits));
	return bits ^ (bits >> 63 ? UINT64_MAX : UINT64_C(1) << 63);
}

/* order[n] are the values, NaN first, ascending. */
static void
rank_values(struct kdd_numbers *d, const double *v, const uint32_t *order,
    uint32_t n, uint32_t *rank)
{
	d->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		double x = v[order[i]] + 0.0;

		if (x == x && (d->n == 0 || x != d->value[d->n - 1]))
			d->value[d->n++] = x;
		rank[order[i]] = d->n;
	}
}

int
kdd_numbers_take(struct kdd_numbers *d, const double *v, uint32_t n,
    uint32_t *rank)
{
	uint64_t *key = calloc(n + (size_t)1, sizeof(*key));
	uint32_t *order = malloc((2 * (size_t)n + 1) * sizeof(*order));
	int rc = -1;

	d->value = malloc((n + (size_t)1) * sizeof(*d->value));
	if (key != NULL && order != NULL && d->value != NULL) {
		for (uint32_t i = 0; i < n; i++)
			key[i] = to_key(v[i]);
		kdd_radix_order(key, order, order + n, n);
		rank_values(d, v, order, n, rank);
		rc = 0;
	}
	free(key);
	free(order);
	return rc;
}

uint32_t
kdd_numbers_below(const struct kdd_numbers *d, double v)
{
	uint32_t lo = 0, hi = d->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (d->value[mid] <= v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void
kdd_numbers_release(struct kdd_numbers *d)
{
	free(d->value);
	*d = (struct kdd_numbers){ 0 };
}
