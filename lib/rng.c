#include "rng.h"

#include <string.h>

uint64_t
kdd_mix_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;
	size_t left = n;

	for (; left >= 8; left -= 8, s += 8) {
		uint64_t w = 0;

		for (int i = 7; i >= 0; i--)
			w = w << 8 | s[i];
		h = kdd_mix(h, w);
	}
	if (left > 0) {
		uint64_t w = 0;

		while (left > 0)
			w = w << 8 | s[--left];
		h = kdd_mix(h, w);
	}
	return kdd_mix(h, n);
}

uint64_t
kdd_mix_double(uint64_t h, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return kdd_mix(h, bits);
}
