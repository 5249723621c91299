#include "wrap.h"

#include <string.h>

#define COLUMNS 80

/* Characters, if it is UTF-8. */
static size_t
width(const char *s, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += ((unsigned char)s[i] & 0xc0) != 0x80;
	return sum;
}

static size_t
column_of(const struct kdd_buf *b)
{
	const char *nl = b->n > 0 ? memrchr(b->p, '\n', b->n) : NULL;
	size_t from = nl != NULL ? (size_t)(nl + 1 - b->p) : 0;

	return b->n > from ? width(b->p + from, b->n - from) : 0;
}

void
kdd_wrap(struct kdd_buf *b, const char *s, size_t n, size_t indent)
{
	size_t column = column_of(b), one;
	bool first = true;

	for (; n > 0; first = false) {
		const char *space = memchr(s, ' ', n);
		size_t bytes = space != NULL ? (size_t)(space - s) : n;

		one = width(s, bytes);
		if (!first && column + 1 + one > COLUMNS) {
			kdd_buf_char(b, '\n');
			for (column = 0; column < indent; column++)
				kdd_buf_char(b, ' ');
		} else if (!first) {
			kdd_buf_char(b, ' ');
			column++;
		}
		kdd_buf_add(b, s, bytes);
		column += one;
		bytes += space != NULL;
		s += bytes;
		n -= bytes;
	}
	kdd_buf_char(b, '\n');
}
