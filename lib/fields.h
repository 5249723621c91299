/*
 * fields - the fields of a stream's rows by name: kind, role, and where
 *
 * Of rows without names they are the schema's columns in order; of rows under
 * a header, its names in order, where a column of the schema has the schema's
 * name for it; of JSON, the schema's columns, since only their keys are
 * looked for: kdd_fields_seek() adds further ones.  Where the schema gives a
 * role to no column, the fields whose names say so (guess.h) have it.
 */
#ifndef KDD_FIELDS_H
#define KDD_FIELDS_H

#include "buf.h"
#include "header.h"
#include "row.h"
#include "schema.h"

struct kdd_field {
	const char	*name;	/* borrowed from the schema, or owned */
	size_t		 length;
	enum kdd_kind	 kind;	/* ignored, if it is no column's */
	uint32_t	 next;	/* of the same role, or KDD_NO_FIELD */
	const char	*from;	/* what the rows call it; borrowed, or NULL */
};

struct kdd_fields {
	struct kdd_field *field;	/* [n], owned */
	uint32_t	 n;
	uint32_t	 extra;		/* further ones without a name */
	bool		 by_key;	/* field i is a row's column i */
	char		 label_suffix;	/* of the schema */
	uint32_t	 role[KDD_NROLES];	/* the first field that has it,
						   or KDD_NO_FIELD */
	uint32_t	 last[KDD_NROLES];	/* likewise */
	char		*names;		/* owned */
};

/*
 * Add to the schema of JSON rows, as ignored columns, the keys in list (with
 * commas between; NULL: none) and, if roles are wanted that no column has,
 * those that Zeek, Suricata and the Elastic Common Schema have for them.
 * Returns 0, or -1 when out of memory.
 */
int	kdd_fields_seek(struct kdd_schema *s, const char *list, bool roles);

/*
 * Both replace what was there; set f to { 0 } before the first.  They return
 * 0, or -1 when out of memory.  extra: fields behind those of the schema.
 */
int	kdd_fields_set_schema(struct kdd_fields *f,
	    const struct kdd_schema *s, bool by_key, uint32_t extra);
/* view: where the header has the columns of s. */
int	kdd_fields_set_header(struct kdd_fields *f,
	    const struct kdd_schema *s, const struct kdd_header *h,
	    const struct kdd_view *view);
/* The field that has that name, else that rows call so, or KDD_NO_FIELD. */
uint32_t kdd_fields_find(const struct kdd_fields *f, const char *name,
	    size_t n);
void	kdd_fields_release(struct kdd_fields *f);

/* Field i of a row, empty if it is not there or unset. */
static inline struct kdd_span
kdd_fields_get(const struct kdd_fields *f, const struct kdd_row *r,
    uint32_t i)
{
	const struct kdd_view *v = r->view;
	struct kdd_span s = { "", 0 };

	if (f->by_key)
		return kdd_row_column(r, i);
	if (i < r->nfields)
		s = kdd_row_field(r, i);
	if (v != NULL && s.n > 0 && s.n == v->unset.n &&
	    memcmp(s.p, v->unset.p, s.n) == 0)
		s.n = 0;
	return s;
}

/*
 * The first field of a role that the row has, and that is no sign of a missing
 * value; empty if there is none.
 */
static inline struct kdd_span
kdd_fields_role(const struct kdd_fields *f, const struct kdd_row *r,
    enum kdd_role role)
{
	static const struct kdd_span none = { "", 0 };

	for (uint32_t i = f->role[role]; i != KDD_NO_FIELD;
	    i = f->field[i].next) {
		struct kdd_span s = kdd_fields_get(f, r, i);

		if (!kdd_is_missing(s) && (s.n != 7 ||
		    memcmp(s.p, "(empty)", 7) != 0))
			return s;
	}
	return none;
}

/* Bytes of all fields of a row, at most. */
static inline size_t
kdd_fields_bytes(const struct kdd_fields *f, const struct kdd_row *r)
{
	uint32_t n = r->nfields + f->extra;

	return n > 0 ? r->end[n - 1] - r->start : 0;
}

#endif
