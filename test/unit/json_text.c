/* json, unescape: eight bytes at a time do as one byte at a time would. */
#include <string.h>

#include "any.h"
#include "json.h"
#include "tap.h"
#include "unescape.h"
#include "utf8.h"

#define LENGTHS 40	/* bytes of a text: whole words, and what is left */
#define ROOM (KDD_JSON_ROOM(LENGTHS) + 1)

/* RFC 8259, section 7, a byte at a time; bytes that are no UTF-8: U+FFFD. */
static size_t
reference(char *to, const char *s, size_t n)
{
	char *start = to;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		unsigned char c = (unsigned char)s[i];

		len = kdd_utf8_length(s + i, n - i);
		if (len == 0) {
			to += sprintf(to, "\\ufffd");
			len = 1;
		} else if (c == '"' || c == '\\') {
			to += sprintf(to, "\\%c", c);
		} else if (c < 0x20 || c == 0x7f) {
			to += sprintf(to, "\\u%04x", c);
		} else {
			memcpy(to, s + i, len);
			to += len;
		}
	}
	return (size_t)(to - start);
}

static bool
is_same(const char *s, size_t n)
{
	char want[ROOM], got[ROOM];
	size_t len = reference(want, s, n);

	if ((size_t)(kdd_json_text(got, s, n) - got) == len &&
	    memcmp(got, want, len) == 0)
		return true;
	note("%zu bytes: %.*s", n, (int)len, want);
	return false;
}

/* Each byte there is, at each place of texts of each length. */
static void
test_each_byte(void)
{
	bool good = true;
	char s[LENGTHS];

	for (size_t n = 1; n < LENGTHS; n++)
		for (size_t i = 0; i < n; i++)
			for (int c = 0; c < 256; c++) {
				memset(s, 'x', n);
				s[i] = (char)c;
				good = is_same(s, n) && good;
			}
	ok(good, "any byte at any place");
}

static bool
is_utf8(const char *s, size_t n)
{
	for (size_t len; n > 0; s += len, n -= len)
		if ((len = kdd_utf8_length(s, n)) == 0)
			return false;
	return true;
}

/* Text that is UTF-8 comes back from JSON as it was. */
static bool
comes_back(const char *s, size_t n)
{
	char json[ROOM];
	size_t len = (size_t)(kdd_json_text(json, s, n) - json);
	struct kdd_buf b = KDD_BUF_INIT;
	bool good;

	kdd_unescape_nul(&b, json, len);
	good = !is_utf8(s, n) || (b.n == n && (n == 0 ||
	    memcmp(b.p, s, n) == 0));
	kdd_buf_release(&b);
	return good;
}

static void
test_any_text(void)
{
	static const char *const odd[] = { "\"", "\\", "\x1f", "\x7f", "\n",
	    "\x80", "\xc3\xa9", "\xe2\x82", "\xf0\x9f\x98\x80", "" };
	bool good = true, back = true;

	for (int i = 0; i < 200000; i++) {
		size_t n = (size_t)any_between(0, LENGTHS - 5), used = 0;
		char s[LENGTHS];

		while (used < n) {
			const char *o = odd[any_between(0, 9)];

			if (any_between(0, 3) > 0 || *o == '\0') {
				s[used++] = (char)any_between(0, 0x7e);
				continue;
			}
			memcpy(s + used, o, strlen(o));
			used += strlen(o);
		}
		good = is_same(s, used) && good;
		back = comes_back(s, used) && back;
	}
	ok(good, "any text");
	ok(back, "and back again");
}

/* What stands before and behind must not matter. */
static bool
unescapes(const char *json, const char *want, size_t n, bool nul)
{
	bool good = true;

	for (size_t before = 0; before < 17; before++)
		for (size_t behind = 0; behind < 17; behind++) {
			struct kdd_buf in = KDD_BUF_INIT, b = KDD_BUF_INIT;

			kdd_buf_printf(&in, "%.*s%s%.*s", (int)before,
			    "abcdefghijklmnopq", json, (int)behind,
			    "ABCDEFGHIJKLMNOPQ");
			kdd_buf_puts(&b, "+");
			(nul ? kdd_unescape_nul : kdd_unescape)(&b, in.p,
			    in.n);
			good = b.n == 1 + before + n + behind &&
			    memcmp(b.p + 1 + before, want, n) == 0 && good;
			kdd_buf_release(&in);
			kdd_buf_release(&b);
		}
	return good;
}

int
main(void)
{
	test_each_byte();
	test_any_text();
	ok(unescapes("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t", 8,
	    false), "letters");
	ok(unescapes("\\u0041\\u00e9\\u20AC\\uD83D\\ude00",
	    "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 10, false),
	    "characters of one to four bytes");
	ok(unescapes("\\ud83d\\ud83d\\ude00\\ude00\\ud800",
	    "\xef\xbf\xbd\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd", 13,
	    false), "halves of pairs");
	ok(unescapes("\\u0000x", "\xef\xbf\xbdx", 4, false), "no NUL");
	ok(unescapes("\\u0000x", "\0x", 2, true), "or a NUL");
	return tap_done();
}
