#include "prom.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "json.h"

double
prom_now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
prom_head(struct kdd_buf *b, const char *name, const char *help, bool counter)
{
	kdd_buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name,
	    counter ? "counter" : "gauge");
}

/*
 * Prometheus wants UTF-8, and of JSON's escapes knows but those of quotes and
 * backslashes: a control byte becomes a question mark.
 */
void
prom_label(struct kdd_buf *b, char before, const char *name, const char *value)
{
	struct kdd_buf json = KDD_BUF_INIT;

	kdd_json_string(&json, value);
	kdd_buf_char(&json, '\0');
	b->failed = b->failed || json.failed;
	kdd_buf_printf(b, "%c%s=", before, name);
	for (const char *s = json.p; !b->failed && *s != '\0'; s++) {
		if (*s == '\\' && s[1] == 'u') {
			kdd_buf_char(b, '?');
			s += 5;
			continue;
		}
		kdd_buf_char(b, *s);
		if (*s == '\\')
			kdd_buf_char(b, *++s);
	}
	kdd_buf_release(&json);
}

void
prom_sample(struct kdd_buf *b, const char *name, uint64_t n)
{
	kdd_buf_printf(b, "%s %" PRIu64 "\n", name, n);
}

static void
add_seconds(struct kdd_buf *b, const char *name, const char *help,
    double seconds)
{
	prom_head(b, name, help, false);
	kdd_buf_printf(b, "%s %.3f\n", name, seconds);
}

void
prom_times(struct kdd_buf *b, double start, double last_row, const char *help)
{
	add_seconds(b, "kdd_start_time_seconds", "When the program started.",
	    start);
	add_seconds(b, "kdd_last_row_time_seconds", help, last_row);
}

unsigned
prom_interval(const struct prom_file *f, unsigned stats)
{
	if (stats > 0)
		return stats;
	return f->path != NULL ? 10 : 0;
}

bool
prom_write(struct prom_file *f, const struct kdd_buf *text)
{
	errno = ENOMEM;
	if (!text->failed && cli_replace(f->path, text) == 0) {
		f->started = true;
		f->failed = false;
		return true;
	}
	if (!f->started)
		cli_fail("%s: %s", f->path, strerror(errno));
	if (!f->failed)
		cli_warn("%s: %s; going on without", f->path,
		    strerror(errno));
	f->failed = true;
	return false;
}
