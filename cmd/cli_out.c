/* The outputs of cli.h: stdout, whole files and logs. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

static const char *
out_name(const struct cli_out *o)
{
	return o->path != NULL ? o->path : "stdout";
}

static _Noreturn void
out_fail(const struct cli_out *o)
{
	cli_fail("%s: %s", out_name(o), strerror(errno));
}

/* The temporary file that has no name of its own yet: one a program. */
static char *unnamed;

static void
remove_unnamed(void)
{
	if (unnamed != NULL)
		unlink(unnamed);
}

void
cli_out_check(const char *path)
{
	struct stat st;
	char *dir;

	if (path == NULL)
		return;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		cli_fail("%s: %s", path, strerror(EISDIR));
	if ((dir = strdup(path)) == NULL)
		cli_fail("%s", strerror(errno));
	if (access(dirname(dir), W_OK | X_OK) == -1)
		cli_fail("%s: %s", path, strerror(errno));
	free(dir);
}

/* "-" is the file that stdin comes from. */
static int
stat_input(const char *path, struct stat *st)
{
	return strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, st) :
	    stat(path, st);
}

/* One regular file, by whatever names; or one name that is still free. */
static bool
are_same(const char *out, const char *other)
{
	struct stat a, b;

	if (stat(out, &a) == -1)
		return strcmp(out, other) == 0;
	return stat_input(other, &b) == 0 && S_ISREG(a.st_mode) &&
	    a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

void
cli_keep_apart(const char *opt, const char *out, const char *other)
{
	if (out != NULL && other != NULL && are_same(out, other))
		cli_bad_usage("%s %s: would overwrite %s, which is in use; "
		    "nothing was done", opt, out,
		    strcmp(other, "-") == 0 ? "stdin" : other);
}

void
cli_keep_apart_inputs(const char *opt, const char *out, char *const files[])
{
	if (*files == NULL)
		cli_keep_apart(opt, out, "-");
	for (; *files != NULL; files++)
		cli_keep_apart(opt, out, *files);
}

void
cli_out_open(struct cli_out *o, const char *path)
{
	struct stat st;
	size_t n;

	*o = (struct cli_out){ .buf = KDD_BUF_INIT, .path = path };
	o->fd = STDOUT_FILENO;
	if (path == NULL)
		return;
	if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		cli_out_open_log(o, path);
		return;
	}
	n = strlen(path) + sizeof(".XXXXXX");
	if ((o->temp = malloc(n)) == NULL)
		out_fail(o);
	snprintf(o->temp, n, "%s.XXXXXX", path);
	if ((o->fd = mkostemp(o->temp, O_CLOEXEC)) == -1)
		out_fail(o);
	unnamed = o->temp;
	cli_at_exit(remove_unnamed);
}

void
cli_out_open_log(struct cli_out *o, const char *path)
{
	*o = (struct cli_out){ .buf = KDD_BUF_INIT, .path = path };
	o->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->fd == -1)
		out_fail(o);
}

/* Somebody made the descriptor non-blocking: wait as if it were not. */
static void
wait_writable(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLOUT };

	poll(&pfd, 1, -1);
}

void
cli_out_flush(struct cli_out *o)
{
	size_t done = 0;
	ssize_t n;

	if (o->buf.failed) {
		errno = ENOMEM;
		out_fail(o);
	}
	while (done < o->buf.n) {
		n = write(o->fd, o->buf.p + done, o->buf.n - done);
		if (n >= 0) {
			done += (size_t)n;
		} else if (errno == EPIPE) {
			cli_pipe_closed();
			break;
		} else if (errno == EAGAIN) {
			wait_writable(o->fd);
		} else if (errno != EINTR) {
			out_fail(o);
		}
	}
	o->buf.n = 0;
}

/* mkostemp makes a private file; give it the mode that open() would have. */
static int
set_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, 0666 & ~mask);
}

void
cli_out_close(struct cli_out *o)
{
	cli_out_flush(o);
	if (o->temp != NULL &&
	    (set_mode(o->fd) == -1 || fsync(o->fd) == -1))
		out_fail(o);
	if (close(o->fd) == -1 && !cli_pipe_is_closed())
		out_fail(o);
	if (o->temp != NULL && rename(o->temp, o->path) == -1)
		out_fail(o);
	unnamed = NULL;
	free(o->temp);
	kdd_buf_release(&o->buf);
}

static int
write_all(int fd, const char *p, size_t n)
{
	ssize_t done;

	for (; n > 0; p += done, n -= (size_t)done)
		if ((done = write(fd, p, n)) == -1) {
			if (errno != EINTR)
				return -1;
			done = 0;
		}
	return 0;
}

/* What a path is in the end, to be freed; NULL if it cannot be replaced. */
static char *
resolve(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == -1)
		return strdup(path);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return NULL;
	}
	return realpath(path, NULL);
}

int
cli_replace(const char *path, const struct kdd_buf *text)
{
	char *to = resolve(path), *temp = NULL;
	int fd = -1, rc = -1, error;

	if (to != NULL && asprintf(&temp, "%s.XXXXXX", to) == -1)
		temp = NULL;
	if (temp != NULL && (fd = mkostemp(temp, O_CLOEXEC)) != -1) {
		rc = write_all(fd, text->p, text->n);
		if (rc == 0)
			rc = set_mode(fd);
		if (close(fd) == -1 || rc == -1 || rename(temp, to) == -1)
			rc = -1;
	}
	error = errno;
	if (rc == -1 && fd != -1)
		unlink(temp);
	free(temp);
	free(to);
	errno = error;
	return rc;
}
