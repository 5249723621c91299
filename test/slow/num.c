/*
 * num: a long comparison with strtod, for test/slow/num.bats
 *
 *	num [n]		check n texts, 100 million if not said
 *
 * The texts are the same in every run: see any.h for the seed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "numtext.h"
#include "tap.h"

static void
make_bits(char *to)
{
	sprintf(to, "%.17g", any_double());
}

/* As many digits as a sum of 64 bits can have, and small exponents. */
static void
make_19(char *to)
{
	size_t n = make_shape(to, any_between(14, 20), any_between(0, 21), "");

	sprintf(to + n, "e%d", any_between(-25, 25));
}

/* kinds of texts, and how many of each 1000 */
static const struct {
	const char *name;
	int	    share;
	void	  (*make)(char *);
} kind[] = {
	{ "fields of up to 8 digits", 350, make_short },
	{ "fields of up to 40 digits", 300, make_middle },
	{ "14 to 20 digits and an exponent", 120, make_19 },
	{ "integers by powers of ten", 60, make_near },
	{ "everyday numbers", 60, make_everyday },
	{ "doubles of random bits", 60, make_bits },
	{ "random digits and exponents", 46, make_digits },
	{ "up to 1,600 digits", 1, make_long },
	{ "long runs of zeros", 1, make_zeros },
	{ "halfway between doubles", 2, make_halfway },
};

/* Check each text, and of every other one with a byte changed. */
static void
check(size_t k, long n)
{
	static char text[NUMTEXT_MAX];
	long wrong = 0;

	for (long i = 0; i < n; i++) {
		size_t len;

		kind[k].make(text);
		len = strlen(text);
		if (i % 2 == 1 && len > 0)
			wrong += !agrees_but(text, len, any() % len,
			    any() % 2 ? (int)(any() % 256) :
			    ".0123456789-+eE/:"[any() % 17]);
		else
			wrong += !agrees(text, len);
	}
	ok(wrong == 0, "parse: %ld %s, half of them with a byte changed", n,
	    kind[k].name);
}

int
main(int argc, char *argv[])
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 100000000;

	if (n < 1000) {
		fprintf(stderr, "usage: num [n], n at least 1000\n");
		return 2;
	}
	for (size_t k = 0; k < sizeof(kind) / sizeof(*kind); k++)
		check(k, n / 1000 * kind[k].share);
	return tap_done();
}
