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

static struct kdd_gain
gain_now(struct kdd_cutter *c, bool missing_left)
{
	if (c->measure.criterion != KDD_GINI || c->measure.weight != NULL)
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

void
kdd_cutter_release(struct kdd_cutter *c)
{
	free(c->left);
	free(c->best.set);
	*c = (struct kdd_cutter){ 0 };
}
