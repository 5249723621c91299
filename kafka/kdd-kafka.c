/*
 * kdd-kafka - any filter between two topics of Kafka, exactly once
 *
 * Messages are gathered into a batch; the filter runs over it from its start
 * to its end; what it wrote and the offsets behind the batch are committed in
 * one transaction.  See kdd-kafka(1).
 */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <string.h>

#include "cli.h"
#include "pace.h"
#include "stats.h"

#define POLL_MS	100	/* between looks at signals, while nothing comes */
#define BATCH_BYTES (64u << 20)	/* a batch of more is full */

enum { METRICS = 256, PLAIN, STATS };

struct job {
	struct broker	 broker;
	struct batch	 batch;
	struct work	 work;
	uint64_t	 max_rows;	/* -n */
	uint64_t	 limit;		/* the same, less after a batch that
					   was undone */
	unsigned	 wait;		/* -w, ms */
	unsigned	 stats;		/* seconds; 0: none */
	bool		 quiet;
	unsigned	 failures;	/* commits that were undone, in a row */
	struct stats	 totals;
};

const char cli_usage[] = "[-hqV] -b broker -g group -t in -T out [-D dead]\n"
    "                 [-F file] [-I instance] [-n rows] [-w ms]\n"
    "                 [-X key=value] [--metrics file] [--plain] "
    "[--stats seconds]\n                 -- filter [arg ...]";
const char cli_help[] =
    "  -b, --broker=ADDRESS  HOST:PORT of a broker; more with commas\n"
    "  -D, --dead=TOPIC      where rows go that the filter rejects or dies "
    "of\n"
    "  -F, --config=FILE     properties of librdkafka, KEY=VALUE lines\n"
    "  -g, --group=GROUP     the consumer group\n"
    "  -I, --instance=NAME   of this member in its group; default 0\n"
    "      --metrics=FILE    keep counts there, for Prometheus\n"
    "  -n, --rows=ROWS       rows of a batch, at most; default 50000\n"
    "      --plain           no transactions: at least once\n"
    "  -q, --quiet           no summary on stderr\n"
    "      --stats=SECONDS   a line of statistics every so often\n"
    "  -T, --to=TOPIC        the output topic\n"
    "  -t, --topic=TOPIC     the input topic\n"
    "  -w, --wait=MS         how long a batch waits for more rows; "
    "default 20\n"
    "  -X, --property=K=V    a property of librdkafka\n"
    "  -h, --help\n"
    "  -V, --version\n";

static const struct option options[] = {
	{ "broker", required_argument, NULL, 'b' },
	{ "config", required_argument, NULL, 'F' },
	{ "dead", required_argument, NULL, 'D' },
	{ "group", required_argument, NULL, 'g' },
	{ "help", no_argument, NULL, 'h' },
	{ "instance", required_argument, NULL, 'I' },
	{ "metrics", required_argument, NULL, METRICS },
	{ "plain", no_argument, NULL, PLAIN },
	{ "property", required_argument, NULL, 'X' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "rows", required_argument, NULL, 'n' },
	{ "stats", required_argument, NULL, STATS },
	{ "to", required_argument, NULL, 'T' },
	{ "topic", required_argument, NULL, 't' },
	{ "version", no_argument, NULL, 'V' },
	{ "wait", required_argument, NULL, 'w' },
	{ NULL, 0, NULL, 0 }
};

/* What is undone over and over is not tried without a rest. */
static void
rest(unsigned failures)
{
	uint64_t ms = failures < 6 ? 50u << failures : 3200;

	if (failures > 1)
		kdd_pace_sleep(kdd_pace_now() + ms * 1000000);
}

static void
do_batch(struct job *job)
{
	struct batch *batch = &job->batch;
	uint64_t from;

	if (!work_judge(&job->work))
		return;		/* to the end, with nothing begun */
	from = kdd_pace_now();
	broker_begin(&job->broker);
	work_send(&job->work);
	if (!broker_commit(&job->broker, batch)) {
		job->totals.again++;
		job->limit = job->limit > 1 ? job->limit / 2 : 1;
		rest(++job->failures);
		return;
	}
	job->failures = 0;
	job->limit = job->limit < job->max_rows / 2 ? 2 * job->limit :
	    job->max_rows;
	stats_batch(&job->totals, &job->work, kdd_pace_now() - from);
}

static void
answer(struct job *job, unsigned asked)
{
	if (asked & CLI_ASK_STATS || (asked & CLI_ASK_TICK && job->stats > 0))
		stats_line(&job->totals);
	if (asked != 0)
		stats_write(&job->totals);
}

/* Gather messages until the batch is full or old enough; false: a signal. */
static bool
gather(struct job *job)
{
	struct batch *b = &job->batch;
	uint64_t now, until = 0;
	int ms;

	batch_clear(b);
	while (cli_stop() == 0) {
		rd_kafka_message_t *m;

		answer(job, cli_take_asked());
		now = kdd_pace_now();
		if (!batch_is_empty(b) && now >= until)
			return true;
		ms = batch_is_empty(b) ? POLL_MS :
		    (int)((until - now) / 1000000) + 1;
		m = broker_poll(&job->broker, ms < POLL_MS ? ms : POLL_MS);
		if (job->broker.lost)
			batch_clear(b);
		job->broker.lost = false;
		if (m == NULL)
			continue;
		if (batch_is_empty(b))
			until = kdd_pace_now() + job->wait * UINT64_C(1000000);
		if (batch_add(b, m->partition, m->offset, m->payload,
		    m->payload != NULL ? m->len : 0) == -1)
			cli_fail("%s", strerror(ENOMEM));
		rd_kafka_message_destroy(m);
		if (b->n + b->ndead >= job->limit ||
		    b->text.n + b->dead_text.n >= BATCH_BYTES)
			return true;
	}
	return false;
}

static void
add_property(struct job *job, const char *from, const char *text)
{
	if (strchr(text, '=') == NULL || *text == '=' ||
	    strchr(text, '\n') != NULL)
		cli_bad_usage("%s: \"%s\": a property is KEY=VALUE", from,
		    text);
	kdd_buf_puts(&job->broker.properties, text);
	kdd_buf_char(&job->broker.properties, '\n');
}

static void
cut_end(char *line)
{
	size_t n = strlen(line);

	while (n > 0 && isspace((unsigned char)line[n - 1]))
		line[--n] = '\0';
}

static void
add_file(struct job *job, const char *path)
{
	struct kdd_buf text = KDD_BUF_INIT;
	char *rest, *line;

	cli_slurp(&text, path, 1 << 20);
	kdd_buf_char(&text, '\0');
	for (rest = text.p; rest != NULL &&
	    (line = strsep(&rest, "\n")) != NULL;) {
		cut_end(line);
		if (*line != '\0' && *line != '#')
			add_property(job, path, line);
	}
	kdd_buf_release(&text);
}

static void
check_options(struct job *job, int argc)
{
	const struct broker *b = &job->broker;

	if (b->address == NULL || b->group == NULL || b->in == NULL ||
	    b->out == NULL)
		cli_bad_usage("-b, -g, -t and -T are needed: broker, group, "
		    "and the topics to read and to write");
	if (strlen(b->group) > NAME_MAX || strlen(b->instance) > NAME_MAX)
		cli_bad_usage("-g and -I: a name is at most %d bytes",
		    NAME_MAX);
	if (strcmp(b->in, b->out) == 0 || (b->dead != NULL &&
	    (strcmp(b->in, b->dead) == 0 || strcmp(b->out, b->dead) == 0)))
		cli_bad_usage("-t, -T and -D are to be different topics");
	if (optind == argc)
		cli_bad_usage("no filter: its command comes behind --");
}

static void
parse_options(struct job *job, int argc, char *argv[])
{
	struct broker *b = &job->broker;
	int ch;

	b->instance = "0";
	job->max_rows = 50000;
	job->wait = 20;
	while ((ch = getopt_long(argc, argv, "+b:D:F:g:hI:n:qT:t:Vw:X:",
	    options, NULL)) != -1)
		switch (ch) {
		case 'b': b->address = optarg; break;
		case 'D': b->dead = optarg; break;
		case 'F': add_file(job, optarg); break;
		case 'g': b->group = optarg; break;
		case 'I': b->instance = optarg; break;
		case 'n':
			job->max_rows = cli_u64("-n", optarg, 1, 10000000);
			break;
		case 'q': job->quiet = true; break;
		case 'T': b->out = optarg; break;
		case 't': b->in = optarg; break;
		case 'w':
			job->wait = (unsigned)cli_u64("-w", optarg, 0, 60000);
			break;
		case 'X': add_property(job, "-X", optarg); break;
		case METRICS: job->totals.file.path = optarg; break;
		case PLAIN: b->plain = true; break;
		case STATS:
			job->stats = (unsigned)cli_u64("--stats", optarg, 1,
			    86400);
			break;
		default: cli_common(ch);
		}
	check_options(job, argc);
	job->limit = job->max_rows;
	job->work = (struct work){ .broker = b, .batch = &job->batch,
	    .filter = argv + optind };
}

int
main(int argc, char *argv[])
{
	static struct job job;

	cli_start(argv);
	parse_options(&job, argc, argv);
	cli_catch_ask();
	signal(SIGCHLD, SIG_DFL);	/* the filter's status is wanted */
	broker_open(&job.broker);
	cli_catch_stop();	/* till here there is nothing to undo */
	stats_start(&job.totals, &job.broker);
	cli_ask_every(prom_interval(&job.totals.file, job.stats));
	while (gather(&job))
		do_batch(&job);
	if (!job.quiet)
		stats_line(&job.totals);
	stats_write(&job.totals);
	broker_close(&job.broker);
	batch_release(&job.batch);
	work_release(&job.work);
	cli_exit(CLI_OK);
}
