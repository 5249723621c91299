/* num: what is a number, and which, by strtod. */
#include "num.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "any.h"
#include "tap.h"

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

static size_t
add_digits(char *to, int n)
{
	for (int i = 0; i < n; i++)
		to[i] = (char)('0' + any_between(0, 9));
	to[n] = '\0';
	return (size_t)n;
}

/* All digits of m * 2^e, as a whole number (times 10^e if e < 0). */
static size_t
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

static void
make_rounded(char *to)
{
	double v = any() % 4 > 0 ? any_double() :
	    double_of_bits(any() >> any_between(12, 63));	/* subnormal */

	sprintf(to, "%.*e", any_between(0, 25), v);
}

static void
make_everyday(char *to)
{
	double v = (double)(any_size() >> 20) / pow(10, any_between(0, 8));

	sprintf(to, "%.*f", any_between(0, 9), v);
}

/* 64-bit integers and powers of five just below 64 bits */
static void
make_near(char *to)
{
	sprintf(to, "%" PRIu64 "e%d", any_size(), any_between(-29, -22));
}

static void
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

static void
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
static void
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
static void
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

static bool
agrees(const char *text)
{
	double want = strtod(text, NULL) + 0.0, got = -1;

	if (kdd_num_parse(text, strlen(text), &got) == 0 &&
	    memcmp(&got, &want, sizeof(got)) == 0)
		return true;
	note("%s: got %a, strtod says %a", text, got, want);
	return false;
}

static void
test_strtod(void)
{
	static const struct { const char *name; int n; void (*make)(char *); }
	    kind[] = {
		{ "doubles of random bits", 600000, make_rounded },
		{ "everyday numbers", 200000, make_everyday },
		{ "integers by powers of ten", 200000, make_near },
		{ "random digits and exponents", 200000, make_digits },
		{ "up to 1,600 digits", 10000, make_long },
		{ "long runs of zeros", 30000, make_zeros },
		{ "halfway between doubles", 30000, make_halfway },
	};
	static char text[4096];

	for (size_t k = 0; k < COUNT(kind); k++) {
		int wrong = 0;

		for (int i = 0; i < kind[k].n; i++) {
			kind[k].make(text);
			wrong += !agrees(text);
		}
		ok(wrong == 0, "parse: %d %s agree with strtod", kind[k].n,
		    kind[k].name);
	}
}

static void
test_refused(void)
{
	static const char *const text[] = {
		"", ".", "+", "-", "+.", "e", "e5", ".e5", "1e", "1e+", "1e-",
		"1e5.", "1e5.5", "1e5e5", "1.2.3", "..5", "--1", "+-1", "1-",
		" 1", "1 ", "1\n", "\t1", "1,5", "1'000", "1_000", "0x1p3",
		"x", "1f", "infi", "infinityx", "in", "nan(1)", "\xd9\xa1"
	};
	double v = 7;
	int wrong = 0;

	for (size_t i = 0; i < COUNT(text); i++) {
		if (kdd_num_parse(text[i], strlen(text[i]), &v) == -1 &&
		    v >= 7 && v <= 7)
			continue;
		note("%s: read as %g", text[i], v);
		wrong++;
	}
	ok(wrong == 0, "parse: refuses what is no number, leaves v alone");
	ok(kdd_num_parse("1\0" "2", 3, &v) == -1 &&
	    kdd_num_parse("1", 2, &v) == -1 && kdd_num_parse("", 1, &v) == -1 &&
	    kdd_num_parse("inf", 4, &v) == -1, "parse: refuses a NUL inside");
}

static void
test_accepted(void)
{
	static const char *const text[] = {
		"0", "-0", "+0", "-0.0", "-0e5", "00", "1", "+1", "-1", "007",
		"5.", ".5", "-.5", "5.e1", ".5E-1", "0.00", "1.00", "5450",
		"1e5", "1E5", "1e+5", "1e05", "1e999", "-1e999", "-1e-999",
		"0e99999999999999999999", "1e99999999999999999999",
		"-2645e-1141622225", "-1e-99999999999999999999",
		"9007199254740992", "9007199254740993", "-9007199254740993",
		"9007199254740993.00000000000000000000000000000000000001",
		"18446744073709551615", "18446744073709551616", "1e22", "1e23",
		"1e-22", "1e-23", "1e27", "1e28", "1e-27", "1e-28", "inf",
		"1.7976931348623158e308", "1.7976931348623159e308", "-iNfInItY"
	};
	int wrong = 0;
	double v;

	for (size_t i = 0; i < COUNT(text); i++)
		wrong += !agrees(text[i]);
	ok(wrong == 0, "parse: reads every form of number as strtod does");
	ok(kdd_num_parse("NaN", 3, &v) == 0 && isnan(v) &&
	    kdd_num_parse("-nan", 4, &v) == 0 && isnan(v), "parse: NaN");
}

static void
test_size(void)
{
	static char text[3000000];	/* a sanitizer watches its end */
	double a = 0, b = 0, c = 0;

	memset(text, '0', sizeof(text));
	memcpy(text, "1.", 2);
	kdd_num_parse(text, sizeof(text), &a);
	memset(text, '9', sizeof(text));
	kdd_num_parse(text, sizeof(text), &b);
	memcpy(text, "1e-", 3);
	kdd_num_parse(text, sizeof(text), &c);
	ok(a >= 1 && a <= 1 && isinf(b) && c <= 0,
	    "parse: millions of digits, before and after the e");
	ok(kdd_num_parse("1234", 2, &a) == 0 && a >= 12 && a <= 12,
	    "parse: looks at n bytes and no more");
}

int
main(void)
{
	test_refused();
	test_accepted();
	test_size();
	test_strtod();
	return tap_done();
}
