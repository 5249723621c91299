#include "grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A node still to be made: a run of rows. */
struct todo {
	uint32_t from, to;	/* rows row[from .. to) */
	uint32_t parent;	/* whose right child it is, or KDD_NONE */
	uint32_t depth;
};

struct grower {
	const struct kdd_table *t;
	const uint16_t	*class;
	const uint32_t	*weight;
	uint32_t	 nclasses;
	const struct kdd_grow_options *o;
	struct kdd_tree	*tree;
	struct kdd_searcher searcher;
	struct kdd_split best;
	uint32_t	*row, *scratch;		/* [nrows] */
	struct kdd_bins	 bins;
	uint32_t	 bins_room;
	uint32_t	*hist;		/* [hist_room * nclasses], all zero */
	uint32_t	 hist_room;
	uint64_t	*key;		/* [key_room]: code << 32 | row */
	uint32_t	 key_room;
	uint32_t	*count;		/* [nclasses]: the node's */
	struct todo	*todo;
	uint32_t	 ntodo, todo_room;
	uint64_t	 done, total;	/* rows, for on_progress */
};

static int
bins_reserve(struct grower *g, uint32_t n)
{
	uint32_t room = n + n / 2 + 16;
	struct kdd_bins *b = &g->bins;

	if (n <= g->bins_room)
		return 0;
	free(b->code);
	free(b->count);
	b->code = malloc(room * sizeof(*b->code));
	b->count = malloc((size_t)room * g->nclasses * sizeof(*b->count));
	g->bins_room = b->code != NULL && b->count != NULL ? room : 0;
	return g->bins_room > 0 ? 0 : -1;
}

static uint32_t *
add_bin(struct grower *g, uint32_t code)
{
	struct kdd_bins *b = &g->bins;
	uint32_t *count = b->count + (size_t)b->n * g->nclasses;

	b->code[b->n++] = code;
	return count;
}

static void
add_row(const struct grower *g, uint32_t *count, uint32_t row)
{
	count[g->class[row]] += g->weight[row];
}

/* Count every code of the column, then keep those that occur. */
static int
bin_by_count(struct grower *g, const struct kdd_table_column *c,
    const uint32_t *row, uint32_t n)
{
	uint32_t k = g->nclasses, room = c->nvalues + 1;

	if (room > g->hist_room) {
		free(g->hist);
		g->hist_room = 0;
		g->hist = calloc((size_t)room * k, sizeof(*g->hist));
		if (g->hist == NULL)
			return -1;
		g->hist_room = room;
	}
	for (uint32_t i = 0; i < n; i++)
		add_row(g, g->hist + (size_t)c->code[row[i]] * k, row[i]);
	memcpy(g->bins.missing, g->hist, k * sizeof(*g->hist));
	memset(g->hist, 0, k * sizeof(*g->hist));
	for (uint32_t code = 1; code < room; code++) {
		uint32_t *h = g->hist + (size_t)code * k, any = 0;

		for (uint32_t j = 0; j < k; j++)
			any |= h[j];
		if (any == 0)
			continue;
		memcpy(add_bin(g, code), h, k * sizeof(*h));
		memset(h, 0, k * sizeof(*h));
	}
	return 0;
}

static int
by_key(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Sort the rows by code: for few rows of a column with many values. */
static int
bin_by_sort(struct grower *g, const struct kdd_table_column *c,
    const uint32_t *row, uint32_t n)
{
	uint32_t *count = NULL, last = 0;

	if (n > g->key_room) {
		free(g->key);
		g->key_room = 0;
		if ((g->key = malloc(n * sizeof(*g->key))) == NULL)
			return -1;
		g->key_room = n;
	}
	for (uint32_t i = 0; i < n; i++)
		g->key[i] = (uint64_t)c->code[row[i]] << 32 | row[i];
	qsort(g->key, n, sizeof(*g->key), by_key);
	memset(g->bins.missing, 0, g->nclasses * sizeof(*g->bins.missing));
	for (uint32_t i = 0; i < n; i++) {
		uint32_t code = (uint32_t)(g->key[i] >> 32);

		if (code == 0) {
			count = g->bins.missing;
		} else if (code != last) {
			last = code;
			count = add_bin(g, code);
			memset(count, 0, g->nclasses * sizeof(*count));
		}
		add_row(g, count, (uint32_t)g->key[i]);
	}
	return 0;
}

static int
fill_bins(struct grower *g, const struct kdd_table_column *c,
    const uint32_t *row, uint32_t n)
{
	if (bins_reserve(g, n < c->nvalues ? n : c->nvalues) == -1)
		return -1;
	g->bins.n = 0;
	if ((uint64_t)c->nvalues * g->nclasses <= 8 * (uint64_t)n)
		return bin_by_count(g, c, row, n);
	return bin_by_sort(g, c, row, n);
}

static int
find_split(struct grower *g, const struct todo *td)
{
	g->best.found = false;
	for (uint32_t i = 0; i < g->t->ncolumns; i++) {
		const struct kdd_table_column *c = &g->t->column[i];
		int rc;

		if (c->nvalues == 0)
			continue;
		if (fill_bins(g, c, g->row + td->from,
		    td->to - td->from) == -1)
			return -1;
		rc = kdd_search(&g->searcher, &g->bins, c->number, &g->best);
		if (rc == -1)
			return -1;
		if (rc == 1)
			g->best.column = i;
	}
	return 0;
}

static uint32_t
step(const struct kdd_tree *tree, const struct kdd_table_column *c,
    uint32_t i, uint32_t code)
{
	if (c->kind == KDD_CATEGORY)
		return kdd_tree_next_code(tree, i, code);
	return kdd_tree_next_number(tree, i,
	    code > 0 ? c->number[code - 1] : (double)NAN);
}

/* Rows of the left child first, each side in its old order. */
static uint32_t
partition(struct grower *g, const struct todo *td, uint32_t node)
{
	const struct kdd_table_column *c = &g->t->column[g->best.column];
	uint32_t left = td->from, n = 0;

	for (uint32_t i = td->from; i < td->to; i++) {
		uint32_t r = g->row[i];

		if (step(g->tree, c, node, c->code[r]) == node + 1)
			g->row[left++] = r;
		else
			g->scratch[n++] = r;
	}
	memcpy(g->row + left, g->scratch, n * sizeof(*g->row));
	return left;
}

static int
push(struct grower *g, struct todo td)
{
	if (g->ntodo == g->todo_room) {
		uint32_t room = g->todo_room > 0 ? g->todo_room * 2 : 64;
		void *p = realloc(g->todo, room * sizeof(*g->todo));

		if (p == NULL)
			return -1;
		g->todo = p;
		g->todo_room = room;
	}
	g->todo[g->ntodo++] = td;
	return 0;
}

/* The node's counts, and its commonest class, the first of equals. */
static uint64_t
count_rows(struct grower *g, const struct todo *td, struct kdd_node *nd)
{
	uint64_t total = 0;

	memset(g->count, 0, g->nclasses * sizeof(*g->count));
	for (uint32_t i = td->from; i < td->to; i++)
		add_row(g, g->count, g->row[i]);
	for (uint32_t k = 0; k < g->nclasses; k++) {
		total += g->count[k];
		if (g->count[k] > g->count[nd->label])
			nd->label = (uint16_t)k;
	}
	return total;
}

static bool
is_done(const struct grower *g, const struct todo *td,
    const struct kdd_node *nd, uint64_t total)
{
	return g->count[nd->label] == total || total < g->o->min_split ||
	    total < 2 * (uint64_t)g->o->min_leaf ||
	    (g->o->max_depth > 0 && td->depth >= g->o->max_depth);
}

static int
make_node(struct grower *g, const struct todo *td)
{
	struct kdd_node nd = { .test = KDD_LEAF };
	uint64_t total = count_rows(g, td, &nd);
	uint32_t node = g->tree->n, mid;

	if (td->parent != KDD_NONE)
		g->tree->node[td->parent].right = node;
	g->best.found = false;
	if (!is_done(g, td, &nd, total) && find_split(g, td) == -1)
		return -1;
	if (!g->best.found) {
		g->done += total;
		if (g->o->on_progress != NULL)
			g->o->on_progress(g->o->arg, g->done, g->total);
		return kdd_tree_add(g->tree, &nd, g->count, NULL);
	}
	nd.column = (uint16_t)g->t->column[g->best.column].column;
	nd.test = g->best.is_number ? KDD_LE : KDD_IN;
	nd.cut = g->best.is_number ? g->best.cut : 0;
	nd.missing_left = g->best.is_number && g->best.missing_left;
	nd.nset = g->best.is_number ? 0 : g->best.nset;
	if (kdd_tree_add(g->tree, &nd, g->count, g->best.set) == -1)
		return -1;
	mid = partition(g, td, node);
	if (push(g, (struct todo){ mid, td->to, node, td->depth + 1 }) == -1)
		return -1;
	return push(g, (struct todo){ td->from, mid, KDD_NONE,
	    td->depth + 1 });
}

static int
grow_all(struct grower *g)
{
	struct todo td = { 0, 0, KDD_NONE, 0 };

	g->row = malloc((g->t->nrows + 1) * sizeof(*g->row));
	g->scratch = malloc((g->t->nrows + 1) * sizeof(*g->scratch));
	g->count = malloc(g->nclasses * sizeof(*g->count));
	g->bins.missing = malloc(g->nclasses * sizeof(*g->bins.missing));
	g->bins.nclasses = g->nclasses;
	if (g->row == NULL || g->scratch == NULL || g->count == NULL ||
	    g->bins.missing == NULL ||
	    kdd_searcher_init(&g->searcher, g->o->criterion, g->nclasses,
	    g->o->min_leaf) == -1)
		return -1;
	for (uint32_t i = 0; i < g->t->nrows; i++)
		if (g->weight[i] > 0) {
			g->row[td.to++] = i;
			g->total += g->weight[i];
		}
	if (push(g, td) == -1)
		return -1;
	while (g->ntodo > 0) {
		td = g->todo[--g->ntodo];
		if (make_node(g, &td) == -1)
			return -1;
	}
	return 0;
}

int
kdd_grow(struct kdd_tree *tree, const struct kdd_table *t,
    const uint16_t *class, uint32_t nclasses, const uint32_t *weight,
    const struct kdd_grow_options *o)
{
	struct grower g = { .t = t, .class = class, .weight = weight,
	    .nclasses = nclasses, .o = o, .tree = tree };
	int rc;

	kdd_tree_init(tree, nclasses);
	if ((rc = grow_all(&g)) == -1)
		kdd_tree_release(tree);
	kdd_searcher_release(&g.searcher);
	free(g.best.set);
	free(g.row);
	free(g.scratch);
	free(g.count);
	free(g.bins.missing);
	free(g.bins.code);
	free(g.bins.count);
	free(g.hist);
	free(g.key);
	free(g.todo);
	return rc;
}

uint32_t
kdd_grow_leaf(const struct kdd_tree *tree, const struct kdd_table *t,
    uint32_t i)
{
	uint32_t at = 0, k = 0;

	while (tree->node[at].test != KDD_LEAF) {
		/* feature columns keep the schema's order */
		for (k = 0; t->column[k].column != tree->node[at].column; k++)
			continue;
		at = step(tree, &t->column[k], at, t->column[k].code[i]);
	}
	return at;
}
