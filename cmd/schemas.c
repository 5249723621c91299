#include "schemas.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "names.h"

static void
load_file(struct kdd_schema *s, const char *path)
{
	struct kdd_buf b = KDD_BUF_INIT;
	struct kdd_error e;

	if (access(path, R_OK) == -1)
		cli_fail("%s: %s (-s takes kdd99, header, zeek, json or a "
		    "schema file)", path, strerror(errno));
	cli_slurp(&b, path, KDD_NAMES_SIZE_MAX);
	if (kdd_names_parse(s, b.p != NULL ? b.p : "", b.n, &e) == -1)
		cli_fail_at(path, "", &e);
	kdd_buf_release(&b);
}

/* The columns, unless the rows are to name them: then false. */
static bool
load_columns(struct kdd_schema *s, const char *name)
{
	int form = name != NULL ? kdd_stream_parse(name) : -1;

	kdd_schema_init(s);
	if (name == NULL || strcmp(name, "kdd99") == 0) {
		if (kdd_schema_kdd99(s) == -1)
			cli_fail("%s", strerror(ENOMEM));
		return true;
	}
	if (form == KDD_PLAIN)
		cli_bad_usage("-s plain: plain rows do not name their "
		    "columns; make a schema file with kdd-schema");
	if (form == -1) {
		load_file(s, name);
		return true;
	}
	s->form = (enum kdd_stream)form;
	return false;
}

void
schemas_load(struct kdd_schema *s, const char *name, const char *label,
    struct kdd_source_options *o)
{
	bool known = load_columns(s, name);
	uint32_t column;

	if (known && label != NULL) {
		column = kdd_schema_find(s, label);
		if (column == KDD_NO_COLUMN)
			cli_bad_usage("-l %s: no such column", label);
		kdd_schema_set_label(s, column);
	}
	if (known && s->label == KDD_NO_COLUMN)
		cli_bad_usage("%s has no label column: name it with -l", name);
	o->form = s->form;
	o->schema = s;
	o->discover = !known;
	o->label = label;
	o->labelled = true;
}

/*
 * What only all rows tell: which columns are numbers, and, if keys named
 * them, an order that does not depend on which came first.
 */
void
schemas_finish(struct kdd_schema *s, struct kdd_table *t,
    struct kdd_intake *in, const bool *held)
{
	uint32_t *place;

	if (held != NULL) {
		place = malloc((s->ncolumns + (size_t)1) * sizeof(*place));
		if (place == NULL || kdd_schema_sort(s, held, place) == -1)
			cli_fail("%s", strerror(ENOMEM));
		kdd_table_move_columns(t, place);
		free(place);
	}
	if (kdd_intake_finish(in) == -1)
		cli_fail("%s", strerror(errno));
	for (uint32_t c = 0; c < t->ncolumns; c++)
		s->column[t->column[c].column].kind = t->column[c].kind;
}

/* A category but for a value or two: was it meant to be a number? */
static void
report_odd(const struct kdd_schema *s, const struct kdd_table_column *c)
{
	char shown[KDD_SHOW_MAX];

	if (c->nodd == 0 || c->nvalues < 10 || c->nodd > c->nvalues / 10)
		return;
	kdd_error_show(shown, sizeof(shown), kdd_dict_key(&c->text, c->odd),
	    c->text.length[c->odd]);
	cli_warn("\"%s\" is taken for a category: of its %u values %u %s no "
	    "number, such as %s", s->column[c->column].name, c->nvalues,
	    c->nodd, c->nodd == 1 ? "is" : "are", shown);
}

/* Which of the columns found does the tree not learn from? */
void
schemas_report(const struct kdd_schema *s, const struct kdd_table *t,
    const struct choice *choice)
{
	struct kdd_buf b = KDD_BUF_INIT;

	for (uint32_t i = 0; i < s->ncolumns; i++)
		if (s->column[i].kind == KDD_IGNORED &&
		    !choice_leaves_out(choice, s->column[i].name))
			kdd_buf_printf(&b, "%s \"%s\"", b.n > 0 ? "," : "",
			    s->column[i].name);
	if (b.n > 0)
		cli_warn("not learned from, by their names (a schema file "
		    "can change that):%.*s", (int)b.n, b.p);
	kdd_buf_release(&b);
	for (uint32_t c = 0; c < t->ncolumns; c++)
		report_odd(s, &t->column[c]);
}
