/* Tables through intake, against the plain list of the rows' texts. */
#include "anytable.h"
#include "tap.h"

/* What a field says: numbers in one spelling, missing is "". */
static char plain[ANY_ROWS][ANY_FIELDS][ANY_TEXT];

static bool
reads_as_number(const char *s)
{
	char *end;

	strtod(s, &end);
	return *s != '\0' && *end == '\0';
}

static bool
is_number(const struct any_rows *r, uint32_t c)
{
	bool number = true;

	for (uint32_t i = 0; i < r->n; i++)
		if (!kdd_is_missing(any_span(r->text[i][c])))
			number &= reads_as_number(r->text[i][c]);
	return r->kind[c] == KDD_NUMBER ||
	    (r->kind[c] == KDD_UNDECIDED && number);
}

static void
make_plain(const struct any_rows *r)
{
	memset(plain, 0, sizeof(plain));
	for (uint32_t f = 0; f < ANY_FIELDS; f++) {
		bool number = f < r->ncolumns && is_number(r, f);

		if (f == ANY_GROUP && !r->grouped)
			continue;
		for (uint32_t i = 0; i < r->n; i++) {
			const char *s = r->text[i][f];

			if (kdd_is_missing(any_span(s)))
				continue;
			if (number)
				snprintf(plain[i][f], ANY_TEXT, "%.17g",
				    strtod(s, NULL) + 0.0);
			else
				snprintf(plain[i][f], ANY_TEXT, "%s", s);
		}
	}
}

/* The text of row i's value, as it is in plain. */
static const char *
value(const struct kdd_table *t, uint32_t i, uint32_t f)
{
	static char text[ANY_TEXT];
	const struct kdd_table_column *c = f == ANY_GROUP ? &t->group :
	    &t->column[f];
	uint32_t code;

	if (f == ANY_LABEL)
		return kdd_dict_key(&t->labels, t->label[i]);
	if (f >= t->ncolumns && (f != ANY_GROUP || c->kind == KDD_IGNORED))
		return "";
	code = kdd_codes_at(&c->code, i);
	if (code == 0)
		return "";
	if (c->kind == KDD_CATEGORY)
		return kdd_column_text(c, code);
	snprintf(text, sizeof(text), "%.17g", c->numbers.value[code - 1]);
	return text;
}

static bool
is_row(const struct kdd_table *t, uint32_t i, const char text[][ANY_TEXT])
{
	for (uint32_t f = 0; f < ANY_FIELDS; f++)
		if (strcmp(value(t, i, f), text[f]) != 0)
			return false;
	return true;
}

/* Each distinct row once, in the order of first coming. */
static int
compare_rows(const struct kdd_table *t, const struct any_rows *r)
{
	uint32_t n = 0, weight[ANY_ROWS] = { 0 }, row;
	int wrong = t->total != r->n;

	for (uint32_t i = 0; i < r->n; i++) {
		for (row = 0; row < n && !is_row(t, row, plain[i]); row++)
			continue;
		if (row == n && (n == t->nrows || !is_row(t, n++, plain[i])))
			return wrong + 1;
		weight[row]++;
		wrong += t->sequence[i] != row;
	}
	for (uint32_t i = 0; i < n; i++)
		wrong += t->weight[i] != weight[i];
	return wrong + (n != t->nrows);
}

/* Ascending, each in use. */
static int
check_values(const struct kdd_table *t, const struct any_rows *r)
{
	int wrong = t->ncolumns != r->ncolumns;

	for (uint32_t k = 0; k < t->ncolumns; k++) {
		const struct kdd_table_column *c = &t->column[k];
		bool used[ANY_ROWS + 1] = { false };

		wrong += c->column != k || (c->kind == KDD_NUMBER) !=
		    is_number(r, k);
		for (uint32_t i = 0; i < t->nrows; i++)
			used[kdd_codes_at(&c->code, i)] = true;
		for (uint32_t v = 1; v <= c->nvalues; v++)
			wrong += !used[v];
		for (uint32_t v = 1; v < c->nvalues; v++)
			wrong += c->kind == KDD_NUMBER ?
			    c->numbers.value[v - 1] >= c->numbers.value[v] :
			    strcmp(kdd_column_text(c, v),
			    kdd_column_text(c, v + 1)) >= 0;
	}
	return wrong;
}

static bool
same_features(const struct kdd_table *t, uint32_t i, uint32_t j)
{
	for (uint32_t k = 0; k < t->ncolumns; k++)
		if (kdd_codes_at(&t->column[k].code, i) !=
		    kdd_codes_at(&t->column[k].code, j))
			return false;
	return true;
}

/* A row's unit comes once; its rows are in the order of their labels. */
static int
check_units(const struct kdd_table *t)
{
	uint32_t unit[ANY_ROWS];
	int wrong = t->unit[0] != 0 || t->unit[t->nunits] != t->nrows;

	memset(unit, 255, sizeof(unit));
	for (uint32_t u = 0; u < t->nunits; u++) {
		wrong += t->unit[u] >= t->unit[u + 1];
		for (uint32_t i = t->unit[u]; i < t->unit[u + 1]; i++) {
			uint32_t row = t->order[i];

			wrong += unit[row] != UINT32_MAX;
			unit[row] = u;
			wrong += i > t->unit[u] && kdd_dict_compare(
			    &t->labels, t->label[t->order[i - 1]],
			    t->label[row]) > 0;
		}
	}
	for (uint32_t i = 0; i < t->nrows; i++)
		for (uint32_t j = 0; j < i; j++)
			wrong += (unit[i] == unit[j]) !=
			    same_features(t, i, j);
	return wrong;
}

/* The same rows in another order: the same units, one after the other. */
static int
compare_order(const struct kdd_table *t, const struct kdd_table *u)
{
	int wrong = t->nrows != u->nrows || t->nunits != u->nunits;

	for (uint32_t k = 0; wrong == 0 && k <= t->nunits; k++)
		wrong += t->unit[k] != u->unit[k];
	for (uint32_t k = 0; wrong == 0 && k < t->nrows; k++) {
		uint32_t i = t->order[k], j = u->order[k];
		char text[ANY_FIELDS][ANY_TEXT];

		for (uint32_t f = 0; f < ANY_FIELDS; f++)
			snprintf(text[f], ANY_TEXT, "%s", value(u, j, f));
		wrong += !is_row(t, i, text) || t->weight[i] != u->weight[j];
		wrong += kdd_table_hash(t, i, 7, true) !=
		    kdd_table_hash(u, j, 7, true);
		wrong += kdd_table_hash(t, i, 7, false) !=
		    kdd_table_hash(u, j, 7, false);
	}
	return wrong;
}

/* Each row once, where it came first. */
static int
check_dedup(struct kdd_table *t)
{
	uint32_t next = 0;
	int wrong = 0;

	kdd_table_dedup(t);
	for (uint32_t i = 0; i < t->nrows; i++)
		wrong += t->weight[i] != 1 || t->sequence[i] != next++;
	return wrong + (t->total != t->nrows);
}

static void
test_rows(void)
{
	static struct any_rows r;
	struct kdd_table t, u;
	int rows = 0, units = 0, order = 0, dedup = 0;

	for (int round = 0; round < 3000; round++) {
		any_rows(&r);
		make_plain(&r);
		rows += any_table(&t, &r) + compare_rows(&t, &r) +
		    check_values(&t, &r);
		units += check_units(&t);
		any_shuffle(&r);
		make_plain(&r);
		rows += any_table(&u, &r) + compare_rows(&u, &r);
		order += compare_order(&t, &u);
		dedup += check_dedup(&t);
		kdd_table_release(&t);
		kdd_table_release(&u);
	}
	ok(rows == 0, "distinct rows, values, weights, sequence");
	ok(units == 0, "units hold the rows of the same features");
	ok(order == 0, "any order of rows gives the same order of units");
	ok(dedup == 0, "each row once");
}

/* A number and a category of n values, in no order, and each row twice. */
static int
many_values(uint32_t n)
{
	struct kdd_table t;
	struct kdd_schema s;
	struct kdd_intake *in;
	struct any_row fields = { .row = { .nfields = 0 } };
	char text[16];
	uint32_t row;
	int wrong = 0;

	kdd_schema_init(&s);
	kdd_schema_add(&s, "number", KDD_NUMBER);
	kdd_schema_add(&s, "category", KDD_CATEGORY);
	kdd_table_init(&t);
	in = kdd_intake_new(&t);
	kdd_intake_columns(in, &s);
	for (uint64_t i = 0; i < 2 * (uint64_t)n; i++) {
		snprintf(text, sizeof(text), "%07u",
		    (uint32_t)(i * 10007 % n));
		fields.row.nfields = 0;
		any_field(&fields, text);
		any_field(&fields, text);
		wrong += kdd_intake_put(in, any_row_of(&fields), &row) != 0 ||
		    kdd_intake_add(in, any_span("x"), &row) != 0 ||
		    row != i % n;
	}
	wrong += kdd_intake_finish(in) != 0 ||
	    kdd_table_find_units(&t) != 0 || t.nrows != n ||
	    t.nunits != n || t.column[0].nvalues != n ||
	    t.column[1].nvalues != n || t.column[0].code.width !=
	    (n < 256 ? 1 : n < 65536 ? 2 : 4);
	for (uint32_t i = 0; wrong == 0 && i < n; i++) {
		uint32_t want = (uint32_t)((uint64_t)i * 10007 % n) + 1;

		wrong += kdd_codes_at(&t.column[0].code, i) != want ||
		    kdd_codes_at(&t.column[1].code, i) != want;
	}
	kdd_intake_free(in);
	kdd_table_release(&t);
	kdd_schema_release(&s);
	return wrong;
}

/* Row i comes with column i, a number as all: i % 10, but none in GONE. */
#define GONE 50

static int
wide_row(struct kdd_intake *in, struct kdd_schema *s, uint32_t i)
{
	struct any_row fields = { .row = { .nfields = 0 } };
	char text[16];
	uint32_t row;

	snprintf(text, sizeof(text), "c%u", i);
	kdd_schema_add(s, text, KDD_NUMBER);
	kdd_intake_columns(in, s);
	snprintf(text, sizeof(text), "%u.%0*u", i % 10, (int)(i % 12 + 1), 0);
	for (uint32_t c = 0; c < s->ncolumns; c++)
		any_field(&fields, c == GONE ? "" : text);
	return kdd_intake_put(in, any_row_of(&fields), &row) != 0 ||
	    kdd_intake_add(in, any_span("x"), &row) != 0 || row != i;
}

/* Columns that come late move those from before in memory. */
static void
test_wide(void)
{
	struct kdd_table t;
	struct kdd_schema s;
	struct kdd_intake *in;
	uint32_t place[100];
	int wrong = 0;

	kdd_schema_init(&s);
	kdd_table_init(&t);
	in = kdd_intake_new(&t);
	for (uint32_t i = 0; i < 100; i++) {
		wrong += wide_row(in, &s, i);
		place[i] = i == GONE ? KDD_NO_COLUMN : 99 - i - (i < GONE);
	}
	kdd_table_move_columns(&t, place);
	wrong += kdd_intake_finish(in) != 0 || t.ncolumns != 99;
	for (uint32_t k = 0; k < t.ncolumns; k++) {
		const struct kdd_table_column *c = &t.column[k];
		uint32_t was = 99 - k - (k >= 99 - GONE);
		bool bad = c->column != k || c->nvalues !=
		    (was > 90 ? 100 - was : 10);

		for (uint32_t i = was; !bad && i < 100; i++)
			bad = c->numbers.value[kdd_codes_at(&c->code, i) - 1]
			    != i % 10;
		if (bad)
			note("column %u has %u values", k, c->nvalues);
		wrong += bad;
	}
	ok(wrong == 0, "a hundred columns, one with each row, then sorted");
	kdd_intake_free(in);
	kdd_table_release(&t);
	kdd_schema_release(&s);
}

/* Missing for rows that came before, and a width that is enough. */
static void
test_codes(void)
{
	static const uint32_t edge[] = { 254, 255, 256, 65534, 65535, 65536 };
	struct kdd_codes c = { 0 };
	int wrong = 0;

	for (uint32_t e = 0; e < 6; e++) {
		kdd_codes_release(&c);
		wrong += kdd_codes_pad(&c, 100) != 0;
		for (uint32_t v = 0; v <= edge[e]; v++)
			wrong += kdd_codes_reserve(&c, c.n + (size_t)1) != 0 ||
			    kdd_codes_put(&c, c.n, v) != 0;
		for (uint32_t i = 0; i < c.n; i++)
			wrong += kdd_codes_at(&c, i) != (i < 100 ? 0 :
			    i - 100);
		wrong += c.n != edge[e] + 101 || c.width !=
		    (edge[e] < 256 ? 1 : edge[e] < 65536 ? 2 : 4);
	}
	kdd_codes_release(&c);
	ok(wrong == 0, "codes of 1, 2 and 4 bytes");
	for (uint32_t e = 0; e < 6; e++)
		wrong += many_values(edge[e]);
	ok(wrong == 0, "columns of as many values");
}

int
main(void)
{
	test_rows();
	test_wide();
	test_codes();
	return tap_done();
}
