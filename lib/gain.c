#include "gain.h"

#include <float.h>
#include <math.h>

/*
 * ln (a/b) = e ln 2 + 2 artanh(s), s = (m - b) / (m + b), for a = m 2^e with
 * m near b: the series in s^2 < 0.03 ends below half an ulp after 11 terms.
 */
double
kdd_log_ratio(double a, double b)
{
	const double ln2_hi = 0x1.62e42fee00000p-1;
	const double ln2_lo = 0x1.a39ef35793c76p-33;
	double m = a, s, z, sum = 0;
	int e = 0;

	while (m > 1.4142135623730951 * b) {
		m *= 0.5;
		e++;
	}
	while (m < 0.7071067811865475 * b) {
		m *= 2;
		e--;
	}
	s = (m - b) / (m + b);
	z = s * s;
	for (int k = 23; k >= 3; k -= 2)
		sum = (sum + 1.0 / k) * z;
	return e * ln2_hi + (2 * s + (2 * s * sum + e * ln2_lo));
}

double
kdd_xlogx(uint32_t n)
{
	return n > 1 ? n * kdd_log_ratio(n, 1) : 0;
}

static struct kdd_gain
gini(const uint32_t *left, const uint32_t *right, uint32_t nclasses)
{
	uint64_t nl = 0, nr = 0, sl = 0, sr = 0;

	for (uint32_t k = 0; k < nclasses; k++) {
		nl += left[k];
		nr += right[k];
		sl += (uint64_t)left[k] * left[k];
		sr += (uint64_t)right[k] * right[k];
	}
	return kdd_gain_gini(sl, nl, sr, nr);
}

static double
side_entropy(const uint32_t *count, uint32_t nclasses)
{
	uint32_t n = 0;
	double sum = 0;

	for (uint32_t k = 0; k < nclasses; k++) {
		n += count[k];
		sum += kdd_xlogx(count[k]);
	}
	return sum - kdd_xlogx(n);
}

/* One side's part of a gain when classes have weights. */
static double
side_weighed(const struct kdd_measure *m, const uint32_t *count,
    uint32_t nclasses)
{
	double mass = 0, sum = 0;

	for (uint32_t k = 0; k < nclasses; k++) {
		double v = count[k] * m->weight[k];

		mass += v;
		if (m->criterion == KDD_GINI)
			sum += v * v;
		else if (v > 0)
			sum += v * kdd_log_ratio(v, 1);
	}
	if (mass <= 0)
		return 0;
	return m->criterion == KDD_GINI ? sum / mass :
	    sum - mass * kdd_log_ratio(mass, 1);
}

struct kdd_gain
kdd_gain_of(const struct kdd_measure *m, const uint32_t *left,
    const uint32_t *right, uint32_t nclasses)
{
	struct kdd_gain g = { .nl = 0 };

	if (m->weight != NULL)
		g.approx = side_weighed(m, left, nclasses) +
		    side_weighed(m, right, nclasses);
	else if (m->criterion == KDD_GINI)
		g = gini(left, right, nclasses);
	else
		g.approx = side_entropy(left, nclasses) +
		    side_entropy(right, nclasses);
	return g;
}

/* a * b < 2^192 as three words, most significant first. */
static void
multiply(unsigned __int128 a, uint64_t b, uint64_t w[3])
{
	unsigned __int128 lo = (unsigned __int128)(uint64_t)a * b;
	unsigned __int128 hi = (a >> 64) * b + (lo >> 64);

	w[0] = (uint64_t)(hi >> 64);
	w[1] = (uint64_t)hi;
	w[2] = (uint64_t)lo;
}

/* num / den of an exact gini. */
static void
fraction(const struct kdd_gain *g, unsigned __int128 *num, uint64_t *den)
{
	*num = (unsigned __int128)g->sl * g->nr +
	    (unsigned __int128)g->sr * g->nl;
	*den = g->nl * g->nr;
}

int
kdd_gain_compare(const struct kdd_gain *a, const struct kdd_gain *b)
{
	unsigned __int128 anum, bnum;
	uint64_t x[3], y[3], aden, bden;

	/* each approximation of a gini is within 3 ulps of its fraction */
	if (a->nl == 0 || fabs(a->approx - b->approx) >
	    KDD_GAIN_CLOSE * fabs(a->approx))
		return (a->approx > b->approx) - (a->approx < b->approx);
	fraction(a, &anum, &aden);
	fraction(b, &bnum, &bden);
	multiply(anum, bden, x);
	multiply(bnum, aden, y);
	for (int i = 0; i < 3; i++)
		if (x[i] != y[i])
			return x[i] > y[i] ? 1 : -1;
	return 0;
}

bool
kdd_cut(double a, double b, double *cut)
{
	double mid;

	if (isinf(a)) {
		*cut = -DBL_MAX;
		return b > -DBL_MAX;
	}
	mid = a + (b - a) / 2;
	if (isinf(b - a))
		mid = isinf(b) ? a : a / 2 + b / 2;
	*cut = mid < b ? mid : a;
	return true;
}
