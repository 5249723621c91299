#include "pace.h"

#include <errno.h>
#include <math.h>
#include <time.h>

#define SECOND 1000000000u

typedef unsigned __int128 u128;

uint64_t
kdd_pace_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * SECOND + (uint64_t)t.tv_nsec;
}

/* The deadline of set i: start + i * period, cut to ns, by integers alone. */
static uint64_t
set_due(const struct kdd_pace *p, uint64_t i)
{
	int e;
	double fraction = frexp(p->period, &e);
	u128 ns = (u128)i * (uint64_t)ldexp(fraction, 53);

	e -= 53;
	if (e < -127 || ns == 0)
		return p->start;
	if (e > 64 || (e > 0 && ns >> (64 - e) != 0))
		return UINT64_MAX;
	ns = e < 0 ? ns >> -e : ns << e;
	return ns > UINT64_MAX - p->start ? UINT64_MAX :
	    p->start + (uint64_t)ns;
}

uint64_t
kdd_pace_due(const struct kdd_pace *p, uint64_t i)
{
	return p->batch == 0 ? p->start : set_due(p, i / p->batch);
}

int
kdd_pace_sleep(uint64_t t)
{
	const struct timespec until = { .tv_sec = (time_t)(t / SECOND),
	    .tv_nsec = (long)(t % SECOND) };

	errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	return errno == 0 ? 0 : -1;
}
