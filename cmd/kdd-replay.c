/*
 * kdd-replay - pass lines on at a set rate
 *
 * Knows nothing but lines: not what they hold, nor how long they are.  See
 * kdd-replay(1).
 */
#include <getopt.h>
#include <inttypes.h>
#include <string.h>
#include <sys/prctl.h>

#include "cli.h"
#include "pace.h"

#define FLUSH_SIZE	(64 * 1024)
#define LOOK_AROUND	50000000u	/* ns between looks at cli_stop() */

struct job {
	struct kdd_pace	 pace;
	uint64_t	 rows, max_rows;	/* sent; -n, or 0 */
	uint64_t	 due;		/* rows that may be sent by now */
	uint64_t	 first, last;	/* when rows were sent, ns */
	uint64_t	 stamped;	/* rows sent at last */
	bool		 in_line;	/* its first bytes have been taken */
	bool		 quiet;
	struct cli_out	 out;
};

const char cli_usage[] = "[-hqV] [-b rows -i ms | -r rate] [-d sec] "
    "[-n rows] [file ...]";
const char cli_help[] =
    "  -b, --batch=ROWS      send ROWS rows at a time, with -i\n"
    "  -d, --duration=SEC    stop after SEC seconds\n"
    "  -i, --interval=MS     milliseconds from one batch to the next\n"
    "  -n, --rows=ROWS       stop after ROWS rows\n"
    "  -q, --quiet           no summary on stderr\n"
    "  -r, --rate=RATE       rows a second, 0.1 to 10000000\n"
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
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

/* Rows, seconds, and the rate of the rows after the first. */
static void
report(const struct job *job, void (*print)(const char *fmt, ...))
{
	double s = (double)(job->last - job->first) / 1e9;
	uint64_t after = job->stamped > 0 ? job->stamped - 1 : 0;

	print("%" PRIu64 " rows in %.3f s, %.1f rows/s", job->stamped, s,
	    s > 0 ? (double)after / s : 0);
}

/* Everything that is due goes out in one write. */
static void
flush(void *arg)
{
	struct job *job = arg;

	if (job->out.buf.n == 0)
		return;
	cli_out_flush(&job->out);
	job->last = kdd_pace_now();
	if (job->stamped == 0)
		job->first = job->last;
	job->stamped = job->rows;
	if (!job->quiet && cli_progress_due())
		report(job, cli_progress);
}

/* Wait for the next row's time.  False if the program is to stop. */
static bool
wait_for_row(struct job *job)
{
	uint64_t now, due;

	if (job->pace.start == 0)
		job->pace.start = kdd_pace_now();
	while (job->rows >= job->due) {
		now = kdd_pace_now();
		job->due = kdd_pace_count(&job->pace, now);
		if (job->rows < job->due)
			break;
		flush(job);
		due = kdd_pace_due(&job->pace, job->rows);
		if (due > now + LOOK_AROUND)
			due = now + LOOK_AROUND;
		kdd_pace_sleep(due);
		if (cli_stop() != 0)
			return false;
	}
	return true;
}

static bool
is_enough(const struct job *job)
{
	return job->max_rows > 0 && job->rows == job->max_rows;
}

static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct job *job = arg;
	const char *end = p + n, *nl;

	while (p < end) {
		if (!job->in_line && (is_enough(job) || !wait_for_row(job)))
			return false;
		nl = memchr(p, '\n', (size_t)(end - p));
		job->in_line = nl == NULL;
		nl = nl != NULL ? nl + 1 : end;
		kdd_buf_add(&job->out.buf, p, (size_t)(nl - p));
		job->rows += !job->in_line;
		p = nl;
		if (job->out.buf.n >= FLUSH_SIZE) {
			flush(job);
			if (cli_stop() != 0)
				return false;
		}
	}
	return !is_enough(job);
}

/* A last line without its end gets one, so that files never run together. */
static void
on_end(void *arg)
{
	struct job *job = arg;

	if (job->in_line) {
		kdd_buf_char(&job->out.buf, '\n');
		job->in_line = false;
		job->rows++;
	}
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
		default: cli_common(ch);
		}
	if ((batch > 0) != (interval > 0))
		cli_bad_usage("-b and -i go together: rows, and milliseconds "
		    "between them");
	if (batch > 0 && rate > 0)
		cli_bad_usage("-r is one way to set the pace, -b and -i the "
		    "other: not both");
	job->pace.batch = rate > 0 ? 1 : batch;
	job->pace.period = rate > 0 ? 1e9 / rate : interval * 1e6;
	if (seconds > 0)
		cli_stop_after(seconds);
}

int
main(int argc, char *argv[])
{
	static struct job job;
	struct cli_input in = { .idle = flush, .feed = on_bytes,
	    .end = on_end, .arg = &job };
	bool ok;

	cli_start(argv);
	cli_catch_stop();
	parse_options(&job, argc, argv);
	prctl(PR_SET_TIMERSLACK, 1UL);	/* the default is 50,000 ns late */
	cli_out_open(&job.out, NULL);
	ok = cli_read(&in, argv + optind);
	flush(&job);
	cli_out_close(&job.out);
	if (!job.quiet)
		report(&job, cli_warn);
	cli_exit(ok ? CLI_OK : CLI_FAIL);
}
