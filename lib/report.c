#include "report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "token.h"

#define STEPS 12	/* of a pruning table that are shown */
#define COLUMNS 10	/* of the most important */
#define SUSPECTS 3

double
kdd_report_ceiling(const struct kdd_report *r)
{
	return 1 - (double)r->audit->lost_rows / (double)r->table->total;
}

double
kdd_report_false_alarms(const struct kdd_report *r)
{
	const struct kdd_confusion *c = &r->model->cv;
	const bool *quiet = r->model->classes.quiet;
	uint64_t rows = 0, alerts = 0;

	for (size_t i = 0; r->folds != NULL && i < (size_t)c->n * c->n; i++) {
		if (!quiet[i / c->n])
			continue;
		rows += c->count[i];
		alerts += quiet[i % c->n] ? 0 : c->count[i];
	}
	return rows > 0 ? (double)alerts / (double)rows : (double)NAN;
}

double
kdd_report_novel_recall(const struct kdd_report *r)
{
	double sum = 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->nnovel; i++)
		if (r->novel[i].judged) {
			sum += (double)r->novel[i].alerted /
			    (double)r->novel[i].rows;
			n++;
		}
	return n > 0 ? sum / n : (double)NAN;
}

const char *
kdd_report_column(const struct kdd_report *r, uint32_t i)
{
	return r->model->schema.column[r->table->column[i].column].name;
}

static int
by_share(const void *a, const void *b, void *arg)
{
	const double *share = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (share[x] != share[y])
		return share[x] < share[y] ? 1 : -1;
	return (x > y) - (x < y);
}

uint32_t *
kdd_report_order(const struct kdd_report *r)
{
	uint32_t n = r->model->schema.ncolumns;
	uint32_t *order = malloc(n * sizeof(*order));

	for (uint32_t i = 0; i < n && order != NULL; i++)
		order[i] = i;
	if (order != NULL)
		qsort_r(order, n, sizeof(*order), by_share, r->importance);
	return order;
}

void
kdd_report_release(struct kdd_report *r)
{
	kdd_confusion_release(&r->training);
	free(r->training_auc);
	free(r->importance);
	free(r->novel);
	r->training_auc = r->importance = NULL;
	r->novel = NULL;
	r->nnovel = 0;
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
add_suspects(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_audit *a = r->audit;

	if (a->nsuspects == 0)
		return;
	kdd_buf_puts(b, "almost a value for each unit:");
	for (uint32_t i = 0; i < a->nsuspects && i < SUSPECTS; i++) {
		kdd_buf_puts(b, i > 0 ? ", " : " ");
		kdd_token_add(b, kdd_report_column(r, a->suspect[i]));
		kdd_buf_printf(b, " (%" PRIu32 ")",
		    r->table->column[a->suspect[i]].nvalues);
	}
	if (a->nsuspects > SUSPECTS)
		kdd_buf_printf(b, ", %" PRIu32 " more",
		    a->nsuspects - SUSPECTS);
	kdd_buf_char(b, '\n');
}

void
kdd_report_rows(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_table *t = r->table;
	const struct kdd_audit *a = r->audit;

	kdd_buf_printf(b, "\nrows      %10" PRIu64 "\n", t->total);
	kdd_buf_printf(b, "distinct  %10" PRIu32 "  in a feature%s\n",
	    t->nrows, t->group.kind == KDD_CATEGORY ?
	    ", the label or the group" : " or the label");
	kdd_buf_printf(b, "units     %10" PRIu32 "  distinct in a feature\n",
	    t->nunits);
	kdd_buf_printf(b, "copies    %10" PRIu32 "  of the commonest row\n",
	    a->most_copies);
	kdd_buf_printf(b, "conflicts %10" PRIu32 "  unit%s of more than one "
	    "class, with %" PRIu64 " rows\n", a->conflict_units,
	    plural(a->conflict_units), a->conflict_rows);
	kdd_buf_printf(b, "ceiling   %10.6f  of accuracy on these rows and "
	    "columns; must be wrong: %" PRIu64 "\n", kdd_report_ceiling(r),
	    a->lost_rows);
	add_suspects(b, r);
}

void
kdd_report_controls(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_audit *a = r->audit;

	kdd_buf_printf(b, "\naccuracy without a tree\n%.6f  always ",
	    a->majority_accuracy);
	kdd_token_add(b, r->model->classes.name[a->majority]);
	kdd_buf_char(b, '\n');
	if (a->best_column != KDD_NO_COLUMN) {
		kdd_buf_printf(b, "%.6f  the commonest class of each value "
		    "of ", a->column_accuracy);
		kdd_token_add(b, kdd_report_column(r, a->best_column));
		kdd_buf_printf(b, ", %sheld out\n",
		    a->held_out ? "" : "not ");
	}
	if (a->ntableless > 0)
		kdd_buf_printf(b, "not tried: %" PRIu32 " column%s with "
		    "more values than half the units\n", a->ntableless,
		    plural(a->ntableless));
}

/* The first of the steps to be shown: the chosen one is in their middle. */
static uint32_t
first_step(const struct kdd_alphas *a)
{
	uint32_t first = a->chosen > STEPS / 2 ? a->chosen - STEPS / 2 : 0;

	if (a->n <= STEPS)
		return 0;
	return first < a->n - STEPS ? first : a->n - STEPS;
}

void
kdd_report_pruning(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_alphas *a = r->alphas;
	uint32_t first;

	if (a == NULL || a->n == 0)
		return;
	first = first_step(a);
	kdd_buf_printf(b, "\n%" PRIu32 " way%s to prune; chosen: the %s\n",
	    a->n, plural(a->n), r->rule == KDD_PRUNE_1SE ?
	    "fewest leaves within xstd of the least xerror" :
	    "least xerror");
	kdd_buf_puts(b, "      alpha   leaves  rel error     xerror       "
	    "xstd\n");
	for (uint32_t i = first; i < a->n && i < first + STEPS; i++)
		kdd_buf_printf(b, "%11.5e %8" PRIu32 " %10.6f %10.6f %10.6f"
		    "%s\n", a->row[i].alpha, a->row[i].leaves,
		    a->row[i].error, a->row[i].cv_error, a->row[i].cv_se,
		    i == a->chosen ? "  <- chosen" : "");
	if (a->n > STEPS)
		kdd_buf_printf(b, "%u of them are shown; --report has all\n",
		    STEPS);
	kdd_buf_printf(b, "least xerror: %.6f, xstd %.6f, of leaves: %"
	    PRIu32 "\n", a->row[a->least].cv_error,
	    a->row[a->least].cv_se, a->row[a->least].leaves);
}

void
kdd_report_tree(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_model *m = r->model;
	uint32_t leaves = kdd_tree_leaves(&m->tree);

	kdd_buf_printf(b, "\ntree %s: %" PRIu32 " %s, depth %" PRIu32
	    ", from %" PRIu64 " row%s, %" PRIu64 " distinct\nits fit to all "
	    "rows that were read, which says little of others:\n", m->name,
	    leaves, leaves == 1 ? "leaf" : "leaves",
	    kdd_tree_depth(&m->tree), m->rows, plural(m->rows), m->distinct);
	kdd_score_table(b, &r->training, (double)NAN, r->training_auc);
}

void
kdd_report_importance(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_schema *s = &r->model->schema;
	uint32_t *order = kdd_report_order(r), used = 0;

	if (order == NULL) {
		b->failed = true;
		return;
	}
	while (used < s->ncolumns && r->importance[order[used]] > 0)
		used++;
	if (used > 0)
		kdd_buf_puts(b, "\nimportance: a column's share of what "
		    "splits gain\n");
	for (uint32_t k = 0; k < COLUMNS && k < used; k++) {
		kdd_buf_printf(b, "%.6f  ", r->importance[order[k]]);
		kdd_token_add(b, s->column[order[k]].name);
		kdd_buf_char(b, '\n');
	}
	if (used > COLUMNS)
		kdd_buf_printf(b, "and %" PRIu32 " column%s more\n",
		    used - COLUMNS, plural(used - COLUMNS));
	free(order);
}

void
kdd_report_folds(struct kdd_buf *b, const struct kdd_report *r)
{
	static const char *const how[] = {
		[KDD_FOLD_UNITS] = "equal rows in one fold",
		[KDD_FOLD_GROUPS] = "rows of a group in one fold",
		[KDD_FOLD_PLAIN] = "equal rows in several folds",
		[KDD_FOLD_ORDER] = "runs of rows in their order"
	};
	const struct kdd_spread *s;

	if (r->folds == NULL)
		return;
	s = &r->cv->accuracy;
	kdd_buf_printf(b, "\nall %" PRIu32 " folds, pooled (%s)\n",
	    r->folds->k, how[r->folds->kind]);
	if (s->n > 0)
		kdd_buf_printf(b, "accuracy by fold: mean %.6f, least %.6f, "
		    "greatest %.6f\n", s->sum / s->n, s->least, s->greatest);
	kdd_score_table(b, &r->model->cv, (double)NAN, r->cv->auc);
}

static void
add_novel(struct kdd_buf *b, const struct kdd_report *r,
    const struct kdd_novel *v)
{
	if (v->judged)
		kdd_buf_printf(b, "%10" PRIu64 " %10.6f %10.6f  ", v->rows,
		    (double)v->alerted / (double)v->rows,
		    (double)v->own / (double)v->rows);
	else
		kdd_buf_printf(b, "%10" PRIu64 " %10s %10s  ", v->rows, "-",
		    "-");
	kdd_token_add(b, kdd_dict_key(&r->table->labels, v->label));
	kdd_buf_puts(b, " (");
	kdd_token_add(b, r->model->classes.name[v->class]);
	kdd_buf_puts(b, ")\n");
}

/* What the alerts above are worth: how many quiet rows alert as well. */
static void
add_false_alarms(struct kdd_buf *b, const struct kdd_report *r)
{
	double rate = kdd_report_false_alarms(r);

	if (isnan(rate))
		kdd_buf_puts(b, "false alarms: not known without folds "
		    "(-k)\n");
	else
		kdd_buf_printf(b, "false alarms: %.6f of the quiet rows held "
		    "out in the folds\n", rate);
}

void
kdd_report_novel(struct kdd_buf *b, const struct kdd_report *r)
{
	double recall = kdd_report_novel_recall(r);

	if (r->novel == NULL)
		return;
	kdd_buf_puts(b, "\nattacks left out of training, one label at a "
	    "time\n      rows    alerted  own class  label (class)\n");
	for (uint32_t i = 0; i < r->nnovel; i++)
		add_novel(b, r, &r->novel[i]);
	if (isnan(recall))
		kdd_buf_printf(b, "%10s %10s", "mean", "-");
	else
		kdd_buf_printf(b, "%10s %10.6f", "mean", recall);
	kdd_buf_puts(b, "             each label counts the same\n");
	add_false_alarms(b, r);
	kdd_buf_puts(b, "An estimate for attacks yet unknown: to be reported, "
	    "not to be tuned on.\n");
}
