#include "work.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void
no_memory(void)
{
	cli_fail("%s", strerror(ENOMEM));
}

/* The row is dead, for a reason that is copied. */
static void
bury(struct work *w, struct batch_row *row, const char *reason)
{
	size_t n = strlen(reason) + 1;
	char *copy = kdd_arena_give(&w->reasons, n);

	if (copy == NULL)
		no_memory();
	row->dead = memcpy(copy, reason, n);
	w->rejected++;
}

/* A dead row needs a topic. */
static void
check_dead(const struct work *w, const struct batch_row *row)
{
	if (w->broker->dead == NULL)
		cli_fail("topic %s, partition %" PRId32 ", offset %" PRId64
		    ": rejected (%s), and there is no dead-letter topic: -D",
		    w->broker->in, row->partition, row->offset, row->dead);
}

/* A reject: the number of the line, file, and the reason, tabs between. */
static void
take_reject(struct work *w, char *line, struct batch_row *row, size_t n)
{
	char *end, *rest = line;
	unsigned long i = strtoul(line, &end, 10);
	const char *reason;

	if (end == line || *end != '\t' || i < 1 || i > n ||
	    strchr(end + 1, '\t') == NULL)
		cli_fail("the filter wrote \"%.40s\" to descriptor 3, which "
		    "is no reject of these lines", line);
	strsep(&rest, "\t");
	strsep(&rest, "\t");
	reason = strsep(&rest, "\t");
	if (row[i - 1].dead == NULL)
		bury(w, &row[i - 1], reason);
	check_dead(w, &row[i - 1]);
}

static void
take_rejects(struct work *w, struct batch_row *row, size_t n)
{
	char *line = w->run.third.p, *nl, *end = line + w->run.third.n;

	if (w->run.third.n == 0) {
		if (w->run.status == CLI_REJECTED)
			cli_fail("the filter rejected rows and wrote none to "
			    "descriptor 3: give it --rejects /dev/fd/3, and "
			    "-D before it");
		return;
	}
	for (; line < end; line = nl + 1) {
		nl = memchr(line, '\n', (size_t)(end - line));
		if (nl == NULL)
			cli_fail("the filter ended in the midst of a reject");
		*nl = '\0';
		take_reject(w, line, row, n);
	}
}

/* What a run has written comes behind what others have. */
static void
take_output(struct work *w)
{
	struct kdd_buf *out = &w->out, *more = &w->run.out, old = *out;

	if (out->n == 0) {
		*out = *more;
		*more = old;
	} else {
		if (out->p[out->n - 1] != '\n')
			kdd_buf_char(out, '\n');
		kdd_buf_add(out, more->p, more->n);
	}
	if (out->failed)
		no_memory();
}

/* Where the line at p ends: the last may have no newline. */
static const char *
line_end(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));

	return nl != NULL ? nl : end;
}

/* Can all that the filter wrote be sent? */
static bool
output_fits(const struct work *w)
{
	const char *p = w->run.out.p, *end = p + w->run.out.n, *nl;

	if (w->run.out.n <= w->broker->max_bytes)
		return true;
	for (; p < end; p = nl + (nl < end)) {
		nl = line_end(p, end);
		if ((size_t)(nl - p) > w->broker->max_bytes)
			return false;
	}
	return true;
}

/* Run the filter over n bytes.  NULL, or why what it wrote is of no use. */
static const char *
try(struct work *w, const char *p, size_t n)
{
	static char what[32];

	if (filter_run(&w->run, w->filter, p, n) == -1)
		cli_fail("%s: %s", w->filter[0], strerror(errno));
	snprintf(what, sizeof(what), "status %d", w->run.status);
	if (w->run.status != CLI_OK && w->run.status != CLI_REJECTED)
		return what;
	return output_fits(w) ? NULL : "output too long";
}

/*
 * A filter that fails without a row, too, does not fail because of one: then
 * all rows would be dead.
 */
static void
check_filter(struct work *w)
{
	const char *why = try(w, "", 0);

	if (why != NULL && cli_stop() == 0)
		cli_fail("%s: %s, even without a row: is its command right?",
		    w->filter[0], why);
}

/*
 * Let the filter judge n rows.  A run that fails twice is halved until the
 * row that it fails on stands alone.
 */
static void
judge_rows(struct work *w, struct batch_row *row, size_t n)
{
	const char *why = NULL;
	char reason[32];

	for (int i = 0; i < 2 && n > 0; i++) {
		why = try(w, w->batch->text.p + row->from,
		    row[n - 1].from + row[n - 1].n + 1 - row->from);
		if (cli_stop() != 0)
			return;
		if (why == NULL) {
			take_rejects(w, row, n);
			take_output(w);
			return;
		}
		cli_warn("%s: %s, on %zu row%s from partition %" PRId32
		    ", offset %" PRId64, w->filter[0], why, n,
		    n == 1 ? "" : "s", row->partition, row->offset);
	}
	if (n == 0)
		return;
	snprintf(reason, sizeof(reason), "%s", why);
	if (n == w->batch->n)
		check_filter(w);
	if (n == 1) {
		bury(w, row, reason);
		check_dead(w, row);
		return;
	}
	judge_rows(w, row, n / 2);
	judge_rows(w, row + n / 2, n - n / 2);
}

bool
work_judge(struct work *w)
{
	const struct batch *b = w->batch;

	w->out.n = 0;
	w->written = 0;
	w->rejected = b->ndead;
	kdd_arena_reset(&w->reasons);
	if (b->ndead > 0)
		check_dead(w, b->dead);
	judge_rows(w, b->row, b->n);
	return cli_stop() == 0;
}

/* Each line is a message. */
static void
send_lines(struct work *w)
{
	const char *p = w->out.p, *end = p + w->out.n, *nl;

	for (; p < end; p = nl + (nl < end)) {
		nl = line_end(p, end);
		broker_send(w->broker, p, (size_t)(nl - p));
		w->written++;
	}
}

static void
send_dead(struct work *w, const struct batch_row *row, size_t n,
    const struct kdd_buf *text)
{
	for (size_t i = 0; i < n; i++)
		if (row[i].dead != NULL)
			broker_send_dead(w->broker, &row[i],
			    text->p + row[i].from, row[i].dead);
}

void
work_send(struct work *w)
{
	const struct batch *b = w->batch;

	send_lines(w);
	if (w->rejected > 0) {
		send_dead(w, b->dead, b->ndead, &b->dead_text);
		send_dead(w, b->row, b->n, &b->text);
	}
}

void
work_release(struct work *w)
{
	filter_release(&w->run);
	kdd_buf_release(&w->out);
	kdd_arena_reset(&w->reasons);
}
