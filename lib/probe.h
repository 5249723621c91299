/*
 * probe - rows made from a model, to tell two walkers of its tree apart
 *
 * For each inner node, rows that reach it, each with another value in the
 * node's column: of a number its cut, the doubles next to it, the numbers
 * next to 0 and farthest from it, infinities and a missing value; of a
 * category each value of the column, one that is none of them, and a missing
 * one.  Where a column has more than KDD_PROBE_VALUES values, they are those
 * of the node's set and the values behind each of them, as many at most.
 * Columns that the path does not ask for are missing.  A node that no row can
 * reach has none.
 */
#ifndef KDD_PROBE_H
#define KDD_PROBE_H

#include "model.h"

#define KDD_PROBE_VALUES 1000

/*
 * number[c] is NaN, and category[c] NULL, where column c is missing or not of
 * this kind.  false ends it.
 */
typedef bool	kdd_on_probe(void *arg, const double *number,
		    const char *const *category);

/*
 * Returns 0, or -1 when out of memory.  Time grows with nodes times depth,
 * and with the values of the columns.
 */
int	kdd_probe_each(const struct kdd_model *m, kdd_on_probe *on_probe,
	    void *arg);

#endif
