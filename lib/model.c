#include "model.h"

#include <sha256.h>
#include <stdlib.h>
#include <string.h>

#include "token.h"

void
kdd_model_init(struct kdd_model *m)
{
	memset(m, 0, sizeof(*m));
	kdd_schema_init(&m->schema);
	kdd_classes_init(&m->classes);
	kdd_tree_init(&m->tree, 0);
}

bool
kdd_model_name_ok(const char *name)
{
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789._-");

	return n > 0 && n <= KDD_MODEL_NAME_MAX && name[n] == '\0';
}

int
kdd_model_option(struct kdd_model *m, const char *key, const char *value)
{
	struct kdd_option *o;

	o = realloc(m->option, (m->noptions + 1) * sizeof(*m->option));
	if (o == NULL)
		return -1;
	m->option = o;
	o += m->noptions;
	o->key = strdup(key);
	o->value = strdup(value);
	if (o->key == NULL || o->value == NULL) {
		free(o->key);
		free(o->value);
		return -1;
	}
	m->noptions++;
	return 0;
}

void
kdd_model_release(struct kdd_model *m)
{
	if (m->values != NULL)
		for (uint32_t i = 0; i < m->schema.ncolumns; i++)
			kdd_dict_release(&m->values[i]);
	free(m->values);
	for (uint32_t i = 0; i < m->noptions; i++) {
		free(m->option[i].key);
		free(m->option[i].value);
	}
	free(m->option);
	kdd_schema_release(&m->schema);
	kdd_classes_release(&m->classes);
	kdd_confusion_release(&m->cv);
	kdd_tree_release(&m->tree);
	kdd_model_init(m);
}

static void
add_word(struct kdd_buf *b, const char *word)
{
	kdd_buf_char(b, ' ');
	kdd_token_add(b, word);
}

static void
add_u64(struct kdd_buf *b, uint64_t v)
{
	kdd_buf_char(b, ' ');
	kdd_buf_u64(b, v);
}

static void
end_line(struct kdd_buf *b)
{
	kdd_buf_char(b, '\n');
}

static void
write_column(const struct kdd_column *c, struct kdd_buf *b)
{
	kdd_buf_puts(b, "column");
	add_word(b, kdd_kind_name(c->kind));
	add_word(b, c->name);
	if (c->role != KDD_NO_ROLE)
		add_word(b, kdd_role_name(c->role));
	end_line(b);
	if (c->from == NULL)
		return;
	kdd_buf_puts(b, "from");
	add_word(b, c->from);
	end_line(b);
}

static void
write_schema(const struct kdd_model *m, struct kdd_buf *b)
{
	const struct kdd_schema *s = &m->schema;
	char byte[2] = { s->delimiter, '\0' };

	kdd_buf_puts(b, "delimiter");
	add_word(b, byte);
	end_line(b);
	if (s->label_suffix != '\0') {
		byte[0] = s->label_suffix;
		kdd_buf_puts(b, "label-suffix");
		add_word(b, byte);
		end_line(b);
	}
	if (s->form != KDD_PLAIN) {
		kdd_buf_puts(b, "form");
		add_word(b, kdd_stream_name(s->form));
		end_line(b);
	}
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		write_column(&s->column[i], b);
		for (uint32_t v = 0; v < m->values[i].n; v++) {
			kdd_buf_puts(b, "value");
			add_word(b, kdd_dict_key(&m->values[i], v));
			end_line(b);
		}
	}
}

static int
by_label(const void *a, const void *b, void *arg)
{
	return kdd_dict_compare(arg, *(const uint32_t *)a,
	    *(const uint32_t *)b);
}

static void
write_label(const struct kdd_classes *c, uint32_t id, struct kdd_buf *b)
{
	bool dropped = c->of[id] == KDD_DROPPED;

	kdd_buf_puts(b, dropped ? "drop" : "label");
	add_word(b, kdd_dict_key(&c->label, id));
	if (!dropped)
		add_word(b, c->name[c->of[id]]);
	end_line(b);
}

/* The labels that have a class, then those that have none. */
static void
write_labels(const struct kdd_classes *c, struct kdd_buf *b)
{
	uint32_t n = c->label.n, *order = malloc((n + 1) * sizeof(*order));

	if (order == NULL) {
		b->failed = true;
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_label, (void *)&c->label);
	for (int dropped = 0; dropped < 2; dropped++)
		for (uint32_t i = 0; i < n; i++)
			if ((c->of[order[i]] == KDD_DROPPED) == dropped)
				write_label(c, order[i], b);
	free(order);
}

static void
write_classes(const struct kdd_classes *c, struct kdd_buf *b)
{
	for (uint32_t k = 0; k < c->n; k++) {
		kdd_buf_puts(b, "class");
		add_word(b, c->name[k]);
		add_word(b, c->quiet[k] ? "quiet" : "alert");
		end_line(b);
	}
	write_labels(c, b);
	if (c->other == KDD_NONE)
		return;
	kdd_buf_puts(b, "other");
	if (c->other != KDD_DROPPED)
		add_word(b, c->name[c->other]);
	end_line(b);
}

static void
write_training(const struct kdd_model *m, struct kdd_buf *b)
{
	for (uint32_t i = 0; i < m->noptions; i++) {
		kdd_buf_puts(b, "option");
		add_word(b, m->option[i].key);
		add_word(b, m->option[i].value);
		end_line(b);
	}
	kdd_buf_puts(b, "rows");
	add_u64(b, m->rows);
	add_u64(b, m->distinct);
	end_line(b);
	if (m->folds == 0)
		return;
	kdd_buf_puts(b, "folds");
	add_u64(b, m->folds);
	end_line(b);
	for (uint32_t k = 0; k < m->cv.n; k++) {
		kdd_buf_puts(b, "confusion");
		add_word(b, m->cv.name[k]);
		for (uint32_t v = 0; v < m->cv.n; v++)
			add_u64(b, m->cv.count[(size_t)k * m->cv.n + v]);
		end_line(b);
	}
}

static void
write_test(const struct kdd_model *m, const struct kdd_node *nd,
    struct kdd_buf *b)
{
	add_word(b, m->schema.column[nd->column].name);
	if (nd->test == KDD_LE) {
		kdd_buf_puts(b, " <= ");
		kdd_buf_num(b, nd->cut);
		kdd_buf_puts(b, nd->missing_left ? " left" : " right");
		return;
	}
	kdd_buf_puts(b, " in");
	for (uint32_t i = 0; i < nd->nset; i++)
		add_word(b, kdd_dict_key(&m->values[nd->column],
		    m->tree.value[nd->set + i] - 1));
}

static void
write_tree(const struct kdd_model *m, struct kdd_buf *b)
{
	const struct kdd_tree *t = &m->tree;
	uint32_t *depth = calloc((size_t)t->n + 1, sizeof(*depth));

	if (depth == NULL) {
		b->failed = true;
		return;
	}
	for (uint32_t i = 0; i < t->n; i++) {
		const struct kdd_node *nd = &t->node[i];

		kdd_buf_puts(b, nd->test == KDD_LEAF ? "leaf" : "node");
		add_u64(b, depth[i]);
		add_word(b, m->classes.name[nd->label]);
		for (uint32_t k = 0; k < t->nclasses; k++)
			add_u64(b, kdd_tree_count(t, i)[k]);
		if (nd->test != KDD_LEAF) {
			depth[i + 1] = depth[nd->right] = depth[i] + 1;
			write_test(m, nd, b);
		}
		end_line(b);
	}
	free(depth);
}

void
kdd_model_write(struct kdd_model *m, struct kdd_buf *b)
{
	size_t start = b->n;

	kdd_buf_printf(b, "kdd-model %d\nname %s\n", KDD_MODEL_VERSION,
	    m->name);
	write_schema(m, b);
	write_classes(&m->classes, b);
	write_training(m, b);
	write_tree(m, b);
	if (b->failed)
		return;
	SHA256Data((const uint8_t *)b->p + start, b->n - start, m->digest);
	kdd_buf_printf(b, "sha256 %s\n", m->digest);
}
