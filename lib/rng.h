/*
 * rng - hashes that stand in for random numbers
 *
 * Sampling and folds draw their keys from what a row holds, never from
 * where it stands, so that any order of rows gives the same result.  The
 * values are the same on every machine, whatever its byte order.
 * A low module: it knows nothing of rows.
 *
 * kdd_mix is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast
 * Splittable Pseudorandom Number Generators, OOPSLA 2014) over a chained
 * state.  Not for cryptography.
 */
#ifndef KDD_RNG_H
#define KDD_RNG_H

#include <stddef.h>
#include <stdint.h>

/* The hash of a sequence: start with a seed, mix in each part in turn. */
static inline uint64_t
kdd_mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) + 0x9e3779b97f4a7c15u;
	h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9u;
	h = (h ^ (h >> 27)) * 0x94d049bb133111ebu;
	return h ^ (h >> 31);
}

uint64_t	kdd_mix_bytes(uint64_t h, const void *p, size_t n);
uint64_t	kdd_mix_double(uint64_t h, double v);	/* by its IEEE bits */

#endif
