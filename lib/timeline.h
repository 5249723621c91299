/*
 * timeline - when a line is due, by the time that it tells in a field
 *
 * The first line that tells a time is due at once; every other as much later
 * as its own time is later than that one's, divided by the speed.  Deadlines
 * are absolute, as in pace.h.  A line that tells no time (a header, an
 * address where a time should be) is due with the line before it, and so is
 * one whose time is earlier than that line's: lines keep their order.
 */
#ifndef KDD_TIMELINE_H
#define KDD_TIMELINE_H

#include <stddef.h>
#include <stdint.h>

struct kdd_timeline {
	double	 speed;		/* 2: gaps are half as long; above 0 */
	uint32_t field;		/* that holds seconds since the epoch, or
				   since whenever; from 1 on */
	char	 delimiter;	/* of fields; quotes mean nothing */
	/* kept by the functions; 0 before the first line */
	double	 first;		/* the time that the pass started with */
	uint64_t start;		/* its deadline, ns */
	uint64_t due;		/* that of the last line */
	uint64_t timed;		/* lines of the pass that told a time */
	uint64_t untimed;	/* lines that told none, of all passes */
};

/* Deadlines count from now, ns; call it before the first line. */
void	 kdd_timeline_start(struct kdd_timeline *t, uint64_t now);
/* The deadline of the next line; n is its length, without its end or with. */
uint64_t kdd_timeline_due(struct kdd_timeline *t, const char *line, size_t n);
/*
 * The same lines come again: the first of them is due after the last by the
 * mean gap of the pass, or by a second if there was none.
 */
void	 kdd_timeline_again(struct kdd_timeline *t);

#endif
