#include "token.h"

#include <string.h>

static bool
is_plain(unsigned char c)
{
	return c > 0x20 && c != 0x7f && c != '"' && c != '\\';
}

bool
kdd_token_is_name(const char *s)
{
	while ((unsigned char)*s >= 0x20 && *s != 0x7f)
		s++;
	return *s == '\0';
}

void
kdd_token_quote(struct kdd_buf *b, const char *s)
{
	kdd_buf_char(b, '"');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (is_plain(c) || c == ' ')
			kdd_buf_char(b, *s);
		else if (c == '"' || c == '\\')
			kdd_buf_printf(b, "\\%c", c);
		else
			kdd_buf_printf(b, "\\x%02x", c);
	}
	kdd_buf_char(b, '"');
}

void
kdd_token_add(struct kdd_buf *b, const char *s)
{
	const char *p;

	for (p = s; is_plain((unsigned char)*p); p++)
		continue;
	if (*p == '\0' && p > s)
		kdd_buf_puts(b, s);
	else
		kdd_token_quote(b, s);
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One escape after its backslash; 0 (which no token holds) if malformed. */
static char
unescape(char **from)
{
	char *s = *from;
	int hi, lo;

	if (*s == '"' || *s == '\\') {
		*from = s + 1;
		return *s;
	}
	if (*s != 'x' || (hi = hex_digit(s[1])) == -1 ||
	    (lo = hex_digit(s[2])) == -1)
		return '\0';
	*from = s + 3;
	return (char)(hi << 4 | lo);
}

static int
next_quoted(char **s, char **tok)
{
	char *from = *s + 1, *to = *s;

	*tok = to;
	while (*from != '"') {
		char c = *from++;

		if (c == '\\')
			c = unescape(&from);
		if (c == '\0')
			return -1;
		*to++ = c;
	}
	from++;
	if (*from != ' ' && *from != '\0')
		return -1;
	*s = *from == ' ' ? from + 1 : from;
	if (*from == ' ' && from[1] == '\0')
		return -1;
	*to = '\0';
	return 1;
}

int
kdd_token_next(char **s, char **tok)
{
	char *p = *s;

	if (*p == '\0')
		return 0;
	if (*p == '"')
		return next_quoted(s, tok);
	while (is_plain((unsigned char)*p))
		p++;
	if (p == *s || (*p != ' ' && *p != '\0') ||
	    (*p == ' ' && p[1] == '\0'))
		return -1;
	*tok = *s;
	*s = p;
	if (*p == ' ') {
		*p = '\0';
		*s = p + 1;
	}
	return 1;
}
