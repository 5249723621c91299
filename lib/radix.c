#include "radix.h"

#include <string.h>

#define SMALL	48	/* fewer than this are sorted by insertion */
#define DIGIT	11	/* bits at most */

/* Numbers of width bytes, 4 or 8; all that uses them is inlined with one. */
#define INLINE	static inline __attribute__((always_inline))

INLINE uint64_t
at(const void *a, unsigned width, size_t i)
{
	return width == 4 ? ((const uint32_t *)a)[i] :
	    ((const uint64_t *)a)[i];
}

INLINE void
set(void *a, unsigned width, size_t i, uint64_t v)
{
	if (width == 4)
		((uint32_t *)a)[i] = (uint32_t)v;
	else
		((uint64_t *)a)[i] = v;
}

INLINE void
sort_small(void *a, unsigned width, size_t n, uint64_t mask)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t v = at(a, width, i), key = v & mask;
		size_t j = i;

		for (; j > 0 && (at(a, width, j - 1) & mask) > key; j--)
			set(a, width, j, at(a, width, j - 1));
		set(a, width, j, v);
	}
}

/* One pass by the digit of so many bits at shift. */
INLINE void
pass(const void *a, void *to, unsigned width, size_t n, unsigned shift,
    unsigned bits)
{
	uint32_t start[1 << DIGIT], sum = 0;
	uint64_t mask = (UINT64_C(1) << bits) - 1;

	memset(start, 0, sizeof(*start) << bits);
	for (size_t i = 0; i < n; i++)
		start[at(a, width, i) >> shift & mask]++;
	for (size_t d = 0; d <= mask; d++) {
		uint32_t count = start[d];

		start[d] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t v = at(a, width, i);

		set(to, width, start[v >> shift & mask]++, v);
	}
}

/*
 * How many bits a digit has, so that n numbers are sorted by so many bits in
 * the fewest steps: a pass goes through the numbers twice, and through a table
 * of all digits.
 */
static unsigned
digit_of(size_t n, unsigned bits)
{
	unsigned passes = (bits + DIGIT - 1) / DIGIT, digit = DIGIT;
	size_t least = SIZE_MAX;

	for (; passes <= bits; passes++) {
		unsigned d = (bits + passes - 1) / passes;
		size_t steps = passes * (2 * n + ((size_t)1 << d));

		if (steps >= least)
			break;
		least = steps;
		digit = d;
	}
	return digit;
}

INLINE void
sort(void *a, void *scratch, unsigned width, size_t n, uint64_t mask)
{
	void *now = a, *other = scratch, *swap;
	uint64_t differ = 0;
	unsigned from, to, digit, bits;

	for (size_t i = 1; i < n; i++)
		differ |= at(a, width, i) ^ at(a, width, 0);
	if ((differ &= mask) == 0)
		return;
	if (n < SMALL) {
		sort_small(a, width, n, mask);
		return;
	}
	from = (unsigned)__builtin_ctzll(differ);
	to = 64 - (unsigned)__builtin_clzll(differ);
	digit = digit_of(n, to - from);
	for (; from < to; from += bits) {
		bits = to - from < digit ? to - from : digit;
		if ((differ >> from & ((UINT64_C(1) << bits) - 1)) == 0)
			continue;
		pass(now, other, width, n, from, bits);
		swap = now;
		now = other;
		other = swap;
	}
	if (now != a)
		memcpy(a, now, n * width);
}

/* The bits from .. to - 1. */
static uint64_t
mask_of(unsigned from, unsigned to)
{
	return UINT64_MAX << (64 - to) >> (64 - to) >> from << from;
}

void
kdd_radix_sort(uint64_t *a, uint64_t *scratch, size_t n, unsigned from,
    unsigned to)
{
	sort(a, scratch, 8, n, mask_of(from, to));
}

void
kdd_radix_sort4(uint32_t *a, uint32_t *scratch, size_t n, unsigned from,
    unsigned to)
{
	sort(a, scratch, 4, n, mask_of(from, to));
}

/* One pass by the digit at shift. */
static void
order_pass(const uint64_t *key, const uint32_t *from, uint32_t *to, size_t n,
    unsigned shift)
{
	size_t start[1 << DIGIT] = { 0 }, sum = 0;
	const uint64_t mask = (1 << DIGIT) - 1;

	for (size_t i = 0; i < n; i++)
		start[key[i] >> shift & mask]++;
	for (size_t d = 0; d <= mask; d++) {
		size_t count = start[d];

		start[d] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[key[from[i]] >> shift & mask]++] = from[i];
}

void
kdd_radix_order(const uint64_t *key, uint32_t *order, uint32_t *scratch,
    size_t n)
{
	uint32_t *at = order, *other = scratch, *swap;
	uint64_t differ = 0;

	for (size_t i = 0; i < n; i++) {
		order[i] = (uint32_t)i;
		differ |= key[i] ^ key[0];
	}
	for (unsigned shift = 0; shift < 64; shift += DIGIT) {
		if ((differ >> shift & ((1 << DIGIT) - 1)) == 0)
			continue;
		order_pass(key, at, other, n, shift);
		swap = at;
		at = other;
		other = swap;
	}
	if (at != order)
		memcpy(order, at, n * sizeof(*order));
}
