/*
 * bench - what the timed programs of make bench-read share
 *
 * Each of them reads one file once, one way, and prints one line:
 *
 *	seconds  peak RSS in KiB  rows  fields  bytes
 *
 * between tabs, fields 0 where it counts none.  The clock runs from before
 * the file is opened to after its last row; or, from memory, from the first
 * byte that is fed, the file having been read before.
 */
#ifndef KDD_BENCH_H
#define KDD_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema.h"

struct bench {
	const char	*path;
	bool		 memory;	/* feed it from memory */
	size_t		 block;		/* bytes of a read() or a feed; 0, from
					   memory only: all at once */
	double		 seconds;
	uint64_t	 rows, fields, bytes;
};

/* What was in the columns: it shows that all of them read the same. */
struct bench_sums {
	const struct kdd_schema *schema;	/* borrowed */
	bool		*is_number;	/* [ncolumns], all of these: owned */
	double		*sum;		/* of the numbers, in order of rows */
	uint64_t	*hash;		/* of the other fields */
	uint64_t	*count;		/* fields that are not missing */
};

double	bench_now(void);
/* Feed the whole file; feed returns false where it cannot go on: fatal. */
void	bench_feed(struct bench *b,
	    bool (*feed)(void *arg, const char *p, size_t n), void *arg);
/* The line, with this peak RSS in KiB; 0: our own. */
void	bench_report(const struct bench *b, long kib);

/* Fatal if the file is no schema. */
void	bench_schema_load(struct kdd_schema *s, const char *path);
void	bench_sums_init(struct bench_sums *t, const struct kdd_schema *s);
/* Name, "number" or "text", count, sum or hash of each column, for a diff. */
void	bench_sums_write(const struct bench_sums *t, const char *path);
void	bench_sums_release(struct bench_sums *t);

#endif
