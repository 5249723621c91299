#include "stats.h"

#include <inttypes.h>

#include "cli.h"

void
stats_batch(struct stats *r, const struct work *w, uint64_t commit_ns)
{
	r->rows += w->batch->n + w->batch->ndead;
	r->empty += w->batch->empty;
	r->written += w->written;
	r->rejected += w->rejected;
	r->batches++;
	r->commit_ns += commit_ns;
	r->last_row = prom_now(CLOCK_REALTIME);
}

void
stats_line(const struct stats *r)
{
	cli_warn("stats rows=%" PRIu64 " empty=%" PRIu64 " written=%" PRIu64
	    " rejected=%" PRIu64 " batches=%" PRIu64 " again=%" PRIu64
	    " lag=%" PRId64 " commit_ms=%.1f", r->rows, r->empty, r->written,
	    r->rejected, r->batches, r->again, broker_lag(r->broker),
	    r->batches > 0 ?
	    (double)r->commit_ns / 1e6 / (double)r->batches : 0);
}

static void
counter(struct kdd_buf *b, const char *name, const char *help, uint64_t n)
{
	prom_head(b, name, help, true);
	prom_sample(b, name, n);
}

static void
add_commits(struct kdd_buf *b, const struct stats *r)
{
	kdd_buf_puts(b, "# HELP kdd_kafka_commit_seconds "
	    "How long sending and committing took.\n"
	    "# TYPE kdd_kafka_commit_seconds summary\n");
	kdd_buf_printf(b, "kdd_kafka_commit_seconds_sum %.6f\n",
	    (double)r->commit_ns / 1e9);
	prom_sample(b, "kdd_kafka_commit_seconds_count", r->batches);
}

static void
add_all(struct kdd_buf *b, const struct stats *r)
{
	counter(b, "kdd_kafka_rows_total",
	    "Messages that were judged, or dead.", r->rows);
	counter(b, "kdd_kafka_empty_total", "Messages without a row.",
	    r->empty);
	counter(b, "kdd_kafka_written_total",
	    "Messages sent to the output topic.", r->written);
	counter(b, "kdd_kafka_rejected_total",
	    "Messages sent to the dead-letter topic.", r->rejected);
	counter(b, "kdd_kafka_batches_undone_total",
	    "Batches that were undone, and done again.", r->again);
	add_commits(b, r);
	prom_head(b, "kdd_kafka_lag",
	    "Messages of our partitions still to come.", false);
	kdd_buf_printf(b, "kdd_kafka_lag %" PRId64 "\n",
	    broker_lag(r->broker));
	prom_times(b, r->start, r->last_row,
	    "When rows were last committed; 0: none were.");
}

void
stats_write(struct stats *r)
{
	struct kdd_buf b = KDD_BUF_INIT;

	if (r->file.path == NULL)
		return;
	add_all(&b, r);
	prom_write(&r->file, &b);
	kdd_buf_release(&b);
}

void
stats_start(struct stats *r, const struct broker *b)
{
	r->broker = b;
	r->start = prom_now(CLOCK_REALTIME);
	stats_write(r);
}
