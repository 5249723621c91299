#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "num.h"
#include "version.h"

static const char *name = "kdd";
static bool progress_shown;
static cli_tell *teller;	/* NULL: messages go to stderr */

/* In memory of our own: there may be no more to be had. */
static void __attribute__((format(printf, 2, 0)))
tell(enum cli_weight weight, const char *fmt, va_list ap)
{
	char text[1024];
	int n = snprintf(text, sizeof(text), "%s: ", name);

	if (n >= 0 && (size_t)n < sizeof(text))
		vsnprintf(text + n, sizeof(text) - (size_t)n, fmt, ap);
	teller(weight, text, strlen(text));
}

static void __attribute__((format(printf, 2, 0)))
say(enum cli_weight weight, const char *fmt, va_list ap)
{
	va_list copy;

	cli_progress_clear();
	if (teller != NULL) {
		va_copy(copy, ap);
		tell(weight, fmt, copy);
		va_end(copy);
		if (weight != CLI_FATAL)
			return;
	}
	fprintf(stderr, "%s: ", name);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
}

void
cli_tell_by(cli_tell *to)
{
	teller = to;
}

/*
 * A standard descriptor that is closed must not become one of our files.
 * What takes its place fails to be read (0) or written (1, 2), as before.
 */
static void
fill_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null",
		    fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(CLI_FAIL);
}

void
cli_start(char *argv[])
{
	const char *slash;

	fill_descriptors();
	if (argv[0] != NULL) {
		slash = strrchr(argv[0], '/');
		name = slash != NULL ? slash + 1 : argv[0];
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);	/* a file too large is an error */
	cli_catch_first();
}

const char *
cli_name(void)
{
	return name;
}

void
cli_common(int ch)
{
	if (ch == 'h') {
		printf("usage: %s %s\n\n%s", name, cli_usage, cli_help);
	} else if (ch == 'V') {
		printf("%s %s\n", name, KDD_VERSION);
	} else {
		fprintf(stderr, "usage: %s %s\ntry '%s -h' for the options\n",
		    name, cli_usage, name);
		exit(CLI_USAGE);
	}
	if (fflush(stdout) == EOF)
		cli_fail("stdout: %s", strerror(errno));
	exit(CLI_OK);
}

void
cli_bad_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(CLI_FATAL, fmt, ap);
	va_end(ap);
	fprintf(stderr, "try '%s -h' for the options\n", name);
	exit(CLI_USAGE);
}

void
cli_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(CLI_WARNING, fmt, ap);
	va_end(ap);
}

void
cli_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(CLI_FATAL, fmt, ap);
	va_end(ap);
	exit(CLI_FAIL);
}

void
cli_fail_at(const char *file, const char *prefix, const struct kdd_error *e)
{
	if (e->line > 0)
		cli_fail("%s:%zu: %s%s", file, e->line, prefix, e->what);
	cli_fail("%s: %s%s", file, prefix, e->what);
}

void
cli_show(const struct kdd_buf *text)
{
	if (text->failed)
		cli_fail("%s", strerror(ENOMEM));
	cli_progress_clear();
	if (teller != NULL)
		teller(CLI_INFO, text->p, text->n > 0 ? text->n - 1 : 0);
	else
		fwrite(text->p, 1, text->n, stderr);
}

uint64_t
cli_u64(const char *opt, const char *arg, uint64_t min, uint64_t max)
{
	uint64_t v = 0;
	const char *s;

	for (s = arg; *s >= '0' && *s <= '9'; s++) {
		uint64_t digit = (uint64_t)(*s - '0');

		if (v > (UINT64_MAX - digit) / 10)
			break;
		v = v * 10 + digit;
	}
	if (*s != '\0' || s == arg || v < min || v > max)
		cli_bad_usage("%s %s: not a whole number from %llu to %llu",
		    opt, arg, (unsigned long long)min, (unsigned long long)max);
	return v;
}

double
cli_num(const char *opt, const char *arg, double min, double max)
{
	double v;

	if (kdd_num_parse(arg, strlen(arg), &v) == -1 ||
	    !(v >= min && v <= max))
		cli_bad_usage("%s %s: not a number from %.12g to %.12g", opt,
		    arg, min, max);
	return v;
}

static void (*cleaner[4])(void);
static int ncleaners;

static void
clean_up(void)
{
	while (ncleaners > 0)
		cleaner[--ncleaners]();
}

void
cli_at_exit(void (*clean)(void))
{
	if (ncleaners == 0)
		atexit(clean_up);
	if (ncleaners < (int)(sizeof(cleaner) / sizeof(*cleaner)))
		cleaner[ncleaners++] = clean;
}

void
cli_exit(enum cli_status status)
{
	int sig = cli_stop();

	cli_progress_clear();
	clean_up();
	if (sig != 0 && sig != SIGALRM) {
		signal(sig, SIG_DFL);
		raise(sig);
		exit(128 + sig);	/* process 1 lives on */
	}
	exit(status);
}

bool
cli_progress_due(void)
{
	static struct timespec last;
	static int tty = -1;
	struct timespec now;
	double s;

	if (tty == -1)
		tty = isatty(STDERR_FILENO);
	if (tty == 0)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &now);
	s = (double)(now.tv_sec - last.tv_sec) +
	    (double)(now.tv_nsec - last.tv_nsec) / 1e9;
	if (s < 0.1)
		return false;
	last = now;
	return true;
}

void
cli_progress(const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "\r\033[K%s: ", name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fflush(stderr);
	progress_shown = true;
}

void
cli_progress_clear(void)
{
	if (progress_shown)
		fputs("\r\033[K", stderr);
	progress_shown = false;
}
