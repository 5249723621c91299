#include "column.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "rng.h"

void
kdd_column_init(struct kdd_table_column *c, enum kdd_kind kind,
    uint32_t column)
{
	*c = (struct kdd_table_column){ .kind = kind, .column = column };
	kdd_dict_init(&c->text);
}

static void
remember(struct kdd_table_column *c, struct kdd_span text, uint32_t code)
{
	if (text.n <= KDD_MEMO_BYTES)
		kdd_memo_keep(&c->memo, kdd_word(text.p, text.n), code);
}

static enum kdd_met
find_number(struct kdd_table_column *c, uint32_t *code, struct kdd_value *v)
{
	if (kdd_num_parse(v->text.p, v->text.n, &v->number) == -1)
		return KDD_UNREADABLE;
	*code = v->number != v->number ? 0 :
	    kdd_numbers_find(&c->numbers, v->number) + 1;
	return v->number != v->number || *code > 0 ? KDD_MET : KDD_NEW;
}

/* Not in the memo: what is it? */
enum kdd_met
kdd_column_find_any(struct kdd_table_column *c, uint32_t *code,
    struct kdd_value *v)
{
	enum kdd_met found = KDD_MET;

	*code = 0;
	if (kdd_is_missing(v->text))
		found = KDD_MET;
	else if (c->kind == KDD_NUMBER)
		found = find_number(c, code, v);
	else if ((*code = kdd_dict_find(&c->text, v->text.p, v->text.n) + 1)
	    == 0)
		found = KDD_NEW;
	if (found == KDD_MET)
		remember(c, v->text, *code);
	return found;
}

uint32_t
kdd_column_add(struct kdd_table_column *c, const struct kdd_value *v)
{
	uint32_t id = c->kind == KDD_NUMBER ?
	    kdd_numbers_add(&c->numbers, v->number) :
	    kdd_dict_add(&c->text, v->text.p, v->text.n);

	if (id == KDD_NONE)
		return KDD_NONE;
	remember(c, v->text, id + 1);
	return id + 1;
}

/*
 * An undecided column whose texts all read as numbers is one: texts such as
 * "1" and "1.0" then share a value.  final[] is set to the codes of numbers.
 * Returns 1, 0 if it is no number, -1 when out of memory.
 */
static int
decide(struct kdd_table_column *c, uint32_t *final)
{
	double v;

	if (c->kind != KDD_UNDECIDED)
		return c->kind == KDD_NUMBER;
	for (uint32_t i = 0; i < c->text.n; i++) {
		if (kdd_num_parse(kdd_dict_key(&c->text, i),
		    c->text.length[i], &v) == -1)
			return 0;
		final[i + 1] = v != v ? 0 : kdd_numbers_add(&c->numbers, v) +
		    1;
		if (v == v && final[i + 1] == 0)
			return -1;
	}
	kdd_dict_release(&c->text);
	c->kind = KDD_NUMBER;
	return 1;
}

/* final[0 .. n) hold codes of numbers; let them be those of sorted ones. */
static int
sort_numbers(struct kdd_table_column *c, uint32_t *final, uint32_t n)
{
	uint32_t *rank = malloc((c->numbers.n + (size_t)1) * sizeof(*rank));

	if (rank == NULL || kdd_numbers_sort(&c->numbers, rank) == -1) {
		free(rank);
		return -1;
	}
	for (uint32_t i = 0; i < n; i++)
		if (final[i] > 0)
			final[i] = rank[final[i] - 1] + 1;
	c->nvalues = c->numbers.n;
	free(rank);
	return 0;
}

static int
by_text(const void *a, const void *b, void *arg)
{
	return kdd_dict_compare(arg, *(const uint32_t *)a,
	    *(const uint32_t *)b);
}

static int
sort_texts(struct kdd_table_column *c, uint32_t *final)
{
	c->kind = KDD_CATEGORY;
	c->nvalues = c->text.n;
	c->order = malloc((c->nvalues + (size_t)1) * sizeof(*c->order));
	if (c->order == NULL)
		return -1;
	for (uint32_t i = 0; i < c->nvalues; i++)
		c->order[i] = i;
	qsort_r(c->order, c->nvalues, sizeof(*c->order), by_text, &c->text);
	for (uint32_t i = 0; i < c->nvalues; i++)
		final[c->order[i] + 1] = i + 1;
	return 0;
}

/* Codes 0 to n that are provisional: where do they go? */
static int
finish(struct kdd_table_column *c, uint32_t *final, uint32_t n)
{
	int number;

	for (uint32_t i = 0; i <= n; i++)
		final[i] = i;
	if ((number = decide(c, final)) == -1)
		return -1;
	return number ? sort_numbers(c, final, n + 1) : sort_texts(c, final);
}

int
kdd_column_finish(struct kdd_table_column *c)
{
	uint32_t n = c->kind == KDD_NUMBER ? c->numbers.n : c->text.n;
	uint32_t *final = malloc((n + (size_t)1) * sizeof(*final));

	kdd_memo_release(&c->memo);
	if (final == NULL || finish(c, final, n) == -1) {
		free(final);
		return -1;
	}
	kdd_codes_map(&c->code, final);
	free(final);
	return 0;
}

void
kdd_column_hash(const struct kdd_table_column *c, uint64_t seed,
    uint64_t *hash)
{
	hash[0] = kdd_mix(seed, UINT64_MAX);	/* no value's bits */
	for (uint32_t i = 0; i < c->nvalues; i++)
		if (c->kind == KDD_NUMBER)
			hash[i + 1] = kdd_mix_double(seed,
			    c->numbers.value[i]);
		else
			hash[i + 1] = kdd_mix_bytes(seed,
			    kdd_dict_key(&c->text, c->order[i]),
			    c->text.length[c->order[i]]);
}

const char *
kdd_column_text(const struct kdd_table_column *c, uint32_t code)
{
	return kdd_dict_key(&c->text, c->order[code - 1]);
}

void
kdd_column_release(struct kdd_table_column *c)
{
	kdd_numbers_release(&c->numbers);
	kdd_dict_release(&c->text);
	kdd_codes_release(&c->code);
	kdd_memo_release(&c->memo);
	free(c->order);
	c->order = NULL;
}
