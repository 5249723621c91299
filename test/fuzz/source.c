/*
 * source - fuzz rows of all forms: the same events however they are cut
 *
 * The input starts with HEAD bytes: the form, by its first letter; FLAGS;
 * which schema; two bytes from which the pieces are cut; and the line to
 * stop at, if it is a digit, in each file.  The text follows; a byte \x1c
 * ends a file.
 *
 * All events are written down as text, and the texts compared: in one go by
 * the plain scan, in pieces by each, and, where files have nothing to do with
 * each other, each of them by a source of its own.
 */
#include <errno.h>

#include "fuzz.h"
#include "names.h"
#include "source.h"

#define HEAD	6
enum {
	DISCOVER = 1, LABELLED = 2, ONE_HEADER = 4, LEAD = 8, LABEL = 16,
	DROP = 32, EXTRA = 64, RENAME = 128
};

static const char *const schemas[] = {
	"a: continuous.\nb: symbolic.\ny: label.\nz: ignore.\n",
	("delimiter semicolon.\nlabel-suffix dot.\ny: label.\n"
	    "a: continuous.\nn one: continuous from n.\n"
	    "n two: symbolic from n.\n"),
	("a: symbolic.\nid.b: continuous from id.b as dest_port.\n"
	    "ts: ignore as timestamp.\nno name: ignore from \"\".\n"),
	"delimiter space.\na: symbolic.\n",
};

struct log {
	struct kdd_buf	 b;
	const struct kdd_source_options *o;
	struct kdd_source *source;
	uint64_t	 stop;		/* line of each file to stop at; 0 */
	bool		 stopped;
};

static void
log_bytes(struct log *l, const char *p, size_t n)
{
	kdd_buf_printf(&l->b, " %zu:", n);
	kdd_buf_add(&l->b, p, n);
}

/* Without quotes there are as many fields as separators, and one. */
static void
check_separators(const struct kdd_layout *layout, const struct kdd_row *row)
{
	uint32_t n = 1;

	for (uint32_t i = 0; i < row->length; i++)
		n += row->bytes[i] == layout->delimiter;
	if (n != row->nfields + layout->extra)
		die("line %llu has %u fields, not %u less %u",
		    (unsigned long long)row->line, row->nfields, n,
		    layout->extra);
}

static void
log_row(struct log *l, const struct kdd_row *row)
{
	uint32_t n = l->o->schema->ncolumns + l->o->lead;
	char what[400];

	kdd_buf_printf(&l->b, "row %llu %s%s",
	    (unsigned long long)row->line, kdd_form_name(row->form),
	    row->first ? " first" : "");
	log_bytes(l, row->bytes, row->length);
	if (row->form != KDD_FORM_OK) {
		kdd_row_explain(row, kdd_source_layout(l->source), what,
		    sizeof(what));
		if (*what == '\0' || strchr(what, '\n') != NULL)
			die("a bad explanation of a row of form %s: %s",
			    kdd_form_name(row->form), what);
		kdd_buf_printf(&l->b, " at %llu of %llu: %s\n",
		    (unsigned long long)row->column,
		    (unsigned long long)row->total, what);
		return;
	}
	if (!row->unquoted)
		check_separators(kdd_source_layout(l->source), row);
	for (uint32_t c = 0; c <= n; c++) {
		struct kdd_span f = kdd_row_column(row, c);

		log_bytes(l, f.p, f.n);
	}
	kdd_buf_char(&l->b, '\n');
}

static bool
on_rows(void *arg, const struct kdd_row *row, size_t n)
{
	struct log *l = arg;

	if (l->stopped)
		die("rows after a stop");
	for (size_t i = 0; i < n && !l->stopped; i++) {
		log_row(l, &row[i]);
		l->stopped = row[i].line == l->stop;
	}
	return !l->stopped;
}

static void
on_header(void *arg, const struct kdd_row *row, enum kdd_zeek_line line)
{
	struct log *l = arg;

	if (line == KDD_ZEEK_BAD)
		die("a bad line is handed out as a header");
	kdd_buf_printf(&l->b, "header %llu %d", (unsigned long long)row->line,
	    (int)line);
	log_bytes(l, row->bytes, row->length);
	kdd_buf_printf(&l->b, " delimiter %d\n",
	    kdd_source_layout(l->source)->delimiter);
}

static void
log_result(struct log *l, const char *of, int rc, struct kdd_error *e)
{
	if (rc >= 0) {
		if (rc != !l->stopped)
			die("what %s returns is wrong", of);
		return;
	}
	if (errno != 0 || *e->what == '\0')
		die("a bad error: errno %d: %s", errno, e->what);
	kdd_buf_printf(&l->b, "error %zu: %s\n", e->line, e->what);
}

static void
read_file(struct log *l, const char *p, size_t n, uint32_t *seed, bool drop)
{
	struct kdd_error e = { 0 };
	size_t len;
	int rc = 0;

	l->stopped = false;
	for (; n > 0 && rc >= 0; p += len, n -= len) {
		char *copy = exact_copy(p, len = next_cut(seed, n));

		rc = kdd_source_feed(l->source, copy, len, &e);
		log_result(l, "feed", rc, &e);
		free(copy);
	}
	if (!drop)
		log_result(l, "finish", kdd_source_finish(l->source, &e), &e);
	else if (kdd_source_drop(l->source) > 0 && !l->stopped && rc >= 0)
		kdd_buf_puts(&l->b, "dropped\n");
	kdd_buf_puts(&l->b, "end\n");
}

static void
log_schema(struct log *l, const struct kdd_schema *s)
{
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		kdd_buf_printf(&l->b, "column %d %d", (int)s->column[i].kind,
		    (int)s->column[i].role);
		log_bytes(l, s->column[i].name, strlen(s->column[i].name));
		kdd_buf_char(&l->b, '\n');
	}
	kdd_buf_printf(&l->b, "label %u form %d\n", s->label, (int)s->form);
}

static void
start_source(struct log *l)
{
	l->source = kdd_source_new(l->o, &(struct kdd_source_hooks){ on_rows,
	    on_header, l });
	if (l->source == NULL)
		die("out of memory");
}

/* fresh: a source of its own for each file. */
static void
read_all(struct log *l, const char *p, size_t n, uint32_t seed, bool drop,
    bool fresh)
{
	const char *end = p + n, *stop;

	l->b.n = 0;
	start_source(l);
	for (; p < end; p = stop + 1) {
		if ((stop = memchr(p, '\x1c', (size_t)(end - p))) == NULL)
			stop = end;
		read_file(l, p, (size_t)(stop - p), &seed, drop);
		if (fresh) {
			kdd_source_free(l->source);
			start_source(l);
		}
	}
	kdd_source_free(l->source);
	log_schema(l, l->o->schema);
}

static void
fill_schema(struct kdd_schema *s, const struct kdd_source_options *o,
    unsigned which)
{
	const char *text = schemas[which % 4];
	struct kdd_error e;

	kdd_schema_init(s);
	if (!o->discover && kdd_names_parse(s, text, strlen(text), &e) == -1)
		die("schema %u: %s", which % 4, e.what);
	s->form = o->form;
}

static struct kdd_source_options
options_of(const uint8_t *head)
{
	const char *form = memchr("phzj", head[0], 4);
	unsigned flags = head[1];
	struct kdd_source_options o = {
		.form = KDD_PLAIN, .discover = flags & DISCOVER,
		.labelled = flags & LABELLED, .one_header = flags & ONE_HEADER,
		.lead = flags & LEAD ? KDD_LEAD_MAX : 0,
		.label = flags & LABEL ? "y" : NULL,
		.extra = flags & EXTRA ? 1 : 0, .rename = flags & RENAME,
	};

	for (int i = 0; form != NULL && i < KDD_NSTREAMS; i++)
		if (*kdd_stream_name((enum kdd_stream)i) == *form)
			o.form = (enum kdd_stream)i;
	if (o.discover)
		o.lead = 0;	/* rows with verdicts have a model */
	return o;
}

static void
compare(const struct log *a, const struct log *b, const char *how)
{
	if (a->b.failed || b->b.failed)
		die("out of memory");
	if (a->b.n != b->b.n || memcmp(a->b.p, b->b.p, a->b.n) != 0)
		die("%s is not as in one go:\n%.*s--- in one go:\n%.*s", how,
		    (int)b->b.n, b->b.p, (int)a->b.n, a->b.p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + HEAD;
	const struct kdd_scan_path *path;
	struct kdd_source_options o;
	struct kdd_schema s;
	struct log want = { .o = &o }, got = { .o = &o };
	uint32_t seed;
	size_t n;

	if (size < HEAD)
		return 0;
	o = options_of(data);
	o.schema = &s;
	seed = (uint32_t)(data[3] | data[4] << 8 | 1 << 16);
	if (data[5] >= '0' && data[5] <= '9')
		want.stop = got.stop = data[5] - '0';
	n = kdd_scan_paths(&path);
	for (size_t i = n + 1; i-- > 0;) {
		bool fresh = i == n - 1 && !o.discover && !o.one_header;
		struct log *l = i == n ? &want : &got;

		o.path = path + (i == n ? n - 1 : i);
		fill_schema(&s, &o, data[2]);
		read_all(l, text, size - HEAD, i == n ? 0 : seed,
		    data[1] & DROP, fresh);
		kdd_schema_release(&s);
		if (i < n)
			compare(&want, &got, fresh ? "each file alone" :
			    o.path->name);
	}
	kdd_buf_release(&want.b);
	kdd_buf_release(&got.b);
	return 0;
}
