#include "train.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"

int
kdd_trainer_init(struct kdd_trainer *t)
{
	t->balance = calloc(t->nclasses + (size_t)1, sizeof(*t->balance));
	t->leaf = calloc(t->table->nrows + (size_t)1, sizeof(*t->leaf));
	if (t->balance == NULL || t->leaf == NULL)
		return -1;
	return kdd_grow_whole(&t->grow.whole, t->table, t->class, t->nclasses);
}

void
kdd_trainer_release(struct kdd_trainer *t)
{
	free(t->balance);
	free(t->leaf);
	free(t->grow.whole.hist);
	t->grow.whole.hist = NULL;
	t->balance = NULL;
	t->leaf = NULL;
}

static int
thin(const struct kdd_trainer *t, uint32_t *weight)
{
	uint16_t thinned = t->target_class;
	uint64_t targets, rests, keep;

	if (t->rest == 0)
		return 0;
	targets = kdd_fold_rows(t->table, t->class, thinned, weight);
	rests = kdd_fold_rows(t->table, t->class, (uint16_t)(1 - thinned),
	    weight);
	if (rests * t->target > targets * t->rest) {
		keep = targets * t->rest / t->target;
		thinned = (uint16_t)(1 - thinned);
	} else {
		keep = rests * t->target / t->rest;
	}
	return kdd_fold_thin(t->table, t->class, thinned, keep > 0 ? keep : 1,
	    t->seed, weight);
}

/* What a row of each class weighs among these rows; NULL: all 1. */
static const double *
weigh(struct kdd_trainer *t, const uint32_t *weight)
{
	uint32_t met = 0;
	double all = 0;

	if (!t->balanced)
		return t->weight;
	memset(t->balance, 0, t->nclasses * sizeof(*t->balance));
	for (uint32_t i = 0; i < t->table->nrows; i++)
		t->balance[t->class[i]] += weight[i];
	for (uint32_t k = 0; k < t->nclasses; k++) {
		all += t->balance[k];
		met += t->balance[k] > 0;
	}
	for (uint32_t k = 0; k < t->nclasses; k++)
		t->balance[k] = t->balance[k] > 0 ?
		    all / (met * t->balance[k]) : 1;
	return t->balance;
}

/*
 * The tree was cut; end[] is of the n nodes that it had.  Let leaf[] say
 * where the rows end now.
 */
static int
follow(struct kdd_trainer *t, const struct kdd_tree *tree,
    const uint32_t *end, uint32_t n)
{
	uint32_t *now = malloc((n + (size_t)1) * sizeof(*now)), new = 0;

	if (now == NULL)
		return -1;
	for (uint32_t i = 0; i < n; new++) {
		uint32_t to = tree->node[new].test == KDD_LEAF ? end[i] :
		    i + 1;

		for (; i < to; i++)
			now[i] = new;
	}
	for (uint32_t i = 0; i < t->table->nrows; i++)
		t->leaf[i] = now[t->leaf[i]];
	free(now);
	return 0;
}

int
kdd_train_path(const struct kdd_trainer *t, const struct kdd_tree *tree,
    struct kdd_prune *p)
{
	return kdd_prune_path(p, tree, &t->grow.measure);
}

static int
cut_to_leaves(struct kdd_trainer *t, struct kdd_tree *tree)
{
	uint32_t n = tree->n, *end = malloc(n * sizeof(*end));
	int rc = -1;

	if (end != NULL) {
		kdd_tree_ends(tree, end);
		rc = kdd_prune_leaves(tree, &t->grow.measure, t->max_leaves);
	}
	if (rc == 0)
		rc = follow(t, tree, end, n);
	free(end);
	return rc;
}

static int
cut_to_alpha(struct kdd_trainer *t, struct kdd_tree *tree)
{
	struct kdd_prune p;
	int rc;

	if (kdd_train_path(t, tree, &p) == -1)
		return -1;
	rc = kdd_prune_cut(tree, &p, t->alpha);
	if (rc == 0)
		rc = follow(t, tree, p.end, p.n);
	kdd_prune_release(&p);
	return rc;
}

int
kdd_train(struct kdd_trainer *t, uint32_t *weight, struct kdd_tree *tree)
{
	int rc;

	kdd_tree_init(tree, t->nclasses);
	if (thin(t, weight) == -1)
		return -1;
	t->grow.measure.weight = weigh(t, weight);
	t->decision = (struct kdd_decision){ t->grow.measure.weight, t->cost,
	    t->laplace };
	rc = kdd_grow(tree, t->table, t->class, t->nclasses, weight, &t->grow,
	    t->leaf);
	if (rc == 0)
		kdd_decide_all(&t->decision, tree);
	if (rc == 0 && t->max_leaves > 0 &&
	    kdd_tree_leaves(tree) > t->max_leaves)
		rc = cut_to_leaves(t, tree);
	if (rc == 0 && t->alpha >= 0)
		rc = cut_to_alpha(t, tree);
	if (rc == -1)
		kdd_tree_release(tree);
	return rc;
}

uint64_t
kdd_train_need(const struct kdd_table *t)
{
	uint64_t bytes = (uint64_t)t->nrows * 100, counts = 0;

	for (uint32_t k = 0; k < t->ncolumns; k++) {
		const struct kdd_table_column *c = &t->column[k];

		bytes += (uint64_t)c->code.n * c->code.width +
		    (uint64_t)c->words.n * 24 + (uint64_t)c->text.n * 24 +
		    c->text.used;
		counts += (uint64_t)(c->words.n + c->text.n + 1) *
		    t->labels.n;
	}
	/* histograms of three nodes, and those that wait */
	return bytes + 4 * sizeof(uint32_t) * (counts < KDD_HIST_MAX ?
	    counts : KDD_HIST_MAX);
}
