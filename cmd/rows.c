#include "rows.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define SHOWN_MAX 10	/* rejected rows that are reported one by one */

bool
rows_option(struct rows *r, int ch)
{
	switch (ch) {
	case 'e':
		r->extra = (uint32_t)cli_u64("-e", optarg, 0, 1000);
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
	if (b->n > 64 * 1024)
		cli_out_flush(&r->out);
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
	if (r->rejected <= SHOWN_MAX)
		report(r, row, column, what);
	if (r->rejects != NULL)
		keep_reject(r, row, word, what);
	if (r->rejected == r->max_errors) {
		cli_warn("gave up after %llu rejected rows (--max-errors)",
		    (unsigned long long)r->rejected);
		r->gave_up = true;
	}
}

/* The column of field i's first byte, or 0 where quotes moved it. */
static uint64_t
column_of(const struct kdd_row *row, uint32_t i)
{
	if (row->text != row->bytes)
		return 0;
	return i > 0 ? (uint64_t)row->end[i - 1] + 2 : 1;
}

void
rows_reject_field(struct rows *r, const struct kdd_row *row, uint32_t i,
    const char *name, const char *word, const char *what)
{
	struct kdd_span f = kdd_row_field(row, i);
	char shown[KDD_SHOW_MAX];

	rows_reject(r, row, word, column_of(row, i),
	    "field %" PRIu32 "%s%s%s: %s %s", i + 1,
	    name != NULL ? " \"" : "", name != NULL ? name : "",
	    name != NULL ? "\"" : "",
	    kdd_error_show(shown, sizeof(shown), f.p, f.n), what);
}

static bool
is_header(const struct rows *r, const struct kdd_row *row)
{
	struct kdd_span f;

	if (r->first_name == NULL || row->line != 1)
		return false;
	f = kdd_row_field(row, 0);
	return f.n == strlen(r->first_name) &&
	    memcmp(f.p, r->first_name, f.n) == 0;
}

static bool
on_rows(void *arg, const struct kdd_row *row, size_t n)
{
	struct rows *r = arg;
	char what[160];

	for (size_t i = 0; i < n && !r->gave_up; i++) {
		r->seen++;
		if (row[i].form != KDD_FORM_OK) {
			kdd_reader_explain(r->reader, &row[i], what,
			    sizeof(what));
			rows_reject(r, &row[i], kdd_form_name(row[i].form),
			    row[i].column, "%s", what);
		} else if (is_header(r, &row[i])) {
			rows_reject(r, &row[i], "header", 1, "a line of "
			    "column names, not a row");
		} else {
			r->on_row(r->arg, &row[i]);
		}
	}
	return !r->gave_up;
}

static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct rows *r = arg;

	if (kdd_reader_feed(r->reader, p, n) == -1)
		cli_fail("%s: %s", r->input.name, strerror(errno));
	return !r->gave_up;
}

/* Input broke off, or we were told to stop: what is left is no row. */
static void
drop_rest(struct rows *r)
{
	uint64_t n = kdd_reader_drop(r->reader);

	if (n > 0 && !r->gave_up && !cli_pipe_is_closed())
		cli_warn("%s: %llu bytes of a line whose end had not come "
		    "were not read", r->input.name, (unsigned long long)n);
}

static void
on_end(void *arg)
{
	struct rows *r = arg;

	if (r->input.failed)
		drop_rest(r);
	else if (kdd_reader_finish(r->reader) == -1)
		cli_fail("%s: %s", r->input.name, strerror(errno));
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

bool
rows_read(struct rows *r, char *files[])
{
	bool ok;

	if (r->rejects != NULL)
		cli_out_open_log(&r->out, r->rejects);
	r->reader = kdd_reader_new(r->delimiter, r->min, r->max, r->extra,
	    on_rows, r);
	if (r->reader == NULL)
		cli_fail("%s", strerror(ENOMEM));
	r->input = (struct cli_input){ .idle = on_idle, .feed = on_bytes,
	    .end = on_end, .arg = r };
	ok = cli_read(&r->input, files);
	drop_rest(r);
	on_idle(r);
	if (r->rejects != NULL)
		cli_out_close(&r->out);
	kdd_reader_free(r->reader);
	r->reader = NULL;
	return ok && !r->gave_up;
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
