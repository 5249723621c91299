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

#endif
