#include "judge.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"
#include "num.h"

static void
no_memory(void)
{
	cli_fail("%s", strerror(ENOMEM));
}

void
judge_count(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++)
		tally_take(&j->model[i].tally, &j->model[i].predictor,
		    j->model[i].verdicts.alert);
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
		    m->loaded.so.compiled) == -1 || (j->json &&
		    kdd_alerts_init(&m->alerts, &m->loaded.model,
		    j->alert_form.eve) == -1))
			no_memory();
		tally_init(&m->tally, m->loaded.model.schema.ncolumns);
	}
}

/* May the model take this place?  Else e says why not. */
static int
check_place(const struct judge *j, size_t place, const struct loaded *fresh,
    struct kdd_error *e)
{
	for (size_t i = 0; i < j->n; i++)
		if (i != place && strcmp(fresh->model.name,
		    j->model[i].loaded.model.name) == 0)
			return kdd_error_set(e, 0, "model refused: it is "
			    "named \"%s\", as %s",
			    fresh->model.name, j->model[i].path);
	if (!kdd_schema_same_form(&fresh->model.schema,
	    &j->model[place].loaded.model.schema))
		return kdd_error_set(e, 0, "model refused: it is for rows of "
		    "other columns");
	return 0;
}

/* A FIFO could keep us waiting. */
static int
check_path(const char *path, struct kdd_error *e)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return kdd_error_set(e, 0, "%s", strerror(errno));
	return S_ISREG(st.st_mode) ? 0 :
	    kdd_error_set(e, 0, "not a regular file");
}

/* The rows' schema is that of the first model, which therefore stays. */
static void
put_aside(struct judge *j, struct judge_model *m, struct loaded *old)
{
	if (m == j->model && j->first.path == NULL)
		j->first = *old;
	else
		load_release(old);
}

/* What a model judges and writes with, not the model itself. */
static void
release_means(struct judge_model *m)
{
	kdd_predictor_release(&m->predictor);
	kdd_verdicts_release(&m->verdicts);
	kdd_alerts_release(&m->alerts);
}

/* Let m have a model that nobody uses yet.  Returns -1 when out of memory. */
static int
prepare(const struct judge *j, struct judge_model *m)
{
	if (kdd_predictor_init(&m->predictor, &m->loaded.model, NULL) == 0 &&
	    kdd_verdicts_init(&m->verdicts, &m->loaded.model, m->threshold,
	    j->form, j->delimiter) == 0 && (!j->json ||
	    kdd_alerts_init(&m->alerts, &m->loaded.model,
		    j->alert_form.eve) == 0))
		return 0;
	release_means(m);
	return -1;
}

/* What was prepared in fresh takes the place of m's. */
static void
swap(struct judge *j, struct judge_model *m, struct judge_model *fresh)
{
	struct loaded old = m->loaded;

	tally_take(&m->tally, &m->predictor, m->verdicts.alert);
	release_means(m);
	m->loaded = fresh->loaded;
	m->predictor = fresh->predictor;
	m->verdicts = fresh->verdicts;
	m->alerts = fresh->alerts;
	m->predictor.model = m->verdicts.model = &m->loaded.model;
	kdd_alerts_move(&m->alerts, &m->loaded.model);
	cli_warn("model %s reloaded%s%s: digest %.12s -> %.12s",
	    old.model.name, strcmp(old.model.name, m->loaded.model.name) != 0 ?
	    " as " : "", strcmp(old.model.name, m->loaded.model.name) != 0 ?
	    m->loaded.model.name : "", old.model.digest,
	    m->loaded.model.digest);
	put_aside(j, m, &old);
	j->reloads++;
}

static int
load_fresh(const struct judge *j, size_t place, struct judge_model *fresh,
    struct kdd_error *e)
{
	if (check_path(fresh->path, e) == -1 ||
	    load_try(&fresh->loaded, fresh->path, e) == -1)
		return -1;
	if (check_place(j, place, &fresh->loaded, e) == 0) {
		if (prepare(j, fresh) == 0)
			return 0;
		kdd_error_set(e, 0, "%s", strerror(ENOMEM));
	}
	load_release(&fresh->loaded);
	return -1;
}

static void
release_fresh(struct judge_model *fresh)
{
	release_means(fresh);
	load_release(&fresh->loaded);
}

static void
reload(struct judge *j, size_t place)
{
	struct judge_model *m = &j->model[place];
	struct judge_model fresh = { .path = m->path,
	    .threshold = m->threshold };
	char line[24] = "";
	struct kdd_error e;

	if (load_is_so(m->path)) {
		cli_warn("model %s is compiled and stays: a new one needs a "
		    "restart", m->loaded.model.name);
		return;
	}
	if (load_fresh(j, place, &fresh, &e) == -1) {
		if (e.line > 0)
			snprintf(line, sizeof(line), ":%zu", e.line);
		cli_warn("%s%s: %s; model %s stays", m->path, line, e.what,
		    m->loaded.model.name);
		j->failures++;
	} else if (strcmp(fresh.loaded.model.digest,
	    m->loaded.model.digest) == 0) {
		cli_warn("model %s unchanged: digest %.12s",
		    m->loaded.model.name, m->loaded.model.digest);
		release_fresh(&fresh);
	} else {
		swap(j, m, &fresh);
	}
}

void
judge_reload(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++)
		reload(j, i);
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

/* The fields have their names: which of them are to be shown? */
static void
set_members(struct judge *j)
{
	struct kdd_alert_form *f = &j->alert_form;

	f->chosen = j->columns != NULL;
	f->whole = j->form == KDD_JSON && !f->chosen;
	if (kdd_members_set(&f->members, &f->fields, j->columns) == -1)
		no_memory();
}

/* The names of its columns stay until the end. */
static const struct kdd_schema *
first_schema(const struct judge *j)
{
	return j->first.path != NULL ? &j->first.model.schema :
	    &j->model[0].loaded.model.schema;
}

/*
 * The columns to look for in rows of that form: those of the first model, and
 * of JSON those that are to be shown.
 */
static struct kdd_schema *
schema_of(struct judge *j, enum kdd_stream form)
{
	struct kdd_schema *s = &j->model[0].loaded.model.schema;

	if (!j->json || form != KDD_JSON)
		return s;
	if (kdd_schema_copy(&j->wide, s) == -1 || kdd_fields_seek(&j->wide,
	    j->columns, j->alert_form.eve) == -1)
		no_memory();
	return &j->wide;
}

void
judge_set_schema(struct judge *j, uint32_t extra)
{
	bool by_key = j->form == KDD_JSON;

	if (!j->json)
		return;
	if (kdd_fields_set_schema(&j->alert_form.fields,
	    by_key ? &j->wide : first_schema(j), by_key, extra) == -1)
		no_memory();
	set_members(j);
}

void
judge_set_header(struct judge *j, const struct kdd_header *h,
    const struct kdd_view *view)
{
	if (!j->json)
		return;
	if (kdd_fields_set_header(&j->alert_form.fields,
	    first_schema(j), h, view) == -1)
		no_memory();
	set_members(j);
}

void
judge_start(struct judge *j, struct rows *rows, int form)
{
	rows_of_model(rows, &j->model[0].loaded.model.schema, form);
	rows->source.schema = schema_of(j, rows->source.form);
	judge_set_form(j, rows->source.form, rows->source.form == KDD_ZEEK ?
	    '\t' : rows->source.schema->delimiter);
	judge_set_schema(j, rows->source.extra);
}

bool
judge_is_sound(const struct judge *j, struct rows *rows,
    const struct kdd_row *row)
{
	const struct kdd_schema *s = first_schema(j);
	double v;

	for (uint32_t i = 0; j->strict && i < s->ncolumns; i++) {
		struct kdd_span f = kdd_row_column(row, i);

		if (s->column[i].kind != KDD_NUMBER || kdd_is_missing(f) ||
		    kdd_num_parse(f.p, f.n, &v) == 0)
			continue;
		rows_reject_column(rows, row, i, s->column[i].name,
		    "value", "is not a number");
		return false;
	}
	return true;
}

/* The time of rows that tell none is that of their reading. */
static void
look_at_clock(struct judge *j)
{
	struct timespec t;

	if (j->now_is_set || !j->alert_form.eve)
		return;
	clock_gettime(CLOCK_REALTIME_COARSE, &t);
	kdd_moment_put(j->alert_form.now, (uint64_t)t.tv_sec,
	    (uint32_t)t.tv_nsec / 1000);
}

static void
write_verdict(struct judge *j, struct judge_model *m, uint32_t leaf,
    const struct kdd_row *row, uint64_t number, struct kdd_buf *out)
{
	look_at_clock(j);
	if (j->json)
		kdd_alert_add(&m->alerts, &j->alert_form, out, leaf, row,
		    number);
	else
		kdd_verdict_add(&m->verdicts, out, leaf, row);
	m->tally.written++;
}

void
judge_row(struct judge *j, const struct kdd_row *row, uint64_t number,
    struct kdd_buf *out)
{
	j->rows++;
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];
		uint32_t leaf = kdd_predict(&m->predictor, row);

		if (j->all || m->verdicts.alert[leaf])
			write_verdict(j, m, leaf, row, number, out);
	}
}

void
judge_report(struct judge *j, bool quiet)
{
	judge_count(j);
	for (size_t i = 0; i < j->n; i++)
		tally_report(&j->model[i].tally, &j->model[i].loaded.model,
		    quiet);
}

void
judge_summary(const struct judge *j, const struct rows *rows,
    struct kdd_buf *b)
{
	kdd_buf_printf(b, "%" PRIu64 " rows: %" PRIu64 " judged, ",
	    rows->seen, j->rows);
	rows_summary(rows, b);
	for (size_t i = 0; i < j->n; i++)
		kdd_buf_printf(b, "%s%" PRIu64 " %s %s", i > 0 ? ", " : "; ",
		    j->model[i].tally.written,
		    j->all ? "verdicts of" : "alerts of",
		    j->model[i].loaded.model.name);
}

bool
judge_is_complete(const struct judge *j, const struct rows *rows)
{
	if (rows->seen == j->rows + rows->rejected)
		return true;
	cli_warn("internal error: %" PRIu64 " rows, but %" PRIu64 " judged "
	    "and %" PRIu64 " rejected", rows->seen, j->rows, rows->rejected);
	return false;
}

void
judge_release(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];

		release_means(m);
		tally_release(&m->tally);
		load_release(&m->loaded);
	}
	load_release(&j->first);
	kdd_schema_release(&j->wide);
	kdd_members_release(&j->alert_form.members);
	kdd_fields_release(&j->alert_form.fields);
	free(j->model);
	*j = (struct judge){ 0 };
}
