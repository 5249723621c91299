/*
 * kdd-train - labelled connection rows in, a decision tree out
 *
 * Reads all rows, cross-validates if asked, grows the tree and writes the
 * model last, so that a failure leaves none.  See kdd-train(1).
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "labelled.h"
#include "schemas.h"
#include "training.h"

struct job {
	struct kdd_learn learn;
	const char	*map_path;	/* -c */
	const char	*label;		/* -l */
	const char	*schema_name;	/* -s */
	const char	*output;
	const char	*report;	/* --report */
	const char	*name;
	bool		 quiet;
	struct kdd_schema schema;
	struct kdd_classmap map;
	struct training	 training;
	struct labelled	 in;
};

const char cli_usage[] = "[-hqV] [-c map] [-e n] [-k folds] [-l label] "
    "[-n normal]\n                 [-o model] [-r rest:target] [-S seed] "
    "[-s schema] [-t class]\n                 [file ...]";
const char cli_help[] =
    "Rows and columns:\n"
    "  -l, --label=COLUMN    the label's column\n"
    "  -s, --schema=S        kdd99 (default); header, zeek or json: the "
    "rows name\n"
    "                        the columns; else a file, see kdd-schema\n"
    ROWS_HELP
    TRAINING_COLUMNS_HELP
    "\nClasses:\n"
    "  -c, --class-map=MAP   lines of label and class; none: labels are "
    "classes\n"
    "  -n, --normal=LABEL    the other side of -t; rows that are neither "
    "are dropped\n"
    "  -r, --ratio=R:T       thin the larger side to R rest rows for T "
    "target rows\n"
    "  -t, --target=CLASS    this class (or label) against all else\n"
    TRAINING_CLASSES_HELP
    "\nTree:\n"
    TRAINING_TREE_HELP
    "\nValidation:\n"
    "  -k, --folds=K         cross-validate with K folds\n"
    "  -S, --seed=N          of folds and samples; the default is 1\n"
    TRAINING_FOLDS_HELP
    "\nOutput:\n"
    "  -o, --output=FILE     the model; the default is stdout\n"
    "  -q, --quiet           no tables on stderr\n"
    "      --name=NAME       the model's; default: the -t class, or "
    "classes\n"
    "      --report=FILE     the report, as JSON\n"
    "  -h, --help\n"
    "  -V, --version\n";

enum { OPT_NAME = TRAINING_OPTIONS_END, OPT_REPORT };

static const struct option options[] = {
	{ "class-map", required_argument, NULL, 'c' },
	ROWS_OPTIONS,
	{ "folds", required_argument, NULL, 'k' },
	{ "help", no_argument, NULL, 'h' },
	{ "label", required_argument, NULL, 'l' },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "normal", required_argument, NULL, 'n' },
	{ "output", required_argument, NULL, 'o' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "ratio", required_argument, NULL, 'r' },
	{ "report", required_argument, NULL, OPT_REPORT },
	{ "schema", required_argument, NULL, 's' },
	{ "seed", required_argument, NULL, 'S' },
	{ "target", required_argument, NULL, 't' },
	TRAINING_OPTIONS,
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

/* rest:target, both whole numbers from 1 */
static void
parse_ratio(struct kdd_learn *l, char *arg)
{
	char *colon = strchr(arg, ':');

	if (colon == NULL)
		cli_bad_usage("-r %s: not rest:target, such as 3:1", arg);
	*colon = '\0';
	l->rest = cli_u64("-r", arg, 1, 1000000);
	l->target = cli_u64("-r", colon + 1, 1, 1000000);
}

static void
parse_long(struct job *job, int ch)
{
	if (ch == OPT_NAME)
		job->name = optarg;
	else if (ch == OPT_REPORT)
		job->report = optarg;
	else if (!training_option(&job->training, &job->learn, ch) &&
	    !rows_option(&job->in.rows, ch))
		cli_common(ch);
}

static void
parse_options(struct job *job, int argc, char *argv[])
{
	struct kdd_learn *l = &job->learn;
	int ch;

	while ((ch = getopt_long(argc, argv, "c:e:hk:l:n:o:qr:S:s:t:V",
	    options, NULL)) != -1)
		switch (ch) {
		case 'c': job->map_path = optarg; break;
		case 'k':
			l->folds = (uint32_t)cli_u64("-k", optarg, 2,
			    1000000);
			break;
		case 'l': job->label = optarg; break;
		case 'n': l->task.normal = optarg; break;
		case 'o': job->output = optarg; break;
		case 'q': job->quiet = true; break;
		case 'r': parse_ratio(l, optarg); break;
		case 'S': l->seed = cli_u64("-S", optarg, 0, UINT64_MAX); break;
		case 's': job->schema_name = optarg; break;
		case 't': l->task.target = optarg; break;
		default: parse_long(job, ch);
		}
	if (l->rest > 0 && l->task.target == NULL)
		cli_bad_usage("-r needs a target (-t)");
	l->no_report = job->quiet && job->report == NULL;
	training_check(&job->training, l);
	if (job->name == NULL)
		job->name = l->task.target != NULL ? l->task.target :
		    "classes";
	if (!kdd_model_name_ok(job->name))
		cli_bad_usage("\"%s\" cannot be a model's name: give another "
		    "with --name (1 to %d of A-Z a-z 0-9 . _ -)", job->name,
		    KDD_MODEL_NAME_MAX);
}

static void
load_map(struct job *job)
{
	struct kdd_buf b = KDD_BUF_INIT;
	struct kdd_error e;

	kdd_classmap_init(&job->map);
	job->learn.task.map = &job->map;
	if (job->map_path == NULL) {
		if (kdd_classmap_builtin(&job->map, &e) == -1)
			cli_fail("%s", e.what);
	} else if (strcmp(job->map_path, "none") == 0) {
		job->learn.task.map = NULL;
	} else {
		cli_slurp(&b, job->map_path, 1 << 28);
		if (kdd_classmap_parse(&job->map, b.p != NULL ? b.p : "",
		    b.n, &e) == -1)
			cli_fail_at(job->map_path, "", &e);
		kdd_buf_release(&b);
	}
	if (kdd_task_check(&job->learn.task, &e) == -1)
		cli_bad_usage("%s", e.what);
}

static void
check_files(const struct job *job, char *const files[])
{
	const char *used[] = { job->map_path, job->schema_name,
	    job->training.cost_name };

	if (job->output == NULL && isatty(STDOUT_FILENO))
		cli_bad_usage("the model goes to stdout: name a file with -o, "
		    "or redirect");
	cli_out_check(job->output);
	cli_out_check(job->report);
	rows_keep_apart(&job->in.rows, job->output, files);
	rows_keep_from(&job->in.rows, job->output, job->report);
	cli_keep_apart_inputs("--report", job->report, files);
	for (size_t i = 0; i < sizeof(used) / sizeof(*used); i++) {
		rows_keep_from(&job->in.rows, job->output, used[i]);
		cli_keep_apart("--report", job->report, used[i]);
	}
}

static void
show_reading(void *arg)
{
	const struct labelled *in = arg;

	if (cli_progress_due())
		cli_progress("reading %s: %" PRIu64 " rows",
		    in->rows.input.name, in->rows.seen);
}

static void
show_growing(void *arg, uint64_t done, uint64_t total)
{
	struct job *job = arg;

	if (cli_progress_due())
		cli_progress("growing %s: %" PRIu64 " of %" PRIu64 " rows",
		    job->learn.stage, done, total);
}

static void
show_text(void *arg, struct kdd_buf *text)
{
	(void)arg;
	cli_show(text);
}

/* All rows into the table, which is then complete. */
static void
read_rows(struct job *job, char *files[])
{
	struct kdd_table *table = &job->learn.table;

	schemas_load(&job->schema, job->schema_name, job->label,
	    &job->in.rows.source);
	job->in.task = &job->learn.task;
	job->in.choice = &job->training.choice;
	job->in.keep_sequence = job->learn.fold_kind == KDD_FOLD_ORDER;
	labelled_start(&job->in, table, &job->schema);
	if (!rows_read(&job->in.rows, files))
		cli_fail("no model was made: not all rows could be read");
	labelled_finish(&job->in);
	job->learn.report.seen = job->in.rows.seen;
	job->learn.report.dropped = job->in.dropped;
	job->learn.report.rejects = job->in.rows.reason;
	schemas_finish(&job->schema, table, job->in.intake, job->in.held);
	if (!job->quiet && job->in.rows.source.discover)
		schemas_report(&job->schema, table, &job->training.choice,
		    job->label);
	if (!job->quiet || job->in.rows.rejected > 0)
		labelled_report(&job->in);
}

static void
write_results(struct job *job)
{
	struct cli_out model, report;

	cli_catch_stop();	/* from here on there is a file to remove */
	cli_out_open(&model, job->output);
	kdd_model_write(&job->learn.model, &model.buf);
	if (job->report != NULL) {
		cli_out_open(&report, job->report);
		kdd_report_json(&report.buf, &job->learn.report);
		cli_out_flush(&report);
	}
	cli_out_flush(&model);	/* both can be written: let them appear */
	if (job->report != NULL)
		cli_out_close(&report);
	cli_out_close(&model);
}

int
main(int argc, char *argv[])
{
	static struct job job;
	struct kdd_error e;

	cli_start(argv);
	kdd_learn_init(&job.learn);
	training_init(&job.training);
	parse_options(&job, argc, argv);
	check_files(&job, argv + optind);
	load_map(&job);
	job.learn.grow.arg = job.learn.arg = &job;
	if (!job.quiet) {
		job.in.rows.idle = show_reading;
		job.learn.grow.on_progress = show_growing;
		job.learn.on_text = show_text;
	}
	read_rows(&job, argv + optind);
	if (kdd_learn(&job.learn, &job.schema, job.name, &e) == -1)
		cli_fail("%s", e.what);
	training_warn(&job.learn);
	write_results(&job);
	labelled_release(&job.in);
	training_release(&job.training, &job.learn);
	kdd_learn_release(&job.learn);
	kdd_schema_release(&job.schema);
	kdd_classmap_release(&job.map);
	cli_exit(job.in.rows.rejected > 0 ? CLI_REJECTED : CLI_OK);
}
