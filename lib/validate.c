#include "validate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int
kdd_validation_init(struct kdd_validation *v, char *const *names)
{
	size_t n = v->trainer->table->nrows, folds = v->folds->k;
	uint32_t k = v->trainer->nclasses;

	v->weight = malloc((n + 1) * sizeof(*v->weight));
	v->held = malloc((n + 1) * sizeof(*v->held));
	v->auc = malloc(k * sizeof(*v->auc));
	v->hits = calloc(folds * k, sizeof(*v->hits));
	v->leaves = calloc(folds, sizeof(*v->leaves));
	return v->weight != NULL && v->held != NULL && v->auc != NULL &&
	    v->hits != NULL && v->leaves != NULL ?
	    kdd_confusion_init(&v->pooled, k, names) : -1;
}

void
kdd_validation_release(struct kdd_validation *v)
{
	free(v->weight);
	free(v->held);
	free(v->auc);
	free(v->hits);
	free(v->leaves);
	kdd_confusion_release(&v->pooled);
}

/* The tree of a fold, and in v->held the rows that it has not seen. */
static int
train_fold(struct kdd_validation *v, uint32_t fold, struct kdd_tree *tree)
{
	const struct kdd_table *t = v->trainer->table;

	if (v->on_start != NULL)
		v->on_start(v->arg, fold);
	kdd_folds_held(v->folds, fold, v->held);
	for (uint32_t i = 0; i < t->nrows; i++)
		v->weight[i] = t->weight[i] - v->held[i];
	return kdd_train(v->trainer, v->weight, tree);
}

static void
add_accuracy(struct kdd_spread *s, const struct kdd_confusion *c)
{
	double v = kdd_confusion_accuracy(c);

	if (isnan(v))
		return;
	s->least = s->n == 0 || v < s->least ? v : s->least;
	s->greatest = s->n == 0 || v > s->greatest ? v : s->greatest;
	s->sum += v;
	s->n++;
}

/* hits is [c->n]. */
static void
add_hits(struct kdd_hits *hits, const struct kdd_confusion *c)
{
	for (size_t i = 0; i < (size_t)c->n * c->n; i++) {
		struct kdd_hits *h = &hits[i / c->n];

		h->rows += c->count[i];
		h->right += i / c->n == i % c->n ? c->count[i] : 0;
	}
}

static int
judge(struct kdd_validation *v, const struct kdd_tree *tree, uint32_t fold,
    struct kdd_confusion *c, struct kdd_roc *roc)
{
	struct kdd_held h;
	int rc = kdd_held_init(&h, v->trainer, tree, v->held);

	if (rc == 0)
		rc = kdd_held_roc(&h, roc);
	if (rc == 0) {
		kdd_held_confusion(&h, c);
		for (size_t i = 0; i < (size_t)c->n * c->n; i++)
			v->pooled.count[i] += c->count[i];
		add_accuracy(&v->accuracy, c);
		add_hits(&v->hits[(size_t)fold * c->n], c);
		v->leaves[fold] = kdd_tree_leaves(tree);
		if (v->on_fold != NULL)
			v->on_fold(v->arg, fold, v->leaves[fold], c);
	}
	kdd_held_release(&h);
	return rc;
}

static int
run_fold(struct kdd_validation *v, uint32_t fold, struct kdd_roc *roc)
{
	struct kdd_confusion c;
	struct kdd_tree tree;
	int rc;

	if (train_fold(v, fold, &tree) == -1)
		return -1;
	rc = kdd_confusion_init(&c, v->pooled.n, v->pooled.name);
	if (rc == 0)
		rc = judge(v, &tree, fold, &c, roc);
	kdd_confusion_release(&c);
	kdd_tree_release(&tree);
	return rc;
}

/* Set auc[n], and release roc, which may be NULL. */
static void
take_areas(struct kdd_roc *roc, uint32_t n, double *auc)
{
	for (uint32_t k = 0; k < n && roc != NULL; k++) {
		auc[k] = kdd_roc_area(&roc[k]);
		kdd_roc_release(&roc[k]);
	}
	free(roc);
}

int
kdd_validate(struct kdd_validation *v)
{
	uint32_t n = v->trainer->nclasses;
	struct kdd_roc *roc = calloc(n, sizeof(*roc));
	int rc = roc != NULL ? 0 : -1;

	for (uint32_t f = 0; f < v->folds->k && rc == 0; f++)
		rc = run_fold(v, f, roc);
	take_areas(roc, n, v->auc);
	return rc;
}

int
kdd_validate_fit(const struct kdd_trainer *t, const struct kdd_tree *tree,
    struct kdd_confusion *c, double *auc)
{
	struct kdd_roc *roc = calloc(t->nclasses, sizeof(*roc));
	struct kdd_held h;
	int rc = kdd_held_init(&h, t, tree, t->table->weight);

	if (rc == 0)
		rc = roc != NULL ? kdd_held_roc(&h, roc) : -1;
	if (rc == 0)
		kdd_held_confusion(&h, c);
	kdd_held_release(&h);
	take_areas(roc, t->nclasses, auc);
	return rc;
}

static int
judge_alphas(struct kdd_validation *v, const struct kdd_tree *tree,
    const double *alpha, uint32_t n, double *loss, double *square)
{
	double *own = malloc(2 * (size_t)n * sizeof(*own));
	struct kdd_prune p = { 0 };
	struct kdd_held h = { 0 };
	int rc = own != NULL ? 0 : -1;

	if (rc == 0)
		rc = kdd_held_init(&h, v->trainer, tree, v->held);
	if (rc == 0)
		rc = kdd_train_path(v->trainer, tree, &p);
	if (rc == 0)
		rc = kdd_held_losses(&h, &p, &v->trainer->decision, alpha, n,
		    own, own + n);
	for (uint32_t j = 0; rc == 0 && j < n; j++) {
		loss[j] += own[j];
		square[j] += own[n + j];
	}
	kdd_held_release(&h);
	kdd_prune_release(&p);
	free(own);
	return rc;
}

int
kdd_validate_alphas(struct kdd_validation *v, const double *alpha, uint32_t n,
    double *loss, double *square)
{
	double own = v->trainer->alpha;
	struct kdd_tree tree;
	int rc = 0;

	for (uint32_t j = 0; j < n; j++)
		loss[j] = square[j] = 0;
	v->trainer->alpha = -1;
	for (uint32_t f = 0; f < v->folds->k && rc == 0; f++) {
		if ((rc = train_fold(v, f, &tree)) == -1)
			break;
		rc = judge_alphas(v, &tree, alpha, n, loss, square);
		kdd_tree_release(&tree);
	}
	v->trainer->alpha = own;
	return rc;
}
