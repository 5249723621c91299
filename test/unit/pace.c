/* pace: deadlines to the nanosecond, and counts that never run ahead. */
#include "pace.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>

#include "any.h"
#include "tap.h"

static void
test_due(void)
{
	const struct kdd_pace thousand = { 5, 1, 1e6 };
	const struct kdd_pace fast = { 7, 1, 100 };
	const struct kdd_pace third = { 0, 1, 1e9 / 3 };
	const struct kdd_pace sets = { 1000, 5, 1e8 };
	const struct kdd_pace none = { 9, 0, 0 };

	ok(kdd_pace_due(&thousand, 0) == 5 &&
	    kdd_pace_due(&thousand, 1) == 1000005 &&
	    kdd_pace_due(&thousand, 1000) == 1000000005, "due: 1,000 a second");
	ok(kdd_pace_due(&fast, 100000000000000001) == 10000000000000000107u,
	    "due: exact after 300 years");
	/* 1e9 / 3 is 333333333.33333331346511840820312 as a double */
	ok(kdd_pace_due(&third, 1) == 333333333 &&
	    kdd_pace_due(&third, 2) == 666666666 &&
	    kdd_pace_due(&third, 30000000000) == 9999999999999999403u,
	    "due: a period with a fraction is not rounded");
	ok(kdd_pace_due(&sets, 4) == 1000 &&
	    kdd_pace_due(&sets, 5) == 100001000 &&
	    kdd_pace_due(&sets, 9999) == 199900001000, "due: sets of five");
	ok(kdd_pace_due(&none, 0) == 9 && kdd_pace_due(&none, UINT64_MAX) == 9,
	    "due: no pace, no wait");
	ok(kdd_pace_due(&thousand, UINT64_MAX) == UINT64_MAX &&
	    kdd_pace_due(&sets, UINT64_MAX) == UINT64_MAX,
	    "due: never comes round to the past");
}

static void
test_count(void)
{
	const struct kdd_pace thousand = { 5, 1, 1e6 };
	const struct kdd_pace sets = { 1000, 5, 1e8 };
	const struct kdd_pace none = { 9, 0, 0 };

	ok(kdd_pace_count(&thousand, 4) == 0 &&
	    kdd_pace_count(&thousand, 5) == 1 &&
	    kdd_pace_count(&thousand, 1000004) == 1 &&
	    kdd_pace_count(&thousand, 1000005) == 2, "count: 1,000 a second");
	ok(kdd_pace_count(&sets, 999) == 0 &&
	    kdd_pace_count(&sets, 1000) == 5 &&
	    kdd_pace_count(&sets, 100000999) == 5 &&
	    kdd_pace_count(&sets, 100001000) == 10, "count: sets of five");
	ok(kdd_pace_count(&none, 8) == 0 &&
	    kdd_pace_count(&none, 9) == UINT64_MAX &&
	    kdd_pace_count(&thousand, UINT64_MAX) == UINT64_MAX,
	    "count: no pace and the end of time are all lines");
}

/* A line counts from its deadline on, and not before. */
static bool
agrees(const struct kdd_pace *p, uint64_t now)
{
	uint64_t n = kdd_pace_count(p, now);

	if ((n == 0 || kdd_pace_due(p, n - 1) <= now) &&
	    (n == UINT64_MAX || kdd_pace_due(p, n) > now))
		return true;
	note("start %ju, %ju each %a ns: %ju at %ju", (uintmax_t)p->start,
	    (uintmax_t)p->batch, p->period, (uintmax_t)n, (uintmax_t)now);
	return false;
}

static void
test_inverse(void)
{
	int wrong = 0;

	for (int i = 0; i < 100000; i++) {
		struct kdd_pace p = { any_size(), 1 + any_size() / 2,
		    ldexp((double)(any_size() + 1), any_between(-64, 0)) };
		uint64_t line = any_size(), t = kdd_pace_due(&p, line);

		wrong += !agrees(&p, any_size()) + !agrees(&p, t) +
		    !agrees(&p, t + 1) + !agrees(&p, t - 1) +
		    (kdd_pace_count(&p, t) < line) +
		    (line < UINT64_MAX && kdd_pace_due(&p, line + 1) < t);
	}
	ok(wrong == 0, "count: the inverse of due, for 100,000 paces");
}

static void
on_alarm(int sig)
{
	(void)sig;
}

static void
test_sleep(void)
{
	const struct itimerval soon = { { 0, 10000 }, { 0, 10000 } };
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };
	struct sigaction sa = { .sa_handler = on_alarm };
	uint64_t t = kdd_pace_now() + 2000000;

	ok(kdd_pace_sleep(t) == 0 && kdd_pace_now() >= t,
	    "sleep: not shorter than asked");
	ok(kdd_pace_sleep(0) == 0 && kdd_pace_sleep(t) == 0,
	    "sleep: not at all when it is late");
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	ok(kdd_pace_sleep(kdd_pace_now() + 60000000000) == -1 &&
	    errno == EINTR, "sleep: a signal ends it");
	setitimer(ITIMER_REAL, &never, NULL);
}

int
main(void)
{
	test_due();
	test_count();
	test_inverse();
	test_sleep();
	return tap_done();
}
