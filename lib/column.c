#include "column.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "plain.h"
#include "rng.h"

void
kdd_column_init(struct kdd_table_column *c, enum kdd_kind kind,
    uint32_t column)
{
	*c = (struct kdd_table_column){ .kind = kind, .column = column };
	kdd_memo_init(&c->memo);
	kdd_dict_init(&c->text);
}

static void
remember(struct kdd_table_column *c, struct kdd_span text, uint32_t code)
{
	if (text.n <= KDD_MEMO_BYTES)
		kdd_memo_keep(&c->memo, kdd_word(text.p, text.n), code);
}

/*
 * Provisional codes.  A category's are those of its texts.  Any other
 * column's are those of its words: for a number the bits of its value, minus
 * zero being zero; while it is undecided the text packed (plain.h), or if it
 * cannot be, IN_TEXT and its number among the texts.
 */
#define IN_TEXT (UINT64_C(1) << KDD_PLAIN_BITS)

static enum kdd_met
begin_number(struct kdd_value *v)
{
	double number;

	if (kdd_num_parse(v->text.p, v->text.n, &number) == -1)
		return KDD_UNREADABLE;
	if (number != number)
		return KDD_MET;
	number += 0.0;
	memcpy(&v->word, &number, sizeof(v->word));
	return KDD_BEGUN;
}

static enum kdd_met
begin_undecided(const struct kdd_table_column *c, struct kdd_value *v)
{
	uint32_t id;

	if (kdd_plain_pack(v->text.p, v->text.n, &v->word))
		return KDD_BEGUN;
	id = kdd_dict_find(&c->text, v->text.p, v->text.n);
	v->word = IN_TEXT | (id != KDD_NONE ? id : 0);
	return id != KDD_NONE ? KDD_BEGUN : KDD_NEW;
}

enum kdd_met
kdd_column_begin(struct kdd_table_column *c, struct kdd_span text,
    uint32_t *code, struct kdd_value *v)
{
	enum kdd_met met = KDD_MET;

	v->text = text;
	*code = 0;
	if (kdd_is_missing(v->text)) {
		met = KDD_MET;
	} else if (c->kind == KDD_CATEGORY) {
		*code = kdd_dict_find(&c->text, v->text.p, v->text.n) + 1;
		met = *code > 0 ? KDD_MET : KDD_NEW;
	} else {
		met = c->kind == KDD_NUMBER ? begin_number(v) :
		    begin_undecided(c, v);
	}
	if (met == KDD_MET)
		remember(c, v->text, *code);
	if (met == KDD_BEGUN)
		v->begun = kdd_words_begin(&c->words, v->word);
	return met;
}

enum kdd_met
kdd_column_find(struct kdd_table_column *c, uint32_t *code,
    const struct kdd_value *v)
{
	*code = kdd_words_find(&c->words, v->word, v->begun) + 1;
	if (*code == 0)
		return KDD_NEW;
	remember(c, v->text, *code);
	return KDD_MET;
}

uint32_t
kdd_column_add(struct kdd_table_column *c, const struct kdd_value *v)
{
	uint64_t word = v->word;
	uint32_t id = 0;

	if (c->kind == KDD_CATEGORY ||
	    (c->kind == KDD_UNDECIDED && word == IN_TEXT)) {
		id = kdd_dict_add(&c->text, v->text.p, v->text.n);
		word |= id;
	}
	if (id != KDD_NONE && c->kind != KDD_CATEGORY)
		id = kdd_words_add(&c->words, word);
	if (id == KDD_NONE)
		return KDD_NONE;
	remember(c, v->text, id + 1);
	return id + 1;
}

/* The value of word number i; false if it is none. */
static bool
read_word(const struct kdd_table_column *c, uint32_t i, double *v)
{
	uint64_t word = c->words.word[i];
	uint32_t id = (uint32_t)word;

	if (c->kind == KDD_NUMBER)
		memcpy(v, &word, sizeof(*v));
	else if (word & IN_TEXT)
		return kdd_num_parse(kdd_dict_key(&c->text, id),
		    c->text.length[id], v) == 0;
	else
		*v = kdd_plain_value(word);
	return true;
}

/*
 * Is a column of words one of numbers?  Then final[i + 1] is word number i's
 * code.  Returns 1, 0 if it is none, -1 when out of memory.
 */
static int
take_numbers(struct kdd_table_column *c, uint32_t *final)
{
	uint32_t n = c->words.n;
	double *v = malloc((n + (size_t)1) * sizeof(*v));
	int rc = -1;

	if (v == NULL)
		return -1;
	for (uint32_t i = 0; i < n; i++)
		if (!read_word(c, i, &v[i]) && c->nodd++ == 0)
			c->odd = (uint32_t)c->words.word[i];
	if (c->nodd > 0)
		rc = 0;
	else if (kdd_numbers_take(&c->numbers, v, n, final + 1) == 0)
		rc = 1;
	free(v);
	if (rc != 1)
		return rc;
	c->kind = KDD_NUMBER;
	c->nvalues = c->numbers.n;
	kdd_words_release(&c->words);
	kdd_dict_release(&c->text);
	return 1;
}

/* An undecided column of names: final[i + 1] is the code of word i's text. */
static int
take_texts(struct kdd_table_column *c, uint32_t *final)
{
	for (uint32_t i = 0; i < c->words.n; i++) {
		uint64_t word = c->words.word[i];
		char text[KDD_PLAIN_MAX];
		uint32_t id = (uint32_t)word;

		if ((word & IN_TEXT) == 0)
			id = kdd_dict_add(&c->text, text,
			    kdd_plain_text(word, text));
		if (id == KDD_NONE)
			return -1;
		final[i + 1] = id + 1;
	}
	kdd_words_release(&c->words);
	return 0;
}

static int
by_text(const void *a, const void *b, void *arg)
{
	return kdd_dict_compare(arg, *(const uint32_t *)a,
	    *(const uint32_t *)b);
}

/* final[n] are codes of texts as they came; sort them. */
static int
sort_texts(struct kdd_table_column *c, uint32_t *final, size_t n)
{
	uint32_t *rank = malloc((c->text.n + (size_t)1) * sizeof(*rank));

	c->kind = KDD_CATEGORY;
	c->nvalues = c->text.n;
	c->order = malloc((c->nvalues + (size_t)1) * sizeof(*c->order));
	if (c->order == NULL || rank == NULL) {
		free(rank);
		return -1;
	}
	for (uint32_t i = 0; i < c->nvalues; i++)
		c->order[i] = i;
	qsort_r(c->order, c->nvalues, sizeof(*c->order), by_text, &c->text);
	rank[0] = 0;
	for (uint32_t i = 0; i < c->nvalues; i++)
		rank[c->order[i] + 1] = i + 1;
	for (size_t i = 0; i < n; i++)
		final[i] = rank[final[i]];
	free(rank);
	return 0;
}

/* Set final[0 .. n], which are provisional codes, to what they become. */
static int
finish(struct kdd_table_column *c, uint32_t *final, uint32_t n)
{
	int number = 0;

	for (uint32_t i = 0; i <= n; i++)
		final[i] = i;
	if (c->kind != KDD_CATEGORY && (number = take_numbers(c, final)) != 0)
		return number == 1 ? 0 : -1;
	if (c->kind != KDD_CATEGORY && take_texts(c, final) == -1)
		return -1;
	return sort_texts(c, final, n + (size_t)1);
}

int
kdd_column_finish(struct kdd_table_column *c)
{
	uint32_t n = c->kind == KDD_CATEGORY ? c->text.n : c->words.n;
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
	kdd_words_release(&c->words);
	kdd_numbers_release(&c->numbers);
	kdd_dict_release(&c->text);
	kdd_codes_release(&c->code);
	kdd_memo_release(&c->memo);
	free(c->order);
	c->order = NULL;
}
