#include "emit_awk.h"

#include <stdlib.h>
#include <string.h>

#include "emit_c.h"
#include "verdict.h"

#define DEPTH_MAX 30	/* of ifs in one function */

struct emit {
	struct kdd_buf	*b;
	const struct kdd_model *m;
	bool		 by_name;	/* columns are found by a header */
	uint8_t		*root;		/* [nodes]: of a function? */
};

int
kdd_emit_awk_check(const struct kdd_model *m, struct kdd_error *e)
{
	return m->schema.form != KDD_JSON ? 0 : kdd_error_set(e, 0, "the "
	    "model's rows are JSON, which awk does not take apart");
}

static void
add_text(struct kdd_buf *b, const char *s)
{
	kdd_emit_c_string(b, s, strlen(s), "");
}

/* FS is a regular expression, unless it is one byte, but for a blank. */
static void
add_separator(const struct emit *e, char c)
{
	if (e->m->schema.form == KDD_ZEEK)
		c = '\t';
	if (c == '^' || c == '\\')
		kdd_buf_printf(e->b, "\tFS = \"\\\\%s\"\n", c == '^' ? "^" :
		    "\\\\");
	else if (c == ',' || c == ';' || c == '\t')
		kdd_buf_printf(e->b, "\tFS = \"%s\"\n", c == '\t' ? "\\t" :
		    c == ',' ? "," : ";");
	else
		kdd_buf_printf(e->b, "\tFS = \"[%c]\"\n", c);
}

static void
add_verdicts(const struct emit *e)
{
	const struct kdd_tree *t = &e->m->tree;
	enum kdd_stream form = e->m->schema.form;
	struct kdd_verdicts v;

	if (kdd_verdicts_init(&v, e->m, 0, form, form == KDD_ZEEK ? '\t' :
	    e->m->schema.delimiter) == -1)
		e->b->failed = true;
	for (uint32_t i = 0; i < t->n && !e->b->failed; i++) {
		if (t->node[i].test != KDD_LEAF)
			continue;
		kdd_buf_printf(e->b, "\tverdict[%u] = ", i);
		kdd_emit_c_string(e->b, v.text.p + v.from[i],
		    v.from[i + 1] - v.from[i], "");
		kdd_buf_puts(e->b, "\n");
		if (!v.alert[i])
			kdd_buf_printf(e->b, "\tquiet[%u]\n", i);
	}
	kdd_verdicts_release(&v);
}

static void
add_sets(const struct emit *e)
{
	const struct kdd_tree *t = &e->m->tree;

	for (uint32_t i = 0; i < t->n; i++) {
		const struct kdd_node *nd = &t->node[i];

		for (uint32_t k = 0; k < nd->nset; k++) {
			kdd_buf_printf(e->b, "\tset%u[", i);
			add_text(e->b, kdd_dict_key(
			    &e->m->values[nd->column],
			    t->value[nd->set + k] - 1));
			kdd_buf_puts(e->b, "]\n");
		}
	}
}

static void
add_indent(const struct emit *e, uint32_t depth)
{
	while (depth-- > 0)
		kdd_buf_char(e->b, '\t');
}

/* $12, or, found by the header, $c12. */
static void
add_test(const struct emit *e, uint32_t i)
{
	const struct kdd_node *nd = &e->m->tree.node[i];

	if (nd->test == KDD_IN) {
		kdd_buf_printf(e->b, e->by_name ? "$c%u in set%u" :
		    "$%u in set%u", nd->column + 1, i);
		return;
	}
	kdd_buf_printf(e->b, e->by_name ? "le($c%u, " : "le($%u, ",
	    nd->column + 1);
	kdd_buf_num(e->b, nd->cut);
	kdd_buf_printf(e->b, ", %d)", nd->missing_left);
}

/* The subtree of node i, which is that deep in its function. */
static void
add_node(const struct emit *e, uint32_t i, uint32_t depth)
{
	const struct kdd_node *nd = &e->m->tree.node[i];

	add_indent(e, depth);
	if (nd->test == KDD_LEAF) {
		kdd_buf_printf(e->b, "return %u\n", i);
		return;
	}
	if (depth == DEPTH_MAX) {
		kdd_buf_printf(e->b, "return leaf%u()\n", i);
		e->root[i] = true;
		return;
	}
	kdd_buf_puts(e->b, "if (");
	add_test(e, i);
	kdd_buf_puts(e->b, ") {\n");
	add_node(e, i + 1, depth + 1);
	add_indent(e, depth);
	kdd_buf_puts(e->b, "} else {\n");
	add_node(e, nd->right, depth + 1);
	add_indent(e, depth);
	kdd_buf_puts(e->b, "}\n");
}

/* Roots are found on the way, always behind the function that calls them. */
static void
add_functions(struct emit *e)
{
	const struct kdd_tree *t = &e->m->tree;

	if ((e->root = calloc(t->n, 1)) == NULL) {
		e->b->failed = true;
		return;
	}
	e->root[0] = true;
	for (uint32_t i = 0; i < t->n; i++) {
		if (!e->root[i])
			continue;
		kdd_buf_printf(e->b, "function leaf%u() {\n", i);
		add_node(e, i, 1);
		kdd_buf_puts(e->b, "}\n\n");
	}
	free(e->root);
}

static const char number[] =
    "# Is it a number of at most cut?  If it is no number: missing.\n"
    "function le(s, cut, missing) {\n"
    "\tif (s ~ /^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$/)\n"
    "\t\treturn s + 0 <= cut\n"
    "\tif (s ~ /^[-+]?[iI][nN][fF]([iI][nN][iI][tT][yY])?$/)\n"
    "\t\treturn s ~ /^-/\n"
    "\treturn missing\n"
    "}\n\n";

/* Where are the columns that the tree asks for? */
static void
add_find(const struct emit *e)
{
	const struct kdd_schema *s = &e->m->schema;

	kdd_buf_puts(e->b, "function find(name) {\n\tif (!(name in at)) {\n"
	    "\t\tprint FILENAME \": no column \" name | \"cat 1>&2\"\n"
	    "\t\tstatus = 1\n\t\texit\n\t}\n\treturn at[name]\n}\n\n"
	    "function find_all(first,\ti) {\n\tsplit(\"\", at)\n"
	    "\tfor (i = NF; i >= first; i--)\n"
	    "\t\tat[$i] = i - first + 1\n\tfields = NF - first + 1\n");
	for (uint32_t c = 0; c < s->ncolumns; c++) {
		if (!kdd_tree_asks_for(&e->m->tree, c))
			continue;
		kdd_buf_printf(e->b, "\tc%u = find(", c + 1);
		add_text(e->b, kdd_schema_from(s, c));
		kdd_buf_puts(e->b, ")\n");
	}
	kdd_buf_puts(e->b, "}\n\n");
}

static const char header_rules[] =
    "FNR == 1 {\n"
    "\tline = $0\n"
    "\tsub(/\\r$/, \"\")\n"
    "\tfind_all(1)\n"
    "\tif (NR == 1)\n"
    "\t\tprint before line\n"
    "\theader = line\n"
    "}\n\n"
    "$0 == header || /^\\r?$/ { next }\n\n";

static const char zeek_rules[] =
    "/^#fields\\t/ {\n"
    "\tfind_all(2)\n"
    "\tsub(/^#fields/, \"#fields\\tmodel\\tclass\\tscore\")\n"
    "}\n\n"
    "/^#types\\t/ { sub(/^#types/, "
    "\"#types\\tstring\\tstring\\tdouble\") }\n\n"
    "/^#/ {\n"
    "\tif (!seen[$0]++)\n"
    "\t\tprint\n"
    "\tnext\n"
    "}\n\n"
    "/^\\r?$/ { next }\n\n";

/* How many fields there are, in rows that have no names. */
static void
add_bounds(const struct emit *e)
{
	const struct kdd_schema *s = &e->m->schema;

	if (e->by_name)
		kdd_buf_puts(e->b, "NF != fields");
	else
		kdd_buf_printf(e->b, "NF < %u + extra || NF > %u + extra",
		    kdd_schema_min_fields(s), s->ncolumns);
}

static void
add_rules(const struct emit *e)
{
	enum kdd_stream form = e->m->schema.form;

	kdd_buf_puts(e->b, form == KDD_HEADER ? header_rules :
	    form == KDD_ZEEK ? zeek_rules : "/^\\r?$/ { next }\n\n");
	kdd_buf_puts(e->b, "{\n\tline = $0\n\tsub(/\\r$/, \"\")\n\tif (");
	if (form != KDD_ZEEK)
		kdd_buf_puts(e->b, "/\"/ || ");
	add_bounds(e);
	kdd_buf_puts(e->b, ") {\n\t\trejected++\n\t\tnext\n\t}\n"
	    "\ti = leaf0()\n\tif (all || !(i in quiet))\n"
	    "\t\tprint verdict[i] line\n}\n\nEND {\n"
	    "\tif (status)\n\t\texit status\n\tif (rejected) {\n"
	    "\t\tprint rejected \" rows rejected, for a quote or the number "
	    "of their fields\" | \"cat 1>&2\"\n\t\texit 3\n\t}\n}\n");
}

void
kdd_emit_awk(struct kdd_buf *b, const struct kdd_model *m)
{
	struct emit e = { .b = b, .m = m,
	    .by_name = m->schema.form != KDD_PLAIN };
	char d = m->schema.delimiter;

	kdd_buf_printf(b, "# The decision tree \"%s\", sha256\n# %s,\n"
	    "# as awk: made by kdd-compile(1), not to be edited.\n#\n"
	    "#\tLC_ALL=C awk -f FILE rows\t\talerts, as kdd-classify's\n"
	    "#\tLC_ALL=C awk -v all=1 -f FILE rows\tevery verdict\n",
	    m->name, m->digest);
	if (!e.by_name)
		kdd_buf_puts(b, "#\n# -v extra=N: N further fields follow "
		    "the model's.\n");
	kdd_buf_puts(b, "\nBEGIN {\n");
	add_separator(&e, d);
	if (m->schema.form == KDD_HEADER) {
		const char before[] = { 'm', 'o', 'd', 'e', 'l', d, 'c', 'l',
		    'a', 's', 's', d, 's', 'c', 'o', 'r', 'e', d };

		kdd_buf_puts(b, "\tbefore = ");
		kdd_emit_c_string(b, before, sizeof(before), "");
		kdd_buf_char(b, '\n');
	}
	add_verdicts(&e);
	add_sets(&e);
	kdd_buf_puts(b, "}\n\n");
	kdd_buf_puts(b, number);
	if (e.by_name)
		add_find(&e);
	add_functions(&e);
	add_rules(&e);
}
