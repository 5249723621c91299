#include "work.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char *
text_of(const struct batch_row *row, const struct kdd_buf *text)
{
	return text->p + row->from;
}

static void
send_dead(struct work *w, const struct batch_row *row,
    const struct kdd_buf *text, const char *reason)
{
	if (w->broker->dead == NULL)
		cli_fail("topic %s, partition %" PRId32 ", offset %" PRId64
		    ": rejected (%s), and there is no dead-letter topic: -D",
		    w->broker->in, row->partition, row->offset, reason);
	broker_send_dead(w->broker, row, text_of(row, text), reason);
	w->rejected++;
}

/* Each line of the filter's output is a message. */
static void
send_output(struct work *w)
{
	const char *p = w->run.out.p, *nl;

	for (size_t left = w->run.out.n; left > 0; p = nl + 1) {
		nl = memchr(p, '\n', left);
		if (nl == NULL) {
			broker_send(w->broker, p, left);
			w->written++;
			break;
		}
		broker_send(w->broker, p, (size_t)(nl - p));
		w->written++;
		left -= (size_t)(nl + 1 - p);
	}
}

/* A reject: the number of the line, file, and the reason, tabs between. */
static void
send_reject(struct work *w, char *line, const struct batch_row *row, size_t n)
{
	char *rest = line, *number = strsep(&rest, "\t"), *end;
	unsigned long i = strtoul(number, &end, 10);
	const char *reason;

	strsep(&rest, "\t");
	reason = strsep(&rest, "\t");
	if (end == number || *end != '\0' || i < 1 || i > n || reason == NULL)
		cli_fail("the filter wrote \"%.40s\" to descriptor 3, which "
		    "is no reject of these lines", line);
	send_dead(w, &row[i - 1], &w->batch->text, reason);
}

static void
send_rejects(struct work *w, const struct batch_row *row, size_t n)
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
		send_reject(w, line, row, n);
	}
}

/* Can all that the filter wrote be sent? */
static bool
output_fits(const struct work *w)
{
	const char *p = w->run.out.p, *end = p + w->run.out.n, *nl;

	if (w->run.out.n <= w->broker->max_bytes)
		return true;
	for (; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		nl = nl != NULL ? nl : end;
		if ((size_t)(nl - p) > w->broker->max_bytes)
			return false;
	}
	return true;
}

/* Why the filter's last run is not to be used, or NULL. */
static const char *
failure(struct work *w)
{
	if (w->run.status != CLI_OK && w->run.status != CLI_REJECTED) {
		snprintf(w->reason, sizeof(w->reason), "status %d",
		    w->run.status);
		return w->reason;
	}
	return output_fits(w) ? NULL : "output too long";
}

/* Run the filter over n rows.  Did it end well? */
static bool
try(struct work *w, const struct batch_row *row, size_t n)
{
	const char *p = text_of(row, &w->batch->text);

	if (filter_run(&w->run, w->filter, p,
	    row[n - 1].from + row[n - 1].n + 1 - row->from) == -1)
		cli_fail("%s: %s", w->filter[0], strerror(errno));
	return failure(w) == NULL;
}

/*
 * Let the filter judge n rows.  One that it dies of twice is halved until the
 * row that it dies of stands alone.
 */
static void
filter_rows(struct work *w, const struct batch_row *row, size_t n)
{
	if (n == 0)
		return;
	for (int i = 0; i < 2 && cli_stop() == 0; i++) {
		if (try(w, row, n)) {
			send_rejects(w, row, n);
			send_output(w);
			return;
		}
		cli_warn("%s: %s, on %zu row%s from partition %" PRId32
		    ", offset %" PRId64, w->filter[0], failure(w), n,
		    n == 1 ? "" : "s", row->partition, row->offset);
	}
	if (cli_stop() != 0)
		return;
	if (n == 1) {
		send_dead(w, row, &w->batch->text, failure(w));
		return;
	}
	filter_rows(w, row, n / 2);
	filter_rows(w, row + n / 2, n - n / 2);
}

void
work_do(struct work *w)
{
	const struct batch *b = w->batch;

	w->written = w->rejected = 0;
	for (size_t i = 0; i < b->ndead; i++)
		send_dead(w, &b->dead[i], &b->dead_text, b->dead[i].dead);
	filter_rows(w, b->row, b->n);
}
