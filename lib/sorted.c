#include "sorted.h"

#include <stdlib.h>

#include "radix.h"

/* The bits that hold 0 .. n. */
static uint32_t
bits_of(uint32_t n)
{
	return n > 0 ? 32 - (uint32_t)__builtin_clz(n) : 0;
}

/*
 * Entries of the codes 0 and 1 first, of which there are often most.  Returns
 * how many.  Each is inlined with a constant width of the codes.
 */
static inline uint32_t
fill(const struct kdd_sorted *s, const struct kdd_codes *code, uint32_t width)
{
	const struct kdd_codes c = { .p = code->p, .width = width };
	const uint32_t *restrict row = s->rows->row;
	uint64_t *restrict key = s->p;
	uint32_t low = 0, end = s->n;

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t v = kdd_codes_at(&c, row[i]), is_low = v <= 1;

		key[is_low ? low : end - 1] = (uint64_t)v << 32 | i;
		low += is_low;
		end -= 1 - is_low;
	}
	return low;
}

static inline uint32_t
fill_single(const struct kdd_sorted *s, const struct kdd_codes *code,
    uint32_t width)
{
	const struct kdd_codes c = { .p = code->p, .width = width };
	const uint32_t *restrict row = s->rows->row;
	const uint16_t *restrict class = s->rows->class;
	uint32_t *restrict key = s->p;
	uint32_t low = 0, end = s->n;

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t v = kdd_codes_at(&c, row[i]), is_low = v <= 1;

		key[is_low ? low : end - 1] = v << s->shift | class[i];
		low += is_low;
		end -= 1 - is_low;
	}
	return low;
}

static uint32_t
fill_any(const struct kdd_sorted *s, const struct kdd_codes *code)
{
	switch (code->width) {
	case 1:
		return fill(s, code, 1);
	case 2:
		return fill(s, code, 2);
	default:
		return fill(s, code, 4);
	}
}

static uint32_t
fill_any_single(const struct kdd_sorted *s, const struct kdd_codes *code)
{
	switch (code->width) {
	case 1:
		return fill_single(s, code, 1);
	case 2:
		return fill_single(s, code, 2);
	default:
		return fill_single(s, code, 4);
	}
}

static int
make_room(struct kdd_sorted *s)
{
	size_t size = 2 * (size_t)s->n * s->width;
	void *p;

	if (size <= s->room)
		return 0;
	if ((p = malloc(size)) == NULL)
		return -1;
	free(s->p);
	s->p = p;
	s->room = size;
	return 0;
}

static void
sort_single(struct kdd_sorted *s, const struct kdd_codes *code, uint32_t bits)
{
	uint32_t low = fill_any_single(s, code), *key = s->p;

	kdd_radix_sort4(key, key + s->n, low, s->shift, s->shift + 1);
	kdd_radix_sort4(key + low, key + s->n, s->n - low, s->shift,
	    s->shift + bits);
}

static void
sort_any(struct kdd_sorted *s, const struct kdd_codes *code, uint32_t bits)
{
	uint32_t low = fill_any(s, code);
	uint64_t *key = s->p;

	kdd_radix_sort(key, key + s->n, low, 32, 33);
	kdd_radix_sort(key + low, key + s->n, s->n - low, 32, 32 + bits);
}

int
kdd_sorted_set(struct kdd_sorted *s, const struct kdd_table_column *column,
    const struct kdd_hist_rows *rows, bool single, uint32_t nclasses)
{
	uint32_t bits = bits_of(column->nvalues);

	s->rows = rows;
	s->n = rows->n;
	s->shift = bits_of(nclasses - 1);
	s->width = single && bits + s->shift <= 32 ? 4 : 8;
	if (make_room(s) == -1)
		return -1;
	if (s->width == 4)
		sort_single(s, &column->code, bits);
	else
		sort_any(s, &column->code, bits);
	return 0;
}

void
kdd_sorted_release(struct kdd_sorted *s)
{
	free(s->p);
	*s = (struct kdd_sorted){ 0 };
}
