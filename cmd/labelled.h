/*
 * labelled - labelled rows into a table, each field read and checked
 *
 * A row is rejected when its label or a number in it cannot be read, or when
 * the class map does not know the label; it is dropped when the task is not
 * about its label.
 */
#ifndef KDD_LABELLED_H
#define KDD_LABELLED_H

#include "classes.h"
#include "learn.h"
#include "rows.h"
#include "table.h"

struct labelled {
	const struct kdd_schema *schema;	/* borrowed, as what follows */
	const struct kdd_task *task;
	struct kdd_table *table;		/* rows are added to it */
	double		*number;		/* [columns of the table],
						   owned */
	bool		*held;			/* [nheld], owned: was the
						   column in a row that was
						   taken?  For keys of JSON */
	uint32_t	 nheld;
	uint64_t	 dropped;
	char		 label[KDD_LABEL_MAX + 1];	/* of the row */
	struct rows	 rows;
};

/* For rows.on_row; arg is the struct.  Exits 1 when out of memory. */
void	labelled_on_row(void *arg, const struct kdd_row *row);
/* All rows have come: take in the columns that only rejected ones had. */
void	labelled_finish(struct labelled *in);

#endif
