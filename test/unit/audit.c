/* What a table says of itself, against counts made in the simplest way. */
#include "anytable.h"
#include "audit.h"
#include "tap.h"

#define CLASSES 4

static uint32_t
code(const struct kdd_table *t, uint32_t c, uint32_t i)
{
	return kdd_codes_at(&t->column[c].code, i);
}

static bool
same_features(const struct kdd_table *t, uint32_t i, uint32_t j)
{
	for (uint32_t c = 0; c < t->ncolumns; c++)
		if (code(t, c, i) != code(t, c, j))
			return false;
	return true;
}

static uint32_t
commonest(const uint64_t *count)
{
	uint32_t most = 0;

	for (uint32_t k = 1; k < CLASSES; k++)
		if (count[k] > count[most])
			most = k;
	return most;
}

/* Of the rows with row i's features. */
static void
look_at_unit(struct kdd_audit *a, const struct kdd_table *t,
    const uint16_t *class, uint32_t i)
{
	uint64_t count[CLASSES] = { 0 }, rows = 0;

	for (uint32_t j = 0; j < t->nrows; j++) {
		if (!same_features(t, i, j))
			continue;
		if (j < i)
			return;		/* was looked at */
		count[class[j]] += t->weight[j];
		rows += t->weight[j];
	}
	if (count[commonest(count)] == rows)
		return;
	a->conflict_units++;
	a->conflict_rows += rows;
	a->lost_rows += rows - count[commonest(count)];
}

/*
 * Rows of a fold that a table by column c, or for c == ncolumns the
 * majority, gets right.  Without folds held is NULL.
 */
static uint64_t
count_right(const struct kdd_table *t, const uint16_t *class, uint32_t c,
    const uint32_t *held)
{
	uint64_t all[CLASSES] = { 0 }, right = 0;

	for (uint32_t j = 0; j < t->nrows; j++)
		all[class[j]] += t->weight[j] - (held ? held[j] : 0);
	for (uint32_t i = 0; i < t->nrows; i++) {
		uint64_t of[CLASSES] = { 0 };
		uint32_t says;

		for (uint32_t j = 0; j < t->nrows; j++)
			if (c == t->ncolumns || code(t, c, i) == code(t, c, j))
				of[class[j]] += t->weight[j] -
				    (held ? held[j] : 0);
		says = commonest(of);
		if (of[says] == 0)
			says = commonest(all);
		if (says == class[i])
			right += held ? held[i] : t->weight[i];
	}
	return right;
}

static double
accuracy(const struct kdd_table *t, const uint16_t *class, uint32_t c,
    const struct kdd_folds *f)
{
	uint32_t held[ANY_ROWS];
	uint64_t right = 0;

	if (f == NULL)
		right = count_right(t, class, c, NULL);
	for (uint32_t k = 0; f != NULL && k < f->k; k++) {
		kdd_folds_held(f, k, held);
		right += count_right(t, class, c, held);
	}
	return (double)right / (double)t->total;
}

static uint32_t
distinct_values(const struct kdd_table *t, uint32_t c)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->nrows; i++) {
		uint32_t j = 0;

		while (j < i && code(t, c, i) != code(t, c, j))
			j++;
		n += j == i;
	}
	return n;
}

static void
naive(struct kdd_audit *a, const struct kdd_table *t, const uint16_t *class,
    const struct kdd_folds *f)
{
	uint64_t all[CLASSES] = { 0 };

	*a = (struct kdd_audit){ .best_column = KDD_NO_COLUMN };
	a->suspect = calloc(t->ncolumns, sizeof(*a->suspect));
	a->held_out = f != NULL;
	for (uint32_t i = 0; i < t->nrows; i++) {
		if (t->weight[i] > a->most_copies)
			a->most_copies = t->weight[i];
		all[class[i]] += t->weight[i];
		look_at_unit(a, t, class, i);
	}
	a->majority = commonest(all);
	a->majority_accuracy = accuracy(t, class, t->ncolumns, NULL);
	for (uint32_t c = 0; c < t->ncolumns; c++) {
		double v = accuracy(t, class, c, f);

		if (t->nunits >= 20 &&
		    distinct_values(t, c) * 10 >= t->nunits * 9)
			a->suspect[a->nsuspects++] = c;
		if (t->column[c].nvalues * 2 > t->nunits) {
			a->ntableless++;
			continue;
		}
		if (a->best_column != KDD_NO_COLUMN && v <= a->column_accuracy)
			continue;
		a->best_column = c;
		a->column_accuracy = v;
	}
}

static int
compare(const struct kdd_audit *a, const struct kdd_audit *b)
{
	int wrong = a->most_copies != b->most_copies ||
	    a->conflict_units != b->conflict_units ||
	    a->conflict_rows != b->conflict_rows ||
	    a->lost_rows != b->lost_rows || a->majority != b->majority ||
	    a->majority_accuracy != b->majority_accuracy ||
	    a->best_column != b->best_column ||
	    a->ntableless != b->ntableless ||
	    a->column_accuracy != b->column_accuracy ||
	    a->held_out != b->held_out || a->nsuspects != b->nsuspects;

	for (uint32_t i = 0; wrong == 0 && i < a->nsuspects; i++)
		wrong += a->suspect[i] != b->suspect[i];
	if (wrong > 0)
		note("column %u, not %u; %.17g, not %.17g; %u suspects, "
		    "not %u", a->best_column, b->best_column,
		    a->column_accuracy, b->column_accuracy, a->nsuspects,
		    b->nsuspects);
	return wrong;
}

/* What came of all rounds, so that none of it is tested on nothing. */
static struct {
	uint32_t conflicts, suspects, tables;
} seen;

static int
audit_once(const struct kdd_table *t, const uint16_t *class,
    const struct kdd_folds *f)
{
	struct kdd_audit a, b;
	int wrong = kdd_audit(&a, t, class, CLASSES, f) != 0;

	naive(&b, t, class, f);
	wrong += compare(&a, &b);
	seen.conflicts += a.conflict_units;
	seen.suspects += a.nsuspects;
	seen.tables += a.best_column != KDD_NO_COLUMN;
	kdd_audit_release(&a);
	kdd_audit_release(&b);
	return wrong;
}

static int
audit_any(enum kdd_fold_kind kind, bool folds)
{
	static struct any_rows r;
	struct kdd_table t;
	struct kdd_folds f;
	uint16_t *class;
	int wrong;

	any_rows(&r);
	r.grouped |= kind == KDD_FOLD_GROUPS;
	wrong = any_table(&t, &r);
	class = any_classes(&t, 1 + any_below(CLASSES));
	wrong += kdd_folds_deal(&f, &t, class, kind, 2 + any_below(9),
	    any()) != 0;
	wrong += audit_once(&t, class, folds ? &f : NULL);
	kdd_folds_release(&f);
	kdd_table_release(&t);
	free(class);
	return wrong;
}

static void
test_audit(enum kdd_fold_kind kind, bool folds, const char *what)
{
	int wrong = 0;

	memset(&seen, 0, sizeof(seen));
	for (int round = 0; round < 300; round++)
		wrong += audit_any(kind, folds);
	ok(wrong == 0 && seen.conflicts > 50 && seen.suspects > 5 &&
	    seen.tables > 50, "%s: %u conflicts, %u suspects, %u columns",
	    what, seen.conflicts, seen.suspects, seen.tables);
}

int
main(void)
{
	test_audit(KDD_FOLD_ORDER, false, "no folds");
	test_audit(KDD_FOLD_UNITS, true, "folds of units");
	test_audit(KDD_FOLD_GROUPS, true, "folds of groups");
	test_audit(KDD_FOLD_PLAIN, true, "folds of rows");
	test_audit(KDD_FOLD_ORDER, true, "folds in order");
	return tap_done();
}
