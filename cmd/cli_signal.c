/* The signals of cli.h: what ends a program, and what is asked of it. */
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli.h"

static volatile sig_atomic_t stop_signal;
static volatile sig_atomic_t asked_stats, asked_reload, asked_tick;

/* What the default action is to others. */
static void
end_first(int sig)
{
	_exit(128 + sig);
}

static void
on_stop(int sig)
{
	if (stop_signal == 0)
		stop_signal = sig;
	if (getpid() == 1)
		signal(sig, end_first);
}

/*
 * One that the caller has blocked, as in a container that Podman has started
 * again, is let through.
 */
static void
handle(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa = { .sa_handler = handler };
	sigset_t set;

	sa.sa_flags = flags;
	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/*
 * A signal that the caller ignores, as nohup(1) does, stays ignored; one that
 * is caught already stays so.  Not so SIGALRM, which is for our own timers:
 * parallel(1) ignores it.
 */
static void
catch(int sig, void (*handler)(int), int flags)
{
	struct sigaction old;

	if (sigaction(sig, NULL, &old) == 0 && (old.sa_handler == SIG_DFL ||
	    old.sa_handler == end_first))
		handle(sig, handler, flags);
}

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };
#define NSTOPS (sizeof(stop_signals) / sizeof(*stop_signals))

void
cli_catch_first(void)
{
	for (size_t i = 0; i < NSTOPS && getpid() == 1; i++)
		catch(stop_signals[i], end_first, 0);
}

void
cli_catch_stop(void)
{
	for (size_t i = 0; i < NSTOPS; i++)
		catch(stop_signals[i], on_stop, (int)SA_RESETHAND);
}

void
cli_signal_set(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGALRM);
	sigaddset(set, SIGUSR1);
	for (size_t i = 0; i < NSTOPS; i++)
		sigaddset(set, stop_signals[i]);
}

int
cli_stop(void)
{
	return stop_signal;
}

void
cli_stop_after(double seconds)
{
	struct itimerval it = { { 0, 0 }, { 0, 0 } };

	it.it_value.tv_sec = (time_t)seconds;
	it.it_value.tv_usec = (suseconds_t)((seconds -
	    (double)it.it_value.tv_sec) * 1e6);
	handle(SIGALRM, on_stop, 0);
	setitimer(ITIMER_REAL, &it, NULL);
}

static void
on_ask(int sig)
{
	switch (sig) {
	case SIGUSR1: asked_stats = 1; break;
	case SIGHUP: asked_reload = 1; break;
	default: asked_tick = 1;
	}
}

/* SA_RESTART: of all calls only the wait for input is to be interrupted. */
void
cli_catch_ask(void)
{
	catch(SIGUSR1, on_ask, SA_RESTART);
	catch(SIGHUP, on_ask, SA_RESTART);
}

void
cli_ask_every(unsigned seconds)
{
	struct itimerval it = { { seconds, 0 }, { seconds, 0 } };

	if (seconds == 0)
		return;
	handle(SIGALRM, on_ask, SA_RESTART);
	setitimer(ITIMER_REAL, &it, NULL);
}

/* What was asked, in a flag each: 1 goes to 0, and a bit is the answer. */
static unsigned
take(volatile sig_atomic_t *flag, unsigned bit)
{
	if (*flag == 0)
		return 0;
	*flag = 0;
	return bit;
}

unsigned
cli_take_asked(void)
{
	return take(&asked_stats, CLI_ASK_STATS) |
	    take(&asked_reload, CLI_ASK_RELOAD) |
	    take(&asked_tick, CLI_ASK_TICK);
}

void
cli_pipe_closed(void)
{
	stop_signal = SIGPIPE;
}

bool
cli_pipe_is_closed(void)
{
	return stop_signal == SIGPIPE;
}
