#include "candidate.h"

#include <stdlib.h>
#include <string.h>

int
kdd_candidates_init(struct kdd_candidates *c, const struct kdd_table *t,
    uint32_t nclasses, const struct kdd_measure *m, uint32_t min_leaf)
{
	size_t n = t->nrows + (size_t)1;

	*c = (struct kdd_candidates){ .t = t, .nclasses = nclasses };
	c->order = malloc((t->ncolumns + (size_t)1) * sizeof(*c->order));
	c->class = malloc(n * sizeof(*c->class));
	c->weight = malloc(n * sizeof(*c->weight));
	c->bins.nclasses = nclasses;
	c->bins.missing = malloc(nclasses * sizeof(*c->bins.missing));
	if (c->order == NULL || c->class == NULL || c->weight == NULL ||
	    c->bins.missing == NULL ||
	    kdd_hist_init(&c->layout, t, nclasses) == -1 ||
	    kdd_cutter_init(&c->cutter, m, nclasses, min_leaf) == -1 ||
	    kdd_searcher_init(&c->searcher, m, nclasses, min_leaf) == -1)
		return -1;
	for (uint32_t i = 0; i < t->ncolumns; i++) {
		c->order[i] = i;
		if (t->column[i].nvalues > c->most_values)
			c->most_values = t->column[i].nvalues;
	}
	return 0;
}

void
kdd_candidates_release(struct kdd_candidates *c)
{
	kdd_hist_release(&c->layout);
	kdd_cutter_release(&c->cutter);
	kdd_searcher_release(&c->searcher);
	free(c->order);
	free(c->class);
	free(c->weight);
	kdd_sorted_release(&c->sorted);
	free(c->bins.code);
	free(c->bins.count);
	free(c->bins.missing);
	free(c->best.set);
}

void
kdd_candidates_rows(struct kdd_candidates *c, const uint32_t *row, uint32_t n,
    const uint16_t *class, const uint32_t *of, const uint32_t *less)
{
	c->rows = (struct kdd_hist_rows){ n, row, c->class, c->weight };
	for (uint32_t i = 0; i < n; i++) {
		c->class[i] = class[row[i]];
		c->weight[i] = of[row[i]];
	}
	for (uint32_t i = 0; less != NULL && i < n; i++)
		c->weight[i] -= less[row[i]];
	c->single = true;
	for (uint32_t i = 0; i < n; i++)
		c->single &= c->weight[i] == 1;
}

/* Histograms of the first n columns, those in order[from ...] counted. */
static int
count_columns(struct kdd_candidates *c, uint32_t n, uint32_t from,
    struct kdd_counted *h)
{
	size_t size = c->layout.start[n];

	if (n == 0)
		return 0;
	if ((h->hist = calloc(size, sizeof(*h->hist))) == NULL)
		return -1;
	h->n = n;
	h->size = size;
	for (uint32_t i = from; i < c->layout.n; i++) {
		uint32_t column = c->order[i], rank = c->layout.rank[column];

		if (rank < n)
			kdd_hist_count(&c->t->column[column].code,
			    c->nclasses, &c->rows,
			    h->hist + c->layout.start[rank]);
	}
	return 0;
}

int
kdd_candidates_count(struct kdd_candidates *c, struct kdd_counted *h)
{
	return count_columns(c, kdd_hist_columns(&c->layout, c->rows.n), 0, h);
}

int
kdd_candidates_root(struct kdd_candidates *c, const struct kdd_counted *whole,
    struct kdd_counted *h)
{
	if (count_columns(c, whole->n, 0, h) == -1)
		return -1;
	for (size_t j = 0; j < h->size; j++)
		h->hist[j] = whole->hist[j] - h->hist[j];
	return 0;
}

int
kdd_candidates_divide(struct kdd_candidates *c, struct kdd_counted *parent,
    uint32_t larger, uint32_t nconstant, struct kdd_counted *small,
    struct kdd_counted *large)
{
	uint32_t n = kdd_hist_columns(&c->layout, larger);

	if (n > parent->n)
		n = parent->n;
	if (count_columns(c, n, nconstant, small) == -1)
		return -1;
	for (uint32_t i = nconstant; i < c->layout.n; i++) {
		uint32_t rank = c->layout.rank[c->order[i]];
		size_t to = c->layout.start[rank + 1];

		if (rank >= n)
			continue;
		for (size_t j = c->layout.start[rank]; j < to; j++)
			parent->hist[j] -= small->hist[j];
	}
	*large = *parent;
	large->n = n;
	*parent = (struct kdd_counted){ 0 };
	return 0;
}

/* Sum the sorted entries from i on that have its code; returns the next. */
static uint32_t
sum_run(const struct kdd_candidates *c, uint32_t i, uint32_t *count)
{
	const struct kdd_sorted *s = &c->sorted;
	uint32_t w = s->width, code = kdd_sorted_code(s, w, i);

	memset(count, 0, c->nclasses * sizeof(*count));
	for (; i < s->n && kdd_sorted_code(s, w, i) == code; i++)
		count[kdd_sorted_class(s, w, i)] += kdd_sorted_weight(s, w, i);
	return i;
}

static bool
any(const uint32_t *count, uint32_t n)
{
	uint32_t bits = 0;

	for (uint32_t k = 0; k < n; k++)
		bits |= count[k];
	return bits != 0;
}

/* Each returns how many values, missing too, the rows have in the column. */
static uint32_t
cut_hist(struct kdd_candidates *c, const struct kdd_table_column *column,
    const uint32_t *all, const uint32_t *hist)
{
	uint32_t n = c->nclasses, first = 0, last = 0, found = any(hist, n);

	kdd_cutter_start(&c->cutter, column->numbers.value, all, hist);
	for (uint32_t code = 1; code <= column->nvalues; code++) {
		hist += n;
		if (!any(hist, n))
			continue;
		if (last > 0)
			kdd_cutter_try(&c->cutter, last, code);
		else
			first = code;
		for (uint32_t k = 0; k < n; k++)
			if (hist[k] > 0)
				kdd_cutter_move(&c->cutter, k, hist[k]);
		last = code;
		found++;
	}
	if (last > 0)
		kdd_cutter_end(&c->cutter, first, last);
	return found;
}

/* The sorted rows without a value into bins.missing; returns the next. */
static uint32_t
sum_missing(struct kdd_candidates *c)
{
	if (kdd_sorted_code(&c->sorted, c->sorted.width, 0) == 0)
		return sum_run(c, 0, c->bins.missing);
	memset(c->bins.missing, 0, c->nclasses * sizeof(*c->bins.missing));
	return 0;
}

static uint32_t
cut_sorted(struct kdd_candidates *c, const struct kdd_table_column *column,
    const uint32_t *all)
{
	uint32_t i = sum_missing(c);

	kdd_cutter_start(&c->cutter, column->numbers.value, all,
	    c->bins.missing);
	return (i > 0) + kdd_cutter_run(&c->cutter, &c->sorted, i);
}

/* Room for one more bin. */
static uint32_t *
next_bin(struct kdd_candidates *c)
{
	struct kdd_bins *b = &c->bins;
	size_t room = c->bins_room > 0 ? 2 * (size_t)c->bins_room : 64;
	void *p;

	if (b->n < c->bins_room)
		return b->count + (size_t)b->n * c->nclasses;
	if ((p = realloc(b->code, room * sizeof(*b->code))) == NULL)
		return NULL;
	b->code = p;
	p = realloc(b->count, room * c->nclasses * sizeof(*b->count));
	if (p == NULL)
		return NULL;
	b->count = p;
	c->bins_room = (uint32_t)room;
	return b->count + (size_t)b->n * c->nclasses;
}

static int
bin_hist(struct kdd_candidates *c, uint32_t nvalues, const uint32_t *hist)
{
	size_t size = c->nclasses * sizeof(*hist);
	uint32_t *bin;

	memcpy(c->bins.missing, hist, size);
	for (uint32_t code = 1; code <= nvalues; code++) {
		hist += c->nclasses;
		if (!any(hist, c->nclasses))
			continue;
		if ((bin = next_bin(c)) == NULL)
			return -1;
		memcpy(bin, hist, size);
		c->bins.code[c->bins.n++] = code;
	}
	return 0;
}

static int
bin_sorted(struct kdd_candidates *c)
{
	uint32_t i = sum_missing(c), *bin;

	while (i < c->sorted.n) {
		if ((bin = next_bin(c)) == NULL)
			return -1;
		c->bins.code[c->bins.n++] = kdd_sorted_code(&c->sorted,
		    c->sorted.width, i);
		i = sum_run(c, i, bin);
	}
	return 0;
}

/*
 * The best split of one column, taken if it is better than c->best; *found
 * values there are.  hist is NULL if the column was not counted.
 */
static int
try_column(struct kdd_candidates *c, uint32_t column, const uint32_t *all,
    const uint32_t *hist, uint32_t *found)
{
	const struct kdd_table_column *col = &c->t->column[column];

	*found = 0;
	if (col->nvalues == 0)
		return 0;
	if (hist == NULL && kdd_sorted_set(&c->sorted, col, &c->rows,
	    c->single, c->nclasses) == -1)
		return -1;
	if (col->kind == KDD_NUMBER) {
		*found = hist != NULL ? cut_hist(c, col, all, hist) :
		    cut_sorted(c, col, all);
		c->cutter.best.column = column;
		kdd_split_take(&c->best, &c->cutter.best);
		return 0;
	}
	c->bins.n = 0;
	if ((hist != NULL ? bin_hist(c, col->nvalues, hist) :
	    bin_sorted(c)) == -1)
		return -1;
	*found = c->bins.n + any(c->bins.missing, c->nclasses);
	if (*found > 1 && kdd_search(&c->searcher, &c->bins) == -1)
		return -1;
	if (*found > 1) {
		c->searcher.mine.column = column;
		kdd_split_take(&c->best, &c->searcher.mine);
	}
	return 0;
}

int
kdd_candidates_find(struct kdd_candidates *c, const uint32_t *all,
    struct kdd_counted *h, uint32_t *nconstant)
{
	uint32_t found, worth = kdd_hist_columns(&c->layout, c->rows.n);

	c->best.found = false;
	if (h->hist == NULL && count_columns(c, worth, *nconstant, h) == -1)
		return -1;
	for (uint32_t i = *nconstant; i < c->layout.n; i++) {
		uint32_t column = c->order[i], rank = c->layout.rank[column];

		if (try_column(c, column, all, rank < h->n && rank < worth ?
		    h->hist + c->layout.start[rank] : NULL, &found) == -1)
			return -1;
		if (found > 1)
			continue;
		c->order[i] = c->order[*nconstant];
		c->order[(*nconstant)++] = column;
	}
	return 0;
}
