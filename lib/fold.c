#include "fold.h"

#include <stdbool.h>
#include <stdlib.h>

#include "rng.h"

struct unit {
	uint64_t key;
	uint32_t from, to;	/* its rows */
	uint16_t class;
};

static int
by_class_and_key(const void *a, const void *b)
{
	const struct unit *x = a, *y = b;

	if (x->class != y->class)
		return x->class < y->class ? -1 : 1;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

/* The unit that begins at row i; rows of a unit are neighbours. */
static struct unit
read_unit(const struct kdd_table *t, const uint16_t *class, uint32_t i,
    uint64_t seed)
{
	struct unit u = { kdd_table_hash(t, i, seed, 0), i, i + 1, class[i] };
	uint32_t most = t->weight[i];

	for (; u.to < t->nrows && kdd_table_same_features(t, i, u.to); u.to++)
		if (t->weight[u.to] > most) {
			most = t->weight[u.to];
			u.class = class[u.to];
		}
	return u;
}

uint32_t
kdd_fold_deal(const struct kdd_table *t, const uint16_t *class, uint32_t k,
    uint64_t seed, uint32_t *fold, uint32_t *units)
{
	struct unit *unit = malloc((t->nrows + 1) * sizeof(*unit));
	uint32_t n = 0;

	if (unit == NULL)
		return 0;
	for (uint32_t i = 0; i < t->nrows; i = unit[n++].to)
		unit[n] = read_unit(t, class, i, seed);
	qsort(unit, n, sizeof(*unit), by_class_and_key);
	for (uint32_t f = 0; f < k; f++)
		units[f] = 0;
	for (uint32_t u = 0; u < n; u++) {
		units[u % k]++;
		for (uint32_t i = unit[u].from; i < unit[u].to; i++)
			fold[i] = u % k;
	}
	free(unit);
	return n;
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Store the keys of a class's copies. */
static void
store_keys(const struct kdd_table *t, const uint16_t *class, uint16_t thinned,
    uint64_t seed, const uint32_t *weight, uint64_t *key)
{
	for (uint32_t i = 0; i < t->nrows; i++) {
		uint64_t row;

		if (class[i] != thinned || weight[i] == 0)
			continue;
		row = kdd_table_hash(t, i, seed, 1);
		for (uint32_t c = 0; c < weight[i]; c++)
			*key++ = kdd_mix(row, c);
	}
}

/* Keep the copies with a key below limit, and some of those that equal it. */
static void
keep_lowest(const struct kdd_table *t, const uint16_t *class,
    uint16_t thinned, uint64_t seed, uint32_t *weight, uint64_t limit,
    uint64_t equal)
{
	for (uint32_t i = 0; i < t->nrows; i++) {
		uint32_t copies = weight[i];
		uint64_t row;

		if (class[i] != thinned || copies == 0)
			continue;
		row = kdd_table_hash(t, i, seed, 1);
		weight[i] = 0;
		for (uint32_t c = 0; c < copies; c++) {
			uint64_t k = kdd_mix(row, c);
			bool tie = k == limit && equal > 0;

			weight[i] += k < limit || tie;
			equal -= tie;
		}
	}
}

int
kdd_fold_thin(const struct kdd_table *t, const uint16_t *class,
    uint16_t thinned, uint64_t keep, uint64_t seed, uint32_t *weight)
{
	uint64_t copies = 0, *key, limit, equal = 0;

	for (uint32_t i = 0; i < t->nrows; i++)
		if (class[i] == thinned)
			copies += weight[i];
	if (keep >= copies)
		return 0;
	if ((key = malloc(copies * sizeof(*key))) == NULL)
		return -1;
	store_keys(t, class, thinned, seed, weight, key);
	qsort(key, copies, sizeof(*key), by_value);
	limit = key[keep];
	while (equal < keep && key[keep - 1 - equal] == limit)
		equal++;
	free(key);
	keep_lowest(t, class, thinned, seed, weight, limit, equal);
	return 0;
}
