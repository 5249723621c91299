#include "judged.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "num.h"

void
judged_load(struct judged *m, const char *path)
{
	const struct kdd_classes *c = &m->loaded.model.classes;

	load_model(&m->loaded, path);
	if (m->loaded.model.schema.label == KDD_NO_COLUMN)
		cli_fail("%s: the model's rows have no label column", path);
	if (kdd_confusion_init(&m->confusion, c->n, c->name) == -1)
		cli_fail("%s", strerror(ENOMEM));
	m->asked = c->n == 2 && c->quiet[0] ? 1 : 0;
}

/* The verdict's class and the label's, each KDD_NONE if unknown. */
static void
find_classes(const struct judged *m, const struct kdd_row *row,
    uint32_t *given, uint32_t *actual)
{
	const struct kdd_schema *s = &m->loaded.model.schema;
	const struct kdd_classes *c = &m->loaded.model.classes;
	struct kdd_span verdict = kdd_row_column(row,
	    s->ncolumns + JUDGED_CLASS);
	struct kdd_span label = kdd_schema_label(s,
	    kdd_row_column(row, s->label));

	*given = kdd_classes_find(c, verdict.p, verdict.n);
	*actual = label.n == 0 ? KDD_NONE :
	    kdd_classes_of(c, label.p, label.n);
}

static bool
find_score(const struct judged *m, const struct kdd_row *row, double *score)
{
	struct kdd_span f = kdd_row_column(row,
	    m->loaded.model.schema.ncolumns + JUDGED_SCORE);

	return kdd_num_parse(f.p, f.n, score) == 0 && *score >= 0 &&
	    *score <= 1;
}

static void
count(struct judged *m, uint32_t given, uint32_t actual, double score)
{
	uint32_t millionths = (uint32_t)(score * 1e6 + 0.5);

	m->confusion.count[(size_t)actual * m->confusion.n + given]++;
	if (m->confusion.n == 2 && kdd_curve_add(&m->curve,
	    given == m->asked ? millionths : 1000000 - millionths,
	    actual == m->asked) == -1)
		cli_fail("%s", strerror(ENOMEM));
}

int
judged_row(struct judged *m, struct rows *rows, const struct kdd_row *row)
{
	const struct kdd_schema *s = &m->loaded.model.schema;
	uint32_t given, actual;
	double score;

	find_classes(m, row, &given, &actual);
	if (given == KDD_NONE)
		rows_reject_column(rows, row, s->ncolumns + JUDGED_CLASS,
		    NULL, "class", "is no class of the model");
	else if (!find_score(m, row, &score))
		rows_reject_column(rows, row, s->ncolumns + JUDGED_SCORE,
		    NULL, "score", "is no number from 0 to 1");
	else if (actual == KDD_DROPPED)
		return 0;
	else if (actual == KDD_NONE)
		rows_reject_column(rows, row, s->label, NULL, "label",
		    "is a label that the model knows no class for");
	else {
		count(m, given, actual, score);
		return 1;
	}
	return -1;
}

void
judged_check(const struct judged *m)
{
	const struct kdd_confusion *c = &m->confusion;
	uint64_t rows = kdd_confusion_rows(c), quiet = 0;

	for (size_t i = 0; i < (size_t)c->n * c->n; i++)
		if (m->loaded.model.classes.quiet[i % c->n])
			quiet += c->count[i];
	if (rows == 0)
		cli_warn("model %s: no verdict to score",
		    m->loaded.model.name);
	else if (quiet == 0)
		cli_warn("model %s: all %" PRIu64 " verdicts are alerts: was "
		    "it kdd-classify -a?  Without -a the rows that passed "
		    "are left out of these scores", m->loaded.model.name,
		    rows);
}

void
judged_write(const struct judged *m, const char *format, double cost,
    struct kdd_buf *b)
{
	const char *name = m->loaded.model.name;
	bool two = m->confusion.n == 2;
	double area[2] = { NAN, NAN };	/* of two classes it is the same */

	if (two && kdd_curve_area(&m->curve, &area[0]) == -1)
		cli_fail("%s", strerror(ENOMEM));
	area[1] = area[0];
	if (strcmp(format, "json") == 0) {
		kdd_score_json(b, name, &m->confusion, cost,
		    two ? area : NULL);
	} else if (strcmp(format, "tsv") == 0) {
		kdd_score_tsv(b, name, &m->confusion, cost,
		    two ? area : NULL);
		if (two)
			kdd_score_tsv_curve(b, name,
			    m->confusion.name[m->asked], &m->curve);
	} else {
		kdd_buf_printf(b, "model    %s\n", name);
		kdd_score_table(b, &m->confusion, cost, two ? area : NULL);
	}
}

void
judged_release(struct judged *m)
{
	kdd_curve_release(&m->curve);
	kdd_confusion_release(&m->confusion);
	load_release(&m->loaded);
}
