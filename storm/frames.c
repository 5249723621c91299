#include "frames.h"

#include <string.h>

static int
fail(const struct frames *f, struct kdd_error *e, const char *what)
{
	return kdd_error_set(e, f->n + 1, "%s", what);
}

/* Is this line, with its newline, the end of a message? */
static bool
is_end(const char *line, size_t n)
{
	return n == 4 && memcmp(line, "end\n", 4) == 0;
}

static int
keep(struct frames *f, const char *p, size_t n, struct kdd_error *e)
{
	if (n > FRAMES_MAX - f->part.n)
		return fail(f, e, "longer than 64 MiB: let the spout put "
		    "fewer rows into a tuple");
	kdd_buf_add(&f->part, p, n);
	return f->part.failed ? fail(f, e, "out of memory") : 0;
}

/* Text, up to its end. */
static int
hand_out(struct frames *f, const char *p, size_t n, struct kdd_error *e)
{
	if (f->take(f->arg, p, n > 0 ? n - 1 : 0, e) == -1) {
		e->line = f->n + 1;
		return -1;
	}
	f->n++;
	return 0;
}

/* A line that goes on, or follows, what is kept. */
static int
add_line(struct frames *f, const char *p, size_t n, struct kdd_error *e)
{
	if (keep(f, p, n, e) == -1)
		return -1;
	if (!is_end(f->part.p + f->line, f->part.n - f->line)) {
		f->line = f->part.n;
		return 0;
	}
	if (hand_out(f, f->part.p, f->line, e) == -1)
		return -1;
	f->part.n = f->line = 0;
	return 0;
}

int
frames_feed(struct frames *f, const char *p, size_t n, struct kdd_error *e)
{
	const char *start = p, *line = p, *end = p + n, *nl;

	while ((nl = memchr(line, '\n', (size_t)(end - line))) != NULL) {
		size_t len = (size_t)(++nl - line);

		if (f->part.n > 0) {
			if (add_line(f, line, len, e) == -1)
				return -1;
			start = nl;
		} else if (is_end(line, len)) {
			if (hand_out(f, start, (size_t)(line - start),
			    e) == -1)
				return -1;
			start = nl;
		}
		line = nl;
	}
	if (f->part.n == 0)
		f->line = (size_t)(line - start);
	return keep(f, start, (size_t)(end - start), e);
}

int
frames_finish(struct frames *f, struct kdd_error *e)
{
	return f->part.n > 0 ? fail(f, e, "the input ends within it") : 0;
}

void
frames_release(struct frames *f)
{
	kdd_buf_release(&f->part);
	f->line = 0;
}
