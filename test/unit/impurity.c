/* Impurities and importances against the plain formulas. */
#include <math.h>

#include "anytree.h"
#include "impurity.h"
#include "tap.h"

static const double weights[ANY_CLASSES] = { 0.5, 3, 1, 0.001, 7.25 };

static const char *const names[] = { "gini", "entropy" };

static double
plain(const struct kdd_measure *m, const uint32_t *count, uint32_t n)
{
	const double *weight = m->weight;
	double mass = 0, gini = 1, bits = 0;

	for (uint32_t k = 0; k < n; k++)
		mass += count[k] * (weight != NULL ? weight[k] : 1);
	for (uint32_t k = 0; k < n; k++) {
		double p = count[k] * (weight != NULL ? weight[k] : 1) / mass;

		gini -= p * p;
		bits -= p > 0 ? p * log2(p) : 0;
	}
	return m->criterion == KDD_GINI ? gini : bits;
}

static int
is_near(double a, double b)
{
	return fabs(a - b) <= 1e-12 * (1 + fabs(a));
}

static void
test_formulas(const struct kdd_measure *m)
{
	int wrong = 0;

	for (int round = 0; round < 10000; round++) {
		uint32_t count[ANY_CLASSES], n = 1 + draw(ANY_CLASSES);
		double got, want;

		for (uint32_t k = 0; k < n; k++)
			count[k] = draw(3) ? draw(1u << draw(31)) : 0;
		count[draw(n)]++;
		got = kdd_impurity(m, count, n);
		want = plain(m, count, n);
		if (got < 0 || !is_near(got, want)) {
			note("%.17g, not %.17g", got, want);
			wrong++;
		}
	}
	ok(wrong == 0, "%s, %s", names[m->criterion],
	    m->weight != NULL ? "weighed" : "all weights 1");
}

static double
impurity(enum kdd_criterion criterion, const double *weight,
    const uint32_t *count, uint32_t n)
{
	return kdd_impurity(&(struct kdd_measure){ criterion, weight }, count,
	    n);
}

static void
test_edges(void)
{
	static const uint32_t pure[3] = { 0, 4294967295u, 0 };
	static const uint32_t half[2] = { 7, 7 }, none[2] = { 0, 0 };
	static const uint32_t odd[2] = { 1, 4294967294u };
	static const double zero[2] = { 0, 0 }, small[2] = { 0.3, 0.3 };
	double p = 1 / 4294967295.0, got, want;

	for (int c = KDD_GINI; c <= KDD_ENTROPY; c++) {
		ok(impurity(c, weights, pure, 3) == 0, "%s: one class",
		    names[c]);
		ok(impurity(c, NULL, none, 2) == 0, "%s: no rows", names[c]);
		ok(impurity(c, zero, half, 2) == 0, "%s: no mass", names[c]);
	}
	ok(impurity(KDD_GINI, small, half, 2) == 0.5, "half a gini");
	ok(impurity(KDD_ENTROPY, small, half, 2) == 1, "one bit");
	got = impurity(KDD_GINI, NULL, odd, 2);
	want = 2 * p * (1 - p);
	ok(fabs(got / want - 1) < 1e-15, "one row of 2^32: gini");
	got = impurity(KDD_ENTROPY, NULL, odd, 2);
	want = -(p * log(p) + (1 - p) * log1p(-p)) / log(2);
	ok(fabs(got / want - 1) < 1e-15, "one row of 2^32: entropy");
	ok(kdd_mass(odd, NULL, 2) == 4294967295.0 &&
	    kdd_mass(half, small, 2) == 7 * 0.3 + 7 * 0.3, "mass");
}

static void
test_log(void)
{
	double worst = 0;

	for (int round = 0; round < 100000; round++) {
		double a = ldexp(1 + draw(1u << 30), (int)draw(200) - 100);
		double b = round & 1 ? a * (0.5 + draw(1u << 30) * 0x1p-29) :
		    ldexp(1 + draw(1u << 30), (int)draw(200) - 100);
		double want = fabs(a / b - 1) < 0.5 ? log1p((a - b) / b) :
		    log(a / b);
		double e = fabs(kdd_log_ratio(a, b) - want);

		e /= want == 0 ? 1 : fabs(want);
		worst = e > worst ? e : worst;
	}
	ok(worst < 1e-15, "ln (a/b) within 1e-15, worst %.2g", worst);
	ok(kdd_log_ratio(0.3, 0.3) == 0, "ln 1 is 0");
}

static double
plain_decrease(const struct kdd_measure *m, const struct kdd_tree *t,
    uint32_t i)
{
	uint32_t at[3] = { i, i + 1, t->node[i].right };
	double sum = 0;

	for (int j = 0; j < 3; j++) {
		const uint32_t *count = kdd_tree_count(t, at[j]);
		double mass = kdd_mass(count, m->weight, t->nclasses) *
		    plain(m, count, t->nclasses);

		sum += j == 0 ? mass : -mass;
	}
	return sum;
}

/* Counts of importances that are wrong. */
static int
compare_tree(const struct kdd_measure *m, const struct kdd_tree *t)
{
	double got[ANY_COLUMNS], want[ANY_COLUMNS] = { 0 }, sum = 0;
	int wrong = 0;

	kdd_importances(m, t, ANY_COLUMNS, got);
	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test != KDD_LEAF)
			want[t->node[i].column] += plain_decrease(m, t, i);
	for (uint32_t k = 0; k < ANY_COLUMNS; k++)
		sum += want[k];
	for (uint32_t k = 0; k < ANY_COLUMNS; k++)
		wrong += !is_near(got[k], sum > 1e-9 ? want[k] / sum : 0);
	return wrong;
}

static void
test_importances(void)
{
	const struct kdd_measure gini = { KDD_GINI, NULL };
	double got[ANY_COLUMNS];
	struct kdd_tree t;
	int wrong = 0;

	for (int round = 0; round < 2000; round++) {
		struct kdd_measure m = { round & 1, round & 2 ? weights :
		    NULL };

		any_tree(&t, 1 + draw(ANY_CLASSES), 1 + draw(20));
		wrong += compare_tree(&m, &t);
		kdd_tree_release(&t);
	}
	ok(wrong == 0, "importances of 2000 trees");
	any_tree(&t, 2, 1);
	kdd_importances(&gini, &t, ANY_COLUMNS, got);
	ok(got[0] == 0 && got[1] == 0, "a leaf alone needs no column");
	kdd_tree_release(&t);
}

int
main(void)
{
	for (int c = KDD_GINI; c <= KDD_ENTROPY; c++) {
		test_formulas(&(struct kdd_measure){ c, NULL });
		test_formulas(&(struct kdd_measure){ c, weights });
	}
	test_edges();
	test_log();
	test_importances();
	return tap_done();
}
