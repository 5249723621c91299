#include "decimal.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define MAX_DIGITS	19	/* so many always fit 64 bits */
#define KEPT_DIGITS	800	/* a tie between doubles has at most 767 */
#define LIMBS		88	/* 2816 bits: 10^801 and 5^1124, shifted */

typedef unsigned __int128 u128;

static const uint64_t power5[KDD_DECIMAL_NEAR + 1] = {
	1, 5, 25, 125, 625, 3125, 15625, 78125, 390625, 1953125, 9765625,
	48828125, 244140625, 1220703125, 6103515625, 30517578125,
	152587890625, 762939453125, 3814697265625, 19073486328125,
	95367431640625, 476837158203125, 2384185791015625, 11920928955078125,
	59604644775390625, 298023223876953125, 1490116119384765625,
	7450580596923828125
};

/* A natural number. */
struct big {
	uint32_t limb[LIMBS];	/* lowest first; the last is not 0 */
	int	 n;
};

/*
 * The double nearest to m * 2^e, or to a little more if sticky; m has its
 * top bit set.
 */
static double
round_to_double(uint64_t m, int e, bool sticky)
{
	const uint64_t half = (uint64_t)1 << 63, inf = (uint64_t)0x7ff << 52;
	int drop = e + 11 < -1074 ? -1074 - e : 11;
	uint64_t bits, rest;
	double v;

	if (drop > 64)
		return 0;
	bits = drop < 64 ? m >> drop : 0;
	rest = m << (64 - drop);
	if (rest > half || (rest == half && (sticky || bits % 2 == 1)))
		bits++;
	/* the leading 1 of a normal number adds 1 to the exponent's field */
	bits += (uint64_t)(e + drop + 1074) << 52;
	if (bits > inf)
		bits = inf;
	memcpy(&v, &bits, sizeof(v));
	return v;
}

/*
 * Both factors fit 64 bits, and q is the result cut to 61 to 63 bits.  A
 * double keeps 53 of them, so doubles and the points halfway between are
 * even here: if anything was cut, q made odd lies on the same side of each
 * as the result, and rounds as it does.  A power of two rounds nothing.
 */
double
kdd_decimal_near(uint64_t w, int e)
{
	uint64_t five = power5[e < 0 ? -e : e], q, bits;
	int up = __builtin_clzll(w), five_up = __builtin_clzll(five), k;
	bool cut;
	double power2;

	w <<= up;
	five <<= five_up;
	if (e < 0) {
		u128 x = (u128)w << 62;

		q = (uint64_t)(x / five);
		cut = (uint64_t)x != q * five;	/* both modulo 2^64 */
		k = e - up + five_up - 62;
	} else {
		u128 x = (u128)w * five;

		q = (uint64_t)(x >> 66);
		cut = (x << 62) != 0;
		k = e - up - five_up + 66;
	}
	bits = (uint64_t)(k + 1023) << 52;
	memcpy(&power2, &bits, sizeof(bits));
	return (double)(int64_t)(q | cut) * power2;
}

static void
big_muladd(struct big *b, uint32_t factor, uint32_t add)
{
	uint64_t carry = add;

	for (int i = 0; i < b->n; i++) {
		carry += (uint64_t)b->limb[i] * factor;
		b->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry > 0)
		b->limb[b->n++] = (uint32_t)carry;
}

static void
big_mul_power5(struct big *b, int e)
{
	for (; e > 13; e -= 13)
		big_muladd(b, (uint32_t)power5[13], 0);
	big_muladd(b, (uint32_t)power5[e], 0);
}

static int
big_bits(const struct big *b)
{
	return 32 * b->n - __builtin_clz(b->limb[b->n - 1]);
}

static void
big_shift(struct big *b, int bits)
{
	int whole = bits / 32;

	big_muladd(b, (uint32_t)1 << bits % 32, 0);
	memmove(b->limb + whole, b->limb, (size_t)b->n * sizeof(*b->limb));
	memset(b->limb, 0, (size_t)whole * sizeof(*b->limb));
	b->n += whole;
}

static bool
big_less(const struct big *a, const struct big *b)
{
	int i = a->n - 1;

	if (a->n != b->n)
		return a->n < b->n;
	while (i > 0 && a->limb[i] == b->limb[i])
		i--;
	return i >= 0 && a->limb[i] < b->limb[i];
}

/* a -= b, where a >= b. */
static void
big_sub(struct big *a, const struct big *b)
{
	int64_t carry = 0;

	for (int i = 0; i < a->n; i++) {
		carry += (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0);
		a->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	while (a->n > 0 && a->limb[a->n - 1] == 0)
		a->n--;
}

/* num / den * 2^e: 64 bits of the quotient by long division, then round. */
static double
big_divide(struct big *num, struct big *den, int e)
{
	int up = big_bits(den) - big_bits(num);
	uint64_t m = 0;

	if (up >= 0)
		big_shift(num, up);
	else
		big_shift(den, -up);
	if (big_less(num, den)) {
		big_shift(num, 1);
		up++;
	}
	for (int i = 0; i < 64; i++) {
		bool bit = !big_less(num, den);

		if (bit)
			big_sub(num, den);
		m = m << 1 | bit;
		big_shift(num, 1);
	}
	return round_to_double(m, e - up - 63, num->n > 0);
}

static const char *
skip_zeros(const char *p, const char *end)
{
	while (p < end && (*p == '0' || *p == '.'))
		p++;
	return p;
}

static int64_t
count_digits(const char *p, const char *end)
{
	return end - p -
	    (p < end && memchr(p, '.', (size_t)(end - p)) != NULL);
}

static uint64_t
read_short(const char *p, const char *end)
{
	uint64_t w = 0;

	for (; p < end; p++)
		if (*p != '.')
			w = w * 10 + (uint64_t)(*p - '0');
	return w;
}

/*
 * Read KEPT_DIGITS digits from p on, or all.  If those left out are not all
 * 0, one more digit, a 1, stands for them: no tie lies that close.  Returns
 * how many digits b has.
 */
static int
big_read(struct big *b, const char *p, const char *end)
{
	uint32_t part = 0, scale = 1;
	int kept = 0;

	b->n = 0;
	for (; p < end && kept < KEPT_DIGITS; p++) {
		if (*p == '.')
			continue;
		part = part * 10 + (uint32_t)(*p - '0');
		scale *= 10;
		kept++;
		if (scale == 1000000000) {
			big_muladd(b, scale, part);
			part = 0;
			scale = 1;
		}
	}
	big_muladd(b, scale, part);
	if (skip_zeros(p, end) == end)
		return kept;
	big_muladd(b, 10, 1);
	return kept + 1;
}

double
kdd_decimal(const char *p, const char *end, int64_t e)
{
	struct big num, den = { .limb = { 1 }, .n = 1 };
	int64_t n;

	p = skip_zeros(p, end);
	n = count_digits(p, end);
	if (n == 0 || n + e < -323)
		return 0;
	if (n + e > 309)
		return HUGE_VAL;
	if (n <= MAX_DIGITS && e >= -KDD_DECIMAL_NEAR &&
	    e <= KDD_DECIMAL_NEAR)
		return kdd_decimal_near(read_short(p, end), (int)e);
	e += n - big_read(&num, p, end);
	big_mul_power5(e < 0 ? &den : &num, (int)(e < 0 ? -e : e));
	return big_divide(&num, &den, (int)e);
}
