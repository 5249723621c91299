/*
 * hist - a node's rows counted by value and class, many columns at once
 *
 * A histogram of a column is [nvalues + 1][nclasses] counts, one after the
 * other by code, missing first.  A node's histograms are those of the first
 * so many columns of a layout, in which columns with fewer values come
 * first: a column is worth counting only in nodes that have rows enough for
 * its counts.  The histograms of a node less those of one child are the
 * other child's, so that only the smaller one is counted.
 */
#ifndef KDD_HIST_H
#define KDD_HIST_H

#include "table.h"

#define KDD_HIST_MAX ((size_t)4 << 20)	/* counts of a node: 16 MiB */

struct kdd_hist_layout {
	uint32_t	 n;		/* columns of the table */
	uint32_t	*column;	/* [n], owned: by number of values */
	uint32_t	*rank;		/* [n], owned: column[rank[c]] is c */
	size_t		*start;		/* [n + 1], owned: of each by rank */
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_hist_init(struct kdd_hist_layout *l, const struct kdd_table *t,
	    uint32_t nclasses);
void	kdd_hist_release(struct kdd_hist_layout *l);
/* The columns of the layout that are worth counting, for so many rows. */
uint32_t kdd_hist_columns(const struct kdd_hist_layout *l, uint32_t rows);

/* Histograms of a node; all zero: none.  The holder frees hist. */
struct kdd_counted {
	uint32_t *hist;
	uint32_t  n;		/* of the first n columns of the layout */
	size_t	  size;		/* counts */
};

/* Rows of a node, with what is wanted of each at hand. */
struct kdd_hist_rows {
	uint32_t	 n;
	const uint32_t	*row;		/* [n]: of the table */
	const uint16_t	*class;		/* [n] */
	const uint32_t	*weight;	/* [n] */
};

/* Add the rows to a column's histogram. */
void	kdd_hist_count(const struct kdd_codes *code, uint32_t nclasses,
	    const struct kdd_hist_rows *r, uint32_t *hist);

#endif
