#include "rng.h"

#include <endian.h>
#include <string.h>

static uint64_t
load4(const unsigned char *s)
{
	uint32_t w;

	memcpy(&w, s, sizeof(w));
	return le32toh(w);
}

static uint64_t
load8(const unsigned char *s)
{
	uint64_t w;

	memcpy(&w, s, sizeof(w));
	return le64toh(w);
}

/* n bytes, 1 to 7, the first one lowest; where loads overlap they agree. */
static uint64_t
load_few(const unsigned char *s, size_t n)
{
	if (n >= 4)
		return load4(s) | load4(s + n - 4) << 8 * (n - 4);
	return (uint64_t)s[0] | (uint64_t)s[n / 2] << 8 * (n / 2) |
	    (uint64_t)s[n - 1] << 8 * (n - 1);
}

uint64_t
kdd_mix_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;
	size_t left = n;

	for (; left >= 8; left -= 8, s += 8)
		h = kdd_mix(h, load8(s));
	if (left > 0)
		h = kdd_mix(h, load_few(s, left));
	return kdd_mix(h, n);
}

uint64_t
kdd_mix_double(uint64_t h, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return kdd_mix(h, bits);
}
