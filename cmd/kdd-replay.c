/*
 * kdd-replay - pass lines on at a set rate, or at the gaps that they tell
 *
 * Knows nothing but lines: not what they hold, but for the time in one field,
 * nor how long they are.  See kdd-replay(1).
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "names.h"
#include "sender.h"

enum { DELIMITER = 256, LOOP, STAMP, TIME };

struct job {
	struct sender	 sender;
	bool		 loop, quiet, progress;
	struct cli_input in;
};

const char cli_usage[] = "[-hqV] [-b rows -i ms | -r rate | -x speed] "
    "[-d sec]\n                  [-n rows] [--loop] [--stamp] [file ...]";
const char cli_help[] =
    "  -b, --batch=ROWS      send ROWS rows at a time, with -i\n"
    "  -d, --duration=SEC    stop after SEC seconds\n"
    "      --delimiter=D     of --stamp and --time: comma (default), tab, "
    "...\n"
    "  -i, --interval=MS     milliseconds from one batch to the next\n"
    "      --loop            begin again behind the last file\n"
    "  -n, --rows=ROWS       stop after ROWS rows\n"
    "  -q, --quiet           no summary on stderr\n"
    "  -r, --rate=RATE       rows a second, 0.1 to 10000000\n"
    "      --stamp           append the time, ns since the epoch\n"
    "      --time=FIELD      with -x: the field that holds seconds; "
    "default 1\n"
    "  -x, --speed=SPEED     keep the gaps between rows; 2 halves them\n"
    "  -h, --help\n"
    "  -V, --version\n";

static const struct option options[] = {
	{ "batch", required_argument, NULL, 'b' },
	{ "delimiter", required_argument, NULL, DELIMITER },
	{ "duration", required_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{ "interval", required_argument, NULL, 'i' },
	{ "loop", no_argument, NULL, LOOP },
	{ "quiet", no_argument, NULL, 'q' },
	{ "rate", required_argument, NULL, 'r' },
	{ "rows", required_argument, NULL, 'n' },
	{ "speed", required_argument, NULL, 'x' },
	{ "stamp", no_argument, NULL, STAMP },
	{ "time", required_argument, NULL, TIME },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static double
late_us(const struct sender *s, double share)
{
	return (double)kdd_latency_quantile(&s->late, share) / 1e3;
}

/* The last set takes its period too: two rows at 1/s are not 2 rows/s. */
static void
report(const struct sender *s, void (*print)(const char *fmt, ...))
{
	double seconds = s->rows == 0 ? 0 : (double)(s->last -
	    s->pace.start) / 1e9;
	double all = seconds + s->pace.period / 1e9;
	char late[80] = "", untimed[60] = "";

	if (s->late.n > 0)
		snprintf(late, sizeof(late), "; late by %.1f us (median), "
		    "%.1f us (99 %%), %.1f us (most)", late_us(s, 0.5),
		    late_us(s, 0.99), late_us(s, 1));
	if (s->times.untimed > 0)
		snprintf(untimed, sizeof(untimed), "; %" PRIu64 " told no "
		    "time", s->times.untimed);
	print("%" PRIu64 " row%s in %.3f s, %.1f rows/s%s%s", s->rows,
	    s->rows == 1 ? "" : "s", seconds,
	    all > 0 ? (double)s->rows / all : 0, late, untimed);
}

static void
show_progress(void *arg)
{
	struct job *job = arg;

	if (job->progress && cli_progress_due())
		report(&job->sender, cli_progress);
}

static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct job *job = arg;

	return sender_feed(&job->sender, p, n);
}

static void
on_end(void *arg)
{
	struct job *job = arg;

	sender_end(&job->sender, job->in.failed);
	job->in.enough = sender_is_done(&job->sender);
}

/* Once, or until there is enough; files that hold nothing end it too. */
static bool
replay(struct job *job, char *files[])
{
	struct sender *s = &job->sender;
	uint64_t before;
	bool ok;

	do {
		before = s->rows;
		ok = cli_read(&job->in, files);
		kdd_timeline_again(&s->times);
	} while (job->loop && ok && cli_stop() == 0 && s->rows > before &&
	    !sender_is_done(s));
	return ok;
}

static void
check_options(const struct job *job, double rate, uint64_t batch,
    double interval, char *files[])
{
	if ((batch > 0) != (interval > 0))
		cli_bad_usage("-b and -i go together: rows, and milliseconds "
		    "between them");
	if ((batch > 0) + (rate > 0) + (job->sender.times.speed > 0) > 1)
		cli_bad_usage("-b and -i, -r, and -x each set the pace: not "
		    "two of them");
	if (job->sender.times.field > 0 && job->sender.times.speed == 0)
		cli_bad_usage("--time has no effect without -x");
	if (job->loop && *files == NULL)
		cli_bad_usage("--loop needs files: stdin cannot be read again");
	for (; job->loop && *files != NULL; files++)
		if (strcmp(*files, "-") == 0)
			cli_bad_usage("--loop: stdin cannot be read again");
}

static char
delimiter_of(const char *arg)
{
	char c;

	if (kdd_delimiter_parse(arg, &c) == -1)
		cli_bad_usage("--delimiter=%s: cannot stand between fields",
		    arg);
	return c;
}

static void
parse_options(struct job *job, int argc, char *argv[])
{
	struct sender *s = &job->sender;
	double rate = 0, interval = 0, seconds = 0;
	uint64_t batch = 0;
	char delimiter = ',';
	bool stamps = false;
	int ch;

	while ((ch = getopt_long(argc, argv, "b:d:hi:n:qr:Vx:", options,
	    NULL)) != -1)
		switch (ch) {
		case 'b': batch = cli_u64("-b", optarg, 1, 1000000000); break;
		case 'd': seconds = cli_num("-d", optarg, 0.001, 1e9); break;
		case 'i': interval = cli_num("-i", optarg, 0.001, 1e9); break;
		case 'n':
			s->max_rows = cli_u64("-n", optarg, 1, UINT64_MAX);
			break;
		case 'q': job->quiet = true; break;
		case 'r': rate = cli_num("-r", optarg, 0.1, 1e7); break;
		case 'x':
			s->times.speed = cli_num("-x", optarg, 1e-6, 1e6);
			break;
		case DELIMITER: delimiter = delimiter_of(optarg); break;
		case LOOP: job->loop = true; break;
		case STAMP: stamps = true; break;
		case TIME:
			s->times.field = (uint32_t)cli_u64("--time", optarg,
			    1, UINT32_MAX);
			break;
		default: cli_common(ch);
		}
	check_options(job, rate, batch, interval, argv + optind);
	job->progress = !job->quiet && !isatty(STDOUT_FILENO);
	s->pace.batch = rate > 0 ? 1 : batch;
	s->pace.period = rate > 0 ? 1e9 / rate : interval * 1e6;
	s->times.delimiter = delimiter;
	if (s->times.field == 0)
		s->times.field = 1;
	if (stamps)
		s->delimiter = delimiter;
	if (seconds > 0)
		cli_stop_after(seconds);
}

int
main(int argc, char *argv[])
{
	static struct job job = { .sender = { .max_rows = UINT64_MAX,
	    .waiting = show_progress, .arg = &job }, .in = {
	    .idle = show_progress, .feed = on_bytes, .end = on_end,
	    .arg = &job } };
	bool ok;

	cli_start(argv);
	cli_catch_stop();
	parse_options(&job, argc, argv);
	sender_open(&job.sender);
	ok = replay(&job, argv + optind);
	sender_close(&job.sender);
	if (!job.quiet && !cli_pipe_is_closed())
		report(&job.sender, cli_warn);
	cli_exit(ok ? CLI_OK : CLI_FAIL);
}
