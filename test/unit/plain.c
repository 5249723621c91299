/* Packed decimals: what is packed comes back, to the byte. */
#include <stdio.h>

#include "any.h"
#include "num.h"
#include "plain.h"
#include "tap.h"

/* Text of n bytes comes back, and means what num says; or is not packed. */
static bool
comes_back(const char *text, size_t n, bool *packed)
{
	char back[KDD_PLAIN_MAX];
	uint64_t word;
	double v;

	*packed = kdd_plain_pack(text, n, &word);
	if (!*packed)
		return true;
	return word >> KDD_PLAIN_BITS == 0 &&
	    kdd_plain_text(word, back) == n && memcmp(back, text, n) == 0 &&
	    kdd_num_parse(text, n, &v) == 0 && v == kdd_plain_value(word);
}

/* Digits, points, minus and others in any order: mostly no decimals. */
static void
test_any(void)
{
	static const char bytes[] = "00012345678999...--+eE x";
	uint32_t wrong = 0, packed = 0;
	char text[48];
	bool is_packed;

	for (int i = 0; i < 2000000; i++) {
		size_t n = any() % 12;

		if (any() % 8 == 0)
			n = any() % 40;
		for (size_t k = 0; k < n; k++)
			text[k] = bytes[any() % (sizeof(bytes) - 1)];
		wrong += !comes_back(text, n, &is_packed);
		packed += is_packed;
	}
	ok(wrong == 0, "any text comes back or is not packed");
	ok(packed > 100000, "%u were packed", packed);
}

static void
test_numbers(void)
{
	uint32_t wrong = 0, left = 0;
	char text[48];
	bool packed;

	for (int i = 0; i < 500000; i++) {
		int places = (int)(any() % 12);
		double v = (double)(any() >> any() % 60) / 1e6;
		size_t n = (size_t)snprintf(text, sizeof(text), "%s%.*f",
		    any() % 4 ? "" : "-", places, v);

		wrong += !comes_back(text, n, &packed);
		left += !packed && n < 17;
	}
	ok(wrong == 0, "numbers come back");
	ok(left == 0, "all of up to 15 digits are packed");
}

static void
test_edges(void)
{
	static const struct {
		const char *text;
		bool packs;
	} edge[] = {
		{ "0", true }, { "-0", true }, { "0.0", true },
		{ "0.00", true }, { "-0.50", true }, { "10", true },
		{ "144115188075855871", true },
		{ "144115188075855872", false },
		{ "0.0000000000000000000000000000001", true },
		{ "0.00000000000000000000000000000001", false },
		{ "1441151880758558.71", true }, { "", false }, { "-", false },
		{ ".5", false }, { "5.", false }, { "00", false },
		{ "01", false }, { "1e3", false }, { "+1", false },
		{ " 1", false }, { "1 ", false }, { "inf", false },
		{ "1.2.3", false }, { "--1", false }, { "0x1", false },
	};
	bool packed;

	for (size_t i = 0; i < sizeof(edge) / sizeof(*edge); i++)
		ok(comes_back(edge[i].text, strlen(edge[i].text), &packed) &&
		    packed == edge[i].packs, "\"%s\" %s", edge[i].text,
		    edge[i].packs ? "packs" : "does not pack");
}

int
main(void)
{
	test_edges();
	test_numbers();
	test_any();
	return tap_done();
}
