#include "labelled.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "predict.h"
#include "token.h"

static void
reject_field(struct labelled *in, const struct kdd_row *row, uint32_t i,
    const char *word, const char *what)
{
	rows_reject_column(&in->rows, row, i, in->schema->column[i].name, word,
	    what);
}

/* Does the row take part?  If not it was counted, as dropped or rejected. */
static bool
take_label(struct labelled *in, const struct kdd_row *row)
{
	uint32_t at = in->schema->label;
	struct kdd_span f = kdd_schema_label(in->schema,
	    kdd_row_column(row, at));
	const char *class;

	if (f.n == 0 || f.n > KDD_LABEL_MAX) {
		reject_field(in, row, at, "label",
		    f.n == 0 ? "is no label" : "is too long for a label");
		return false;
	}
	memcpy(in->label, f.p, f.n);
	in->label[f.n] = '\0';
	if (!kdd_token_is_name(in->label)) {
		reject_field(in, row, at, "label", "holds a control byte");
		return false;
	}
	switch (kdd_task_class(in->task, in->label, &class)) {
	case KDD_USE:
		return true;
	case KDD_DROP:
		in->dropped++;
		return false;
	default:
		reject_field(in, row, at, "label",
		    "is not in the class map (-c none: labels are classes)");
		return false;
	}
}

/* Columns may have been found since the last row. */
static int
add_columns(struct labelled *in)
{
	uint32_t known = in->table->ncolumns;
	void *p;

	if (in->table->known == in->schema->ncolumns && known > 0)
		return 0;
	if (kdd_table_columns(in->table, in->schema) == -1)
		return -1;
	p = realloc(in->number, ((size_t)in->table->ncolumns + 1) *
	    sizeof(*in->number));
	if (p == NULL)
		return -1;
	in->number = p;
	if (!in->rows.source.discover || in->schema->form != KDD_JSON)
		return 0;
	p = realloc(in->held, in->schema->ncolumns * sizeof(*in->held));
	if (p == NULL)
		return -1;
	in->held = p;
	for (; in->nheld < in->schema->ncolumns; in->nheld++)
		in->held[in->nheld] = false;
	return 0;
}

/* A row that was not taken has no say in which columns there are. */
static void
note_columns(struct labelled *in, const struct kdd_row *row)
{
	const struct kdd_view *v = row->view;

	if (in->held == NULL)
		return;
	for (uint32_t c = 0; c < v->ncolumns; c++)
		if (v->field[c] != KDD_NO_FIELD)
			in->held[c] = true;
}

/* Read the numbers of a row.  False if one cannot be: it was rejected. */
static bool
read_numbers(struct labelled *in, const struct kdd_row *row)
{
	const struct kdd_table *t = in->table;

	for (uint32_t c = 0; c < t->ncolumns; c++) {
		uint32_t i = t->column[c].column;
		struct kdd_span f;

		if (t->column[c].kind != KDD_NUMBER)
			continue;
		f = kdd_row_column(row, i);
		in->number[c] = (double)NAN;
		if (kdd_num_parse(f.p, f.n, &in->number[c]) == -1 &&
		    !kdd_is_missing(f)) {
			reject_field(in, row, i, "value", "is not a number");
			return false;
		}
	}
	return true;
}

static int
set_field(struct labelled *in, const struct kdd_row *row, uint32_t c)
{
	struct kdd_span f;

	if (in->table->column[c].kind == KDD_NUMBER)
		return kdd_table_set_number(in->table, c, in->number[c]);
	f = kdd_row_column(row, in->table->column[c].column);
	if (!kdd_is_missing(f))
		return kdd_table_set_text(in->table, c, f.p, f.n);
	kdd_table_set_missing(in->table, c);
	return 0;
}

void
labelled_on_row(void *arg, const struct kdd_row *row)
{
	struct labelled *in = arg;

	if (add_columns(in) == -1)
		cli_fail("%s", strerror(errno));
	/* nothing of a row that is rejected may reach the table */
	if (!take_label(in, row) || !read_numbers(in, row))
		return;
	for (uint32_t c = 0; c < in->table->ncolumns; c++)
		if (set_field(in, row, c) == -1)
			cli_fail("%s", strerror(errno));
	if (kdd_table_add(in->table, in->label, strlen(in->label)) == -1)
		cli_fail("%s", errno == EOVERFLOW ?
		    "more than 4294967295 rows" : strerror(errno));
	note_columns(in, row);
}

void
labelled_finish(struct labelled *in)
{
	if (in->held != NULL && add_columns(in) == -1)
		cli_fail("%s", strerror(errno));
}
