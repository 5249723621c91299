#include "verdict.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"

double
kdd_score_of(const struct kdd_tree *t, uint32_t node)
{
	return (double)kdd_tree_count(t, node)[t->node[node].label] /
	    (double)kdd_tree_rows(t, node);
}

uint32_t
kdd_millionths_of(const struct kdd_tree *t, uint32_t node)
{
	uint64_t own = kdd_tree_count(t, node)[t->node[node].label];
	uint64_t rows = kdd_tree_rows(t, node);

	return (uint32_t)((2000000 * own + rows) / (2 * rows));
}

void
kdd_score_add(struct kdd_buf *b, const struct kdd_tree *t, uint32_t node)
{
	uint32_t score = kdd_millionths_of(t, node);

	kdd_buf_printf(b, "%u.%06u", score / 1000000, score % 1000000);
}

/* Zeek's logs have no quotes, but escapes. */
static void
add_zeek(struct kdd_buf *b, const char *s, char separator)
{
	for (; *s != '\0'; s++)
		if (*s == separator)
			kdd_buf_printf(b, "\\x%02x", (unsigned char)*s);
		else
			kdd_buf_char(b, *s);
}

static void
add_csv(struct kdd_buf *b, const char *s, char delimiter)
{
	if (strchr(s, delimiter) == NULL && strchr(s, '"') == NULL) {
		kdd_buf_puts(b, s);
		return;
	}
	kdd_buf_char(b, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			kdd_buf_char(b, '"');
		kdd_buf_char(b, *s);
	}
	kdd_buf_char(b, '"');
}

static void
add_field(struct kdd_verdicts *v, const char *s, char delimiter)
{
	if (v->form == KDD_ZEEK)
		add_zeek(&v->text, s, delimiter);
	else
		add_csv(&v->text, s, delimiter);
}

static void
add_prefix(struct kdd_verdicts *v, uint32_t node, char delimiter)
{
	const struct kdd_model *m = v->model;

	add_field(v, m->name, delimiter);
	kdd_buf_char(&v->text, delimiter);
	add_field(v, m->classes.name[m->tree.node[node].label], delimiter);
	kdd_buf_char(&v->text, delimiter);
	kdd_score_add(&v->text, &m->tree, node);
	kdd_buf_char(&v->text, delimiter);
}

static void
add_member(struct kdd_verdicts *v, uint32_t node)
{
	const struct kdd_model *m = v->model;

	kdd_buf_puts(&v->text, "{\"kdd\":{\"model\":");
	kdd_json_string(&v->text, m->name);
	kdd_buf_puts(&v->text, ",\"class\":");
	kdd_json_string(&v->text, m->classes.name[m->tree.node[node].label]);
	kdd_buf_puts(&v->text, ",\"score\":");
	kdd_score_add(&v->text, &m->tree, node);
	kdd_buf_char(&v->text, '}');
}

int
kdd_verdicts_init(struct kdd_verdicts *v, const struct kdd_model *model,
    double threshold, enum kdd_stream form, char delimiter)
{
	const struct kdd_tree *t = &model->tree;

	*v = (struct kdd_verdicts){ .model = model, .text = KDD_BUF_INIT,
	    .form = form };
	v->from = malloc((t->n + (size_t)1) * sizeof(*v->from));
	v->alert = calloc(t->n, sizeof(*v->alert));
	if (v->from == NULL || v->alert == NULL)
		return -1;
	for (uint32_t i = 0; i < t->n; i++) {
		v->from[i] = v->text.n;
		if (form == KDD_JSON)
			add_member(v, i);
		else
			add_prefix(v, i, delimiter);
		v->alert[i] = !model->classes.quiet[t->node[i].label] &&
		    kdd_score_of(t, i) >= threshold;
	}
	v->from[t->n] = v->text.n;
	return v->text.failed ? -1 : 0;
}

static uint32_t
skip_blanks(const struct kdd_row *row, uint32_t i)
{
	while (i < row->length && strchr(" \t\r", row->bytes[i]) != NULL)
		i++;
	return i;
}

/* Keys that are taken get a '_' in front. */
static void
add_line(struct kdd_buf *b, const struct kdd_row *row, uint32_t from)
{
	const struct kdd_view *v = row->view;

	for (uint32_t i = 0; v != NULL && i < v->ntaken; i++) {
		kdd_buf_add(b, row->bytes + from, v->taken[i] - from);
		kdd_buf_char(b, '_');
		from = v->taken[i];
	}
	kdd_buf_add(b, row->bytes + from, row->whole - from);
	if (row->bytes[row->whole - 1] != '\n')
		kdd_buf_char(b, '\n');
}

void
kdd_verdict_add_object(struct kdd_buf *b, const struct kdd_row *row)
{
	uint32_t from = skip_blanks(row, 0) + 1;

	if (row->bytes[skip_blanks(row, from)] != '}')
		kdd_buf_char(b, ',');
	add_line(b, row, from);
}

void
kdd_verdict_add(const struct kdd_verdicts *v, struct kdd_buf *b,
    uint32_t leaf, const struct kdd_row *row)
{
	kdd_buf_add(b, v->text.p + v->from[leaf],
	    v->from[leaf + 1] - v->from[leaf]);
	if (v->form == KDD_JSON)
		kdd_verdict_add_object(b, row);
	else
		add_line(b, row, 0);
}

void
kdd_verdicts_release(struct kdd_verdicts *v)
{
	kdd_buf_release(&v->text);
	free(v->from);
	free(v->alert);
	v->model = NULL;
}
