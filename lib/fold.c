#include "fold.h"

#include <stdlib.h>
#include <string.h>

#include "radix.h"
#include "rng.h"

const char *
kdd_fold_noun(enum kdd_fold_kind kind, uint64_t n)
{
	switch (kind) {
	case KDD_FOLD_UNITS:
		return n == 1 ? "distinct row" : "distinct rows";
	case KDD_FOLD_GROUPS:
		return n == 1 ? "group" : "groups";
	default:
		return n == 1 ? "row" : "rows";
	}
}

/* What is dealt: units, groups or distinct rows, by their number. */
struct deal {
	const struct kdd_table *t;
	const uint16_t	*class;		/* of rows */
	uint32_t	 n;
	uint16_t	*of;		/* [n]: the class of each */
	uint32_t	*copies;	/* [n]: dealt one by one */
	uint64_t	*key;		/* [2 * n]: key and number; scratch */
	uint32_t	*fold;		/* [n] */
};

static int
deal_init(struct deal *d, const struct kdd_table *t, const uint16_t *class,
    uint32_t n)
{
	*d = (struct deal){ .t = t, .class = class, .n = n };
	d->of = calloc(n + (size_t)1, sizeof(*d->of));
	d->key = calloc(2 * (size_t)n + 1, sizeof(*d->key));
	d->fold = calloc(n + (size_t)1, sizeof(*d->fold));
	d->copies = calloc(n + (size_t)1, sizeof(*d->copies));
	return d->of != NULL && d->copies != NULL && d->key != NULL &&
	    d->fold != NULL ? 0 : -1;
}

static void
deal_release(struct deal *d)
{
	free(d->of);
	free(d->copies);
	free(d->key);
	free(d->fold);
}

/* The commonest class of some rows; count[] is all zero, and is again. */
static uint16_t
commonest(const struct deal *d, const uint32_t *row, uint32_t n,
    uint64_t *count)
{
	uint16_t best = d->class[row[0]];

	for (uint32_t i = 0; i < n; i++)
		count[d->class[row[i]]] += d->t->weight[row[i]];
	for (uint32_t i = 0; i < n; i++) {
		uint16_t k = d->class[row[i]];

		if (count[k] > count[best] ||
		    (count[k] == count[best] && k < best))
			best = k;
	}
	for (uint32_t i = 0; i < n; i++)
		count[d->class[row[i]]] = 0;
	return best;
}

static int
read_units(struct deal *d, uint64_t seed)
{
	const struct kdd_table *t = d->t;
	uint64_t *count = calloc(UINT16_MAX + 1, sizeof(*count));

	if (count == NULL)
		return -1;
	for (uint32_t u = 0; u < t->nunits; u++) {
		d->key[u] = kdd_table_hash(t, t->order[t->unit[u]], seed,
		    false);
		d->of[u] = commonest(d, t->order + t->unit[u],
		    t->unit[u + 1] - t->unit[u], count);
		d->copies[u] = 1;
	}
	free(count);
	return 0;
}

static void
read_rows(struct deal *d, uint64_t seed)
{
	for (uint32_t i = 0; i < d->n; i++) {
		uint32_t row = d->t->order[i];

		d->key[i] = kdd_table_hash(d->t, row, seed, true);
		d->of[i] = d->class[row];
		d->copies[i] = d->t->weight[row];
	}
}

/* Set row[n] to the rows in the order of their groups. */
static void
sort_by_group(const struct deal *d, uint32_t *row, uint32_t *start)
{
	const struct kdd_codes *group = &d->t->group.code;

	for (uint32_t i = 0; i < d->t->nrows; i++)
		start[kdd_codes_at(group, i) + 1]++;
	for (uint32_t g = 0; g < d->n; g++)
		start[g + 1] += start[g];
	for (uint32_t i = 0; i < d->t->nrows; i++)
		row[start[kdd_codes_at(group, i)]++] = i;
}

static int
read_groups(struct deal *d, uint64_t seed)
{
	uint64_t *count = calloc(UINT16_MAX + 1, sizeof(*count));
	uint32_t *row = malloc((d->t->nrows + (size_t)1) * sizeof(*row));
	uint32_t *end = calloc(d->n + (size_t)1, sizeof(*end));
	bool ok = count != NULL && row != NULL && end != NULL;

	if (ok) {
		sort_by_group(d, row, end);
		kdd_column_hash(&d->t->group, seed, d->key);
	}
	for (uint32_t g = 0, from = 0; ok && g < d->n; from = end[g++]) {
		if (end[g] == from)
			continue;	/* of no value there may be none */
		d->of[g] = commonest(d, row + from, end[g] - from, count);
		d->copies[g] = 1;
	}
	free(count);
	free(row);
	free(end);
	return ok ? 0 : -1;
}

/* Copies of a row go to folds first, first + 1, ... in turn. */
static uint32_t
copies_in(uint32_t first, uint32_t copies, uint32_t k, uint32_t fold)
{
	uint32_t skip = fold >= first ? fold - first : fold + k - first;

	return copies > skip ? (copies - skip - 1) / k + 1 : 0;
}

/* Deal round in the order of classes, keys and numbers. */
static int
deal_round(struct kdd_folds *f, struct deal *d)
{
	uint64_t *at = calloc(UINT16_MAX + 2, sizeof(*at));

	if (at == NULL)
		return -1;
	for (uint32_t i = 0; i < d->n; i++) {
		at[d->of[i] + 1] += d->copies[i];
		d->key[i] = (d->key[i] >> 32 << 32) | i;
	}
	for (uint32_t c = 0; c < UINT16_MAX; c++)
		at[c + 1] += at[c];
	f->n = at[UINT16_MAX];
	kdd_radix_sort(d->key, d->key + d->n, d->n, 32, 64);
	for (uint32_t i = 0; i < d->n; i++) {
		uint32_t id = (uint32_t)d->key[i], copies = d->copies[id];

		d->fold[id] = (uint32_t)(at[d->of[id]] % f->k);
		at[d->of[id]] += copies;
		for (uint32_t j = 0; j < f->k && j < copies; j++) {
			uint32_t fold = (d->fold[id] + j) % f->k;

			f->dealt[fold] += copies_in(d->fold[id], copies, f->k,
			    fold);
		}
	}
	free(at);
	return 0;
}

static int
deal_units(struct kdd_folds *f, struct deal *d, uint64_t seed)
{
	const struct kdd_table *t = f->table;

	if (read_units(d, seed) == -1 || deal_round(f, d) == -1)
		return -1;
	for (uint32_t u = 0; u < t->nunits; u++)
		for (uint32_t i = t->unit[u]; i < t->unit[u + 1]; i++)
			f->fold[t->order[i]] = d->fold[u];
	return 0;
}

static int
deal_groups(struct kdd_folds *f, struct deal *d, uint64_t seed)
{
	const struct kdd_table *t = f->table;

	if (read_groups(d, seed) == -1 || deal_round(f, d) == -1)
		return -1;
	for (uint32_t i = 0; i < t->nrows; i++)
		f->fold[i] = d->fold[kdd_codes_at(&t->group.code, i)];
	return 0;
}

static int
deal_rows(struct kdd_folds *f, struct deal *d, uint64_t seed)
{
	const struct kdd_table *t = f->table;

	read_rows(d, seed);
	if (deal_round(f, d) == -1)
		return -1;
	for (uint32_t i = 0; i < t->nrows; i++)
		f->fold[t->order[i]] = d->fold[i];
	return 0;
}

/* Runs of rows as they came: fold i starts at row n * i / k. */
static void
deal_order(struct kdd_folds *f)
{
	f->n = f->table->total;
	for (uint64_t i = 0; i < f->k; i++)
		f->dealt[i] = f->n * (i + 1) / f->k - f->n * i / f->k;
}

int
kdd_folds_deal(struct kdd_folds *f, const struct kdd_table *t,
    const uint16_t *class, enum kdd_fold_kind kind, uint32_t k, uint64_t seed)
{
	uint32_t n = kind == KDD_FOLD_UNITS ? t->nunits :
	    kind == KDD_FOLD_GROUPS ? t->group.nvalues + 1 : t->nrows;
	struct deal d;
	int rc = -1;

	*f = (struct kdd_folds){ .table = t, .kind = kind, .k = k };
	if ((f->dealt = calloc(k, sizeof(*f->dealt))) == NULL)
		return -1;
	if (kind == KDD_FOLD_ORDER) {
		deal_order(f);
		return 0;
	}
	f->fold = malloc((t->nrows + (size_t)1) * sizeof(*f->fold));
	if (deal_init(&d, t, class, n) == 0 && f->fold != NULL)
		rc = kind == KDD_FOLD_UNITS ? deal_units(f, &d, seed) :
		    kind == KDD_FOLD_GROUPS ? deal_groups(f, &d, seed) :
		    deal_rows(f, &d, seed);
	deal_release(&d);
	return rc;
}

void
kdd_folds_held(const struct kdd_folds *f, uint32_t fold, uint32_t *held)
{
	const struct kdd_table *t = f->table;

	if (f->kind == KDD_FOLD_ORDER) {
		memset(held, 0, t->nrows * sizeof(*held));
		for (uint64_t i = f->n * fold / f->k;
		    i < f->n * (fold + 1) / f->k; i++)
			held[t->sequence[i]]++;
		return;
	}
	for (uint32_t i = 0; i < t->nrows; i++)
		if (f->kind == KDD_FOLD_PLAIN)
			held[i] = copies_in(f->fold[i], t->weight[i], f->k,
			    fold);
		else
			held[i] = f->fold[i] == fold ? t->weight[i] : 0;
}

void
kdd_folds_release(struct kdd_folds *f)
{
	free(f->dealt);
	free(f->fold);
	f->dealt = NULL;
	f->fold = NULL;
}

#define BUCKETS (1u << 16)	/* of keys, by their highest bits */

/*
 * Go through the copies of a class.  Those of each bucket are counted, or, if
 * key is not NULL, those of one bucket are put there.
 */
static void
look_at_copies(const struct kdd_table *t, const uint16_t *class,
    uint16_t thinned, uint64_t seed, const uint32_t *weight,
    uint64_t *count, uint64_t bucket, uint64_t *key)
{
	for (uint32_t i = 0; i < t->nrows; i++) {
		uint64_t row;

		if (class[i] != thinned || weight[i] == 0)
			continue;
		row = kdd_table_hash(t, i, seed, true);
		for (uint32_t c = 0; c < weight[i]; c++) {
			uint64_t k = kdd_mix(row, c);

			if (key == NULL)
				count[k >> 48]++;
			else if (k >> 48 == bucket)
				*key++ = k;
		}
	}
}

/* Keep the copies with a key below limit, and some of those that equal it. */
static void
keep_lowest(const struct kdd_table *t, const uint16_t *class,
    uint16_t thinned, uint64_t seed, uint32_t *weight, uint64_t limit,
    uint64_t equal)
{
	for (uint32_t j = 0; j < t->nrows; j++) {
		uint32_t i = t->order[j], copies = weight[i];
		uint64_t row;

		if (class[i] != thinned || copies == 0)
			continue;
		row = kdd_table_hash(t, i, seed, true);
		weight[i] = 0;
		for (uint32_t c = 0; c < copies; c++) {
			uint64_t k = kdd_mix(row, c);
			bool tie = k == limit && equal > 0;

			weight[i] += k < limit || tie;
			equal -= tie;
		}
	}
}

/*
 * The key of the copy that comes behind keep others, and how many of those
 * have the same.
 */
static int
find_limit(const struct kdd_table *t, const uint16_t *class,
    uint16_t thinned, uint64_t keep, uint64_t seed, const uint32_t *weight,
    uint64_t *limit, uint64_t *equal)
{
	uint64_t *count = calloc(BUCKETS, sizeof(*count)), *key, n;
	uint32_t b = 0;

	if (count == NULL)
		return -1;
	look_at_copies(t, class, thinned, seed, weight, count, 0, NULL);
	for (; keep >= count[b]; b++)
		keep -= count[b];
	n = count[b];
	free(count);
	if ((key = malloc(2 * n * sizeof(*key))) == NULL)
		return -1;
	look_at_copies(t, class, thinned, seed, weight, NULL, b, key);
	kdd_radix_sort(key, key + n, n, 0, 64);
	*limit = key[keep];
	for (*equal = 0; *equal < keep && key[keep - 1 - *equal] == *limit;)
		++*equal;
	free(key);
	return 0;
}

uint64_t
kdd_fold_rows(const struct kdd_table *t, const uint16_t *class, uint16_t k,
    const uint32_t *weight)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < t->nrows; i++)
		if (class[i] == k)
			n += weight[i];
	return n;
}

int
kdd_fold_thin(const struct kdd_table *t, const uint16_t *class,
    uint16_t thinned, uint64_t keep, uint64_t seed, uint32_t *weight)
{
	uint64_t limit, equal;

	if (keep >= kdd_fold_rows(t, class, thinned, weight))
		return 0;
	if (find_limit(t, class, thinned, keep, seed, weight, &limit,
	    &equal) == -1)
		return -1;
	keep_lowest(t, class, thinned, seed, weight, limit, equal);
	return 0;
}
