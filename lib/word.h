/*
 * word - up to eight bytes of memory as one number
 *
 * The first byte is the lowest, whatever the machine's byte order; no byte
 * but those asked for is read.  The lowest module.
 */
#ifndef KDD_WORD_H
#define KDD_WORD_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t
kdd_word8(const void *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return le64toh(w);
}

static inline uint64_t
kdd_word4(const void *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof(w));
	return le32toh(w);
}

/* n bytes, 0 to 8, and 0 for the others; loads overlap inside and agree. */
static inline uint64_t
kdd_word(const void *p, size_t n)
{
	const unsigned char *s = p;

	if (n >= 4)
		return kdd_word4(s) | kdd_word4(s + n - 4) << (8 * n - 32);
	if (n == 0)
		return 0;
	return (uint64_t)s[0] | (uint64_t)s[n / 2] << n / 2 * 8 |
	    (uint64_t)s[n - 1] << (8 * n - 8);
}

/* A byte in all eight places, as in KDD_EIGHT('"'). */
#define KDD_EIGHT(c)	((c) * UINT64_C(0x0101010101010101))

/* The top bit of the lowest byte that is zero, maybe of others above it. */
static inline uint64_t
kdd_word_zeros(uint64_t w)
{
	return (w - KDD_EIGHT(1)) & ~w & KDD_EIGHT(0x80);
}

/* Of top bits of bytes, how many bytes are below the lowest that is set? */
static inline size_t
kdd_word_below(uint64_t bits)
{
	return bits == 0 ? 8 : (size_t)__builtin_ctzll(bits) / 8;
}

#endif
