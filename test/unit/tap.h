/*
 * tap - results of a unit test, a line each, as prove(1) and bats(1) read
 *
 *	#include "tap.h"
 *	int main(void) { ok(1 + 1 == 2, "adds"); return tap_done(); }
 *
 * Every ok() is a numbered line; the plan comes last.  A group of many
 * checks is one ok(): note() what is wrong with each, count, and ok() 0.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_run, tap_failed, tap_notes;

/* Print a detail; after ten of them, until the next ok(), say no more. */
static inline void __attribute__((format(printf, 1, 2)))
note(const char *fmt, ...)
{
	va_list ap;

	if (++tap_notes > 10)
		return;
	va_start(ap, fmt);
	printf("# ");
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
}

/* Did it go well, and what was it?  Returns cond. */
static inline bool __attribute__((format(printf, 2, 3)))
ok(bool cond, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("%sok %d - ", cond ? "" : "not ", ++tap_run);
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
	fflush(stdout);
	tap_failed += !cond;
	tap_notes = 0;
	return cond;
}

/* Print the plan; returns main's status. */
static inline int
tap_done(void)
{
	printf("1..%d\n", tap_run);
	return tap_failed > 0 || fflush(stdout) == EOF;
}

#endif
