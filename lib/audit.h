/*
 * audit - what a table of labelled rows says of itself, before any model
 *
 * Conflicts bound what any model can reach; two controls that use no model
 * say what little it has to beat; a column that all but names the row is
 * seldom one to learn from.  All is counted in whole numbers, the same for
 * the same rows in any order.
 *
 *   majority	always says the commonest class of all rows, the first of
 *		equals.
 *   column	has a table from each value of one column, missing among them,
 *		to the commonest class of the rows that hold it, the first of
 *		equals; a value that was not met gets the majority of those.
 *		A column with more values than half the units has no such
 *		table: it would know rows, not values.  It is measured as a
 *		tree is: on the rows that each fold holds out, learnt from all
 *		others, and pooled over the folds; without folds, on the rows
 *		that it was learnt from.
 *
 * One pass over all codes, and one over those of each column that may be the
 * best.  Memory until it returns: 18 bytes a distinct row, for each fold that
 * holds some of its copies, and 8 for each value and class of the longest
 * table.
 */
#ifndef KDD_AUDIT_H
#define KDD_AUDIT_H

#include "fold.h"

struct kdd_audit {
	uint32_t	 most_copies;	/* of one row */
	uint32_t	 conflict_units;	/* those whose rows are of more
						   than one class */
	uint64_t	 conflict_rows;	/* rows in them */
	uint64_t	 lost_rows;	/* of these, the ones not of their
					   unit's commonest class: no model
					   gets them right */
	uint32_t	 majority;	/* class, of all rows */
	double		 majority_accuracy;
	uint32_t	 best_column;	/* of the table, the first of equals;
					   KDD_NO_COLUMN: none has a table */
	double		 column_accuracy;	/* 0 then */
	uint32_t	 ntableless;	/* columns that have none */
	bool		 held_out;	/* there are folds */
	uint32_t	*suspect;	/* [nsuspects], owned: columns of the
					   table with at least 9 values, missing
					   among them, for 10 units, if there
					   are 20 units or more */
	uint32_t	 nsuspects;
};

/*
 * Look at t, which is finished and has a row; class[nrows] is below nclasses;
 * f deals t, or is NULL.  Returns 0, or -1 when out of memory; to be released
 * in both cases.
 */
int	kdd_audit(struct kdd_audit *a, const struct kdd_table *t,
	    const uint16_t *class, uint32_t nclasses,
	    const struct kdd_folds *f);
void	kdd_audit_release(struct kdd_audit *a);

#endif
