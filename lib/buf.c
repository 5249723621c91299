#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

char *
kdd_buf_room(struct kdd_buf *b, size_t n)
{
	size_t cap = b->cap > 0 ? b->cap : 256;
	char *p;

	if (b->failed)
		return NULL;
	if (b->cap - b->n >= n)
		return b->p + b->n;
	while (cap - b->n < n) {
		if (cap > SIZE_MAX / 2) {
			b->failed = true;
			return NULL;
		}
		cap *= 2;
	}
	if ((p = realloc(b->p, cap)) == NULL) {
		b->failed = true;
		return NULL;
	}
	b->p = p;
	b->cap = cap;
	return b->p + b->n;
}

void
kdd_buf_add(struct kdd_buf *b, const void *p, size_t n)
{
	char *to;

	if (n > 0 && (to = kdd_buf_room(b, n)) != NULL) {
		memcpy(to, p, n);
		b->n += n;
	}
}

void
kdd_buf_puts(struct kdd_buf *b, const char *s)
{
	kdd_buf_add(b, s, strlen(s));
}

void
kdd_buf_char(struct kdd_buf *b, char c)
{
	kdd_buf_add(b, &c, 1);
}

void
kdd_buf_u64(struct kdd_buf *b, uint64_t v)
{
	char s[20];
	size_t i = sizeof(s);

	do
		s[--i] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	kdd_buf_add(b, s + i, sizeof(s) - i);
}

void
kdd_buf_num(struct kdd_buf *b, double v)
{
	char s[KDD_NUM_MAX];

	kdd_buf_add(b, s, kdd_num_print(s, v));
}

void
kdd_buf_printf(struct kdd_buf *b, const char *fmt, ...)
{
	va_list ap;
	char *to;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0 || (to = kdd_buf_room(b, (size_t)n + 1)) == NULL) {
		b->failed = true;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(to, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void
kdd_buf_release(struct kdd_buf *b)
{
	free(b->p);
	*b = (struct kdd_buf)KDD_BUF_INIT;
}
