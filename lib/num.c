#include "num.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "word.h"

/* Doubles hold these integers and powers of ten exactly. */
#define EXACT_DIGITS	19	/* any so many fit 64 bits */
#define EXACT_MANTISSA	((uint64_t)1 << 53)
#define EXACT_POWER	22

#define FAR		100000000000000000	/* an exponent beyond all */

/* Inlined, they would make all calls save and restore their registers. */
#define NOINLINE	__attribute__((noinline))

static const double power10[EXACT_POWER + 1] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
	1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};

static inline bool
is_digit(char c)
{
	return (unsigned char)(c - '0') <= 9;
}

static inline bool
is_sign(char c)
{
	return c == '-' || c == '+';
}

/* Add what stands after the e, from p to end, to *e. */
static int
add_exponent(const char *p, const char *end, int64_t *e)
{
	bool negative = p < end && *p == '-';
	int64_t x = 0;

	if (p < end && is_sign(*p))
		p++;
	if (p == end)
		return -1;
	for (; p < end && is_digit(*p); p++)
		if (x < FAR)
			x = x * 10 + (*p - '0');
	*e += negative ? -x : x;
	return p == end ? 0 : -1;
}

/*
 * x is characters, each by exclusive or with '0': 0 to 9 if it is a digit.
 * Returns 0 if all are; else the lowest bit set is in the first other one,
 * since a digit plus 6 carries nothing into the next character.
 */
static inline uint64_t
not_digits(uint64_t x)
{
	return (x | (x + KDD_EIGHT(6))) & KDD_EIGHT(0xf0);
}

/* The number of eight digits 0 to 9: first by twos, then all together. */
static inline uint64_t
eight_digits(uint64_t x)
{
	x = x * 10 + (x >> 8);		/* in bytes 0, 2, 4 and 6 */
	return ((x & 0xff000000ff) * (100 + (1000000ULL << 32)) +
	    (x >> 16 & 0xff000000ff) * (1 + (10000ULL << 32))) >> 32;
}

/* Is the text that word, in any case?  No locale has a say. */
static bool
is_word(const char *p, const char *end, const char *word)
{
	for (; p < end && *word != '\0' && (*p | 0x20) == *word; p++)
		word++;
	return p == end && *word == '\0';
}

static int
parse_word(const char *p, const char *end, double *v)
{
	if (is_word(p, end, "nan"))
		*v = NAN;
	else if (is_word(p, end, "inf") || is_word(p, end, "infinity"))
		*v = INFINITY;
	else
		return -1;
	return 0;
}

static int
parse_signed(const char *s, size_t n, double *v)
{
	double x;

	if (n == 1 || is_sign(s[1]) || kdd_num_parse(s + 1, n - 1, &x) == -1)
		return -1;
	*v = *s == '-' ? 0 - x : x;	/* 0 - 0 is plain 0 */
	return 0;
}

/* Append the digits from p on to *m, modulo 2^64; return where they end. */
static inline const char *
read_digits(const char *p, const char *end, uint64_t *m)
{
	static const uint32_t power[8] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000
	};
	uint64_t x, rest;
	int bits;

	for (;; p += 8) {
		size_t left = (size_t)(end - p);

		x = (left >= 8 ? kdd_word8(p) : kdd_word(p, left)) ^
		    KDD_EIGHT('0');
		rest = not_digits(x);
		if (rest != 0)
			break;
		*m = *m * 100000000 + eight_digits(x);
	}
	bits = __builtin_ctzll(rest) & 0x38;	/* of the last digits */
	*m = *m * power[bits / 8] + eight_digits(x << 8 << (56 - bits));
	return p + bits / 8;
}

/* Any text: the way that is always right. */
static NOINLINE int
parse_any(const char *s, size_t n, double *v)
{
	const char *end = s + n, *point, *last;
	uint64_t m = 0;		/* modulo 2^64 */
	int64_t e = 0, digits;

	if (n > 0 && is_sign(*s))
		return parse_signed(s, n, v);
	last = point = read_digits(s, end, &m);
	digits = last - s;
	if (point < end && *point == '.') {
		last = read_digits(point + 1, end, &m);
		e = point + 1 - last;
		digits -= e;
	}
	if (digits == 0)
		return parse_word(s, end, v);
	if (last < end &&
	    ((*last | 0x20) != 'e' || add_exponent(last + 1, end, &e) == -1))
		return -1;
	if (digits > EXACT_DIGITS)
		*v = kdd_decimal(s, last, e);
	else if (m <= EXACT_MANTISSA && e >= -EXACT_POWER && e <= EXACT_POWER)
		*v = e < 0 ? (double)m / power10[-e] : (double)m * power10[e];
	else if (m > 0 && e >= -KDD_DECIMAL_NEAR && e <= KDD_DECIMAL_NEAR)
		*v = kdd_decimal_near(m, (int)e);
	else
		*v = kdd_decimal(s, last, e);
	return 0;
}

/*
 * 2 to 8 bytes, looked at all together.  Doubles hold any eight digits and
 * 10^7 exactly, and one division of exact numbers rounds correctly.
 */
static NOINLINE int
parse_short(const char *s, size_t n, double *v)
{
	uint64_t x = (kdd_word(s, n) ^ KDD_EIGHT('0')) << (64 - 8 * n);
	uint64_t point = x & KDD_EIGHT(0x10), whole;

	if (point == 0) {
		if (not_digits(x) != 0)
			return parse_any(s, n, v);
		*v = (double)(int64_t)eight_digits(x);
		return 0;
	}
	point = (point & -point) >> 4;	/* 1 in the first such character */
	x ^= point * ('.' ^ '0');	/* must be 0 there now: 0 + 15 < 16 */
	if (((x | (x + KDD_EIGHT(6) + point * 9)) & KDD_EIGHT(0xf0)) != 0)
		return parse_any(s, n, v);
	whole = x & (point - 1);
	x = (x ^ whole) | whole << 8;	/* moved over the point */
	*v = (double)(int64_t)eight_digits(x) /
	    power10[7 - __builtin_ctzll(point) / 8];
	return 0;
}

/* Most fields of connection records are as short as the first four cases. */
int
kdd_num_parse_any(const char *s, size_t n, double *v)
{
	if (n == 4 && s[1] == '.' && is_digit(s[0]) && is_digit(s[2]) &&
	    is_digit(s[3]))
		*v = (double)((s[0] - '0') * 100 + (s[2] - '0') * 10 +
		    (s[3] - '0')) / 100;
	else if (n == 2 && is_digit(s[0]) && is_digit(s[1]))
		*v = (s[0] - '0') * 10 + (s[1] - '0');
	else if (n == 3 && is_digit(s[0]) && is_digit(s[1]) && is_digit(s[2]))
		*v = (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
	else if (n >= 2 && n <= 8)
		return parse_short(s, n, v);
	else
		return parse_any(s, n, v);
	return 0;
}

/* n digits with the point after the first, times 10^exponent. */
struct digits {
	char	d[20];
	int	n, exponent;
};

/* The n digits nearest to v > 0; the locale has a say in the point only. */
static void
digits_round(struct digits *t, double v, int n)
{
	char text[48];
	const char *s;

	t->n = 0;
	snprintf(text, sizeof(text), "%.*e", n - 1, v);
	for (s = text; *s != 'e'; s++)
		if (is_digit(*s))
			t->d[t->n++] = *s;
	t->exponent = (int)strtol(s + 1, NULL, 10);
}

/* The next higher number of as many digits. */
static void
digits_next(struct digits *t)
{
	int i = t->n - 1;

	for (; i >= 0 && t->d[i] == '9'; i--)
		t->d[i] = '0';
	if (i >= 0) {
		t->d[i]++;
	} else {
		t->d[0] = '1';
		t->exponent++;
	}
}

static char *
put(char *to, const char *s, int n)
{
	memcpy(to, s, (size_t)n);
	return to + n;
}

static size_t
digits_print(const struct digits *t, bool negative, char dst[KDD_NUM_MAX])
{
	static const char zeros[] = "0.00000000000000000";
	int x = t->exponent, whole = x < -5 || x > 16 ? 1 : x + 1;
	char *to = dst;

	if (negative)
		*to++ = '-';
	if (whole <= 0) {
		to = put(to, zeros, 2 - whole);
		to = put(to, t->d, t->n);
	} else if (whole >= t->n) {
		to = put(to, t->d, t->n);
		to = put(to, zeros + 2, whole - t->n);
	} else {
		to = put(to, t->d, whole);
		*to++ = '.';
		to = put(to, t->d + whole, t->n - whole);
	}
	*to = '\0';
	if (x < -5 || x > 16)
		to += snprintf(to, 8, "e%+03d", x);
	return (size_t)(to - dst);
}

static bool
reads_back(const char *s, size_t n, double v)
{
	double back;

	return kdd_num_parse(s, n, &back) == 0 && back == v;
}

/*
 * Below a power of two doubles lie twice as close as above, so the nearest
 * n digits may miss it while the next higher, farther off, do not.
 */
size_t
kdd_num_print(char dst[KDD_NUM_MAX], double v)
{
	bool negative = v < 0;
	struct digits t;
	size_t len = 0;

	assert(isfinite(v));
	for (int n = 1; n <= 17; n++) {
		digits_round(&t, negative ? -v : v, n);
		len = digits_print(&t, negative, dst);
		if (reads_back(dst, len, v))
			break;
		digits_next(&t);
		len = digits_print(&t, negative, dst);
		if (reads_back(dst, len, v))
			break;
	}
	return len;
}
