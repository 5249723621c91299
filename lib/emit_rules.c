#include "emit_rules.h"

#include <stdlib.h>

#include "verdict.h"
#include "why.h"

struct leaf {
	uint64_t	 rows;
	uint32_t	 node;
};

static void
add_rule(struct kdd_why *w, struct kdd_buf *b, const struct leaf *leaf)
{
	const struct kdd_model *m = w->model;
	const char *before = " if ";

	kdd_buf_u64(b, leaf->rows);
	kdd_buf_puts(b, leaf->rows == 1 ? " row: " : " rows: ");
	kdd_why_word(b, m->classes.name[m->tree.node[leaf->node].label]);
	kdd_buf_char(b, ' ');
	kdd_score_add(b, &m->tree, leaf->node);
	kdd_why_start(w, leaf->node);
	if (w->steps == 0)
		kdd_buf_puts(b, " always");
	for (uint32_t i = 0; i < w->steps; i++) {
		size_t n = b->n;

		kdd_buf_puts(b, before);
		if (!kdd_why_next(w, b)) {
			b->n = n;
			break;
		}
		before = " and ";
	}
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

/* The leaves in their order.  Returns how many. */
static uint32_t
find_leaves(const struct kdd_tree *t, struct leaf *leaf)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test == KDD_LEAF)
			leaf[n++] = (struct leaf){ kdd_tree_rows(t, i), i };
	qsort(leaf, n, sizeof(*leaf), compare_leaves);
	return n;
}

void
kdd_emit_rules_first(struct kdd_buf *b, const struct kdd_model *m,
    uint32_t max)
{
	struct leaf *leaf = calloc(kdd_tree_leaves(&m->tree), sizeof(*leaf));
	struct kdd_why why;
	uint32_t n;

	if (kdd_why_init(&why, m) == -1 || leaf == NULL) {
		b->failed = true;
	} else {
		n = find_leaves(&m->tree, leaf);
		for (uint32_t i = 0; i < n && i < max; i++)
			add_rule(&why, b, &leaf[i]);
	}
	kdd_why_release(&why);
	free(leaf);
}

void
kdd_emit_rules(struct kdd_buf *b, const struct kdd_model *m)
{
	kdd_emit_rules_first(b, m, UINT32_MAX);
}
