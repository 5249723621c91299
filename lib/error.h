/*
 * error - an error as a value: where it is and what is wrong, for people
 *
 * The library never prints and never exits; it fills in one of these and
 * returns -1.  This module is the lowest: it knows nothing of the others.
 */
#ifndef KDD_ERROR_H
#define KDD_ERROR_H

#include <stddef.h>

struct kdd_error {
	size_t	line;		/* 1-based line of the input; 0: none */
	char	what[320];	/* a phrase without a newline; never empty */
};

/* Fill in e; long text is cut.  Returns -1, to be returned in turn. */
int	kdd_error_set(struct kdd_error *e, size_t line, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* Add to what e says; long text is cut. */
void	kdd_error_add(struct kdd_error *e, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/*
 * Write bytes that came from outside as a quoted string that is safe on a
 * terminal and in a log: control bytes, quotes and backslashes become \xHH,
 * and what is longer than the room allows ends in "...".
 * Returns dst, which holds cap >= 16 bytes and is always terminated.
 */
char	*kdd_error_show(char *dst, size_t cap, const char *s, size_t n);

#define KDD_SHOW_MAX 80		/* room enough for one value in a message */

#endif
