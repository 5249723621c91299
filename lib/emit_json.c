#include "emit_json.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "utf8.h"
#include "verdict.h"

static int
check_text(const char *what, const char *s, struct kdd_error *e)
{
	char shown[KDD_SHOW_MAX];

	if (kdd_utf8_ok(s))
		return 0;
	return kdd_error_set(e, 0, "%s %s is not UTF-8, so JSON cannot "
	    "hold it", what, kdd_error_show(shown, sizeof(shown), s,
	    strlen(s)));
}

static int
check_byte(const char *what, char c, struct kdd_error *e)
{
	const char s[2] = { c, '\0' };

	return check_text(what, s, e);
}

static int
check_dict(const char *what, const struct kdd_dict *d, struct kdd_error *e)
{
	for (uint32_t i = 0; i < d->n; i++)
		if (check_text(what, kdd_dict_key(d, i), e) == -1)
			return -1;
	return 0;
}

static int
check_columns(const struct kdd_model *m, struct kdd_error *e)
{
	char what[KDD_SHOW_MAX + 20], shown[KDD_SHOW_MAX];

	for (uint32_t i = 0; i < m->schema.ncolumns; i++) {
		const char *name = m->schema.column[i].name;

		if (check_text("column", name, e) == -1 ||
		    check_text("column", kdd_schema_from(&m->schema, i), e)
		    == -1)
			return -1;
		snprintf(what, sizeof(what), "of column %s the value",
		    kdd_error_show(shown, sizeof(shown), name, strlen(name)));
		if (check_dict(what, &m->values[i], e) == -1)
			return -1;
	}
	return 0;
}

/* They become members, so none may come twice. */
static int
check_options(const struct kdd_model *m, struct kdd_error *e)
{
	struct kdd_dict keys;
	int rc = 0;

	kdd_dict_init(&keys);
	for (uint32_t i = 0; i < m->noptions && rc == 0; i++) {
		const char *key = m->option[i].key;

		if (check_text("option", key, e) == -1 ||
		    check_text("the option's value", m->option[i].value, e)
		    == -1)
			rc = -1;
		else if (kdd_dict_add(&keys, key, strlen(key)) == KDD_NONE)
			rc = kdd_error_set(e, 0, "out of memory");
		else if (keys.n <= i)
			rc = kdd_error_set(e, 0, "an option comes twice, "
			    "and JSON would hold one of them");
	}
	kdd_dict_release(&keys);
	return rc;
}

int
kdd_emit_json_check(const struct kdd_model *m, struct kdd_error *e)
{
	if (check_byte("delimiter", m->schema.delimiter, e) == -1 ||
	    check_byte("label suffix", m->schema.label_suffix, e) == -1 ||
	    check_columns(m, e) == -1)
		return -1;
	for (uint32_t k = 0; k < m->classes.n; k++)
		if (check_text("class", m->classes.name[k], e) == -1)
			return -1;
	if (check_dict("label", &m->classes.label, e) == -1)
		return -1;
	return check_options(m, e);
}

/* A member, or an entry, on a line of its own in an object or array. */
static void
line(struct kdd_buf *b, uint32_t i)
{
	kdd_buf_puts(b, i == 0 ? "\n  " : ",\n  ");
}

/* What closes an object or array that has n lines. */
static void
end_lines(struct kdd_buf *b, uint32_t n, const char *end)
{
	kdd_buf_puts(b, n > 0 ? "\n" : "");
	kdd_buf_puts(b, end);
}

static void
add_text(struct kdd_buf *b, const char *key, const char *s)
{
	kdd_buf_puts(b, key);
	if (s != NULL && *s != '\0')
		kdd_json_string(b, s);
	else
		kdd_buf_puts(b, "null");
}

static void
add_byte(struct kdd_buf *b, const char *key, char c)
{
	const char s[2] = { c, '\0' };

	add_text(b, key, s);
}

static void
add_row(struct kdd_buf *b, const struct kdd_schema *s)
{
	kdd_buf_printf(b, "\"row\":{\"form\":\"%s\"",
	    kdd_stream_name(s->form));
	add_byte(b, ",\"delimiter\":", s->form == KDD_JSON ? '\0' :
	    s->delimiter);
	add_byte(b, ",\"label_suffix\":", s->label_suffix);
	kdd_buf_puts(b, "},\n");
}

static void
add_column(struct kdd_buf *b, const struct kdd_model *m, uint32_t i)
{
	const struct kdd_column *c = &m->schema.column[i];

	kdd_buf_puts(b, "{\"name\":");
	kdd_json_string(b, c->name);
	kdd_buf_puts(b, ",\"from\":");
	kdd_json_string(b, kdd_schema_from(&m->schema, i));
	kdd_buf_printf(b, ",\"kind\":\"%s\"", kdd_kind_name(c->kind));
	add_text(b, ",\"role\":", kdd_role_name(c->role));
	if (c->kind == KDD_CATEGORY) {
		kdd_buf_puts(b, ",\"values\":[");
		for (uint32_t v = 0; v < m->values[i].n; v++) {
			kdd_buf_puts(b, v > 0 ? "," : "");
			kdd_json_string(b, kdd_dict_key(&m->values[i], v));
		}
		kdd_buf_char(b, ']');
	}
	kdd_buf_char(b, '}');
}

static void
add_columns(struct kdd_buf *b, const struct kdd_model *m)
{
	kdd_buf_puts(b, "\"columns\":[");
	for (uint32_t i = 0; i < m->schema.ncolumns; i++) {
		line(b, i);
		add_column(b, m, i);
	}
	end_lines(b, m->schema.ncolumns, "],\n");
}

/* null stands for being dropped. */
static void
add_class(struct kdd_buf *b, const struct kdd_classes *c, uint32_t k)
{
	if (k == KDD_DROPPED)
		kdd_buf_puts(b, "null");
	else
		kdd_json_string(b, c->name[k]);
}

static void
add_classes(struct kdd_buf *b, const struct kdd_classes *c)
{
	kdd_buf_puts(b, "\"classes\":[");
	for (uint32_t k = 0; k < c->n; k++) {
		line(b, k);
		kdd_buf_puts(b, "{\"name\":");
		kdd_json_string(b, c->name[k]);
		kdd_buf_printf(b, ",\"alert\":%s}",
		    c->quiet[k] ? "false" : "true");
	}
	end_lines(b, c->n, "],\n\"labels\":{");
	for (uint32_t i = 0; i < c->label.n; i++) {
		line(b, i);
		kdd_json_string(b, kdd_dict_key(&c->label, i));
		kdd_buf_char(b, ':');
		add_class(b, c, c->of[i]);
	}
	end_lines(b, c->label.n, "},\n\"other\":");
	if (c->other == KDD_NONE) {
		kdd_buf_puts(b, "null");
	} else {
		kdd_buf_puts(b, "{\"class\":");
		add_class(b, c, c->other);
		kdd_buf_char(b, '}');
	}
	kdd_buf_puts(b, ",\n");
}

static void
add_options(struct kdd_buf *b, const struct kdd_model *m)
{
	kdd_buf_puts(b, "\"options\":{");
	for (uint32_t i = 0; i < m->noptions; i++) {
		line(b, i);
		kdd_json_string(b, m->option[i].key);
		kdd_buf_char(b, ':');
		kdd_json_string(b, m->option[i].value);
	}
	end_lines(b, m->noptions, "},\n");
}

static void
add_training(struct kdd_buf *b, const struct kdd_model *m)
{
	kdd_buf_puts(b, "\"trained_on\":{\"rows\":");
	kdd_buf_u64(b, m->rows);
	kdd_buf_puts(b, ",\"distinct\":");
	kdd_buf_u64(b, m->distinct);
	kdd_buf_puts(b, "},\n\"cross_validation\":");
	if (m->folds == 0) {
		kdd_buf_puts(b, "null,\n");
		return;
	}
	kdd_buf_printf(b, "{\"folds\":%u,\"confusion\":[", m->folds);
	for (uint32_t k = 0; k < m->cv.n; k++) {
		line(b, k);
		for (uint32_t v = 0; v < m->cv.n; v++) {
			kdd_buf_char(b, v == 0 ? '[' : ',');
			kdd_buf_u64(b, m->cv.count[(size_t)k * m->cv.n + v]);
		}
		kdd_buf_char(b, ']');
	}
	end_lines(b, m->cv.n, "]},\n");
}

static void
add_test(struct kdd_buf *b, const struct kdd_model *m, uint32_t i)
{
	const struct kdd_node *nd = &m->tree.node[i];

	kdd_buf_printf(b, "\"column\":%u", nd->column);
	if (nd->test == KDD_LE) {
		kdd_buf_puts(b, ",\"cut\":");
		kdd_buf_num(b, nd->cut);
	} else {
		kdd_buf_puts(b, ",\"set\":[");
		for (uint32_t j = 0; j < nd->nset; j++) {
			kdd_buf_puts(b, j > 0 ? "," : "");
			kdd_json_string(b, kdd_dict_key(
			    &m->values[nd->column],
			    m->tree.value[nd->set + j] - 1));
		}
		kdd_buf_char(b, ']');
	}
	kdd_buf_printf(b, ",\"missing\":\"%s\",\"left\":%u,\"right\":%u,",
	    nd->test == KDD_LE && nd->missing_left ? "left" : "right", i + 1,
	    nd->right);
}

static void
add_node(struct kdd_buf *b, const struct kdd_model *m, uint32_t i)
{
	const struct kdd_tree *t = &m->tree;

	kdd_buf_char(b, '{');
	if (t->node[i].test != KDD_LEAF)
		add_test(b, m, i);
	kdd_buf_puts(b, "\"class\":");
	kdd_json_string(b, m->classes.name[t->node[i].label]);
	kdd_buf_puts(b, ",\"score\":");
	kdd_score_add(b, t, i);
	kdd_buf_puts(b, ",\"counts\":");
	for (uint32_t k = 0; k < t->nclasses; k++)
		kdd_buf_printf(b, "%c%u", k == 0 ? '[' : ',',
		    kdd_tree_count(t, i)[k]);
	kdd_buf_puts(b, "]}");
}

void
kdd_emit_json(struct kdd_buf *b, const struct kdd_model *m)
{
	kdd_buf_printf(b, "{\n\"format\":\"kdd-model-json\",\n\"version\":%d,"
	    "\n\"name\":\"%s\",\n\"digest\":\"%s\",\n",
	    KDD_MODEL_JSON_VERSION, m->name, m->digest);
	add_row(b, &m->schema);
	add_columns(b, m);
	add_classes(b, &m->classes);
	add_options(b, m);
	add_training(b, m);
	kdd_buf_puts(b, "\"nodes\":[");
	for (uint32_t i = 0; i < m->tree.n; i++) {
		line(b, i);
		add_node(b, m, i);
	}
	end_lines(b, m->tree.n, "]\n}\n");
}
