#include "intake.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lookup.h"
#include "rng.h"

/*
 * Values have provisional codes.  The distinct rows are found by a hash of
 * theirs, the label and sum key[at] * code, which further columns do not
 * change for the rows from before.
 */
struct kdd_intake {
	struct kdd_table *t;
	uint32_t	 known;		/* columns of the schema */
	struct kdd_lookup lookup;	/* of the row under way */
	uint64_t	*key;		/* [lookup.room]: of its codes */
	uint32_t	 nkeys;
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

/* So many features, the last of them the schema's column number at. */
static int
grow_row(struct kdd_intake *in, uint32_t n, uint32_t at)
{
	void *p;

	if (kdd_lookup_columns(&in->lookup, n, at) == -1)
		return -1;
	if (in->nkeys == in->lookup.room)
		return 0;
	p = realloc(in->key, in->lookup.room * sizeof(*in->key));
	if (p == NULL)
		return -1;
	in->key = p;
	/* our address differs from run to run: no input can aim at slots */
	for (; in->nkeys < in->lookup.room; in->nkeys++)
		in->key[in->nkeys] = kdd_mix((uint64_t)(uintptr_t)in,
		    in->nkeys) | 1;
	return 0;
}

static int
add_column(struct kdd_intake *in, enum kdd_kind kind, uint32_t at)
{
	struct kdd_table *t = in->t;
	struct kdd_table_column *c;
	uint32_t n = t->ncolumns;
	void *p;

	if ((n & (n - 1)) == 0) {	/* room doubles at powers of two */
		p = realloc(t->column, 2 * ((size_t)n + 1) * sizeof(*c));
		if (p == NULL)
			return -1;
		t->column = p;
	}
	if (grow_row(in, n + 1, at) == -1)
		return -1;
	c = &t->column[t->ncolumns++];
	kdd_column_init(c, kind, at);
	if (kdd_codes_reserve(&c->code, in->rows_room) == -1)
		return -1;
	return kdd_codes_pad(&c->code, t->nrows);
}

int
kdd_intake_columns(struct kdd_intake *in, const struct kdd_schema *s)
{
	if (grow_row(in, 0, 0) == -1)	/* a row has a group, or room for it */
		return -1;
	for (; in->known < s->ncolumns; in->known++) {
		enum kdd_kind kind = s->column[in->known].kind;

		if (kdd_kind_is_feature(kind) &&
		    add_column(in, kind, in->known) == -1)
			return -1;
	}
	return 0;
}

int
kdd_intake_group(struct kdd_intake *in, uint32_t column)
{
	kdd_column_init(&in->t->group, KDD_CATEGORY, column);
	if (kdd_codes_reserve(&in->t->group.code, in->rows_room) == -1)
		return -1;
	return kdd_codes_pad(&in->t->group.code, in->t->nrows);
}

void
kdd_intake_sequence(struct kdd_intake *in)
{
	in->keep_sequence = true;
}

int
kdd_intake_put(struct kdd_intake *in, const struct kdd_row *row, uint32_t *bad)
{
	return kdd_lookup_row(&in->lookup, in->t, row, bad);
}

/* Is the table's row i the row under way, of that label? */
static bool
is_row(const struct kdd_intake *in, uint32_t label, uint32_t i)
{
	const uint32_t *code = in->lookup.code;
	const struct kdd_table *t = in->t;

	if (t->label[i] != label || (t->group.kind == KDD_CATEGORY &&
	    kdd_codes_at(&t->group.code, i) != code[KDD_GROUP_CODE]))
		return false;
	code += KDD_FEATURE_CODES;
	for (uint32_t c = 0; c < t->ncolumns; c++)
		if (kdd_codes_at(&t->column[c].code, i) != code[c])
			return false;
	return true;
}

/* The slot of the row under way, or the empty one where it belongs. */
static uint32_t
find_slot(const struct kdd_intake *in, uint32_t label, uint32_t hash)
{
	uint32_t i = hash & (in->nslot - 1);

	for (; in->slot[i] != 0; i = (i + 1) & (in->nslot - 1))
		if (in->slot[i] >> 32 == hash &&
		    is_row(in, label, (uint32_t)in->slot[i] - 1))
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
	for (uint32_t c = 0; c < in->t->ncolumns; c++)
		if (kdd_codes_reserve(&in->t->column[c].code, room) == -1)
			return -1;
	if (in->t->group.kind == KDD_CATEGORY &&
	    kdd_codes_reserve(&in->t->group.code, room) == -1)
		return -1;
	in->rows_room = (uint32_t)room;
	return 0;
}

/* The row under way is a new one. */
static int
append(struct kdd_intake *in, uint32_t label, uint32_t slot, uint32_t hash)
{
	struct kdd_table *t = in->t;
	struct kdd_table_column *c = t->column, *last = c + t->ncolumns;
	const uint32_t *code = in->lookup.code + KDD_FEATURE_CODES;
	uint32_t i = t->nrows;

	if (i == in->rows_room && grow_rows(in) == -1)
		return -1;
	if (t->group.kind == KDD_CATEGORY &&
	    kdd_codes_put(&t->group.code, i,
	    in->lookup.code[KDD_GROUP_CODE]) == -1)
		return -1;
	for (; c < last; c++, code++)	/* a store might be into anything */
		if (kdd_codes_put(&c->code, i, *code) == -1)
			return -1;
	t->weight[i] = 0;
	t->label[i] = label;
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

static uint32_t
hash_row(const struct kdd_intake *in, uint32_t label)
{
	uint32_t n = in->t->ncolumns + KDD_FEATURE_CODES;
	const uint32_t *code = in->lookup.code;
	uint64_t sum = kdd_mix(in->key[0], label);

	for (uint32_t i = 0; i < n; i++)
		sum += in->key[i] * code[i];
	return (uint32_t)(sum >> 32);
}

int
kdd_intake_add_as(struct kdd_intake *in, uint32_t label, uint32_t *row)
{
	uint32_t hash, slot;

	if (kdd_lookup_add(&in->lookup, in->t) == -1)
		return -1;
	if (in->t->nrows >= in->nslot / 4 * 3 && grow_slots(in) == -1)
		return -1;
	hash = hash_row(in, label);
	slot = find_slot(in, label, hash);
	if (in->slot[slot] == 0 && append(in, label, slot, hash) == -1)
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
	kdd_lookup_release(&in->lookup);
	free(in->key);
	free(in);
}
