#include "json.h"

#include <string.h>

#include "utf8.h"
#include "word.h"

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

/* Clean bytes of the eight at s before the first that is not. */
static size_t
clean_bytes(const unsigned char *s)
{
	uint64_t w = kdd_word8(s), control = (w - KDD_EIGHT(0x20)) & ~w;

	return kdd_word_below(((w | control) & KDD_EIGHT(0x80)) |
	    kdd_word_zeros(w ^ KDD_EIGHT('"')) |
	    kdd_word_zeros(w ^ KDD_EIGHT('\\')) |
	    kdd_word_zeros(w ^ KDD_EIGHT(0x7f)));
}

/* Copy up to the next byte that is not clean; returns where that is. */
static const unsigned char *
put_clean(char **to, const unsigned char *s, const unsigned char *end)
{
	size_t n;

	while (end - s >= 8) {
		memcpy(*to, s, 8);
		n = clean_bytes(s);
		*to += n;
		s += n;
		if (n < 8)
			return s;
	}
	while (s < end && is_clean(*s))
		*(*to)++ = (char)*s++;
	return s;
}

char *
kdd_json_text(char *to, const char *string, size_t n)
{
	const unsigned char *s = (const unsigned char *)string;
	const unsigned char *end = s + n;
	size_t len;

	while ((s = put_clean(&to, s, end)) < end) {
		if (*s < 0x80) {
			to = put_escape(to, *s++);
		} else if ((len = kdd_utf8_length((const char *)s,
		    (size_t)(end - s))) > 0) {
			memcpy(to, s, len);
			to += len;
			s += len;
		} else {
			memcpy(to, "\\ufffd", 6);
			to += 6;
			s++;
		}
	}
	return to;
}

char *
kdd_json_put(char *to, const char *s, size_t n)
{
	*to++ = '"';
	to = kdd_json_text(to, s, n);
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
