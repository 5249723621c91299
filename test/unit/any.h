/*
 * any - seeded values for tests: the same in every run, on every machine
 */
#ifndef ANY_H
#define ANY_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "rng.h"

static inline uint64_t
any(void)
{
	static uint64_t i;

	return kdd_mix(20260101, i++);
}

static inline int
any_between(int min, int max)
{
	return min + (int)(any() % (uint64_t)(max - min + 1));
}

/* Small numbers as often as large ones. */
static inline uint64_t
any_size(void)
{
	return any() >> any_between(0, 63);
}

static inline double
double_of_bits(uint64_t bits)
{
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

/* Any bits but those of infinity and NaN. */
static inline double
any_double(void)
{
	double v;

	do
		v = double_of_bits(any());
	while (!isfinite(v));
	return v;
}

#endif
