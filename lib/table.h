/*
 * table - labelled rows in memory, each distinct one once, in a fixed order
 *
 * Rows come in any order and end up sorted by their values, then label, so
 * that whatever is computed from a table does not depend on the order of the
 * input.  A value is a code: 0 is missing, code c > 0 is the column's c-th
 * distinct value, in ascending order for numbers and in byte order for
 * categories.  NaN is missing, and minus zero is zero.
 *
 * Reads all rows into memory: 4 bytes a column and about 40 bytes for each
 * distinct row, and as much again for a moment in kdd_table_finish(); each
 * distinct value of a column costs about 32 bytes.
 *
 * An undecided column becomes a number if all its values read as one, else a
 * category; equal rows are looked for again after that.  Columns may be added
 * while rows come; rows from before have no value there.
 *
 * It knows no CSV and no classes.
 */
#ifndef KDD_TABLE_H
#define KDD_TABLE_H

#include "column.h"

struct kdd_table {
	struct kdd_table_column *column;	/* [ncolumns]: the features */
	uint32_t	 ncolumns;
	uint32_t	 known;		/* columns of the schema taken in */
	uint32_t	 nrows;		/* distinct rows */
	uint32_t	*weight;	/* [nrows]: how often each came */
	uint32_t	*label;		/* [nrows]: number of its label */
	struct kdd_dict	 labels;	/* in order of coming */
	uint64_t	 total;		/* rows that came: sum of weight */
	struct kdd_table_build *build;	/* until kdd_table_finish() */
};

#define KDD_TABLE_MAX_ROWS UINT32_MAX	/* rows that may come */

void	kdd_table_init(struct kdd_table *t);
/*
 * Take in the features of s (numbers, categories, undecided ones) behind
 * those that t knows already.  Returns 0, or -1 when out of memory.
 */
int	kdd_table_columns(struct kdd_table *t, const struct kdd_schema *s);
/*
 * Build a row: set each feature column (by its place among them), then add
 * it under its label.  Each returns 0, or -1 when out of memory.
 */
int	kdd_table_set_number(struct kdd_table *t, uint32_t c, double v);
int	kdd_table_set_text(struct kdd_table *t, uint32_t c, const char *p,
	    size_t n);
void	kdd_table_set_missing(struct kdd_table *t, uint32_t c);
int	kdd_table_add(struct kdd_table *t, const char *label, size_t n);
/*
 * The schema's columns were sorted: column i is place[i] now, or gone, if no
 * row holds a value there.  Call it before kdd_table_finish().
 */
void	kdd_table_move_columns(struct kdd_table *t, const uint32_t *place);
/*
 * Sort values and rows.  Nothing can be added after it.  0, or -1 when out of
 * memory.
 */
int	kdd_table_finish(struct kdd_table *t);
/* Do rows a and b (sorted: neighbours) hold the same features? */
int	kdd_table_same_features(const struct kdd_table *t, uint32_t a,
	    uint32_t b);
/* A hash of what row i holds: its features, and with its label if asked. */
uint64_t	kdd_table_hash(const struct kdd_table *t, uint32_t i,
		    uint64_t seed, int with_label);
void	kdd_table_release(struct kdd_table *t);

#endif
