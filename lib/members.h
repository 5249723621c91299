/*
 * members - the fields of a row as members of a JSON object
 *
 *	,"duration":0,"service":"http","src_bytes":null
 *
 * A column that the schema reads as a number is a number: the text as it
 * stands where JSON takes it, else written anew (".5" as 0.5); what cannot be
 * read, and infinity, is a string.  All others are strings, the label
 * without its suffix.  A missing value is null.  Fields without a name are
 * strings in an array, "extra", which comes last.
 *
 * No two members have one name, whatever a header says, and none has that of
 * the verdict, "kdd": a name that is taken gets a number behind it.
 */
#ifndef KDD_MEMBERS_H
#define KDD_MEMBERS_H

#include "fields.h"

struct kdd_member;

struct kdd_members {
	const struct kdd_fields *fields;	/* borrowed */
	struct kdd_member *member;	/* [n], owned */
	uint32_t	 n;
	bool		 chosen;	/* by a list: absent ones are null */
	struct kdd_buf	 text;		/* the names, as they are written */
};

/*
 * Make the members of the fields, which replace what was there; set m to
 * { 0 } before the first time.  list: names with commas between, in the order
 * wanted; one that no field has is always null.  NULL: all fields, as they
 * come.  Returns 0, or -1 when out of memory.
 */
int	kdd_members_set(struct kdd_members *m, const struct kdd_fields *f,
	    const char *list);
/* Bytes that the members of a row may need. */
size_t	kdd_members_room(const struct kdd_members *m,
	    const struct kdd_row *row);
/* Write them, each with a comma before it; returns their end. */
char	*kdd_members_put(const struct kdd_members *m, char *to,
	    const struct kdd_row *row);
void	kdd_members_release(struct kdd_members *m);

#endif
