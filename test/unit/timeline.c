/* timeline: deadlines by the times that lines tell. */
#include "timeline.h"

#include <string.h>

#include "tap.h"

static uint64_t
due(struct kdd_timeline *t, const char *line)
{
	return kdd_timeline_due(t, line, strlen(line));
}

static struct kdd_timeline
at(double speed, uint32_t field, char delimiter)
{
	struct kdd_timeline t = { .speed = speed, .field = field,
	    .delimiter = delimiter };

	kdd_timeline_start(&t, 1000);
	return t;
}

static void
test_gaps(void)
{
	struct kdd_timeline t = at(1, 1, ','), fast = at(2, 2, '\t');
	struct kdd_timeline late = at(1, 3, ',');

	ok(due(&t, "1700000000.5,x") == 1000 &&
	    due(&t, "1700000001.75,x") == 1250001000 &&
	    due(&t, "1700000002\r\n") == 1500001000, "timeline: gaps");
	ok(due(&fast, "a\t5\tb") == 1000 && due(&fast, "a\t7\n") == 1000001000,
	    "timeline: at twice the speed, of another field");
	ok(due(&late, "1,2,3e0\n") == 1000 &&
	    due(&late, "1,2,4") == 1000001000, "timeline: the last field");
}

static void
test_odd(void)
{
	struct kdd_timeline t = at(1, 1, ',');

	ok(due(&t, "#fields") == 1000 && due(&t, "") == 1000 &&
	    t.untimed == 2, "timeline: no time yet");
	ok(due(&t, "10") == 1000 && due(&t, "12") == 2000001000 &&
	    due(&t, "x,13") == 2000001000 && due(&t, "11") == 2000001000 &&
	    due(&t, "13") == 3000001000,
	    "timeline: no time, or an earlier one, keeps the order");
	ok(due(&t, "nan") == 3000001000 && due(&t, "inf") == 3000001000 &&
	    due(&t, "1e300") == UINT64_MAX && due(&t, "14") == UINT64_MAX,
	    "timeline: beyond all times");
}

static void
test_again(void)
{
	struct kdd_timeline t = at(1, 1, ','), one = at(1, 1, ',');

	due(&t, "head");
	due(&t, "10");
	due(&t, "11");
	due(&t, "14");
	kdd_timeline_again(&t);
	ok(due(&t, "head") == 6000001000 && due(&t, "10") == 6000001000 &&
	    due(&t, "11") == 7000001000 && due(&t, "14") == 10000001000,
	    "timeline: again, after the mean gap");
	kdd_timeline_again(&t);
	ok(due(&t, "10") == 12000001000, "timeline: and again");
	due(&one, "5");
	kdd_timeline_again(&one);
	ok(due(&one, "5") == 1000001000, "timeline: one line, after a second");
}

int
main(void)
{
	test_gaps();
	test_odd();
	test_again();
	return tap_done();
}
