#include <math.h>
#include <stdlib.h>

#include "json.h"
#include "report.h"
#include "version.h"

/* A comma, unless what comes is the first of its object or array. */
static void
next(struct kdd_buf *b)
{
	if (b->n > 0 && b->p[b->n - 1] != '{' && b->p[b->n - 1] != '[')
		kdd_buf_char(b, ',');
}

static void
key(struct kdd_buf *b, const char *name)
{
	next(b);
	kdd_json_string(b, name);
	kdd_buf_char(b, ':');
}

static void
add_string(struct kdd_buf *b, const char *name, const char *s)
{
	key(b, name);
	kdd_json_string(b, s);
}

static void
add_u64(struct kdd_buf *b, const char *name, uint64_t v)
{
	key(b, name);
	kdd_buf_u64(b, v);
}

static void
add_bool(struct kdd_buf *b, const char *name, bool v)
{
	key(b, name);
	kdd_buf_puts(b, v ? "true" : "false");
}

static void
add_num(struct kdd_buf *b, const char *name, double v)
{
	key(b, name);
	if (isfinite(v))
		kdd_buf_num(b, v);
	else
		kdd_buf_puts(b, "null");
}

static void
open_object(struct kdd_buf *b, const char *name)
{
	key(b, name);
	kdd_buf_char(b, '{');
}

static void
open_array(struct kdd_buf *b, const char *name)
{
	key(b, name);
	kdd_buf_char(b, '[');
}

static void
add_null(struct kdd_buf *b, const char *name)
{
	key(b, name);
	kdd_buf_puts(b, "null");
}

/* What is told of a column: not by its name as a key, which may be no UTF-8. */
static void
open_entry(struct kdd_buf *b, const char *column)
{
	next(b);
	kdd_buf_char(b, '{');
	add_string(b, "column", column);
}

/* What became of the rows that were read, but for those that follow. */
static void
add_input(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_rejects *why = r->rejects;

	add_u64(b, "read", r->seen);
	add_u64(b, "dropped", r->dropped);
	open_object(b, "rejected");
	for (; why != NULL && why->word != NULL; why++)
		add_u64(b, why->word, why->n);
	kdd_buf_char(b, '}');
}

static void
add_rows(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_audit *a = r->audit;

	open_object(b, "rows");
	add_input(b, r);
	add_u64(b, "all", r->table->total);
	add_u64(b, "distinct", r->table->nrows);
	add_u64(b, "units", r->table->nunits);
	add_u64(b, "most_copies", a->most_copies);
	add_u64(b, "conflict_units", a->conflict_units);
	add_u64(b, "conflict_rows", a->conflict_rows);
	add_u64(b, "lost_rows", a->lost_rows);
	add_num(b, "ceiling", kdd_report_ceiling(r));
	open_array(b, "suspects");
	for (uint32_t i = 0; i < a->nsuspects; i++) {
		open_entry(b, kdd_report_column(r, a->suspect[i]));
		add_u64(b, "values", r->table->column[a->suspect[i]].nvalues);
		kdd_buf_char(b, '}');
	}
	kdd_buf_puts(b, "]}");
}

static void
add_controls(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_audit *a = r->audit;

	open_object(b, "controls");
	add_bool(b, "held_out", a->held_out);
	open_object(b, "majority");
	add_string(b, "class", r->model->classes.name[a->majority]);
	add_num(b, "accuracy", a->majority_accuracy);
	kdd_buf_char(b, '}');
	if (a->best_column == KDD_NO_COLUMN) {
		add_null(b, "column");
	} else {
		open_object(b, "column");
		add_string(b, "name", kdd_report_column(r, a->best_column));
		add_num(b, "accuracy", a->column_accuracy);
		kdd_buf_char(b, '}');
	}
	add_u64(b, "columns_not_tried", a->ntableless);
	kdd_buf_char(b, '}');
}

static void
add_options(struct kdd_buf *b, const struct kdd_model *m)
{
	open_object(b, "options");
	for (uint32_t i = 0; i < m->noptions; i++)
		add_string(b, m->option[i].key, m->option[i].value);
	kdd_buf_char(b, '}');
}

static void
add_importance(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_schema *s = &r->model->schema;
	uint32_t *order = kdd_report_order(r);

	b->failed |= order == NULL;
	open_array(b, "importance");
	for (uint32_t i = 0; i < s->ncolumns && order != NULL; i++) {
		const struct kdd_column *c = &s->column[order[i]];

		if (!kdd_kind_is_feature(c->kind))
			continue;
		open_entry(b, c->name);
		add_num(b, "share", r->importance[order[i]]);
		kdd_buf_char(b, '}');
	}
	kdd_buf_char(b, ']');
	free(order);
}

static void
add_tree(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_model *m = r->model;

	open_object(b, "tree");
	add_u64(b, "rows", m->rows);
	add_u64(b, "distinct", m->distinct);
	add_u64(b, "leaves", kdd_tree_leaves(&m->tree));
	add_u64(b, "depth", kdd_tree_depth(&m->tree));
	add_importance(b, r);
	kdd_buf_char(b, '}');
	open_object(b, "training");
	kdd_score_members(b, &r->training, (double)NAN, r->training_auc);
	kdd_buf_char(b, '}');
}

static double
share(uint64_t part, uint64_t all)
{
	return all > 0 ? (double)part / (double)all : (double)NAN;
}

static void
add_fold(struct kdd_buf *b, const struct kdd_report *r, uint32_t fold)
{
	const struct kdd_classes *c = &r->model->classes;
	const struct kdd_hits *hits = &r->cv->hits[(size_t)fold * c->n];
	struct kdd_hits all = { 0, 0 };

	for (uint32_t k = 0; k < c->n; k++) {
		all.rows += hits[k].rows;
		all.right += hits[k].right;
	}
	next(b);
	kdd_buf_char(b, '{');
	add_u64(b, "dealt", r->folds->dealt[fold]);
	add_u64(b, "leaves", r->cv->leaves[fold]);
	add_u64(b, "rows", all.rows);
	add_u64(b, "right", all.right);
	add_num(b, "accuracy", share(all.right, all.rows));
	open_object(b, "classes");
	for (uint32_t k = 0; k < c->n; k++) {
		open_object(b, c->name[k]);
		add_u64(b, "rows", hits[k].rows);
		add_u64(b, "right", hits[k].right);
		add_num(b, "recall", share(hits[k].right, hits[k].rows));
		kdd_buf_char(b, '}');
	}
	kdd_buf_puts(b, "}}");
}

static void
add_folds(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_spread *s;

	if (r->folds == NULL) {
		add_null(b, "cross_validation");
		return;
	}
	s = &r->cv->accuracy;
	open_object(b, "cross_validation");
	add_u64(b, "folds", r->folds->k);
	add_string(b, "dealt", kdd_fold_noun(r->folds->kind, 0));
	open_object(b, "accuracy_by_fold");
	add_num(b, "mean", s->n > 0 ? s->sum / s->n : (double)NAN);
	add_num(b, "least", s->n > 0 ? s->least : (double)NAN);
	add_num(b, "greatest", s->n > 0 ? s->greatest : (double)NAN);
	kdd_buf_char(b, '}');
	open_array(b, "by_fold");
	for (uint32_t f = 0; f < r->folds->k; f++)
		add_fold(b, r, f);
	kdd_buf_puts(b, "],");
	kdd_score_members(b, &r->model->cv, (double)NAN, r->cv->auc);
	kdd_buf_char(b, '}');
}

static void
add_pruning(struct kdd_buf *b, const struct kdd_report *r)
{
	const struct kdd_alphas *a = r->alphas;

	if (a == NULL || a->n == 0) {
		add_null(b, "pruning");
		return;
	}
	open_object(b, "pruning");
	add_string(b, "rule", r->rule == KDD_PRUNE_1SE ? "1se" : "cv");
	add_u64(b, "chosen", a->chosen);
	add_u64(b, "least", a->least);
	open_array(b, "steps");
	for (uint32_t i = 0; i < a->n; i++) {
		next(b);
		kdd_buf_char(b, '{');
		add_num(b, "alpha", a->row[i].alpha);
		add_u64(b, "leaves", a->row[i].leaves);
		add_num(b, "error", a->row[i].error);
		add_num(b, "cv_error", a->row[i].cv_error);
		add_num(b, "cv_se", a->row[i].cv_se);
		kdd_buf_char(b, '}');
	}
	kdd_buf_puts(b, "]}");
}

static void
add_novel(struct kdd_buf *b, const struct kdd_report *r)
{
	if (r->novel == NULL) {
		add_null(b, "novel");
		return;
	}
	open_object(b, "novel");
	add_num(b, "recall", kdd_report_novel_recall(r));
	add_num(b, "false_alarms", kdd_report_false_alarms(r));
	open_array(b, "labels");
	for (uint32_t i = 0; i < r->nnovel; i++) {
		const struct kdd_novel *v = &r->novel[i];

		next(b);
		kdd_buf_char(b, '{');
		add_string(b, "label",
		    kdd_dict_key(&r->table->labels, v->label));
		add_string(b, "class", r->model->classes.name[v->class]);
		add_u64(b, "rows", v->rows);
		add_bool(b, "judged", v->judged);
		add_u64(b, "alerted", v->alerted);
		add_u64(b, "own_class", v->own);
		kdd_buf_char(b, '}');
	}
	kdd_buf_puts(b, "]}");
}

void
kdd_report_json(struct kdd_buf *b, const struct kdd_report *r)
{
	kdd_buf_char(b, '{');
	add_u64(b, "format", KDD_REPORT_FORMAT);
	add_string(b, "tool", "kdd-train");
	add_string(b, "version", KDD_VERSION);
	add_string(b, "model", r->model->name);
	add_options(b, r->model);
	add_rows(b, r);
	add_controls(b, r);
	add_tree(b, r);
	add_folds(b, r);
	add_pruning(b, r);
	add_novel(b, r);
	kdd_buf_puts(b, "}\n");
}
