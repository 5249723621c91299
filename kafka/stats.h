/*
 * stats - what kdd-kafka has done so far: a line, or a file to scrape
 *
 * The line (SIGUSR1, --stats, the end) is for people and awk: words
 * key=value, whose names and meaning stay.  The file (--metrics) is for
 * Prometheus, see prom.h.
 */
#ifndef KDD_KAFKA_STATS_H
#define KDD_KAFKA_STATS_H

#include "prom.h"
#include "work.h"

struct stats {			/* all zero: nothing was done */
	struct prom_file file;	/* path set by the program, or NULL */
	const struct broker *broker;	/* borrowed */
	/* of the batches that were committed */
	uint64_t	 rows;		/* messages that were judged, or dead */
	uint64_t	 empty;		/* messages without a row */
	uint64_t	 written, rejected;
	uint64_t	 batches;
	uint64_t	 commit_ns;	/* to send and commit them */
	uint64_t	 again;		/* batches that were undone */
	double		 start, last_row;	/* seconds since the epoch */
};

/* Begin; the file is written, or the program exits 1. */
void	stats_start(struct stats *r, const struct broker *b);
/* The batch of w was committed, in so many nanoseconds. */
void	stats_batch(struct stats *r, const struct work *w,
	    uint64_t commit_ns);
/* The line, on stderr. */
void	stats_line(const struct stats *r);
/* The file, if there is one. */
void	stats_write(struct stats *r);

#endif
