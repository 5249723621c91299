/*
 * kdd-storm - decision trees as a bolt of Apache Storm
 *
 * A ShellBolt: tuples of rows come on stdin, what the models say of them goes
 * to stdout, both in Storm's multilang protocol.  See kdd-storm(1).
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "bolt.h"
#include "cli.h"
#include "frames.h"
#include "metrics.h"

#define PIPE_SIZE (1 << 20)	/* what a user may ask for, as a rule */

struct job {
	struct judge	 judge;
	struct rows	 rows;
	struct metrics	 metrics;
	struct bolt	 bolt;
	struct frames	 frames;
	struct cli_out	 out;
	struct cli_input in;
	int		 form;		/* -s, or -1: the model's */
	bool		 quiet;
};

const char cli_usage[] = "[-ahqV] [-e n] [-f csv|json|eve] [-s form] "
    "[-T score]\n"
    "                 [--columns list] [--now time] [--strict]\n"
    "                 -m model [[-T score] -m model ...]";
const char cli_help[] =
    "  -a, --all             emit every verdict, not only alerts\n"
    "  -e, --extra=N         N further fields follow the schema's\n"
    "  -f, --format=FORM     csv: model,class,score, then the row; json; eve\n"
    "  -m, --model=FILE      a model: text, or compiled (.so); may come "
    "again\n"
    "  -q, --quiet           no summary in Storm's log\n"
    ROWS_FORM_HELP
    "  -T, --threshold=S     alert from this score on, for the models "
    "after it\n"
    "      --columns=LIST    json, eve: show these columns of the row only\n"
    "      --now=TIME        eve: the time of rows that tell none\n"
    "      --strict          read every field, reject a row with a bad one\n"
    "  -h, --help\n"
    "  -V, --version\n";

static const struct option options[] = {
	JUDGE_OPTIONS,
	{ "extra", required_argument, NULL, 'e' },
	{ "help", no_argument, NULL, 'h' },
	{ "quiet", no_argument, NULL, 'q' },
	ROWS_FORM_OPTION,
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static struct job job;

static void
parse_options(int argc, char *argv[])
{
	int ch;

	job.form = -1;
	while ((ch = getopt_long(argc, argv, "ae:f:hm:qs:T:V", options,
	    NULL)) != -1)
		switch (ch) {
		case 'q': job.quiet = true; break;
		case 's': job.form = (int)rows_form(optarg); break;
		default:
			if (!judge_option(&job.judge, ch) &&
			    !rows_option(&job.rows, ch))
				cli_common(ch);
		}
	judge_check_options(&job.judge);
	if (optind < argc)
		cli_bad_usage("%s: no files are read, but tuples of Storm",
		    argv[optind]);
}

/* Storm need not read stderr, so what there is to say goes to its log. */
static void
tell_storm(enum cli_weight weight, const char *p, size_t n)
{
	static bool ending;
	struct kdd_span text = { p, n };

	if (weight != CLI_FATAL) {
		answer_log(&job.out.buf, text, weight == CLI_INFO ?
		    ANSWER_INFO : ANSWER_WARN);
		return;
	}
	if (ending)
		return;
	ending = true;
	job.out.buf.failed = false;	/* it still holds whole messages */
	answer_error(&job.out.buf, text);
	cli_out_flush(&job.out);
}

/* Storm kills the processes whose ids it finds there. */
static int
on_handshake(void *arg, const char *pid_dir, struct kdd_error *e)
{
	struct kdd_buf path = KDD_BUF_INIT;
	int fd;

	(void)arg;
	kdd_buf_printf(&path, "%s/%ld", pid_dir, (long)getpid());
	fd = path.failed ? -1 : open(path.p, O_WRONLY | O_CREAT | O_CLOEXEC,
	    0666);
	if (fd == -1)
		kdd_error_set(e, 0, "pidDir %s: %s", pid_dir,
		    strerror(path.failed ? ENOMEM : errno));
	else
		close(fd);
	kdd_buf_release(&path);
	if (fd == -1)
		return -1;
	answer_pid(&job.out.buf, (long)getpid());
	cli_tell_by(tell_storm);
	return 0;
}

static int
on_message(void *arg, const char *p, size_t n, struct kdd_error *e)
{
	int rc = bolt_take(arg, p, n, e);

	cli_out_flush_full(&job.out);
	return rc;
}

static void
fail_message(const struct kdd_error *e)
{
	cli_fail("stdin: message %zu: %s", e->line, e->what);
}

static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct kdd_error e;

	(void)arg;
	if (frames_feed(&job.frames, p, n, &e) == -1)
		fail_message(&e);
	return true;
}

static void
on_end(void *arg)
{
	struct kdd_error e;

	(void)arg;
	if (!job.in.failed && frames_finish(&job.frames, &e) == -1)
		fail_message(&e);
}

static void
flush(void *arg)
{
	(void)arg;
	cli_out_flush(&job.out);
}

static void
on_asked(void *arg, unsigned bits)
{
	if (bits & CLI_ASK_RELOAD)
		judge_reload(&job.judge);
	if (bits & CLI_ASK_STATS)
		metrics_line(&job.metrics);
	flush(arg);
}

static void
report(void)
{
	struct kdd_buf b = KDD_BUF_INIT;

	judge_report(&job.judge, job.quiet);
	if (job.quiet)
		return;
	kdd_buf_printf(&b, "%s: %llu tuples, ", cli_name(),
	    (unsigned long long)job.bolt.tuples);
	if (job.bolt.failed > 0)
		kdd_buf_printf(&b, "%llu failed, ",
		    (unsigned long long)job.bolt.failed);
	judge_summary(&job.judge, &job.rows, &b);
	kdd_buf_char(&b, '\n');
	cli_show(&b);
	kdd_buf_release(&b);
}

static void
start(void)
{
	judge_load(&job.judge);
	judge_start(&job.judge, &job.rows, job.form);
	cli_out_open(&job.out, NULL);
	job.bolt = (struct bolt){ .judge = &job.judge, .rows = &job.rows,
	    .out = &job.out.buf, .on_handshake = on_handshake };
	bolt_open(&job.bolt);
	job.frames = (struct frames){ .take = on_message, .arg = &job.bolt };
	job.in = (struct cli_input){ .idle = flush, .asked = on_asked,
	    .feed = on_bytes, .end = on_end };
	metrics_start(&job.metrics, NULL, &job.rows, &job.judge);
	fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
	fcntl(STDOUT_FILENO, F_SETPIPE_SZ, PIPE_SIZE);
}

int
main(int argc, char *argv[])
{
	static char *no_files[] = { NULL };
	bool ok;

	cli_start(argv);
	parse_options(argc, argv);
	cli_catch_ask();
	start();
	cli_catch_stop();
	ok = cli_read(&job.in, no_files);
	ok = judge_is_complete(&job.judge, &job.rows) && ok;
	report();
	cli_out_close(&job.out);
	bolt_close(&job.bolt);
	frames_release(&job.frames);
	judge_release(&job.judge);
	cli_exit(ok ? CLI_OK : CLI_FAIL);
}
