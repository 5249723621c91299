#include "timeline.h"

#include <math.h>
#include <string.h>

#include "num.h"

#define SECOND 1e9

/* The time that a line tells, or NaN. */
static double
time_of(const struct kdd_timeline *t, const char *p, size_t n)
{
	const char *end = p + n, *stop;
	double seconds;

	for (uint32_t i = 1; i < t->field; i++) {
		p = memchr(p, t->delimiter, (size_t)(end - p));
		if (p++ == NULL)
			return (double)NAN;
	}
	if ((stop = memchr(p, t->delimiter, (size_t)(end - p))) != NULL)
		end = stop;
	else
		while (end > p && (end[-1] == '\n' || end[-1] == '\r'))
			end--;
	if (kdd_num_parse(p, (size_t)(end - p), &seconds) == -1 ||
	    !isfinite(seconds))
		return (double)NAN;
	return seconds;
}

void
kdd_timeline_start(struct kdd_timeline *t, uint64_t now)
{
	t->start = t->due = now;
}

uint64_t
kdd_timeline_due(struct kdd_timeline *t, const char *line, size_t n)
{
	double seconds = time_of(t, line, n), after;

	if (isnan(seconds)) {
		t->untimed++;
		return t->due;
	}
	if (t->timed++ == 0)
		t->first = seconds;
	after = (seconds - t->first) / t->speed * SECOND;
	if (after >= (double)(UINT64_MAX - t->start))
		t->due = UINT64_MAX;
	else if (after > (double)(t->due - t->start))
		t->due = t->start + (uint64_t)after;
	return t->due;
}

void
kdd_timeline_again(struct kdd_timeline *t)
{
	uint64_t gap = t->timed < 2 ? (uint64_t)SECOND :
	    (t->due - t->start) / (t->timed - 1);

	t->due = gap > UINT64_MAX - t->due ? UINT64_MAX : t->due + gap;
	t->start = t->due;
	t->timed = 0;
}
