#include "held.h"

#include <stdlib.h>

static uint32_t *
at(const struct kdd_held *h, uint32_t node)
{
	return h->count + (size_t)node * h->tree->nclasses;
}

int
kdd_held_init(struct kdd_held *h, const struct kdd_trainer *t,
    const struct kdd_tree *tree, const uint32_t *held)
{
	*h = (struct kdd_held){ .tree = tree };
	h->count = calloc((size_t)tree->n * tree->nclasses,
	    sizeof(*h->count));
	h->rows = calloc(tree->n, sizeof(*h->rows));
	h->trained = calloc(tree->n, sizeof(*h->trained));
	if (h->count == NULL || h->rows == NULL || h->trained == NULL)
		return -1;
	for (uint32_t i = 0; i < tree->n; i++)
		h->trained[i] = kdd_tree_rows(tree, i);
	for (uint32_t i = 0; i < t->table->nrows; i++) {
		at(h, t->leaf[i])[t->class[i]] += held[i];
		h->rows[t->leaf[i]] += held[i];
	}
	for (uint32_t i = tree->n; i-- > 0;) {
		uint32_t right = tree->node[i].right;

		if (tree->node[i].test == KDD_LEAF)
			continue;
		h->rows[i] = h->rows[i + 1] + h->rows[right];
		for (uint32_t k = 0; k < tree->nclasses; k++)
			at(h, i)[k] = at(h, i + 1)[k] + at(h, right)[k];
	}
	return 0;
}

void
kdd_held_release(struct kdd_held *h)
{
	free(h->count);
	free(h->rows);
	free(h->trained);
	h->count = h->rows = NULL;
	h->trained = NULL;
}

void
kdd_held_confusion(const struct kdd_held *h, struct kdd_confusion *c)
{
	for (uint32_t i = 0; i < h->tree->n; i++)
		for (size_t k = 0; k < c->n; k++)
			if (h->tree->node[i].test == KDD_LEAF)
				c->count[k * c->n + h->tree->node[i].label] +=
				    at(h, i)[k];
}

/* Rows that a leaf of one class scores are many: they are added at once. */
struct sure {
	uint64_t positive, negative;
};

static int
add_leaf(const struct kdd_held *h, uint32_t i, uint32_t k,
    struct kdd_roc *roc, struct sure sure[2])
{
	uint64_t rows = h->trained[i];
	uint32_t own = kdd_tree_count(h->tree, i)[k], yes = at(h, i)[k];
	uint32_t no = h->rows[i] - yes;

	if (own > 0 && own < rows)
		return kdd_roc_add(roc, (double)own / (double)rows, yes,
		    no);
	sure[own > 0].positive += yes;
	sure[own > 0].negative += no;
	return 0;
}

int
kdd_held_roc(const struct kdd_held *h, struct kdd_roc *roc)
{
	for (uint32_t k = 0; k < h->tree->nclasses; k++) {
		struct sure sure[2] = { { 0 } };

		for (uint32_t i = 0; i < h->tree->n; i++)
			if (h->rows[i] > 0 &&
			    h->tree->node[i].test == KDD_LEAF &&
			    add_leaf(h, i, k, &roc[k], sure) == -1)
				return -1;
		for (int s = 0; s < 2; s++)
			if (kdd_roc_add(&roc[k], s, sure[s].positive,
			    sure[s].negative) == -1)
				return -1;
	}
	return 0;
}

/* What node i costs if it is a leaf: once, or squared. */
static double
loss_of(const struct kdd_held *h, const struct kdd_decision *d, uint32_t i,
    bool squared)
{
	uint32_t n = h->tree->nclasses;
	double sum = 0;

	for (uint32_t k = 0; k < n; k++) {
		double c = kdd_decision_cost(d, n, k, h->tree->node[i].label);

		sum += at(h, i)[k] * (squared ? c * c : c);
	}
	return sum;
}

int
kdd_held_losses(const struct kdd_held *h, const struct kdd_prune *p,
    const struct kdd_decision *d, const double *alpha, uint32_t n,
    double *loss, double *square)
{
	double *own = malloc(h->tree->n * sizeof(*own));

	if (own == NULL)
		return -1;
	for (int squared = 0; squared < 2; squared++) {
		for (uint32_t i = 0; i < h->tree->n; i++)
			own[i] = loss_of(h, d, i, squared);
		kdd_prune_sums(p, own, alpha, n, squared ? square : loss);
	}
	free(own);
	return 0;
}
