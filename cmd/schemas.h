/*
 * schemas - where the columns of kdd-train come from: -s, -l, and the rows
 */
#ifndef KDD_SCHEMAS_H
#define KDD_SCHEMAS_H

#include "source.h"
#include "choice.h"
#include "intake.h"

/*
 * Make s what -s names (NULL: kdd99), with the label of -l (NULL: its own),
 * and set o, but for the counts of fields, to read rows of it; or exit saying
 * what is wrong.  s is to be released.
 */
void	schemas_load(struct kdd_schema *s, const char *name, const char *label,
	    struct kdd_source_options *o);
/*
 * All rows have been read: finish the table, and let s say which columns are
 * numbers.  held, where keys of JSON made the columns, says which of them a
 * row had; else NULL.
 */
void	schemas_finish(struct kdd_schema *s, struct kdd_table *t,
	    struct kdd_intake *in, const bool *held);
/*
 * Say which of the columns that the rows named is the label, unless that was
 * said by -l (NULL: it was not); which are not learned from, though the choice
 * does not leave them out; and which are hardly categories.
 */
void	schemas_report(const struct kdd_schema *s, const struct kdd_table *t,
	    const struct choice *choice, const char *label);

#endif
