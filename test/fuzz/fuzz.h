/*
 * fuzz - what the fuzz targets share
 *
 * Each target is one function, run by libFuzzer (run.sh) or over the files of
 * its corpus (replay.c).  It aborts, with a word on why, when something is
 * not as it is promised to be.  The same bytes always do the same.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void __attribute__((format(printf, 1, 2), noreturn))
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "fuzz: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, "\n");
	va_end(ap);
	abort();
}

/* Exactly n bytes of memory, so that a look beyond them is seen. */
static inline char *
exact_copy(const void *p, size_t n)
{
	char *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		die("out of memory");
	if (n > 0)
		memcpy(copy, p, n);
	return copy;
}

/*
 * The length of the next piece, 1 to left: many are one byte, some end near
 * a multiple of 64 bytes or of 32 KiB.  seed is changed; 0: no cuts.  Of
 * much input the pieces are larger, to be done in time.
 */
static inline size_t
next_cut(uint32_t *seed, size_t left)
{
	static const uint16_t base[] = { 1, 1, 2, 61, 250, 511, 4090, 32765 };
	uint32_t r = *seed;
	size_t n;

	if (r == 0)
		return left;
	r ^= r << 13;
	r ^= r >> 17;
	r ^= r << 5;
	*seed = r;
	n = base[r >> 4 & 7] + (r >> 8) % 7;
	if ((r >> 4 & 7) < 2)
		n = 1;
	if (left > 8192)
		n += 500;
	return n < left ? n : left;
}

#endif
