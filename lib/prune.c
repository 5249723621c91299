#include "prune.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX

/*
 * Of an inner node: the alpha from which it is a leaf, for the tree below it
 * alone, and by how much impurity rises and leaves drop then.  Each is also
 * the top of a skew heap (Sleator and Tarjan: Self-Adjusting Heaps, 1986).
 */
struct link {
	double	 alpha;
	double	 rise;
	uint32_t drop;		/* 0: a leaf, or gone before it became one */
	uint32_t left, right;	/* the heap's, or NONE */
};

static bool
is_below(const struct link *link, uint32_t a, uint32_t b)
{
	if (link[a].alpha != link[b].alpha)
		return link[a].alpha < link[b].alpha;
	return a > b;
}

/* One heap of two: the greatest alpha on top, then the lowest index. */
static uint32_t
meld(struct link *link, uint32_t a, uint32_t b)
{
	uint32_t top = NONE, *at = &top, next;

	while (a != NONE && b != NONE) {
		if (is_below(link, a, b)) {
			next = a;
			a = b;
			b = next;
		}
		next = link[a].right;
		link[a].right = link[a].left;
		*at = a;
		at = &link[a].left;
		a = next;
	}
	*at = a != NONE ? a : b;
	return top;
}

static uint32_t
heap_of(const struct link *link, uint32_t i)
{
	return link[i].drop > 0 ? i : NONE;
}

/*
 * The links below that are weaker than node i's go first and stay in its
 * heap; the stronger ones it takes along.  Its own alpha is then the
 * greatest, so that it is the top of its heap.
 */
static void
add_link(struct link *link, uint32_t i, uint32_t right, double decrease)
{
	struct link *l = &link[i];
	uint32_t below = meld(link, heap_of(link, i + 1),
	    heap_of(link, right));

	*l = (struct link){ decrease, decrease, 1, NONE, NONE };
	while (below != NONE && l->alpha < link[below].alpha) {
		struct link *b = &link[below];

		l->rise += b->rise;
		l->drop += b->drop;
		l->alpha = l->rise / l->drop;
		b->drop = 0;
		below = meld(link, b->left, b->right);
	}
	l->left = below;
}

static int
by_alpha(const void *a, const void *b, void *arg)
{
	const struct link *link = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (x == y)
		return 0;
	return is_below(link, x, y) ? -1 : 1;
}

/* The nodes that become leaves, in the order of their alphas. */
static uint32_t *
sort_links(struct link *link, uint32_t n, uint32_t *norder)
{
	uint32_t *order = malloc(n * sizeof(*order));

	*norder = 0;
	if (order == NULL)
		return NULL;
	for (uint32_t i = 0; i < n; i++)
		if (link[i].drop > 0)
			order[(*norder)++] = i;
	qsort_r(order, *norder, sizeof(*order), by_alpha, link);
	return order;
}

/* From step[0], the whole tree; alphas and impurities times the mass. */
static void
add_steps(struct kdd_prune *p, const struct link *link,
    const uint32_t *order, uint32_t norder)
{
	struct kdd_prune_step *s = p->step;

	for (uint32_t j = 0; j < norder; j++) {
		const struct link *l = &link[order[j]];

		if (l->alpha > s->alpha * (1 + 1e-12)) {
			s[1] = s[0];
			s++;
			s->alpha = l->alpha;
		}
		s->impurity += l->rise;
		s->leaves -= l->drop;
		p->collapse[order[j]] = s->alpha;
	}
	p->nsteps = (uint32_t)(s - p->step) + 1;
}

/* By shares of the mass; and what is below a leaf is gone with it. */
static void
finish_path(struct kdd_prune *p, double mass)
{
	double *collapse = p->collapse;

	for (uint32_t j = 0; j < p->nsteps; j++) {
		p->step[j].alpha /= mass;
		p->step[j].impurity /= mass;
	}
	for (uint32_t i = 0; i < p->n; i++)
		collapse[i] /= mass;
	for (uint32_t i = 0; i < p->n; i++)
		for (uint32_t c = i + 1; c < p->end[i]; c = p->end[c])
			if (collapse[c] > collapse[i])
				collapse[c] = collapse[i];
}

static int
find_path(struct kdd_prune *p, const struct kdd_tree *t,
    const struct kdd_measure *m, struct link *link)
{
	struct kdd_prune_step whole = { 0, 0, kdd_tree_leaves(t) };
	double mass = kdd_mass(kdd_tree_count(t, 0), m->weight, t->nclasses);
	uint32_t *order, norder;

	for (uint32_t i = t->n; i-- > 0;) {
		bool leaf = t->node[i].test == KDD_LEAF;

		p->collapse[i] = leaf ? 0 : (double)INFINITY;
		if (leaf)
			whole.impurity += kdd_impurity_mass(m, t, i);
		else
			add_link(link, i, t->node[i].right,
			    kdd_impurity_decrease(m, t, i));
	}
	if ((order = sort_links(link, t->n, &norder)) == NULL)
		return -1;
	p->step = malloc((norder + 1) * sizeof(*p->step));
	if (p->step != NULL) {
		p->step[0] = whole;
		add_steps(p, link, order, norder);
		finish_path(p, mass > 0 ? mass : 1);
	}
	free(order);
	return p->step != NULL ? 0 : -1;
}

int
kdd_prune_path(struct kdd_prune *p, const struct kdd_tree *t,
    const struct kdd_measure *m)
{
	struct link *link = calloc(t->n, sizeof(*link));
	int rc = -1;

	*p = (struct kdd_prune){ .n = t->n };
	p->collapse = malloc(t->n * sizeof(*p->collapse));
	p->end = malloc(t->n * sizeof(*p->end));
	if (link != NULL && p->collapse != NULL && p->end != NULL) {
		kdd_tree_ends(t, p->end);
		rc = find_path(p, t, m, link);
	}
	free(link);
	if (rc == -1)
		kdd_prune_release(p);
	return rc;
}

void
kdd_prune_release(struct kdd_prune *p)
{
	free(p->collapse);
	free(p->end);
	free(p->step);
	*p = (struct kdd_prune){ .n = 0 };
}

/* The first of n ascending alphas that is at least a; n if none is. */
static uint32_t
first_at_least(const double *alpha, uint32_t n, double a)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (alpha[mid] < a)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* sum[] holds differences first: node i is a leaf from alpha from to to. */
static void
add_between(double *sum, uint32_t n, uint32_t from, uint32_t to, double value)
{
	if (from == to)
		return;
	sum[from] += value;
	if (to < n)
		sum[to] -= value;
}

void
kdd_prune_sums(const struct kdd_prune *p, const double *value,
    const double *alpha, uint32_t nalphas, double *sum)
{
	const double *collapse = p->collapse;
	uint32_t n = nalphas;

	for (uint32_t j = 0; j < n; j++)
		sum[j] = 0;
	add_between(sum, n, first_at_least(alpha, n, collapse[0]), n,
	    value[0]);
	for (uint32_t i = 0; i < p->n; i++) {
		uint32_t to = first_at_least(alpha, n, collapse[i]);

		for (uint32_t c = i + 1; c < p->end[i]; c = p->end[c])
			add_between(sum, n, first_at_least(alpha, n,
			    collapse[c]), to, value[c]);
	}
	for (uint32_t j = 1; j < n; j++)
		sum[j] += sum[j - 1];
}

/* Move node i to place to; the values of its set behind those in use. */
static void
move_node(struct kdd_tree *t, uint32_t i, uint32_t to, bool leaf)
{
	struct kdd_node nd = t->node[i];

	if (leaf)
		nd = (struct kdd_node){ .test = KDD_LEAF, .label = nd.label };
	if (nd.test == KDD_IN) {
		memmove(t->value + t->nvalue, t->value + nd.set,
		    nd.nset * sizeof(*t->value));
		nd.set = t->nvalue;
		t->nvalue += nd.nset;
	}
	t->node[to] = nd;
	memmove(t->count + (size_t)to * t->nclasses, kdd_tree_count(t, i),
	    t->nclasses * sizeof(*t->count));
}

/* Keep what is not below a node that is to be a leaf. */
static int
cut(struct kdd_tree *t, const bool *leaf, const uint32_t *end)
{
	uint32_t *to = malloc(t->n * sizeof(*to)), n = 0;

	if (to == NULL)
		return -1;
	t->nvalue = 0;
	for (uint32_t i = 0; i < t->n; i = leaf[i] ? end[i] : i + 1) {
		to[i] = n;
		move_node(t, i, n++, leaf[i]);
	}
	t->n = n;
	for (uint32_t i = 0; i < n; i++)
		if (t->node[i].test != KDD_LEAF)
			t->node[i].right = to[t->node[i].right];
	free(to);
	return 0;
}

int
kdd_prune_cut(struct kdd_tree *t, const struct kdd_prune *p, double alpha)
{
	bool *leaf = malloc(t->n * sizeof(*leaf));
	int rc = -1;

	if (leaf != NULL) {
		for (uint32_t i = 0; i < t->n; i++)
			leaf[i] = p->collapse[i] <= alpha;
		rc = cut(t, leaf, p->end);
	}
	free(leaf);
	return rc;
}

/*
 * Split from the root on; the heap holds the leaves that can be split, by
 * what that is worth.  max is below the number of leaves of t.
 */
static void
split_best(const struct kdd_tree *t, struct link *link, bool *leaf,
    uint32_t max)
{
	uint32_t heap = 0;

	for (uint32_t i = 0; i < t->n; i++)
		leaf[i] = true;
	for (uint32_t leaves = 1; leaves < max; leaves++) {
		uint32_t i = heap;

		leaf[i] = false;
		heap = meld(link, link[i].left, link[i].right);
		heap = meld(link, heap, heap_of(link, i + 1));
		heap = meld(link, heap, heap_of(link, t->node[i].right));
	}
}

int
kdd_prune_leaves(struct kdd_tree *t, const struct kdd_measure *m,
    uint32_t max)
{
	struct link *link = calloc(t->n, sizeof(*link));
	uint32_t *end = malloc(t->n * sizeof(*end));
	bool *leaf = malloc(t->n * sizeof(*leaf));
	int rc = -1;

	if (kdd_tree_leaves(t) <= max) {
		rc = 0;
	} else if (link != NULL && end != NULL && leaf != NULL) {
		for (uint32_t i = 0; i < t->n; i++)
			if (t->node[i].test != KDD_LEAF)
				link[i] = (struct link){ .drop = 1,
				    .alpha = kdd_impurity_decrease(m, t, i),
				    .left = NONE, .right = NONE };
		kdd_tree_ends(t, end);
		split_best(t, link, leaf, max);
		rc = cut(t, leaf, end);
	}
	free(link);
	free(end);
	free(leaf);
	return rc;
}
