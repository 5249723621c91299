#include "learn.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold.h"

void
kdd_learn_init(struct kdd_learn *l)
{
	memset(l, 0, sizeof(*l));
	l->grow.min_leaf = 1;
	l->grow.min_split = 2;
	l->seed = 1;
	kdd_model_init(&l->model);
}

void
kdd_learn_release(struct kdd_learn *l)
{
	kdd_table_release(&l->table);
	kdd_model_release(&l->model);
	free(l->class);
	l->class = NULL;
}

static int
no_memory(struct kdd_error *e)
{
	return kdd_error_set(e, 0, "out of memory");
}

static uint64_t
rows_of(const struct kdd_learn *l, const uint32_t *weight, uint32_t k)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < l->table.nrows; i++)
		if (l->class[i] == k)
			n += weight[i];
	return n;
}

static int
check_target(struct kdd_learn *l, struct kdd_error *e)
{
	const struct kdd_classes *c = &l->model.classes;
	const char *target = l->task.target;
	uint32_t k;

	if (target == NULL)
		return 0;
	k = kdd_classes_find(c, target, strlen(target));
	if (k == KDD_NONE || rows_of(l, l->table.weight, k) == 0)
		return kdd_error_set(e, 0, "no row of the target \"%s\" "
		    "among %" PRIu64 " rows", target, l->table.total);
	if (rows_of(l, l->table.weight, k) == l->table.total)
		return kdd_error_set(e, 0, "every row is of the target "
		    "\"%s\": there is nothing to tell it from", target);
	return 0;
}

static int
find_classes(struct kdd_learn *l, struct kdd_error *e)
{
	const struct kdd_table *t = &l->table;
	struct kdd_classes *c = &l->model.classes;

	if (t->nrows == 0)
		return kdd_error_set(e, 0, "no rows to learn from");
	if (kdd_classes_make(c, &l->task, &t->labels, e) == -1)
		return -1;
	if ((l->class = malloc(t->nrows * sizeof(*l->class))) == NULL)
		return no_memory(e);
	for (uint32_t i = 0; i < t->nrows; i++)
		l->class[i] = (uint16_t)kdd_classes_of(c,
		    kdd_dict_key(&t->labels, t->label[i]),
		    t->labels.length[t->label[i]]);
	return check_target(l, e);
}

/* Thin the larger side of a training part to the ratio, to 1 row at least. */
static int
thin(struct kdd_learn *l, uint32_t *weight)
{
	const char *target = l->task.target;
	uint32_t k;
	uint64_t targets, rests, keep;

	if (l->rest == 0)
		return 0;
	k = kdd_classes_find(&l->model.classes, target, strlen(target));
	targets = rows_of(l, weight, k);
	rests = rows_of(l, weight, 1 - k);
	if (rests * l->target > targets * l->rest) {
		keep = targets * l->rest / l->target;
		k = 1 - k;
	} else {
		keep = rests * l->target / l->rest;
	}
	return kdd_fold_thin(&l->table, l->class, (uint16_t)k,
	    keep > 0 ? keep : 1, l->seed, weight);
}

static int
grow(struct kdd_learn *l, const uint32_t *weight, struct kdd_tree *tree)
{
	return kdd_grow(tree, &l->table, l->class, l->model.classes.n, weight,
	    &l->grow);
}

static void
judge(const struct kdd_learn *l, const struct kdd_tree *tree, uint32_t i,
    struct kdd_confusion *c)
{
	uint32_t leaf = kdd_grow_leaf(tree, &l->table, i);

	c->count[(size_t)l->class[i] * c->n + tree->node[leaf].label] +=
	    l->table.weight[i];
}

static void
show(struct kdd_learn *l, struct kdd_buf *b)
{
	if (l->on_table != NULL)
		l->on_table(l->arg, b);
	b->n = 0;
}

static void
add_accuracy(struct kdd_spread *s, const struct kdd_confusion *c)
{
	double v = (double)kdd_confusion_right(c) /
	    (double)kdd_confusion_rows(c);

	s->least = s->n == 0 || v < s->least ? v : s->least;
	s->greatest = s->n == 0 || v > s->greatest ? v : s->greatest;
	s->sum += v;
	s->n++;
}

/* Train without fold f, judge fold f's rows, and add them to the pool. */
static int
run_fold(struct kdd_learn *l, const uint32_t *fold, uint32_t f,
    uint32_t units, uint32_t *weight, struct kdd_buf *b)
{
	const struct kdd_classes *names = &l->model.classes;
	struct kdd_confusion c;
	struct kdd_tree tree;

	snprintf(l->stage, sizeof(l->stage), "fold %u of %u", f + 1, l->folds);
	for (uint32_t i = 0; i < l->table.nrows; i++)
		weight[i] = fold[i] != f ? l->table.weight[i] : 0;
	if (thin(l, weight) == -1 || grow(l, weight, &tree) == -1)
		return -1;
	if (kdd_confusion_init(&c, names->n, names->name) == -1) {
		kdd_tree_release(&tree);
		return -1;
	}
	for (uint32_t i = 0; i < l->table.nrows; i++)
		if (fold[i] == f)
			judge(l, &tree, i, &c);
	for (size_t i = 0; i < (size_t)c.n * c.n; i++)
		l->model.cv.count[i] += c.count[i];
	add_accuracy(&l->accuracy, &c);
	kdd_buf_printf(b, "\n%s: %u distinct rows held out, tree of %u "
	    "leaves\n", l->stage, units, kdd_tree_leaves(&tree));
	kdd_score_lines(b, &c, (double)NAN);
	show(l, b);
	kdd_confusion_release(&c);
	kdd_tree_release(&tree);
	return 0;
}

static int
run_folds(struct kdd_learn *l, uint32_t *fold, uint32_t *units,
    uint32_t *weight, struct kdd_error *e)
{
	struct kdd_buf b = KDD_BUF_INIT;
	uint32_t n = kdd_fold_deal(&l->table, l->class, l->folds, l->seed,
	    fold, units);
	int rc = 0;

	if (n == 0)
		return no_memory(e);
	if (n < l->folds)
		return kdd_error_set(e, 0, "%u folds, but only %u distinct "
		    "rows to deal out", l->folds, n);
	for (uint32_t f = 0; f < l->folds && rc == 0; f++)
		rc = run_fold(l, fold, f, units[f], weight, &b);
	kdd_buf_release(&b);
	return rc == 0 ? 0 : no_memory(e);
}

static int
cross_validate(struct kdd_learn *l, struct kdd_error *e)
{
	const struct kdd_classes *c = &l->model.classes;
	size_t n = l->table.nrows;
	uint32_t *fold, *weight, *units;
	int rc;

	if (l->folds == 0)
		return 0;
	l->model.folds = l->folds;
	fold = malloc(n * sizeof(*fold));
	weight = malloc(n * sizeof(*weight));
	units = malloc(l->folds * sizeof(*units));
	if (fold == NULL || weight == NULL || units == NULL ||
	    kdd_confusion_init(&l->model.cv, c->n, c->name) == -1)
		rc = no_memory(e);
	else
		rc = run_folds(l, fold, units, weight, e);
	free(fold);
	free(weight);
	free(units);
	return rc;
}

/* How the final tree does on all rows read, thinned away or not. */
static int
show_training(struct kdd_learn *l)
{
	const struct kdd_model *m = &l->model;
	struct kdd_buf b = KDD_BUF_INIT;
	struct kdd_confusion c;

	if (l->on_table == NULL)
		return 0;
	if (kdd_confusion_init(&c, m->classes.n, m->classes.name) == -1)
		return -1;
	for (uint32_t i = 0; i < l->table.nrows; i++)
		judge(l, &m->tree, i, &c);
	kdd_buf_printf(&b, "\ntree %s: %u leaves, depth %u, from %" PRIu64
	    " rows, %" PRIu64 " distinct\nits fit to all rows that were "
	    "read, which says little of others:\n", m->name,
	    kdd_tree_leaves(&m->tree), kdd_tree_depth(&m->tree), m->rows,
	    m->distinct);
	kdd_score_table(&b, &c, (double)NAN);
	show(l, &b);
	kdd_buf_release(&b);
	kdd_confusion_release(&c);
	return 0;
}

/* The result of the folds comes last, where it is seen. */
static void
show_folds(struct kdd_learn *l)
{
	const struct kdd_spread *s = &l->accuracy;
	struct kdd_buf b = KDD_BUF_INIT;

	if (l->folds == 0)
		return;
	kdd_buf_printf(&b, "\nall %u folds, pooled (equal rows in one fold)\n"
	    "accuracy by fold: mean %.6f, least %.6f, greatest %.6f\n",
	    l->folds, s->sum / s->n, s->least, s->greatest);
	kdd_score_table(&b, &l->model.cv, (double)NAN);
	show(l, &b);
	kdd_buf_release(&b);
}

static int
grow_final(struct kdd_learn *l, struct kdd_error *e)
{
	size_t n = l->table.nrows;
	uint32_t *weight = malloc(n * sizeof(*weight));
	int rc = -1;

	if (weight == NULL)
		return no_memory(e);
	memcpy(weight, l->table.weight, n * sizeof(*weight));
	snprintf(l->stage, sizeof(l->stage), "the tree");
	if (thin(l, weight) == 0 && grow(l, weight, &l->model.tree) == 0) {
		l->model.rows = kdd_tree_rows(&l->model.tree, 0);
		for (size_t i = 0; i < n; i++)
			l->model.distinct += weight[i] > 0;
		rc = show_training(l);
		show_folds(l);
	}
	free(weight);
	return rc == 0 ? 0 : no_memory(e);
}

/* The schema, and each category's values in byte order. */
static int
describe_columns(struct kdd_learn *l, const struct kdd_schema *s)
{
	struct kdd_model *m = &l->model;

	m->values = calloc(s->ncolumns, sizeof(*m->values));
	if (m->values == NULL || kdd_schema_copy(&m->schema, s) == -1)
		return -1;
	for (uint32_t i = 0; i < s->ncolumns; i++)
		kdd_dict_init(&m->values[i]);
	for (uint32_t k = 0; k < l->table.ncolumns; k++) {
		const struct kdd_table_column *c = &l->table.column[k];

		if (c->kind != KDD_CATEGORY)
			continue;
		for (uint32_t v = 1; v <= c->nvalues; v++) {
			const char *s1 = kdd_column_text(c, v);

			if (kdd_dict_add(&m->values[c->column], s1,
			    strlen(s1)) == KDD_NONE)
				return -1;
		}
	}
	return 0;
}

static int
add_number(struct kdd_model *m, const char *key, uint64_t v)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, v);
	return kdd_model_option(m, key, text);
}

/* What shaped the tree, under the names of kdd-train's long options. */
static int
describe_options(struct kdd_learn *l)
{
	struct kdd_model *m = &l->model;
	char ratio[48];
	int rc = 0;

	if (l->task.target != NULL)
		rc |= kdd_model_option(m, "target", l->task.target);
	if (l->task.normal != NULL)
		rc |= kdd_model_option(m, "normal", l->task.normal);
	rc |= kdd_model_option(m, "criterion",
	    l->grow.criterion == KDD_GINI ? "gini" : "entropy");
	rc |= add_number(m, "max-depth", l->grow.max_depth);
	rc |= add_number(m, "min-leaf", l->grow.min_leaf);
	rc |= add_number(m, "min-split", l->grow.min_split);
	if (l->rest > 0) {
		snprintf(ratio, sizeof(ratio), "%" PRIu64 ":%" PRIu64,
		    l->rest, l->target);
		rc |= kdd_model_option(m, "ratio", ratio);
	}
	rc |= add_number(m, "seed", l->seed);
	return rc;
}

int
kdd_learn(struct kdd_learn *l, const struct kdd_schema *s, const char *name,
    struct kdd_error *e)
{
	snprintf(l->model.name, sizeof(l->model.name), "%s", name);
	if (find_classes(l, e) == -1)
		return -1;
	if (describe_columns(l, s) == -1 || describe_options(l) == -1)
		return no_memory(e);
	if (cross_validate(l, e) == -1)
		return -1;
	return grow_final(l, e);
}
