#include "rng.h"

#include <string.h>

#include "word.h"

uint64_t
kdd_mix_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;
	size_t left = n;

	for (; left >= 8; left -= 8, s += 8)
		h = kdd_mix(h, kdd_word8(s));
	if (left > 0)
		h = kdd_mix(h, kdd_word(s, left));
	return kdd_mix(h, n);
}

uint64_t
kdd_mix_double(uint64_t h, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return kdd_mix(h, bits);
}
