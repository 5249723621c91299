#include "emit_c.h"

#include <ctype.h>
#include <string.h>

#include "so.h"

void
kdd_emit_c_string(struct kdd_buf *b, const char *s, size_t n,
    const char *also)
{
	kdd_buf_char(b, '"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < 0x20 || c > 0x7e || c == '"' || c == '\\' ||
		    strchr(also, s[i]) != NULL)
			kdd_buf_printf(b, "\\%03o", c);
		else
			kdd_buf_char(b, s[i]);
	}
	kdd_buf_char(b, '"');
}

/* A '?' is escaped against trigraphs. */
static void
add_string(struct kdd_buf *b, const char *s, size_t n)
{
	kdd_emit_c_string(b, s, n, "?");
}

void
kdd_emit_c_name(struct kdd_buf *b, const char *name, const char *rest)
{
	if (isdigit((unsigned char)*name))
		kdd_buf_puts(b, "model_");
	for (; *name != '\0'; name++)
		kdd_buf_char(b, *name == '.' || *name == '-' ? '_' : *name);
	kdd_buf_char(b, '_');
	kdd_buf_puts(b, rest);
}

/* A comment must not end early: no bytes but plain ones. */
static void
add_comment(struct kdd_buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		kdd_buf_char(b, *s > 0x20 && *s < 0x7f && *s != '*' &&
		    *s != '/' && *s != '?' && *s != '\\' ? *s : '_');
}

static void
add_strings(struct kdd_buf *b, const char *name, char *const *s, uint32_t n)
{
	kdd_buf_printf(b, "static const char *const %s[] = {\n", name);
	for (uint32_t i = 0; i < n; i++) {
		kdd_buf_char(b, '\t');
		add_string(b, s[i], strlen(s[i]));
		kdd_buf_puts(b, ",\n");
	}
	kdd_buf_puts(b, "};\n\n");
}

/* All categories of all columns, each column's in byte order. */
static void
add_values(struct kdd_buf *b, const struct kdd_model *m)
{
	uint64_t n = 0;

	kdd_buf_puts(b, "static const char *const values[] = {\n");
	for (uint32_t c = 0; c < m->schema.ncolumns; c++)
		for (uint32_t v = 0; v < m->values[c].n; v++) {
			const char *s = kdd_dict_key(&m->values[c], v);

			kdd_buf_char(b, '\t');
			add_string(b, s, strlen(s));
			kdd_buf_puts(b, ",\n");
		}
	kdd_buf_puts(b, "\t0\n};\n\n/* where each column's values start */\n"
	    "static const unsigned first[] = {\n");
	for (uint32_t c = 0; c <= m->schema.ncolumns; c++) {
		kdd_buf_puts(b, "\t");
		kdd_buf_u64(b, n);
		kdd_buf_puts(b, ",\n");
		if (c < m->schema.ncolumns)
			n += m->values[c].n;
	}
	kdd_buf_puts(b, "};\n\n");
}

static void
add_sets(struct kdd_buf *b, const struct kdd_tree *t)
{
	kdd_buf_puts(b, "/* sets of values, as numbers from 1 in their "
	    "column */\nstatic const unsigned sets[] = {");
	for (uint32_t i = 0; i < t->nvalue; i++) {
		kdd_buf_puts(b, i % 10 == 0 ? "\n\t" : " ");
		kdd_buf_u64(b, t->value[i]);
		kdd_buf_char(b, ',');
	}
	kdd_buf_puts(b, "\n\t0\n};\n\n");
}

static void
add_node(struct kdd_buf *b, const struct kdd_tree *t, uint32_t i)
{
	const struct kdd_node *nd = &t->node[i];

	kdd_buf_puts(b, "\t{ ");
	kdd_buf_num(b, nd->cut);
	kdd_buf_printf(b, ", %u, %u, %u, %u, %u, %u, %u, %llu },\n",
	    nd->right, nd->set, nd->nset,
	    nd->test * 2u + nd->missing_left, nd->column, nd->label,
	    kdd_tree_count(t, i)[nd->label],
	    (unsigned long long)kdd_tree_rows(t, i));
}

static void
add_nodes(struct kdd_buf *b, const struct kdd_tree *t)
{
	kdd_buf_puts(b,
	    "/* in preorder: the left child of node i is node i + 1 */\n"
	    "static const struct node {\n"
	    "\tdouble cut;\t\t/* <= cut: left */\n"
	    "\tunsigned right;\n"
	    "\tunsigned set, nset;\t/* one of these: left */\n"
	    "\tunsigned test;\t\t/* 0 leaf; 2, 3 cut (3: missing left); "
	    "4 set */\n"
	    "\tunsigned column, label;\n"
	    "\tunsigned own, rows;\t/* training rows of its class, all */\n"
	    "} nodes[] = {\n");
	for (uint32_t i = 0; i < t->n; i++)
		add_node(b, t, i);
	kdd_buf_puts(b, "};\n\n");
}

static const char walk[] =
    "static int\n"
    "in_set(const struct node *nd, unsigned code)\n"
    "{\n"
    "\tunsigned lo = nd->set, hi = nd->set + nd->nset, mid;\n"
    "\n"
    "\twhile (lo < hi) {\n"
    "\t\tmid = lo + (hi - lo) / 2;\n"
    "\t\tif (sets[mid] < code)\n"
    "\t\t\tlo = mid + 1;\n"
    "\t\telse\n"
    "\t\t\thi = mid;\n"
    "\t}\n"
    "\treturn lo < nd->set + nd->nset && sets[lo] == code;\n"
    "}\n"
    "\n"
    "static unsigned\n"
    "walk(void *row, double (*number)(void *, unsigned),\n"
    "    unsigned (*code)(void *, unsigned))\n"
    "{\n"
    "\tunsigned i = 0;\n"
    "\n"
    "\twhile (nodes[i].test != 0) {\n"
    "\t\tconst struct node *nd = &nodes[i];\n"
    "\t\tint left;\n"
    "\n"
    "\t\tif (nd->test == 4) {\n"
    "\t\t\tleft = in_set(nd, code(row, nd->column));\n"
    "\t\t} else {\n"
    "\t\t\tdouble v = number(row, nd->column);\n"
    "\n"
    "\t\t\tleft = v != v ? nd->test == 3 : v <= nd->cut;\n"
    "\t\t}\n"
    "\t\ti = left ? i + 1 : nd->right;\n"
    "\t}\n"
    "\treturn i;\n"
    "}\n"
    "\n"
    "struct arrays {\n"
    "\tconst double *number;\n"
    "\tconst char *const *category;\n"
    "};\n"
    "\n"
    "static double\n"
    "array_number(void *row, unsigned column)\n"
    "{\n"
    "\treturn ((struct arrays *)row)->number[column];\n"
    "}\n"
    "\n"
    "static unsigned\n"
    "array_code(void *row, unsigned column)\n"
    "{\n"
    "\tconst char *s = ((struct arrays *)row)->category[column];\n"
    "\tunsigned lo = first[column], hi = first[column + 1], mid;\n"
    "\tint c;\n"
    "\n"
    "\twhile (s != 0 && lo < hi) {\n"
    "\t\tmid = lo + (hi - lo) / 2;\n"
    "\t\tc = strcmp(values[mid], s);\n"
    "\t\tif (c == 0)\n"
    "\t\t\treturn mid - first[column] + 1;\n"
    "\t\tif (c < 0)\n"
    "\t\t\tlo = mid + 1;\n"
    "\t\telse\n"
    "\t\t\thi = mid;\n"
    "\t}\n"
    "\treturn 0;\n"
    "}\n"
    "\n";

static const struct function {
	const char *type, *name, *args, *body;
} functions[] = {
	{ "unsigned", "leaf",
	    "const double *number, const char *const *category",
	    "\tstruct arrays row;\n\n\trow.number = number;\n"
	    "\trow.category = category;\n"
	    "\treturn walk(&row, array_number, array_code);\n" },
	{ "const char *", "class", "unsigned leaf",
	    "\treturn classes[nodes[leaf].label];\n" },
	{ "double", "score", "unsigned leaf",
	    "\treturn (double)nodes[leaf].own / "
	    "(double)nodes[leaf].rows;\n" },
	{ "unsigned", "millionths", "unsigned leaf",
	    "\tunsigned long long rows = nodes[leaf].rows;\n\n"
	    "\treturn (unsigned)((2000000ull * nodes[leaf].own + rows) /\n"
	    "\t    (2 * rows));\n" },
};

static void
add_prototypes(struct kdd_buf *b, const char *name)
{
	kdd_buf_puts(b, "#ifdef __cplusplus\n#define KDD_API extern \"C\"\n"
	    "#else\n#define KDD_API extern\n#endif\n\n");
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		const char *type = functions[i].type;

		kdd_buf_printf(b, "KDD_API %s%s", type,
		    type[strlen(type) - 1] == '*' ? "" : " ");
		kdd_emit_c_name(b, name, functions[i].name);
		kdd_buf_printf(b, "(%s);\n", functions[i].args);
	}
	kdd_buf_char(b, '\n');
}

/* Prototypes first: good C without a header, and linkable C++. */
static void
add_functions(struct kdd_buf *b, const char *name)
{
	add_prototypes(b, name);
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		const struct function *f = &functions[i];

		kdd_buf_printf(b, "KDD_API %s\n", f->type);
		kdd_emit_c_name(b, name, f->name);
		kdd_buf_printf(b, "(%s)\n{\n%s}\n\n", f->args, f->body);
	}
}

/* The text in pieces of a line, since a literal may not be long. */
static void
add_text(struct kdd_buf *b, const struct kdd_buf *text)
{
	const char *s = text->p, *end = text->p + text->n;

	kdd_buf_puts(b, "static const char *const text[] = {\n");
	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		size_t n = nl != NULL ? (size_t)(nl + 1 - s) :
		    (size_t)(end - s);

		if (n > 500)
			n = 500;
		kdd_buf_char(b, '\t');
		add_string(b, s, n);
		kdd_buf_puts(b, ",\n");
		s += n;
	}
	kdd_buf_printf(b, "\t0\n};\n\n"
	    "struct kdd_compiled {\n"
	    "\tunsigned version;\n"
	    "\tconst char *const *text;\n"
	    "\tconst struct node *node;\n"
	    "\tconst unsigned *set;\n"
	    "\tunsigned n, nset;\n"
	    "\tunsigned (*leaf)(void *, double (*)(void *, unsigned),\n"
	    "\t    unsigned (*)(void *, unsigned));\n"
	    "};\n"
	    "KDD_API const struct kdd_compiled kdd_compiled;\n"
	    "const struct kdd_compiled kdd_compiled = { %u, text, nodes,\n"
	    "\tsets, sizeof(nodes) / sizeof(*nodes),\n"
	    "\tsizeof(sets) / sizeof(*sets) - 1, walk };\n",
	    KDD_COMPILED_VERSION);
}

static void
add_manual(struct kdd_buf *b, const struct kdd_model *m)
{
	kdd_buf_printf(b, "/*\n * The decision tree \"%s\", sha256\n * %s,\n"
	    " * as C: made by kdd-compile(1), not to be edited.\n *\n"
	    " * number[] and category[] have an entry for each column below, "
	    "counted from 0;\n * that of a column of another kind is not "
	    "looked at.  NaN in number[] and a\n * null pointer in "
	    "category[] are missing values.\n *\n * Functions: the leaf that "
	    "a row reaches; then of a leaf the verdict, the share\n * of its "
	    "training rows in that class, and the same in millionths, half "
	    "up.\n *\n * Columns:\n", m->name, m->digest);
	for (uint32_t i = 0; i < m->schema.ncolumns; i++) {
		kdd_buf_printf(b, " *\t%u\t%s\t", i,
		    kdd_kind_name(m->schema.column[i].kind));
		add_comment(b, m->schema.column[i].name);
		kdd_buf_char(b, '\n');
	}
	kdd_buf_puts(b, " */\n");
}

void
kdd_emit_h(struct kdd_buf *b, const struct kdd_model *m)
{
	add_manual(b, m);
	kdd_buf_puts(b, "#ifndef KDD_");
	kdd_emit_c_name(b, m->name, "h");
	kdd_buf_puts(b, "\n#define KDD_");
	kdd_emit_c_name(b, m->name, "h\n\n");
	add_prototypes(b, m->name);
	kdd_buf_puts(b, "#undef KDD_API\n\n#endif\n");
}

void
kdd_emit_c(struct kdd_buf *b, const struct kdd_model *m,
    const struct kdd_buf *text)
{
	add_manual(b, m);
	kdd_buf_puts(b, "#include <string.h>\n\n");
	add_strings(b, "classes", m->classes.name, m->classes.n);
	add_values(b, m);
	add_sets(b, &m->tree);
	add_nodes(b, &m->tree);
	kdd_buf_puts(b, walk);
	add_functions(b, m->name);
	if (text != NULL)
		add_text(b, text);
}
