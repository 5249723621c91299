#include "moment.h"

#include <string.h>

#define SECONDS_MAX	253402300799	/* the end of the year 9999 */

static char *
put_digits(char *to, uint32_t v, int n)
{
	for (int i = n; i-- > 0; v /= 10)
		to[i] = (char)('0' + v % 10);
	return to + n;
}

/*
 * The date of a day since the epoch, by Howard Hinnant's civil_from_days
 * (https://howardhinnant.github.io/date_algorithms.html).
 */
static char *
put_date(char *to, uint32_t days)
{
	uint32_t z = days + 719468, era = z / 146097, doe = z % 146097;
	uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	uint32_t mp = (5 * doy + 2) / 153;
	uint32_t month = mp < 10 ? mp + 3 : mp - 9;

	to = put_digits(to, yoe + era * 400 + (month <= 2), 4);
	*to++ = '-';
	to = put_digits(to, month, 2);
	*to++ = '-';
	return put_digits(to, doy - (153 * mp + 2) / 5 + 1, 2);
}

void
kdd_moment_put(char to[KDD_MOMENT_SIZE], uint64_t seconds, uint32_t micros)
{
	uint32_t s;

	if (seconds > SECONDS_MAX)
		seconds = SECONDS_MAX;
	s = (uint32_t)(seconds % 86400);
	to = put_date(to, (uint32_t)(seconds / 86400));
	*to++ = 'T';
	to = put_digits(to, s / 3600, 2);
	*to++ = ':';
	to = put_digits(to, s / 60 % 60, 2);
	*to++ = ':';
	to = put_digits(to, s % 60, 2);
	*to++ = '.';
	to = put_digits(to, micros, 6);
	memcpy(to, "+0000", 5);
}

/* As many digits as there are, from *i on; up to max of them count. */
static uint64_t
take_digits(struct kdd_span t, size_t *i, size_t max)
{
	uint64_t v = 0;
	size_t n = 0;

	for (; *i < t.n && (unsigned char)(t.p[*i] - '0') <= 9; ++*i, n++)
		if (n < max)
			v = 10 * v + (uint64_t)(t.p[*i] - '0');
	return v;
}

/* The digits behind a point, cut or filled to six. */
static uint32_t
take_micros(struct kdd_span t, size_t *i)
{
	size_t from = *i;
	uint64_t v = take_digits(t, i, 6);

	for (size_t n = *i - from; n < 6; n++)
		v *= 10;
	return (uint32_t)v;
}

static int
read_epoch(char to[KDD_MOMENT_SIZE], struct kdd_span t)
{
	size_t i = 0, digits;
	uint64_t v = take_digits(t, &i, 19), unit = 1;
	uint32_t micros = 0;

	digits = i;
	if (digits == 0 || digits > 19)
		return -1;
	if (i < t.n && t.p[i] == '.') {
		i++;
		micros = take_micros(t, &i);
	} else if (digits >= 12) {
		unit = digits >= 18 ? 1000000000 : digits >= 15 ? 1000000 :
		    1000;
		micros = (uint32_t)(unit == 1000000000 ?
		    v % unit / 1000 : v % unit * (1000000 / unit));
	}
	if (i < t.n || v / unit > SECONDS_MAX)
		return -1;
	kdd_moment_put(to, v / unit, micros);
	return 0;
}

/* Does the text go on as the pattern?  Each d is a digit; T may be blank. */
static bool
matches(struct kdd_span t, size_t from, const char *pattern)
{
	size_t n = strlen(pattern);

	if (from + n > t.n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = t.p[from + i];

		if (pattern[i] == 'd' ? (unsigned char)(c - '0') > 9 :
		    c != pattern[i] && (pattern[i] != 'T' || c != ' '))
			return false;
	}
	return true;
}

static int
two(const char *p)
{
	return 10 * (p[0] - '0') + p[1] - '0';
}

/* A zone from byte i on to the end, as +0000. */
static int
read_zone(char to[5], struct kdd_span t, size_t i)
{
	memcpy(to, "+0000", 5);
	if (i == t.n || (i + 1 == t.n && t.p[i] == 'Z'))
		return 0;
	if (!matches(t, i, "+dd:dd") && !matches(t, i, "-dd:dd") &&
	    !matches(t, i, "+dddd") && !matches(t, i, "-dddd"))
		return -1;
	to[0] = t.p[i];
	memcpy(to + 1, t.p + i + 1, 2);
	i += t.p[i + 3] == ':' ? 4 : 3;
	memcpy(to + 3, t.p + i, 2);
	return i + 2 == t.n && two(to + 1) < 24 && two(to + 3) < 60 ? 0 : -1;
}

static bool
is_day(int year, int month, int day)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return year > 0 && month > 0 && month <= 12 && day > 0 &&
	    day <= days[month - 1] + (month == 2 && leap);
}

static int
read_iso(char to[KDD_MOMENT_SIZE], struct kdd_span t)
{
	size_t i = 19;
	uint32_t micros = 0;

	if (!matches(t, 0, "dddd-dd-ddTdd:dd:dd"))
		return -1;
	if (!is_day(100 * two(t.p) + two(t.p + 2), two(t.p + 5),
	    two(t.p + 8)) || two(t.p + 11) > 23 || two(t.p + 14) > 59 ||
	    two(t.p + 17) > 60)
		return -1;
	memcpy(to, t.p, i);
	to[10] = 'T';
	to[19] = '.';
	if (matches(t, i, ".d")) {
		i++;
		micros = take_micros(t, &i);
	}
	put_digits(to + 20, micros, 6);
	return read_zone(to + 26, t, i);
}

int
kdd_moment_read(char to[KDD_MOMENT_SIZE], struct kdd_span text)
{
	return read_epoch(to, text) == 0 ? 0 : read_iso(to, text);
}
