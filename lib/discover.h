/*
 * discover - columns of a schema made from the names that a stream gives
 *
 * For training without a schema file.  A new column is undecided, or ignored
 * where its name says that it is no feature (guess.h), or that it is a label,
 * even if another one is learned.
 */
#ifndef KDD_DISCOVER_H
#define KDD_DISCOVER_H

#include "header.h"

/* Append a column of that name.  Returns 0, or -1 when out of memory. */
int	kdd_discover_add(struct kdd_schema *s, const char *name);
/*
 * Make columns of all names of a header; s has none before.  Returns 0, or -1
 * with e naming what comes twice, is empty or has a control byte; with
 * rename, the first two of these get another name, and a from.
 */
int	kdd_discover_columns(struct kdd_schema *s, const struct kdd_header *h,
	    bool rename, struct kdd_error *e);
/*
 * The first row of all, where it is not known whether it is a header.  If no
 * field is a number it is one, and the form of s becomes KDD_HEADER;
 * if not, columns field1 and so on are made, one of them the label if label
 * names it.  Returns 0, or -1 with e set.
 */
int	kdd_discover_first(struct kdd_schema *s, const struct kdd_header *h,
	    const char *label, struct kdd_error *e);
/*
 * Let the column of that name be the label; NULL: the one called label, in
 * any case.  Returns 0, or -1 with e if there is none and label is not NULL
 * or labelled is set.
 */
int	kdd_discover_label(struct kdd_schema *s, const char *label,
	    bool labelled, struct kdd_error *e);
/* Has a later header no other columns?  0, or -1 with e naming a new one. */
int	kdd_discover_check(const struct kdd_schema *s,
	    const struct kdd_header *h, struct kdd_error *e);

#endif
