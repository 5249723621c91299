/* utf8: every character there is, and everything that is none. */
#include "utf8.h"

#include <stdint.h>
#include <string.h>

#include "tap.h"

/* RFC 3629's own way to write a character. */
static size_t
encode(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static void
test_characters(void)
{
	int wrong = 0;
	char s[8] = "";

	for (uint32_t c = 0; c < 0x200000; c++) {
		size_t n = encode(s, c), want = n;

		if ((c >= 0xd800 && c < 0xe000) || c > 0x10ffff)
			want = 0;
		for (size_t cut = 1; cut <= 5; cut++)
			wrong += kdd_utf8_length(s, cut) !=
			    (cut < n ? 0 : want);
	}
	ok(wrong == 0, "all characters, whole and cut; surrogates are none");
}

/* What four bytes begin with is a character only as it is encoded. */
static void
test_bytes(void)
{
	static const unsigned char edge[] = { 0, 0x7f, 0x80, 0x8f, 0x90,
		0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef,
		0xf0, 0xf4, 0xf5, 0xff };
	const size_t edges = sizeof(edge) / sizeof(*edge);
	int wrong = 0, found = 0;

	for (size_t i = 0; i < edges * edges * edges * edges; i++) {
		char s[4], again[4];
		size_t n, k = i;
		uint32_t c;

		for (int j = 0; j < 4; j++, k /= edges)
			s[j] = (char)edge[k % edges];
		if ((n = kdd_utf8_length(s, 4)) == 0)
			continue;
		c = n == 1 ? (unsigned char)*s :
		    (unsigned char)*s & (0x7f >> n);
		for (size_t j = 1; j < n; j++)
			c = c << 6 | ((unsigned char)s[j] & 0x3f);
		wrong += encode(again, c) != n || memcmp(s, again, n) != 0;
		found++;
	}
	ok(wrong == 0 && found > 0, "no character has a second form");
}

int
main(void)
{
	test_characters();
	test_bytes();
	ok(kdd_utf8_ok(""), "nothing");
	ok(kdd_utf8_ok("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z"), "a text");
	ok(!kdd_utf8_ok("a\xff"), "a byte that is none");
	ok(!kdd_utf8_ok("a\xc3"), "an end that is cut");
	return tap_done();
}
