/* roc: areas against a count of all pairs. */
#include <math.h>

#include "any.h"
#include "roc.h"
#include "tap.h"

static bool
is_same(double a, double b)
{
	return (isnan(a) && isnan(b)) || (a >= b && a <= b);
}

/* Of each positive with each negative: 1 if it is greater, a half if equal. */
static double
naive_area(const struct kdd_roc *r)
{
	double sum = 0, pairs = 0;

	for (size_t i = 0; i < r->n; i++)
		for (size_t j = 0; j < r->n; j++) {
			const struct kdd_roc_point *p = &r->point[i];
			const struct kdd_roc_point *q = &r->point[j];
			double n = (double)p->positive * (double)q->negative;

			pairs += n;
			if (p->score > q->score)
				sum += n;
			else if (!(p->score < q->score))
				sum += n / 2;
		}
	return sum / pairs;
}

static double
area_of(const struct kdd_roc_point *p, size_t n)
{
	struct kdd_roc r = { 0 };
	double area;

	for (size_t i = 0; i < n; i++)
		if (kdd_roc_add(&r, p[i].score, p[i].positive,
		    p[i].negative) == -1)
			return -1;
	area = kdd_roc_area(&r);
	kdd_roc_release(&r);
	return area;
}

#define AREA(...) area_of((struct kdd_roc_point[]){ __VA_ARGS__ }, \
	sizeof((struct kdd_roc_point[]){ __VA_ARGS__ }) / \
	sizeof(struct kdd_roc_point))

static void
test_known(void)
{
	uint64_t many = (uint64_t)1 << 61;

	ok(is_same(AREA({ .1, 0, 1 }, { .4, 0, 1 }, { .35, 1, 0 },
	    { .8, 1, 0 }), .75), "scikit-learn's example");
	ok(is_same(AREA({ 0, 0, 5 }, { 1, 3, 0 }), 1) &&
	    is_same(AREA({ 1, 0, 5 }, { 0, 3, 0 }), 0), "order and disorder");
	ok(is_same(AREA({ 0, 1, 2 }, { -0., 3, 4 }), .5), "one score");
	ok(is_same(AREA({ -INFINITY, 1, 1 }, { INFINITY, 1, 0 }), .75),
	    "scores without bound");
	ok(isnan(area_of(NULL, 0)) && isnan(AREA({ 0, 1, 0 }, { 1, 1, 0 })) &&
	    isnan(AREA({ 0, 0, 1 })), "one side alone has no area");
	ok(is_same(AREA({ 1, many, many }, { 2, many, 0 }), .75) &&
	    is_same(AREA({ 1, 0, many }, { 2, many, 0 }), 1),
	    "as many rows as there can be");
}

/* Few scores, so that ties are common; areas are exact to the last bit. */
static void
test_any(void)
{
	int wrong = 0;

	for (int i = 0; i < 2000; i++) {
		struct kdd_roc r = { 0 };
		int n = any_between(1, 200), scores = any_between(1, 200);
		double want, area;

		for (int j = 0; j < n; j++)
			if (kdd_roc_add(&r, any_between(-scores, scores) / 7.,
			    (uint64_t)any_between(0, 9),
			    (uint64_t)any_between(0, 9)) == -1)
				wrong++;
		want = naive_area(&r);
		area = kdd_roc_area(&r);
		if (!is_same(area, want) || !is_same(kdd_roc_area(&r), want))
			note("%d points: %.17g, not %.17g", n, area, want),
			    wrong++;
		kdd_roc_release(&r);
	}
	ok(wrong == 0, "areas of any points, twice");
}

int
main(void)
{
	test_known();
	test_any();
	return tap_done();
}
