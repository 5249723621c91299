#include "num.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"

/* Doubles hold these integers and powers of ten exactly. */
#define EXACT_DIGITS	19	/* any so many fit 64 bits */
#define EXACT_MANTISSA	((uint64_t)1 << 53)
#define EXACT_POWER	22

#define FAR		100000000000000000	/* an exponent beyond all */

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

/* Is the text that word, in any case?  No locale has a say. */
static bool
is_word(const char *p, const char *end, const char *word)
{
	for (; p < end && *word != '\0' && (*p | 0x20) == *word; p++)
		word++;
	return p == end && *word == '\0';
}

static int
parse_word(const char *p, const char *end, bool negative, double *v)
{
	if (is_word(p, end, "nan"))
		*v = NAN;
	else if (is_word(p, end, "inf") || is_word(p, end, "infinity"))
		*v = negative ? -INFINITY : INFINITY;
	else
		return -1;
	return 0;
}

int
kdd_num_parse(const char *s, size_t n, double *v)
{
	const char *p = s, *end = s + n, *first, *last;
	bool negative = n > 0 && *s == '-';
	uint64_t m = 0;		/* modulo 2^64 */
	int64_t e = 0, digits;
	double x;

	if (n > 0 && is_sign(*s))
		p++;
	for (first = p; p < end && is_digit(*p); p++)
		m = m * 10 + (uint64_t)(*p - '0');
	digits = p - first;
	if (p < end && *p == '.') {
		const char *point = p++;

		for (; p < end && is_digit(*p); p++)
			m = m * 10 + (uint64_t)(*p - '0');
		e = point + 1 - p;
		digits -= e;
	}
	if (digits == 0)
		return parse_word(first, end, negative, v);
	last = p;
	if (p < end && ((*p | 0x20) != 'e' || add_exponent(p + 1, end, &e)))
		return -1;
	if (digits <= EXACT_DIGITS && m <= EXACT_MANTISSA &&
	    e >= -EXACT_POWER && e <= EXACT_POWER)
		x = e < 0 ? (double)m / power10[-e] : (double)m * power10[e];
	else
		x = kdd_decimal(first, last, e);
	*v = negative ? 0 - x : x;	/* 0 - 0 is plain 0 */
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
