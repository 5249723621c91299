/*
 * kdd-schema - rows in, a schema out, for a person to edit
 *
 * Reads all rows, since only all of them tell what is a number, and writes
 * the columns with what was seen in them.  See kdd-schema(1).
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "names.h"
#include "num.h"
#include "predict.h"
#include "rows.h"

#define EXAMPLES	4	/* distinct texts that are shown of a column */
#define EXAMPLE_MAX	24	/* bytes of one */

/* What was seen in a column. */
struct seen {
	uint64_t	 values, words;	/* not missing; not numbers */
	double		 min, max;
	struct kdd_dict	 text;		/* the first EXAMPLES and one more */
};

struct job {
	const char	*delimiter;
	const char	*label;
	struct kdd_schema schema;
	struct seen	*seen;		/* [nseen], for schema.column */
	uint32_t	 nseen;
	uint64_t	 taken;
	struct kdd_buf	 note;
	struct rows	 rows;
};

const char cli_usage[] = "[-hV] [-d delim] [-l label] [file ...]";
const char cli_help[] =
    "  -d, --delimiter=D     comma (default), tab, semicolon, pipe, space "
    "or a byte\n"
    "  -l, --label=COLUMN    the label's column; default: the one called "
    "label\n"
    ROWS_REJECTS_HELP
    "  -h, --help\n"
    "  -V, --version\n";

static const struct option options[] = {
	{ "delimiter", required_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{ "label", required_argument, NULL, 'l' },
	ROWS_REJECTS_OPTIONS,
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static void
parse_options(struct job *job, int argc, char *argv[])
{
	int ch;

	while ((ch = getopt_long(argc, argv, "d:hl:V", options, NULL)) != -1)
		switch (ch) {
		case 'd': job->delimiter = optarg; break;
		case 'l': job->label = optarg; break;
		default:
			if (!rows_option(&job->rows, ch))
				cli_common(ch);
		}
}

static void
prepare(struct job *job)
{
	kdd_schema_init(&job->schema);
	if (job->delimiter != NULL && kdd_delimiter_parse(job->delimiter,
	    &job->schema.delimiter) == -1)
		cli_bad_usage("-d %s: cannot stand between fields",
		    job->delimiter);
	job->rows.source = (struct kdd_source_options){ .form = KDD_PLAIN,
	    .schema = &job->schema, .discover = true, .rename = true,
	    .label = job->label };
	job->rows.detect = job->delimiter == NULL;
}

/* Columns may have been found since the last row. */
static void
grow(struct job *job)
{
	uint32_t n = job->schema.ncolumns;
	void *p;

	if (job->nseen == n)
		return;
	p = realloc(job->seen, n * sizeof(*job->seen));
	if (p == NULL)
		cli_fail("%s", strerror(ENOMEM));
	job->seen = p;
	for (; job->nseen < n; job->nseen++) {
		job->seen[job->nseen] = (struct seen){ 0 };
		kdd_dict_init(&job->seen[job->nseen].text);
	}
}

static void
take_value(struct seen *s, struct kdd_span f)
{
	double v = 0;
	bool word = kdd_num_parse(f.p, f.n, &v) == -1;

	if (kdd_is_missing(f) || isnan(v))
		return;
	if (s->text.n <= EXAMPLES &&
	    kdd_dict_add(&s->text, f.p, f.n) == KDD_NONE)
		cli_fail("%s", strerror(ENOMEM));
	if (word) {
		s->words++;
	} else {
		s->min = s->values == s->words || v < s->min ? v : s->min;
		s->max = s->values == s->words || v > s->max ? v : s->max;
	}
	s->values++;
}

static void
on_row(void *arg, const struct kdd_row *row)
{
	struct job *job = arg;

	grow(job);
	for (uint32_t c = 0; c < job->nseen; c++)
		take_value(&job->seen[c], kdd_row_column(row, c));
	job->taken++;
}

/*
 * Keys of JSON come in any order: sort them, and leave out those that had no
 * value, as keys of lines that were rejected.
 */
static void
sort_keys(struct job *job)
{
	struct kdd_schema *s = &job->schema;
	size_t n = job->nseen;
	uint32_t *place = calloc(n + 1, sizeof(*place));
	bool *keep = calloc(n + 1, sizeof(*keep));
	struct seen *old = calloc(n + 1, sizeof(*old));

	if (place == NULL || keep == NULL || old == NULL)
		cli_fail("%s", strerror(ENOMEM));
	for (size_t i = 0; i < n; i++) {
		old[i] = job->seen[i];
		keep[i] = old[i].values > 0;
	}
	if (kdd_schema_sort(s, keep, place) == -1)
		cli_fail("%s", strerror(ENOMEM));
	job->nseen = s->ncolumns;
	for (size_t i = 0; i < n; i++)
		if (keep[i])
			job->seen[place[i]] = old[i];
		else
			kdd_dict_release(&old[i].text);
	free(place);
	free(keep);
	free(old);
}

/* A column is a number if all its values are. */
static void
decide(struct job *job)
{
	struct kdd_schema *s = &job->schema;
	const char *word;

	grow(job);
	if (s->form == KDD_JSON)
		sort_keys(job);
	if (job->label != NULL && s->label == KDD_NO_COLUMN)
		cli_fail("no row has a \"%s\", which -l names", job->label);
	if (s->ncolumns == 1 && s->form != KDD_JSON) {
		word = kdd_delimiter_guess(s->column->name);
		cli_warn("a single column: if its values look like rows, -d%s"
		    "%s names what stands between their fields", word != NULL ?
		    " " : "", word != NULL ? word : "");
	}
	for (uint32_t c = 0; c < s->ncolumns; c++)
		if (s->column[c].kind == KDD_UNDECIDED)
			s->column[c].kind = job->seen[c].words == 0 ?
			    KDD_NUMBER : KDD_CATEGORY;
}

static void
add_examples(struct kdd_buf *b, const struct seen *s)
{
	char shown[EXAMPLE_MAX];

	for (uint32_t i = 0; i < s->text.n && i < EXAMPLES; i++)
		kdd_buf_printf(b, "%s%s", i > 0 ? ", " : "",
		    kdd_error_show(shown, sizeof(shown),
		    kdd_dict_key(&s->text, i), s->text.length[i]));
	if (s->text.n > EXAMPLES)
		kdd_buf_puts(b, ", ...");
}

static const char *
note(void *arg, uint32_t c)
{
	struct job *job = arg;
	const struct seen *s = &job->seen[c];
	struct kdd_buf *b = &job->note;

	b->n = 0;
	if (job->schema.column[c].kind == KDD_IGNORED)
		kdd_buf_puts(b, "tells rows apart: ");
	if (s->values == 0)
		kdd_buf_puts(b, "no values");
	else if (s->words > 0 || s->text.n == 1)
		add_examples(b, s);
	else
		kdd_buf_printf(b, "%.6g to %.6g", s->min, s->max);
	if (s->values > 0 && s->values < job->taken)
		kdd_buf_printf(b, "; %" PRIu64 " missing",
		    job->taken - s->values);
	kdd_buf_char(b, '\0');
	if (b->failed)
		cli_fail("%s", strerror(ENOMEM));
	return b->p;
}

static void
write_schema(struct job *job)
{
	struct cli_out out;

	cli_out_open(&out, NULL);
	kdd_buf_printf(&out.buf, "| From %" PRIu64 " row%s.  Edit the "
	    "kinds: continuous, symbolic, ignore, label; see kdd-schema(5).\n",
	    job->taken, job->taken == 1 ? "" : "s");
	if (job->schema.label == KDD_NO_COLUMN)
		kdd_buf_puts(&out.buf, "| No column is the label yet; "
		    "kdd-train needs one.\n");
	kdd_names_write(&out.buf, &job->schema, note, job);
	cli_out_close(&out);
}

static void
report_rejected(const struct job *job)
{
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_printf(&b, "%s: %" PRIu64 " row%s: ", cli_name(),
	    job->rows.seen, job->rows.seen == 1 ? "" : "s");
	rows_summary(&job->rows, &b);
	kdd_buf_char(&b, '\n');
	cli_show(&b);
	kdd_buf_release(&b);
}

static void
release(struct job *job)
{
	for (uint32_t c = 0; c < job->nseen; c++)
		kdd_dict_release(&job->seen[c].text);
	free(job->seen);
	kdd_buf_release(&job->note);
	kdd_schema_release(&job->schema);
}

int
main(int argc, char *argv[])
{
	static struct job job;
	bool ok;

	cli_start(argv);
	parse_options(&job, argc, argv);
	prepare(&job);
	rows_keep_apart(&job.rows, NULL, argv + optind);
	job.rows.on_row = on_row;
	job.rows.arg = &job;
	ok = rows_read(&job.rows, argv + optind);
	if (!ok)
		cli_fail("no schema was made: not all rows could be read");
	decide(&job);
	if (job.schema.ncolumns == 0)
		cli_fail("no rows to make a schema of");
	write_schema(&job);
	if (job.rows.rejected > 0)
		report_rejected(&job);
	release(&job);
	cli_exit(job.rows.rejected > 0 ? CLI_REJECTED : CLI_OK);
}
