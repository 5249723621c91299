/*
 * header - the names that a stream gives to its fields
 *
 * Names come one after the other; blanks around them do not count.  A name
 * may come more than once: the columns of a schema that go by it (its from)
 * take its fields in turn.
 */
#ifndef KDD_HEADER_H
#define KDD_HEADER_H

#include <stdbool.h>

#include "dict.h"
#include "row.h"
#include "schema.h"

struct kdd_header {
	struct kdd_dict	 names;		/* each once */
	uint32_t	*first, *last;	/* [names.room]: its fields, ... */
	uint32_t	*next;		/* [n]: ... a chain */
	uint32_t	*id;		/* [n]: number of each field's name */
	uint32_t	 n, room;	/* fields */
};

void	kdd_header_init(struct kdd_header *h);
void	kdd_header_clear(struct kdd_header *h);
/* Append a field's name.  Returns 0, or -1 when out of memory. */
int	kdd_header_add(struct kdd_header *h, struct kdd_span name);
/* Take the names from a row, from field lead on.  Returns likewise. */
int	kdd_header_read(struct kdd_header *h, const struct kdd_row *row,
	    uint32_t lead);
/* Name i, a C string unless it holds a NUL. */
const char *kdd_header_name(const struct kdd_header *h, uint32_t i);
/* Are half of the features of s, or more, among the names? */
bool	kdd_header_is_meant(const struct kdd_header *h,
	    const struct kdd_schema *s);
/* Is no name a number, and one of them not empty? */
bool	kdd_header_is_words(const struct kdd_header *h);
/*
 * Find the field of each column: field[c] for column c, counted from lead,
 * or KDD_NO_FIELD for a column that is not there and need not be, as ignored
 * ones and, unless labelled, the label.  Returns 0, or -1 with e naming the
 * column that is missing or the name that comes too often.
 */
int	kdd_header_map(const struct kdd_header *h, const struct kdd_schema *s,
	    bool labelled, uint32_t lead, uint32_t *field,
	    struct kdd_error *e);
/*
 * The names of all columns of a schema.  A row none of whose fields is one of
 * them is no header: that is seen without taking the row's names.
 */
struct kdd_column_names {
	struct kdd_dict	 names;
	bool		 starts[256];	/* one of them with this byte */
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_column_names_init(struct kdd_column_names *k,
	    const struct kdd_schema *s);
/* Is a field of the row, from field lead on, one of the names? */
bool	kdd_column_names_any(const struct kdd_column_names *k,
	    const struct kdd_row *row, uint32_t lead);
void	kdd_column_names_release(struct kdd_column_names *k);

/* The error that name id comes more than once; always -1. */
int	kdd_header_twice(const struct kdd_header *h, uint32_t id,
	    struct kdd_error *e);
void	kdd_header_release(struct kdd_header *h);

#endif
