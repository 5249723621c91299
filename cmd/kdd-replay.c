/*
 * kdd-replay - pass lines on at a set rate
 *
 * Knows nothing but lines: not what they hold, nor how long they are.  See
 * kdd-replay(1).
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "latency.h"
#include "names.h"
#include "pace.h"

#define PIECE_SIZE	(1024 * 1024)	/* a longer line goes out in pieces */
#define LOOK_AROUND	50000000u	/* ns between looks at cli_stop() */
#define STAMP		256		/* --stamp */

struct job {
	struct kdd_pace	 pace;		/* starts with the first byte */
	uint64_t	 rows, max_rows;	/* sent; -n */
	uint64_t	 last;		/* when the last of them was sent, ns */
	bool		 broken;	/* a line is out but for its end */
	bool		 quiet, progress;
	char		 delimiter;	/* before the stamp; NUL: no stamps */
	struct cli_input in;
	struct cli_out	 out;		/* holds only what has not all come */
};

const char cli_usage[] = "[-hqV] [-b rows -i ms | -r rate] [-d sec]\n"
    "                  [-n rows] [--stamp[=delim]] [file ...]";
const char cli_help[] =
    "  -b, --batch=ROWS      send ROWS rows at a time, with -i\n"
    "  -d, --duration=SEC    stop after SEC seconds\n"
    "  -i, --interval=MS     milliseconds from one batch to the next\n"
    "  -n, --rows=ROWS       stop after ROWS rows\n"
    "  -q, --quiet           no summary on stderr\n"
    "  -r, --rate=RATE       rows a second, 0.1 to 10000000\n"
    "      --stamp[=D]       append the time, ns since the epoch, behind a "
    "comma or D\n"
    "  -h, --help\n"
    "  -V, --version\n";

static const struct option options[] = {
	{ "batch", required_argument, NULL, 'b' },
	{ "duration", required_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{ "interval", required_argument, NULL, 'i' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "rate", required_argument, NULL, 'r' },
	{ "rows", required_argument, NULL, 'n' },
	{ "stamp", optional_argument, NULL, STAMP },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

/* The last set takes its period too: two rows at 1/s are not 2 rows/s. */
static void
report(const struct job *job, void (*print)(const char *fmt, ...))
{
	double s = job->rows == 0 ? 0 :
	    (double)(job->last - job->pace.start) / 1e9;
	double all = s + job->pace.period / 1e9;

	print("%" PRIu64 " rows in %.3f s, %.1f rows/s", job->rows, s,
	    all > 0 ? (double)job->rows / all : 0);
}

static void
show_progress(const struct job *job)
{
	if (job->progress && cli_progress_due())
		report(job, cli_progress);
}

/*
 * Wait for the next row's time.  Returns how many rows are due, or 0 if all
 * that were asked for were sent or a signal came.
 */
static uint64_t
wait_due(struct job *job)
{
	uint64_t now, due, rows;

	if (job->pace.start == 0)
		job->pace.start = kdd_pace_now();
	while (cli_stop() == 0) {
		now = kdd_pace_now();
		due = kdd_pace_due(&job->pace, job->rows);
		if (due <= now) {
			rows = kdd_pace_count(&job->pace, now);
			return (rows < job->max_rows ? rows : job->max_rows) -
			    job->rows;
		}
		show_progress(job);
		if (due > now + LOOK_AROUND)
			due = now + LOOK_AROUND;
		kdd_pace_sleep(due);
	}
	return 0;
}

static void
send_rows(struct job *job, uint64_t rows)
{
	cli_out_flush(&job->out);
	job->last = kdd_pace_now();
	job->rows += rows;
	job->broken = rows == 0;
	show_progress(job);
}

/* Skip at most *n lines from p on; *n becomes how many there were. */
static const char *
skip_lines(const char *p, const char *end, uint64_t *n)
{
	uint64_t max = *n;
	const char *nl;

	for (*n = 0; *n < max; (*n)++) {
		if ((nl = memchr(p, '\n', (size_t)(end - p))) == NULL)
			break;
		p = nl + 1;
	}
	return p;
}

/* End a line in out.buf, unless it is empty: the time, before its CR. */
static void
add_stamp(struct job *job, const char *stamp)
{
	struct kdd_buf *b = &job->out.buf;
	bool cr = b->n > 0 && b->p[b->n - 1] == '\r';

	b->n -= cr;
	if (b->n > 0 ? b->p[b->n - 1] != '\n' : job->broken)
		kdd_buf_puts(b, stamp);
	if (cr)
		kdd_buf_char(b, '\r');
}

/* To out.buf: bytes of lines, each with its stamp if that is asked for. */
static void
add_lines(struct job *job, const char *p, const char *end)
{
	char stamp[24];
	const char *nl;

	if (job->delimiter != '\0')
		snprintf(stamp, sizeof(stamp), "%c%" PRIu64, job->delimiter,
		    kdd_latency_now());
	while (job->delimiter != '\0' &&
	    (nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		kdd_buf_add(&job->out.buf, p, (size_t)(nl - p));
		add_stamp(job, stamp);
		kdd_buf_char(&job->out.buf, '\n');
		p = nl + 1;
	}
	kdd_buf_add(&job->out.buf, p, (size_t)(end - p));
}

/*
 * Everything that is due goes out in one write.  The beginning of a line
 * waits for its end, so that a signal leaves no part of a row behind.
 */
static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct job *job = arg;
	const char *end = p + n, *stop;
	uint64_t rows;

	while (p < end) {
		if ((rows = wait_due(job)) == 0)
			return false;
		stop = skip_lines(p, end, &rows);
		if (rows == 0)
			stop = end;
		add_lines(job, p, stop);
		p = stop;
		if (rows > 0 || job->out.buf.n >= PIECE_SIZE)
			send_rows(job, rows);
	}
	return job->rows < job->max_rows;
}

/*
 * A last line without its end gets one, so that files never run together;
 * but if it could not be read to its end, it is dropped.
 */
static void
on_end(void *arg)
{
	static const char end[] = "\n";
	struct job *job = arg;

	if (job->in.failed)
		job->out.buf.n = 0;
	if ((job->out.buf.n == 0 && !job->broken) || wait_due(job) == 0)
		return;
	add_lines(job, end, end + 1);
	send_rows(job, 1);
	job->in.enough = job->rows == job->max_rows;
}

/* All is sent as it comes. */
static void
on_idle(void *arg)
{
	show_progress(arg);
}

static void
set_delimiter(struct job *job, const char *arg)
{
	job->delimiter = ',';
	if (arg != NULL && kdd_delimiter_parse(arg, &job->delimiter) == -1)
		cli_bad_usage("--stamp=%s: cannot stand between fields",
		    arg);
}

static void
parse_options(struct job *job, int argc, char *argv[])
{
	double rate = 0, interval = 0, seconds = 0;
	uint64_t batch = 0;
	int ch;

	while ((ch = getopt_long(argc, argv, "b:d:hi:n:qr:V", options,
	    NULL)) != -1)
		switch (ch) {
		case 'b': batch = cli_u64("-b", optarg, 1, 1000000000); break;
		case 'd': seconds = cli_num("-d", optarg, 0.001, 1e9); break;
		case 'i': interval = cli_num("-i", optarg, 0.001, 1e9); break;
		case 'n':
			job->max_rows = cli_u64("-n", optarg, 1, UINT64_MAX);
			break;
		case 'q': job->quiet = true; break;
		case 'r': rate = cli_num("-r", optarg, 0.1, 1e7); break;
		case STAMP: set_delimiter(job, optarg); break;
		default: cli_common(ch);
		}
	if ((batch > 0) != (interval > 0))
		cli_bad_usage("-b and -i go together: rows, and milliseconds "
		    "between them");
	if (batch > 0 && rate > 0)
		cli_bad_usage("-r is one way to set the pace, -b and -i the "
		    "other: not both");
	job->progress = !job->quiet && !isatty(STDOUT_FILENO);
	job->pace.batch = rate > 0 ? 1 : batch;
	job->pace.period = rate > 0 ? 1e9 / rate : interval * 1e6;
	if (seconds > 0)
		cli_stop_after(seconds);
}

int
main(int argc, char *argv[])
{
	static struct job job = { .max_rows = UINT64_MAX,
	    .in = { .idle = on_idle, .feed = on_bytes, .end = on_end } };
	bool ok;

	cli_start(argv);
	cli_catch_stop();
	job.in.arg = &job;
	parse_options(&job, argc, argv);
	cli_out_open(&job.out, NULL);
	ok = cli_read(&job.in, argv + optind);
	job.out.buf.n = 0;	/* a line whose end did not come in time */
	cli_out_close(&job.out);
	if (!job.quiet && !cli_pipe_is_closed())
		report(&job, cli_warn);
	cli_exit(ok ? CLI_OK : CLI_FAIL);
}
