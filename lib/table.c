#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"

/*
 * While rows come in: values have provisional codes, in order of coming (a
 * number's key in its dict is its 8 bytes, an undecided value's its text),
 * and the distinct rows are themselves the keys of a dict: the label, then
 * the codes up to the last that is not 0, so that further columns do not
 * change the rows from before.
 */
struct kdd_table_build {
	struct kdd_dict	 rows;
	uint32_t	*row;		/* [room]: under way */
	uint32_t	 room;
};

void
kdd_table_init(struct kdd_table *t)
{
	*t = (struct kdd_table){ 0 };
	kdd_dict_init(&t->labels);
}

/* Room for one more column, in the table and in the row under way. */
static int
grow_columns(struct kdd_table *t)
{
	uint32_t n = t->ncolumns, room;
	void *p;

	if (t->build == NULL) {
		if ((t->build = calloc(1, sizeof(*t->build))) == NULL)
			return -1;
		kdd_dict_init(&t->build->rows);
	}
	room = t->build->room;
	if (n + 2 <= room)
		return 0;
	room = room > 0 ? 2 * room : 64;
	if ((p = realloc(t->column, room * sizeof(*t->column))) == NULL)
		return -1;
	t->column = p;
	p = realloc(t->build->row, room * sizeof(*t->build->row));
	if (p == NULL)
		return -1;
	t->build->row = p;
	t->build->room = room;
	return 0;
}

int
kdd_table_columns(struct kdd_table *t, const struct kdd_schema *s)
{
	if (grow_columns(t) == -1)	/* there is a row, though a short one */
		return -1;
	for (; t->known < s->ncolumns; t->known++) {
		enum kdd_kind kind = s->column[t->known].kind;

		if (!kdd_kind_is_feature(kind))
			continue;
		if (grow_columns(t) == -1)
			return -1;
		t->column[t->ncolumns] = (struct kdd_table_column){
			.kind = kind, .column = t->known };
		kdd_dict_init(&t->column[t->ncolumns].text);
		t->ncolumns++;
		t->build->row[t->ncolumns] = 0;
	}
	return 0;
}

int
kdd_table_set_text(struct kdd_table *t, uint32_t c, const char *p, size_t n)
{
	uint32_t id = kdd_dict_add(&t->column[c].text, p, n);

	if (id == KDD_NONE)
		return -1;
	t->build->row[c + 1] = id + 1;
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
	t->build->row[c + 1] = 0;
}

int
kdd_table_add(struct kdd_table *t, const char *label, size_t n)
{
	struct kdd_dict *rows = &t->build->rows;
	uint32_t *row = t->build->row, known = rows->n, room = rows->room, id;
	uint32_t last = t->ncolumns;
	void *p;

	if (t->total == KDD_TABLE_MAX_ROWS) {
		errno = EOVERFLOW;
		return -1;
	}
	if ((row[0] = kdd_dict_add(&t->labels, label, n)) == KDD_NONE)
		return -1;
	while (last > 0 && row[last] == 0)
		last--;
	id = kdd_dict_add(rows, row, (last + 1) * sizeof(*row));
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

/* Give each column its codes, in the order in which the rows came. */
static int
spread_codes(struct kdd_table *t)
{
	const struct kdd_dict *rows = &t->build->rows;
	size_t n = t->nrows;

	for (uint32_t c = 0; c <= t->ncolumns; c++) {
		uint32_t *code = calloc(n + 1, sizeof(*code));

		if (code == NULL)
			return -1;
		if (c < t->ncolumns)
			t->column[c].code = code;
		else
			t->label = code;
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t *row = t->build->row, length = rows->length[i];

		/* a key may be followed by a NUL: copy, do not cast */
		memcpy(row, kdd_dict_key(rows, i), length);
		t->label[i] = row[0];
		for (uint32_t c = 1; c < length / sizeof(*row); c++)
			t->column[c - 1].code[i] = row[c];
	}
	return 0;
}

static int
final_codes(struct kdd_table *t)
{
	for (uint32_t k = 0; k < t->ncolumns; k++) {
		struct kdd_table_column *c = &t->column[k];
		uint32_t *final = malloc((c->text.n + (size_t)1) *
		    sizeof(*final));

		if (final == NULL || kdd_column_finish(c, final) == -1) {
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

/* Rows that were different only in how their numbers were written. */
static void
merge_rows(struct kdd_table *t)
{
	uint32_t to = 0;

	for (uint32_t i = 1; i < t->nrows; i++) {
		if (kdd_table_same_features(t, to, i) &&
		    t->label[to] == t->label[i]) {
			t->weight[to] += t->weight[i];
			continue;
		}
		to++;
		for (uint32_t c = 0; c < t->ncolumns; c++)
			t->column[c].code[to] = t->column[c].code[i];
		t->label[to] = t->label[i];
		t->weight[to] = t->weight[i];
	}
	if (t->nrows > 0)
		t->nrows = to + 1;
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

static int
by_place(const void *a, const void *b)
{
	const struct kdd_table_column *x = a, *y = b;

	return (x->column > y->column) - (x->column < y->column);
}

void
kdd_table_move_columns(struct kdd_table *t, const uint32_t *place)
{
	for (uint32_t c = 0; c < t->ncolumns; c++)
		t->column[c].column = place[t->column[c].column];
}

int
kdd_table_finish(struct kdd_table *t)
{
	void *p;

	if (t->build == NULL)
		return 0;
	t->nrows = t->build->rows.n;
	/* scratch of sort_rows() changes places with it: same size */
	p = realloc(t->weight, (t->nrows + (size_t)1) * sizeof(*t->weight));
	if (p == NULL)
		return -1;
	t->weight = p;
	if (spread_codes(t) == -1)
		return -1;
	drop_build(t);
	qsort(t->column, t->ncolumns, sizeof(*t->column), by_place);
	while (t->ncolumns > 0 &&
	    t->column[t->ncolumns - 1].column == KDD_NO_COLUMN)
		kdd_column_release(&t->column[--t->ncolumns]);
	if (final_codes(t) == -1 || sort_rows(t) == -1)
		return -1;
	merge_rows(t);
	return 0;
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
	for (uint32_t k = 0; k < t->ncolumns; k++)
		kdd_column_release(&t->column[k]);
	free(t->column);
	free(t->weight);
	free(t->label);
	kdd_dict_release(&t->labels);
	*t = (struct kdd_table){ 0 };
}
