#include "predict.h"

#include <math.h>
#include <stdlib.h>

#include "num.h"

int
kdd_predictor_init(struct kdd_predictor *p, const struct kdd_model *model,
    const struct kdd_compiled *compiled)
{
	size_t n = model->schema.ncolumns;

	*p = (struct kdd_predictor){ .model = model, .compiled = compiled };
	p->asked = calloc(4 * n, sizeof(*p->asked));
	if (p->asked == NULL)
		return -1;
	p->missing = p->asked + n;
	p->unreadable = p->missing + n;
	p->unseen = p->unreadable + n;
	return 0;
}

void
kdd_predictor_count(struct kdd_predictor *p)
{
	(void)p;
}

void
kdd_predictor_release(struct kdd_predictor *p)
{
	free(p->asked);
	*p = (struct kdd_predictor){ 0 };
}

static double
number(void *arg, unsigned column)
{
	struct kdd_predictor *p = arg;
	struct kdd_span f = kdd_row_column(p->row, column);
	double v;

	p->asked[column]++;
	if (kdd_num_parse(f.p, f.n, &v) == -1) {
		if (kdd_is_missing(f))
			p->missing[column]++;
		else
			p->unreadable[column]++;
		return (double)NAN;
	}
	if (isnan(v))
		p->missing[column]++;
	return v;
}

static unsigned
code(void *arg, unsigned column)
{
	struct kdd_predictor *p = arg;
	struct kdd_span f = kdd_row_column(p->row, column);
	uint32_t id;

	p->asked[column]++;
	if (kdd_is_missing(f)) {
		p->missing[column]++;
		return 0;
	}
	id = kdd_dict_find(&p->model->values[column], f.p, f.n);
	if (id != KDD_NONE)
		return id + 1;
	p->unseen[column]++;
	return 0;
}

uint32_t
kdd_predict(struct kdd_predictor *p, const struct kdd_row *row)
{
	const struct kdd_tree *t = &p->model->tree;
	uint32_t at = 0;

	p->row = row;
	if (p->compiled != NULL) {
		at = p->compiled->leaf(p, number, code);
		return at < t->n ? at : 0;	/* it is code, not data */
	}
	while (t->node[at].test != KDD_LEAF) {
		uint32_t c = t->node[at].column;

		if (t->node[at].test == KDD_LE)
			at = kdd_tree_next_number(t, at, number(p, c));
		else
			at = kdd_tree_next_code(t, at, code(p, c));
	}
	return at;
}
