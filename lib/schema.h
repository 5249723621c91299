/*
 * schema - the columns of a record: names, kinds, roles, and the row's form
 *
 * A low module of the data: it knows no rows and no trees.  names.h reads a
 * schema from a file, guess.h makes one from names and values.
 */
#ifndef KDD_SCHEMA_H
#define KDD_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "near.h"
#include "span.h"

/*
 * KDD_UNDECIDED: a number if every value that is not missing reads as one,
 * else a category.  Only until the table is finished; no model holds it.
 */
enum kdd_kind {
	KDD_NUMBER, KDD_CATEGORY, KDD_LABEL, KDD_IGNORED, KDD_UNDECIDED
};

/* "number", "category", "label", "ignored": the words of a model file. */
const char	*kdd_kind_name(enum kdd_kind kind);
int		 kdd_kind_parse(const char *s);		/* -1: no kind */

/* What a column says of a connection, beside being a feature or not. */
enum kdd_role {
	KDD_NO_ROLE, KDD_SRC_IP, KDD_SRC_PORT, KDD_DEST_IP, KDD_DEST_PORT,
	KDD_PROTO, KDD_TIMESTAMP, KDD_NROLES
};

/* "src_ip", ...; the name of no role is "". */
const char	*kdd_role_name(enum kdd_role role);
int		 kdd_role_parse(const char *s);		/* -1: no role */

/*
 * How rows say which column a field is of.  KDD_PLAIN: by their order.
 * KDD_HEADER: the first line names the columns.  KDD_ZEEK: lines that start
 * with #, as Zeek writes them, do.  KDD_JSON: one object a line, by key.
 */
enum kdd_stream { KDD_PLAIN, KDD_HEADER, KDD_ZEEK, KDD_JSON, KDD_NSTREAMS };

/* "plain", "header", "zeek", "json". */
const char	*kdd_stream_name(enum kdd_stream form);
int		 kdd_stream_parse(const char *s);	/* -1: no form */

struct kdd_column {
	char		*name;		/* owned; unique in its schema */
	char		*from;		/* owned: what a header or key calls
					   it, if not name; else NULL */
	enum kdd_kind	 kind;
	enum kdd_role	 role;
};

/*
 * The label, where there is one, is a column of its own; label_suffix is a
 * byte that is not part of it when it stands at its end ('.' in KDD Cup 99),
 * or 0.
 */
struct kdd_schema {
	struct kdd_column *column;	/* owned */
	uint32_t	 ncolumns;
	uint32_t	 label;		/* its column, or KDD_NO_COLUMN */
	enum kdd_stream	 form;
	char		 label_suffix;
	char		 delimiter;
};

#define KDD_NO_COLUMN	UINT32_MAX
#define KDD_COLUMNS_MAX	65535

void		 kdd_schema_init(struct kdd_schema *s);
/*
 * Append a column of that kind, name copied, without a role and a from.
 * Returns 0, or -1 when out of memory.
 */
int		 kdd_schema_add(struct kdd_schema *s, const char *name,
		    enum kdd_kind kind);
/* Let a header call column c something else; copied.  0, or -1 likewise. */
int		 kdd_schema_set_from(struct kdd_schema *s, uint32_t c,
		    const char *from);
/* What a header or a key calls column c. */
const char	*kdd_schema_from(const struct kdd_schema *s, uint32_t c);
/*
 * KDD Cup 99 and NSL-KDD: 41 features, then label and difficulty, which may
 * both be absent (41 fields) or the latter alone (42).
 */
int		 kdd_schema_kdd99(struct kdd_schema *s);
/* The column of that name, or KDD_NO_COLUMN. */
uint32_t	 kdd_schema_find(const struct kdd_schema *s, const char *name);
/* Try all columns as the one that was meant. */
void		 kdd_schema_near(const struct kdd_schema *s,
		    struct kdd_near *n);
/* Does a tree ask for columns of this kind? */
int		 kdd_kind_is_feature(enum kdd_kind kind);
/*
 * A plain row has from kdd_schema_min_fields() to ncolumns fields: what
 * stands behind the last feature may be absent.  With a label that must be
 * there, the least is kdd_schema_min_labelled().
 */
uint32_t	 kdd_schema_min_fields(const struct kdd_schema *s);
uint32_t	 kdd_schema_min_labelled(const struct kdd_schema *s);
/* Do rows of both have the same delimiter, form, columns and features? */
int		 kdd_schema_same_form(const struct kdd_schema *a,
		    const struct kdd_schema *b);
/*
 * Sort the columns by name, in byte order, and drop those that keep[i] does
 * not ask for.  place[i] is set to where column i went, or KDD_NO_COLUMN.
 * Returns 0, or -1 when out of memory.
 */
int		 kdd_schema_sort(struct kdd_schema *s, const bool *keep,
		    uint32_t *place);
/* Let this column be the label; the one that was is ignored from then on. */
void		 kdd_schema_set_label(struct kdd_schema *s, uint32_t column);
/* Returns 0, or -1 when out of memory; *to is to be released then too. */
int		 kdd_schema_copy(struct kdd_schema *to,
		    const struct kdd_schema *from);
/* A label field without the suffix that is not part of it. */
struct kdd_span	 kdd_schema_label(const struct kdd_schema *s,
		    struct kdd_span field);
void		 kdd_schema_release(struct kdd_schema *s);
/* Is a field's text a missing value: empty, "?" or NaN in any case? */
bool		 kdd_is_missing(struct kdd_span field);

#endif
