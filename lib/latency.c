#include "latency.h"

#include <math.h>
#include <time.h>

#define PARTS		256u	/* of each bucket that is twice the last */
#define PARTS_BITS	8

uint64_t
kdd_latency_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* How far values of this size are shifted to leave PARTS to 2 PARTS - 1. */
static unsigned
shift_of(uint64_t ns)
{
	return ns < PARTS ? 0 :
	    63 - PARTS_BITS - (unsigned)__builtin_clzll(ns);
}

void
kdd_latency_add(struct kdd_latency *l, uint64_t ns)
{
	unsigned shift = shift_of(ns);

	if (l->n == 0 || ns < l->least)
		l->least = ns;
	if (ns > l->most)
		l->most = ns;
	l->n++;
	l->count[shift * PARTS + (ns >> shift)]++;
}

/* The longest delay that falls into bucket i. */
static uint64_t
end_of(uint32_t i)
{
	unsigned shift = i < 2 * PARTS ? 0 : i / PARTS - 1;

	return ((uint64_t)(i - shift * PARTS) << shift) +
	    ((UINT64_C(1) << shift) - 1);
}

uint64_t
kdd_latency_quantile(const struct kdd_latency *l, double share)
{
	double rank = ceil(share * (double)l->n);
	uint64_t before = 0;
	uint32_t i = 0;

	if (l->n == 0)
		return 0;
	for (; i < KDD_LATENCY_BUCKETS - 1; i++)
		if ((before += l->count[i]) > 0 && (double)before >= rank)
			break;
	return end_of(i) < l->most ? end_of(i) : l->most;
}
