#include "numbers.h"

#include <stdlib.h>
#include <string.h>

#include "radix.h"
#include "rng.h"

#define MOST (UINT32_C(1) << 30)	/* values; twice as many slots */

/* Where v is, or the empty slot where it would be; there is one. */
static uint32_t
find_slot(const struct kdd_numbers *d, double v)
{
	uint32_t i = (uint32_t)kdd_mix_double(d->seed, v) & (d->nslot - 1);

	while (d->slot[i] != 0 && d->value[d->slot[i] - 1] != v)
		i = (i + 1) & (d->nslot - 1);
	return i;
}

uint32_t
kdd_numbers_find(const struct kdd_numbers *d, double v)
{
	if (d->nslot == 0)
		return KDD_NONE;
	return d->slot[find_slot(d, v + 0.0)] - 1;	/* KDD_NONE for 0 */
}

static int
grow_slots(struct kdd_numbers *d)
{
	uint32_t n = d->nslot > 0 ? d->nslot * 2 : 16;
	uint32_t *slot = calloc(n, sizeof(*slot));

	if (slot == NULL)
		return -1;
	free(d->slot);
	d->slot = slot;
	d->nslot = n;
	/* addresses differ from run to run: no input can aim at slots */
	d->seed = (uint64_t)(uintptr_t)slot;
	for (uint32_t id = 0; id < d->n; id++)
		d->slot[find_slot(d, d->value[id])] = id + 1;
	return 0;
}

static int
grow_values(struct kdd_numbers *d)
{
	uint32_t room = d->room > 0 ? d->room * 2 : 8;
	void *p = realloc(d->value, room * sizeof(*d->value));

	if (p == NULL)
		return -1;
	d->value = p;
	d->room = room;
	return 0;
}

uint32_t
kdd_numbers_add(struct kdd_numbers *d, double v)
{
	uint32_t i;

	if (d->n >= d->nslot / 2 && d->n < MOST && grow_slots(d) == -1)
		return KDD_NONE;
	i = find_slot(d, v += 0.0);
	if (d->slot[i] != 0)
		return d->slot[i] - 1;
	if (d->n == MOST || (d->n == d->room && grow_values(d) == -1))
		return KDD_NONE;
	d->value[d->n++] = v;
	d->slot[i] = d->n;
	return d->n - 1;
}

/* The bits of a double in an order that is the doubles' own; and back. */
static uint64_t
to_key(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return bits ^ (bits >> 63 ? UINT64_MAX : UINT64_C(1) << 63);
}

static double
from_key(uint64_t key)
{
	uint64_t bits = key ^ (key >> 63 ? UINT64_C(1) << 63 : UINT64_MAX);
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

int
kdd_numbers_sort(struct kdd_numbers *d, uint32_t *rank)
{
	size_t n = d->n;
	uint64_t *key = malloc((2 * n + 1) * sizeof(*key));

	if (key == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		key[i] = to_key(d->value[i]);
	kdd_radix_sort(key, key + n, n, 0, 64);
	for (size_t i = 0; i < n; i++)
		rank[kdd_numbers_find(d, from_key(key[i]))] = (uint32_t)i;
	for (size_t i = 0; i < n; i++)
		d->value[i] = from_key(key[i]);
	free(key);
	free(d->slot);
	d->slot = NULL;
	d->nslot = 0;
	return 0;
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
	free(d->slot);
	*d = (struct kdd_numbers){ 0 };
}
