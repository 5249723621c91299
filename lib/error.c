#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
kdd_error_set(struct kdd_error *e, size_t line, const char *fmt, ...)
{
	va_list ap;

	e->line = line;
	va_start(ap, fmt);
	vsnprintf(e->what, sizeof(e->what), fmt, ap);
	va_end(ap);
	return -1;
}

void
kdd_error_add(struct kdd_error *e, const char *fmt, ...)
{
	size_t n = strlen(e->what);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e->what + n, sizeof(e->what) - n, fmt, ap);
	va_end(ap);
}

char *
kdd_error_show(char *dst, size_t cap, const char *s, size_t n)
{
	static const char hex[] = "0123456789abcdef";
	size_t i, o = 0;

	dst[o++] = '"';
	/* 4 for one escaped byte, 3 for the dots, 2 for quote and NUL */
	for (i = 0; i < n && o + 4 + 3 + 2 <= cap; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x20 && c != 0x7f && c != '"' && c != '\\') {
			dst[o++] = (char)c;
			continue;
		}
		dst[o++] = '\\';
		dst[o++] = 'x';
		dst[o++] = hex[c >> 4];
		dst[o++] = hex[c & 15];
	}
	dst[o++] = '"';
	if (i < n)
		for (int k = 0; k < 3; k++)
			dst[o++] = '.';
	dst[o] = '\0';
	return dst;
}
