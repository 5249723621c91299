#include "decide.h"

/* Class k's part of the rows, up to a factor that all classes share. */
static double
part(const struct kdd_decision *d, const uint32_t *count, uint32_t k)
{
	double v = (double)count[k] + (d->laplace ? 1 : 0);

	return d->weight != NULL ? v * d->weight[k] : v;
}

static double
expected(const struct kdd_decision *d, const uint32_t *count, uint32_t n,
    uint32_t verdict)
{
	double sum = 0;

	for (uint32_t k = 0; k < n; k++)
		sum += part(d, count, k) * kdd_decision_cost(d, n, k, verdict);
	return sum;
}

uint16_t
kdd_decide(const struct kdd_decision *d, const uint32_t *count, uint32_t n)
{
	uint32_t best = 0;

	for (uint32_t k = 1; k < n; k++) {
		bool better = d->cost != NULL ?
		    expected(d, count, n, k) < expected(d, count, n, best) :
		    part(d, count, k) > part(d, count, best);

		if (better)
			best = k;
	}
	return (uint16_t)best;
}

double
kdd_decision_cost(const struct kdd_decision *d, uint32_t n, uint32_t actual,
    uint32_t verdict)
{
	return d->cost != NULL ? d->cost[(size_t)actual * n + verdict] :
	    actual != verdict;
}

void
kdd_decide_all(const struct kdd_decision *d, struct kdd_tree *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		t->node[i].label = kdd_decide(d, kdd_tree_count(t, i),
		    t->nclasses);
}
