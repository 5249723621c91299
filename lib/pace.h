/*
 * pace - when the next line is due, by absolute deadlines
 *
 * Line i of a paced stream is due at start + i/rate, or, in sets of b lines
 * every p nanoseconds, at start + (i/b)*p.  A deadline never depends on when
 * the lines before it went out, so lateness does not add up.
 * A low module: it knows nothing of lines or files.
 */
#ifndef KDD_PACE_H
#define KDD_PACE_H

#include <stdint.h>

struct kdd_pace {
	uint64_t start;		/* ns, CLOCK_MONOTONIC */
	uint64_t batch;		/* lines that fall due together; 0: no pace */
	double	 period;	/* ns between sets */
};

/* ns on CLOCK_MONOTONIC. */
uint64_t	kdd_pace_now(void);

/* The deadline of line i (0-based), ns on CLOCK_MONOTONIC. */
uint64_t	kdd_pace_due(const struct kdd_pace *p, uint64_t i);

/*
 * Sleep until t.  Returns 0, or -1 with errno EINTR if a signal came first;
 * calling again with the same t goes on with the same deadline.
 */
int	kdd_pace_sleep(uint64_t t);

#endif
