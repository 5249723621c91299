#include "labelled.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "num.h"
#include "predict.h"

static void
reject_field(struct labelled *in, const struct kdd_row *row, uint32_t i,
    const char *word, const char *what)
{
	struct kdd_span f = kdd_row_field(row, i);
	char shown[KDD_SHOW_MAX];

	rows_reject(&in->rows, row, word, rows_column(row, i),
	    "field %" PRIu32 " \"%s\": %s %s", i + 1,
	    in->schema->column[i].name,
	    kdd_error_show(shown, sizeof(shown), f.p, f.n), what);
}

/* Does the row take part?  If not it was counted, as dropped or rejected. */
static bool
take_label(struct labelled *in, const struct kdd_row *row)
{
	uint32_t at = in->schema->label;
	struct kdd_span f = kdd_schema_label(in->schema,
	    kdd_row_field(row, at));
	const char *class;

	if (f.n == 0 || f.n > KDD_LABEL_MAX) {
		reject_field(in, row, at, "label",
		    f.n == 0 ? "is no label" : "is too long for a label");
		return false;
	}
	memcpy(in->label, f.p, f.n);
	in->label[f.n] = '\0';
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

static int
set_field(struct labelled *in, uint32_t c, enum kdd_kind kind,
    struct kdd_span f)
{
	struct kdd_table *t = in->table;
	double v;

	if (kdd_is_missing(f)) {
		kdd_table_set_missing(t, c);
		return 0;
	}
	if (kind == KDD_CATEGORY)
		return kdd_table_set_text(t, c, f.p, f.n);
	if (kdd_num_parse(f.p, f.n, &v) == -1)
		return 1;
	return kdd_table_set_number(t, c, v);
}

void
labelled_on_row(void *arg, const struct kdd_row *row)
{
	struct labelled *in = arg;
	struct kdd_table *t = in->table;

	if (!take_label(in, row))
		return;
	for (uint32_t c = 0; c < t->ncolumns; c++) {
		uint32_t i = t->column[c].column;
		int rc = set_field(in, c, t->column[c].kind,
		    kdd_row_field(row, i));

		if (rc == -1)
			cli_fail("%s", strerror(errno));
		if (rc == 1) {
			reject_field(in, row, i, "value",
			    "is not a number");
			return;
		}
	}
	if (kdd_table_add(t, in->label, strlen(in->label)) == -1)
		cli_fail("%s", errno == EOVERFLOW ?
		    "more than 4294967295 rows" : strerror(errno));
}
