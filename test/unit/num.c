/* num: what is a number, and which, by strtod. */
#include "num.h"

#include <math.h>
#include <string.h>

#include "numtext.h"
#include "tap.h"

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

static void
test_strtod(void)
{
	static const struct { const char *name; int n; void (*make)(char *); }
	    kind[] = {
		{ "doubles of random bits", 600000, make_rounded },
		{ "everyday numbers", 200000, make_everyday },
		{ "fields of up to 8 digits", 200000, make_short },
		{ "fields of up to 40 digits", 200000, make_middle },
		{ "integers by powers of ten", 200000, make_near },
		{ "random digits and exponents", 200000, make_digits },
		{ "up to 1,600 digits", 10000, make_long },
		{ "long runs of zeros", 30000, make_zeros },
		{ "halfway between doubles", 30000, make_halfway },
	};
	static char text[NUMTEXT_MAX];

	for (size_t k = 0; k < COUNT(kind); k++) {
		int wrong = 0;

		for (int i = 0; i < kind[k].n; i++) {
			kind[k].make(text);
			wrong += !agrees(text, strlen(text));
		}
		ok(wrong == 0, "parse: %d %s agree with strtod", kind[k].n,
		    kind[k].name);
	}
}

/* bytes next to digits, and those that have a meaning in some number */
static const char odd[] = "/:\0\x80\xff.eE-+ ,x0";

/* Change each byte, to all others in short texts; how often is that wrong? */
static int
count_wrong(char *text, size_t len)
{
	int wrong = 0;

	for (size_t i = 0; i < len; i++) {
		for (size_t k = 0; k < sizeof(odd); k++)
			wrong += !agrees_but(text, len, i, odd[k]);
		for (int byte = 0; byte < 256 && len < 10; byte++)
			wrong += !agrees_but(text, len, i, byte);
	}
	return wrong;
}

/* Digits, the point at every place; then with a byte changed. */
static void
test_shapes(void)
{
	static const char *const sign[] = { "", "-", "+" };
	char text[64];
	int wrong = 0, wrong_byte = 0;

	for (int n = 0; n <= 40; n++)
		for (int at = 0; at <= n + 1; at++)
			for (int k = 0; k < 24; k++) {
				size_t len = make_shape(text, n, at,
				    sign[k % 3]);

				wrong += !agrees(text, len);
				if (k < 3)
					wrong_byte += count_wrong(text, len);
			}
	ok(wrong == 0, "parse: 0 to 40 digits, the point at every place");
	ok(wrong_byte == 0, "parse: the same with any one byte changed");
}

/* Every text of up to 6 of these characters. */
static void
test_all_texts(void)
{
	static const char set[10] = "019.-e/:\0\xff";
	char text[7];
	int wrong = 0;

	for (int n = 0, all = 1; n <= 6; n++, all *= 10)
		for (int i = 0; i < all; i++) {
			for (int k = 0, rest = i; k < n; k++, rest /= 10)
				text[k] = set[rest % 10];
			text[n] = '\0';
			wrong += !agrees(text, (size_t)n);
		}
	ok(wrong == 0, "parse: all texts of up to 6 of 10 characters");
}

static void
test_refused(void)
{
	static const char *const text[] = {
		"", ".", "+", "-", "+.", "e", "e5", ".e5", "1e", "1e+", "1e-",
		"1e5.", "1e5.5", "1e5e5", "1.2.3", "..5", "--1", "+-1", "1-",
		" 1", "1 ", "1\n", "\t1", "1,5", "1'000", "1_000", "0x1p3",
		"x", "1f", "i", "in", "infi", "infinit", "infinityx", "--inf",
		"n", "na", "nan1", "nan(1)", "-.", "+e5", "1..", ".1.",
		"0.0.", "0.00.", "1.2.3.4", "12345678e", "123456789e",
		"123456789012345678901234567890.1.", "\xd9\xa1"
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
		wrong += !agrees(text[i], strlen(text[i]));
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
	test_shapes();
	test_all_texts();
	test_strtod();
	return tap_done();
}
