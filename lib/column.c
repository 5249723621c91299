#include "column.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

static int
by_number(const void *a, const void *b, void *arg)
{
	const double *v = arg;
	double x = v[*(const uint32_t *)a], y = v[*(const uint32_t *)b];

	/* NaN comes first */
	return x != x || y != y ? (x == x) - (y == y) : (x > y) - (x < y);
}

static int
by_text(const void *a, const void *b, void *arg)
{
	return kdd_dict_compare(arg, *(const uint32_t *)a,
	    *(const uint32_t *)b);
}

/*
 * The number of each value, NaN for a text that says so.  Returns 1, or 0 if
 * the column is no number.
 */
static int
read_values(struct kdd_table_column *c, double *v)
{
	for (uint32_t i = 0; i < c->text.n; i++) {
		const char *text = kdd_dict_key(&c->text, i);

		if (c->kind == KDD_NUMBER)
			memcpy(&v[i], text, sizeof(*v));
		else if (kdd_num_parse(text, c->text.length[i], &v[i]) == -1)
			return 0;
	}
	c->kind = KDD_NUMBER;
	return 1;
}

/* Codes of numbers: undecided texts such as "1" and "1.0" share one. */
static int
code_numbers(struct kdd_table_column *c, const double *v, uint32_t *final)
{
	uint32_t n = c->text.n;

	if ((c->number = malloc((n + (size_t)1) * sizeof(*c->number))) == NULL)
		return -1;
	qsort_r(c->order, n, sizeof(*c->order), by_number, (void *)v);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t id = c->order[i];

		if (v[id] == v[id] && (c->nvalues == 0 ||
		    v[id] > c->number[c->nvalues - 1]))
			c->number[c->nvalues++] = v[id];
		final[id + 1] = c->nvalues;	/* 0, missing, for NaN */
	}
	free(c->order);
	c->order = NULL;
	kdd_dict_release(&c->text);
	return 0;
}

static void
code_texts(struct kdd_table_column *c, uint32_t *final)
{
	c->kind = KDD_CATEGORY;
	c->nvalues = c->text.n;
	qsort_r(c->order, c->nvalues, sizeof(*c->order), by_text, &c->text);
	for (uint32_t i = 0; i < c->nvalues; i++)
		final[c->order[i] + 1] = i + 1;
}

int
kdd_column_finish(struct kdd_table_column *c, uint32_t *final)
{
	size_t n = c->text.n;
	double *v = malloc((n + 1) * sizeof(*v));
	int rc = 0;

	c->order = malloc((n + 1) * sizeof(*c->order));
	if (v == NULL || c->order == NULL) {
		free(v);
		return -1;
	}
	for (uint32_t i = 0; i < n; i++)
		c->order[i] = i;
	final[0] = 0;
	if (c->kind != KDD_CATEGORY && read_values(c, v))
		rc = code_numbers(c, v, final);
	else
		code_texts(c, final);
	free(v);
	return rc;
}

const char *
kdd_column_text(const struct kdd_table_column *c, uint32_t code)
{
	return kdd_dict_key(&c->text, c->order[code - 1]);
}

void
kdd_column_release(struct kdd_table_column *c)
{
	free(c->number);
	free(c->order);
	free(c->code);
	kdd_dict_release(&c->text);
}
