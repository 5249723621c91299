#include "describe.h"

#include <stdlib.h>
#include <string.h>

#include "weights.h"

int
kdd_describe_columns(struct kdd_model *m, const struct kdd_table *t,
    const struct kdd_schema *s)
{
	m->values = calloc(s->ncolumns, sizeof(*m->values));
	if (m->values == NULL || kdd_schema_copy(&m->schema, s) == -1)
		return -1;
	for (uint32_t i = 0; i < s->ncolumns; i++)
		kdd_dict_init(&m->values[i]);
	for (uint32_t k = 0; k < t->ncolumns; k++) {
		const struct kdd_table_column *c = &t->column[k];

		if (c->kind != KDD_CATEGORY)
			continue;
		for (uint32_t v = 1; v <= c->nvalues; v++) {
			const char *text = kdd_column_text(c, v);

			if (kdd_dict_add(&m->values[c->column], text,
			    strlen(text)) == KDD_NONE)
				return -1;
		}
	}
	return 0;
}

/* The text in b is the option's value; b is released. */
static int
add_option(struct kdd_model *m, const char *key, struct kdd_buf *b)
{
	int rc;

	kdd_buf_char(b, '\0');
	rc = b->failed ? -1 : kdd_model_option(m, key, b->p);
	kdd_buf_release(b);
	return rc;
}

int
kdd_describe_u64(struct kdd_model *m, const char *key, uint64_t v)
{
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_u64(&b, v);
	return add_option(m, key, &b);
}

int
kdd_describe_num(struct kdd_model *m, const char *key, double v)
{
	struct kdd_buf b = KDD_BUF_INIT;

	kdd_buf_num(&b, v);
	return add_option(m, key, &b);
}

int
kdd_describe_weights(struct kdd_model *m, const double *weight)
{
	struct kdd_buf b = KDD_BUF_INIT;

	for (uint32_t k = 0; k < m->classes.n; k++) {
		kdd_buf_printf(&b, "%s%s=", k > 0 ? "," : "",
		    m->classes.name[k]);
		kdd_buf_num(&b, weight[k]);
	}
	return add_option(m, "weights", &b);
}

int
kdd_describe_cost(struct kdd_model *m, const double *cost)
{
	struct kdd_buf b = KDD_BUF_INIT;
	uint32_t n = m->classes.n;

	for (size_t i = 0; i < (size_t)n * n; i++) {
		kdd_buf_puts(&b, i == 0 ? "" : i % n == 0 ? "; " : " ");
		kdd_buf_num(&b, cost[i]);
	}
	return add_option(m, "cost", &b);
}

/* The last of that name, as a loader takes any number of them; or NULL. */
static const char *
option_of(const struct kdd_model *m, const char *key)
{
	for (uint32_t i = m->noptions; i > 0; i--)
		if (strcmp(m->option[i - 1].key, key) == 0)
			return m->option[i - 1].value;
	return NULL;
}

/* The weights of train.h, from the rows of the root. */
static void
balance(const struct kdd_model *m, double *weight)
{
	const uint32_t *count = kdd_tree_count(&m->tree, 0);
	double all = (double)kdd_tree_rows(&m->tree, 0);
	uint32_t met = 0;

	for (uint32_t k = 0; k < m->classes.n; k++)
		met += count[k] > 0;
	for (uint32_t k = 0; k < m->classes.n; k++)
		weight[k] = count[k] > 0 ? all / (met * (double)count[k]) : 1;
}

int
kdd_describe_measure(const struct kdd_model *m, double *weight,
    struct kdd_measure *measure, struct kdd_error *e)
{
	const char *criterion = option_of(m, "criterion");
	const char *text = option_of(m, "weights");
	struct kdd_weights names;
	int rc;

	if (criterion == NULL || (strcmp(criterion, "gini") != 0 &&
	    strcmp(criterion, "entropy") != 0))
		return kdd_error_set(e, 0, "no criterion that is gini or "
		    "entropy");
	*measure = (struct kdd_measure){ strcmp(criterion, "gini") == 0 ?
	    KDD_GINI : KDD_ENTROPY, text != NULL ? weight : NULL };
	if (text == NULL)
		return 0;
	if (strcmp(text, "balanced") == 0) {
		balance(m, weight);
		return 0;
	}
	rc = kdd_weights_parse(&names, text, e);
	if (rc == 0)
		rc = kdd_weights_of(&names, &m->classes, weight, e);
	kdd_weights_release(&names);
	return rc;
}
