/* wrap: no line is too long, and no word is lost. */
#include "wrap.h"

#include <string.h>

#include "any.h"
#include "tap.h"

static void
is_text(const char *start, const char *s, size_t indent, const char *want)
{
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_puts(&b, start);
	kdd_wrap(&b, s, strlen(s), indent);
	if (!ok(b.n == strlen(want) && memcmp(b.p, want, b.n) == 0, "\"%s\"",
	    s))
		note("is \"%.*s\"", (int)b.n, b.p);
	kdd_buf_release(&b);
}

#define TEN "123456789 "
#define AE "\xc3\xa4"

/* Lines are full: the first word of each would not fit on that before. */
static bool
is_full(size_t n, const char *next, size_t indent)
{
	const char *word = next + indent;

	return n <= 80 && n + 1 + strcspn(word, " \n") > 80;
}

static int
check_lines(const char *s, size_t indent)
{
	int wrong = 0;

	while (*s != '\0') {
		size_t n = strcspn(s, "\n");
		const char *next = s + n + 1;

		wrong += n > 80 || (*next != '\0' &&
		    (!is_full(n, next, indent) ||
		    strspn(next, " ") != indent));
		s = next;
	}
	return wrong;
}

static void
test_any(void)
{
	char s[2000];
	int wrong = 0;

	for (int round = 0; round < 20000; round++) {
		size_t n = 0, indent = any() % 9, want, got;
		struct kdd_buf b = KDD_BUF_INIT;

		while (n < 1 + any() % 1500) {
			for (size_t k = 1 + any() % 30; k > 0; k--)
				s[n++] = (char)('a' + any() % 26);
			s[n++] = ' ';
		}
		kdd_wrap(&b, s, n - 1, indent);
		kdd_buf_char(&b, '\0');
		wrong += check_lines(b.p, indent);
		for (want = got = 0; want < n; want++)
			if (s[want] != ' ') {
				got += strspn(b.p + got, " \n");
				wrong += b.p[got++] != s[want];
			}
		kdd_buf_release(&b);
	}
	ok(wrong == 0, "words of any length");
}

int
main(void)
{
	is_text("", "", 4, "\n");
	is_text("", "a", 4, "a\n");
	is_text("x\n  ", "a b", 4, "x\n  a b\n");
	is_text("", TEN TEN TEN TEN TEN TEN TEN "1234567890", 2,
	    TEN TEN TEN TEN TEN TEN TEN "1234567890\n");
	is_text("", TEN TEN TEN TEN TEN TEN TEN "1234567890x", 2,
	    TEN TEN TEN TEN TEN TEN "123456789\n  1234567890x\n");
	is_text("x\n ", TEN TEN TEN TEN TEN TEN TEN "1234567890", 0,
	    "x\n " TEN TEN TEN TEN TEN TEN "123456789\n1234567890\n");
	is_text("", TEN TEN TEN TEN TEN TEN TEN AE AE AE AE "567890", 2,
	    TEN TEN TEN TEN TEN TEN TEN AE AE AE AE "567890\n");
	test_any();
	return tap_done();
}
