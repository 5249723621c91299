#include "impurity.h"

static double
mass_of(const uint32_t *count, const double *weight, uint32_t k)
{
	return weight != NULL ? count[k] * weight[k] : count[k];
}

double
kdd_mass(const uint32_t *count, const double *weight, uint32_t nclasses)
{
	double sum = 0;

	for (uint32_t k = 0; k < nclasses; k++)
		sum += mass_of(count, weight, k);
	return sum;
}

/* 1 - sum p^2 = 2 sum p_j p_k over j < k, where nothing cancels. */
static double
gini(const uint32_t *count, const double *weight, uint32_t nclasses)
{
	double pairs = 0, mass = 0;

	for (uint32_t k = 0; k < nclasses; k++) {
		double m = mass_of(count, weight, k);

		pairs += m * mass;
		mass += m;
	}
	return mass > 0 ? 2 * pairs / mass / mass : 0;
}

static double
entropy(const uint32_t *count, const double *weight, uint32_t nclasses)
{
	const double ln2 = 0x1.62e42fefa39efp-1;
	double mass = kdd_mass(count, weight, nclasses), sum = 0;

	for (uint32_t k = 0; k < nclasses; k++) {
		double m = mass_of(count, weight, k);

		if (m > 0)
			sum += m * kdd_log_ratio(mass, m);
	}
	return mass > 0 ? sum / mass / ln2 : 0;
}

double
kdd_impurity(const struct kdd_measure *m, const uint32_t *count,
    uint32_t nclasses)
{
	return m->criterion == KDD_GINI ? gini(count, m->weight, nclasses) :
	    entropy(count, m->weight, nclasses);
}

double
kdd_impurity_mass(const struct kdd_measure *m, const struct kdd_tree *t,
    uint32_t i)
{
	const uint32_t *count = kdd_tree_count(t, i);

	return kdd_mass(count, m->weight, t->nclasses) *
	    kdd_impurity(m, count, t->nclasses);
}

double
kdd_impurity_decrease(const struct kdd_measure *m, const struct kdd_tree *t,
    uint32_t i)
{
	double own = kdd_impurity_mass(m, t, i);
	double split = kdd_impurity_mass(m, t, i + 1) +
	    kdd_impurity_mass(m, t, t->node[i].right);

	return own - split > 1e-12 * own ? own - split : 0;
}

void
kdd_importances(const struct kdd_measure *m, const struct kdd_tree *t,
    uint32_t ncolumns, double *importance)
{
	double sum = 0;

	for (uint32_t k = 0; k < ncolumns; k++)
		importance[k] = 0;
	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test != KDD_LEAF)
			importance[t->node[i].column] +=
			    kdd_impurity_decrease(m, t, i);
	for (uint32_t k = 0; k < ncolumns; k++)
		sum += importance[k];
	for (uint32_t k = 0; k < ncolumns && sum > 0; k++)
		importance[k] /= sum;
}
