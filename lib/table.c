#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"

/*
 * While rows come in: values have provisional codes, in order of coming
 * (a number's key in its dict is its 8 bytes), and the distinct rows are
 * themselves the keys of a dict: the codes, then the label.
 */
struct kdd_table_build {
	struct kdd_dict	 rows;
	uint32_t	*row;		/* [ncolumns + 1]: under way */
};

int
kdd_table_init(struct kdd_table *t, const struct kdd_schema *s)
{
	*t = (struct kdd_table){ 0 };
	kdd_dict_init(&t->labels);
	t->column = calloc(s->ncolumns + 1, sizeof(*t->column));
	t->build = calloc(1, sizeof(*t->build));
	if (t->column == NULL || t->build == NULL)
		return -1;
	kdd_dict_init(&t->build->rows);
	for (uint32_t i = 0; i < s->ncolumns; i++) {
		struct kdd_table_column *c = &t->column[t->ncolumns];

		if (s->column[i].kind != KDD_NUMBER &&
		    s->column[i].kind != KDD_CATEGORY)
			continue;
		c->kind = s->column[i].kind;
		c->column = i;
		kdd_dict_init(&c->text);
		t->ncolumns++;
	}
	t->build->row = calloc(t->ncolumns + 1, sizeof(*t->build->row));
	return t->build->row != NULL ? 0 : -1;
}

int
kdd_table_set_text(struct kdd_table *t, uint32_t c, const char *p, size_t n)
{
	uint32_t id = kdd_dict_add(&t->column[c].text, p, n);

	if (id == KDD_NONE)
		return -1;
	t->build->row[c] = id + 1;
	return 0;
}

int
kdd_table_set_number(struct kdd_table *t, uint32_t c, double v)
{
	if (v != v) {
		kdd_table_set_missing(t, c);
		return 0;
	}
	v += 0.0;	/* minus zero becomes zero */
	return kdd_table_set_text(t, c, (const char *)&v, sizeof(v));
}

void
kdd_table_set_missing(struct kdd_table *t, uint32_t c)
{
	t->build->row[c] = 0;
}

int
kdd_table_add(struct kdd_table *t, const char *label, size_t n)
{
	struct kdd_dict *rows = &t->build->rows;
	uint32_t *row = t->build->row, known = rows->n, room = rows->room, id;
	void *p;

	if (t->total == KDD_TABLE_MAX_ROWS) {
		errno = EOVERFLOW;
		return -1;
	}
	if ((row[t->ncolumns] = kdd_dict_add(&t->labels, label, n)) == KDD_NONE)
		return -1;
	id = kdd_dict_add(rows, row, (t->ncolumns + 1) * sizeof(*row));
	if (id == KDD_NONE)
		return -1;
	if (rows->room != room) {
		p = realloc(t->weight, rows->room * sizeof(*t->weight));
		if (p == NULL)
			return -1;
		t->weight = p;
	}
	if (rows->n > known)
		t->weight[id] = 0;
	t->weight[id]++;
	t->total++;
	return 0;
}

static double
number_of(const struct kdd_dict *d, uint32_t id)
{
	double v;

	memcpy(&v, kdd_dict_key(d, id), sizeof(v));
	return v;
}

static int
by_number(const void *a, const void *b, void *arg)
{
	double x = number_of(arg, *(const uint32_t *)a);
	double y = number_of(arg, *(const uint32_t *)b);

	return (x > y) - (x < y);
}

static int
by_text(const void *a, const void *b, void *arg)
{
	return kdd_dict_compare(arg, *(const uint32_t *)a,
	    *(const uint32_t *)b);
}

/* Sort a column's values; final[] maps provisional codes to final ones. */
static int
sort_values(struct kdd_table_column *c, uint32_t *final)
{
	uint32_t n = c->text.n;

	c->nvalues = n;
	if ((c->order = malloc((n + 1) * sizeof(*c->order))) == NULL)
		return -1;
	for (uint32_t i = 0; i < n; i++)
		c->order[i] = i;
	qsort_r(c->order, n, sizeof(*c->order),
	    c->kind == KDD_NUMBER ? by_number : by_text, &c->text);
	final[0] = 0;
	for (uint32_t i = 0; i < n; i++)
		final[c->order[i] + 1] = i + 1;
	if (c->kind != KDD_NUMBER)
		return 0;
	if ((c->number = malloc((n + 1) * sizeof(*c->number))) == NULL)
		return -1;
	for (uint32_t i = 0; i < n; i++)
		c->number[i] = number_of(&c->text, c->order[i]);
	free(c->order);
	c->order = NULL;
	kdd_dict_release(&c->text);
	return 0;
}

static uint32_t *
built_row(const struct kdd_table *t, uint32_t i)
{
	/* an arena key is followed by a NUL: copy, do not cast */
	return (uint32_t *)memcpy(t->build->row,
	    kdd_dict_key(&t->build->rows, i),
	    (t->ncolumns + 1) * sizeof(uint32_t));
}

/* Give each column its codes, in the order in which the rows came. */
static int
spread_codes(struct kdd_table *t)
{
	uint32_t n = t->nrows;

	for (uint32_t c = 0; c <= t->ncolumns; c++) {
		uint32_t *code = malloc((n + 1) * sizeof(*code));

		if (code == NULL)
			return -1;
		if (c < t->ncolumns)
			t->column[c].code = code;
		else
			t->label = code;
	}
	for (uint32_t i = 0; i < n; i++) {
		const uint32_t *row = built_row(t, i);

		for (uint32_t c = 0; c < t->ncolumns; c++)
			t->column[c].code[i] = row[c];
		t->label[i] = row[t->ncolumns];
	}
	return 0;
}

static int
final_codes(struct kdd_table *t)
{
	for (uint32_t k = 0; k < t->ncolumns; k++) {
		struct kdd_table_column *c = &t->column[k];
		uint32_t *final = malloc((c->text.n + 1) * sizeof(*final));

		if (final == NULL || sort_values(c, final) == -1) {
			free(final);
			return -1;
		}
		for (uint32_t i = 0; i < t->nrows; i++)
			c->code[i] = final[c->code[i]];
		free(final);
	}
	return 0;
}

static int
by_row(const void *a, const void *b, void *arg)
{
	const struct kdd_table *t = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	for (uint32_t c = 0; c < t->ncolumns; c++) {
		uint32_t u = t->column[c].code[x], v = t->column[c].code[y];

		if (u != v)
			return u < v ? -1 : 1;
	}
	return kdd_dict_compare(&t->labels, t->label[x], t->label[y]);
}

/* Put one array into the order given, by way of scratch. */
static void
permute(uint32_t **array, uint32_t **scratch, const uint32_t *order,
    uint32_t n)
{
	uint32_t *from = *array, *to = *scratch;

	for (uint32_t i = 0; i < n; i++)
		to[i] = from[order[i]];
	*array = to;
	*scratch = from;
}

static int
sort_rows(struct kdd_table *t)
{
	uint32_t n = t->nrows;
	uint32_t *order = malloc((n + 1) * sizeof(*order));
	uint32_t *scratch = malloc((n + 1) * sizeof(*scratch));

	if (order == NULL || scratch == NULL) {
		free(order);
		free(scratch);
		return -1;
	}
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_row, t);
	for (uint32_t c = 0; c < t->ncolumns; c++)
		permute(&t->column[c].code, &scratch, order, n);
	permute(&t->label, &scratch, order, n);
	permute(&t->weight, &scratch, order, n);
	free(order);
	free(scratch);
	return 0;
}

static void
drop_build(struct kdd_table *t)
{
	if (t->build == NULL)
		return;
	kdd_dict_release(&t->build->rows);
	free(t->build->row);
	free(t->build);
	t->build = NULL;
}

int
kdd_table_finish(struct kdd_table *t)
{
	void *p;

	t->nrows = t->build->rows.n;
	/* scratch of sort_rows() changes places with it: same size */
	p = realloc(t->weight, (t->nrows + 1) * sizeof(*t->weight));
	if (p == NULL)
		return -1;
	t->weight = p;
	if (spread_codes(t) == -1)
		return -1;
	drop_build(t);
	return final_codes(t) == -1 ? -1 : sort_rows(t);
}

const char *
kdd_table_text(const struct kdd_table_column *c, uint32_t code)
{
	return kdd_dict_key(&c->text, c->order[code - 1]);
}

int
kdd_table_same_features(const struct kdd_table *t, uint32_t a, uint32_t b)
{
	for (uint32_t c = 0; c < t->ncolumns; c++)
		if (t->column[c].code[a] != t->column[c].code[b])
			return 0;
	return 1;
}

static uint64_t
hash_key(const struct kdd_dict *d, uint32_t id, uint64_t h)
{
	return kdd_mix_bytes(h, kdd_dict_key(d, id), d->length[id]);
}

uint64_t
kdd_table_hash(const struct kdd_table *t, uint32_t i, uint64_t seed,
    int with_label)
{
	uint64_t h = seed;

	for (uint32_t k = 0; k < t->ncolumns; k++) {
		const struct kdd_table_column *c = &t->column[k];
		uint32_t code = c->code[i];

		if (code == 0)
			h = kdd_mix(h, UINT64_MAX);	/* no value's bits */
		else if (c->kind == KDD_NUMBER)
			h = kdd_mix_double(h, c->number[code - 1]);
		else
			h = hash_key(&c->text, c->order[code - 1], h);
	}
	return with_label ? hash_key(&t->labels, t->label[i], h) : h;
}

void
kdd_table_release(struct kdd_table *t)
{
	drop_build(t);
	for (uint32_t k = 0; k < t->ncolumns; k++) {
		free(t->column[k].number);
		free(t->column[k].order);
		free(t->column[k].code);
		kdd_dict_release(&t->column[k].text);
	}
	free(t->column);
	free(t->weight);
	free(t->label);
	kdd_dict_release(&t->labels);
	*t = (struct kdd_table){ 0 };
}
