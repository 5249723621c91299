#include "why.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"

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

void
kdd_why_word(struct kdd_buf *b, const char *s)
{
	if (is_part(s))
		kdd_token_quote(b, s);
	else
		kdd_token_add(b, s);
}

void
kdd_why_column(struct kdd_buf *b, const struct kdd_model *m, uint32_t c)
{
	const char *name = m->schema.column[c].name;

	if (*name != '\0' && strchr("+-.0123456789", *name) != NULL)
		kdd_token_quote(b, name);
	else
		kdd_why_word(b, name);
}

static void
add_number(const struct kdd_why *w, struct kdd_buf *b, uint32_t c)
{
	const struct kdd_tree *t = &w->model->tree;
	double lo = -(double)INFINITY, hi = (double)INFINITY;
	bool missing = true;

	for (uint32_t i = 0; i < w->steps; i++) {
		uint32_t at = w->path[i], next = w->path[i + 1];
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
	kdd_why_column(b, w->model, c);
	kdd_buf_puts(b, isfinite(hi) ? " <= " : " > ");
	kdd_buf_num(b, isfinite(hi) ? hi : lo);
	kdd_buf_puts(b, missing ? " or missing)" : "");
}

/* Does every test of column c send this code along the path? */
static bool
passes(const struct kdd_why *w, uint32_t c, uint32_t code)
{
	const struct kdd_tree *t = &w->model->tree;

	for (uint32_t i = 0; i < w->steps; i++)
		if (t->node[w->path[i]].column == c &&
		    kdd_tree_next_code(t, w->path[i], code) != w->path[i + 1])
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
 * Put into w->code, ascending, the codes that do not end where a missing
 * value does.  Only those in a set of the path can be such.
 */
static uint32_t
find_codes(const struct kdd_why *w, uint32_t c, bool missing)
{
	const struct kdd_tree *t = &w->model->tree;
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i < w->steps; i++) {
		const struct kdd_node *nd = &t->node[w->path[i]];

		if (nd->column != c)
			continue;
		memcpy(w->code + n, t->value + nd->set,
		    nd->nset * sizeof(*w->code));
		n += nd->nset;
	}
	qsort(w->code, n, sizeof(*w->code), compare_codes);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t code = w->code[i];

		if ((kept == 0 || code != w->code[kept - 1]) &&
		    passes(w, c, code) != missing)
			w->code[kept++] = code;
	}
	return kept;
}

static void
add_category(const struct kdd_why *w, struct kdd_buf *b, uint32_t c)
{
	const struct kdd_dict *values = &w->model->values[c];
	bool missing = passes(w, c, 0);
	uint32_t n = find_codes(w, c, missing);

	if (missing && n == values->n) {
		kdd_buf_char(b, '(');
		kdd_why_column(b, w->model, c);
		kdd_buf_puts(b, " missing or unseen)");
		return;
	}
	kdd_why_column(b, w->model, c);
	kdd_buf_puts(b, missing ? " not in {" : " in {");
	for (uint32_t i = 0; i < n; i++) {
		kdd_buf_puts(b, i > 0 ? ", " : "");
		kdd_why_word(b, kdd_dict_key(values, w->code[i] - 1));
	}
	kdd_buf_char(b, '}');
}

int
kdd_why_init(struct kdd_why *w, const struct kdd_model *model)
{
	const struct kdd_tree *t = &model->tree;

	*w = (struct kdd_why){ .model = model };
	w->parent = calloc(t->n, sizeof(*w->parent));
	w->path = calloc(t->n, sizeof(*w->path));
	w->said = calloc(model->schema.ncolumns, sizeof(*w->said));
	w->code = calloc(t->nvalue + (size_t)1, sizeof(*w->code));
	if (w->parent == NULL || w->path == NULL || w->said == NULL ||
	    w->code == NULL)
		return -1;
	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test != KDD_LEAF)
			w->parent[i + 1] = w->parent[t->node[i].right] = i;
	return 0;
}

void
kdd_why_start(struct kdd_why *w, uint32_t node)
{
	uint32_t n = 0;

	for (uint32_t at = node; at != 0; at = w->parent[at])
		n++;
	w->steps = n;
	for (uint32_t at = node; at != 0; at = w->parent[at])
		w->path[n--] = at;
	w->path[0] = 0;
	w->next = 0;
	w->round++;
}

bool
kdd_why_next(struct kdd_why *w, struct kdd_buf *b)
{
	while (w->next < w->steps) {
		const struct kdd_node *nd =
		    &w->model->tree.node[w->path[w->next++]];

		if (w->said[nd->column] == w->round)
			continue;
		w->said[nd->column] = w->round;
		if (nd->test == KDD_LE)
			add_number(w, b, nd->column);
		else
			add_category(w, b, nd->column);
		return true;
	}
	return false;
}

void
kdd_why_release(struct kdd_why *w)
{
	free(w->parent);
	free(w->path);
	free(w->said);
	free(w->code);
	*w = (struct kdd_why){ 0 };
}
