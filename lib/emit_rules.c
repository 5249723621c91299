#include "emit_rules.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"
#include "verdict.h"

struct leaf {
	uint64_t	 rows;
	uint32_t	 node;
};

struct rules {
	const struct kdd_model *model;	/* borrowed; the rest is owned */
	struct leaf	*leaf;		/* [leaves], in the order of output */
	uint32_t	*parent;	/* [nodes] */
	uint32_t	*path;		/* [nodes]: from the root to a leaf */
	uint32_t	 steps;		/* of the path: its inner nodes */
	uint32_t	*said;		/* [columns]: the last leaf whose rule
					   has it; 0, the root, is none */
	uint32_t	*code;		/* [nvalue]: codes of one condition */
};

/* Could it be taken for a part of a rule? */
static bool
is_part(const char *s)
{
	static const char *const words[] = { "always", "and", "if", "in",
		"missing", "not", "or", "unseen" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return strpbrk(s, "(){},<=>") != NULL;
}

static void
add_word(struct kdd_buf *b, const char *s)
{
	if (is_part(s))
		kdd_token_quote(b, s);
	else
		kdd_token_add(b, s);
}

/* A column must not look like a number beside its cuts. */
static void
add_column(struct kdd_buf *b, const struct kdd_model *m, uint32_t c)
{
	const char *name = m->schema.column[c].name;

	if (*name != '\0' && strchr("+-.0123456789", *name) != NULL)
		kdd_token_quote(b, name);
	else
		add_word(b, name);
}

static void
add_number(const struct rules *r, struct kdd_buf *b, uint32_t c)
{
	const struct kdd_tree *t = &r->model->tree;
	double lo = -(double)INFINITY, hi = (double)INFINITY;
	bool missing = true;

	for (uint32_t i = 0; i < r->steps; i++) {
		uint32_t at = r->path[i], next = r->path[i + 1];
		double cut = t->node[at].cut;

		if (t->node[at].column != c)
			continue;
		if (next == at + 1)
			hi = cut < hi ? cut : hi;
		else
			lo = cut > lo ? cut : lo;
		if (kdd_tree_next_number(t, at, (double)NAN) != next)
			missing = false;
	}
	kdd_buf_puts(b, missing ? "(" : "");
	if (isfinite(lo) && isfinite(hi)) {
		kdd_buf_num(b, lo);
		kdd_buf_puts(b, " < ");
	}
	add_column(b, r->model, c);
	kdd_buf_puts(b, isfinite(hi) ? " <= " : " > ");
	kdd_buf_num(b, isfinite(hi) ? hi : lo);
	kdd_buf_puts(b, missing ? " or missing)" : "");
}

/* Does every test of column c send this code along the path? */
static bool
passes(const struct rules *r, uint32_t c, uint32_t code)
{
	const struct kdd_tree *t = &r->model->tree;

	for (uint32_t i = 0; i < r->steps; i++)
		if (t->node[r->path[i]].column == c &&
		    kdd_tree_next_code(t, r->path[i], code) != r->path[i + 1])
			return false;
	return true;
}

static int
compare_codes(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/*
 * Put into r->code, ascending, the codes that do not end where a missing
 * value does.  Only those in a set of the path can be such.
 */
static uint32_t
find_codes(const struct rules *r, uint32_t c, bool missing)
{
	const struct kdd_tree *t = &r->model->tree;
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i < r->steps; i++) {
		const struct kdd_node *nd = &t->node[r->path[i]];

		if (nd->column != c)
			continue;
		memcpy(r->code + n, t->value + nd->set,
		    nd->nset * sizeof(*r->code));
		n += nd->nset;
	}
	qsort(r->code, n, sizeof(*r->code), compare_codes);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t code = r->code[i];

		if ((kept == 0 || code != r->code[kept - 1]) &&
		    passes(r, c, code) != missing)
			r->code[kept++] = code;
	}
	return kept;
}

static void
add_category(const struct rules *r, struct kdd_buf *b, uint32_t c)
{
	const struct kdd_dict *values = &r->model->values[c];
	bool missing = passes(r, c, 0);
	uint32_t n = find_codes(r, c, missing);

	if (missing && n == values->n) {
		kdd_buf_char(b, '(');
		add_column(b, r->model, c);
		kdd_buf_puts(b, " missing or unseen)");
		return;
	}
	add_column(b, r->model, c);
	kdd_buf_puts(b, missing ? " not in {" : " in {");
	for (uint32_t i = 0; i < n; i++) {
		kdd_buf_puts(b, i > 0 ? ", " : "");
		add_word(b, kdd_dict_key(values, r->code[i] - 1));
	}
	kdd_buf_char(b, '}');
}

/* The columns in the order in which the path comes to them. */
static void
add_conditions(struct rules *r, struct kdd_buf *b)
{
	const struct kdd_tree *t = &r->model->tree;
	uint32_t leaf = r->path[r->steps];

	if (r->steps == 0)
		kdd_buf_puts(b, " always");
	for (uint32_t i = 0; i < r->steps; i++) {
		const struct kdd_node *nd = &t->node[r->path[i]];

		if (r->said[nd->column] == leaf)
			continue;
		r->said[nd->column] = leaf;
		kdd_buf_puts(b, i == 0 ? " if " : " and ");
		if (nd->test == KDD_LE)
			add_number(r, b, nd->column);
		else
			add_category(r, b, nd->column);
	}
}

static void
find_path(struct rules *r, uint32_t leaf)
{
	uint32_t n = 0;

	for (uint32_t at = leaf; at != 0; at = r->parent[at])
		n++;
	r->steps = n;
	for (uint32_t at = leaf; at != 0; at = r->parent[at])
		r->path[n--] = at;
	r->path[0] = 0;
}

static void
add_rule(struct rules *r, struct kdd_buf *b, const struct leaf *leaf)
{
	const struct kdd_model *m = r->model;

	find_path(r, leaf->node);
	kdd_buf_u64(b, leaf->rows);
	kdd_buf_puts(b, leaf->rows == 1 ? " row: " : " rows: ");
	add_word(b, m->classes.name[m->tree.node[leaf->node].label]);
	kdd_buf_char(b, ' ');
	kdd_score_add(b, &m->tree, leaf->node);
	add_conditions(r, b);
	kdd_buf_char(b, '\n');
}

static int
compare_leaves(const void *a, const void *b)
{
	const struct leaf *x = a, *y = b;

	if (x->rows != y->rows)
		return x->rows < y->rows ? 1 : -1;
	return (x->node > y->node) - (x->node < y->node);
}

/* Parents, and the leaves in their order.  Returns how many leaves. */
static uint32_t
survey(struct rules *r)
{
	const struct kdd_tree *t = &r->model->tree;
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test == KDD_LEAF)
			r->leaf[n++] = (struct leaf){ kdd_tree_rows(t, i), i };
		else
			r->parent[i + 1] = r->parent[t->node[i].right] = i;
	qsort(r->leaf, n, sizeof(*r->leaf), compare_leaves);
	return n;
}

void
kdd_emit_rules(struct kdd_buf *b, const struct kdd_model *m)
{
	const struct kdd_tree *t = &m->tree;
	struct rules r = { .model = m };
	uint32_t n;

	r.leaf = calloc(kdd_tree_leaves(t), sizeof(*r.leaf));
	r.parent = calloc(t->n, sizeof(*r.parent));
	r.path = calloc(t->n, sizeof(*r.path));
	r.said = calloc(m->schema.ncolumns, sizeof(*r.said));
	r.code = calloc(t->nvalue + (size_t)1, sizeof(*r.code));
	if (r.leaf == NULL || r.parent == NULL || r.path == NULL ||
	    r.said == NULL || r.code == NULL) {
		b->failed = true;
	} else {
		n = survey(&r);
		for (uint32_t i = 0; i < n; i++)
			add_rule(&r, b, &r.leaf[i]);
	}
	free(r.leaf);
	free(r.parent);
	free(r.path);
	free(r.said);
	free(r.code);
}
