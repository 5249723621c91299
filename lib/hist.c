#include "hist.h"

#include <stdlib.h>

#define CACHED 65536	/* counts that fit into a near cache */

static int
by_values(const void *a, const void *b, void *arg)
{
	const struct kdd_table *t = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint32_t u = t->column[x].nvalues, v = t->column[y].nvalues;

	return u != v ? (u > v) - (u < v) : (x > y) - (x < y);
}

int
kdd_hist_init(struct kdd_hist_layout *l, const struct kdd_table *t,
    uint32_t nclasses)
{
	size_t n = t->ncolumns;

	*l = (struct kdd_hist_layout){ .n = t->ncolumns };
	l->column = malloc((n + 1) * sizeof(*l->column));
	l->rank = malloc((n + 1) * sizeof(*l->rank));
	l->start = malloc((n + 1) * sizeof(*l->start));
	if (l->column == NULL || l->rank == NULL || l->start == NULL)
		return -1;
	for (uint32_t i = 0; i < n; i++)
		l->column[i] = i;
	qsort_r(l->column, n, sizeof(*l->column), by_values, (void *)t);
	l->start[0] = 0;
	for (uint32_t i = 0; i < n; i++) {
		l->rank[l->column[i]] = i;
		l->start[i + 1] = l->start[i] + nclasses *
		    ((size_t)t->column[l->column[i]].nvalues + 1);
	}
	return 0;
}

void
kdd_hist_release(struct kdd_hist_layout *l)
{
	free(l->column);
	free(l->rank);
	free(l->start);
	*l = (struct kdd_hist_layout){ 0 };
}

/* Counting is cheaper than sorting, all the more so within a cache. */
static bool
is_worth(size_t counts, uint32_t rows)
{
	return counts <= (counts <= CACHED ? 4 : 1) * (size_t)rows;
}

uint32_t
kdd_hist_columns(const struct kdd_hist_layout *l, uint32_t rows)
{
	uint32_t lo = 0, hi = l->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (is_worth(l->start[mid + 1] - l->start[mid], rows) &&
		    l->start[mid + 1] <= KDD_HIST_MAX)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Inlined with a constant width; nothing that hist could overlap is reread. */
static inline void
count(const struct kdd_codes *code, uint32_t width, uint32_t nclasses,
    const struct kdd_hist_rows *r, uint32_t *restrict hist)
{
	const struct kdd_codes c = { .p = code->p, .width = width };
	const uint32_t *restrict row = r->row, *restrict weight = r->weight;
	const uint16_t *restrict class = r->class;
	size_t n = r->n, k = nclasses;

	for (size_t i = 0; i < n; i++)
		hist[kdd_codes_at(&c, row[i]) * k + class[i]] += weight[i];
}

void
kdd_hist_count(const struct kdd_codes *code, uint32_t nclasses,
    const struct kdd_hist_rows *r, uint32_t *hist)
{
	switch (code->width) {
	case 1:
		count(code, 1, nclasses, r, hist);
		break;
	case 2:
		count(code, 2, nclasses, r, hist);
		break;
	default:
		count(code, 4, nclasses, r, hist);
	}
}
