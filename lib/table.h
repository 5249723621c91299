/*
 * table - labelled rows in memory, each distinct one once
 *
 * A value is a code: 0 is missing, code c > 0 is the column's c-th distinct
 * value, in ascending order for numbers and in byte order for categories.
 * NaN is missing, and minus zero is zero.
 *
 * Rows stand in the order of their first coming, which nothing may depend
 * on: whoever needs an order takes that of the units.  A unit is a distinct
 * feature vector, whatever its labels; units come in the order of a hash of
 * what they hold, and a unit's rows in the byte order of their labels.
 *
 * A distinct row costs 1, 2 or 4 bytes a column, as the number of its values
 * asks, and 24 more; a distinct number costs 8.  See intake.h for how rows
 * get in.  It knows no CSV and no classes.
 */
#ifndef KDD_TABLE_H
#define KDD_TABLE_H

#include "column.h"

struct kdd_table {
	struct kdd_table_column *column;	/* [ncolumns]: the features */
	uint32_t	 ncolumns;
	struct kdd_table_column group;	/* no feature, but rows differ in it;
					   kind KDD_IGNORED: there is none */
	uint32_t	 nrows;		/* distinct rows */
	uint32_t	*weight;	/* [nrows]: how often each came */
	uint32_t	*label;		/* [nrows]: number of its label */
	struct kdd_dict	 labels;	/* in order of coming */
	uint64_t	 total;		/* rows that came: sum of weight */
	uint32_t	*sequence;	/* [total]: which row came when; NULL
					   unless that was asked for */
	/* kdd_table_find_units() sets these: */
	uint32_t	 nunits;
	uint32_t	*unit;		/* [nunits + 1]: unit u's rows are */
	uint32_t	*order;		/* order[unit[u] .. unit[u + 1]) */
	uint64_t	*hash;		/* [nrows]: of its features */
};

void	kdd_table_init(struct kdd_table *t);
/*
 * The schema's columns were sorted: column i is place[i] now, or gone, if no
 * row holds a value there.  After the last row, before the table is finished.
 */
void	kdd_table_move_columns(struct kdd_table *t, const uint32_t *place);
/*
 * The table is finished: find the units, unless they are, and make rows that
 * are equal one.  Returns 0, or -1 when out of memory.
 */
int	kdd_table_find_units(struct kdd_table *t);
/* Count each distinct row once from here on, where it came first. */
void	kdd_table_dedup(struct kdd_table *t);
/*
 * A hash of row i, the same on every machine: of its features, and if asked
 * of all else that makes it distinct.
 */
uint64_t	kdd_table_hash(const struct kdd_table *t, uint32_t i,
		    uint64_t seed, bool whole);
void	kdd_table_release(struct kdd_table *t);

#endif
