#include "rows.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SHOWN_MAX 10	/* rejected rows that are reported one by one */

enum kdd_stream
rows_form(const char *arg)
{
	int form = kdd_stream_parse(arg);

	if (form == -1)
		cli_bad_usage("-s %s: not plain, header, zeek or json", arg);
	return (enum kdd_stream)form;
}

void
rows_of_model(struct rows *r, struct kdd_schema *s, int form)
{
	r->source.schema = s;
	r->source.form = form != -1 ? (enum kdd_stream)form : s->form;
}

bool
rows_option(struct rows *r, int ch)
{
	switch (ch) {
	case 'e':
		r->source.extra = (uint32_t)cli_u64("-e", optarg, 0, 1000);
		return true;
	case ROWS_REJECTS:
		r->rejects = optarg;
		return true;
	case ROWS_MAX_ERRORS:
		r->max_errors = cli_u64("--max-errors", optarg, 1, UINT64_MAX);
		return true;
	default:
		return false;
	}
}

void
rows_keep_apart(const struct rows *r, const char *output,
    char *const files[])
{
	cli_keep_apart_inputs("-o", output, files);
	cli_keep_apart_inputs("--rejects", r->rejects, files);
	cli_keep_apart("--rejects", r->rejects, output);
}

void
rows_keep_from(const struct rows *r, const char *output, const char *path)
{
	cli_keep_apart("-o", output, path);
	cli_keep_apart("--rejects", r->rejects, path);
}

static void
count_reason(struct rows *r, const char *word)
{
	int i = 0;

	while (r->reason[i].word != NULL &&
	    strcmp(r->reason[i].word, word) != 0)
		i++;
	r->reason[i].word = word;
	r->reason[i].n++;
}

static void
report(const struct rows *r, const struct kdd_row *row, uint64_t column,
    const char *what)
{
	char at[24] = "";

	if (column > 0)
		snprintf(at, sizeof(at), ":%llu", (unsigned long long)column);
	cli_warn("%s:%llu%s: %s", r->input.name,
	    (unsigned long long)row->line, at, what);
	if (r->rejected == SHOWN_MAX)
		cli_warn("further rejected rows are counted, not shown%s",
		    r->rejects != NULL ? "" : " (--rejects FILE keeps them)");
}

static void
keep_reject(struct rows *r, const struct kdd_row *row, const char *word,
    const char *what)
{
	struct kdd_buf *b = &r->out.buf;

	kdd_buf_u64(b, row->line);
	kdd_buf_char(b, '\t');
	kdd_buf_printf(b, "%s\t%s\t", r->input.name, word);
	kdd_buf_puts(b, what);
	kdd_buf_char(b, '\t');
	kdd_buf_add(b, row->bytes, row->length);
	kdd_buf_char(b, '\n');
	cli_out_flush_full(&r->out);
}

void
rows_reject(struct rows *r, const struct kdd_row *row, const char *word,
    uint64_t column, const char *fmt, ...)
{
	char what[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	count_reason(r, word);
	r->rejected++;
	if (r->on_reject != NULL)
		r->on_reject(r->arg, row, word, column, what);
	else if (r->rejected <= SHOWN_MAX)
		report(r, row, column, what);
	if (r->rejects != NULL)
		keep_reject(r, row, word, what);
	if (r->rejected == r->max_errors) {
		cli_warn("gave up after %llu rejected row%s (--max-errors)",
		    (unsigned long long)r->rejected,
		    r->rejected == 1 ? "" : "s");
		r->gave_up = true;
	}
}

/* The row's field that stands for column c. */
static uint32_t
field_of(const struct kdd_row *row, uint32_t c)
{
	return row->view != NULL ? row->view->field[c] : c;
}

/* The column of field i's first byte, or 0 where that is not known. */
static uint64_t
byte_of(const struct kdd_row *row, uint32_t i)
{
	if (row->text + row->start != row->bytes || i >= row->nfields)
		return 0;
	return i > 0 ? (uint64_t)row->end[i - 1] - row->start + 2 : 1;
}

void
rows_reject_column(struct rows *r, const struct kdd_row *row, uint32_t c,
    const char *name, const char *word, const char *what)
{
	struct kdd_span f = kdd_row_column(row, c);
	uint32_t i = field_of(row, c);
	char shown[KDD_SHOW_MAX], field[40] = "the absent field";

	if (r->source.form == KDD_JSON)
		snprintf(field, sizeof(field), "%s", i == KDD_NO_FIELD ?
		    "the absent key" : "key");
	else if (i != KDD_NO_FIELD)
		snprintf(field, sizeof(field), "field %" PRIu32, i + 1);
	rows_reject(r, row, word, byte_of(row, i), "%s%s%s%s: %s %s", field,
	    name != NULL ? " \"" : "", name != NULL ? name : "",
	    name != NULL ? "\"" : "",
	    kdd_error_show(shown, sizeof(shown), f.p, f.n), what);
}

static bool
starts(const struct kdd_row *row, const char *with)
{
	size_t n = strlen(with);

	return row->length >= n && memcmp(row->bytes, with, n) == 0;
}

/* What else the first line of a file may be that is no row. */
static const char *
hint(const struct rows *r, const struct kdd_row *row)
{
	const struct kdd_header *h = kdd_source_header(r->reader);

	if (!row->first || r->source.form != KDD_PLAIN || r->source.discover)
		return "";
	if (starts(row, "{"))
		return "; if this is JSON, try -s json";
	if (starts(row, "#separator"))
		return "; this is a log of Zeek: try -s zeek";
	return row->form == KDD_FORM_FIELDS && h->n > 1 &&
	    kdd_header_is_words(h) ?
	    "; if the line names the columns, try -s header" : "";
}

static bool
on_rows(void *arg, const struct kdd_row *row, size_t n)
{
	struct rows *r = arg;
	char what[400];

	for (size_t i = 0; i < n && !r->gave_up; i++) {
		if (r->ahead != NULL && i % ROWS_AHEAD == 0)
			r->ahead(r->arg, row + i, n - i < ROWS_AHEAD ? n - i :
			    ROWS_AHEAD);
		r->seen++;
		if (row[i].form != KDD_FORM_OK) {
			kdd_row_explain(&row[i], kdd_source_layout(r->reader),
			    what, sizeof(what));
			rows_reject(r, &row[i], kdd_form_name(row[i].form),
			    row[i].column, "%s%s", what,
			    hint(r, &row[i]));
		} else {
			r->on_row(r->arg, &row[i]);
		}
	}
	return !r->gave_up;
}

static void
on_header(void *arg, const struct kdd_row *row, enum kdd_zeek_line line)
{
	struct rows *r = arg;

	r->on_header(r->arg, row, line);
}

/* The file cannot be read any further; others may. */
static void
tell_broken(struct rows *r, const struct kdd_error *e)
{
	if (errno == ENOMEM)
		cli_fail("%s: %s", r->input.name, strerror(ENOMEM));
	if (e->line > 0)
		cli_warn("%s:%zu: %s", r->input.name, e->line, e->what);
	else
		cli_warn("%s: %s", r->input.name, e->what);
	r->broken = true;
}

void
rows_open(struct rows *r)
{
	r->reader = kdd_source_new(&r->source, &(struct kdd_source_hooks){
	    .on_rows = on_rows, .on_header = r->on_header != NULL ?
	    on_header : NULL, .arg = r });
	if (r->reader == NULL)
		cli_fail("%s", strerror(ENOMEM));
}

/*
 * The form that the first byte shows, behind a byte-order mark.  False: it is
 * not there yet.
 */
static bool
detect(struct rows *r)
{
	bool mark = r->nhead > 0 && r->head[0] == '\xef';
	char c;

	if (r->nhead < (mark ? 4 : 1))
		return false;
	c = r->head[mark ? 3 : 0];
	if (c == '#' || c == '{')
		r->source.form = c == '#' ? KDD_ZEEK : KDD_JSON;
	r->source.schema->form = r->source.form;
	return true;
}

static bool
feed(struct rows *r, const char *p, size_t n)
{
	struct kdd_error e;

	if (kdd_source_feed(r->reader, p, n, &e) != -1)
		return !r->gave_up;
	tell_broken(r, &e);
	r->input.broken = true;
	return false;
}

static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct rows *r = arg;

	if (r->reader != NULL)
		return feed(r, p, n);
	for (; n > 0 && r->nhead < sizeof(r->head); p++, n--)
		r->head[r->nhead++] = *p;
	if (!detect(r))
		return true;
	rows_open(r);
	return feed(r, r->head, r->nhead) && (n == 0 || feed(r, p, n));
}

/* Input broke off, or we were told to stop: what is left is no row. */
static void
drop_rest(struct rows *r)
{
	uint64_t n = r->reader != NULL ? kdd_source_drop(r->reader) : 0;

	if (n > 0 && !r->gave_up && !cli_pipe_is_closed())
		cli_warn("%s: %llu byte%s of a line whose end had not come "
		    "%s not read", r->input.name, (unsigned long long)n,
		    n == 1 ? "" : "s", n == 1 ? "was" : "were");
}

static void
on_end(void *arg)
{
	struct rows *r = arg;
	struct kdd_error e;

	if (r->reader == NULL && r->nhead > 0) {
		rows_open(r);	/* a byte-order mark, and little more */
		if (kdd_source_feed(r->reader, r->head, r->nhead, &e) == -1)
			tell_broken(r, &e);
	}
	if (r->input.failed)
		drop_rest(r);
	else if (r->reader != NULL && kdd_source_finish(r->reader, &e) == -1)
		tell_broken(r, &e);
}

static void
on_idle(void *arg)
{
	struct rows *r = arg;

	if (r->rejects != NULL)
		cli_out_flush(&r->out);
	if (r->idle != NULL)
		r->idle(r->arg);
}

static void
on_asked(void *arg, unsigned bits)
{
	struct rows *r = arg;

	if (r->asked != NULL)
		r->asked(r->arg, bits);
}

bool
rows_read(struct rows *r, char *files[])
{
	bool ok;

	if (r->rejects != NULL)
		cli_out_open_log(&r->out, r->rejects);
	if (!r->detect)
		rows_open(r);
	r->input = (struct cli_input){ .idle = on_idle, .asked = on_asked,
	    .feed = on_bytes, .end = on_end, .arg = r };
	ok = cli_read(&r->input, files);
	drop_rest(r);
	on_idle(r);
	if (r->rejects != NULL)
		cli_out_close(&r->out);
	rows_close(r);
	return ok && !r->gave_up && !r->broken;
}

void
rows_close(struct rows *r)
{
	kdd_source_free(r->reader);
	r->reader = NULL;
}

int
rows_text(struct rows *r, const char *p, size_t n, struct kdd_error *e)
{
	int code;

	if (kdd_source_feed(r->reader, p, n, e) != -1 &&
	    kdd_source_finish(r->reader, e) != -1)
		return 0;
	code = errno;
	rows_close(r);
	rows_open(r);
	errno = code;
	return -1;
}

char
rows_delimiter(const struct rows *r)
{
	return kdd_source_layout(r->reader)->delimiter;
}

void
rows_summary(const struct rows *r, struct kdd_buf *b)
{
	kdd_buf_printf(b, "%llu rejected", (unsigned long long)r->rejected);
	for (int i = 0; i < ROWS_REASONS_MAX && r->reason[i].word; i++)
		kdd_buf_printf(b, "%s%llu %s", i > 0 ? ", " : " (",
		    (unsigned long long)r->reason[i].n, r->reason[i].word);
	if (r->rejected > 0)
		kdd_buf_char(b, ')');
}
