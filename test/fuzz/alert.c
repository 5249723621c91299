/*
 * alert - fuzz what is written of rows: no row forges a line or a member
 *
 * The input starts with two letters: the form of the rows (phzj) and how
 * they are written: j JSON, c JSON with columns chosen, e EVE, f EVE with
 * columns, v as the rows are.  The text follows.  A model with awkward names
 * judges each row.
 *
 * For each row there is one line, and what is JSON is one object in which
 * "kdd", ours by the digest, is there once: first, or in EVE last.
 */
#include <sha256.h>
#include <yajl/yajl_parse.h>

#include "alert.h"
#include "fuzz.h"
#include "predict.h"
#include "source.h"
#include "verdict.h"

static const char model_text[] =
    "kdd-model 1\nname odd\ndelimiter ,\ncolumn number x\n"
    "column category what\nvalue a\nvalue b\ncolumn ignored src src_ip\n"
    "column ignored sport src_port\ncolumn ignored dst dest_ip\n"
    "column ignored dport dest_port\ncolumn ignored \"p\\\"q\" proto\n"
    "column ignored t timestamp\ncolumn ignored kdd\n"
    "column label label\nclass rest quiet\nclass \"y,\\\"s\" alert\n"
    "label no rest\nlabel yes \"y,\\\"s\"\nother rest\n"
    "option target yes\noption criterion gini\noption max-depth 0\n"
    "option min-leaf 1\noption min-split 2\noption seed 1\nrows 5 5\n"
    "node 0 \"y,\\\"s\" 2 3 x <= 2.5 right\nleaf 1 rest 2 0\n"
    "leaf 1 \"y,\\\"s\" 0 3\n";

struct job {
	struct kdd_model model;
	struct kdd_predictor predictor;
	struct kdd_verdicts verdicts;
	struct kdd_alerts alerts;
	struct kdd_alert_form form;
	struct kdd_schema wide;
	struct kdd_source_options o;
	struct kdd_source *source;
	const char	*columns;	/* NULL: all */
	bool		 as_is;		/* written as the rows are */
	uint64_t	 rows;
	struct kdd_buf	 out;
};

/* The members of an object by yajl. */
struct object {
	unsigned depth, members, own;	/* own: those called kdd */
	unsigned last_own;		/* the number of the last of them */
};

static int
on_open(void *arg)
{
	((struct object *)arg)->depth++;
	return 1;
}

static int
on_close(void *arg)
{
	((struct object *)arg)->depth--;
	return 1;
}

static int
on_key(void *arg, const unsigned char *key, size_t n)
{
	struct object *o = arg;

	if (o->depth != 1)
		return 1;
	o->members++;
	if (n == 3 && memcmp(key, "kdd", 3) == 0) {
		o->own++;
		o->last_own = o->members;
	}
	return 1;
}

static void
check_object(const struct job *job, const char *p, size_t n)
{
	static const yajl_callbacks callbacks = {
		.yajl_start_map = on_open, .yajl_end_map = on_close,
		.yajl_map_key = on_key,
	};
	struct object o = { 0, 0, 0, 0 };
	yajl_handle h = yajl_alloc(&callbacks, NULL, &o);

	/* a JSON row keeps its bytes, be they UTF-8 or not */
	yajl_config(h, yajl_dont_validate_strings,
	    job->as_is || job->form.whole);
	if (yajl_parse(h, (const unsigned char *)p, n) != yajl_status_ok ||
	    yajl_complete_parse(h) != yajl_status_ok || o.depth != 0)
		die("not an object: %.*s", (int)n, p);
	yajl_free(h);
	if (o.own != 1 || o.last_own != (job->form.eve ? o.members : 1))
		die("kdd is not ours alone: %.*s", (int)n, p);
	if (!job->as_is && memmem(p, n, job->model.digest,
	    strlen(job->model.digest)) == NULL)
		die("no digest: %.*s", (int)n, p);
}

static void
check_lines(const struct job *job)
{
	const char *p = job->out.p, *nl;
	uint64_t lines = 0;

	for (size_t left = job->out.n; left > 0; lines++, p = nl + 1) {
		if ((nl = memchr(p, '\n', left)) == NULL)
			die("a line without an end");
		left -= (size_t)(nl + 1 - p);
		if (!job->as_is || job->o.form == KDD_JSON)
			check_object(job, p, (size_t)(nl - p));
		else if (nl - p < 7 || memcmp(p, "odd", 3) != 0)
			die("no verdict: %.*s", (int)(nl - p), p);
	}
	if (lines != job->rows)
		die("%llu lines of %llu rows", (unsigned long long)lines,
		    (unsigned long long)job->rows);
}

static void
set_members(struct job *job)
{
	if (!job->as_is && kdd_members_set(&job->form.members,
	    &job->form.fields, job->columns) == -1)
		die("out of memory");
}

static bool
on_rows(void *arg, const struct kdd_row *row, size_t n)
{
	struct job *job = arg;

	for (size_t i = 0; i < n; i++) {
		uint32_t leaf;

		if (row[i].form != KDD_FORM_OK)
			continue;
		leaf = kdd_predict(&job->predictor, &row[i]);
		job->rows++;
		if (job->as_is)
			kdd_verdict_add(&job->verdicts, &job->out, leaf,
			    &row[i]);
		else
			kdd_alert_add(&job->alerts, &job->form, &job->out,
			    leaf, &row[i], job->rows);
	}
	return true;
}

static void
on_header(void *arg, const struct kdd_row *row, enum kdd_zeek_line line)
{
	struct job *job = arg;

	(void)row;
	if (line != KDD_ZEEK_FIELDS || job->as_is)
		return;
	if (kdd_fields_set_header(&job->form.fields, &job->model.schema,
	    kdd_source_header(job->source),
	    kdd_source_layout(job->source)->view) == -1)
		die("out of memory");
	set_members(job);
}

static void
load(struct job *job)
{
	struct kdd_buf text = KDD_BUF_INIT;
	struct kdd_error e;
	char hex[65];

	SHA256Data((const uint8_t *)model_text, strlen(model_text), hex);
	kdd_buf_printf(&text, "%ssha256 %s\n", model_text, hex);
	if (kdd_model_read(&job->model, text.p, text.n, &e) == -1)
		die("the model: %s", e.what);
	kdd_buf_release(&text);
}

static void
start(struct job *job, const uint8_t *head)
{
	static const char forms[] = "phzj", ways[] = "jcefv";
	const char *form = memchr(forms, head[0], 4);
	const char *way = memchr(ways, head[1], 5);
	char how = way != NULL ? *way : 'j';
	bool by_key;

	load(job);
	job->as_is = how == 'v';
	job->form.eve = how == 'e' || how == 'f';
	job->columns = how == 'c' || how == 'f' ? "what,none,extra,kdd,x" :
	    NULL;
	job->o = (struct kdd_source_options){ .form = form == NULL ?
	    KDD_PLAIN : (enum kdd_stream)(form - forms), .extra = 2 };
	by_key = job->o.form == KDD_JSON;
	job->form.chosen = job->columns != NULL;
	job->form.whole = by_key && !job->form.chosen;
	kdd_moment_put(job->form.now, 1700000000, 5);
	if (kdd_schema_copy(&job->wide, &job->model.schema) == -1 ||
	    (by_key && kdd_fields_seek(&job->wide, job->columns,
	    job->form.eve) == -1) ||
	    kdd_predictor_init(&job->predictor, &job->model, NULL) == -1 ||
	    kdd_verdicts_init(&job->verdicts, &job->model, 0, job->o.form,
	    job->o.form == KDD_ZEEK ? '\t' : ',') == -1 ||
	    kdd_alerts_init(&job->alerts, &job->model, job->form.eve) == -1 ||
	    kdd_fields_set_schema(&job->form.fields, &job->wide, by_key,
	    job->o.extra) == -1)
		die("out of memory");
	set_members(job);
	job->o.schema = &job->wide;
	job->source = kdd_source_new(&job->o, &(struct kdd_source_hooks){
	    on_rows, on_header, job });
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct job job = { .rows = 0 };
	struct kdd_error e;

	if (size < 2)
		return 0;
	start(&job, data);
	if (job.source == NULL)
		die("out of memory");
	if (kdd_source_feed(job.source, (const char *)data + 2, size - 2,
	    &e) != -1)
		kdd_source_finish(job.source, &e);
	check_lines(&job);
	kdd_source_free(job.source);
	kdd_members_release(&job.form.members);
	kdd_fields_release(&job.form.fields);
	kdd_alerts_release(&job.alerts);
	kdd_verdicts_release(&job.verdicts);
	kdd_predictor_release(&job.predictor);
	kdd_schema_release(&job.wide);
	kdd_model_release(&job.model);
	kdd_buf_release(&job.out);
	return 0;
}
