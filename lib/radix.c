#include "radix.h"

#include <string.h>

#define SMALL	48	/* fewer than this are sorted by insertion */
#define DIGIT	11	/* bits at most */

static void
sort_small(uint64_t *a, size_t n, unsigned from, uint64_t mask)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t v = a[i], key = v >> from & mask;
		size_t j = i;

		for (; j > 0 && (a[j - 1] >> from & mask) > key; j--)
			a[j] = a[j - 1];
		a[j] = v;
	}
}

/* One pass by a digit.  False if all agree in it: nothing was moved. */
static int
pass(const uint64_t *a, uint64_t *to, size_t n, unsigned shift, unsigned bits)
{
	size_t start[1 << DIGIT], sum = 0;
	uint64_t mask = (UINT64_C(1) << bits) - 1;

	memset(start, 0, sizeof(*start) << bits);
	for (size_t i = 0; i < n; i++)
		start[a[i] >> shift & mask]++;
	if (start[a[0] >> shift & mask] == n)
		return 0;
	for (size_t d = 0; d <= mask; d++) {
		size_t count = start[d];

		start[d] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[a[i] >> shift & mask]++] = a[i];
	return 1;
}

void
kdd_radix_sort(uint64_t *a, uint64_t *scratch, size_t n, unsigned from,
    unsigned to)
{
	/* a table much longer than the numbers would cost more than it saves */
	unsigned digit = n < 2048 ? 8 : DIGIT, bits;
	uint64_t *at = a, *other = scratch, *swap;

	if (n < SMALL) {
		sort_small(a, n, from, UINT64_MAX >> (64 - (to - from)));
		return;
	}
	for (; from < to; from += bits) {
		bits = to - from < digit ? to - from : digit;
		if (!pass(at, other, n, from, bits))
			continue;
		swap = at;
		at = other;
		other = swap;
	}
	if (at != a)
		memcpy(a, at, n * sizeof(*a));
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
