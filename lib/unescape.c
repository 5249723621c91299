#include "unescape.h"

#include <string.h>

static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0'
		    : (p[i] | 0x20) - 'a' + 10);
	return v;
}

static void
add_utf8(struct kdd_buf *b, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	char s[4];

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		s[i] = (char)(0x80 | (c & 0x3f));
	s[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xf0) | c);
	kdd_buf_add(b, s, n);
}

/* p is behind \u; returns where it ends, or a second one that pairs with it. */
static const char *
add_unicode(struct kdd_buf *b, const char *p, const char *end)
{
	uint32_t c = hex4(p), low;

	p += 4;
	if (c - 0xd800 < 0x400 && end - p >= 6 && p[0] == '\\' &&
	    p[1] == 'u' && (low = hex4(p + 2) - 0xdc00) < 0x400) {
		c = 0x10000 + ((c - 0xd800) << 10 | low);
		p += 6;
	}
	add_utf8(b, c == 0 || c - 0xd800 < 0x800 ? 0xfffd : c);
	return p;
}

void
kdd_unescape(struct kdd_buf *b, const char *p, size_t n)
{
	static const char letter[] = "bfnrt", meant[] = "\b\f\n\r\t";
	const char *end = p + n, *q, *l;

	while ((q = memchr(p, '\\', (size_t)(end - p))) != NULL) {
		kdd_buf_add(b, p, (size_t)(q - p));
		p = q + 2;
		if (q[1] == 'u')
			p = add_unicode(b, p, end);
		else if ((l = strchr(letter, q[1])) != NULL)
			kdd_buf_char(b, meant[l - letter]);
		else
			kdd_buf_char(b, q[1]);
	}
	kdd_buf_add(b, p, (size_t)(end - p));
}

const char *
kdd_unescape_start(const char *text, const char *end)
{
	const char *s;

	do {
		end = memrchr(text, '"', (size_t)(end - text));
		for (s = end; s > text && s[-1] == '\\'; s--)
			;
	} while ((end - s) % 2 == 1);
	return end + 1;
}
