/* Sorting by some bits, against insertion. */
#include "any.h"
#include "radix.h"
#include "tap.h"

#define MOST 3000

static uint64_t
key_of(uint64_t v, unsigned from, unsigned to)
{
	return v << (64 - to) >> (64 - to) >> from;
}

/* What agrees in the bits keeps its order. */
static void
insertion(uint64_t *a, size_t n, unsigned from, unsigned to)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t v = a[i];
		size_t j = i;

		for (; j > 0 && key_of(a[j - 1], from, to) >
		    key_of(v, from, to); j--)
			a[j] = a[j - 1];
		a[j] = v;
	}
}

static int
sort_any(size_t n)
{
	static uint64_t a[MOST], b[MOST], scratch[MOST];
	unsigned from = (unsigned)any_between(0, 63);
	unsigned to = (unsigned)any_between((int)from + 1, 64);
	uint64_t same = any() % 2 ? any() & any() : 0;

	if (any() % 4 == 0) {
		from = 0;
		to = 64;
	}
	for (size_t i = 0; i < n; i++)
		a[i] = b[i] = (any() & ~same) | (any() % 2 ? same : 0);
	insertion(b, n, from, to);
	kdd_radix_sort(a, scratch, n, from, to);
	if (memcmp(a, b, n * sizeof(*a)) == 0)
		return 0;
	note("%zu numbers by bits %u to %u", n, from, to);
	return 1;
}

/* The same of 4 bytes. */
static int
sort_any4(size_t n)
{
	static uint32_t a[MOST], scratch[MOST];
	static uint64_t b[MOST];
	unsigned from = (unsigned)any_between(0, 31);
	unsigned to = (unsigned)any_between((int)from + 1, 32);
	size_t i;

	for (i = 0; i < n; i++)
		b[i] = a[i] = (uint32_t)any();
	insertion(b, n, from, to);
	kdd_radix_sort4(a, scratch, n, from, to);
	for (i = 0; i < n && a[i] == b[i]; i++)
		continue;
	if (i == n)
		return 0;
	note("%zu numbers of 4 bytes by bits %u to %u", n, from, to);
	return 1;
}

int
main(void)
{
	int wrong = 0;

	for (size_t n = 0; n < 200; n++)
		for (int round = 0; round < 20; round++)
			wrong += sort_any(n) + sort_any4(n);
	ok(wrong == 0, "few numbers");
	for (size_t n = 2040; n < 2056; n++)
		wrong += sort_any(n) + sort_any4(n);
	wrong += sort_any(MOST);
	ok(wrong == 0, "many numbers");
	return tap_done();
}
