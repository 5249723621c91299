#include "schemas.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "names.h"
#include "num.h"

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

	if (known && label != NULL)
		kdd_schema_set_label(s, choice_find("-l", label, s));
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

/* Would the values be numbers without the blanks around them? */
static bool
is_blank_number(const struct kdd_table_column *c)
{
	struct kdd_span f;
	double v;

	for (uint32_t i = 0; i < c->text.n; i++) {
		f = kdd_span_trim((struct kdd_span){ kdd_dict_key(&c->text, i),
		    c->text.length[i] });
		if (!kdd_is_missing(f) && kdd_num_parse(f.p, f.n, &v) == -1)
			return false;
	}
	return true;
}

/* A category but for a few values, or blanks: was a number meant? */
static void
report_odd(const struct kdd_schema *s, const struct kdd_table_column *c)
{
	char shown[KDD_SHOW_MAX];

	if (c->nodd == 0)
		return;
	kdd_error_show(shown, sizeof(shown), kdd_dict_key(&c->text, c->odd),
	    c->text.length[c->odd]);
	if (is_blank_number(c))
		cli_warn("\"%s\" is taken for a category: blanks stand "
		    "around its numbers, as in %s; take them out first",
		    s->column[c->column].name, shown);
	else if (c->nvalues >= 10 && c->nodd <= c->nvalues / 10)
		cli_warn("\"%s\" is taken for a category: of its %u values "
		    "%u %s no number, such as %s", s->column[c->column].name,
		    c->nvalues, c->nodd, c->nodd == 1 ? "is" : "are", shown);
}

/* What is the label, and which of the columns found are not learned from? */
void
schemas_report(const struct kdd_schema *s, const struct kdd_table *t,
    const struct choice *choice, const char *label)
{
	struct kdd_buf b = KDD_BUF_INIT;

	for (uint32_t i = 0; i < s->ncolumns; i++)
		if (s->column[i].kind == KDD_IGNORED &&
		    !choice_leaves_out(choice, s->column[i].name))
			kdd_buf_printf(&b, "%s \"%s\"", b.n > 0 ? "," : "",
			    s->column[i].name);
	if (label == NULL && s->label != KDD_NO_COLUMN)
		cli_warn("the label is the column \"%s\" (-l names another)",
		    s->column[s->label].name);
	if (b.n > 0)
		cli_warn("not learned from, by their names (a schema file "
		    "can change that):%.*s", (int)b.n, b.p);
	kdd_buf_release(&b);
	for (uint32_t c = 0; c < t->ncolumns; c++)
		report_odd(s, &t->column[c]);
}
