#include "json.h"

#include <string.h>

#include "utf8.h"

/* Does it stand in a string as it is? */
static bool
is_clean(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static char *
put_escape(char *to, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	*to++ = '\\';
	if (c == '"' || c == '\\') {
		*to++ = (char)c;
		return to;
	}
	memcpy(to, "u00", 3);
	to[3] = hex[c >> 4];
	to[4] = hex[c & 15];
	return to + 5;
}

/* The bytes behind the first that is not clean. */
static char *
put_rest(char *to, const unsigned char *s, size_t n)
{
	size_t len;

	for (; n > 0; s += len, n -= len) {
		len = 1;
		if (is_clean(*s)) {
			*to++ = (char)*s;
		} else if (*s < 0x80) {
			to = put_escape(to, *s);
		} else if ((len = kdd_utf8_length((const char *)s, n)) > 0) {
			memcpy(to, s, len);
			to += len;
		} else {
			memcpy(to, "\\ufffd", 6);
			to += 6;
			len = 1;
		}
	}
	return to;
}

char *
kdd_json_put(char *to, const char *string, size_t n)
{
	const unsigned char *s = (const unsigned char *)string;
	size_t i = 0;

	*to++ = '"';
	for (; i < n && is_clean(s[i]); i++)
		to[i] = (char)s[i];
	to += i;
	if (i < n)
		to = put_rest(to, s + i, n - i);
	*to++ = '"';
	return to;
}

void
kdd_json_string(struct kdd_buf *b, const char *s)
{
	size_t n = strlen(s);
	char *to = kdd_buf_room(b, KDD_JSON_ROOM(n));

	if (to != NULL)
		b->n += (size_t)(kdd_json_put(to, s, n) - to);
}

static size_t
skip_digits(const char *s, size_t n, size_t i)
{
	while (i < n && (unsigned char)(s[i] - '0') <= 9)
		i++;
	return i;
}

bool
kdd_json_is_number(const char *s, size_t n)
{
	size_t i = n > 0 && *s == '-', from = i;

	i = skip_digits(s, n, i);
	if (i == from || (s[from] == '0' && i > from + 1))
		return false;
	if (i < n && s[i] == '.') {
		from = i + 1;
		if ((i = skip_digits(s, n, from)) == from)
			return false;
	}
	if (i < n && (s[i] == 'e' || s[i] == 'E')) {
		i++;
		i += i < n && (s[i] == '+' || s[i] == '-');
		from = i;
		if ((i = skip_digits(s, n, from)) == from)
			return false;
	}
	return i == n;
}
