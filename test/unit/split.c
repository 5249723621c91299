/* Splits against brute force; the arithmetic of gain.h. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "cut.h"
#include "rng.h"
#include "subset.h"
#include "tap.h"

#define MAX_BINS 10
#define MAX_CLASSES 5

static uint64_t state = 1;

static uint32_t
draw(uint32_t n)
{
	state = kdd_mix(state, n);
	return (uint32_t)(state >> 33) % n;
}

struct sample {
	uint32_t code[MAX_BINS], count[MAX_BINS * MAX_CLASSES];
	uint32_t missing[MAX_CLASSES];
	struct kdd_bins bins;
};

static void
make_sample(struct sample *s, uint32_t nbins, uint32_t nclasses, int missing)
{
	memset(s, 0, sizeof(*s));
	s->bins = (struct kdd_bins){ nclasses, nbins, s->code, s->count,
	    s->missing };
	for (uint32_t i = 0; i < nbins; i++) {
		s->code[i] = 2 * i + 1;
		for (uint32_t k = 0; k < nclasses; k++)
			s->count[i * nclasses + k] = draw(4) ? draw(6) : 0;
		s->count[i * nclasses + draw(nclasses)]++;
	}
	for (uint32_t k = 0; missing && k < nclasses; k++)
		s->missing[k] = draw(4);
}

/* What classes weigh, where weights are tried. */
static const double weights[MAX_CLASSES] = { 0.5, 3, 1, 0.125, 7 };

/* Gini gain of a partition in plain doubles, or -1 if a side is empty. */
static double
plain_gini(const struct sample *s, uint32_t set, int missing_left,
    const double *weight)
{
	uint32_t n = s->bins.nclasses;
	double side[2][MAX_CLASSES] = { { 0 } }, gain = 0;

	for (uint32_t i = 0; i < s->bins.n; i++)
		for (uint32_t k = 0; k < n; k++)
			side[set >> i & 1][k] += s->count[i * n + k];
	for (uint32_t k = 0; k < n; k++)
		side[missing_left][k] += s->missing[k];
	for (int j = 0; j < 2; j++) {
		double rows = 0, squares = 0;

		for (uint32_t k = 0; k < n; k++) {
			double v = side[j][k] * (weight ? weight[k] : 1);

			rows += v;
			squares += v * v;
		}
		if (rows == 0)
			return -1;
		gain += squares / rows;
	}
	return gain;
}

/* The best over all subsets, or over all cuts. */
static double
brute_force(const struct sample *s, int cuts_only, const double *weight)
{
	double best = -1, g;

	for (uint32_t set = 0; set < 1u << s->bins.n; set++) {
		if (cuts_only && (set & (set + 1)) != 0)
			continue;
		for (int left = 0; left < 2; left++)
			if ((g = plain_gini(s, set, left,
			    weight)) > best)
				best = g;
	}
	return best;
}

static double
searched_subset(const struct sample *s, const struct kdd_measure *m)
{
	struct kdd_searcher searcher;
	double gain;

	kdd_searcher_init(&searcher, m, s->bins.nclasses, 1);
	kdd_search(&searcher, &s->bins);
	gain = searcher.mine.found ? searcher.mine.gain.approx : -1;
	kdd_searcher_release(&searcher);
	return gain;
}

static double
searched_cut(const struct sample *s, const struct kdd_measure *m)
{
	uint32_t n = s->bins.nclasses, all[MAX_CLASSES] = { 0 };
	static const double value[MAX_BINS] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	struct kdd_cutter c;
	double gain;

	for (uint32_t k = 0; k < n; k++) {
		all[k] = s->missing[k];
		for (uint32_t i = 0; i < s->bins.n; i++)
			all[k] += s->count[i * n + k];
	}
	kdd_cutter_init(&c, m, n, 1);
	kdd_cutter_start(&c, value, all, s->missing);
	for (uint32_t i = 0; i < s->bins.n; i++) {
		if (i > 0)
			kdd_cutter_try(&c, i, i + 1);
		for (uint32_t k = 0; k < n; k++)
			kdd_cutter_move(&c, k, s->count[i * n + k]);
	}
	kdd_cutter_end(&c, 1, s->bins.n);
	gain = c.best.found ? c.best.gain.approx : -1;
	kdd_cutter_release(&c);
	return gain;
}

static int
compare_all(uint32_t nclasses, uint32_t max_bins, int number,
    const double *weight)
{
	struct kdd_measure m = { KDD_GINI, weight };
	int wrong = 0;

	for (int round = 0; round < 3000; round++) {
		struct sample s;
		double want, got;

		make_sample(&s, 2 + draw(max_bins - 1), nclasses, round & 1);
		want = brute_force(&s, number, weight);
		got = number ? searched_cut(&s, &m) : searched_subset(&s, &m);
		wrong += fabs(want - got) > 1e-9 * want;
	}
	return wrong;
}

/* More classes and values than are tried out: never far from the best. */
static void
test_orders(void)
{
	struct kdd_measure m = { KDD_GINI, NULL };
	double worst = 1;
	int best_found = 0;

	for (int round = 0; round < 500; round++) {
		struct sample s;
		double want, got;

		make_sample(&s, MAX_BINS, 4, round & 1);
		want = brute_force(&s, 0, NULL);
		got = searched_subset(&s, &m);
		best_found += got >= want * (1 - 1e-9);
		if (got / want < worst)
			worst = got / want;
	}
	printf("# 10 values, 4 classes: best found %d of 500, worst %.4f\n",
	    best_found, worst);
	ok(worst > 0.9 && best_found > 250, "orders and moves come close");
}

static void
test_cut(void)
{
	double c = 0;

	ok(kdd_cut(1, 2, &c) && c == 1.5, "a cut is the midpoint");
	ok(kdd_cut(1, nextafter(1, 2), &c) && c == 1,
	    "or the lower value where that is the upper");
	ok(kdd_cut(-DBL_MAX, DBL_MAX, &c) && c == 0, "no overflow");
	ok(kdd_cut(5, INFINITY, &c) && c == 5, "below infinity");
	ok(kdd_cut(-INFINITY, 5, &c) && c == -DBL_MAX, "above -infinity");
	ok(!kdd_cut(-INFINITY, -DBL_MAX, &c), "nothing lies between");
	ok(kdd_cut(-INFINITY, INFINITY, &c) && isfinite(c), "any finite one");
}

static void
test_arithmetic(void)
{
	uint32_t a[2] = { 4294967290u, 3 }, b[2] = { 2, 0 };
	uint32_t c[2] = { 4294967289u, 3 }, d[2] = { 3, 0 };
	struct kdd_measure m = { KDD_GINI, NULL };
	struct kdd_gain x = kdd_gain_of(&m, a, b, 2);
	struct kdd_gain y = kdd_gain_of(&m, c, d, 2);
	double worst = 0, e;

	ok(kdd_gain_compare(&x, &y) < 0 && kdd_gain_compare(&y, &x) > 0 &&
	    kdd_gain_compare(&x, &x) == 0,
	    "gini tells near ties apart at 2^32 rows");
	for (uint32_t n = 2; n < 5000000; n += 1 + n / 1000) {
		e = fabs(kdd_xlogx(n) / (n * log(n)) - 1);
		worst = e > worst ? e : worst;
	}
	e = fabs(kdd_xlogx(UINT32_MAX) / (UINT32_MAX * log(UINT32_MAX)) - 1);
	worst = e > worst ? e : worst;
	ok(worst < 1e-15, "n ln n within 1e-15, worst %.2g", worst);
	ok(kdd_xlogx(0) == 0 && kdd_xlogx(1) == 0, "0 ln 0 and 1 ln 1 are 0");
}

int
main(void)
{
	ok(compare_all(2, MAX_BINS, 0, NULL) == 0, "two classes: best subset");
	ok(compare_all(3, 8, 0, NULL) == 0, "three, 8 values: best subset");
	ok(compare_all(5, 8, 0, NULL) == 0, "five, 8 values: best subset");
	ok(compare_all(2, MAX_BINS, 1, NULL) == 0, "two classes: best cut");
	ok(compare_all(4, MAX_BINS, 1, NULL) == 0, "four classes: best cut");
	ok(compare_all(2, MAX_BINS, 0, weights) == 0, "weighed: best subset");
	ok(compare_all(5, 8, 0, weights) == 0, "five, weighed: best subset");
	ok(compare_all(5, MAX_BINS, 1, weights) == 0, "weighed: best cut");
	test_orders();
	test_cut();
	test_arithmetic();
	return tap_done();
}
