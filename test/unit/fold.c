/* Folds and thinned classes of random tables: what fold.h promises. */
#include "anytable.h"
#include "fold.h"
#include "tap.h"

#define CLASSES 4
#define MOST_FOLDS 12

/* A table, its classes, and how often each fold holds out each row. */
struct dealt {
	struct kdd_table t;
	uint16_t	*class;
	struct kdd_folds f;
	uint32_t	 held[MOST_FOLDS][ANY_ROWS];
};

static int
deal(struct dealt *d, const struct any_rows *r, uint32_t nclasses,
    enum kdd_fold_kind kind, uint32_t k, uint64_t seed)
{
	int wrong = any_table(&d->t, r);

	d->class = any_classes(&d->t, nclasses);
	wrong += kdd_folds_deal(&d->f, &d->t, d->class, kind, k, seed) != 0;
	for (uint32_t i = 0; i < k; i++)
		kdd_folds_held(&d->f, i, d->held[i]);
	return wrong;
}

static void
release(struct dealt *d)
{
	kdd_folds_release(&d->f);
	kdd_table_release(&d->t);
	free(d->class);
}

static uint32_t
group_of(const struct kdd_table *t, uint32_t row)
{
	return t->group.kind == KDD_CATEGORY ?
	    kdd_codes_at(&t->group.code, row) : 0;
}

/* Each copy of each row is held out once. */
static int
check_rows(const struct dealt *d)
{
	int wrong = 0;

	for (uint32_t i = 0; i < d->t.nrows; i++) {
		uint32_t sum = 0;

		for (uint32_t k = 0; k < d->f.k; k++)
			sum += d->held[k][i];
		wrong += sum != d->t.weight[i];
	}
	return wrong;
}

/* Rows that are dealt as one: of a unit, or a group; else each is alone. */
static uint32_t
name_parts(const struct dealt *d, uint32_t *part)
{
	const struct kdd_table *t = &d->t;

	for (uint32_t u = 0; u < t->nunits; u++)
		for (uint32_t i = t->unit[u]; i < t->unit[u + 1]; i++)
			part[t->order[i]] = u;
	for (uint32_t i = 0; i < t->nrows; i++)
		if (d->f.kind == KDD_FOLD_GROUPS)
			part[i] = group_of(t, i);
		else if (d->f.kind != KDD_FOLD_UNITS)
			part[i] = i;
	return t->nrows + t->group.nvalues + 1;
}

/*
 * Count part p in *n[its class][fold] and check that one fold has it all;
 * copies that are dealt one by one count each.
 */
static int
count_part(const struct dealt *d, const uint32_t *part, uint32_t p,
    uint64_t n[CLASSES][MOST_FOLDS])
{
	uint64_t of[CLASSES] = { 0 }, in[MOST_FOLDS] = { 0 }, all = 0;
	uint32_t c = 0;
	int folds = 0;

	for (uint32_t i = 0; i < d->t.nrows; i++) {
		if (part[i] != p)
			continue;
		of[d->class[i]] += d->t.weight[i];
		all += d->t.weight[i];
		for (uint32_t k = 0; k < d->f.k; k++)
			in[k] += d->held[k][i];
	}
	for (uint32_t k = 0; k < CLASSES; k++)
		c = of[k] > of[c] ? k : c;
	for (uint32_t k = 0; k < d->f.k; k++) {
		folds += in[k] > 0;
		n[c][k] += d->f.kind == KDD_FOLD_PLAIN ? in[k] : in[k] > 0;
	}
	return all > 0 && folds != 1 && d->f.kind != KDD_FOLD_PLAIN;
}

/* Each class, and all, are spread as evenly as can be. */
static int
check_balance(const struct dealt *d)
{
	uint64_t n[CLASSES][MOST_FOLDS] = { { 0 } }, sum = 0;
	uint32_t part[ANY_ROWS], nparts = name_parts(d, part);
	int wrong = 0;

	for (uint32_t p = 0; p < nparts; p++)
		wrong += count_part(d, part, p, n);
	for (uint32_t k = 0; k < d->f.k; k++) {
		uint64_t all = 0;

		for (uint32_t c = 0; c < CLASSES; c++) {
			all += n[c][k];
			for (uint32_t j = 0; j < k; j++)
				wrong += n[c][k] > n[c][j] + 1 ||
				    n[c][j] > n[c][k] + 1;
		}
		for (uint32_t j = 0; j < k; j++)
			wrong += d->f.dealt[k] > d->f.dealt[j] + 1 ||
			    d->f.dealt[j] > d->f.dealt[k] + 1;
		wrong += d->f.dealt[k] != all;
		sum += all;
	}
	return wrong + (sum != d->f.n);
}

/* The same rows in another order, row by row in the order of units. */
static int
compare(const struct dealt *a, const struct dealt *b)
{
	int wrong = a->f.n != b->f.n || a->t.nrows != b->t.nrows;

	for (uint32_t k = 0; wrong == 0 && k < a->f.k; k++)
		for (uint32_t i = 0; i < a->t.nrows; i++)
			wrong += a->held[k][a->t.order[i]] !=
			    b->held[k][b->t.order[i]];
	return wrong;
}

static void
test_kind(enum kdd_fold_kind kind)
{
	static struct any_rows r;
	static struct dealt a, b;
	int rows = 0, balance = 0, order = 0;

	for (int round = 0; round < 1000; round++) {
		uint32_t k = 2 + any_below(MOST_FOLDS - 1);
		uint32_t nclasses = 1 + any_below(CLASSES);
		uint64_t seed = any();

		any_rows(&r);
		r.grouped |= kind == KDD_FOLD_GROUPS;
		rows += deal(&a, &r, nclasses, kind, k, seed) +
		    check_rows(&a);
		balance += check_balance(&a);
		any_shuffle(&r);
		rows += deal(&b, &r, nclasses, kind, k, seed);
		order += compare(&a, &b);
		release(&a);
		release(&b);
	}
	ok(rows == 0, "%d: each row is held out once", (int)kind);
	ok(balance == 0, "%d: %s whole, and even by class", (int)kind,
	    kdd_fold_noun(kind, 0));
	ok(order == 0, "%d: any order of rows gives the same folds",
	    (int)kind);
}

/* Runs of rows as they came, as long as each other. */
static int
check_order(const struct dealt *d)
{
	uint64_t n = d->t.total, at = 0;
	int wrong = d->f.n != n;

	for (uint32_t k = 0; k < d->f.k; k++) {
		uint32_t held[ANY_ROWS] = { 0 };

		wrong += d->f.dealt[k] != n / d->f.k &&
		    d->f.dealt[k] != n / d->f.k + 1;
		for (uint64_t i = 0; i < d->f.dealt[k] && at < n; i++)
			held[d->t.sequence[at++]]++;
		wrong += memcmp(held, d->held[k],
		    d->t.nrows * sizeof(*held)) != 0;
	}
	return wrong + (at != n);
}

static void
test_order(void)
{
	static struct any_rows r;
	static struct dealt d;
	int wrong = 0;

	for (int round = 0; round < 1000; round++) {
		any_rows(&r);
		wrong += deal(&d, &r, CLASSES, KDD_FOLD_ORDER,
		    2 + any_below(MOST_FOLDS - 1), any()) + check_rows(&d) +
		    check_order(&d);
		release(&d);
	}
	ok(wrong == 0, "runs of rows in the order they came in");
}

/* Thin to keep copies; returns what went wrong, weight[] by t's order. */
static int
thin(const struct any_rows *r, uint16_t thinned, uint64_t keep, uint64_t seed,
    uint32_t *weight)
{
	struct kdd_table t;
	uint32_t w[ANY_ROWS];
	uint64_t had = 0, left = 0;
	int wrong = any_table(&t, r);
	uint16_t *class = any_classes(&t, 2);

	memcpy(w, t.weight, t.nrows * sizeof(*w));
	wrong += kdd_fold_thin(&t, class, thinned, keep, seed, w) != 0;
	for (uint32_t i = 0; i < t.nrows; i++) {
		wrong += w[i] > t.weight[i] ||
		    (class[i] != thinned && w[i] != t.weight[i]);
		had += class[i] == thinned ? t.weight[i] : 0;
		left += class[i] == thinned ? w[i] : 0;
	}
	wrong += left != (keep < had ? keep : had);
	for (uint32_t i = 0; i < t.nrows; i++)
		weight[i] = w[t.order[i]];
	kdd_table_release(&t);
	free(class);
	return wrong;
}

static void
test_thin(void)
{
	static struct any_rows r;
	int wrong = 0, order = 0;

	for (int round = 0; round < 1000; round++) {
		uint32_t a[ANY_ROWS] = { 0 }, b[ANY_ROWS] = { 0 };
		uint16_t thinned = (uint16_t)any_below(2);
		uint64_t keep, seed = any();

		any_rows(&r);
		keep = any_below(r.n + 1);
		wrong += thin(&r, thinned, keep, seed, a);
		any_shuffle(&r);
		wrong += thin(&r, thinned, keep, seed, b);
		order += memcmp(a, b, sizeof(a)) != 0;
	}
	ok(wrong == 0, "thinned to as many copies as asked, no other class");
	ok(order == 0, "any order of rows leaves the same copies");
}

int
main(void)
{
	test_kind(KDD_FOLD_UNITS);
	test_kind(KDD_FOLD_GROUPS);
	test_kind(KDD_FOLD_PLAIN);
	test_order();
	test_thin();
	return tap_done();
}
