/* Times as text: known ones, and days against the C library's. */
#include <string.h>
#include <time.h>

#include "any.h"
#include "moment.h"
#include "tap.h"

static const struct {
	const char *text, *want;	/* NULL: none */
} known[] = {
	{ "0", "1970-01-01T00:00:00.000000+0000" },
	{ "1546301234.567891", "2019-01-01T00:07:14.567891+0000" },
	{ "1546301234.5", "2019-01-01T00:07:14.500000+0000" },
	{ "1546301234.5678919", "2019-01-01T00:07:14.567891+0000" },
	{ "951782400", "2000-02-29T00:00:00.000000+0000" },
	{ "1546301234567", "2019-01-01T00:07:14.567000+0000" },
	{ "1546301234567891", "2019-01-01T00:07:14.567891+0000" },
	{ "1546301234567891234", "2019-01-01T00:07:14.567891+0000" },
	{ "2026-11-29T05:06:10Z", "2026-11-29T05:06:10.000000+0000" },
	{ "2026-11-29 05:06:10.25", "2026-11-29T05:06:10.250000+0000" },
	{ "2026-11-29T05:06:10+02:00", "2026-11-29T05:06:10.000000+0200" },
	{ "2026-11-29T05:06:10.1234567-0530",
	    "2026-11-29T05:06:10.123456-0530" },
	{ "", NULL }, { "-1", NULL }, { "1.5x", NULL },
	{ "12345678901234567890", NULL }, { "2026-13-01T00:00:00Z", NULL },
	{ "2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000000+0000" },
	{ "1900-02-29T00:00:00Z", NULL }, { "2026-02-31T00:00:00Z", NULL },
	{ "0000-01-01T00:00:00Z", NULL }, { "2026-04-31T00:00:00Z", NULL },
	{ "2026-11-29T24:00:00Z", NULL }, { "2026-11-29", NULL },
	{ "2026-11-29T05:06:10+2:00", NULL },
	{ "2026-11-29T05:06:10\",\"x\":1", NULL },
	{ "2026-11-29T05:06:10.Z", NULL }, { "999999999999.9", NULL },
};

static int
check_day(uint64_t seconds)
{
	char want[64], got[KDD_MOMENT_SIZE + 1] = "";
	time_t t = (time_t)seconds;
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(want, sizeof(want), "%Y-%m-%dT%H:%M:%S.000007+0000", &tm);
	kdd_moment_put(got, seconds, 7);
	if (strcmp(got, want) == 0)
		return 0;
	note("%llu: %s, not %s", (unsigned long long)seconds, got, want);
	return 1;
}

int
main(void)
{
	int wrong = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		char got[KDD_MOMENT_SIZE + 1] = "";
		int rc = kdd_moment_read(got, (struct kdd_span){
		    known[i].text, strlen(known[i].text) });

		ok(known[i].want == NULL ? rc == -1 :
		    rc == 0 && strcmp(got, known[i].want) == 0, "\"%s\": %s",
		    known[i].text, rc == 0 ? got : "no time");
	}
	for (int i = 0; i < 200000; i++)
		wrong += check_day(any() % 253402300800);
	for (uint64_t day = 0; day < 60000; day++)
		wrong += check_day(day * 86400);
	ok(wrong == 0, "dates up to the year 9999");
	return tap_done();
}
