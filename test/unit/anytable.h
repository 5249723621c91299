/*
 * anytable - random rows, and a table of them through intake
 *
 *	any_rows(&r);			-- other rows each time
 *	wrong += any_table(&t, &r);	-- release it
 *	any_shuffle(&r);		-- the same rows, in another order
 *
 * Many rows are equal, many values are missing, and a number is spelled in
 * several ways.  Rows that are rejected come in between.  Labels are "l0" to
 * "l5"; a class is made of every third or so of them.
 */
#ifndef ANYTABLE_H
#define ANYTABLE_H

#include <stdio.h>
#include <stdlib.h>

#include "any.h"
#include "anyrow.h"
#include "intake.h"

#define ANY_COLUMNS 6
#define ANY_ROWS 120
#define ANY_TEXT 40
enum { ANY_LABEL = ANY_COLUMNS, ANY_GROUP, ANY_FIELDS };

struct any_rows {
	uint32_t	n, ncolumns;
	enum kdd_kind	kind[ANY_COLUMNS];
	uint32_t	range[ANY_FIELDS];	/* values that may come */
	bool		words[ANY_FIELDS];	/* values of letters */
	bool		grouped;
	uint32_t	early;		/* columns known at the start; others */
	uint32_t	late;		/* are from this row on */
	char		text[ANY_ROWS][ANY_FIELDS][ANY_TEXT];
};

static inline uint32_t
any_below(uint32_t n)
{
	return (uint32_t)(any() % n);
}

static inline struct kdd_span
any_span(const char *s)
{
	return (struct kdd_span){ s, strlen(s) };
}

static inline void
any_text(const struct any_rows *r, uint32_t field, char *text)
{
	static const char *const missing[] = { "", "?", "nan", "NaN" };
	static const char *const tail[] = { "", ".0", "e0" };
	uint32_t v = any_below(r->range[field]);

	if (field == ANY_LABEL)
		snprintf(text, ANY_TEXT, "l%u", v);
	else if (any_below(6) == 0)
		snprintf(text, ANY_TEXT, "%s", missing[any_below(4)]);
	else if (r->words[field])
		snprintf(text, ANY_TEXT, "%s%u", v % 3 ? "v" :
		    "a value of many bytes ", v);
	else
		snprintf(text, ANY_TEXT, "%s%u%s", v < 2 && any() % 3 == 0 ?
		    "-" : "", v, tail[any_below(3)]);
}

/* A new row, or an old one again. */
static inline void
any_row(struct any_rows *r, uint32_t i)
{
	bool again = i > r->late && any() % 3 > 0;
	uint32_t from = again ? r->late + any_below(i - r->late) : 0;

	for (uint32_t f = 0; f < ANY_FIELDS; f++)
		if (again)
			memcpy(r->text[i][f], r->text[from][f], ANY_TEXT);
		else if (f < ANY_COLUMNS && (f >= r->ncolumns ||
		    (f >= r->early && i < r->late)))
			r->text[i][f][0] = '\0';
		else
			any_text(r, f, r->text[i][f]);
}

static inline void
any_rows(struct any_rows *r)
{
	r->n = 1 + any_below(ANY_ROWS);
	r->ncolumns = 1 + any_below(ANY_COLUMNS);
	r->grouped = any() % 2;
	r->early = any() % 2 ? r->ncolumns : any_below(r->ncolumns + 1);
	r->late = r->early < r->ncolumns ? any_below(r->n) : 0;
	r->range[ANY_LABEL] = 1 + any_below(6);
	r->range[ANY_GROUP] = 1 + any_below(12);
	r->words[ANY_GROUP] = true;
	for (uint32_t c = 0; c < r->ncolumns; c++) {
		r->kind[c] = any() % 2 ? KDD_UNDECIDED :
		    any() % 2 ? KDD_NUMBER : KDD_CATEGORY;
		r->range[c] = any() % 4 ? 1 + any_below(5) :
		    1 + any_below(500);
		r->words[c] = r->kind[c] != KDD_NUMBER && any() % 2;
	}
	for (uint32_t i = 0; i < r->n; i++)
		any_row(r, i);
}

/* All columns are known from the start then. */
static inline void
any_shuffle(struct any_rows *r)
{
	static char swap[ANY_FIELDS][ANY_TEXT];

	for (uint32_t i = r->n; i > 1; i--) {
		uint32_t j = any_below(i);

		memcpy(swap, r->text[i - 1], sizeof(swap));
		memcpy(r->text[i - 1], r->text[j], sizeof(swap));
		memcpy(r->text[j], swap, sizeof(swap));
	}
	r->early = r->ncolumns;
	r->late = 0;
}

/* A row whose last number cannot be read, or that is just not added. */
static inline int
any_rejected(struct kdd_intake *in, const struct any_rows *r, uint32_t known)
{
	struct any_row row = { .row = { .nfields = 0 } };
	uint32_t bad = UINT32_MAX, want = UINT32_MAX;
	char text[ANY_TEXT];

	for (uint32_t c = 0; c < ANY_FIELDS; c++) {
		snprintf(text, sizeof(text), "%u", 1000 + any_below(9));
		if (c < known && want == UINT32_MAX &&
		    r->kind[c] == KDD_NUMBER && any() % 2)
			want = c;
		any_field(&row, c == want ? "1x" : text);
	}
	return kdd_intake_put(in, any_row_of(&row), &bad) !=
	    (want != UINT32_MAX) || bad != want;
}

static inline int
any_add(struct kdd_intake *in, const struct any_rows *r, uint32_t i)
{
	struct any_row row = { .row = { .nfields = 0 } };
	uint32_t id, bad;

	for (uint32_t f = 0; f < ANY_FIELDS; f++)
		any_field(&row, r->text[i][f]);
	return kdd_intake_put(in, any_row_of(&row), &bad) != 0 ||
	    kdd_intake_add(in, any_span(r->text[i][ANY_LABEL]), &id) != 0;
}

/* The table of r's rows; returns how many calls went wrong. */
static inline int
any_table(struct kdd_table *t, const struct any_rows *r)
{
	struct kdd_schema s;
	struct kdd_intake *in;
	char name[16];
	int wrong = 0;

	kdd_schema_init(&s);
	kdd_table_init(t);
	in = kdd_intake_new(t);
	if (r->grouped)
		kdd_intake_group(in, ANY_GROUP);
	kdd_intake_sequence(in);
	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t c = s.ncolumns;

		for (; c < (i < r->late ? r->early : r->ncolumns); c++) {
			snprintf(name, sizeof(name), "c%u", c);
			kdd_schema_add(&s, name, r->kind[c]);
		}
		wrong += kdd_intake_columns(in, &s) != 0;
		if (any() % 4 == 0)
			wrong += any_rejected(in, r, c);
		wrong += any_add(in, r, i);
	}
	wrong += kdd_intake_finish(in) != 0 || kdd_table_find_units(t) != 0;
	kdd_intake_free(in);
	kdd_schema_release(&s);
	return wrong;
}

/* [nrows]: the class of each row, below nclasses. */
static inline uint16_t *
any_classes(const struct kdd_table *t, uint32_t nclasses)
{
	uint16_t *class = malloc(t->nrows * sizeof(*class));

	for (uint32_t i = 0; i < t->nrows; i++)
		class[i] = (uint16_t)((uint32_t)(kdd_dict_key(&t->labels,
		    t->label[i])[1] - '0') % nclasses);
	return class;
}

#endif
