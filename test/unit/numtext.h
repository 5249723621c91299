/*
 * numtext - texts that are numbers, or nearly, and a check of num by strtod
 *
 * For test/unit/num.c and test/slow/num.c.  A maker writes a text and its
 * NUL, at most NUMTEXT_MAX bytes.
 */
#ifndef NUMTEXT_H
#define NUMTEXT_H

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "any.h"
#include "num.h"
#include "tap.h"

#define NUMTEXT_MAX 4096

static inline size_t
add_digits(char *to, int n)
{
	for (int i = 0; i < n; i++)
		to[i] = (char)('0' + any_between(0, 9));
	to[n] = '\0';
	return (size_t)n;
}

/* All digits of m * 2^e, as a whole number (times 10^e if e < 0). */
static inline size_t
add_exact(char *to, uint64_t m, int e)
{
	const uint32_t base = 1000000000;
	uint32_t limb[128] = { (uint32_t)(m % base),
	    (uint32_t)(m / base % base), (uint32_t)(m / base / base) };
	size_t len = 0;
	int n = 3;

	for (int k = abs(e); k > 0; k--) {
		uint64_t carry = 0;

		for (int i = 0; i < n; i++) {
			carry += (uint64_t)limb[i] * (e < 0 ? 5 : 2);
			limb[i] = (uint32_t)(carry % base);
			carry /= base;
		}
		if (carry > 0)
			limb[n++] = (uint32_t)carry;
	}
	while (n-- > 0)
		len += (size_t)sprintf(to + len, "%09" PRIu32, limb[n]);
	return len;
}

static inline void
make_rounded(char *to)
{
	double v = any() % 4 > 0 ? any_double() :
	    double_of_bits(any() >> any_between(12, 63));	/* subnormal */

	sprintf(to, "%.*e", any_between(0, 25), v);
}

static inline void
make_everyday(char *to)
{
	double v = (double)(any_size() >> 20) / pow(10, any_between(0, 8));

	sprintf(to, "%.*f", any_between(0, 9), v);
}

/* 64-bit integers and powers of five that fit 64 bits, or just do not */
static inline void
make_near(char *to)
{
	int e = any() % 2 ? any_between(-29, -22) : any_between(-29, 29);

	sprintf(to, "%" PRIu64 "e%d", any_size(), e);
}

static inline void
make_digits(char *to)
{
	size_t n = 0;

	if (any() % 2)
		to[n++] = "+-"[any() % 2];
	n += add_digits(to + n, any_between(0, 25));
	to[n++] = '.';
	n += add_digits(to + n, any_between(1, 25));
	sprintf(to + n, "%c%+d", "eE"[any() % 2], any_between(-380, 340));
}

static inline void
make_long(char *to)
{
	int whole = any_between(1, 800);
	size_t n = add_digits(to, whole);

	if (any() % 2) {
		to[n++] = '.';
		n += add_digits(to + n, any_between(0, 800));
	}
	sprintf(to + n, "e%d", any_between(-330, 310) - whole);
}

/* many zeros and an exponent that takes them back, or nearly */
static inline void
make_zeros(char *to)
{
	int n = any_between(0, 1000);
	bool before = any() % 2;

	memset(to, '0', (size_t)n + 2);
	to[before] = before ? '.' : '1';
	sprintf(to + n + 2, "%" PRIu64 "e%d", any_size(),
	    (before ? n : -n) + any_between(-345, 320));
}

/* exactly between two doubles, or as near to that as a text can say */
static inline void
make_halfway(char *to)
{
	uint64_t m = (any() >> any_between(12, 63)) | (uint64_t)1 << 52;
	int e = any() % 4 ? any_between(-120, 10) : any_between(-1075, 970);
	int kind = any_between(0, 2), more = kind == 0 ? 0 : 900;
	size_t n;

	if (e == -1075)
		m = any() >> any_between(12, 63);	/* subnormal */
	n = add_exact(to, 2 * m + 1, e);
	if (kind == 2) {
		for (size_t i = n; to[--i]-- == '0';)
			to[i] = '9';
	}
	memset(to + n, kind == 2 ? '9' : '0', (size_t)more + 1);
	if (kind == 1)
		to[n + (size_t)more - 1] = '1';
	sprintf(to + n + more, "e%d", (e < 0 ? e : 0) - more);
}

/* n digits, the point before the at-th or nowhere if at > n, leading zeros */
static inline size_t
make_shape(char *to, int n, int at, const char *sign)
{
	size_t len = strlen(sign), first;
	int zeros = any() % 2 ? 0 : any_between(0, n);

	memcpy(to, sign, len);
	first = len;
	len += add_digits(to + len, n);
	memset(to + first, '0', (size_t)zeros);
	if (at <= n) {
		first += (size_t)at;
		memmove(to + first + 1, to + first, len - first + 1);
		to[first] = '.';
		len++;
	}
	return len;
}

/* a field of a record: up to max digits, most often no sign */
static inline size_t
make_field(char *to, int max)
{
	static const char sign[8][2] = { "", "", "", "", "", "", "-", "+" };
	int n = any_between(0, max), at = any_between(0, 2 * n + 1);

	return make_shape(to, n, at, sign[any() % 8]);
}

static inline void
make_short(char *to)
{
	make_field(to, 8);
}

static inline void
make_middle(char *to)
{
	make_field(to, 40);
}

/* By the rule of num.h, and apart from the code that is tested. */
static inline bool
is_number(const char *s, size_t n)
{
	static const char digits[] = "0123456789";
	size_t whole, part = 0;

	if (strlen(s) != n)
		return false;
	s += *s == '+' || *s == '-';
	if (strcasecmp(s, "inf") == 0 || strcasecmp(s, "infinity") == 0 ||
	    strcasecmp(s, "nan") == 0)
		return true;
	whole = strspn(s, digits);
	s += whole;
	if (*s == '.') {
		part = strspn(++s, digits);
		s += part;
	}
	if (whole + part == 0)
		return false;
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '+' || *s == '-';
		if (*s == '\0')
			return false;
		s += strspn(s, digits);
	}
	return *s == '\0';
}

/* Is text, n bytes and a NUL, read as strtod reads it, or refused? */
static inline bool
agrees(const char *text, size_t n)
{
	bool number = is_number(text, n), good;
	double want = number ? strtod(text, NULL) + 0.0 : -7, got = -7;
	char *exact = calloc(n, 1);	/* a sanitizer watches both ends */

	if (n > 0)
		memcpy(exact, text, n);
	good = kdd_num_parse(exact, n, &got) == (number ? 0 : -1);
	free(exact);
	if (good && (memcmp(&got, &want, sizeof(got)) == 0 ||
	    (isnan(got) && isnan(want))))
		return true;
	note("%zu bytes %s: got %a, %s %a", n, text, got,
	    number ? "strtod says" : "not a number, should stay", want);
	return false;
}

/* The same with one byte of n > 0 changed. */
static inline bool
agrees_but(char *text, size_t n, size_t at, int byte)
{
	char was = text[at];
	bool good;

	text[at] = (char)byte;
	good = agrees(text, n);
	text[at] = was;
	return good;
}

#endif
