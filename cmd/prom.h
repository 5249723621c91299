/*
 * prom - counts for Prometheus, in a file that is there to be scraped
 *
 * The text format, written beside its name and renamed, so that a reader
 * finds it whole:
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
#ifndef KDD_PROM_H
#define KDD_PROM_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "buf.h"

struct prom_file {
	const char	*path;		/* borrowed */
	bool		 started;	/* it was written once */
	bool		 failed;	/* it could not be, and that was told */
};

/* A name, what it tells, and whether it only grows. */
void	prom_head(struct kdd_buf *b, const char *name, const char *help,
	    bool counter);
/* name="value", behind the byte before. */
void	prom_label(struct kdd_buf *b, char before, const char *name,
	    const char *value);
void	prom_sample(struct kdd_buf *b, const char *name, uint64_t n);
/*
 * Put the text in the file's place.  The first time exits 1 if that fails;
 * later a failure is told once, and we go on; returns false.
 */
bool	prom_write(struct prom_file *f, const struct kdd_buf *text);
/* When the program started, and when rows were last taken, which help says. */
void	prom_times(struct kdd_buf *b, double start, double last_row,
	    const char *help);
/*
 * Seconds between two writes, and lines of statistics: those of --stats; else,
 * if there is a file, 10; else 0, for never.
 */
unsigned prom_interval(const struct prom_file *f, unsigned stats);
/* Seconds of that clock. */
double	prom_now(clockid_t clock);

#endif
