/* num: every number printed reads back, and nothing shorter does. */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "any.h"
#include "num.h"
#include "tap.h"

static bool
is_same(double a, double b)
{
	return a >= b && a <= b;
}

/* How many digits does it need to say, those zeros aside that only fill? */
static int
significant(const char *s)
{
	int n = 0, zeros = 0;

	for (; *s != '\0' && *s != 'e'; s++) {
		if (*s < '0' || *s > '9' || (*s == '0' && n == 0))
			continue;
		n++;
		zeros = *s == '0' ? zeros + 1 : 0;
	}
	return n - zeros;
}

/* Do n digits suffice, rounded down or up from the 60 that v begins with? */
static bool
is_enough(double v, int n)
{
	char text[80];
	int i;

	snprintf(text, sizeof(text), "%.60e", fabs(v));
	for (i = n == 1 ? 1 : n + 1; text[i] != 'e'; i++)
		if (text[i] != '.')
			text[i] = '0';
	if (is_same(strtod(text, NULL), fabs(v)))
		return true;
	i = n == 1 ? 0 : n;
	while (i > 0 && (text[i] == '9' || text[i] == '.'))
		text[i] = text[i] == '9' ? '0' : '.', i--;
	if (text[i] == '9')
		return false;	/* 9.99 to 10: one digit, tried already */
	text[i]++;
	return is_same(strtod(text, NULL), fabs(v));
}

static bool
is_shortest(double v)
{
	char text[KDD_NUM_MAX];
	size_t len = kdd_num_print(text, v);
	int n = significant(text);
	double back;

	if (len == strlen(text) && len < KDD_NUM_MAX &&
	    is_same(strtod(text, NULL), v) &&
	    kdd_num_parse(text, len, &back) == 0 && is_same(back, v) &&
	    (n <= 1 || !is_enough(v, n - 1)))
		return true;
	note("%a (%.17g) printed as %s", v, v, text);
	return false;
}

static void
test_shortest(void)
{
	int wrong = 0;

	for (int i = 0; i < 100000; i++)
		wrong += !is_shortest(any_double());
	ok(wrong == 0, "print: 100,000 doubles of random bits");
	wrong = 0;
	for (int i = 0; i < 50000; i++)
		wrong += !is_shortest(double_of_bits(any_size() >> 12));
	ok(wrong == 0, "print: 50,000 subnormals");
	wrong = 0;
	for (int i = 0; i < 50000; i++)
		wrong += !is_shortest((double)(any_size() >> 20) /
		    pow(10, any_between(0, 8)));
	ok(wrong == 0, "print: 50,000 everyday numbers");
	wrong = 0;
	for (int e = DBL_MIN_EXP - DBL_MANT_DIG; e < DBL_MAX_EXP; e++)
		wrong += !is_shortest(ldexp(1, e)) +
		    !is_shortest(-nextafter(ldexp(1, e), INFINITY)) +
		    !is_shortest(nextafter(ldexp(1, e), 0));
	ok(wrong == 0, "print: every power of two and its neighbours");
}

static bool
prints(double v, const char *want)
{
	char text[KDD_NUM_MAX];

	kdd_num_print(text, v);
	if (strcmp(text, want) == 0)
		return true;
	note("%.17g: printed as %s, not %s", v, text, want);
	return false;
}

static void
test_form(void)
{
	static const struct { double v; const char *text; } known[] = {
		{ 0, "0" }, { -0.0, "0" }, { 1, "1" }, { -1, "-1" },
		{ 0.5, "0.5" }, { 100, "100" }, { 1e22, "1e+22" },
		{ -2.5e-7, "-2.5e-07" }, { 0.1 + 0.2, "0.30000000000000004" },
		{ 1e-5, "0.00001" }, { 9.9e-6, "9.9e-06" },
		{ -1.25e-5, "-0.0000125" }, { 1e16, "10000000000000000" },
		{ 12345678901234568, "12345678901234568" },
		{ 99999999999999984, "99999999999999980" }, { 1e17, "1e+17" },
		{ 1234.5, "1234.5" }, { 0x1p53 + 2, "9007199254740994" },
		{ 5e-324, "5e-324" }, { -2e-308, "-2e-308" },
		{ DBL_MAX, "1.7976931348623157e+308" },
		{ -1.2345678901234567e-5, "-0.000012345678901234568" },
		{ 0x1p-44, "5.684341886080802e-14" },
	};
	int wrong = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		wrong += !prints(known[i].v, known[i].text);
	ok(wrong == 0, "print: plain from 1e-5 to 1e16, else with exponent");
}

/* Where no such locale is installed there is nothing to see. */
static void
test_locale(void)
{
	const char *had = NULL;
	double v = 0;

	if ((had = setlocale(LC_ALL, "de_DE.UTF-8")) == NULL &&
	    (had = setlocale(LC_ALL, "fr_FR.UTF-8")) == NULL)
		had = "C, as no other is installed";
	ok(prints(1234.5, "1234.5") && prints(2.5e-7, "2.5e-07") &&
	    kdd_num_parse("1.5", 3, &v) == 0 && is_same(v, 1.5) &&
	    kdd_num_parse("1,5", 3, &v) == -1, "both: in locale %s", had);
	setlocale(LC_ALL, "C");
}

int
main(void)
{
	test_form();
	test_shortest();
	test_locale();
	return tap_done();
}
