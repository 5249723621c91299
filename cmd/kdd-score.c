/*
 * kdd-score - judge verdicts on labelled rows
 *
 * Reads what kdd-classify -a writes.  See kdd-score(1).
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "costs.h"
#include "judged.h"
#include "rows.h"
#include "stamps.h"

#define LATENCY ROWS_OPTIONS_END	/* --latency */

struct job {
	struct judged	*model;
	size_t		 nmodels;
	const char	*format;
	const char	*output;
	const char	*cost_name;
	struct kdd_cost	 cost;
	bool		 latency, quiet;
	int		 form;		/* -s, or -1: the model's */
	uint64_t	 dropped;	/* rows that the model is not about */
	struct rows	 rows;
};

const char cli_usage[] = "[-hqV] [-C cost] [-e n] [-f table|json|tsv]\n"
    "                 [-o file] [-s form] -m model ... [file ...]\n"
    "       kdd-score --latency [-q] [-f table|json|tsv] [-o file] "
    "[file ...]";
const char cli_help[] =
    "  -C, --cost=MATRIX     kdd99, or a file with a cost matrix\n"
    "  -f, --format=FORMAT   table (default), json or tsv\n"
    "  -m, --model=FILE      a model whose verdicts are read; may come "
    "again\n"
    "  -o, --output=FILE     write there; the file appears when complete\n"
    "  -q, --quiet           no summary on stderr\n"
    ROWS_FORM_HELP
    ROWS_HELP
    "      --latency         judge the times of kdd-replay --stamp, not "
    "verdicts\n"
    "  -h, --help\n"
    "  -V, --version\n";

static const struct option options[] = {
	{ "cost", required_argument, NULL, 'C' },
	ROWS_OPTIONS,
	{ "format", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "latency", no_argument, NULL, LATENCY },
	{ "model", required_argument, NULL, 'm' },
	{ "output", required_argument, NULL, 'o' },
	{ "quiet", no_argument, NULL, 'q' },
	ROWS_FORM_OPTION,
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static void
add_model(struct job *job, const char *path)
{
	struct judged *m;

	job->model = realloc(job->model,
	    (job->nmodels + 1) * sizeof(*job->model));
	if (job->model == NULL)
		cli_fail("%s", strerror(ENOMEM));
	m = &job->model[job->nmodels];
	*m = (struct judged){ .asked = 0 };
	judged_load(m, path);
	for (size_t i = 0; i < job->nmodels; i++) {
		load_check_fit(&job->model[i].loaded, &m->loaded);
		if (job->model[i].loaded.model.schema.label !=
		    m->loaded.model.schema.label)
			cli_fail("%s and %s have different label columns",
			    job->model[i].loaded.path, path);
	}
	job->nmodels++;
}

static void
parse_options(struct job *job, int argc, char *argv[])
{
	int ch;

	job->format = "table";
	while ((ch = getopt_long(argc, argv, "C:e:f:hm:o:qs:V", options,
	    NULL)) != -1)
		switch (ch) {
		case 'C': job->cost_name = optarg; break;
		case 'f': job->format = optarg; break;
		case 'm': add_model(job, optarg); break;
		case 'o': job->output = optarg; break;
		case 'q': job->quiet = true; break;
		case 's': job->form = (int)rows_form(optarg); break;
		case LATENCY: job->latency = true; break;
		default:
			if (!rows_option(&job->rows, ch))
				cli_common(ch);
		}
	if (job->latency && (job->nmodels > 0 || job->cost_name != NULL ||
	    job->form != -1 || job->rows.source.extra > 0 ||
	    job->rows.rejects != NULL || job->rows.max_errors > 0))
		cli_bad_usage("--latency judges times and no verdicts: with "
		    "-f, -o and -q alone");
	if (job->nmodels == 0 && !job->latency)
		cli_bad_usage("no model: -m FILE says whose verdicts these "
		    "are");
	if (strcmp(job->format, "table") != 0 &&
	    strcmp(job->format, "json") != 0 &&
	    strcmp(job->format, "tsv") != 0)
		cli_bad_usage("-f %s: not table, json or tsv", job->format);
}

static struct judged *
find_model(struct job *job, struct kdd_span name)
{
	for (size_t i = 0; i < job->nmodels; i++) {
		const char *s = job->model[i].loaded.model.name;

		if (strlen(s) == name.n && memcmp(s, name.p, name.n) == 0)
			return &job->model[i];
	}
	return NULL;
}

static void
on_row(void *arg, const struct kdd_row *row)
{
	struct job *job = arg;
	uint32_t name = job->rows.source.schema->ncolumns + JUDGED_MODEL;
	struct judged *m = find_model(job, kdd_row_column(row, name));

	if (m == NULL)
		rows_reject_column(&job->rows, row, name, NULL, "model",
		    "is none of the models given");
	else if (judged_row(m, &job->rows, row) == 0)
		job->dropped++;
}

static void
add_scores(struct job *job, const struct judged *m, struct kdd_buf *b)
{
	struct kdd_error e;
	double cost = NAN;

	if (job->cost_name != NULL && kdd_cost_mean(&job->cost,
	    &m->confusion, &cost, &e) == -1)
		cli_fail("%s: %s of model \"%s\"", job->cost_name, e.what,
		    m->loaded.model.name);
	if (m > job->model && strcmp(job->format, "table") == 0)
		kdd_buf_char(b, '\n');
	judged_write(m, job->format, cost, b);
}

static void
report(const struct job *job)
{
	struct kdd_buf b = KDD_BUF_INIT;

	if (job->quiet && job->rows.rejected == 0)
		return;
	kdd_buf_printf(&b, "%s: %" PRIu64 " verdicts: %" PRIu64 " scored, %"
	    PRIu64 " dropped, ", cli_name(), job->rows.seen,
	    job->rows.seen - job->rows.rejected - job->dropped, job->dropped);
	rows_summary(&job->rows, &b);
	kdd_buf_char(&b, '\n');
	cli_show(&b);
	kdd_buf_release(&b);
}

int
main(int argc, char *argv[])
{
	static struct job job;
	struct kdd_buf text = KDD_BUF_INIT;
	struct cli_out out;
	bool nothing;	/* was scored */

	cli_start(argv);
	job.form = -1;
	parse_options(&job, argc, argv);
	if (job.cost_name != NULL)
		costs_load(&job.cost, job.cost_name);
	cli_catch_stop();
	if (job.latency)
		cli_exit(stamps_judge(job.format, job.output, job.quiet,
		    argv + optind));
	rows_of_model(&job.rows, &job.model[0].loaded.model.schema, job.form);
	job.rows.source.labelled = true;
	job.rows.source.lead = JUDGED_FIELDS;
	job.rows.on_row = on_row;
	job.rows.arg = &job;
	rows_keep_apart(&job.rows, job.output, argv + optind);
	rows_keep_from(&job.rows, job.output, job.cost_name);
	for (size_t i = 0; i < job.nmodels; i++)
		rows_keep_from(&job.rows, job.output,
		    job.model[i].loaded.path);
	if (!rows_read(&job.rows, argv + optind))
		cli_exit(CLI_FAIL);
	nothing = job.rows.seen == job.rows.rejected + job.dropped;
	if (cli_stop() != 0 && (nothing || job.output != NULL))
		cli_exit(CLI_FAIL);	/* what was there stays */
	if (nothing)
		cli_fail("no verdicts to score among %" PRIu64 " lines",
		    job.rows.seen);
	for (size_t i = 0; i < job.nmodels; i++) {
		judged_check(&job.model[i]);
		add_scores(&job, &job.model[i], &text);
	}
	cli_out_open(&out, job.output);
	kdd_buf_add(&out.buf, text.p, text.n);
	out.buf.failed |= text.failed;
	cli_out_close(&out);
	kdd_buf_release(&text);
	report(&job);
	for (size_t i = 0; i < job.nmodels; i++)
		judged_release(&job.model[i]);
	free(job.model);
	kdd_cost_release(&job.cost);
	cli_exit(job.rows.rejected > 0 ? CLI_REJECTED : CLI_OK);
}
