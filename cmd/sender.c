#include "sender.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#define PIECE_SIZE	(1024 * 1024)	/* a longer line goes out in pieces */
#define WRITE_SIZE	(64 * 1024)	/* what is larger is written */
#define LOOK_AROUND	50000000u	/* ns between looks at cli_stop() */

void
sender_open(struct sender *s)
{
	/* wake when asked to, not up to 50 us later, as is Linux' default */
	prctl(PR_SET_TIMERSLACK, 1UL);
	cli_out_open(&s->out, NULL);
}

static void
look_at_clock(struct sender *s)
{
	s->now = kdd_pace_now();
	if (s->delimiter != '\0')
		snprintf(s->stamp, sizeof(s->stamp), "%c%" PRIu64,
		    s->delimiter, kdd_latency_now());
	if (s->pace.start != 0)
		return;
	s->pace.start = s->now;
	kdd_timeline_start(&s->times, s->now);
}

static void
send_rows(struct sender *s)
{
	bool paced = s->pace.batch > 0 || s->times.speed > 0;

	if (s->out.buf.n == 0)
		return;
	cli_out_flush(&s->out);
	look_at_clock(s);
	for (uint32_t i = 0; paced && i < s->ndue; i++)
		kdd_latency_add(&s->late, s->now - s->due[i]);
	if (s->ndue > 0)
		s->last = s->now;
	s->rows += s->ndue;
	s->ndue = 0;
	s->waiting(s->arg);
}

/* Returns false if a signal came first. */
static bool
wait_until(struct sender *s, uint64_t due)
{
	if (due <= s->now)
		return true;
	send_rows(s);
	for (;;) {
		look_at_clock(s);
		if (due <= s->now || cli_stop() != 0)
			return due <= s->now;
		s->waiting(s->arg);
		kdd_pace_sleep(due - s->now > LOOK_AROUND ?
		    s->now + LOOK_AROUND : due);
	}
}

/* To out: the time before a CR, unless the line is empty, and LF. */
static void
add_end(struct sender *s, bool is_empty)
{
	struct kdd_buf *b = &s->out.buf;
	bool cr = s->delimiter != '\0' && b->n > 0 && b->p[b->n - 1] == '\r';

	b->n -= cr;
	if (s->delimiter != '\0' && !is_empty)
		kdd_buf_puts(b, s->stamp);
	kdd_buf_puts(b, cr ? "\r\n" : "\n");
}

static uint64_t
due_of(struct sender *s, const char *line, size_t n)
{
	if (s->broken)
		return s->broken_due;
	if (s->times.speed > 0)
		return kdd_timeline_due(&s->times, line, n);
	return kdd_pace_due(&s->pace, s->rows + s->ndue);
}

/*
 * A line without its LF, or the beginning of a long one, waits until it is
 * due, and what was due before goes out meanwhile.  False: a signal came.
 */
static bool
pass_on(struct sender *s, const char *line, size_t n, bool whole)
{
	bool is_empty = !s->broken && (n == 0 || (n == 1 && *line == '\r'));
	uint64_t due = due_of(s, line, n);

	if (!wait_until(s, due))
		return false;
	kdd_buf_add(&s->out.buf, line, n);
	if (whole) {
		add_end(s, is_empty);
		s->due[s->ndue++] = due;
	}
	s->broken = !whole;
	s->broken_due = due;
	if (s->ndue == SENDER_ROWS || s->out.buf.n >= WRITE_SIZE)
		send_rows(s);
	return true;
}

static bool
pass_part(struct sender *s, bool whole)
{
	size_t n = s->part.n;

	if (s->part.failed)
		cli_fail("%s", strerror(ENOMEM));
	s->part.n = 0;
	return pass_on(s, n > 0 ? s->part.p : "", n, whole);
}

bool
sender_is_done(const struct sender *s)
{
	return s->rows + s->ndue == s->max_rows;
}

bool
sender_feed(struct sender *s, const char *p, size_t n)
{
	const char *end = p + n, *nl;
	bool going = true;

	look_at_clock(s);
	for (; going && !sender_is_done(s) && (nl = memchr(p, '\n',
	    (size_t)(end - p))) != NULL; p = nl + 1) {
		if (s->part.n == 0) {
			going = pass_on(s, p, (size_t)(nl - p), true);
			continue;
		}
		kdd_buf_add(&s->part, p, (size_t)(nl - p));
		going = pass_part(s, true);
	}
	going = going && !sender_is_done(s);
	if (going) {
		kdd_buf_add(&s->part, p, (size_t)(end - p));
		if (s->part.n >= PIECE_SIZE)
			going = pass_part(s, false);
	}
	send_rows(s);
	return going;
}

void
sender_end(struct sender *s, bool broke_off)
{
	if (broke_off)
		s->part.n = 0;
	if (s->part.n > 0 || s->broken)
		pass_part(s, true);
	s->part.n = 0;
	send_rows(s);
}

void
sender_close(struct sender *s)
{
	cli_out_close(&s->out);
	kdd_buf_release(&s->part);
}
