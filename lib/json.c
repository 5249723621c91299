#include "json.h"

/*
 * Length of the UTF-8 sequence at s (Unicode 15, table 3-7), or 0.  The
 * string's NUL is no continuation byte, so this never reads beyond it.
 */
static unsigned
utf8_length(const unsigned char *s)
{
	unsigned char lo = 0x80, hi = 0xbf;
	unsigned n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	if (s[0] == 0xe0)
		lo = 0xa0;
	else if (s[0] == 0xed)
		hi = 0x9f;
	else if (s[0] == 0xf0)
		lo = 0x90;
	else if (s[0] == 0xf4)
		hi = 0x8f;
	if (s[1] < lo || s[1] > hi)
		return 0;
	for (unsigned i = 2; i < n; i++)
		if (s[i] < 0x80 || s[i] > 0xbf)
			return 0;
	return n;
}

void
kdd_json_string(struct kdd_buf *b, const char *string)
{
	const unsigned char *s = (const unsigned char *)string;
	unsigned n;

	kdd_buf_char(b, '"');
	for (; *s != '\0'; s += n > 0 ? n : 1) {
		n = utf8_length(s);
		if (*s < 0x20 || *s == 0x7f)
			kdd_buf_printf(b, "\\u%04x", *s);
		else if (*s == '"' || *s == '\\')
			kdd_buf_printf(b, "\\%c", *s);
		else if (n == 0)
			kdd_buf_puts(b, "\\ufffd");
		else
			kdd_buf_add(b, s, n);
	}
	kdd_buf_char(b, '"');
}
