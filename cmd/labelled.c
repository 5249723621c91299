#include "labelled.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
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

	in->label_id = kdd_dict_find(&in->table->labels, f.p, f.n);
	if (in->label_id != KDD_NONE)
		return true;	/* it was taken before */
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
		if (in->unknown++ == 0)
			strcpy(in->first_unknown, in->label);
		reject_field(in, row, at, "label",
		    "is not in the class map (-c none: labels are classes)");
		return false;
	}
}

/* Columns may have been found since the last row. */
static int
add_columns(struct labelled *in)
{
	void *p;

	if (in->known == in->schema->ncolumns && in->known > 0)
		return 0;
	choice_apply(in->choice, in->schema, in->known);
	in->known = in->schema->ncolumns;
	if (kdd_intake_columns(in->intake, in->schema) == -1)
		return -1;
	if (in->schema->form != KDD_JSON)
		choice_check(in->choice, in->schema);
	if (in->table->group.kind != KDD_CATEGORY &&
	    in->choice->group_column != KDD_NO_COLUMN &&
	    kdd_intake_group(in->intake, in->choice->group_column) == -1)
		return -1;
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

/* False if a number cannot be read: the row was rejected. */
static bool
put_fields(struct labelled *in, const struct kdd_row *row)
{
	uint32_t c;

	if (kdd_intake_put(in->intake, row, &c) == 0)
		return true;
	reject_field(in, row, in->table->column[c].column, "value",
	    "is not a number");
	return false;
}

_Noreturn static void
no_room(const struct labelled *in)
{
	cli_fail("memory does not suffice: %" PRIu64 " rows, %" PRIu32 " of "
	    "them distinct, need %" PRIu64 " MiB for training already, and "
	    "more will come: train on fewer rows, or on fewer columns "
	    "(--columns, --exclude)", in->table->total, in->table->nrows,
	    (kdd_train_need(in->table) >> 20) + 1);
}

static void
check(const struct labelled *in, int rc)
{
	if (rc == -1 && errno == EOVERFLOW)
		cli_fail("more than 4294967295 rows");
	if (rc == -1)
		no_room(in);
}

/* Exit if what training will need is more than there is. */
static void
look_after_memory(struct labelled *in)
{
	if (in->table->nrows < in->next_look)
		return;
	in->next_look = in->table->nrows + in->table->nrows / 4 + 10000;
	if (kdd_train_need(in->table) > memory_room())
		no_room(in);
}

/* A line that was not met before, or not lately. */
static void
take_line(struct labelled *in, const struct kdd_row *row)
{
	uint32_t id;

	check(in, add_columns(in));
	/* nothing of a row that is rejected may reach the table */
	if (!take_label(in, row) || !put_fields(in, row))
		return;
	check(in, in->label_id != KDD_NONE ?
	    kdd_intake_add_as(in->intake, in->label_id, &id) :
	    kdd_intake_add(in->intake, (struct kdd_span){ in->label,
	    strlen(in->label) }, &id));
	kdd_recent_keep(in->recent, row, id);
	look_after_memory(in);
	note_columns(in, row);
}

static void
ahead(void *arg, const struct kdd_row *row, size_t n)
{
	struct labelled *in = arg;

	kdd_recent_expect(in->recent, row, n);
}

void
labelled_on_row(void *arg, const struct kdd_row *row)
{
	struct labelled *in = arg;
	uint64_t edition = row->view != NULL ? row->view->edition : 0;
	uint32_t id;

	if (edition != in->edition) {
		kdd_recent_forget(in->recent);
		in->edition = edition;
	}
	if (kdd_recent_find(in->recent, row, &id))
		check(in, kdd_intake_again(in->intake, id));
	else
		take_line(in, row);
}

void
labelled_start(struct labelled *in, struct kdd_table *t, struct kdd_schema *s)
{
	in->schema = s;
	in->table = t;
	in->rows.on_row = labelled_on_row;
	in->rows.ahead = ahead;
	in->rows.arg = in;
	kdd_table_init(t);
	in->next_look = 10000;
	if ((in->intake = kdd_intake_new(t)) == NULL ||
	    (in->recent = kdd_recent_new()) == NULL)
		cli_fail("%s", strerror(errno));
	if (in->keep_sequence)
		kdd_intake_sequence(in->intake);
	if (s->ncolumns > 0)
		check(in, add_columns(in));
}

void
labelled_finish(struct labelled *in)
{
	if (in->schema->ncolumns > 0) {
		check(in, add_columns(in));
		choice_check(in->choice, in->schema);
	}
	kdd_recent_free(in->recent);
	in->recent = NULL;
}

static void
warn_of_labels(const struct labelled *in)
{
	char shown[KDD_SHOW_MAX];

	cli_warn("%" PRIu64 " row%s a label that is not in the class map (the "
	    "first: %s): -c none learns labels as they are, -c FILE gives a "
	    "map", in->unknown, in->unknown == 1 ? " has" : "s have",
	    kdd_error_show(shown, sizeof(shown), in->first_unknown,
	    strlen(in->first_unknown)));
}

void
labelled_report(const struct labelled *in)
{
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_printf(&b, "%s: %" PRIu64 " row%s: %" PRIu64 " used, %" PRIu32
	    " distinct, %" PRIu64 " dropped, ", cli_name(), in->rows.seen,
	    in->rows.seen == 1 ? "" : "s", in->table->total,
	    in->table->nrows, in->dropped);
	rows_summary(&in->rows, &b);
	kdd_buf_char(&b, '\n');
	cli_show(&b);
	kdd_buf_release(&b);
	if (in->unknown > 0)
		warn_of_labels(in);
}

void
labelled_release(struct labelled *in)
{
	kdd_recent_free(in->recent);
	kdd_intake_free(in->intake);
	free(in->held);
}
