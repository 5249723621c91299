/* latency: quantiles beside those of the sorted delays. */
#include "latency.h"

#include <stdlib.h>

#include "any.h"
#include "tap.h"

#define N 20000

static uint64_t delay[N];

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Delays of every length up to 2^bits, short ones as often as long ones. */
static bool
agrees(unsigned bits, size_t n)
{
	static const double share[] = { 0, 0.5, 0.9, 0.99, 0.999, 1 };
	struct kdd_latency *l = calloc(1, sizeof(*l));
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		delay[i] = any() >> (64 - 1 - any() % bits);
		kdd_latency_add(l, delay[i]);
	}
	qsort(delay, n, sizeof(*delay), compare);
	for (size_t i = 0; i < sizeof(share) / sizeof(share[0]); i++) {
		size_t rank = (size_t)(share[i] * (double)n + 0.999999);
		uint64_t want = delay[rank > 0 ? rank - 1 : 0];
		uint64_t got = kdd_latency_quantile(l, share[i]);

		good = good && got >= want && got - want <= want / 256;
	}
	good = good && l->n == n && l->least == delay[0] &&
	    l->most == delay[n - 1] &&
	    kdd_latency_quantile(l, 1) == delay[n - 1];
	free(l);
	return good;
}

int
main(void)
{
	static struct kdd_latency none;
	uint64_t now = kdd_latency_now();

	ok(kdd_latency_quantile(&none, 0.5) == 0, "latency: none is 0");
	ok(agrees(8, N), "latency: below 256 ns");
	ok(agrees(9, 1), "latency: one");
	ok(agrees(20, N), "latency: up to a millisecond");
	ok(agrees(64, N), "latency: up to 2^64");
	kdd_latency_add(&none, UINT64_MAX);
	kdd_latency_add(&none, 0);
	ok(kdd_latency_quantile(&none, 0.5) == 0 &&
	    kdd_latency_quantile(&none, 1) == UINT64_MAX,
	    "latency: from one end to the other");
	ok(now > UINT64_C(1700000000000000000) && kdd_latency_now() >= now,
	    "latency: ns since the epoch");
	return tap_done();
}
