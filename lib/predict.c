#include "predict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "word.h"

/* A node, and its set as bits where these take no more room than codes. */
struct kdd_step {
	double	 cut;
	uint32_t right;
	uint32_t from, span;	/* codes from .. from + span - 1 have bits */
	uint32_t set;		/* in predictor.bits; NO_BITS: there are none */
	uint16_t column;
	uint8_t	 test;
	uint8_t	 missing_left;
};

#define NO_BITS UINT32_MAX

/* Words of the bits of a node's set, or 0 if it is better searched. */
static uint32_t
words_of(const struct kdd_tree *t, const struct kdd_node *nd)
{
	const uint32_t *set;
	uint32_t words;

	if (nd->test != KDD_IN || nd->nset == 0)
		return 0;
	set = t->value + nd->set;	/* a tree without sets has no value[] */
	words = (set[nd->nset - 1] - set[0]) / 64 + 1;
	return words <= nd->nset ? words : 0;
}

static void
set_step(struct kdd_predictor *p, uint32_t i, uint32_t *used)
{
	const struct kdd_tree *t = &p->model->tree;
	const struct kdd_node *nd = &t->node[i];
	const uint32_t *set;
	struct kdd_step *s = &p->step[i];
	uint32_t words = words_of(t, nd);

	*s = (struct kdd_step){ .cut = nd->cut, .right = nd->right,
	    .set = NO_BITS, .column = nd->column, .test = nd->test,
	    .missing_left = nd->missing_left };
	if (words == 0)
		return;
	set = t->value + nd->set;
	s->set = *used;
	s->from = set[0];
	s->span = set[nd->nset - 1] - set[0] + 1;
	for (uint32_t k = 0; k < nd->nset; k++)
		p->bits[*used + (set[k] - s->from) / 64] |=
		    UINT64_C(1) << (set[k] - s->from) % 64;
	*used += words;
}

int
kdd_predictor_init(struct kdd_predictor *p, const struct kdd_model *model,
    const struct kdd_compiled *compiled)
{
	const struct kdd_tree *t = &model->tree;
	size_t n = model->schema.ncolumns;
	uint32_t words = 0, used = 0;

	*p = (struct kdd_predictor){ .model = model, .compiled = compiled };
	for (uint32_t i = 0; i < t->n; i++)
		words += words_of(t, &t->node[i]);
	p->step = malloc(t->n * sizeof(*p->step));
	p->bits = calloc(words + (size_t)1, sizeof(*p->bits));
	p->memo = malloc((n + 1) * sizeof(*p->memo));
	p->hits = calloc(t->n, sizeof(*p->hits));
	p->asked = calloc(4 * n + 1, sizeof(*p->asked));
	for (size_t c = 0; p->memo != NULL && c < n; c++)
		kdd_memo_init(&p->memo[c]);
	if (p->step == NULL || p->bits == NULL || p->memo == NULL ||
	    p->hits == NULL || p->asked == NULL)
		return -1;
	p->missing = p->asked + n;
	p->unreadable = p->missing + n;
	p->unseen = p->unreadable + n;
	for (uint32_t i = 0; i < t->n; i++)
		set_step(p, i, &used);
	return 0;
}

void
kdd_predictor_release(struct kdd_predictor *p)
{
	if (p->memo != NULL)
		for (size_t c = 0; c < p->model->schema.ncolumns; c++)
			kdd_memo_release(&p->memo[c]);
	free(p->step);
	free(p->bits);
	free(p->memo);
	free(p->hits);
	free(p->asked);
	*p = (struct kdd_predictor){ 0 };
}

/* A field that is no number, or NaN. */
static double
no_number(struct kdd_predictor *p, unsigned column, struct kdd_span f)
{
	double v;

	if (kdd_is_missing(f) || kdd_num_parse(f.p, f.n, &v) == 0)
		p->missing[column]++;
	else
		p->unreadable[column]++;
	return (double)NAN;
}

static inline double
number_of(struct kdd_predictor *p, unsigned column, struct kdd_span f)
{
	double v;

	if (kdd_num_parse(f.p, f.n, &v) == -1 || isnan(v))
		return no_number(p, column, f);
	return v;
}

/* The code of a field that is not in the memo. */
static uint32_t
find_code(struct kdd_predictor *p, unsigned column, struct kdd_span f)
{
	uint32_t id;

	if (kdd_is_missing(f)) {
		p->missing[column]++;
		return 0;
	}
	id = kdd_dict_find(&p->model->values[column], f.p, f.n);
	if (id == KDD_NONE) {
		p->unseen[column]++;
		return 0;
	}
	if (f.n <= KDD_MEMO_BYTES)
		kdd_memo_keep(&p->memo[column], kdd_word(f.p, f.n), id + 1);
	return id + 1;
}

static inline uint32_t
code_of(struct kdd_predictor *p, unsigned column, struct kdd_span f)
{
	uint32_t code;
	uint64_t word;

	if (f.n > 0 && f.n <= KDD_MEMO_BYTES) {
		word = kdd_word(f.p, f.n);
		if (kdd_memo_at(kdd_memo_pair(&p->memo[column], word), word,
		    &code))
			return code;
	}
	return find_code(p, column, f);
}

static inline bool
is_in(const struct kdd_predictor *p, const struct kdd_step *s, uint32_t code)
{
	uint32_t at = code - s->from;

	return at < s->span &&
	    (p->bits[s->set + at / 64] >> at % 64 & 1) != 0;
}

/* Inlined for rows that have a view, and for those that have none. */
static inline __attribute__((always_inline)) uint32_t
walk(struct kdd_predictor *p, const struct kdd_row *row, bool has_view)
{
	uint32_t at = 0;

	for (;;) {
		const struct kdd_step *s = &p->step[at];
		uint32_t c = s->column;
		struct kdd_span f;

		if (s->test == KDD_LEAF)
			return at;
		f = has_view || c >= row->nfields ? kdd_row_column(row, c) :
		    kdd_row_field(row, c);
		if (s->test == KDD_LE) {
			double v = number_of(p, c, f);
			bool left = v <= s->cut ||
			    (s->missing_left && isnan(v));

			at = left ? at + 1 : s->right;
		} else {
			uint32_t code = code_of(p, c, f);

			at = s->set == NO_BITS ? kdd_tree_next_code(
			    &p->model->tree, at, code) :
			    is_in(p, s, code) ? at + 1 : s->right;
		}
	}
}

/* What a compiled tree asks for. */
static double
number(void *arg, unsigned column)
{
	struct kdd_predictor *p = arg;

	return number_of(p, column, kdd_row_column(p->row, column));
}

static unsigned
code(void *arg, unsigned column)
{
	struct kdd_predictor *p = arg;

	return code_of(p, column, kdd_row_column(p->row, column));
}

static uint32_t
walk_compiled(struct kdd_predictor *p, const struct kdd_row *row)
{
	uint32_t at;

	p->row = row;
	at = p->compiled->leaf(p, number, code);
	return at < p->model->tree.n ? at : 0;	/* it is code, not data */
}

uint32_t
kdd_predict(struct kdd_predictor *p, const struct kdd_row *row)
{
	uint32_t leaf = p->compiled != NULL ? walk_compiled(p, row) :
	    row->view != NULL ? walk(p, row, true) : walk(p, row, false);

	p->hits[leaf]++;
	return leaf;
}

/* The rows that ended below a node, from the last node to the first. */
void
kdd_predictor_count(struct kdd_predictor *p)
{
	const struct kdd_tree *t = &p->model->tree;

	for (uint32_t c = 0; c < p->model->schema.ncolumns; c++)
		p->asked[c] = 0;
	for (uint32_t i = t->n; i-- > 0;) {
		const struct kdd_node *nd = &t->node[i];

		if (nd->test == KDD_LEAF)
			continue;
		p->hits[i] = p->hits[i + 1] + p->hits[nd->right];
		p->asked[nd->column] += p->hits[i];
	}
}

void
kdd_predictor_clear(struct kdd_predictor *p)
{
	memset(p->hits, 0, p->model->tree.n * sizeof(*p->hits));
	memset(p->asked, 0, 4 * (size_t)p->model->schema.ncolumns *
	    sizeof(*p->asked));
}
