#include "emit_sql.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "utf8.h"
#include "verdict.h"

#define NAME_MAX_BYTES 63	/* that PostgreSQL tells apart */
#define DEPTH_MAX 12		/* of CASEs; SQLite's parser bears about 18 */

struct emit {
	struct kdd_buf	*b;
	const struct kdd_model *m;
	uint32_t	*step;		/* [nodes]: that starts there, from 1
					   on; 0: none does */
};

static int
check_text(const char *what, const char *s, struct kdd_error *e)
{
	char shown[KDD_SHOW_MAX];

	if (kdd_utf8_ok(s))
		return 0;
	return kdd_error_set(e, 0, "the %s %s is not UTF-8", what,
	    kdd_error_show(shown, sizeof(shown), s, strlen(s)));
}

static int
check_column(const struct kdd_model *m, uint32_t c, struct kdd_error *e)
{
	const char *name = m->schema.column[c].name;

	if (check_text("column name", name, e) == -1)
		return -1;
	if (strlen(name) > NAME_MAX_BYTES)
		return kdd_error_set(e, 0, "the column name \"%.20s...\" is "
		    "longer than %d bytes", name, NAME_MAX_BYTES);
	for (uint32_t v = 0; v < m->values[c].n; v++)
		if (check_text("value", kdd_dict_key(&m->values[c], v),
		    e) == -1)
			return -1;
	return 0;
}

int
kdd_emit_sql_check(const struct kdd_model *m, struct kdd_error *e)
{
	for (uint32_t k = 0; k < m->classes.n; k++)
		if (check_text("class", m->classes.name[k], e) == -1)
			return -1;
	for (uint32_t c = 0; c < m->schema.ncolumns; c++)
		if (check_column(m, c, e) == -1)
			return -1;
	return 0;
}

/* An identifier or a literal: the quote doubled, nothing else is special. */
static void
add_quoted(struct kdd_buf *b, char quote, const char *s)
{
	kdd_buf_char(b, quote);
	for (; *s != '\0'; s++) {
		if (*s == quote)
			kdd_buf_char(b, quote);
		kdd_buf_char(b, *s);
	}
	kdd_buf_char(b, quote);
}

/* With an exponent it is a double everywhere. */
static void
add_double(struct kdd_buf *b, double v)
{
	char text[KDD_NUM_MAX];
	size_t n = kdd_num_print(text, v);

	kdd_buf_add(b, text, n);
	if (memchr(text, 'e', n) == NULL)
		kdd_buf_puts(b, "e0");
}

/* The table's own column: SQLite takes a name it does not know for a text. */
static void
add_column(const struct emit *e, uint32_t c)
{
	kdd_buf_puts(e->b, "c.");
	add_quoted(e->b, '"', e->m->schema.column[c].name);
}

static void
add_test(const struct emit *e, const struct kdd_node *nd)
{
	const struct kdd_dict *values = &e->m->values[nd->column];

	if (nd->test == KDD_LE) {
		if (nd->missing_left) {
			kdd_buf_puts(e->b, "COALESCE(");
			add_column(e, nd->column);
			kdd_buf_puts(e->b, " <= ");
			add_double(e->b, nd->cut);
			kdd_buf_puts(e->b, ", 1 = 1)");
			return;
		}
		add_column(e, nd->column);
		kdd_buf_puts(e->b, " <= ");
		add_double(e->b, nd->cut);
		return;
	}
	add_column(e, nd->column);
	for (uint32_t k = 0; k < nd->nset; k++) {
		kdd_buf_puts(e->b, k == 0 ? " IN (" : ", ");
		add_quoted(e->b, '\'', kdd_dict_key(values,
		    e->m->tree.value[nd->set + k] - 1));
	}
	kdd_buf_char(e->b, ')');
}

static void
add_indent(const struct emit *e, uint32_t depth)
{
	for (uint32_t i = 0; i < depth + 2; i++)
		kdd_buf_puts(e->b, "  ");
}

/* The number of the leaf, or of the node where the next step starts. */
static void
add_node(const struct emit *e, uint32_t i, uint32_t depth, uint32_t step)
{
	const struct kdd_node *nd = &e->m->tree.node[i];

	if (nd->test == KDD_LEAF || depth == DEPTH_MAX) {
		kdd_buf_u64(e->b, i);
		if (nd->test != KDD_LEAF)
			e->step[i] = step + 1;
		return;
	}
	kdd_buf_puts(e->b, "CASE WHEN ");
	add_test(e, nd);
	kdd_buf_char(e->b, '\n');
	add_indent(e, depth);
	kdd_buf_puts(e->b, "THEN ");
	add_node(e, i + 1, depth + 1, step);
	kdd_buf_char(e->b, '\n');
	add_indent(e, depth);
	kdd_buf_puts(e->b, "ELSE ");
	add_node(e, nd->right, depth + 1, step);
	kdd_buf_puts(e->b, " END");
}

/* Each step goes on from where the one before it ended.  Returns how many. */
static uint32_t
add_steps(const struct emit *e)
{
	const struct kdd_tree *t = &e->m->tree;
	uint32_t depth = kdd_tree_depth(t);
	uint32_t steps = depth > 0 ? (depth - 1) / DEPTH_MAX + 1 : 1;

	kdd_buf_puts(e->b, "WITH step1 AS (\n  SELECT c.*,\n    ");
	add_node(e, 0, 0, 1);
	kdd_buf_puts(e->b, " AS leaf1\n  FROM connections AS c\n)");
	for (uint32_t step = 2; step <= steps; step++) {
		kdd_buf_printf(e->b, ", step%u AS (\n  SELECT c.*,\n"
		    "    CASE c.leaf%u\n", step, step - 1);
		for (uint32_t i = 0; i < t->n; i++) {
			if (e->step[i] != step)
				continue;
			kdd_buf_printf(e->b, "    WHEN %u THEN ", i);
			add_node(e, i, 0, step);
			kdd_buf_char(e->b, '\n');
		}
		kdd_buf_printf(e->b, "    ELSE c.leaf%u END AS leaf%u\n"
		    "  FROM step%u AS c\n)", step - 1, step, step - 1);
	}
	return steps;
}

/* What a leaf stands for: its class, or its score. */
static void
add_leaves(const struct emit *e, uint32_t step, bool score)
{
	const struct kdd_tree *t = &e->m->tree;

	kdd_buf_printf(e->b, "  CASE c.leaf%u\n", step);
	for (uint32_t i = 0; i < t->n; i++) {
		if (t->node[i].test != KDD_LEAF)
			continue;
		kdd_buf_printf(e->b, "    WHEN %u THEN ", i);
		if (score)
			kdd_score_add(e->b, t, i);
		else
			add_quoted(e->b, '\'',
			    e->m->classes.name[t->node[i].label]);
		kdd_buf_char(e->b, '\n');
	}
	kdd_buf_puts(e->b, score ? "  END AS score\n" : "  END AS class,\n");
}

void
kdd_emit_sql(struct kdd_buf *b, const struct kdd_model *m)
{
	struct emit e = { b, m, calloc(m->tree.n, sizeof(*e.step)) };
	uint32_t step;

	if (e.step == NULL) {
		b->failed = true;
		return;
	}
	kdd_buf_printf(b, "-- The decision tree \"%s\", sha256\n-- %s,\n"
	    "-- as SQL: made by kdd-compile(1), not to be edited, but for "
	    "the table's\n-- name.  NULL is missing; NaN must be NULL.\n",
	    m->name, m->digest);
	step = add_steps(&e);
	kdd_buf_puts(b, "\nSELECT c.*, ");
	add_quoted(b, '\'', m->name);
	kdd_buf_puts(b, " AS model,\n");
	add_leaves(&e, step, false);
	add_leaves(&e, step, true);
	kdd_buf_printf(b, "FROM step%u AS c;\n", step);
	free(e.step);
}
