/*
 * schema - the columns of a record: their names, kinds and number
 *
 * A low module of the data: it knows no rows and no trees.
 */
#ifndef KDD_SCHEMA_H
#define KDD_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "span.h"

enum kdd_kind { KDD_NUMBER, KDD_CATEGORY, KDD_LABEL, KDD_IGNORED };

/* "number", "category", ...: the words of a model file. */
const char	*kdd_kind_name(enum kdd_kind kind);
int		 kdd_kind_parse(const char *s);		/* -1: no kind */

struct kdd_column {
	char		*name;		/* owned */
	enum kdd_kind	 kind;
};

/*
 * A row has from min_fields to ncolumns fields; the columns beyond the
 * fields that it has are absent.  The label, where there is one, is a
 * column of its own; label_suffix is a byte that is not part of it when it
 * stands at its end ('.' in KDD Cup 99), or 0.
 */
struct kdd_schema {
	struct kdd_column *column;	/* owned */
	uint32_t	 ncolumns, min_fields;
	uint32_t	 label;		/* its column, or KDD_NO_COLUMN */
	char		 label_suffix;
	char		 delimiter;
};

#define KDD_NO_COLUMN	UINT32_MAX
#define KDD_COLUMNS_MAX	65535

void		 kdd_schema_init(struct kdd_schema *s);
/* Append a column, name copied.  Returns 0 or -1 when out of memory. */
int		 kdd_schema_add(struct kdd_schema *s, const char *name,
		    enum kdd_kind kind);
/*
 * KDD Cup 99 and NSL-KDD: 41 features, then label and difficulty, which may
 * both be absent (41 fields) or the latter alone (42).
 */
int		 kdd_schema_kdd99(struct kdd_schema *s);
/* The column of that name, or KDD_NO_COLUMN. */
uint32_t	 kdd_schema_find(const struct kdd_schema *s, const char *name);
/* Do rows of both have the same delimiter, columns and numbers of fields? */
int		 kdd_schema_same_form(const struct kdd_schema *a,
		    const struct kdd_schema *b);
/* Let this column be the label; the one that was is ignored from then on. */
void		 kdd_schema_set_label(struct kdd_schema *s, uint32_t column);
/* Returns 0, or -1 when out of memory; *to is to be released then too. */
int		 kdd_schema_copy(struct kdd_schema *to,
		    const struct kdd_schema *from);
/* A label field without the suffix that is not part of it. */
struct kdd_span	 kdd_schema_label(const struct kdd_schema *s,
		    struct kdd_span field);
void		 kdd_schema_release(struct kdd_schema *s);

#endif
