#include "tree.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void
kdd_tree_init(struct kdd_tree *t, uint32_t nclasses)
{
	*t = (struct kdd_tree){ .nclasses = nclasses };
}

static int
grow_nodes(struct kdd_tree *t)
{
	uint32_t cap = t->cap > 0 ? t->cap * 2 : 64;
	void *p;

	if (cap <= t->cap)
		return -1;
	if ((p = realloc(t->node, cap * sizeof(*t->node))) == NULL)
		return -1;
	t->node = p;
	p = realloc(t->count, (size_t)cap * t->nclasses * sizeof(*t->count));
	if (p == NULL)
		return -1;
	t->count = p;
	t->cap = cap;
	return 0;
}

static int
add_set(struct kdd_tree *t, const uint32_t *set, uint32_t n)
{
	uint64_t need = (uint64_t)t->nvalue + n, cap = t->value_cap;
	void *p;

	if (need > UINT32_MAX / 2)
		return -1;
	while (cap < need)
		cap = cap > 0 ? cap * 2 : 64;
	if (cap > t->value_cap) {
		if ((p = realloc(t->value, cap * sizeof(*t->value))) == NULL)
			return -1;
		t->value = p;
		t->value_cap = (uint32_t)cap;
	}
	if (n > 0)	/* else t->value and set may be NULL */
		memcpy(t->value + t->nvalue, set, n * sizeof(*set));
	t->nvalue += n;
	return 0;
}

int
kdd_tree_add(struct kdd_tree *t, const struct kdd_node *nd,
    const uint32_t *count, const uint32_t *set)
{
	uint32_t first = t->nvalue;

	if (t->n == t->cap && grow_nodes(t) == -1)
		return -1;
	if (nd->test == KDD_IN && add_set(t, set, nd->nset) == -1)
		return -1;
	t->node[t->n] = *nd;
	t->node[t->n].set = first;
	memcpy(t->count + (size_t)t->n * t->nclasses, count,
	    t->nclasses * sizeof(*count));
	t->n++;
	return 0;
}

static const char *
check_set(const struct kdd_tree *t, const struct kdd_node *nd)
{
	if (nd->nset == 0 || nd->nset > t->nvalue ||
	    nd->set > t->nvalue - nd->nset)
		return "a set of values lies outside the tree";
	for (uint32_t i = 0; i < nd->nset; i++)
		if (t->value[nd->set + i] <=
		    (i > 0 ? t->value[nd->set + i - 1] : 0))
			return "a set's values are not in order";
	return NULL;
}

static const char *
check_counts(const struct kdd_tree *t, uint32_t i)
{
	const uint32_t *own = kdd_tree_count(t, i);
	const uint32_t *left = kdd_tree_count(t, i + 1);
	const uint32_t *right = kdd_tree_count(t, t->node[i].right);

	for (uint32_t k = 0; k < t->nclasses; k++)
		if (own[k] != (uint64_t)left[k] + right[k])
			return "a node's counts are not its children's sum";
	return NULL;
}

static const char *
check_node(const struct kdd_tree *t, uint32_t i, uint32_t ncolumns)
{
	const struct kdd_node *nd = &t->node[i];
	const char *wrong = NULL;

	if (nd->label >= t->nclasses)
		return "a node's class does not exist";
	if (kdd_tree_rows(t, i) == 0)
		return "a node has no training rows";
	if (nd->test == KDD_LEAF)
		return NULL;
	if (nd->column >= ncolumns)
		return "a node's column does not exist";
	if (nd->right <= i + 1 || nd->right >= t->n)
		return "a child does not come after its parent";
	if (nd->test == KDD_LE && !isfinite(nd->cut))
		return "a cut is not finite";
	if (nd->test == KDD_IN)
		wrong = check_set(t, nd);
	return wrong != NULL ? wrong : check_counts(t, i);
}

/*
 * In preorder a subtree is a run of nodes.  Going backwards, end[i] is where
 * node i's run ends: the left child's must be where the right child starts.
 */
static const char *
check_shape(const struct kdd_tree *t, uint32_t *end)
{
	for (uint32_t i = t->n; i-- > 0;) {
		end[i] = i + 1;
		if (t->node[i].test == KDD_LEAF)
			continue;
		if (end[i + 1] != t->node[i].right)
			return "the nodes are not in preorder";
		end[i] = end[t->node[i].right];
	}
	return end[0] == t->n ? NULL : "nodes that no path reaches";
}

const char *
kdd_tree_check(const struct kdd_tree *t, uint32_t ncolumns)
{
	const char *wrong = NULL;
	uint32_t *end;

	if (t->n == 0)
		return "a tree without a node";
	for (uint32_t i = 0; i < t->n && wrong == NULL; i++)
		wrong = check_node(t, i, ncolumns);
	if (wrong != NULL)
		return wrong;
	if ((end = malloc(t->n * sizeof(*end))) == NULL)
		return "out of memory";
	wrong = check_shape(t, end);
	free(end);
	return wrong;
}

void
kdd_tree_release(struct kdd_tree *t)
{
	free(t->node);
	free(t->count);
	free(t->value);
	kdd_tree_init(t, t->nclasses);
}

uint32_t
kdd_tree_next_number(const struct kdd_tree *t, uint32_t i, double v)
{
	const struct kdd_node *nd = &t->node[i];
	bool left = isnan(v) ? nd->missing_left : v <= nd->cut;

	return left ? i + 1 : nd->right;
}

uint32_t
kdd_tree_next_code(const struct kdd_tree *t, uint32_t i, uint32_t code)
{
	const struct kdd_node *nd = &t->node[i];
	const uint32_t *set = t->value + nd->set;
	uint32_t lo = 0, hi = nd->nset;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (set[mid] < code)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < nd->nset && set[lo] == code ? i + 1 : nd->right;
}

const uint32_t *
kdd_tree_count(const struct kdd_tree *t, uint32_t i)
{
	return t->count + (size_t)i * t->nclasses;
}

uint64_t
kdd_tree_rows(const struct kdd_tree *t, uint32_t i)
{
	const uint32_t *count = kdd_tree_count(t, i);
	uint64_t sum = 0;

	for (uint32_t k = 0; k < t->nclasses; k++)
		sum += count[k];
	return sum;
}

bool
kdd_tree_asks_for(const struct kdd_tree *t, uint32_t column)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test != KDD_LEAF &&
		    t->node[i].column == column)
			return true;
	return false;
}

void
kdd_tree_ends(const struct kdd_tree *t, uint32_t *end)
{
	for (uint32_t i = t->n; i-- > 0;)
		end[i] = t->node[i].test == KDD_LEAF ? i + 1 :
		    end[t->node[i].right];
}

uint32_t
kdd_tree_leaves(const struct kdd_tree *t)
{
	/* a binary tree: one leaf more than inner nodes */
	return t->n / 2 + 1;
}

uint32_t
kdd_tree_depth(const struct kdd_tree *t)
{
	uint32_t *depth = calloc(t->n, sizeof(*depth)), max = 0;

	if (depth == NULL)
		return 0;
	for (uint32_t i = 0; i < t->n; i++) {
		if (depth[i] > max)
			max = depth[i];
		if (t->node[i].test == KDD_LEAF)
			continue;
		depth[i + 1] = depth[t->node[i].right] = depth[i] + 1;
	}
	free(depth);
	return max;
}
