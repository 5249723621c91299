/* The inputs of cli.h: files and stdin, read as they come. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/*
 * Wait until fd can be read.  Returns false when a stop signal came.  The
 * signals are blocked between the look at the flag and the wait, so that one
 * that comes in between still wakes it.
 */
static bool
wait_readable(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	sigset_t block, old;

	cli_stop_set(&block);
	sigprocmask(SIG_BLOCK, &block, &old);
	while (cli_stop() == 0 && ppoll(&pfd, 1, NULL, &old) == -1 &&
	    errno == EINTR)
		continue;
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
		if (!wait_readable(fd))
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

/* Opening a FIFO waits for its writer: a stop signal ends that. */
static int
open_input(const char *path)
{
	int fd;

	do
		fd = open(path, O_RDONLY | O_CLOEXEC);
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

void
cli_slurp(struct kdd_buf *b, const char *path, size_t max)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 1;
	char *to;

	if (fd == -1)
		cli_fail("%s: %s", path, strerror(errno));
	while (n != 0) {
		if ((to = kdd_buf_room(b, 64 * 1024)) == NULL)
			cli_fail("%s: %s", path, strerror(ENOMEM));
		if ((n = read(fd, to, 64 * 1024)) == -1) {
			if (errno != EINTR)
				cli_fail("%s: %s", path, strerror(errno));
		} else {
			b->n += (size_t)n;
		}
		if (b->n > max)
			cli_fail("%s: larger than %zu bytes", path, max);
	}
	close(fd);
}
