/*
 * labelled - labelled rows into a table, each field read and checked
 *
 * A row is rejected when its label or a number in it cannot be read, or when
 * the class map does not know the label; it is dropped when the task is not
 * about its label.
 */
#ifndef KDD_LABELLED_H
#define KDD_LABELLED_H

#include "choice.h"
#include "classes.h"
#include "intake.h"
#include "learn.h"
#include "recent.h"
#include "rows.h"

struct labelled {
	struct kdd_schema *schema;	/* borrowed, as what follows */
	const struct kdd_task *task;
	const struct kdd_table *table;
	struct kdd_intake *intake;	/* into it, owned */
	struct choice	*choice;
	uint32_t	 known;		/* columns that it was applied to */
	bool		 keep_sequence;	/* in which order rows came */
	struct kdd_recent *recent;	/* owned: lines that became rows */
	uint64_t	 edition;	/* of them; see row.h */
	bool		*held;			/* [nheld], owned: was the
						   column in a row that was
						   taken?  For keys of JSON */
	uint32_t	 nheld;
	uint64_t	 dropped;
	uint64_t	 unknown;	/* rejected: no class has their label */
	char		 first_unknown[KDD_LABEL_MAX + 1];
	uint32_t	 next_look;	/* distinct rows at which memory is
					   looked after again */
	char		 label[KDD_LABEL_MAX + 1];	/* of the row, */
	uint32_t	 label_id;	/* and its number, if it came before */
	struct rows	 rows;
};

/*
 * Get ready to take rows into the table t, whose columns s has or will have.
 * Exits 1 when out of memory, as the others do.
 */
void	labelled_start(struct labelled *in, struct kdd_table *t,
	    struct kdd_schema *s);
/* For rows.on_row; arg is the struct. */
void	labelled_on_row(void *arg, const struct kdd_row *row);
/* All rows have come: take in the columns that only rejected ones had. */
void	labelled_finish(struct labelled *in);
/* Say what became of all rows, and of labels that are in no class. */
void	labelled_report(const struct labelled *in);
void	labelled_release(struct labelled *in);

#endif
