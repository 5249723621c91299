#include "judge.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

void
judge_add(struct judge *j, const char *path, double threshold)
{
	j->model = realloc(j->model, (j->n + 1) * sizeof(*j->model));
	if (j->model == NULL)
		cli_fail("%s", strerror(ENOMEM));
	j->model[j->n++] = (struct judge_model){ .path = path,
	    .threshold = threshold };
}

void
judge_load(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];

		load_model(&m->loaded, m->path);
		for (size_t k = 0; k < i; k++)
			load_check_fit(&j->model[k].loaded, &m->loaded);
		if (kdd_predictor_init(&m->predictor, &m->loaded.model,
		    m->loaded.so.compiled) == -1)
			cli_fail("%s", strerror(ENOMEM));
	}
}

void
judge_set_form(struct judge *j, enum kdd_stream form, char delimiter)
{
	j->form = form;
	j->delimiter = delimiter;
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];

		kdd_verdicts_release(&m->verdicts);
		if (kdd_verdicts_init(&m->verdicts, &m->loaded.model,
		    m->threshold, form, delimiter) == -1)
			cli_fail("%s", strerror(ENOMEM));
	}
}

void
judge_row(struct judge *j, const struct kdd_row *row, struct cli_out *out)
{
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];
		uint32_t leaf = kdd_predict(&m->predictor, row);

		if (!j->all && !m->verdicts.alert[leaf])
			continue;
		kdd_verdict_add(&m->verdicts, &out->buf, leaf, row);
		m->written++;
		cli_out_flush_full(out);
	}
}

static void
add_count(struct kdd_buf *b, uint64_t n, const char *what)
{
	if (n > 0)
		kdd_buf_printf(b, " %" PRIu64 " %s,", n, what);
}

static void
report_column(const struct kdd_predictor *p, uint32_t i, bool quiet)
{
	struct kdd_buf b = KDD_BUF_INIT;
	uint64_t bad = p->unreadable[i] + p->unseen[i];

	if (quiet && (bad == 0 || bad + p->missing[i] < p->asked[i]))
		return;
	add_count(&b, p->missing[i], "missing");
	add_count(&b, p->unreadable[i], "unreadable and judged as missing");
	add_count(&b, p->unseen[i], "never seen in training");
	if (b.n > 0)
		cli_warn("model %s: column \"%s\": of %" PRIu64 " values "
		    "asked for,%.*s", p->model->name,
		    p->model->schema.column[i].name, p->asked[i],
		    (int)b.n - 1, b.p);
	kdd_buf_release(&b);
}

void
judge_report(struct judge *j, bool quiet)
{
	for (size_t i = 0; i < j->n; i++) {
		struct kdd_predictor *p = &j->model[i].predictor;

		kdd_predictor_count(p);
		for (uint32_t c = 0; c < p->model->schema.ncolumns; c++)
			report_column(p, c, quiet);
	}
}

void
judge_release(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++) {
		kdd_predictor_release(&j->model[i].predictor);
		kdd_verdicts_release(&j->model[i].verdicts);
		load_release(&j->model[i].loaded);
	}
	free(j->model);
	*j = (struct judge){ 0 };
}
