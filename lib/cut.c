#include "cut.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int
kdd_cutter_init(struct kdd_cutter *c, const struct kdd_measure *m,
    uint32_t nclasses, uint32_t min_leaf)
{
	*c = (struct kdd_cutter){ .measure = *m, .nclasses = nclasses,
	    .min_leaf = min_leaf > 0 ? min_leaf : 1 };
	c->left = calloc((size_t)nclasses * 4, sizeof(*c->left));
	if (c->left == NULL)
		return -1;
	c->right = c->left + nclasses;
	c->missing = c->right + nclasses;
	c->with = c->missing + nclasses;
	return 0;
}

void
kdd_cutter_start(struct kdd_cutter *c, const double *value,
    const uint32_t *all, const uint32_t *missing)
{
	c->value = value;
	c->best.found = false;
	c->best.is_number = true;
	c->floor = -INFINITY;
	c->nl = c->nr = c->nm = c->sl = c->sr = c->sm = c->lm = c->rm = 0;
	for (uint32_t k = 0; k < c->nclasses; k++) {
		uint64_t m = missing[k], r = all[k] - missing[k];

		c->left[k] = 0;
		c->right[k] = (uint32_t)r;
		c->missing[k] = (uint32_t)m;
		c->nr += r;
		c->nm += m;
		c->sr += r * r;
		c->sm += m * m;
		c->rm += r * m;
	}
}

/* The sides as they are, or with missing rows on the one asked for. */
static struct kdd_gain
gain_by_class(struct kdd_cutter *c, bool missing_left)
{
	const uint32_t *side = missing_left ? c->left : c->right;

	if (c->nm == 0)
		return kdd_gain_of(&c->measure, c->left, c->right,
		    c->nclasses);
	for (uint32_t k = 0; k < c->nclasses; k++)
		c->with[k] = side[k] + c->missing[k];
	return missing_left ?
	    kdd_gain_of(&c->measure, c->with, c->right, c->nclasses) :
	    kdd_gain_of(&c->measure, c->left, c->with, c->nclasses);
}

static bool
is_plain_gini(const struct kdd_cutter *c)
{
	return c->measure.criterion == KDD_GINI && c->measure.weight == NULL;
}

static struct kdd_gain
gain_now(struct kdd_cutter *c, bool missing_left)
{
	if (!is_plain_gini(c))
		return gain_by_class(c, missing_left);
	return missing_left ?
	    kdd_gain_gini(c->sl + 2 * c->lm + c->sm, c->nl + c->nm, c->sr,
	    c->nr) :
	    kdd_gain_gini(c->sl, c->nl, c->sr + 2 * c->rm + c->sm,
	    c->nr + c->nm);
}

/* Is the split as it stands better than the best?  Then *g is its gain. */
static bool
is_better(struct kdd_cutter *c, bool missing_left, struct kdd_gain *g)
{
	uint64_t nl = c->nl + (missing_left ? c->nm : 0);
	uint64_t nr = c->nr + (missing_left ? 0 : c->nm);

	if (nl < c->min_leaf || nr < c->min_leaf)
		return false;
	*g = gain_now(c, missing_left);
	return g->approx >= c->floor && (!c->best.found ||
	    kdd_gain_compare(g, &c->best.gain) > 0);
}

static void
keep(struct kdd_cutter *c, const struct kdd_gain *g, double cut,
    bool missing_left)
{
	c->best.found = true;
	c->best.gain = *g;
	c->best.cut = cut;
	c->best.missing_left = missing_left;
	c->floor = g->approx - 2 * KDD_GAIN_CLOSE * fabs(g->approx);
}

/* Values are looked at only for a better split: they lie far apart. */
static void
try_side(struct kdd_cutter *c, uint32_t a, uint32_t b, bool missing_left)
{
	struct kdd_gain g;
	double cut;

	if (is_better(c, missing_left, &g) &&
	    kdd_cut(c->value[a - 1], c->value[b - 1], &cut))
		keep(c, &g, cut, missing_left);
}

void
kdd_cutter_try(struct kdd_cutter *c, uint32_t a, uint32_t b)
{
	if (c->nm == 0) {
		try_side(c, a, b, c->nl >= c->nr);
		return;
	}
	try_side(c, a, b, true);
	try_side(c, a, b, false);
}

/*
 * A cut is finite: if the last value is not, missing rows are the left side,
 * or the values are all minus infinity.
 */
void
kdd_cutter_end(struct kdd_cutter *c, uint32_t a, uint32_t b)
{
	double first = c->value[a - 1], last = c->value[b - 1];
	struct kdd_gain g;

	if (c->nm == 0 || !is_better(c, false, &g))
		return;
	if (isfinite(last))
		keep(c, &g, last, false);
	else if (last < 0)
		keep(c, &g, -DBL_MAX, false);
	else if (first > -DBL_MAX)
		keep(c, &g, -DBL_MAX, true);
}

/* Without missing rows gini asks for no more than these. */
struct sums {
	uint64_t nl, nr, sl, sr;
};

/*
 * Can this split be better than the best?  Fractions are compared without
 * dividing; what is surely less is all that is turned away.
 */
static inline bool
may_be_better(const struct sums *s, double floor)
{
	double nl = (double)s->nl, nr = (double)s->nr;

	return (double)s->sl * nr + (double)s->sr * nl >=
	    floor * (1 - KDD_GAIN_CLOSE) * (nl * nr);
}

/* kdd_cutter_move() on sums that stay in registers. */
static inline void
move(struct kdd_cutter *c, struct sums *s, uint32_t k, uint64_t n)
{
	uint64_t l = c->left[k], r = c->right[k];

	c->left[k] = (uint32_t)(l + n);
	c->right[k] = (uint32_t)(r - n);
	s->nl += n;
	s->nr -= n;
	s->sl += n * (2 * l + n);
	s->sr -= n * (2 * r - n);
}

/* Inlined with a constant width of the entries. */
static inline __attribute__((always_inline)) uint32_t
run_gini(struct kdd_cutter *c, const struct kdd_sorted *rows, uint32_t width,
    uint32_t i)
{
	struct sums s = { c->nl, c->nr, c->sl, c->sr };
	uint32_t last = kdd_sorted_code(rows, width, i), found = 1;

	for (; i < rows->n; i++) {
		uint32_t code = kdd_sorted_code(rows, width, i);

		if (code != last) {
			found++;
			if (may_be_better(&s, c->floor)) {
				c->nl = s.nl;
				c->nr = s.nr;
				c->sl = s.sl;
				c->sr = s.sr;
				kdd_cutter_try(c, last, code);
			}
			last = code;
		}
		move(c, &s, kdd_sorted_class(rows, width, i),
		    kdd_sorted_weight(rows, width, i));
	}
	return found;
}

static uint32_t
run_any(struct kdd_cutter *c, const struct kdd_sorted *s, uint32_t i)
{
	uint32_t w = s->width, first = kdd_sorted_code(s, w, i);
	uint32_t last = first, found = 1;

	for (; i < s->n; i++) {
		uint32_t code = kdd_sorted_code(s, w, i);

		if (code != last) {
			found++;
			kdd_cutter_try(c, last, code);
			last = code;
		}
		kdd_cutter_move(c, kdd_sorted_class(s, w, i),
		    kdd_sorted_weight(s, w, i));
	}
	kdd_cutter_end(c, first, last);
	return found;
}

uint32_t
kdd_cutter_run(struct kdd_cutter *c, const struct kdd_sorted *s, uint32_t i)
{
	if (i == s->n)
		return 0;
	if (c->nm > 0 || !is_plain_gini(c))
		return run_any(c, s, i);
	return s->width == 4 ? run_gini(c, s, 4, i) : run_gini(c, s, 8, i);
}

void
kdd_cutter_release(struct kdd_cutter *c)
{
	free(c->left);
	free(c->best.set);
	*c = (struct kdd_cutter){ 0 };
}
