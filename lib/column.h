/*
 * column - the values of one column of a table, and their codes
 *
 * While rows come in, codes are provisional: 1 for the value that came first,
 * and so on; 0 is missing.  A number's key in text is its 8 bytes, any other
 * value's its text.  Finished, codes are in the order of the values.
 */
#ifndef KDD_COLUMN_H
#define KDD_COLUMN_H

#include "dict.h"
#include "schema.h"

struct kdd_table_column {
	enum kdd_kind	 kind;		/* KDD_NUMBER or KDD_CATEGORY; until
					   it is finished KDD_UNDECIDED too */
	uint32_t	 column;	/* in the schema */
	uint32_t	 nvalues;	/* codes run from 1 to nvalues */
	double		*number;	/* [nvalues], ascending; or NULL */
	struct kdd_dict	 text;		/* the values, in order of coming */
	uint32_t	*order;		/* [nvalues]: text's numbers in byte
					   order; or NULL for a number */
	uint32_t	*code;		/* [nrows] */
};

/*
 * Sort the values, and decide what an undecided column is.  final[] is set to
 * the final code of each of the text.n + 1 provisional ones.  Returns 0, or
 * -1 when out of memory.
 */
int	kdd_column_finish(struct kdd_table_column *c, uint32_t *final);
/* A category's text, by its code > 0. */
const char *kdd_column_text(const struct kdd_table_column *c, uint32_t code);
void	kdd_column_release(struct kdd_table_column *c);

#endif
