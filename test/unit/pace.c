/* pace: deadlines to the nanosecond, in order. */
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

/* Deadlines stand in the order of their lines. */
static void
test_order(void)
{
	int wrong = 0;

	for (int i = 0; i < 100000; i++) {
		struct kdd_pace p = { any_size(), 1 + any_size() / 2,
		    ldexp((double)(any_size() + 1), any_between(-64, 0)) };
		uint64_t line = any_size(), t = kdd_pace_due(&p, line);

		wrong += t < p.start || (line < UINT64_MAX &&
		    kdd_pace_due(&p, line + 1) < t);
	}
	ok(wrong == 0, "due: in order, for 100,000 paces");
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
	test_order();
	test_sleep();
	return tap_done();
}
