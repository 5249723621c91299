#include "stamps.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "latency.h"

#define TAIL		32	/* bytes that a line ends in and we look at */
#define DIGITS		19	/* of a stamp, from 2001 to 2286 */
#define SHOWN_MAX	10

struct stamps {
	struct kdd_latency latency;
	uint64_t	 line;		/* of the file, 1-based */
	uint64_t	 rejected;	/* lines that do not end in a stamp */
	uint64_t	 early;		/* stamps that are later than now */
	uint64_t	 now;
	char		 tail[TAIL];	/* of a line that goes on */
	size_t		 n;		/* bytes in it */
	struct cli_input in;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number that a line ends in, if that may be all of its last field. */
static bool
parse_stamp(const char *p, size_t n, uint64_t *stamp)
{
	size_t digits = 0;

	while (digits < n && is_digit(p[n - 1 - digits]))
		digits++;
	if (digits != DIGITS || (digits < n &&
	    (isalnum((unsigned char)p[n - 1 - digits]) ||
	    strchr(".-+_", p[n - 1 - digits]) != NULL)))
		return false;
	*stamp = 0;
	for (size_t i = n - digits; i < n; i++)
		*stamp = *stamp * 10 + (uint64_t)(p[i] - '0');
	return true;
}

static void
reject(struct stamps *s, const char *p, size_t n)
{
	char shown[KDD_SHOW_MAX];

	s->rejected++;
	if (s->rejected <= SHOWN_MAX)
		cli_warn("%s:%" PRIu64 ": ends in %s, not in a time of "
		    "kdd-replay --stamp", s->in.name, s->line,
		    kdd_error_show(shown, sizeof(shown), p, n));
	if (s->rejected == SHOWN_MAX)
		cli_warn("further rejected lines are counted, not shown");
}

/* The end of a line, whose beginning is looked at only if it is short. */
static void
on_line(struct stamps *s, const char *p, size_t n)
{
	uint64_t stamp;

	s->line++;
	if (n > 0 && p[n - 1] == '\r')
		n--;
	if (n == 0)
		return;
	if (!parse_stamp(p, n, &stamp)) {
		reject(s, p, n);
		return;
	}
	if (stamp > s->now)
		s->early++;
	kdd_latency_add(&s->latency, stamp > s->now ? 0 : s->now - stamp);
}

/* More of a line: keep the last bytes of it. */
static void
keep_tail(struct stamps *s, const char *p, size_t n)
{
	size_t keep = n < TAIL ? TAIL - n : 0;

	if (keep < s->n) {
		memmove(s->tail, s->tail + s->n - keep, keep);
		s->n = keep;
	}
	if (n > TAIL) {
		p += n - TAIL;
		n = TAIL;
	}
	memcpy(s->tail + s->n, p, n);
	s->n += n;
}

static void
end_line(struct stamps *s)
{
	on_line(s, s->tail, s->n);
	s->n = 0;
}

static bool
on_bytes(void *arg, const char *p, size_t n)
{
	struct stamps *s = arg;
	const char *end = p + n, *nl;

	s->now = kdd_latency_now();
	for (; (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		keep_tail(s, p, (size_t)(nl - p));
		end_line(s);
	}
	keep_tail(s, p, (size_t)(end - p));
	return true;
}

static void
on_end(void *arg)
{
	struct stamps *s = arg;

	if (s->n > 0 && !s->in.failed)
		end_line(s);
	s->n = 0;
	s->line = 0;
}

static void
on_idle(void *arg)
{
	struct stamps *s = arg;

	if (cli_progress_due())
		cli_progress("%" PRIu64 " lines", s->latency.n);
}

/* What is told of the delays, under these names in each format. */
static const struct measure {
	const char	*name, *title;
	double		 share;
} measure[] = {
	{ "min_ns", "shortest", -1 },
	{ "median_ns", "median", 0.5 },
	{ "p90_ns", "90 %", 0.9 },
	{ "p99_ns", "99 %", 0.99 },
	{ "p999_ns", "99.9 %", 0.999 },
	{ "max_ns", "longest", 1 }
};

static void
add_text(struct kdd_buf *b, const struct kdd_latency *l, const char *format)
{
	bool json = strcmp(format, "json") == 0;
	bool tsv = strcmp(format, "tsv") == 0;

	kdd_buf_printf(b, json ? "{\"rows\":%" PRIu64 :
	    tsv ? "-\tlatency_rows\t-\t-\t%" PRIu64 "\n" :
	    "latency  %" PRIu64 " rows\n", l->n);
	for (size_t i = 0; i < sizeof(measure) / sizeof(measure[0]); i++) {
		const struct measure *m = &measure[i];
		uint64_t ns = m->share < 0 ? l->least :
		    kdd_latency_quantile(l, m->share);

		if (json)
			kdd_buf_printf(b, ",\"%s\":%" PRIu64, m->name, ns);
		else if (tsv)
			kdd_buf_printf(b, "-\tlatency_%s\t-\t-\t%" PRIu64 "\n",
			    m->name, ns);
		else
			kdd_buf_printf(b, "%-8s %12.1f us\n", m->title,
			    (double)ns / 1e3);
	}
	if (json)
		kdd_buf_puts(b, "}\n");
}

static void
report(const struct stamps *s, bool quiet)
{
	if (s->early > 0)
		cli_warn("%" PRIu64 " stamps are later than the time of "
		    "reading and count as 0: do they come from the clock of "
		    "another host?", s->early);
	if (!quiet || s->rejected > 0)
		cli_warn("%" PRIu64 " lines: %" PRIu64 " with a stamp, %"
		    PRIu64 " rejected", s->latency.n + s->rejected,
		    s->latency.n, s->rejected);
}

enum cli_status
stamps_judge(const char *format, const char *output, bool quiet,
    char *files[])
{
	static struct stamps s = { .in = { .idle = on_idle,
	    .feed = on_bytes, .end = on_end } };
	struct cli_out out;
	bool ok;

	cli_keep_apart_inputs("-o", output, files);
	s.in.arg = &s;
	ok = cli_read(&s.in, files);
	if (cli_stop() != 0 && (s.latency.n == 0 || output != NULL))
		return CLI_FAIL;
	if (s.latency.n == 0)
		cli_fail("no line ends in a time of kdd-replay --stamp");
	cli_out_open(&out, output);
	add_text(&out.buf, &s.latency, format);
	cli_out_close(&out);
	report(&s, quiet);
	return !ok ? CLI_FAIL : s.rejected > 0 ? CLI_REJECTED : CLI_OK;
}
