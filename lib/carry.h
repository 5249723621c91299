/*
 * carry - the start of a line whose end has not come yet
 *
 * Keeps at most KDD_LINE_MAX and one byte, and counts the others, so a line
 * without an end costs no more.  A low module of the reader.
 */
#ifndef KDD_CARRY_H
#define KDD_CARRY_H

#include <stddef.h>
#include <stdint.h>

struct kdd_carry {
	char	*p;		/* owned; room for a line feed behind n */
	size_t	 n, room;	/* bytes kept */
	uint64_t total;		/* bytes that came; 0: there is no line */
	char	 last;		/* the last of them */
};

/* Returns 0, or -1 when out of memory. */
int	kdd_carry_add(struct kdd_carry *c, const char *p, size_t n);
void	kdd_carry_forget(struct kdd_carry *c);
void	kdd_carry_release(struct kdd_carry *c);

#endif
