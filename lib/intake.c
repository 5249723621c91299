#include "intake.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rng.h"

/* The row under way: its label, its group, then its features. */
enum { LABEL, GROUP, FEATURES };

/* A value of the row under way that its column may not have yet. */
struct pending {
	uint32_t	 at;		/* in the row */
	bool		 is_new;	/* else it is being looked for */
	struct kdd_value value;
};

/*
 * Values have provisional codes.  The distinct rows are found by a hash of
 * theirs, sum key[at] * code, which further columns do not change for the
 * rows from before.
 */
struct kdd_intake {
	struct kdd_table *t;
	uint32_t	 known;		/* columns of the schema */
	uint32_t	*row;		/* [room], under way */
	uint64_t	*key;		/* [room] */
	uint64_t	*word;		/* [room]: the texts of features */
	struct pending	*pending;	/* [room] */
	uint32_t	 room, npending;
	uint32_t	 rows_room;	/* of the table's weight and label */
	uint64_t	*slot;		/* [nslot]: hash << 32 | row + 1; 0 */
	uint32_t	 nslot;		/* a power of two, or 0 */
	bool		 keep_sequence;
	size_t		 sequence_room;
};

struct kdd_intake *
kdd_intake_new(struct kdd_table *t)
{
	struct kdd_intake *in = calloc(1, sizeof(*in));

	if (in != NULL)
		in->t = t;
	return in;
}

/* Room for one more column, in the table and in the row under way. */
static int
grow_columns(struct kdd_intake *in)
{
	uint32_t room = in->room > 0 ? 2 * in->room : 64;
	void *p;

	if (in->t->ncolumns + FEATURES < in->room)
		return 0;
	p = realloc(in->t->column, room * sizeof(*in->t->column));
	in->t->column = p != NULL ? p : in->t->column;
	if (p != NULL && (p = realloc(in->row, room * sizeof(*in->row))))
		in->row = p;
	if (p != NULL && (p = realloc(in->key, room * sizeof(*in->key))))
		in->key = p;
	if (p != NULL && (p = realloc(in->word, room * sizeof(*in->word))))
		in->word = p;
	if (p != NULL && (p = realloc(in->pending, room *
	    sizeof(*in->pending))))
		in->pending = p;
	if (p == NULL)
		return -1;
	/* our address differs from run to run: no input can aim at slots */
	for (; in->room < room; in->room++) {
		in->key[in->room] = kdd_mix((uint64_t)(uintptr_t)in,
		    in->room) | 1;
		in->row[in->room] = 0;
	}
	return 0;
}

int
kdd_intake_columns(struct kdd_intake *in, const struct kdd_schema *s)
{
	struct kdd_table *t = in->t;

	if (grow_columns(in) == -1)	/* there is a row, though a short one */
		return -1;
	for (; in->known < s->ncolumns; in->known++) {
		enum kdd_kind kind = s->column[in->known].kind;
		struct kdd_table_column *c;

		if (!kdd_kind_is_feature(kind))
			continue;
		if (grow_columns(in) == -1)
			return -1;
		c = &t->column[t->ncolumns++];
		kdd_column_init(c, kind, in->known);
		if (kdd_codes_pad(&c->code, t->nrows) == -1)
			return -1;
	}
	return 0;
}

int
kdd_intake_group(struct kdd_intake *in, uint32_t column)
{
	kdd_column_init(&in->t->group, KDD_CATEGORY, column);
	return kdd_codes_pad(&in->t->group.code, in->t->nrows);
}

void
kdd_intake_sequence(struct kdd_intake *in)
{
	in->keep_sequence = true;
}

static struct kdd_table_column *
column_at(const struct kdd_intake *in, uint32_t at)
{
	return at == GROUP ? &in->t->group : &in->t->column[at - FEATURES];
}

/* False if the text should be a number and is none. */
static bool
begin(struct kdd_intake *in, uint32_t at, struct kdd_span text)
{
	struct pending *p = &in->pending[in->npending];
	enum kdd_met met = kdd_column_begin(column_at(in, at), text,
	    &in->row[at], &p->value);

	if (met == KDD_MET)
		return true;
	p->at = at;
	p->is_new = met == KDD_NEW;
	in->npending++;
	return met != KDD_UNREADABLE;
}

/* Of the values that were begun only those that are new stay pending. */
static void
find_values(struct kdd_intake *in)
{
	uint32_t n = in->npending;

	for (uint32_t i = 0; i < n; i++)
		if (!in->pending[i].is_new)
			kdd_words_go_on(&column_at(in,
			    in->pending[i].at)->words,
			    in->pending[i].value.begun);
	in->npending = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct pending *p = &in->pending[i];

		if (p->is_new || kdd_column_find(column_at(in, p->at),
		    &in->row[p->at], &p->value) == KDD_NEW)
			in->pending[in->npending++] = *p;
	}
}

int
kdd_intake_put(struct kdd_intake *in, const struct kdd_row *row, uint32_t *bad)
{
	const char *end = row->text + (row->nfields > 0 ?
	    row->end[row->nfields - 1] : 0);
	const struct kdd_table *t = in->t;

	in->npending = 0;
	for (uint32_t c = 0; c < t->ncolumns; c++)
		in->word[c] = kdd_column_word(&t->column[c],
		    kdd_row_column(row, t->column[c].column), end);
	for (uint32_t c = 0; c < t->ncolumns; c++) {
		uint64_t word = in->word[c];
		uint32_t *code = &in->row[FEATURES + c];

		*code = 0;
		if (word == 0 || (word != KDD_LONG &&
		    kdd_memo_find(&t->column[c].memo, word, code)))
			continue;
		if (begin(in, FEATURES + c, kdd_row_column(row,
		    t->column[c].column)))
			continue;
		*bad = c;
		return 1;
	}
	if (t->group.kind == KDD_CATEGORY)
		begin(in, GROUP, kdd_row_column(row, t->group.column));
	find_values(in);
	return 0;
}

/* Give the new values of the row under way their codes. */
static int
add_values(struct kdd_intake *in)
{
	for (uint32_t i = 0; i < in->npending; i++) {
		const struct pending *p = &in->pending[i];
		uint32_t code = kdd_column_add(column_at(in, p->at),
		    &p->value);

		if (code == KDD_NONE)
			return -1;
		in->row[p->at] = code;
	}
	in->npending = 0;
	return 0;
}

/* Is the table's row i the row under way? */
static bool
is_row(const struct kdd_intake *in, uint32_t i)
{
	const struct kdd_table *t = in->t;

	if (t->label[i] != in->row[LABEL] ||
	    (t->group.kind == KDD_CATEGORY &&
	    kdd_codes_at(&t->group.code, i) != in->row[GROUP]))
		return false;
	for (uint32_t c = 0; c < t->ncolumns; c++)
		if (kdd_codes_at(&t->column[c].code, i) !=
		    in->row[FEATURES + c])
			return false;
	return true;
}

/* The slot of the row under way, or the empty one where it belongs. */
static uint32_t
find_slot(const struct kdd_intake *in, uint32_t hash)
{
	uint32_t i = hash & (in->nslot - 1);

	for (; in->slot[i] != 0; i = (i + 1) & (in->nslot - 1))
		if (in->slot[i] >> 32 == hash &&
		    is_row(in, (uint32_t)in->slot[i] - 1))
			break;
	return i;
}

static int
grow_slots(struct kdd_intake *in)
{
	uint32_t n = in->nslot > 0 ? in->nslot * 2 : 64, at;
	uint64_t *slot = n > 0 ? calloc(n, sizeof(*slot)) : NULL;

	if (slot == NULL)
		return -1;
	for (uint32_t i = 0; i < in->nslot; i++) {
		if (in->slot[i] == 0)
			continue;
		for (at = in->slot[i] >> 32 & (n - 1); slot[at] != 0;
		    at = (at + 1) & (n - 1))
			continue;
		slot[at] = in->slot[i];
	}
	free(in->slot);
	in->slot = slot;
	in->nslot = n;
	return 0;
}

static int
grow_rows(struct kdd_intake *in)
{
	size_t room = in->rows_room > 0 ? (size_t)in->rows_room * 2 : 64;
	void *p;

	if (room > UINT32_MAX)
		room = UINT32_MAX;
	if ((p = realloc(in->t->weight, room * sizeof(uint32_t))) == NULL)
		return -1;
	in->t->weight = p;
	if ((p = realloc(in->t->label, room * sizeof(uint32_t))) == NULL)
		return -1;
	in->t->label = p;
	in->rows_room = (uint32_t)room;
	return 0;
}

/* The row under way is a new one. */
static int
append(struct kdd_intake *in, uint32_t slot, uint32_t hash)
{
	struct kdd_table *t = in->t;
	uint32_t i = t->nrows;

	if (i == in->rows_room && grow_rows(in) == -1)
		return -1;
	if (t->group.kind == KDD_CATEGORY &&
	    kdd_codes_add(&t->group.code, in->row[GROUP]) == -1)
		return -1;
	for (uint32_t c = 0; c < t->ncolumns; c++)
		if (kdd_codes_add(&t->column[c].code,
		    in->row[FEATURES + c]) == -1)
			return -1;
	t->weight[i] = 0;
	t->label[i] = in->row[LABEL];
	in->slot[slot] = (uint64_t)hash << 32 | ++t->nrows;
	return 0;
}

int
kdd_intake_again(struct kdd_intake *in, uint32_t row)
{
	struct kdd_table *t = in->t;
	size_t room = in->sequence_room;
	void *p;

	if (t->total == KDD_INTAKE_MAX_ROWS) {
		errno = EOVERFLOW;
		return -1;
	}
	if (in->keep_sequence && t->total == room) {
		room = room > 0 ? 2 * room : 1024;
		p = realloc(t->sequence, room * sizeof(*t->sequence));
		if (p == NULL)
			return -1;
		t->sequence = p;
		in->sequence_room = room;
	}
	if (in->keep_sequence)
		t->sequence[t->total] = row;
	t->weight[row]++;
	t->total++;
	return 0;
}

int
kdd_intake_add_as(struct kdd_intake *in, uint32_t label, uint32_t *row)
{
	uint32_t hash, slot;
	uint64_t sum = 0;

	if (add_values(in) == -1)
		return -1;
	if (in->t->nrows >= in->nslot / 4 * 3 && grow_slots(in) == -1)
		return -1;
	in->row[LABEL] = label;
	for (uint32_t i = 0; i < FEATURES + in->t->ncolumns; i++)
		sum += in->key[i] * in->row[i];
	hash = (uint32_t)(sum >> 32);
	slot = find_slot(in, hash);
	if (in->slot[slot] == 0 && append(in, slot, hash) == -1)
		return -1;
	*row = (uint32_t)in->slot[slot] - 1;
	return kdd_intake_again(in, *row);
}

int
kdd_intake_add(struct kdd_intake *in, struct kdd_span label, uint32_t *row)
{
	uint32_t id = kdd_dict_add(&in->t->labels, label.p, label.n);

	return id == KDD_NONE ? -1 : kdd_intake_add_as(in, id, row);
}

/* What was only needed to find equal rows. */
static void
drop_search(struct kdd_intake *in)
{
	free(in->slot);
	in->slot = NULL;
	in->nslot = 0;
}

int
kdd_intake_finish(struct kdd_intake *in)
{
	struct kdd_table *t = in->t;
	bool decided = true;

	drop_search(in);
	for (uint32_t c = 0; c < t->ncolumns; c++) {
		decided &= t->column[c].kind != KDD_UNDECIDED;
		if (kdd_column_finish(&t->column[c]) == -1)
			return -1;
	}
	if (t->group.kind == KDD_CATEGORY &&
	    kdd_column_finish(&t->group) == -1)
		return -1;
	return decided ? 0 : kdd_table_find_units(t);
}

void
kdd_intake_free(struct kdd_intake *in)
{
	if (in == NULL)
		return;
	drop_search(in);
	free(in->row);
	free(in->key);
	free(in->word);
	free(in->pending);
	free(in);
}
