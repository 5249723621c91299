/*
 * kdd-classify - read connection rows, write alerts
 *
 * One row in, at most one line out for each model, in input order, so the
 * program can sit in a pipe, under parallel(1) or behind kcat(1).  See
 * kdd-classify(1).
 */
#include <getopt.h>
#include <string.h>

#include "cli.h"
#include "heading.h"
#include "judge.h"
#include "metrics.h"
#include "rows.h"

struct job {
	struct judge	 judge;
	bool		 quiet;
	const char	*output;
	int		 form;		/* -s, or -1: the model's */
	unsigned	 stats;		/* --stats, or 0 */
	const char	*metrics_path;	/* --metrics, or NULL */
	struct metrics	 metrics;
	struct rows	 rows;
	struct cli_out	 out;
	struct kdd_heading heading;	/* Zeek's # lines that were written */
};

const char cli_usage[] = "[-ahqV] [-e n] [-f csv|json|eve] [-o file] [-s form] "
    "[-T score]\n                    "
    "-m model [[-T score] -m model ...] [file ...]";
const char cli_help[] =
    "  -a, --all             write every verdict, not only alerts\n"
    "  -f, --format=FORM     csv: model,class,score, then the row; json; eve\n"
    "  -m, --model=FILE      a model: text, or compiled (.so); may come "
    "again\n"
    "  -o, --output=FILE     write there; the file appears when complete\n"
    "  -q, --quiet           no summary on stderr\n"
    ROWS_FORM_HELP
    "  -T, --threshold=S     alert from this score on, for the models "
    "after it\n"
    ROWS_HELP
    "      --columns=LIST    json, eve: show these columns of the row only\n"
    "      --metrics=FILE    keep counts there, for Prometheus\n"
    "      --now=TIME        eve: the time of rows that tell none\n"
    "      --stats=N         a line of statistics every N seconds\n"
    "      --strict          read every field, reject a row with a bad one\n"
    "  -h, --help\n"
    "  -V, --version\n";

enum { OPT_STATS = JUDGE_OPTIONS_END, OPT_METRICS };

static const struct option options[] = {
	JUDGE_OPTIONS,
	ROWS_OPTIONS,
	{ "help", no_argument, NULL, 'h' },
	{ "metrics", required_argument, NULL, OPT_METRICS },
	{ "output", required_argument, NULL, 'o' },
	{ "quiet", no_argument, NULL, 'q' },
	ROWS_FORM_OPTION,
	{ "stats", required_argument, NULL, OPT_STATS },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static void
parse_options(struct job *job, int argc, char *argv[])
{
	int ch;

	while ((ch = getopt_long(argc, argv, "ae:f:hm:o:qs:T:V", options,
	    NULL)) != -1)
		switch (ch) {
		case 'o': job->output = optarg; break;
		case 'q': job->quiet = true; break;
		case 's': job->form = (int)rows_form(optarg); break;
		case OPT_METRICS: job->metrics_path = optarg; break;
		case OPT_STATS:
			job->stats = (unsigned)cli_u64("--stats", optarg, 1,
			    86400);
			break;
		default:
			if (!judge_option(&job->judge, ch) &&
			    !rows_option(&job->rows, ch))
				cli_common(ch);
		}
	judge_check_options(&job->judge);
}

static void
on_header(void *arg, const struct kdd_row *row, enum kdd_zeek_line line)
{
	struct job *job = arg;
	char delimiter = rows_delimiter(&job->rows);

	if (delimiter != job->judge.delimiter)
		judge_set_form(&job->judge, job->judge.form, delimiter);
	if (job->judge.json) {
		if (line == KDD_ZEEK_FIELDS)
			judge_set_header(&job->judge,
			    kdd_source_header(job->rows.reader),
			    kdd_source_layout(job->rows.reader)->view);
		return;
	}
	if (job->rows.source.form == KDD_ZEEK)
		kdd_heading_zeek(&job->heading, &job->out.buf, row, line,
		    delimiter);
	else
		kdd_heading_add(&job->out.buf, row, delimiter);
	cli_out_flush_full(&job->out);
}

static void
on_row(void *arg, const struct kdd_row *row)
{
	struct job *job = arg;

	if (!judge_is_sound(&job->judge, &job->rows, row))
		return;
	judge_row(&job->judge, row, job->rows.seen, &job->out.buf);
	cli_out_flush_full(&job->out);
}

static void
flush(void *arg)
{
	struct job *job = arg;

	cli_out_flush(&job->out);
	metrics_look(&job->metrics);
}

static void
on_asked(void *arg, unsigned bits)
{
	struct job *job = arg;

	if (bits & CLI_ASK_RELOAD)
		judge_reload(&job->judge);
	if (bits & CLI_ASK_STATS || (bits & CLI_ASK_TICK && job->stats > 0))
		metrics_line(&job->metrics);
	metrics_write(&job->metrics);
}

/* No file may be written over another that is in use. */
static void
keep_apart(const struct job *job, char *const files[])
{
	rows_keep_apart(&job->rows, job->output, files);
	cli_keep_apart_inputs("--metrics", job->metrics_path, files);
	cli_keep_apart("--metrics", job->metrics_path, job->output);
	cli_keep_apart("--metrics", job->metrics_path, job->rows.rejects);
	for (size_t i = 0; i < job->judge.n; i++) {
		rows_keep_from(&job->rows, job->output,
		    job->judge.model[i].path);
		cli_keep_apart("--metrics", job->metrics_path,
		    job->judge.model[i].path);
	}
}

static void
report_all(struct job *job)
{
	struct kdd_buf b = KDD_BUF_INIT;

	judge_report(&job->judge, job->quiet);
	if (job->quiet && job->rows.rejected == 0)
		return;
	kdd_buf_printf(&b, "%s: ", cli_name());
	judge_summary(&job->judge, &job->rows, &b);
	kdd_buf_char(&b, '\n');
	cli_show(&b);
	kdd_buf_release(&b);
}

static void
start_rows(struct job *job)
{
	struct rows *r = &job->rows;

	judge_start(&job->judge, r, job->form);
	r->source.one_header = true;
	r->asked = on_asked;
	r->on_row = on_row;
	r->on_header = on_header;
	r->idle = flush;
	r->arg = job;
}

int
main(int argc, char *argv[])
{
	static struct job job;
	bool ok;

	cli_start(argv);
	job.form = -1;
	parse_options(&job, argc, argv);
	cli_catch_ask();
	judge_load(&job.judge);
	start_rows(&job);
	keep_apart(&job, argv + optind);
	cli_out_open(&job.out, job.output);
	cli_catch_stop();
	metrics_start(&job.metrics, job.metrics_path, &job.rows, &job.judge);
	cli_ask_every(prom_interval(&job.metrics.file, job.stats));
	ok = rows_read(&job.rows, argv + optind);
	ok = metrics_write(&job.metrics) && ok;
	if (!ok && job.rows.seen == 0)
		cli_exit(CLI_FAIL);	/* -o: what was there stays */
	cli_out_close(&job.out);
	ok = judge_is_complete(&job.judge, &job.rows) && ok;
	if (!cli_pipe_is_closed())
		report_all(&job);
	judge_release(&job.judge);
	kdd_heading_release(&job.heading);
	cli_exit(!ok ? CLI_FAIL :
	    job.rows.rejected > 0 ? CLI_REJECTED : CLI_OK);
}
