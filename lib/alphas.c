#include "alphas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
kdd_alphas_release(struct kdd_alphas *a)
{
	free(a->row);
	*a = (struct kdd_alphas){ 0 };
}

/* The steps of the tree of all rows, and the errors on its own rows. */
static int
list_steps(struct kdd_alphas *a, struct kdd_trainer *t,
    const struct kdd_tree *tree, const uint32_t *weight)
{
	double *alpha, *loss = NULL;
	struct kdd_prune p;
	struct kdd_held h = { 0 };
	int rc = -1;

	if (kdd_train_path(t, tree, &p) == -1)
		return -1;
	alpha = malloc(3 * (size_t)p.nsteps * sizeof(*alpha));
	a->row = calloc(p.nsteps, sizeof(*a->row));
	if (alpha != NULL && a->row != NULL &&
	    kdd_held_init(&h, t, tree, weight) == 0) {
		loss = alpha + p.nsteps;
		for (uint32_t j = 0; j < p.nsteps; j++)
			alpha[j] = p.step[j].alpha;
		rc = kdd_held_losses(&h, &p, &t->decision, alpha, p.nsteps,
		    loss, loss + p.nsteps);
	}
	for (uint32_t j = 0; rc == 0 && j < p.nsteps; j++)
		a->row[a->n++] = (struct kdd_alpha){ .alpha = alpha[j],
		    .leaves = p.step[j].leaves, .error = loss[j] };
	kdd_held_release(&h);
	kdd_prune_release(&p);
	free(alpha);
	return rc;
}

static int
grow_whole(struct kdd_alphas *a, struct kdd_validation *v)
{
	struct kdd_trainer *t = v->trainer;
	double own = t->alpha;
	struct kdd_tree tree;
	int rc;

	if (v->on_start != NULL)
		v->on_start(v->arg, v->folds->k);
	memcpy(v->weight, t->table->weight, t->table->nrows *
	    sizeof(*v->weight));
	t->alpha = -1;
	rc = kdd_train(t, v->weight, &tree);
	t->alpha = own;
	if (rc == 0)
		rc = list_steps(a, t, &tree, v->weight);
	kdd_tree_release(&tree);
	return rc;
}

/* Sums of costs become parts of the root's on the rows it was trained on. */
static void
relate(struct kdd_alphas *a, const double *loss, const double *square,
    double rows, double rows_held)
{
	double root = a->row[a->n - 1].error;

	if (root <= 0)
		root = 1;
	for (uint32_t j = 0; j < a->n; j++) {
		double mean = loss[j] / rows_held;
		double spread = square[j] - loss[j] * mean;
		double scale = rows / (rows_held * root);

		a->row[j].error /= root;
		a->row[j].cv_error = loss[j] * scale;
		a->row[j].cv_se = spread > 0 ?
		    __builtin_sqrt(spread) * scale : 0;
	}
}

/* Sums of costs that should be equal differ by their rounding. */
static bool
is_at_most(double error, double most)
{
	return error <= most + 1e-12 * fabs(most);
}

static void
choose(struct kdd_alphas *a, enum kdd_prune_rule rule)
{
	uint32_t best = 0;
	double least = INFINITY, most;

	for (uint32_t j = 0; j < a->n; j++)
		if (a->row[j].cv_error < least)
			least = a->row[j].cv_error;
	for (uint32_t j = 0; j < a->n; j++)
		if (is_at_most(a->row[j].cv_error, least))
			best = j;
	most = a->row[best].cv_error + a->row[best].cv_se;
	a->chosen = a->least = best;
	for (uint32_t j = best; rule == KDD_PRUNE_1SE && j < a->n; j++)
		if (is_at_most(a->row[j].cv_error, most))
			a->chosen = j;
}

static int
judge(struct kdd_alphas *a, struct kdd_validation *v, double *scratch)
{
	double *middle = scratch, *loss = scratch + a->n;
	double *square = loss + a->n;
	uint64_t trained = 0;

	for (uint32_t i = 0; i < v->trainer->table->nrows; i++)
		trained += v->weight[i];	/* as the whole tree was */
	for (uint32_t j = 0; j < a->n; j++) {
		a->row[j].middle = j + 1 < a->n ?
		    __builtin_sqrt(a->row[j].alpha * a->row[j + 1].alpha) :
		    (double)INFINITY;
		middle[j] = a->row[j].middle;
	}
	if (kdd_validate_alphas(v, middle, a->n, loss, square) == -1)
		return -1;
	relate(a, loss, square, (double)trained,
	    (double)v->trainer->table->total);
	return 0;
}

int
kdd_alphas_find(struct kdd_alphas *a, struct kdd_validation *v,
    enum kdd_prune_rule rule)
{
	double *scratch;
	int rc;

	*a = (struct kdd_alphas){ 0 };
	if (grow_whole(a, v) == -1)
		return -1;
	if ((scratch = malloc(3 * (size_t)a->n * sizeof(*scratch))) == NULL)
		return -1;
	rc = judge(a, v, scratch);
	free(scratch);
	if (rc == 0)
		choose(a, rule);
	return rc;
}
