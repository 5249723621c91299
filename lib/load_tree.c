/* The lines of a model's tree: nodes in preorder, each with its depth. */
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "num.h"

static int
start_tree(struct kdd_loader *l)
{
	uint32_t n = l->m->classes.n;

	kdd_tree_init(&l->m->tree, n);
	l->count = calloc(n, sizeof(*l->count));
	return l->count != NULL ? 0 : kdd_load_no_memory(l);
}

static int
read_set(struct kdd_loader *l, struct kdd_node *nd)
{
	const struct kdd_dict *d = &l->m->values[nd->column];
	uint32_t id;
	char *w;
	void *p;

	nd->test = KDD_IN;
	while (*l->rest != '\0') {
		if (kdd_load_word(l, &w) == -1)
			return -1;
		if ((id = kdd_dict_find(d, w, strlen(w))) == KDD_NONE)
			return kdd_load_bad(l,
			    "a set holds a value that its column "
			    "has not");
		if (nd->nset == l->set_room) {
			l->set_room = l->set_room > 0 ? l->set_room * 2 : 16;
			p = realloc(l->set, l->set_room * sizeof(*l->set));
			if (p == NULL)
				return kdd_load_no_memory(l);
			l->set = p;
		}
		l->set[nd->nset++] = id + 1;
	}
	return 0;
}

static int
read_cut(struct kdd_loader *l, struct kdd_node *nd)
{
	char *cut, *side;

	nd->test = KDD_LE;
	if (kdd_load_word(l, &cut) == -1 || kdd_load_word(l, &side) == -1)
		return -1;
	if (kdd_num_parse(cut, strlen(cut), &nd->cut) == -1)
		return kdd_load_bad(l, "a cut that is not a number");
	nd->missing_left = strcmp(side, "left") == 0;
	if (!nd->missing_left && strcmp(side, "right") != 0)
		return kdd_load_bad(l,
		    "missing values go neither left nor right");
	return 0;
}

static int
read_test(struct kdd_loader *l, struct kdd_node *nd)
{
	const struct kdd_schema *s = &l->m->schema;
	char *name, *op;
	uint32_t column;

	if (kdd_load_word(l, &name) == -1 || kdd_load_word(l, &op) == -1)
		return -1;
	column = kdd_dict_find(&l->columns, name, strlen(name));
	if (column == KDD_NONE)
		return kdd_load_bad(l, "no such column");
	nd->column = (uint16_t)column;
	if (strcmp(op, "<=") == 0 && s->column[column].kind == KDD_NUMBER)
		return read_cut(l, nd);
	if (strcmp(op, "in") == 0 && s->column[column].kind == KDD_CATEGORY)
		return read_set(l, nd);
	return kdd_load_bad(l, "a test that does not fit its column");
}

/* Find the new node's place in the tree: a child of the last open node. */
static int
place_node(struct kdd_loader *l, uint64_t depth, bool leaf)
{
	struct kdd_tree *t = &l->m->tree;
	struct kdd_open_node *top;
	uint32_t expected = 0;
	void *p;

	if (t->n > 0 && l->nopen == 0)
		return kdd_load_bad(l, "a node after the tree's end");
	if (t->n > 0) {
		top = l->open + l->nopen - 1;
		expected = top->depth + 1;
		if (top->node + 1 != t->n) {
			t->node[top->node].right = t->n;
			l->nopen--;
		}
	}
	if (depth != expected)
		return kdd_load_bad(l,
		    "a node's depth is not its parent's and one");
	if (leaf)
		return 0;
	if (l->nopen == l->open_room) {
		l->open_room = l->open_room > 0 ? l->open_room * 2 : 64;
		p = realloc(l->open, l->open_room * sizeof(*l->open));
		if (p == NULL)
			return kdd_load_no_memory(l);
		l->open = p;
	}
	l->open[l->nopen++] = (struct kdd_open_node){ t->n, expected };
	return 0;
}

int
kdd_load_node(struct kdd_loader *l, bool leaf)
{
	struct kdd_node nd = { .test = KDD_LEAF };
	uint32_t class;
	uint64_t depth, v;

	if (l->count == NULL && start_tree(l) == -1)
		return -1;
	if (kdd_load_u64(l, UINT32_MAX, &depth) == -1 ||
	    kdd_load_class(l, &class) == -1)
		return -1;
	nd.label = (uint16_t)class;
	for (uint32_t k = 0; k < l->m->classes.n; k++) {
		if (kdd_load_u64(l, UINT32_MAX, &v) == -1)
			return -1;
		l->count[k] = (uint32_t)v;
	}
	if (!leaf && read_test(l, &nd) == -1)
		return -1;
	if (place_node(l, depth, leaf) == -1)
		return -1;
	if (kdd_tree_add(&l->m->tree, &nd, l->count, l->set) == -1)
		return kdd_load_no_memory(l);
	return 0;
}
