/* The inputs of cli.h: files and stdin, read as they come. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/*
 * Wait until fd can be read, and answer what is asked.  Returns false when a
 * stop signal came.  Signals are blocked between the look at the flags and
 * the wait, so that one that comes in between still wakes it.
 */
static bool
wait_readable(const struct cli_input *in, int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	sigset_t block, old;
	unsigned asked;

	cli_signal_set(&block);
	sigprocmask(SIG_BLOCK, &block, &old);
	do {
		if ((asked = cli_take_asked()) != 0 && in->asked != NULL)
			in->asked(in->arg, asked);
	} while (cli_stop() == 0 && ppoll(&pfd, 1, NULL, &old) == -1 &&
	    errno == EINTR);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return cli_stop() == 0;
}

/* The file cannot be read to its end. */
static bool
end_early(struct cli_input *in)
{
	in->failed = true;
	in->end(in->arg);
	in->failed = in->broken = false;
	return false;
}

static bool
read_fd(struct cli_input *in, int fd)
{
	static char buf[256 * 1024];
	ssize_t n;

	for (;;) {
		in->idle(in->arg);
		if (!wait_readable(in, fd))
			return true;
		n = read(fd, buf, sizeof(buf));
		if (n > 0) {
			if (in->feed(in->arg, buf, (size_t)n))
				continue;
			in->enough = !in->broken;
			return in->enough || end_early(in);
		} else if (n == 0) {
			in->end(in->arg);
			return true;
		} else if (errno != EINTR && errno != EAGAIN) {
			cli_warn("%s: %s", in->name, strerror(errno));
			return end_early(in);
		}
	}
}

/* A FIFO's writer is waited for as its bytes are, so that signals are seen. */
static int
open_input(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	while (fd == -1 && errno == EINTR && cli_stop() == 0);
	return fd;
}

static bool
read_file(struct cli_input *in, const char *path)
{
	bool ok;
	int fd;

	if (strcmp(path, "-") == 0) {
		in->name = "stdin";
		return read_fd(in, STDIN_FILENO);
	}
	in->name = path;
	if ((fd = open_input(path)) == -1) {
		if (cli_stop() != 0)
			return true;
		cli_warn("%s: %s", path, strerror(errno));
		return false;
	}
	ok = read_fd(in, fd);
	close(fd);
	return ok;
}

bool
cli_read(struct cli_input *in, char *files[])
{
	bool ok = true;

	if (files[0] == NULL) {
		if (isatty(STDIN_FILENO))
			cli_warn("reading from the terminal; ^D ends");
		return read_file(in, "-");
	}
	for (; *files != NULL && cli_stop() == 0 && !in->enough; files++)
		ok = read_file(in, *files) && ok;
	return ok;
}

int
cli_read_whole(struct kdd_buf *b, const char *path, size_t max,
    struct kdd_error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;
	ssize_t n = 1;
	char *to;

	if (fd == -1)
		return kdd_error_set(e, 0, "%s", strerror(errno));
	while (n != 0 && rc == 0) {
		if ((to = kdd_buf_room(b, 64 * 1024)) == NULL)
			rc = kdd_error_set(e, 0, "%s", strerror(ENOMEM));
		else if ((n = read(fd, to, 64 * 1024)) > 0)
			b->n += (size_t)n;
		else if (n == -1 && errno != EINTR)
			rc = kdd_error_set(e, 0, "%s", strerror(errno));
		if (b->n > max)
			rc = kdd_error_set(e, 0, "larger than %zu bytes", max);
	}
	close(fd);
	return rc;
}

void
cli_slurp(struct kdd_buf *b, const char *path, size_t max)
{
	struct kdd_error e;

	if (cli_read_whole(b, path, max, &e) == -1)
		cli_fail("%s: %s", path, e.what);
}
