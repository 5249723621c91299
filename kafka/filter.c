#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

#define PIPE_SIZE (1 << 20)	/* wished for; what is given will do */
#define PIECE (64 * 1024)
#define SIGNAL_MS 100		/* between looks at signals */

enum { IN, OUT, THIRD, NPIPES };

struct pipes {
	int	ours[NPIPES], its[NPIPES];
};

static void
close_all(int fd[NPIPES])
{
	for (int i = 0; i < NPIPES; i++) {
		if (fd[i] != -1)
			close(fd[i]);
		fd[i] = -1;
	}
}

static int
make_pipes(struct pipes *p)
{
	int fd[2];

	for (int i = 0; i < NPIPES; i++)
		p->ours[i] = p->its[i] = -1;
	for (int i = 0; i < NPIPES; i++) {
		if (pipe2(fd, O_CLOEXEC) == -1)
			return -1;
		p->ours[i] = i == IN ? fd[1] : fd[0];
		p->its[i] = i == IN ? fd[0] : fd[1];
		fcntl(p->ours[i], F_SETPIPE_SZ, PIPE_SIZE);
		if (fcntl(p->ours[i], F_SETFL, O_NONBLOCK) == -1)
			return -1;
	}
	return 0;
}

/*
 * In the child, which shares our memory until it runs: nothing here touches
 * it but the error.  Descriptors are moved above the ones they go to first.
 */
static _Noreturn void
become(char *const argv[], struct pipes *p, pid_t parent, volatile int *error)
{
	static const int goal[NPIPES] = { STDIN_FILENO, STDOUT_FILENO, 3 };
	sigset_t none;
	int fd[NPIPES];
	bool good = true;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int i = 0; i < NPIPES; i++)
		good = (fd[i] = fcntl(p->its[i], F_DUPFD_CLOEXEC, 10)) != -1 &&
		    good;
	for (int i = 0; i < NPIPES; i++)
		good = dup2(fd[i], goal[i]) != -1 && good;
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (good && getppid() == parent)
		execvp(argv[0], argv);
	*error = errno;
	_exit(127);
}

/* Returns the child, or -1 with errno set. */
static pid_t
start(char *const argv[], struct pipes *p)
{
	volatile int error = 0;
	pid_t parent = getpid(), pid;
	sigset_t all, old;

	/* no handler of ours may run in the child's borrowed memory */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	pid = vfork();
	if (pid == 0)
		become(argv, p, parent, &error);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (pid != -1 && error != 0) {
		while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
			continue;
		errno = error;
		return -1;
	}
	return pid;
}

/* Write what there is room for.  The reader may be gone: then it is done. */
static void
feed(int *fd, const char **p, size_t *n)
{
	ssize_t done = *n > 0 ? write(*fd, *p, *n) : 0;

	if (done > 0) {
		*p += done;
		*n -= (size_t)done;
	}
	if (*n == 0 || (done == -1 && errno != EAGAIN && errno != EINTR)) {
		close(*fd);
		*fd = -1;
	}
}

/* Take what there is; at the end the descriptor is closed.  0, or -1. */
static int
drain(int *fd, struct kdd_buf *to)
{
	char *room = kdd_buf_room(to, PIECE);
	ssize_t n = room == NULL ? -1 : read(*fd, room, PIECE);

	if (room == NULL) {
		errno = ENOMEM;
		return -1;
	}
	if (n > 0)
		to->n += (size_t)n;
	if (n == 0 || (n == -1 && errno != EAGAIN && errno != EINTR)) {
		close(*fd);
		*fd = -1;
	}
	return 0;
}

static int
exchange(struct filter_run *f, int fd[NPIPES], const char *p, size_t n)
{
	while (cli_stop() == 0 &&
	    (fd[IN] != -1 || fd[OUT] != -1 || fd[THIRD] != -1)) {
		struct pollfd at[NPIPES];

		for (int i = 0; i < NPIPES; i++)
			at[i] = (struct pollfd){ .fd = fd[i],
			    .events = i == IN ? POLLOUT : POLLIN };
		if (poll(at, NPIPES, SIGNAL_MS) == -1) {
			if (errno != EINTR)
				return -1;
			continue;
		}
		if (at[IN].revents != 0)
			feed(&fd[IN], &p, &n);
		if (at[OUT].revents != 0 && drain(&fd[OUT], &f->out) == -1)
			return -1;
		if (at[THIRD].revents != 0 &&
		    drain(&fd[THIRD], &f->third) == -1)
			return -1;
	}
	return 0;
}

/* Its status, or -1; a signal that asks us to stop ends it. */
static int
reap(pid_t pid)
{
	int status;

	do {
		if (cli_stop() != 0)
			kill(pid, SIGKILL);
		if (waitpid(pid, &status, 0) == pid)
			return status;
	} while (errno == EINTR);
	return -1;
}

int
filter_run(struct filter_run *f, char *const argv[], const char *p, size_t n)
{
	struct pipes pipes;
	int rc, status = 0, e;
	pid_t pid = -1;

	f->out.n = f->third.n = 0;
	if ((rc = make_pipes(&pipes)) == 0)
		rc = (pid = start(argv, &pipes)) == -1 ? -1 : 0;
	e = errno;
	close_all(pipes.its);
	if (rc == 0 && (rc = exchange(f, pipes.ours, p, n)) == -1)
		e = errno;
	close_all(pipes.ours);
	if (pid != -1 && (status = reap(pid)) == -1) {
		rc = -1;
		e = errno;
	}
	f->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status);
	errno = e;
	return rc;
}

void
filter_release(struct filter_run *f)
{
	kdd_buf_release(&f->out);
	kdd_buf_release(&f->third);
}
