#include "curve.h"

#include <math.h>
#include <stdlib.h>

int
kdd_curve_add(struct kdd_curve *c, uint32_t millionths, bool positive)
{
	if (c->count == NULL)
		c->count = calloc(KDD_CURVE_SCORES, 2 * sizeof(*c->count));
	if (c->count == NULL)
		return -1;
	c->count[2 * (size_t)millionths + positive]++;
	return 0;
}

void
kdd_curve_each(const struct kdd_curve *c, kdd_on_point *on_point, void *arg)
{
	uint64_t tp = 0, fp = 0;

	for (uint32_t i = KDD_CURVE_SCORES; c->count != NULL && i-- > 0;) {
		const uint64_t *count = c->count + 2 * (size_t)i;

		if (count[0] == 0 && count[1] == 0)
			continue;
		fp += count[0];
		tp += count[1];
		on_point(arg, i, tp, fp);
	}
}

struct points {
	struct kdd_roc	 roc;
	uint64_t	 tp, fp;	/* at the point before */
	bool		 failed;
};

static void
add_point(void *arg, uint32_t millionths, uint64_t tp, uint64_t fp)
{
	struct points *p = arg;

	p->failed |= kdd_roc_add(&p->roc, millionths, tp - p->tp,
	    fp - p->fp) == -1;
	p->tp = tp;
	p->fp = fp;
}

int
kdd_curve_area(const struct kdd_curve *c, double *area)
{
	struct points p = { .failed = false };

	kdd_curve_each(c, add_point, &p);
	*area = p.failed ? (double)NAN : kdd_roc_area(&p.roc);
	kdd_roc_release(&p.roc);
	return p.failed ? -1 : 0;
}

struct precision {
	uint64_t	 tp;		/* at the point before */
	double		 sum;		/* of precision by new positives */
};

static void
add_precision(void *arg, uint32_t millionths, uint64_t tp, uint64_t fp)
{
	struct precision *p = arg;

	(void)millionths;
	p->sum += (double)tp / (double)(tp + fp) * (double)(tp - p->tp);
	p->tp = tp;
}

double
kdd_curve_average_precision(const struct kdd_curve *c)
{
	struct precision p = { 0, 0 };

	kdd_curve_each(c, add_precision, &p);
	return p.tp > 0 ? p.sum / (double)p.tp : (double)NAN;
}

void
kdd_curve_release(struct kdd_curve *c)
{
	free(c->count);
	*c = (struct kdd_curve){ NULL };
}
