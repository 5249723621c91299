#include "plain.h"

#include "num.h"

/* From the lowest bit: the digits, how many are behind the point, a minus. */
#define DIGITS_BITS	57
#define PLACES_BITS	5
#define DIGITS_MAX	((UINT64_C(1) << DIGITS_BITS) - 1)
#define PLACES_MAX	((1u << PLACES_BITS) - 1)

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Add digits to *m; returns where they end, or NULL if they are too many. */
static const char *
take_digits(const char *s, const char *end, uint64_t *m)
{
	for (; s < end && is_digit(*s); s++) {
		*m = *m * 10 + (uint64_t)(*s - '0');
		if (*m > DIGITS_MAX)
			return NULL;
	}
	return s;
}

bool
kdd_plain_pack(const char *s, size_t n, uint64_t *word)
{
	const char *end = s + n, *point;
	bool minus = n > 0 && *s == '-';
	uint64_t m = 0, places = 0;

	s += minus;
	if (s == end || !is_digit(*s) ||
	    (*s == '0' && end - s > 1 && s[1] != '.'))
		return false;
	if ((point = take_digits(s, end, &m)) == NULL)
		return false;
	if (point < end) {
		if (*point != '.' || end - point < 2 ||
		    end - point - 1 > (ptrdiff_t)PLACES_MAX ||
		    take_digits(point + 1, end, &m) != end)
			return false;
		places = (uint64_t)(end - point - 1);
	}
	*word = m | places << DIGITS_BITS |
	    (uint64_t)minus << (DIGITS_BITS + PLACES_BITS);
	return true;
}

size_t
kdd_plain_text(uint64_t word, char text[KDD_PLAIN_MAX])
{
	unsigned places = word >> DIGITS_BITS & PLACES_MAX, n = 0;
	char back[KDD_PLAIN_MAX];
	uint64_t m = word & DIGITS_MAX;
	size_t length = 0;

	for (; m > 0 || n <= places; m /= 10)
		back[n++] = (char)('0' + m % 10);
	if (word >> (DIGITS_BITS + PLACES_BITS))
		text[length++] = '-';
	while (n > 0) {
		text[length++] = back[--n];
		if (n == places && n > 0)
			text[length++] = '.';
	}
	return length;
}

double
kdd_plain_value(uint64_t word)
{
	char text[KDD_PLAIN_MAX];
	double v = 0;

	kdd_num_parse(text, kdd_plain_text(word, text), &v);
	return v;
}
