/* The laid out tree against the tree's own steps, and what was counted. */
#include <math.h>
#include <stdlib.h>

#include "anyrow.h"
#include "anytree.h"
#include "num.h"
#include "predict.h"
#include "tap.h"

#define VALUES 2000
#define ROWS 400

static const char *
value_of(uint32_t id)
{
	static char text[40];

	snprintf(text, sizeof(text), id % 3 == 0 ? "a value, number %u" :
	    "v%u", id);
	return text;
}

static const char *
any_text(void)
{
	static const char *const odd[] = { "", "?", "NaN", "nan", "-nan",
		"1x", "1e", "inf", "-inf", "7.0", "50.5", "1e1", "0", "100",
		"Nan0", "unseen", "an unseen long value" };
	static char text[40];

	if (draw(3) == 0)
		return odd[draw(sizeof(odd) / sizeof(*odd))];
	if (draw(2) == 0)
		return value_of(draw(draw(2) ? 9 : VALUES));
	snprintf(text, sizeof(text), "%u", draw(110));
	return text;
}

static void
start_model(struct kdd_model *m, struct kdd_dict *values)
{
	m->schema.ncolumns = ANY_COLUMNS;
	m->values = values;
	for (uint32_t c = 0; c < ANY_COLUMNS; c++) {
		kdd_dict_init(&values[c]);
		for (uint32_t i = 0; i < VALUES; i++) {
			const char *s = value_of(i);

			kdd_dict_add(&values[c], s, strlen(s));
		}
	}
	any_tree(&m->tree, 3, 1 + draw(40));
	for (uint32_t i = 0; i < m->tree.n; i++) {
		struct kdd_node *nd = &m->tree.node[i];

		nd->missing_left = nd->test == KDD_LE && draw(2);
		if (nd->test == KDD_IN && nd->nset == 2 && draw(2))
			m->tree.value[nd->set + 1] = 9 + draw(VALUES - 9);
	}
}

static bool
is_missing(const char *s)
{
	double v;

	return kdd_is_missing((struct kdd_span){ s, strlen(s) }) ||
	    (kdd_num_parse(s, strlen(s), &v) == 0 && isnan(v));
}

/* One step by the tree, counted in seen[4][ANY_COLUMNS]. */
static uint32_t
step(const struct kdd_model *m, uint32_t at, const char *s,
    uint64_t seen[4][ANY_COLUMNS])
{
	uint32_t c = m->tree.node[at].column, id;
	double v = (double)NAN;

	seen[0][c]++;
	if (m->tree.node[at].test == KDD_LE) {
		seen[1][c] += is_missing(s);
		seen[2][c] += !is_missing(s) &&
		    kdd_num_parse(s, strlen(s), &v) == -1;
		return kdd_tree_next_number(&m->tree, at, v);
	}
	if (kdd_is_missing((struct kdd_span){ s, strlen(s) })) {
		seen[1][c]++;
		return kdd_tree_next_code(&m->tree, at, 0);
	}
	id = kdd_dict_find(&m->values[c], s, strlen(s));
	seen[3][c] += id == KDD_NONE;
	return kdd_tree_next_code(&m->tree, at, id == KDD_NONE ? 0 : id + 1);
}

static int
judge(struct kdd_predictor *p, bool view, uint64_t seen[4][ANY_COLUMNS])
{
	static const uint32_t field[ANY_COLUMNS] = { 3, 1, 0, KDD_NO_FIELD };
	const struct kdd_view v = { .field = field, .ncolumns = ANY_COLUMNS };
	char text[ANY_COLUMNS][40];
	struct any_row r = { 0 };
	uint32_t at = 0;

	for (uint32_t i = 0; i < ANY_COLUMNS; i++) {
		snprintf(text[i], sizeof(text[i]), "%s", any_text());
		any_field(&r, text[i]);
	}
	any_row_of(&r);
	r.row.view = view ? &v : NULL;
	while (p->model->tree.node[at].test != KDD_LEAF) {
		uint32_t c = p->model->tree.node[at].column;

		if (view)
			c = field[c];
		at = step(p->model, at, c == KDD_NO_FIELD ? "" : text[c],
		    seen);
	}
	return kdd_predict(p, &r.row) != at;
}

static int
judge_all(bool view)
{
	uint64_t seen[4][ANY_COLUMNS] = { 0 };
	struct kdd_dict values[ANY_COLUMNS];
	struct kdd_model m = { 0 };
	struct kdd_predictor p;
	int wrong = 0;

	start_model(&m, values);
	if (kdd_predictor_init(&p, &m, NULL) == -1)
		return 1;
	for (int i = 0; i < ROWS; i++)
		wrong += judge(&p, view, seen);
	kdd_predictor_count(&p);
	for (uint32_t c = 0; c < ANY_COLUMNS; c++)
		wrong += p.asked[c] != seen[0][c] ||
		    p.missing[c] != seen[1][c] ||
		    p.unreadable[c] != seen[2][c] || p.unseen[c] != seen[3][c];
	wrong += p.hits[0] != ROWS;
	kdd_predictor_release(&p);
	kdd_tree_release(&m.tree);
	for (uint32_t c = 0; c < ANY_COLUMNS; c++)
		kdd_dict_release(&values[c]);
	return wrong;
}

int
main(void)
{
	int plain = 0, viewed = 0;

	for (int i = 0; i < 100; i++) {
		plain += judge_all(false);
		viewed += judge_all(true);
	}
	ok(plain == 0, "rows whose fields are the columns");
	ok(viewed == 0, "rows of named fields");
	return tap_done();
}
