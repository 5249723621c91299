#include "subset.h"

#include <stdlib.h>
#include <string.h>

#define EXHAUSTIVE_MAX	8
#define CLIMB_ROUNDS	4
#define ORDERS_MAX	16

int
kdd_searcher_init(struct kdd_searcher *s, const struct kdd_measure *m,
    uint32_t nclasses, uint32_t min_leaf)
{
	*s = (struct kdd_searcher){ .measure = *m,
	    .nclasses = nclasses, .min_leaf = min_leaf > 0 ? min_leaf : 1 };
	s->left = calloc(nclasses, sizeof(*s->left));
	s->right = calloc(nclasses, sizeof(*s->right));
	s->with = calloc((size_t)nclasses * 2, sizeof(*s->with));
	s->total = calloc(nclasses, sizeof(*s->total));
	return s->left != NULL && s->right != NULL && s->with != NULL &&
	    s->total != NULL ? 0 : -1;
}

void
kdd_searcher_release(struct kdd_searcher *s)
{
	free(s->left);
	free(s->right);
	free(s->with);
	free(s->total);
	free(s->order);
	free(s->rows);
	free(s->side);
	free(s->mine.set);
	*s = (struct kdd_searcher){ 0 };
}

static int
make_room(struct kdd_searcher *s, uint32_t n)
{
	uint32_t room = n + n / 2 + 16;

	if (n <= s->room && n <= s->mine.set_room)
		return 0;
	free(s->order);
	free(s->rows);
	free(s->side);
	free(s->mine.set);
	s->order = malloc(room * sizeof(*s->order));
	s->rows = malloc(room * sizeof(*s->rows));
	s->side = malloc(room * sizeof(*s->side));
	s->mine.set = malloc(room * sizeof(*s->mine.set));
	s->mine.set_room = room;
	s->room = 0;
	if (s->order == NULL || s->rows == NULL || s->side == NULL ||
	    s->mine.set == NULL)
		return -1;
	s->room = room;
	return 0;
}

/* Move rows of each class from one side to the other. */
static void
move(uint32_t *from, uint32_t *to, const uint32_t *count, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++) {
		from[k] -= count[k];
		to[k] += count[k];
	}
}

/* All rows on the right, missing ones among them. */
static void
start(struct kdd_searcher *s, const struct kdd_bins *b)
{
	uint32_t n = s->nclasses;

	memset(s->left, 0, n * sizeof(*s->left));
	memcpy(s->right, b->missing, n * sizeof(*s->right));
	for (uint32_t i = 0; i < b->n; i++) {
		s->rows[i] = (uint32_t)kdd_gain_rows(b->count +
		    (size_t)i * n, n);
		for (uint32_t k = 0; k < n; k++)
			s->right[k] += b->count[(size_t)i * n + k];
	}
}

/*
 * The gain with missing rows moved to the left if asked.  False if a side
 * would have fewer than min_leaf rows; then *g is not set.
 */
static bool
judge(struct kdd_searcher *s, const struct kdd_bins *b, bool missing_left,
    struct kdd_gain *g)
{
	uint32_t n = s->nclasses;
	const uint32_t *left = s->left, *right = s->right;

	if (missing_left) {
		memcpy(s->with, left, n * sizeof(*left));
		memcpy(s->with + n, right, n * sizeof(*right));
		move(s->with + n, s->with, b->missing, n);
		left = s->with;
		right = s->with + n;
	}
	if (kdd_gain_rows(left, n) < s->min_leaf ||
	    kdd_gain_rows(right, n) < s->min_leaf)
		return false;
	*g = kdd_gain_of(&s->measure, left, right, n);
	return true;
}

static bool
is_better(const struct kdd_gain *g, const struct kdd_split *than)
{
	return !than->found || kdd_gain_compare(g, &than->gain) > 0;
}

/*
 * The partition in side[] as a set: the values that leave the default side,
 * which is where missing rows are, else the side with more rows, else the
 * one without the first value.  Kept if it is better than mine, or as good
 * with a lesser set.
 */
static void
try_partition(struct kdd_searcher *s, const struct kdd_bins *b,
    bool missing_left)
{
	uint64_t nl = kdd_gain_rows(s->left, s->nclasses);
	uint64_t nr = kdd_gain_rows(s->right, s->nclasses);
	bool missing = kdd_gain_rows(b->missing, s->nclasses) > 0;
	bool right_is_default;
	struct kdd_gain g;
	uint32_t n = 0;
	int cmp = 1;

	if (!judge(s, b, missing_left, &g))
		return;
	if (s->mine.found && (cmp = kdd_gain_compare(&g, &s->mine.gain)) < 0)
		return;
	right_is_default = missing ? !missing_left :
	    nl != nr ? nr > nl : s->side[0] == 1;
	for (uint32_t i = 0; i < b->n; i++) {
		if (s->side[i] != (right_is_default ? 1 : 0))
			continue;
		if (cmp == 0 && (n == s->mine.nset ||
		    b->code[i] > s->mine.set[n]))
			return;
		if (cmp == 0 && b->code[i] < s->mine.set[n])
			cmp = 1;
		s->mine.set[n++] = b->code[i];
	}
	if (cmp == 0 && n == s->mine.nset)
		return;
	s->mine.found = true;
	s->mine.gain = g;
	s->mine.nset = n;
}

struct share {
	const struct kdd_searcher *s;
	const struct kdd_bins *b;
	uint32_t class;
};

/* By share of one class, ascending; equal shares by value. */
static int
by_share(const void *x, const void *y, void *arg)
{
	const struct share *o = arg;
	uint32_t i = *(const uint32_t *)x, j = *(const uint32_t *)y;
	size_t n = o->s->nclasses;
	uint64_t u = (uint64_t)o->b->count[i * n + o->class] * o->s->rows[j];
	uint64_t v = (uint64_t)o->b->count[j * n + o->class] * o->s->rows[i];

	if (u != v)
		return u < v ? -1 : 1;
	return i < j ? -1 : i > j;
}

/* The best cut of the values in the order of their share of a class. */
static void
scan_order(struct kdd_searcher *s, const struct kdd_bins *b, uint32_t class)
{
	struct share o = { s, b, class };
	struct kdd_split best = { .found = false };
	bool missing = kdd_gain_rows(b->missing, s->nclasses) > 0;
	uint32_t at = 0, n = s->nclasses;
	struct kdd_gain g;

	start(s, b);
	for (uint32_t i = 0; i < b->n; i++)
		s->order[i] = i;
	qsort_r(s->order, b->n, sizeof(*s->order), by_share, &o);
	for (uint32_t i = 0; i < b->n; i++) {
		move(s->right, s->left,
		    b->count + (size_t)s->order[i] * n, n);
		for (int left = missing && i + 1 < b->n; left >= 0; left--) {
			if (!judge(s, b, left, &g) || !is_better(&g, &best))
				continue;
			best.found = true;
			best.gain = g;
			best.missing_left = left;
			at = i;
		}
	}
	if (!best.found)
		return;
	start(s, b);
	for (uint32_t i = 0; i < b->n; i++) {
		s->side[s->order[i]] = i <= at;
		if (i <= at)
			move(s->right, s->left,
			    b->count + (size_t)s->order[i] * n, n);
	}
	try_partition(s, b, best.missing_left);
}

/* Every subset that holds the first value, against the rest. */
static void
search_all(struct kdd_searcher *s, const struct kdd_bins *b)
{
	bool missing = kdd_gain_rows(b->missing, s->nclasses) > 0;
	uint32_t n = s->nclasses, all = (1u << b->n) - 1;

	for (uint32_t set = 1; set <= all; set += 2) {
		start(s, b);
		for (uint32_t i = 0; i < b->n; i++) {
			s->side[i] = set >> i & 1;
			if (s->side[i])
				move(s->right, s->left,
				    b->count + (size_t)i * n, n);
		}
		if (missing && set != all)
			try_partition(s, b, true);
		try_partition(s, b, false);
	}
}

/* Put side[] and the counts to what mine.set says: the set on the left. */
static void
take_mine(struct kdd_searcher *s, const struct kdd_bins *b)
{
	uint32_t k = 0, n = s->nclasses;

	start(s, b);
	for (uint32_t i = 0; i < b->n; i++) {
		s->side[i] = k < s->mine.nset &&
		    s->mine.set[k] == b->code[i];
		if (s->side[i]) {
			k++;
			move(s->right, s->left, b->count + (size_t)i * n, n);
		}
	}
}

/* Move single values to the other side while that helps. */
static void
climb(struct kdd_searcher *s, const struct kdd_bins *b)
{
	struct kdd_gain now = s->mine.gain, g;
	uint32_t n = s->nclasses;
	bool moved = true;

	take_mine(s, b);
	for (int round = 0; moved && round < CLIMB_ROUNDS; round++) {
		moved = false;
		for (uint32_t i = 0; i < b->n; i++) {
			uint32_t *from = s->side[i] ? s->left : s->right;
			uint32_t *to = s->side[i] ? s->right : s->left;
			const uint32_t *count = b->count + (size_t)i * n;

			move(from, to, count, n);
			if (judge(s, b, false, &g) &&
			    kdd_gain_compare(&g, &now) > 0) {
				s->side[i] ^= 1;
				now = g;
				moved = true;
			} else {
				move(to, from, count, n);
			}
		}
	}
	try_partition(s, b, false);
}

/* Rows of each class, and 1; 0 is for those that were tried. */
static void
count_classes(struct kdd_searcher *s, const struct kdd_bins *b)
{
	for (uint32_t k = 0; k < s->nclasses; k++) {
		s->total[k] = b->missing[k] + UINT64_C(1);
		for (uint32_t i = 0; i < b->n; i++)
			s->total[k] += b->count[(size_t)i * s->nclasses + k];
	}
}

/* The orders by the share of the commonest classes, then single moves. */
static void
search_orders(struct kdd_searcher *s, const struct kdd_bins *b)
{
	count_classes(s, b);
	for (uint32_t n = 0; n < s->nclasses && n < ORDERS_MAX; n++) {
		uint32_t most = 0;

		for (uint32_t k = 1; k < s->nclasses; k++)
			if (s->total[k] > s->total[most])
				most = k;
		s->total[most] = 0;
		scan_order(s, b, most);
	}
	if (s->mine.found)
		climb(s, b);
}

static void
search_category(struct kdd_searcher *s, const struct kdd_bins *b)
{
	if (s->nclasses == 2 && s->min_leaf == 1) {
		scan_order(s, b, 0);
		return;
	}
	if (b->n <= EXHAUSTIVE_MAX) {
		search_all(s, b);
		return;
	}
	search_orders(s, b);
}

int
kdd_search(struct kdd_searcher *s, const struct kdd_bins *b)
{
	s->mine.found = false;
	s->mine.nset = 0;
	s->mine.is_number = false;
	if (b->n == 0)
		return 0;
	if (make_room(s, b->n) == -1)
		return -1;
	search_category(s, b);
	return 0;
}
