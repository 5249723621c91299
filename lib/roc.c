#include "roc.h"

#include <math.h>
#include <stdlib.h>

int
kdd_roc_add(struct kdd_roc *r, double score, uint64_t positive,
    uint64_t negative)
{
	if (r->n == r->cap) {
		size_t cap = r->cap > 0 ? 2 * r->cap : 64;
		struct kdd_roc_point *p;

		if (cap > SIZE_MAX / sizeof(*p) ||
		    (p = realloc(r->point, cap * sizeof(*p))) == NULL)
			return -1;
		r->point = p;
		r->cap = cap;
	}
	r->point[r->n++] = (struct kdd_roc_point){ score, positive, negative };
	return 0;
}

static int
by_score(const void *a, const void *b)
{
	const struct kdd_roc_point *x = a, *y = b;

	return (x->score > y->score) - (x->score < y->score);
}

double
kdd_roc_area(struct kdd_roc *r)
{
	unsigned __int128 halves = 0;	/* a pair in order counts two */
	uint64_t lower = 0, positive = 0;

	if (r->n > 0)
		qsort(r->point, r->n, sizeof(*r->point), by_score);
	for (size_t i = 0, end; i < r->n; i = end) {
		uint64_t yes = 0, no = 0;

		for (end = i; end < r->n &&
		    by_score(&r->point[i], &r->point[end]) == 0; end++) {
			yes += r->point[end].positive;
			no += r->point[end].negative;
		}
		halves += (unsigned __int128)yes * (2 * lower + no);
		lower += no;
		positive += yes;
	}
	if (positive == 0 || lower == 0)
		return (double)NAN;
	return (double)halves /
	    (double)((unsigned __int128)positive * 2 * lower);
}

void
kdd_roc_release(struct kdd_roc *r)
{
	free(r->point);
	*r = (struct kdd_roc){ 0 };
}
