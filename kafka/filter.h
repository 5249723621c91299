/*
 * filter - one run of a filter over lines: all goes in, all comes out
 *
 * The filter reads the lines on standard input and writes to standard output;
 * what it writes to descriptor 3 is kept apart.  Its standard error is ours.
 * It dies with us, whatever ends us.
 */
#ifndef KDD_KAFKA_FILTER_H
#define KDD_KAFKA_FILTER_H

#include "buf.h"

struct filter_run {		/* all zero before the first run */
	struct kdd_buf	 out;		/* replaced by each run; owned */
	struct kdd_buf	 third;		/* of descriptor 3 */
	int		 status;	/* its exit status, or 128 + signal */
};

/*
 * Run argv, found in PATH, over the n bytes at p.  Returns 0 when it has
 * ended, or was ended since a signal asks us to stop (cli_stop()); or -1 with
 * errno set: it could not be started (ENOENT, EACCES), or memory ran out.  Not
 * to have read all of its input is no error.
 */
int	filter_run(struct filter_run *f, char *const argv[], const char *p,
	    size_t n);
void	filter_release(struct filter_run *f);

#endif
