#include "audit.h"

#include <stdlib.h>
#include <string.h>

#include "hist.h"

#define UNITS_FOR_SUSPECTS 20

/* Rows by the fold that holds them out; and what a column makes of them. */
struct controls {
	const struct kdd_table *t;
	const uint16_t	*class;		/* of the table's rows */
	uint32_t	 nclasses;
	uint64_t	*bound;		/* [columns]: at most so many right */
	uint32_t	 k;
	size_t		*start;		/* [k + 1]: fold i's are from here */
	uint32_t	*majority;	/* [k]: what a fold learns */
	size_t		 room;
	uint32_t	*row;		/* [room] */
	uint16_t	*of;		/* [room]: its class */
	uint32_t	*copies;	/* [room]: so many are in the fold */

	/* A cell is a value and a class; those of each fold, once. */
	size_t		*end;		/* [k]: from start[i] to here */
	uint32_t	*cell;		/* [room] */
	uint32_t	*in_cell;	/* [room]: copies */
	uint32_t	*learnt;	/* [cells]: copies; zero at rest */
	uint32_t	*here;		/* [cells]: of one fold; the same */
};

/* The first of the greatest. */
static uint32_t
commonest(const uint32_t *count, uint32_t n)
{
	uint32_t most = 0;

	for (uint32_t i = 1; i < n; i++)
		if (count[i] > count[most])
			most = i;
	return most;
}

/* A table of a column of more values would know rows, not values. */
static bool
has_table(const struct controls *c, const struct kdd_table_column *column)
{
	uint64_t n = column->nvalues;

	return n <= c->t->nunits / 2 && (n + 1) * c->nclasses <= UINT32_MAX;
}

static size_t
most_cells(const struct controls *c)
{
	size_t most = c->nclasses;

	for (uint32_t i = 0; i < c->t->ncolumns; i++) {
		const struct kdd_table_column *column = &c->t->column[i];
		size_t n = (column->nvalues + (size_t)1) * c->nclasses;

		if (has_table(c, column) && n > most)
			most = n;
	}
	return most;
}

static int
controls_init(struct controls *c, const struct kdd_folds *f)
{
	size_t cells = most_cells(c);

	c->k = f != NULL ? f->k : 1;
	c->room = c->t->nrows;
	if (f != NULL && (f->kind == KDD_FOLD_PLAIN ||
	    f->kind == KDD_FOLD_ORDER))
		c->room = c->t->total / c->k < c->room ? c->t->total :
		    c->room * c->k;
	c->bound = calloc(c->t->ncolumns + (size_t)1, sizeof(*c->bound));
	c->start = malloc((c->k + (size_t)1) * sizeof(*c->start));
	c->end = malloc(c->k * sizeof(*c->end));
	c->majority = malloc(c->k * sizeof(*c->majority));
	c->row = malloc(c->room * sizeof(*c->row));
	c->of = malloc(c->room * sizeof(*c->of));
	c->copies = malloc(c->room * sizeof(*c->copies));
	c->cell = malloc(c->room * sizeof(*c->cell));
	c->in_cell = malloc(c->room * sizeof(*c->in_cell));
	c->learnt = calloc(cells, sizeof(*c->learnt));
	c->here = calloc(cells, sizeof(*c->here));
	return c->bound != NULL && c->start != NULL && c->end != NULL &&
	    c->majority != NULL && c->row != NULL && c->of != NULL &&
	    c->copies != NULL && c->cell != NULL && c->in_cell != NULL &&
	    c->learnt != NULL && c->here != NULL ? 0 : -1;
}

static void
controls_release(struct controls *c)
{
	free(c->bound);
	free(c->start);
	free(c->end);
	free(c->majority);
	free(c->row);
	free(c->of);
	free(c->copies);
	free(c->cell);
	free(c->in_cell);
	free(c->learnt);
	free(c->here);
}

/* List the rows of each fold. */
static int
list_rows(struct controls *c, const struct kdd_folds *f)
{
	const struct kdd_table *t = c->t;
	uint32_t *held = malloc(t->nrows * sizeof(*held));
	size_t n = 0;

	if (held == NULL)
		return -1;
	memcpy(held, t->weight, t->nrows * sizeof(*held));
	for (uint32_t k = 0; k < c->k; k++) {
		c->start[k] = n;
		if (f != NULL)
			kdd_folds_held(f, k, held);
		for (uint32_t i = 0; i < t->nrows; i++) {
			if (held[i] == 0)
				continue;
			c->row[n] = i;
			c->of[n] = c->class[i];
			c->copies[n++] = held[i];
		}
	}
	c->start[c->k] = n;
	free(held);
	return 0;
}

/* Inlined with a constant width. */
static inline void
list_cells(struct controls *c, const struct kdd_codes *code, uint32_t width)
{
	const struct kdd_codes w = { .p = code->p, .width = width };

	for (uint32_t k = 0; k < c->k; k++) {
		size_t n = c->start[k];

		for (size_t i = n; i < c->start[k + 1]; i++) {
			uint32_t x = kdd_codes_at(&w, c->row[i]) *
			    c->nclasses + c->of[i];

			c->cell[n] = x;
			n += c->here[x] == 0;
			c->here[x] += c->copies[i];
		}
		c->end[k] = n;
		for (size_t j = c->start[k]; j < n; j++) {
			uint32_t x = c->cell[j];

			c->in_cell[j] = c->here[x];
			c->learnt[x] += c->here[x];
			c->here[x] = 0;
		}
	}
}

/* Copies of fold k's rows that the table learnt from the others gets right. */
static uint64_t
judge(const struct controls *c, uint32_t k)
{
	uint64_t right = 0;

	for (size_t j = c->start[k]; j < c->end[k]; j++) {
		uint32_t class = c->cell[j] % c->nclasses;
		const uint32_t *of = &c->learnt[c->cell[j] - class];
		uint32_t says = commonest(of, c->nclasses);

		if (of[says] == 0)
			says = c->majority[k];
		if (says == class)
			right += c->in_cell[j];
	}
	return right;
}

/* Copies of held-out rows that a column's tables get right. */
static uint64_t
count_right(struct controls *c, const struct kdd_codes *code)
{
	uint64_t right = 0;

	if (code->width == 1)
		list_cells(c, code, 1);
	else if (code->width == 2)
		list_cells(c, code, 2);
	else
		list_cells(c, code, 4);
	for (uint32_t k = 0; k < c->k; k++) {
		for (size_t j = c->start[k]; j < c->end[k]; j++)
			c->learnt[c->cell[j]] -= c->in_cell[j];
		right += judge(c, k);
		for (size_t j = c->start[k]; j < c->end[k]; j++)
			c->learnt[c->cell[j]] += c->in_cell[j];
	}
	for (uint32_t k = 0; k < c->k; k++)
		for (size_t j = c->start[k]; j < c->end[k]; j++)
			c->learnt[c->cell[j]] = 0;
	return right;
}

/* Copies that a column's table gets right of the rows it was learnt from. */
static uint64_t
count_fitted(struct controls *c, const struct kdd_table_column *column)
{
	const struct kdd_hist_rows all = { .n = (uint32_t)c->start[c->k],
	    .row = c->row, .class = c->of, .weight = c->copies };
	uint64_t right = 0;

	kdd_hist_count(&column->code, c->nclasses, &all, c->learnt);
	for (uint32_t v = 0; v <= column->nvalues; v++) {
		uint32_t *of = &c->learnt[(size_t)v * c->nclasses];

		right += of[commonest(of, c->nclasses)];
		memset(of, 0, c->nclasses * sizeof(*of));
	}
	return right;
}

static void
run_majority(struct kdd_audit *a, struct controls *c)
{
	uint32_t *all = c->learnt, *here = c->here;

	for (size_t i = 0; i < c->start[c->k]; i++)
		all[c->of[i]] += c->copies[i];
	a->majority = commonest(all, c->nclasses);
	a->majority_accuracy = (double)all[a->majority] /
	    (double)c->t->total;
	for (uint32_t k = 0; k < c->k; k++) {
		for (size_t i = c->start[k]; i < c->start[k + 1]; i++)
			here[c->of[i]] += c->copies[i];
		for (uint32_t j = 0; j < c->nclasses && a->held_out; j++)
			all[j] -= here[j];
		c->majority[k] = commonest(all, c->nclasses);
		for (uint32_t j = 0; j < c->nclasses && a->held_out; j++)
			all[j] += here[j];
		memset(here, 0, c->nclasses * sizeof(*here));
	}
	memset(all, 0, c->nclasses * sizeof(*all));
}

/*
 * No table does better on held-out rows than on those it was learnt from:
 * of the rows that hold a value, the class learnt without a fold has no more
 * in the fold than the commonest class of all has.  So columns are tried in
 * the order of the latter, while they can still win.
 */
static void
run_columns(struct kdd_audit *a, struct controls *c)
{
	const struct kdd_table *t = c->t;
	uint64_t best = 0, right;

	for (uint32_t i = 0; i < t->ncolumns; i++) {
		bool tried = has_table(c, &t->column[i]);

		c->bound[i] = tried ? count_fitted(c, &t->column[i]) : 0;
		a->ntableless += !tried;
	}
	for (;;) {
		uint32_t at = 0;

		for (uint32_t i = 1; i < t->ncolumns; i++)
			if (c->bound[i] > c->bound[at])
				at = i;
		right = c->bound[at];
		if (right == 0 || right < best)
			break;
		c->bound[at] = 0;
		if (a->held_out)
			right = count_right(c, &t->column[at].code);
		if (a->best_column != KDD_NO_COLUMN && (right < best ||
		    (right == best && at > a->best_column)))
			continue;
		best = right;
		a->best_column = at;
	}
	a->column_accuracy = (double)best / (double)t->total;
}

/* Scratch is [nclasses], zero before and after. */
static void
look_at_unit(struct kdd_audit *a, const struct controls *c, uint32_t u,
    uint32_t *count)
{
	const struct kdd_table *t = c->t;
	uint32_t classes = 0, rows = 0, most;

	for (uint32_t i = t->unit[u]; i < t->unit[u + 1]; i++) {
		uint32_t row = t->order[i];

		classes += count[c->class[row]] == 0;
		count[c->class[row]] += t->weight[row];
		rows += t->weight[row];
	}
	most = count[commonest(count, c->nclasses)];
	for (uint32_t i = t->unit[u]; i < t->unit[u + 1]; i++)
		count[c->class[t->order[i]]] = 0;
	if (classes < 2)
		return;
	a->conflict_units++;
	a->conflict_rows += rows;
	a->lost_rows += rows - most;
}

static void
find_conflicts(struct kdd_audit *a, const struct controls *c,
    uint32_t *scratch)
{
	const struct kdd_table *t = c->t;

	for (uint32_t i = 0; i < t->nrows; i++)
		if (t->weight[i] > a->most_copies)
			a->most_copies = t->weight[i];
	for (uint32_t u = 0; u < t->nunits; u++)
		if (t->unit[u + 1] - t->unit[u] > 1)
			look_at_unit(a, c, u, scratch);
}

static bool
has_missing(const struct kdd_table *t, const struct kdd_codes *code)
{
	for (uint32_t i = 0; i < t->nrows; i++)
		if (kdd_codes_at(code, i) == 0)
			return true;
	return false;
}

static int
find_suspects(struct kdd_audit *a, const struct kdd_table *t)
{
	uint64_t enough = t->nunits * (uint64_t)9;

	a->suspect = malloc((t->ncolumns + (size_t)1) * sizeof(*a->suspect));
	if (a->suspect == NULL)
		return -1;
	if (t->nunits < UNITS_FOR_SUSPECTS)
		return 0;
	for (uint32_t i = 0; i < t->ncolumns; i++) {
		uint64_t n = t->column[i].nvalues;

		if ((n + 1) * 10 >= enough && (n * 10 >= enough ||
		    has_missing(t, &t->column[i].code)))
			a->suspect[a->nsuspects++] = i;
	}
	return 0;
}

int
kdd_audit(struct kdd_audit *a, const struct kdd_table *t,
    const uint16_t *class, uint32_t nclasses, const struct kdd_folds *f)
{
	struct controls c = { .t = t, .class = class, .nclasses = nclasses };
	int rc = -1;

	*a = (struct kdd_audit){ .held_out = f != NULL,
	    .best_column = KDD_NO_COLUMN };
	if (controls_init(&c, f) == 0 && list_rows(&c, f) == 0 &&
	    find_suspects(a, t) == 0) {
		find_conflicts(a, &c, c.here);
		run_majority(a, &c);
		run_columns(a, &c);
		rc = 0;
	}
	controls_release(&c);
	return rc;
}

void
kdd_audit_release(struct kdd_audit *a)
{
	free(a->suspect);
	a->suspect = NULL;
	a->nsuspects = 0;
}
