#include "emit_dot.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "utf8.h"
#include "verdict.h"
#include "why.h"

#define WORD 32		/* bytes of a name or value that are shown */
#define VALUES 3	/* of a set */
#define STRING 8000	/* bytes between quotes: Graphviz takes 16 KiB */

struct colour {
	const char	*fill, *text;
};

static const struct colour grey = { "#bfbfbf", "black" };

static const struct colour palette[] = {
	{ "#d55e00", "black" }, { "#0072b2", "white" },
	{ "#e69f00", "black" }, { "#009e73", "black" },
	{ "#cc79a7", "black" }, { "#56b4e9", "black" },
	{ "#f0e442", "black" }
};

#define COLOURS (sizeof(palette) / sizeof(*palette))

/* Alerting classes take the colours in turn. */
static const struct colour *
colour_of(const struct kdd_classes *c, uint32_t k)
{
	uint32_t n = 0;

	if (c->quiet[k])
		return &grey;
	for (uint32_t i = 0; i < k; i++)
		n += !c->quiet[i];
	return &palette[n % COLOURS];
}

/* U+FFFE and U+FFFF, for which SVG has no place. */
static bool
is_no_xml(const char *s, size_t n)
{
	return n == 3 && (memcmp(s, "\xef\xbf\xbe", 3) == 0 ||
	    memcmp(s, "\xef\xbf\xbf", 3) == 0);
}

/*
 * One byte, or a character of n bytes.  What stands as \\ becomes \x5c:
 * how often Graphviz halves backslashes depends on the attribute.
 */
static size_t
add_char(struct kdd_buf *b, const char *s, size_t n)
{
	switch (*s) {
	case '\n': kdd_buf_puts(b, "\\n"); return 1;
	case '&': kdd_buf_puts(b, "&amp;"); return 1;
	case '"': kdd_buf_puts(b, "\\\""); return 1;
	case '\\':
		kdd_buf_puts(b, s[1] == '\\' ? "\\\\x5c" : "\\\\");
		return s[1] == '\\' ? 2 : 1;
	}
	if (n == 0 || is_no_xml(s, n)) {
		kdd_buf_printf(b, "\\\\x%02x", (unsigned char)*s);
		return 1;
	}
	kdd_buf_add(b, s, n);
	return n;
}

/* An attribute: a string in which nothing has a meaning but a new line. */
static void
add_string(struct kdd_buf *b, const char *key, struct kdd_buf *text)
{
	size_t start;

	kdd_buf_puts(b, key);
	kdd_buf_puts(b, "=\"");
	start = b->n;
	kdd_buf_char(text, '\0');
	for (size_t i = 0; !text->failed && i + 1 < text->n; ) {
		if (b->n - start > STRING) {
			kdd_buf_puts(b, "\" + \"");
			start = b->n;
		}
		i += add_char(b, text->p + i,
		    kdd_utf8_length(text->p + i, text->n - i));
	}
	kdd_buf_char(b, '"');
	text->n = 0;
}

/* Cut what was added to text at from, unless all of it is to be there. */
static void
shorten(struct kdd_buf *text, size_t from, bool all)
{
	size_t n = from;

	if (all || text->failed || text->n - from <= WORD)
		return;
	while (n < from + WORD - 3) {
		size_t one = kdd_utf8_length(text->p + n, text->n - n);

		n += one > 0 ? one : 1;
	}
	text->n = n;
	kdd_buf_puts(text, "...");
}

static void
add_set(struct kdd_buf *text, const struct kdd_model *m,
    const struct kdd_node *nd, bool all)
{
	const struct kdd_dict *values = &m->values[nd->column];
	uint32_t n = all || nd->nset <= VALUES + 1 ? nd->nset : VALUES;

	kdd_buf_puts(text, " in {");
	for (uint32_t i = 0; i < n; i++) {
		size_t from;

		kdd_buf_puts(text, i > 0 ? ", " : "");
		from = text->n;
		kdd_why_word(text, kdd_dict_key(values,
		    m->tree.value[nd->set + i] - 1));
		shorten(text, from, all);
	}
	if (n < nd->nset)
		kdd_buf_printf(text, ", ... %u more", nd->nset - n);
	kdd_buf_char(text, '}');
}

/* What the box says in its first line, in full or as it is shown. */
static void
add_head(struct kdd_buf *text, const struct kdd_model *m, uint32_t i,
    bool all)
{
	const struct kdd_node *nd = &m->tree.node[i];
	size_t from = text->n;

	if (nd->test == KDD_LEAF) {
		kdd_why_word(text, m->classes.name[nd->label]);
		shorten(text, from, all);
		kdd_buf_char(text, ' ');
		kdd_score_add(text, &m->tree, i);
		return;
	}
	kdd_why_column(text, m, nd->column);
	shorten(text, from, all);
	if (nd->test == KDD_IN) {
		add_set(text, m, nd, all);
	} else {
		kdd_buf_puts(text, " <= ");
		kdd_buf_num(text, nd->cut);
	}
}

static void
add_rows(struct kdd_buf *text, uint64_t rows)
{
	kdd_buf_printf(text, "\n%" PRIu64 " row%s", rows,
	    rows == 1 ? "" : "s");
}

static void
add_counts(struct kdd_buf *text, const struct kdd_model *m, uint32_t i)
{
	const uint32_t *count = kdd_tree_count(&m->tree, i);

	for (uint32_t k = 0; k < m->classes.n; k++)
		if (count[k] > 0) {
			kdd_buf_printf(text, "\n%u ", count[k]);
			kdd_why_word(text, m->classes.name[k]);
		}
}

static void
add_box(struct kdd_buf *b, struct kdd_buf *text, const struct kdd_model *m,
    uint32_t i)
{
	const struct kdd_node *nd = &m->tree.node[i];
	const struct colour *c = colour_of(&m->classes, nd->label);

	kdd_buf_printf(b, "\tn%u [", i);
	add_head(text, m, i, false);
	add_rows(text, kdd_tree_rows(&m->tree, i));
	add_string(b, "label", text);
	add_head(text, m, i, true);
	add_counts(text, m, i);
	add_string(b, ", tooltip", text);
	kdd_buf_printf(b, ", color=\"%s\"", c->fill);
	if (nd->test == KDD_LEAF)
		kdd_buf_printf(b, ", fillcolor=\"%s\", fontcolor=\"%s\"",
		    c->fill, c->text);
	kdd_buf_puts(b, "]\n");
}

static void
add_edge(struct kdd_buf *b, const struct kdd_model *m, uint32_t i, bool left)
{
	const struct kdd_node *nd = &m->tree.node[i];
	uint32_t to = left ? i + 1 : nd->right;
	bool missing = nd->test == KDD_LE && nd->missing_left ? left : !left;
	double share = (double)kdd_tree_rows(&m->tree, to) /
	    (double)kdd_tree_rows(&m->tree, 0);

	kdd_buf_printf(b, "\tn%u -> n%u [label=\" %s%s \", color=\"%sb0\", "
	    "penwidth=%.2f]\n", i, to, left ? "yes" : "no",
	    missing ? " or missing" : "",
	    colour_of(&m->classes, m->tree.node[to].label)->fill,
	    1 + 9 * sqrt(share));
}

static void
add_title(struct kdd_buf *b, struct kdd_buf *text, const struct kdd_model *m)
{
	uint32_t leaves = kdd_tree_leaves(&m->tree);

	kdd_buf_printf(text, "%s: %u %s, depth %u, from %" PRIu64 " row%s\n"
	    "sha256 %s", m->name, leaves, leaves == 1 ? "leaf" : "leaves",
	    kdd_tree_depth(&m->tree), m->rows, m->rows == 1 ? "" : "s",
	    m->digest);
	kdd_buf_printf(b, "digraph \"%s\" {\n", m->name);
	add_string(b, "\tgraph [label", text);
	kdd_buf_puts(b, ", labelloc=t, labeljust=l,\n"
	    "\t    rankdir=LR, ordering=out, ranksep=0.4, nodesep=0.12,\n"
	    "\t    fontname=\"Helvetica,Arial,sans-serif\", fontsize=14]\n"
	    "\tnode [shape=box, style=\"rounded,filled\", "
	    "fillcolor=white, margin=\"0.12,0.06\",\n"
	    "\t    height=0.3, fontname=\"Helvetica,Arial,sans-serif\", "
	    "fontsize=11]\n"
	    "\tedge [arrowhead=none, tailport=e, headport=w,\n"
	    "\t    fontname=\"Helvetica,Arial,sans-serif\", "
	    "fontsize=10]\n");
}

void
kdd_emit_dot(struct kdd_buf *b, const struct kdd_model *m)
{
	struct kdd_buf text = KDD_BUF_INIT;
	const struct kdd_tree *t = &m->tree;

	add_title(b, &text, m);
	for (uint32_t i = 0; i < t->n; i++)
		add_box(b, &text, m, i);
	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test != KDD_LEAF) {
			add_edge(b, m, i, true);
			add_edge(b, m, i, false);
		}
	kdd_buf_puts(b, "}\n");
	b->failed |= text.failed;
	kdd_buf_release(&text);
}
