/* The lines of a model's schema: columns, and the form of rows. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "names.h"
#include "token.h"

/* What stands in numbers and names cannot stand between them. */
int
kdd_load_delimiter(struct kdd_loader *l)
{
	char *delimiter = &l->m->schema.delimiter;

	if (kdd_load_byte(l, delimiter) == -1)
		return -1;
	if (isalnum((unsigned char)*delimiter) ||
	    strchr("._+-", *delimiter) != NULL)
		return kdd_load_bad(l, "not a byte that can be a delimiter");
	return 0;
}

int
kdd_load_form(struct kdd_loader *l)
{
	char *w;
	int form;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	if ((form = kdd_stream_parse(w)) == -1)
		return kdd_load_bad(l, "no such form of rows");
	l->m->schema.form = (enum kdd_stream)form;
	return 0;
}

/* The word behind a column's name, if there is one. */
static int
read_role(struct kdd_loader *l, struct kdd_column *c)
{
	char *w;
	int role;

	if (*l->rest == '\0')
		return 0;
	if (kdd_load_word(l, &w) == -1)
		return -1;
	if ((role = kdd_role_parse(w)) == -1)
		return kdd_load_bad(l, "no such role of a column");
	c->role = (enum kdd_role)role;
	return 0;
}

/* What a header calls the column above. */
int
kdd_load_from(struct kdd_loader *l)
{
	struct kdd_schema *s = &l->m->schema;
	uint32_t last = s->ncolumns - 1;
	char *w;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	if (s->ncolumns == 0 || s->column[last].from != NULL ||
	    l->m->values[last].n > 0)
		return kdd_load_bad(l, "a name that follows no column");
	if (!kdd_token_is_name(w))
		return kdd_load_bad(l, "a control byte in a name");
	return kdd_schema_set_from(s, last, w) == 0 ? 0 :
	    kdd_load_no_memory(l);
}

int
kdd_load_column(struct kdd_loader *l)
{
	struct kdd_schema *s = &l->m->schema;
	struct kdd_dict *values;
	char *kind, *name;
	int k;

	if (kdd_load_word(l, &kind) == -1 || kdd_load_word(l, &name) == -1)
		return -1;
	if (!kdd_token_is_name(name))
		return kdd_load_bad(l, "a control byte in a name");
	if ((k = kdd_kind_parse(kind)) == -1)
		return kdd_load_bad(l, "no such kind of column");
	if (k == KDD_LABEL && s->label != KDD_NO_COLUMN)
		return kdd_load_bad(l, "a second label column");
	if (s->ncolumns == KDD_COLUMNS_MAX)
		return kdd_load_bad(l, "too many columns");
	if (kdd_dict_add(&l->columns, name, strlen(name)) != s->ncolumns)
		return kdd_load_bad(l, "two columns of one name");
	values = realloc(l->m->values, l->columns.room * sizeof(*values));
	if (values == NULL)
		return kdd_load_no_memory(l);
	l->m->values = values;
	kdd_dict_init(&values[s->ncolumns]);
	if (kdd_schema_add(s, name, (enum kdd_kind)k) == -1)
		return kdd_load_no_memory(l);
	return read_role(l, &s->column[s->ncolumns - 1]);
}

int
kdd_load_value(struct kdd_loader *l)
{
	struct kdd_schema *s = &l->m->schema;
	struct kdd_dict *d;
	uint32_t id;
	char *w;

	if (kdd_load_word(l, &w) == -1)
		return -1;
	if (s->ncolumns == 0 ||
	    s->column[s->ncolumns - 1].kind != KDD_CATEGORY)
		return kdd_load_bad(l,
		    "a value that follows no category column");
	d = &l->m->values[s->ncolumns - 1];
	id = kdd_dict_add(d, w, strlen(w));
	if (id == KDD_NONE)
		return kdd_load_no_memory(l);
	if (*w == '\0' || id + 1 < d->n ||
	    (id > 0 && kdd_dict_compare(d, id - 1, id) >= 0))
		return kdd_load_bad(l, "the values are not in byte order");
	return 0;
}
