#include "metrics.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include "cli.h"

void
metrics_look(struct metrics *m)
{
	if (m->rows->seen == m->seen)
		return;
	m->seen = m->rows->seen;
	m->last_row = prom_now(CLOCK_REALTIME);
}

void
metrics_line(struct metrics *m)
{
	double seconds = prom_now(CLOCK_MONOTONIC) - m->clock;
	const struct rows *r = m->rows;
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_printf(&b, "%s: stats rows=%" PRIu64 " judged=%" PRIu64
	    " rejected=%" PRIu64, cli_name(), r->seen, m->judge->rows,
	    r->rejected);
	for (int i = 0; i < ROWS_REASONS_MAX && r->reason[i].word; i++)
		kdd_buf_printf(&b, " rejected_%s=%" PRIu64, r->reason[i].word,
		    r->reason[i].n);
	for (size_t i = 0; i < m->judge->n; i++)
		kdd_buf_printf(&b, " written_%s=%" PRIu64,
		    m->judge->model[i].loaded.model.name,
		    m->judge->model[i].tally.written);
	kdd_buf_printf(&b, " seconds=%.3f rate=%.1f\n", seconds,
	    seconds > 0 ? (double)r->seen / seconds : 0);
	cli_show(&b);
	kdd_buf_release(&b);
}

/* Rows rejected for it, be it none: a counter that is there from the start. */
static void
add_reason(struct kdd_buf *b, const struct rows *r, const char *word)
{
	uint64_t n = 0;

	for (int i = 0; i < ROWS_REASONS_MAX && r->reason[i].word; i++)
		if (strcmp(r->reason[i].word, word) == 0)
			n = r->reason[i].n;
	kdd_buf_puts(b, "kdd_rows_rejected_total");
	prom_label(b, '{', "reason", word);
	prom_sample(b, "}", n);
}

static void
add_rows(struct kdd_buf *b, const struct metrics *m)
{
	const struct rows *r = m->rows;

	prom_head(b, "kdd_rows_total", "Rows that came.", true);
	prom_sample(b, "kdd_rows_total", r->seen);
	prom_head(b, "kdd_rows_judged_total", "Rows that were judged.", true);
	prom_sample(b, "kdd_rows_judged_total", m->judge->rows);
	prom_head(b, "kdd_rows_rejected_total",
	    "Rows that were rejected, by reason.", true);
	for (int i = KDD_FORM_OK + 1; i < KDD_NFORMS; i++)
		if (i != KDD_FORM_COMMENT)
			add_reason(b, r, kdd_form_name(i));
	add_reason(b, r, "value");
}

static void
add_verdicts(struct kdd_buf *b, const struct judge *j)
{
	prom_head(b, "kdd_verdicts_total",
	    "Verdicts by model and class, written or not.", true);
	for (size_t i = 0; i < j->n; i++) {
		const struct tally *t = &j->model[i].tally;

		for (uint32_t k = 0; k < t->class.n; k++) {
			kdd_buf_puts(b, "kdd_verdicts_total");
			prom_label(b, '{', "model",
			    j->model[i].loaded.model.name);
			prom_label(b, ',', "class", kdd_dict_key(&t->class, k));
			prom_sample(b, "}", t->verdicts[k]);
		}
	}
	prom_head(b, "kdd_alerts_total", "Verdicts that are alerts, by model.",
	    true);
	for (size_t i = 0; i < j->n; i++) {
		kdd_buf_puts(b, "kdd_alerts_total");
		prom_label(b, '{', "model", j->model[i].loaded.model.name);
		prom_sample(b, "}", j->model[i].tally.alerts);
	}
	prom_head(b, "kdd_written_total", "Lines written, by model.", true);
	for (size_t i = 0; i < j->n; i++) {
		kdd_buf_puts(b, "kdd_written_total");
		prom_label(b, '{', "model", j->model[i].loaded.model.name);
		prom_sample(b, "}", j->model[i].tally.written);
	}
}

/* One of a tally's arrays, of the columns that its model asks for. */
static void
add_values(struct kdd_buf *b, const struct judge *j, const char *name,
    const char *help, size_t offset)
{
	prom_head(b, name, help, true);
	for (size_t i = 0; i < j->n; i++) {
		const struct kdd_model *m = &j->model[i].loaded.model;
		uint64_t *const *of = (uint64_t *const *)(const void *)
		    ((const char *)&j->model[i].tally + offset);

		for (uint32_t c = 0; c < m->schema.ncolumns; c++) {
			if (!kdd_tree_asks_for(&m->tree, c))
				continue;
			kdd_buf_puts(b, name);
			prom_label(b, '{', "model", m->name);
			prom_label(b, ',', "column", m->schema.column[c].name);
			prom_sample(b, "}", (*of)[c]);
		}
	}
}

static void
add_models(struct kdd_buf *b, const struct judge *j)
{
	prom_head(b, "kdd_model_info", "The models in use.", false);
	for (size_t i = 0; i < j->n; i++) {
		kdd_buf_puts(b, "kdd_model_info");
		prom_label(b, '{', "model", j->model[i].loaded.model.name);
		prom_label(b, ',', "digest", j->model[i].loaded.model.digest);
		prom_sample(b, "}", 1);
	}
	prom_head(b, "kdd_model_reloads_total", "Models read again.", true);
	prom_sample(b, "kdd_model_reloads_total", j->reloads);
	prom_head(b, "kdd_model_reload_failures_total",
	    "Models that were refused when read again.", true);
	prom_sample(b, "kdd_model_reload_failures_total", j->failures);
}

static void
add_all(struct kdd_buf *b, struct metrics *m)
{
	const struct judge *j = m->judge;

	judge_count(m->judge);
	add_rows(b, m);
	add_verdicts(b, j);
	add_values(b, j, "kdd_values_asked_total",
	    "Values that paths asked for, by column.",
	    offsetof(struct tally, asked));
	add_values(b, j, "kdd_values_missing_total",
	    "Of these, missing ones.", offsetof(struct tally, missing));
	add_values(b, j, "kdd_values_unreadable_total",
	    "Of these, no numbers, judged as missing.",
	    offsetof(struct tally, unreadable));
	add_values(b, j, "kdd_values_unseen_total",
	    "Of these, categories that training never met.",
	    offsetof(struct tally, unseen));
	add_models(b, j);
	prom_times(b, m->start, m->last_row,
	    "When the last rows came; 0: none did.");
}

bool
metrics_write(struct metrics *m)
{
	struct kdd_buf b = KDD_BUF_INIT;
	bool good;

	if (m->file.path == NULL)
		return true;
	add_all(&b, m);
	good = prom_write(&m->file, &b);
	kdd_buf_release(&b);
	return good;
}

void
metrics_start(struct metrics *m, const char *path, const struct rows *rows,
    struct judge *judge)
{
	*m = (struct metrics){ .file = { .path = path }, .rows = rows,
	    .judge = judge, .start = prom_now(CLOCK_REALTIME),
	    .clock = prom_now(CLOCK_MONOTONIC) };
	metrics_write(m);
}
