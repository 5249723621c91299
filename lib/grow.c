#include "grow.h"

#include <stdlib.h>
#include <string.h>

#include "candidate.h"

/* A node still to be made: a run of rows to learn from, one of others. */
struct todo {
	uint32_t from, to;	/* row[from .. to) */
	uint32_t rider, riders;	/* rider[rider .. riders) */
	uint32_t parent;	/* whose right child it is, or KDD_NONE */
	uint32_t depth;
	uint32_t nconstant;	/* of the candidates' columns */
	struct kdd_counted hist;
};

struct grower {
	const struct kdd_table *t;
	const uint16_t	*class;
	const uint32_t	*weight;
	uint32_t	 nclasses;
	const struct kdd_grow_options *o;
	struct kdd_tree	*tree;
	uint32_t	*leaf;
	struct kdd_candidates c;
	uint32_t	*row, *rider;		/* [nrows] */
	uint32_t	*scratch;		/* [nrows] */
	uint8_t		*inside;		/* [most values + 1], zero */
	uint32_t	*count;			/* [nclasses]: the node's */
	uint32_t	*children;		/* [2 * nclasses]: theirs */
	struct todo	*todo;
	uint32_t	*counts;	/* [todo_room * nclasses]: the rows of
					   each in todo, by class */
	uint32_t	 ntodo, todo_room;
	size_t		 waiting;		/* counts of nodes in todo */
	uint64_t	 done, total;		/* rows, for on_progress */
};

/* What the rows of a column do at a split. */
struct side {
	const struct kdd_codes *code;
	uint32_t last;		/* codes 1 to last go left, */
	const uint8_t *inside;	/* or, if not NULL, those with a 1 here */
	uint32_t missing;	/* 1: code 0 goes left */
};

/* Inlined with a constant width: left rows to the front, others apart. */
static inline uint32_t
part(const struct side *s, uint32_t width, uint32_t *row, uint32_t n,
    uint32_t *restrict scratch)
{
	const struct kdd_codes c = { .p = s->code->p, .width = width };
	const uint8_t *inside = s->inside;
	uint32_t left = 0, right = 0, last = s->last, missing = s->missing;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t r = row[i], code = kdd_codes_at(&c, r);
		uint32_t is_left = inside != NULL ? inside[code] :
		    (code - 1 < last) | (missing & (code == 0));

		row[left] = r;
		scratch[right] = r;
		left += is_left;
		right += 1 - is_left;
	}
	return left;
}

/* Rows of the left child first, each side in its old order. */
static uint32_t
partition(const struct side *s, uint32_t *row, uint32_t n, uint32_t *scratch)
{
	uint32_t left = s->code->width == 1 ? part(s, 1, row, n, scratch) :
	    s->code->width == 2 ? part(s, 2, row, n, scratch) :
	    part(s, 4, row, n, scratch);

	memcpy(row + left, scratch, (n - left) * sizeof(*row));
	return left;
}

/* Let *td, which is being split, have its rows in place; two children. */
static void
divide(struct grower *g, const struct todo *td, struct todo *left,
    struct todo *right)
{
	const struct kdd_split *best = &g->c.best;
	const struct kdd_table_column *c = &g->t->column[best->column];
	struct side s = { .code = &c->code, .missing = best->missing_left };

	if (best->is_number)
		s.last = kdd_numbers_below(&c->numbers, best->cut);
	else
		s.inside = g->inside;
	for (uint32_t i = 0; !best->is_number && i < best->nset; i++)
		g->inside[best->set[i]] = 1;
	*left = *right = *td;
	left->parent = KDD_NONE;
	left->depth = ++right->depth;
	left->to = right->from = td->from + partition(&s, g->row + td->from,
	    td->to - td->from, g->scratch);
	left->riders = right->rider = td->rider + partition(&s,
	    g->rider + td->rider, td->riders - td->rider, g->scratch);
	for (uint32_t i = 0; !best->is_number && i < best->nset; i++)
		g->inside[best->set[i]] = 0;
}

static int
push(struct grower *g, const struct todo *td, const uint32_t *count)
{
	if (g->ntodo == g->todo_room) {
		uint32_t room = g->todo_room > 0 ? g->todo_room * 2 : 64;
		void *p = realloc(g->todo, room * sizeof(*g->todo));

		if (p == NULL)
			return -1;
		g->todo = p;
		p = realloc(g->counts, (size_t)room * g->nclasses *
		    sizeof(*g->counts));
		if (p == NULL)
			return -1;
		g->counts = p;
		g->todo_room = room;
	}
	memcpy(g->counts + (size_t)g->ntodo * g->nclasses, count,
	    g->nclasses * sizeof(*count));
	g->todo[g->ntodo++] = *td;
	return 0;
}

/* Get the node's rows together, unless they are. */
static void
read_rows(struct grower *g, const struct todo *td)
{
	const uint32_t *row = g->row + td->from;
	uint32_t n = td->to - td->from;

	if (g->c.rows.row != row || g->c.rows.n != n)
		kdd_candidates_rows(&g->c, row, n, g->class, g->weight, NULL);
}

static void
count_rows(struct grower *g, const struct todo *td, uint32_t *count)
{
	read_rows(g, td);
	memset(count, 0, g->nclasses * sizeof(*count));
	for (uint32_t i = 0; i < g->c.rows.n; i++)
		count[g->c.rows.class[i]] += g->c.rows.weight[i];
}

static bool
is_done(const struct grower *g, const struct todo *td, const uint32_t *count)
{
	uint64_t total = kdd_gain_rows(count, g->nclasses);
	uint32_t most = 0;

	for (uint32_t k = 0; k < g->nclasses; k++)
		most = count[k] > most ? count[k] : most;
	return most == total || total < g->o->min_split ||
	    total < 2 * (uint64_t)g->o->min_leaf ||
	    (g->o->max_depth > 0 && td->depth >= g->o->max_depth);
}

static int
make_leaf(struct grower *g, const struct todo *td)
{
	struct kdd_node nd = { .test = KDD_LEAF };

	for (uint32_t i = td->from; i < td->to; i++)
		g->leaf[g->row[i]] = g->tree->n;
	for (uint32_t i = td->rider; i < td->riders; i++)
		g->leaf[g->rider[i]] = g->tree->n;
	g->done += kdd_gain_rows(g->count, g->nclasses);
	if (g->o->on_progress != NULL)
		g->o->on_progress(g->o->arg, g->done, g->total);
	return kdd_tree_add(g->tree, &nd, g->count, NULL);
}

static int
add_node(struct grower *g)
{
	const struct kdd_split *best = &g->c.best;
	struct kdd_node nd = {
	    .column = (uint16_t)g->t->column[best->column].column,
	    .test = best->is_number ? KDD_LE : KDD_IN,
	    .cut = best->is_number ? best->cut : 0,
	    .missing_left = best->is_number && best->missing_left,
	    .nset = best->is_number ? 0 : best->nset };

	return kdd_tree_add(g->tree, &nd, g->count, best->set);
}

/*
 * Count the smaller child and let the node's histograms, less those, be the
 * larger one's, where that is worth it.  The rows by class of the children
 * are set, left's first.
 */
static int
count_children(struct grower *g, struct todo *td, struct todo *left,
    struct todo *right, uint32_t *count)
{
	bool swap = left->to - left->from > right->to - right->from;
	struct todo *small = swap ? right : left;
	struct todo *large = swap ? left : right;
	uint32_t *few = count + (swap ? g->nclasses : 0);
	uint32_t *many = count + (swap ? 0 : g->nclasses);

	g->c.rows.n = 0;	/* they have changed places */
	count_rows(g, small, few);
	for (uint32_t k = 0; k < g->nclasses; k++)
		many[k] = g->count[k] - few[k];
	left->hist = right->hist = (struct kdd_counted){ 0 };
	if (td->hist.hist == NULL || is_done(g, large, many))
		return 0;
	return kdd_candidates_divide(&g->c, &td->hist,
	    large->to - large->from, td->nconstant, &small->hist,
	    &large->hist);
}

static void
drop_hist(struct kdd_counted *h)
{
	free(h->hist);
	*h = (struct kdd_counted){ 0 };
}

/* The node is split: its children are to be made next. */
static int
push_children(struct grower *g, struct todo *td, uint32_t node)
{
	uint32_t *count = g->children;
	struct todo left, right;
	int rc;

	divide(g, td, &left, &right);
	right.parent = node;
	rc = count_children(g, td, &left, &right, count);
	if (g->waiting + right.hist.size > KDD_HIST_MAX)
		drop_hist(&right.hist);
	g->waiting += right.hist.size;
	if (push(g, &right, count + g->nclasses) == -1) {
		drop_hist(&right.hist);
		rc = -1;
	}
	if (rc == -1 || push(g, &left, count) == -1) {
		drop_hist(&left.hist);
		return -1;
	}
	return 0;
}

/* The node on top of the stack, taken off it; its counts are still there. */
static int
make_node(struct grower *g, struct todo *td)
{
	uint32_t node = g->tree->n;

	memcpy(g->count, g->counts + (size_t)g->ntodo * g->nclasses,
	    g->nclasses * sizeof(*g->count));
	if (td->parent != KDD_NONE)
		g->tree->node[td->parent].right = node;
	if (is_done(g, td, g->count))
		return make_leaf(g, td);
	read_rows(g, td);
	if (kdd_candidates_find(&g->c, g->count, &td->hist,
	    &td->nconstant) == -1)
		return -1;
	if (!g->c.best.found)
		return make_leaf(g, td);
	return add_node(g) == -1 ? -1 : push_children(g, td, node);
}

static int
allocate(struct grower *g)
{
	size_t n = g->t->nrows + (size_t)1;

	g->row = malloc(n * sizeof(*g->row));
	g->rider = malloc(n * sizeof(*g->rider));
	g->scratch = malloc(n * sizeof(*g->scratch));
	g->count = malloc(3 * (size_t)g->nclasses * sizeof(*g->count));
	if (g->row == NULL || g->rider == NULL || g->scratch == NULL ||
	    g->count == NULL || kdd_candidates_init(&g->c, g->t, g->nclasses,
	    &g->o->measure, g->o->min_leaf) == -1)
		return -1;
	g->children = g->count + g->nclasses;
	g->inside = calloc(g->c.most_values + (size_t)1, 1);
	return g->inside != NULL ? 0 : -1;
}

/* The root's rows, and its histograms if few rows are not among them. */
static int
start(struct grower *g, struct todo *td)
{
	uint32_t less = 0;

	for (uint32_t i = 0; i < g->t->nrows; i++) {
		if (g->weight[i] != g->t->weight[i])
			g->scratch[less++] = i;
		if (g->weight[i] > 0)
			g->row[td->to++] = i;
		else
			g->rider[td->riders++] = i;
		g->total += g->weight[i];
	}
	if (g->o->whole.hist == NULL || less > g->t->nrows / 2)
		return 0;
	kdd_candidates_rows(&g->c, g->scratch, less, g->class, g->t->weight,
	    g->weight);
	return kdd_candidates_root(&g->c, &g->o->whole, &td->hist);
}

static int
grow_all(struct grower *g)
{
	struct todo td = { .parent = KDD_NONE };
	int rc = 0;

	if (allocate(g) == -1 || start(g, &td) == -1)
		return -1;
	g->c.rows.n = 0;
	count_rows(g, &td, g->count);
	if (push(g, &td, g->count) == -1) {
		drop_hist(&td.hist);
		return -1;
	}
	while (g->ntodo > 0 && rc == 0) {
		td = g->todo[--g->ntodo];
		if (td.parent != KDD_NONE)
			g->waiting -= td.hist.size;
		rc = make_node(g, &td);
		drop_hist(&td.hist);
	}
	return rc;
}

int
kdd_grow_whole(struct kdd_counted *whole, const struct kdd_table *t,
    const uint16_t *class, uint32_t nclasses)
{
	uint32_t *row = malloc((t->nrows + (size_t)1) * sizeof(*row));
	struct kdd_measure m = { KDD_GINI, NULL };
	struct kdd_candidates c;
	int rc = kdd_candidates_init(&c, t, nclasses, &m, 1);

	*whole = (struct kdd_counted){ 0 };
	if (row == NULL)
		rc = -1;
	for (uint32_t i = 0; i < t->nrows && rc == 0; i++)
		row[i] = i;
	if (rc == 0) {
		kdd_candidates_rows(&c, row, t->nrows, class, t->weight, NULL);
		rc = kdd_candidates_count(&c, whole);
	}
	kdd_candidates_release(&c);
	free(row);
	return rc;
}

int
kdd_grow(struct kdd_tree *tree, const struct kdd_table *t,
    const uint16_t *class, uint32_t nclasses, const uint32_t *weight,
    const struct kdd_grow_options *o, uint32_t *leaf)
{
	struct grower g = { .t = t, .class = class, .weight = weight,
	    .nclasses = nclasses, .o = o, .tree = tree, .leaf = leaf };
	int rc;

	kdd_tree_init(tree, nclasses);
	if ((rc = grow_all(&g)) == -1)
		kdd_tree_release(tree);
	kdd_candidates_release(&g.c);
	while (g.ntodo > 0)
		drop_hist(&g.todo[--g.ntodo].hist);
	free(g.row);
	free(g.rider);
	free(g.scratch);
	free(g.inside);
	free(g.count);
	free(g.todo);
	free(g.counts);
	return rc;
}
