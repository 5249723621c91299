#include "unescape.h"

#include <string.h>

#include "word.h"

#define REPLACEMENT	0xfffd

static uint32_t
hex4(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v = v << 4 | (uint32_t)(p[i] <= '9' ? p[i] - '0'
		    : (p[i] | 0x20) - 'a' + 10);
	return v;
}

static char *
put_utf8(char *to, uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		to[i] = (char)(0x80 | (c & 0x3f));
	to[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xf0) | c);
	return to + n;
}

/* p is behind \u; returns where it ends, or a second one that pairs with it. */
static const char *
put_unicode(char **to, const char *p, const char *end, uint32_t nul)
{
	uint32_t c = hex4(p), low;

	p += 4;
	if (c - 0xd800 < 0x400 && end - p >= 6 && p[0] == '\\' &&
	    p[1] == 'u' && (low = hex4(p + 2) - 0xdc00) < 0x400) {
		c = 0x10000 + ((c - 0xd800) << 10 | low);
		p += 6;
	}
	*to = put_utf8(*to, c == 0 ? nul : c - 0xd800 < 0x800 ?
	    REPLACEMENT : c);
	return p;
}

/* Bytes of the eight at p before the first backslash. */
static size_t
plain_bytes(const char *p)
{
	return kdd_word_below(kdd_word_zeros(kdd_word8(p) ^
	    KDD_EIGHT('\\')));
}

/* Copy up to the next backslash, or the end; returns where that is. */
static const char *
put_plain(char **to, const char *p, const char *end)
{
	size_t n;

	while (end - p >= 8) {
		memcpy(*to, p, 8);
		n = plain_bytes(p);
		*to += n;
		p += n;
		if (n < 8)
			return p;
	}
	while (p < end && *p != '\\')
		*(*to)++ = *p++;
	return p;
}

/* No escape is shorter than what it stands for, so n bytes are room enough. */
static void
unescape(struct kdd_buf *b, const char *p, size_t n, uint32_t nul)
{
	static const char letter[] = "bfnrt", meant[] = "\b\f\n\r\t";
	char *to = n > 0 ? kdd_buf_room(b, n) : NULL;
	const char *end = p + n, *l;

	if (to == NULL)
		return;
	while ((p = put_plain(&to, p, end)) < end) {
		p += 2;
		if (p[-1] == 'u')
			p = put_unicode(&to, p, end, nul);
		else if ((l = strchr(letter, p[-1])) != NULL)
			*to++ = meant[l - letter];
		else
			*to++ = p[-1];
	}
	b->n = (size_t)(to - b->p);
}

void
kdd_unescape(struct kdd_buf *b, const char *p, size_t n)
{
	unescape(b, p, n, REPLACEMENT);
}

void
kdd_unescape_nul(struct kdd_buf *b, const char *p, size_t n)
{
	unescape(b, p, n, 0);
}

/* Where the text of a string starts whose closing quote is at end. */
static const char *
find_start(const char *text, const char *end)
{
	const char *s;

	do {
		end = memrchr(text, '"', (size_t)(end - text));
		for (s = end; s > text && s[-1] == '\\'; s--)
			;
	} while ((end - s) % 2 == 1);
	return end + 1;
}

const char *
kdd_unescape_read(struct kdd_buf *b, struct kdd_span text, size_t consumed,
    const char *p, size_t n)
{
	const char *end = text.p + consumed - 1;

	if ((uintptr_t)p - (uintptr_t)text.p < text.n) {
		kdd_buf_add(b, p, n);
		return p;
	}
	p = find_start(text.p, end);
	kdd_unescape(b, p, (size_t)(end - p));
	return p;
}
