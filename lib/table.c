#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "radix.h"
#include "rng.h"

void
kdd_table_init(struct kdd_table *t)
{
	*t = (struct kdd_table){ 0 };
	kdd_dict_init(&t->labels);
	kdd_column_init(&t->group, KDD_IGNORED, KDD_NO_COLUMN);
}

/* A row's hash is the sum of its values' hashes, column by column. */
static int
hash_rows(struct kdd_table *t)
{
	if ((t->hash = calloc(t->nrows + (size_t)1, sizeof(*t->hash))) == NULL)
		return -1;
	for (uint32_t k = 0; k < t->ncolumns; k++) {
		const struct kdd_table_column *c = &t->column[k];
		uint64_t *h = malloc((c->nvalues + (size_t)1) * sizeof(*h));

		if (h == NULL)
			return -1;
		kdd_column_hash(c, k, h);
		for (uint32_t i = 0; i < t->nrows; i++)
			t->hash[i] += h[kdd_codes_at(&c->code, i)];
		free(h);
	}
	return 0;
}

/* <0, 0, >0 by all features. */
static int
compare_features(const struct kdd_table *t, uint32_t x, uint32_t y)
{
	if (t->hash[x] != t->hash[y])
		return t->hash[x] < t->hash[y] ? -1 : 1;
	for (uint32_t k = 0; k < t->ncolumns; k++) {
		uint32_t u = kdd_codes_at(&t->column[k].code, x);
		uint32_t v = kdd_codes_at(&t->column[k].code, y);

		if (u != v)
			return u < v ? -1 : 1;
	}
	return 0;
}

static uint32_t
group_of(const struct kdd_table *t, uint32_t i)
{
	return t->group.kind == KDD_CATEGORY ?
	    kdd_codes_at(&t->group.code, i) : 0;
}

/* Equal ones only if they were different before columns were decided. */
static int
compare_rows(const struct kdd_table *t, uint32_t x, uint32_t y)
{
	int c = compare_features(t, x, y);

	if (c == 0)
		c = kdd_dict_compare(&t->labels, t->label[x], t->label[y]);
	if (c == 0)
		c = (group_of(t, x) > group_of(t, y)) -
		    (group_of(t, x) < group_of(t, y));
	return c;
}

static int
by_row(const void *a, const void *b, void *arg)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int c = compare_rows(arg, x, y);

	return c != 0 ? c : (x > y) - (x < y);
}

/* By the upper half of the hash in linear time, then what agrees in it. */
static int
sort_rows(struct kdd_table *t)
{
	size_t n = t->nrows, to;
	uint64_t *key = malloc((2 * n + 1) * sizeof(*key));

	t->order = malloc((n + 1) * sizeof(*t->order));
	if (key == NULL || t->order == NULL) {
		free(key);
		return -1;
	}
	for (size_t i = 0; i < n; i++)
		key[i] = (t->hash[i] >> 32 << 32) | i;
	kdd_radix_sort(key, key + n, n, 32, 64);
	for (size_t i = 0; i < n; i++)
		t->order[i] = (uint32_t)key[i];
	for (size_t i = 0; i < n; i = to) {
		for (to = i + 1; to < n && key[to] >> 32 == key[i] >> 32; to++)
			continue;
		if (to > i + 1)
			qsort_r(t->order + i, to - i, sizeof(*t->order),
			    by_row, t);
	}
	free(key);
	return 0;
}

/*
 * to[i] is set to where row i goes when rows that equal one before them in
 * the order go away, their weight added.  Returns how many stay.
 */
static uint32_t
plan_merge(struct kdd_table *t, uint32_t *to)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->nrows; i++)
		to[i] = i;
	for (uint32_t i = 1; i < t->nrows; i++) {
		uint32_t a = to[t->order[i - 1]], b = t->order[i];

		if (compare_rows(t, a, b) != 0)
			continue;
		to[b] = a;	/* the first of equals has the least number */
		t->weight[a] += t->weight[b];
	}
	for (uint32_t i = 0; i < t->nrows; i++)
		to[i] = to[i] == i ? n++ : to[to[i]];
	return n;
}

static void
merge_rows(struct kdd_table *t, const uint32_t *to)
{
	uint32_t n = 0, last = 0;

	for (uint32_t i = 0; i < t->nrows; i++) {
		if (to[i] < n)
			continue;
		n++;
		t->weight[to[i]] = t->weight[i];
		t->label[to[i]] = t->label[i];
		t->hash[to[i]] = t->hash[i];
		for (uint32_t k = 0; k < t->ncolumns; k++)
			kdd_codes_set(&t->column[k].code, to[i],
			    kdd_codes_at(&t->column[k].code, i));
		if (t->group.kind == KDD_CATEGORY)
			kdd_codes_set(&t->group.code, to[i],
			    group_of(t, i));
	}
	for (uint64_t i = 0; t->sequence != NULL && i < t->total; i++)
		t->sequence[i] = to[t->sequence[i]];
	for (uint32_t i = 0; i < t->nrows; i++) {
		uint32_t row = to[t->order[i]];

		if (i == 0 || row != t->order[last - 1])
			t->order[last++] = row;
	}
	t->nrows = n;
}

static int
merge_equal(struct kdd_table *t)
{
	uint32_t *to = malloc((t->nrows + (size_t)1) * sizeof(*to));

	if (to == NULL)
		return -1;
	if (plan_merge(t, to) < t->nrows)
		merge_rows(t, to);
	free(to);
	return 0;
}

static int
mark_units(struct kdd_table *t)
{
	void *p;

	t->unit = malloc((t->nrows + (size_t)1) * sizeof(*t->unit));
	if (t->unit == NULL)
		return -1;
	for (uint32_t i = 0; i < t->nrows; i++)
		if (i == 0 || compare_features(t, t->order[i - 1],
		    t->order[i]) != 0)
			t->unit[t->nunits++] = i;
	t->unit[t->nunits] = t->nrows;
	p = realloc(t->unit, (t->nunits + (size_t)1) * sizeof(*t->unit));
	t->unit = p != NULL ? p : t->unit;
	return 0;
}

int
kdd_table_find_units(struct kdd_table *t)
{
	if (t->unit != NULL)
		return 0;
	if (hash_rows(t) == -1 || sort_rows(t) == -1 || merge_equal(t) == -1)
		return -1;
	return mark_units(t);
}

static int
by_place(const void *a, const void *b)
{
	const struct kdd_table_column *x = a, *y = b;

	return (x->column > y->column) - (x->column < y->column);
}

void
kdd_table_move_columns(struct kdd_table *t, const uint32_t *place)
{
	for (uint32_t c = 0; c < t->ncolumns; c++)
		t->column[c].column = place[t->column[c].column];
	if (t->group.kind == KDD_CATEGORY)
		t->group.column = place[t->group.column];
	if (t->ncolumns > 0)
		qsort(t->column, t->ncolumns, sizeof(*t->column), by_place);
	while (t->ncolumns > 0 &&
	    t->column[t->ncolumns - 1].column == KDD_NO_COLUMN)
		kdd_column_release(&t->column[--t->ncolumns]);
}

void
kdd_table_dedup(struct kdd_table *t)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < t->nrows; i++)
		t->weight[i] = t->sequence == NULL;
	for (uint64_t i = 0; t->sequence != NULL && i < t->total; i++) {
		uint32_t row = t->sequence[i];

		if (t->weight[row] == 0)
			t->sequence[n++] = row;
		t->weight[row] = 1;
	}
	t->total = t->nrows;
}

uint64_t
kdd_table_hash(const struct kdd_table *t, uint32_t i, uint64_t seed,
    bool whole)
{
	uint64_t h = kdd_mix(seed, t->hash[i]);

	if (!whole)
		return h;
	h = kdd_mix_bytes(h, kdd_dict_key(&t->labels, t->label[i]),
	    t->labels.length[t->label[i]]);
	if (group_of(t, i) > 0) {
		const char *s = kdd_column_text(&t->group, group_of(t, i));

		h = kdd_mix_bytes(h, s, strlen(s));
	}
	return h;
}

void
kdd_table_release(struct kdd_table *t)
{
	for (uint32_t k = 0; k < t->ncolumns; k++)
		kdd_column_release(&t->column[k]);
	kdd_column_release(&t->group);
	free(t->column);
	free(t->weight);
	free(t->label);
	free(t->sequence);
	free(t->unit);
	free(t->order);
	free(t->hash);
	kdd_dict_release(&t->labels);
	kdd_table_init(t);
}
