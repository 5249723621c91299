/*
 * moment - points in time as text: ISO 8601 with microseconds and a zone
 *
 *	2026-11-29T05:06:10.250000+0000
 *
 * Read are seconds since the epoch with or without a fraction, as Zeek
 * writes them; whole numbers of 12 digits and more, which are milli-, micro-
 * or nanoseconds (from 15 and 18 digits on); and ISO 8601: a date, T or a
 * blank, a time, perhaps a fraction, perhaps Z or a zone as +02:00 or +0200.
 * A time without a zone is taken for UTC; one with another keeps it.  Digits
 * beyond the microsecond are cut off.
 */
#ifndef KDD_MOMENT_H
#define KDD_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "span.h"

#define KDD_MOMENT_SIZE	31	/* bytes of the text, always; no NUL */

/* Write a moment in UTC.  Years beyond 9999 are written as 9999. */
void	kdd_moment_put(char to[KDD_MOMENT_SIZE], uint64_t seconds,
	    uint32_t micros);
/* Write what the text says.  Returns 0, or -1 when it says none. */
int	kdd_moment_read(char to[KDD_MOMENT_SIZE], struct kdd_span text);

#endif
