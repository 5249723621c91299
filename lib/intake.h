/*
 * intake - rows into a table, one by one, equal ones as they come
 *
 * A row is built by putting the text of each of its features; then it is
 * added, or not.  Nothing of a row that is not added stays.  Columns may be
 * added while rows come; rows from before have no value there.  An undecided
 * column becomes a number if all its values read as one, else a category;
 * equal rows are looked for again after that.
 *
 * While rows come in, the table costs up to twice what table.h says, and 24
 * bytes a distinct row and 8 to 16 a distinct number more.
 */
#ifndef KDD_INTAKE_H
#define KDD_INTAKE_H

#include "row.h"
#include "table.h"

struct kdd_intake;

#define KDD_INTAKE_MAX_ROWS UINT32_MAX	/* rows that may come */

/* Into an empty table, borrowed.  NULL when out of memory. */
struct kdd_intake *kdd_intake_new(struct kdd_table *t);
/*
 * Take in the features of s (numbers, categories, undecided ones) behind
 * those that are known already.  Returns 0, or -1 when out of memory.
 */
int	kdd_intake_columns(struct kdd_intake *in, const struct kdd_schema *s);
/*
 * Rows that differ in this column are distinct from now on; those from before
 * have no value there.  0, or -1 when out of memory.
 */
int	kdd_intake_group(struct kdd_intake *in, uint32_t column);
/* Before the first row: keep in which order rows came. */
void	kdd_intake_sequence(struct kdd_intake *in);
/*
 * Put a row's features, and its group, then add it under its label.  The row
 * is borrowed until then.  put returns 1 with *bad set if the text of a
 * feature, which is the table's column number *bad, should be a number and
 * is none.  Each returns 0, or -1 with errno set when out of memory, or at
 * KDD_INTAKE_MAX_ROWS (EOVERFLOW); *row is set to the row's number.
 */
int	kdd_intake_put(struct kdd_intake *in, const struct kdd_row *row,
	    uint32_t *bad);
int	kdd_intake_add(struct kdd_intake *in, struct kdd_span label,
	    uint32_t *row);
/* The same, with a label that the table has. */
int	kdd_intake_add_as(struct kdd_intake *in, uint32_t label,
	    uint32_t *row);
/* Row number row came again. */
int	kdd_intake_again(struct kdd_intake *in, uint32_t row);
/*
 * All rows have come: complete the table, but for its units, which are found
 * only if a column was undecided.  0, or -1 when out of memory.
 */
int	kdd_intake_finish(struct kdd_intake *in);
void	kdd_intake_free(struct kdd_intake *in);

#endif
