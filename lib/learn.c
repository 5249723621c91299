#include "learn.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"

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
	kdd_report_release(&l->report);
	kdd_validation_release(&l->validation);
	kdd_alphas_release(&l->alphas);
	kdd_folds_release(&l->deal);
	kdd_trainer_release(&l->trainer);
	kdd_audit_release(&l->audit);
	kdd_table_release(&l->table);
	kdd_model_release(&l->model);
	free(l->class_weight);
	free(l->class_cost);
	free(l->class);
	l->class_weight = l->class_cost = NULL;
	l->class = NULL;
}

static int
no_memory(struct kdd_error *e)
{
	return kdd_error_set(e, 0, "out of memory");
}

/* The rows' labels, and the one that was meant, if no class map is in use. */
static int
no_target(const struct kdd_learn *l, struct kdd_error *e)
{
	const struct kdd_dict *labels = &l->table.labels;
	struct kdd_near near;

	kdd_near_init(&near, l->task.target);
	if (l->task.map == NULL)
		kdd_dict_near(labels, &near);
	kdd_error_set(e, 0, "no row of the target \"%s\" among %" PRIu64
	    " row%s%s; their labels are", l->task.target, l->table.total,
	    l->table.total == 1 ? "" : "s", near.hint);
	kdd_dict_list(labels, e);
	return -1;
}

static int
check_target(struct kdd_learn *l, struct kdd_error *e)
{
	const char *target = l->task.target;
	uint64_t rows = 0;
	uint32_t k;

	if (target == NULL)
		return 0;
	k = kdd_classes_find(&l->model.classes, target, strlen(target));
	if (k != KDD_NONE)
		rows = kdd_fold_rows(&l->table, l->class, (uint16_t)k,
		    l->table.weight);
	if (rows == 0)
		return no_target(l, e);
	if (rows == l->table.total)
		return kdd_error_set(e, 0, "every row is of the target "
		    "\"%s\": there is nothing to tell it from", target);
	l->trainer.target_class = (uint16_t)k;
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

/* Weights and costs by class, where they are given by name. */
static int
find_costs(struct kdd_learn *l, struct kdd_error *e)
{
	const struct kdd_classes *c = &l->model.classes;

	if (l->weights.name.n > 0) {
		l->class_weight = calloc(c->n, sizeof(double));
		if (l->class_weight == NULL)
			return no_memory(e);
		if (kdd_weights_of(&l->weights, c, l->class_weight, e) == -1)
			return -1;
	}
	if (l->cost == NULL)
		return 0;
	l->class_cost = calloc((size_t)c->n * c->n, sizeof(double));
	if (l->class_cost == NULL)
		return no_memory(e);
	return kdd_cost_of(l->cost, c->name, c->n, l->class_cost, e);
}

static int
start_trainer(struct kdd_learn *l)
{
	struct kdd_trainer *t = &l->trainer;

	t->table = &l->table;
	t->class = l->class;
	t->nclasses = l->model.classes.n;
	t->grow = l->grow;
	t->weight = l->class_weight;
	t->balanced = l->balanced;
	t->cost = l->class_cost;
	t->laplace = l->laplace;
	t->max_leaves = l->max_leaves;
	t->alpha = l->prune == KDD_PRUNE_ALPHA ? l->alpha : -1;
	t->rest = l->rest;
	t->target = l->target;
	t->seed = l->seed;
	return kdd_trainer_init(t);
}

static void
show(struct kdd_learn *l, struct kdd_buf *b)
{
	if (l->on_text != NULL && b->n > 0)
		l->on_text(l->arg, b);
	b->n = 0;
}

static void
on_start(void *arg, uint32_t fold)
{
	struct kdd_learn *l = arg;

	if (fold == l->folds)
		snprintf(l->stage, sizeof(l->stage), "the whole tree");
	else
		snprintf(l->stage, sizeof(l->stage), "fold %u of %u",
		    fold + 1, l->folds);
}

static void
on_fold(void *arg, uint32_t fold, uint32_t leaves,
    const struct kdd_confusion *c)
{
	struct kdd_learn *l = arg;
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_printf(&b, "\n%s: %" PRIu64 " %s held out, tree of %u "
	    "%s\n", l->stage, l->deal.dealt[fold],
	    kdd_fold_noun(l->fold_kind, l->deal.dealt[fold]), leaves,
	    leaves == 1 ? "leaf" : "leaves");
	kdd_score_lines(&b, c, (double)NAN, NULL);
	show(l, &b);
	kdd_buf_release(&b);
}

static int
deal_folds(struct kdd_learn *l, struct kdd_error *e)
{
	struct kdd_folds *f = &l->deal;

	if (kdd_folds_deal(f, &l->table, l->class, l->fold_kind, l->folds,
	    l->seed) == -1)
		return no_memory(e);
	if (f->n < l->folds)
		return kdd_error_set(e, 0, "%u folds, but only %" PRIu64
		    " %s to deal out", l->folds, f->n,
		    kdd_fold_noun(l->fold_kind, f->n));
	return 0;
}

/*
 * Choose alpha by the folds, if that was asked for, then judge trees cut to
 * it by the folds.
 */
static int
validate(struct kdd_learn *l)
{
	struct kdd_validation *v = &l->validation;
	int rc;

	*v = (struct kdd_validation){ .trainer = &l->trainer,
	    .folds = &l->deal, .on_start = on_start, .arg = l,
	    .on_fold = l->on_text != NULL ? on_fold : NULL };
	rc = kdd_validation_init(v, l->model.classes.name);
	if (rc == 0 &&
	    (l->prune == KDD_PRUNE_CV || l->prune == KDD_PRUNE_1SE)) {
		rc = kdd_alphas_find(&l->alphas, v, l->prune);
		if (rc == 0)
			l->trainer.alpha =
			    l->alphas.row[l->alphas.chosen].middle;
	}
	if (rc == 0)
		rc = kdd_validate(v);
	if (l->alphas.n > 0)
		l->trainer.alpha = l->alphas.row[l->alphas.chosen].alpha;
	return rc;
}

static int
cross_validate(struct kdd_learn *l, struct kdd_error *e)
{
	struct kdd_confusion *cv = &l->model.cv;

	if (l->folds == 0)
		return 0;
	if (deal_folds(l, e) == -1)
		return -1;
	if (validate(l) == -1)
		return no_memory(e);
	l->model.folds = l->folds;
	*cv = l->validation.pooled;
	l->validation.pooled = (struct kdd_confusion){ 0 };
	return 0;
}

static void
on_label(void *arg, const char *label)
{
	struct kdd_learn *l = arg;

	snprintf(l->stage, sizeof(l->stage), "without %.20s", label);
}

/* The tree of all rows, and how well it fits them, thinned away or not. */
static int
train_final(struct kdd_learn *l)
{
	size_t n = l->table.nrows;
	uint32_t *weight = malloc(n * sizeof(*weight));
	struct kdd_model *m = &l->model;
	int rc = -1;

	snprintf(l->stage, sizeof(l->stage), "the tree");
	if (weight != NULL) {
		memcpy(weight, l->table.weight, n * sizeof(*weight));
		rc = kdd_train(&l->trainer, weight, &m->tree);
	}
	for (size_t i = 0; i < n && rc == 0; i++)
		m->distinct += weight[i] > 0;
	if (rc == 0)
		m->rows = kdd_tree_rows(&m->tree, 0);
	free(weight);
	return rc;
}

static int
make_report(struct kdd_learn *l)
{
	const struct kdd_model *model = &l->model;
	struct kdd_report *r = &l->report;
	bool folds = l->folds > 0;

	r->model = model;
	r->table = &l->table;
	r->audit = &l->audit;
	r->folds = folds ? &l->deal : NULL;
	r->cv = &l->validation;
	r->alphas = l->alphas.n > 0 ? &l->alphas : NULL;
	r->rule = l->prune;
	r->importance = calloc(model->schema.ncolumns,
	    sizeof(*r->importance));
	r->training_auc = calloc(model->classes.n, sizeof(*r->training_auc));
	if (r->importance == NULL || r->training_auc == NULL)
		return -1;
	kdd_importances(&l->trainer.grow.measure, &model->tree,
	    model->schema.ncolumns, r->importance);
	if (kdd_confusion_init(&r->training, model->classes.n,
	    model->classes.name) == -1 || kdd_validate_fit(&l->trainer,
	    &model->tree, &r->training, r->training_auc) == -1 ||
	    kdd_audit(&l->audit, &l->table, l->class, model->classes.n,
	    r->folds) == -1)
		return -1;
	return l->leave_out ? kdd_novel(&l->trainer, &model->classes,
	    on_label, l, &r->novel, &r->nnovel) : 0;
}

/* What is asked for most comes last, where it is seen. */
static void
show_report(struct kdd_learn *l)
{
	struct kdd_buf b = KDD_BUF_INIT;

	if (l->on_text != NULL && !l->no_report) {
		kdd_report_rows(&b, &l->report);
		kdd_report_controls(&b, &l->report);
		kdd_report_pruning(&b, &l->report);
		kdd_report_tree(&b, &l->report);
		kdd_report_importance(&b, &l->report);
		kdd_report_novel(&b, &l->report);
		kdd_report_folds(&b, &l->report);
		show(l, &b);
	}
	kdd_buf_release(&b);
}

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
	    l->grow.measure.criterion == KDD_GINI ? "gini" : "entropy");
	rc |= kdd_describe_u64(m, "max-depth", l->grow.max_depth);
	rc |= kdd_describe_u64(m, "min-leaf", l->grow.min_leaf);
	rc |= kdd_describe_u64(m, "min-split", l->grow.min_split);
	if (l->max_leaves > 0)
		rc |= kdd_describe_u64(m, "max-leaves", l->max_leaves);
	if (l->balanced)
		rc |= kdd_model_option(m, "weights", "balanced");
	else if (l->class_weight != NULL)
		rc |= kdd_describe_weights(m, l->class_weight);
	if (l->class_cost != NULL)
		rc |= kdd_describe_cost(m, l->class_cost);
	if (l->laplace)
		rc |= kdd_model_option(m, "laplace", "yes");
	if (l->dedup)
		rc |= kdd_model_option(m, "dedup", "yes");
	if (l->rest > 0) {
		snprintf(ratio, sizeof(ratio), "%" PRIu64 ":%" PRIu64,
		    l->rest, l->target);
		rc |= kdd_model_option(m, "ratio", ratio);
	}
	return rc;
}

/* What is known only when the folds have been judged. */
static int
describe_folds(struct kdd_learn *l)
{
	static const char *const rule[] = { NULL, "alpha", "cv", "1se" };
	static const char *const kind[] = { NULL, "group", "plain", "order" };
	struct kdd_model *m = &l->model;
	int rc = 0;

	if (l->prune != KDD_PRUNE_NONE) {
		rc |= kdd_model_option(m, "prune", rule[l->prune]);
		rc |= kdd_describe_num(m, "alpha", l->trainer.alpha);
	}
	if (l->fold_kind != KDD_FOLD_UNITS)
		rc |= kdd_model_option(m, "folds-by", kind[l->fold_kind]);
	return rc | kdd_describe_u64(m, "seed", l->seed);
}

int
kdd_learn(struct kdd_learn *l, const struct kdd_schema *s, const char *name,
    struct kdd_error *e)
{
	bool units = l->folds > 0 || l->rest > 0 || !l->no_report;

	snprintf(l->model.name, sizeof(l->model.name), "%s", name);
	if (units && kdd_table_find_units(&l->table) == -1)
		return no_memory(e);
	if (l->dedup)
		kdd_table_dedup(&l->table);
	if (find_classes(l, e) == -1 || find_costs(l, e) == -1)
		return -1;
	if (kdd_describe_columns(&l->model, &l->table, s) == -1 ||
	    describe_options(l) == -1 || start_trainer(l) == -1)
		return no_memory(e);
	if (cross_validate(l, e) == -1)
		return -1;
	if (describe_folds(l) == -1 || train_final(l) == -1)
		return no_memory(e);
	if (!l->no_report && make_report(l) == -1)
		return no_memory(e);
	show_report(l);
	return 0;
}
