#include "gain.h"

#include <float.h>
#include <math.h>

/*
 * ln n = e ln 2 + 2 artanh(s), s = (m - 1) / (m + 1), for n = m 2^e with m
 * near 1: the series in s^2 < 0.03 ends below half an ulp after 11 terms.
 */
static double
own_log(uint32_t n)
{
	const double ln2_hi = 0x1.62e42fee00000p-1;
	const double ln2_lo = 0x1.a39ef35793c76p-33;
	double m = n, s, z, sum = 0;
	int e = 0;

	while (m > 1.4142135623730951) {
		m *= 0.5;
		e++;
	}
	s = (m - 1) / (m + 1);
	z = s * s;
	for (int k = 23; k >= 3; k -= 2)
		sum = (sum + 1.0 / k) * z;
	return e * ln2_hi + (2 * s + (2 * s * sum + e * ln2_lo));
}

double
kdd_xlogx(uint32_t n)
{
	return n > 1 ? n * own_log(n) : 0;
}

static struct kdd_gain
gini(const uint32_t *left, const uint32_t *right, uint32_t nclasses)
{
	uint64_t nl = 0, nr = 0, sl = 0, sr = 0;
	struct kdd_gain g;

	for (uint32_t k = 0; k < nclasses; k++) {
		nl += left[k];
		nr += right[k];
		sl += (uint64_t)left[k] * left[k];
		sr += (uint64_t)right[k] * right[k];
	}
	g.num = (unsigned __int128)sl * nr + (unsigned __int128)sr * nl;
	g.den = nl * nr;
	g.approx = (double)sl / (double)nl + (double)sr / (double)nr;
	return g;
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

struct kdd_gain
kdd_gain_of(enum kdd_criterion criterion, const uint32_t *left,
    const uint32_t *right, uint32_t nclasses)
{
	struct kdd_gain g = { .den = 0 };

	if (criterion == KDD_GINI)
		return gini(left, right, nclasses);
	g.approx = side_entropy(left, nclasses) + side_entropy(right, nclasses);
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

int
kdd_gain_compare(const struct kdd_gain *a, const struct kdd_gain *b)
{
	uint64_t x[3], y[3];

	/* each approximation of a gini is within 3 ulps of its fraction */
	if (a->den == 0 ||
	    fabs(a->approx - b->approx) > 1e-14 * fabs(a->approx))
		return (a->approx > b->approx) - (a->approx < b->approx);
	multiply(a->num, b->den, x);
	multiply(b->num, a->den, y);
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
