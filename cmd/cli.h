/*
 * cli - what the programs share with the outside: arguments, files, exit
 *
 * The only code that knows argv, exit statuses, signals and stderr.  The
 * program defines cli_usage and cli_help; cli does the rest the same way in
 * each.  stdout is for data alone; messages go to stderr, each a line that
 * starts with the program's name.
 */
#ifndef KDD_CLI_H
#define KDD_CLI_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "error.h"

enum cli_status {
	CLI_OK = 0,
	CLI_FAIL = 1,		/* cannot read, write or go on */
	CLI_USAGE = 2,
	CLI_REJECTED = 3	/* all was read, but rows were rejected */
};

extern const char cli_usage[];	/* after the program's name, as in its page */
extern const char cli_help[];	/* a line for each option, for -h */

/* Set the program's name from argv[0]; call first. */
void	cli_start(char *argv[]);
const char	*cli_name(void);

/* The cases that every option switch shares: -h, -V, and a wrong option. */
_Noreturn void	cli_common(int ch);
/* Say what is wrong with the arguments and where help is, exit 2. */
_Noreturn void	cli_bad_usage(const char *fmt, ...)
		    __attribute__((format(printf, 1, 2)));
/* "program: message" on stderr; the latter exits 1. */
void	cli_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void	cli_fail(const char *fmt, ...)
		    __attribute__((format(printf, 1, 2)));

/*
 * From now on messages go to tell, without their newline.  What ends the
 * program is on stderr too; a long one is cut.
 */
enum cli_weight { CLI_INFO, CLI_WARNING, CLI_FATAL };
typedef void	 cli_tell(enum cli_weight weight, const char *p, size_t n);
void	cli_tell_by(cli_tell *tell);

/* "program: file:line: prefix what", without the line if there is none. */
_Noreturn void	cli_fail_at(const char *file, const char *prefix,
		    const struct kdd_error *e);

/* Text for people, as it is, on stderr; exits 1 if it ran out of memory. */
void	cli_show(const struct kdd_buf *text);

/* An option's argument as a number in [min, max], or exit 2 saying so. */
uint64_t	cli_u64(const char *opt, const char *arg, uint64_t min,
		    uint64_t max);
double		cli_num(const char *opt, const char *arg, double min,
		    double max);

/*
 * Signals.  After cli_catch_stop(), SIGINT, SIGTERM and SIGHUP make cli_stop()
 * return the signal's number, so that the program can finish its row, flush
 * and end with cli_exit(); a second one ends it at once.  A closed pipe on
 * stdout is reported the same way, as SIGPIPE.
 *
 * To process 1, of a container, no signal happens that it does not catch.
 * There cli_start() calls cli_catch_first(), by which the three end it from
 * the start, as they do others, with the status that a shell would tell.
 */
void	cli_catch_first(void);
void	cli_catch_stop(void);
int	cli_stop(void);
void	cli_signal_set(sigset_t *set);	/* every signal that is caught */
void	cli_stop_after(double seconds);	/* as SIGALRM; the end is then no
					   failure: cli_exit() exits */
void	cli_pipe_closed(void);	/* for cli_out: the reader of stdout is gone */
bool	cli_pipe_is_closed(void);

/*
 * What may be asked of a program while it runs, taken by cli_input.asked:
 * SIGUSR1, statistics; SIGHUP, which then no longer stops it, to read its
 * files again; and a tick, every so many seconds if that is not 0.  Catch
 * them early: until then they end the program.
 */
enum { CLI_ASK_STATS = 1, CLI_ASK_RELOAD = 2, CLI_ASK_TICK = 4 };
void	cli_catch_ask(void);
void	cli_ask_every(unsigned seconds);
unsigned	cli_take_asked(void);	/* since the last time; bits */

/*
 * An output: stdout if path is NULL, else a file that appears under its name
 * whole or not at all (a temporary file beside it, synced and renamed by
 * cli_out_close()).  A path that exists and is no regular file, such as
 * /dev/fd/3 or a symbolic link, is written straight away.  Put bytes into
 * buf; nothing leaves before cli_out_flush().
 */
struct cli_out {
	struct kdd_buf	 buf;
	const char	*path;	/* borrowed */
	char		*temp;	/* owned; NULL when written straight away */
	int		 fd;
};

/*
 * Exit 2 if the output that option opt names is the same regular file as
 * another one; either may be NULL.  Call before anything is opened.
 */
void	cli_keep_apart(const char *opt, const char *out, const char *other);
void	cli_keep_apart_inputs(const char *opt, const char *out,
	    char *const files[]);
/* Exit 1 now if path (not NULL) is surely not to be written later. */
void	cli_out_check(const char *path);
/* Each exits 1 with a message when the file cannot be opened or written. */
void	cli_out_open(struct cli_out *o, const char *path);
/* The same, but written as the bytes come: for logs such as --rejects. */
void	cli_out_open_log(struct cli_out *o, const char *path);
void	cli_out_flush(struct cli_out *o);
/* The same, if buf holds enough to be worth it: call it after each line. */
static inline void
cli_out_flush_full(struct cli_out *o)
{
	if (o->buf.n >= 64 * 1024)
		cli_out_flush(o);
}
/* Flush, check that the bytes arrived, and let the file appear. */
void	cli_out_close(struct cli_out *o);
/*
 * Put a whole small file in the place of another, which must be a regular one
 * if it is there; a symbolic link stays, and what it points to is replaced.
 * Not synced.  Returns 0, or -1 with errno set.
 */
int	cli_replace(const char *path, const struct kdd_buf *text);

/*
 * Read the files in turn, or stdin when there are none ("-" is stdin too).
 * idle is called before each read, so that what has arrived is flushed
 * before the program waits; feed gets the bytes; end comes after each file.
 * Stops when cli_stop() is set or feed returns false.
 * Returns false if a file could not be read: it was reported, and the others
 * were read all the same.
 */
struct cli_input {
	void	(*idle)(void *arg);
	void	(*asked)(void *arg, unsigned bits);	/* between two reads,
							   or NULL */
	bool	(*feed)(void *arg, const char *p, size_t n);
	void	(*end)(void *arg);
	void	*arg;
	const char *name;	/* set by cli_read(): the file being read */
	bool	enough;		/* likewise: feed returned false; end may
				   set it */
	bool	broken;		/* feed sets it, returning false: no more of
				   this file, whose end then comes; it was
				   reported */
	bool	failed;		/* likewise, for end: reading broke off, so
				   that a last line may not be whole */
};
bool	cli_read(struct cli_input *in, char *files[]);

/*
 * Read a whole small file (at most max bytes) into b.  Returns 0, or -1 with
 * e set; the other exits 1 with a message.
 */
int	cli_read_whole(struct kdd_buf *b, const char *path, size_t max,
	    struct kdd_error *e);
void	cli_slurp(struct kdd_buf *b, const char *path, size_t max);

/* Is stderr a terminal, and has a tenth of a second passed since the last? */
bool	cli_progress_due(void);
/* Rewrite the progress line on stderr; take it away. */
void	cli_progress(const char *fmt, ...)
	    __attribute__((format(printf, 1, 2)));
void	cli_progress_clear(void);

/* Call this at the end, by whatever way but a signal not caught; at most 4. */
void	cli_at_exit(void (*clean)(void));
/* End: by the signal that cli_stop() tells of, else with the status. */
_Noreturn void	cli_exit(enum cli_status status);

#endif
