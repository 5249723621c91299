/*
 * metrics - what kdd-classify has done so far: a line, or a file to scrape
 *
 * The line (SIGUSR1, --stats) is for people and awk: words key=value, whose
 * names and meaning stay.  The file (--metrics) is Prometheus' text format,
 * see prom.h.
 */
#ifndef KDD_METRICS_H
#define KDD_METRICS_H

#include "judge.h"
#include "prom.h"
#include "rows.h"

struct metrics {
	struct prom_file file;
	const struct rows *rows;	/* borrowed */
	struct judge	*judge;		/* borrowed */
	double		 start;		/* seconds since the epoch */
	double		 clock;		/* the same, of a clock never set */
	double		 last_row;	/* 0: none has come */
	uint64_t	 seen;		/* rows at that time */
};

/* Begin; the file is written, or the program exits 1. */
void	metrics_start(struct metrics *m, const char *path,
	    const struct rows *rows, struct judge *judge);
/* Call it when rows may have come: it keeps the time of the last one. */
void	metrics_look(struct metrics *m);
/* The line, on stderr. */
void	metrics_line(struct metrics *m);
/*
 * The file, if there is one.  A failure is told once, and does not stop us;
 * returns false.
 */
bool	metrics_write(struct metrics *m);

#endif
