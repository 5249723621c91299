#include "lookup.h"

#include <stdlib.h>

/* A value of the row that its column may not have yet. */
struct kdd_pending {
	uint32_t	 at;		/* in the row's codes */
	bool		 is_new;	/* else it is being looked for */
	struct kdd_value value;
};

/* A short text of the row, and where in a memo it may be. */
struct kdd_asked {
	uint64_t	 word;
	const struct kdd_memo_slot *pair;
};

static int
make_room(struct kdd_lookup *l, uint32_t n)
{
	uint32_t room = l->room > 0 ? 2 * l->room : 64;
	void *p;

	if (n + KDD_FEATURE_CODES < l->room)
		return 0;
	if ((p = realloc(l->code, room * sizeof(*l->code))))
		l->code = p;
	if (p != NULL && (p = realloc(l->asked, room * sizeof(*l->asked))))
		l->asked = p;
	if (p != NULL && (p = realloc(l->at, room * sizeof(*l->at))))
		l->at = p;
	if (p != NULL && (p = realloc(l->pending, room *
	    sizeof(*l->pending))))
		l->pending = p;
	if (p == NULL)
		return -1;
	for (; l->room < room; l->room++)
		l->code[l->room] = 0;
	return 0;
}

int
kdd_lookup_columns(struct kdd_lookup *l, uint32_t n, uint32_t at)
{
	if (make_room(l, n) == -1)
		return -1;
	if (n > 0)
		l->at[n - 1] = l->last = at;
	return 0;
}

static struct kdd_table_column *
column_at(struct kdd_table *t, uint32_t at)
{
	return at == KDD_GROUP_CODE ? &t->group :
	    &t->column[at - KDD_FEATURE_CODES];
}

/* False if the text should be a number and is none. */
static bool
begin(struct kdd_lookup *l, struct kdd_table *t, uint32_t at,
    struct kdd_span text)
{
	struct kdd_pending *p = &l->pending[l->npending];
	enum kdd_met met = kdd_column_begin(column_at(t, at), text,
	    &l->code[at], &p->value);

	if (met == KDD_MET)
		return true;
	p->at = at;
	p->is_new = met == KDD_NEW;
	l->npending++;
	return met != KDD_UNREADABLE;
}

/* Of the values that were begun only those that are new stay pending. */
static void
find_values(struct kdd_lookup *l, struct kdd_table *t)
{
	uint32_t n = l->npending;

	for (uint32_t i = 0; i < n; i++)
		if (!l->pending[i].is_new)
			kdd_words_go_on(&column_at(t,
			    l->pending[i].at)->words,
			    l->pending[i].value.begun);
	l->npending = 0;
	for (uint32_t i = 0; i < n; i++) {
		struct kdd_pending *p = &l->pending[i];

		if (p->is_new || kdd_column_find(column_at(t, p->at),
		    &l->code[p->at], &p->value) == KDD_NEW)
			l->pending[l->npending++] = *p;
	}
}

/* Where in the memo of its column a text is, if it is there. */
static inline void
ask(struct kdd_asked *a, const struct kdd_table_column *c, const char *p,
    size_t n, const char *safe)
{
	a->word = kdd_column_word(p, n, safe);
	a->pair = kdd_memo_pair(&c->memo, a->word);
	__builtin_prefetch(a->pair);
}

/* Ask for all features of a row, so that the fetches overlap. */
static void
ask_all(struct kdd_lookup *l, const struct kdd_table *t,
    const struct kdd_row *row)
{
	const struct kdd_table_column *c = t->column;
	const struct kdd_table_column *last = c + t->ncolumns;
	const uint32_t *end = row->end, *at = l->at;
	struct kdd_asked *a = l->asked;
	const char *text = row->text, *safe = text;

	if (row->nfields > 0 && end[row->nfields - 1] >= 7)
		safe += end[row->nfields - 1] - 7;
	if (row->view == NULL && l->last < row->nfields) {
		for (; c < last; c++, a++, at++) {
			uint32_t from = *at > 0 ? end[*at - 1] + 1 :
			    row->start;

			ask(a, c, text + from, end[*at] - from, safe);
		}
		return;
	}
	for (; c < last; c++, a++, at++) {
		struct kdd_span f = kdd_row_column(row, *at);

		ask(a, c, f.p, f.n, safe);
	}
}

int
kdd_lookup_row(struct kdd_lookup *l, struct kdd_table *t,
    const struct kdd_row *row, uint32_t *bad)
{
	const struct kdd_asked *asked = l->asked;
	uint32_t *code = l->code + KDD_FEATURE_CODES;
	uint32_t n = t->ncolumns;

	l->npending = 0;
	ask_all(l, t, row);
	for (uint32_t c = 0; c < n; c++) {
		if (kdd_memo_at(asked[c].pair, asked[c].word, &code[c]))
			continue;
		if (begin(l, t, KDD_FEATURE_CODES + c,
		    kdd_row_column(row, l->at[c])))
			continue;
		*bad = c;
		return 1;
	}
	if (t->group.kind == KDD_CATEGORY)
		begin(l, t, KDD_GROUP_CODE,
		    kdd_row_column(row, t->group.column));
	find_values(l, t);
	return 0;
}

int
kdd_lookup_add(struct kdd_lookup *l, struct kdd_table *t)
{
	for (uint32_t i = 0; i < l->npending; i++) {
		const struct kdd_pending *p = &l->pending[i];
		uint32_t code = kdd_column_add(column_at(t, p->at),
		    &p->value);

		if (code == KDD_NONE)
			return -1;
		l->code[p->at] = code;
	}
	l->npending = 0;
	return 0;
}

void
kdd_lookup_release(struct kdd_lookup *l)
{
	free(l->code);
	free(l->asked);
	free(l->at);
	free(l->pending);
	*l = (struct kdd_lookup){ 0 };
}
