#include "emit_info.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "describe.h"
#include "emit_rules.h"
#include "report.h"
#include "token.h"
#include "wrap.h"

#define RULES 5

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* Move what text holds to b, as a paragraph. */
static void
end_paragraph(struct kdd_buf *b, struct kdd_buf *text, size_t indent)
{
	kdd_wrap(b, text->p, text->n, indent);
	b->failed |= text->failed;
	text->n = 0;
}

/* Bytes of the .kdt. */
static uint64_t
size_of(const struct kdd_model *m, struct kdd_buf *b)
{
	struct kdd_model again = *m;	/* only its digest is written */
	struct kdd_buf text = KDD_BUF_INIT;
	uint64_t n;

	kdd_model_write(&again, &text);
	b->failed |= text.failed;
	n = text.n;
	kdd_buf_release(&text);
	return n;
}

static void
add_title(struct kdd_buf *b, const struct kdd_model *m)
{
	uint32_t leaves = kdd_tree_leaves(&m->tree);

	kdd_buf_printf(b, "model %s\nsha256 %s\n%u %s, %u test%s, depth %u; "
	    "%" PRIu64 " bytes of text\n", m->name, m->digest, leaves,
	    leaves == 1 ? "leaf" : "leaves", leaves - 1, plural(leaves - 1),
	    kdd_tree_depth(&m->tree), size_of(m, b));
}

/*
 * The labels of class k, or of those that are dropped, and any other.  Are
 * there any?
 */
static bool
add_labels(struct kdd_buf *text, const struct kdd_classes *c, uint32_t k)
{
	const char *before = ": ";

	for (uint32_t i = 0; i < c->label.n; i++)
		if (c->of[i] == k) {
			kdd_buf_puts(text, before);
			kdd_token_add(text, kdd_dict_key(&c->label, i));
			before = ", ";
		}
	if (c->other == k) {
		kdd_buf_puts(text, before);
		kdd_buf_puts(text, "any other label");
		return true;
	}
	return *before == ',';
}

static void
add_classes(struct kdd_buf *b, struct kdd_buf *text,
    const struct kdd_model *m)
{
	const struct kdd_classes *c = &m->classes;
	const uint32_t *count = kdd_tree_count(&m->tree, 0);

	kdd_buf_puts(b, "\nclasses, the rows trained on, and labels\n");
	for (uint32_t k = 0; k < c->n; k++) {
		kdd_buf_puts(text, "  ");
		kdd_token_add(text, c->name[k]);
		kdd_buf_printf(text, " (%s), %u row%s", c->quiet[k] ?
		    "quiet" : "alert", count[k], plural(count[k]));
		add_labels(text, c, k);
		end_paragraph(b, text, 4);
	}
	kdd_buf_puts(text, "  dropped");
	if (add_labels(text, c, KDD_DROPPED))
		end_paragraph(b, text, 4);
	else
		text->n = 0;
}

/* How many nodes ask for each column.  NULL: out of memory. */
static uint32_t *
count_tests(const struct kdd_model *m)
{
	uint32_t *tests = calloc(m->schema.ncolumns, sizeof(*tests));

	for (uint32_t i = 0; i < m->tree.n && tests != NULL; i++)
		if (m->tree.node[i].test != KDD_LEAF)
			tests[m->tree.node[i].column]++;
	return tests;
}

static void
add_form(struct kdd_buf *b, const struct kdd_schema *s)
{
	const char byte[2] = { s->delimiter, '\0' };
	const char suffix[2] = { s->label_suffix, '\0' };

	kdd_buf_printf(b, "\nrows: %s", kdd_stream_name(s->form));
	if (s->form != KDD_JSON) {
		kdd_buf_puts(b, ", delimiter ");
		kdd_token_quote(b, byte);
	}
	if (s->label_suffix != '\0') {
		kdd_buf_puts(b, ", a label without ");
		kdd_token_quote(b, suffix);
		kdd_buf_puts(b, " at its end");
	}
	kdd_buf_char(b, '\n');
}

/* The name comes last, since it may be long. */
static void
add_columns(struct kdd_buf *b, const struct kdd_model *m)
{
	uint32_t *tests = count_tests(m);

	add_form(b, &m->schema);
	kdd_buf_puts(b, "column  kind      values  tests  name, and what it "
	    "tells of the connection\n");
	for (uint32_t i = 0; i < m->schema.ncolumns && tests != NULL; i++) {
		const struct kdd_column *c = &m->schema.column[i];

		kdd_buf_printf(b, "%6u  %-8s  ", i + 1,
		    kdd_kind_name(c->kind));
		if (c->kind == KDD_CATEGORY)
			kdd_buf_printf(b, "%6u", m->values[i].n);
		else
			kdd_buf_printf(b, "%6s", "");
		if (tests[i] > 0)
			kdd_buf_printf(b, "  %5u  ", tests[i]);
		else
			kdd_buf_printf(b, "  %5s  ", "");
		kdd_token_add(b, c->name);
		if (c->from != NULL) {
			kdd_buf_puts(b, " from ");
			kdd_token_add(b, c->from);
		}
		if (c->role != KDD_NO_ROLE)
			kdd_buf_printf(b, " (%s)", kdd_role_name(c->role));
		kdd_buf_char(b, '\n');
	}
	b->failed |= tests == NULL;
	free(tests);
}

static void
add_training(struct kdd_buf *b, struct kdd_buf *text,
    const struct kdd_model *m)
{
	kdd_buf_printf(b, "\ntrained on %" PRIu64 " row%s, %" PRIu64
	    " distinct%s\n", m->rows, plural(m->rows), m->distinct,
	    m->noptions > 0 ? ", with" : "");
	for (uint32_t i = 0; i < m->noptions; i++) {
		kdd_buf_puts(text, "  ");
		kdd_token_add(text, m->option[i].key);
		kdd_buf_char(text, ' ');
		kdd_token_add(text, m->option[i].value);
		end_paragraph(b, text, 4);
	}
	if (m->folds == 0)
		return;
	kdd_buf_printf(b, "\ncross-validation: %u folds, pooled\n", m->folds);
	kdd_score_lines(b, &m->cv, (double)NAN, NULL);
}

/* What kdd-train reports of the same tree. */
static void
add_importance(struct kdd_buf *b, const struct kdd_model *m)
{
	struct kdd_report r = { .model = m };
	double *weight = calloc(m->classes.n, sizeof(*weight));
	struct kdd_measure measure;
	struct kdd_error e;

	r.importance = calloc(m->schema.ncolumns, sizeof(*r.importance));
	if (weight == NULL || r.importance == NULL) {
		b->failed = true;
	} else if (kdd_describe_measure(m, weight, &measure, &e) == -1) {
		kdd_buf_printf(b, "\nimportance not known: %s\n", e.what);
	} else {
		kdd_importances(&measure, &m->tree, m->schema.ncolumns,
		    r.importance);
		kdd_report_importance(b, &r);
	}
	free(r.importance);
	free(weight);
}

static void
add_leaves(struct kdd_buf *b, const struct kdd_model *m)
{
	uint32_t leaves = kdd_tree_leaves(&m->tree);
	struct kdd_buf rules = KDD_BUF_INIT;
	const char *s, *end, *nl;

	kdd_buf_puts(b, "\nthe leaves that most rows reached, as rules\n");
	kdd_emit_rules_first(&rules, m, RULES);
	b->failed |= rules.failed;
	s = rules.p;
	end = s + rules.n;
	while (!b->failed && s < end && (nl = memchr(s, '\n',
	    (size_t)(end - s))) != NULL) {
		kdd_buf_puts(b, "  ");
		kdd_wrap(b, s, (size_t)(nl - s), 4);
		s = nl + 1;
	}
	if (leaves > RULES)
		kdd_buf_printf(b, "  and %u lea%s more; -f rules has all\n",
		    leaves - RULES, leaves == RULES + 1 ? "f" : "ves");
	kdd_buf_release(&rules);
}

void
kdd_emit_info(struct kdd_buf *b, const struct kdd_model *m)
{
	struct kdd_buf text = KDD_BUF_INIT;

	add_title(b, m);
	add_classes(b, &text, m);
	add_columns(b, m);
	add_training(b, &text, m);
	add_importance(b, m);
	add_leaves(b, m);
	kdd_buf_release(&text);
}
