#include "judge.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

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

static void
no_memory(void)
{
	cli_fail("%s", strerror(ENOMEM));
}

static void
start_tally(struct judge_tally *t, uint32_t ncolumns)
{
	*t = (struct judge_tally){ 0 };
	kdd_dict_init(&t->class);
	t->asked = calloc(4 * (size_t)ncolumns + 1, sizeof(*t->asked));
	if (t->asked == NULL)
		no_memory();
	t->missing = t->asked + ncolumns;
	t->unreadable = t->missing + ncolumns;
	t->unseen = t->unreadable + ncolumns;
}

/* The verdicts of a class, which need not be known yet. */
static uint64_t *
verdicts_of(struct judge_tally *t, const char *class)
{
	uint32_t n = t->class.n;
	uint32_t i = kdd_dict_add(&t->class, class, strlen(class));

	if (i == KDD_NONE)
		no_memory();
	if (i == n) {
		t->verdicts = realloc(t->verdicts,
		    (n + (size_t)1) * sizeof(*t->verdicts));
		if (t->verdicts == NULL)
			no_memory();
		t->verdicts[i] = 0;
	}
	return &t->verdicts[i];
}

/* Move what the predictor counted into the tally. */
static void
count_model(struct judge_model *m)
{
	const struct kdd_model *own = &m->loaded.model;
	struct kdd_predictor *p = &m->predictor;
	size_t n = 4 * (size_t)own->schema.ncolumns;

	kdd_predictor_count(p);
	for (size_t i = 0; i < n; i++)
		m->tally.asked[i] += p->asked[i];
	for (uint32_t k = 0; k < own->classes.n; k++)
		verdicts_of(&m->tally, own->classes.name[k]);
	for (uint32_t i = 0; i < own->tree.n; i++) {
		if (own->tree.node[i].test != KDD_LEAF)
			continue;
		*verdicts_of(&m->tally, own->classes.name[
		    own->tree.node[i].label]) += p->hits[i];
		if (m->verdicts.alert[i])
			m->tally.alerts += p->hits[i];
	}
	kdd_predictor_clear(p);
}

void
judge_count(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++)
		count_model(&j->model[i]);
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
		start_tally(&m->tally, m->loaded.model.schema.ncolumns);
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

	count_model(m);
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

void
judge_set_schema(struct judge *j, uint32_t extra)
{
	if (!j->json)
		return;
	if (kdd_fields_set_schema(&j->alert_form.fields,
	    first_schema(j), j->form == KDD_JSON, extra) == -1)
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
    const struct kdd_row *row, uint64_t number, struct cli_out *out)
{
	look_at_clock(j);
	if (j->json)
		kdd_alert_add(&m->alerts, &j->alert_form, &out->buf, leaf,
		    row, number);
	else
		kdd_verdict_add(&m->verdicts, &out->buf, leaf, row);
	m->tally.written++;
	cli_out_flush_full(out);
}

void
judge_row(struct judge *j, const struct kdd_row *row, uint64_t number,
    struct cli_out *out)
{
	j->rows++;
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];
		uint32_t leaf = kdd_predict(&m->predictor, row);

		if (j->all || m->verdicts.alert[leaf])
			write_verdict(j, m, leaf, row, number, out);
	}
}

static void
add_count(struct kdd_buf *b, uint64_t n, const char *what)
{
	if (n > 0)
		kdd_buf_printf(b, " %" PRIu64 " %s,", n, what);
}

static void
report_column(const struct judge_model *m, uint32_t i, bool quiet)
{
	const struct judge_tally *t = &m->tally;
	struct kdd_buf b = KDD_BUF_INIT;
	uint64_t bad = t->unreadable[i] + t->unseen[i];

	if (quiet && (bad == 0 || bad + t->missing[i] < t->asked[i]))
		return;
	add_count(&b, t->missing[i], "missing");
	add_count(&b, t->unreadable[i], "unreadable and judged as missing");
	add_count(&b, t->unseen[i], "never seen in training");
	if (b.n > 0)
		cli_warn("model %s: column \"%s\": of %" PRIu64 " values "
		    "asked for,%.*s", m->loaded.model.name,
		    m->loaded.model.schema.column[i].name, t->asked[i],
		    (int)b.n - 1, b.p);
	kdd_buf_release(&b);
}

void
judge_report(struct judge *j, bool quiet)
{
	judge_count(j);
	for (size_t i = 0; i < j->n; i++) {
		const struct judge_model *m = &j->model[i];

		for (uint32_t c = 0; c < m->loaded.model.schema.ncolumns; c++)
			report_column(m, c, quiet);
	}
}

void
judge_release(struct judge *j)
{
	for (size_t i = 0; i < j->n; i++) {
		struct judge_model *m = &j->model[i];

		release_means(m);
		kdd_dict_release(&m->tally.class);
		free(m->tally.asked);
		free(m->tally.verdicts);
		load_release(&m->loaded);
	}
	load_release(&j->first);
	kdd_members_release(&j->alert_form.members);
	kdd_fields_release(&j->alert_form.fields);
	free(j->model);
	*j = (struct judge){ 0 };
}
