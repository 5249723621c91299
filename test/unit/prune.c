/* The path of pruned subtrees against all subtrees there are. */
#include <math.h>

#include "anypath.h"
#include "tap.h"

/* Impurity and leaves of the subtree whose leaves the bits of set name. */
static struct kdd_prune_step
measure(const struct sample *s, uint32_t set)
{
	const struct kdd_tree *t = &s->t;
	struct kdd_prune_step at = { 0, 0, 0 };
	uint32_t i = 0;

	while (i < t->n) {
		if (t->node[i].test != KDD_LEAF && (set >> i & 1) == 0) {
			i++;
			continue;
		}
		at.impurity += kdd_impurity_mass(&s->measure, t, i) /
		    kdd_mass(t->count, s->measure.weight, t->nclasses);
		at.leaves++;
		i = s->p.end[i];
	}
	return at;
}

/*
 * The least subtree of those that cost least, of all there are: with the
 * bits of leaves always set, adding 1 counts through the inner nodes' bits.
 */
static struct kdd_prune_step
brute_force(const struct sample *s, double alpha)
{
	struct kdd_prune_step best = measure(s, 1), at;
	uint32_t leaves = 0;

	for (uint32_t i = 0; i < s->t.n; i++)
		leaves |= (uint32_t)(s->t.node[i].test == KDD_LEAF) << i;
	for (uint32_t set = leaves; set < 1u << s->t.n; set = (set + 1) |
	    leaves) {
		double less;

		at = measure(s, set);
		less = best.impurity + alpha * best.leaves -
		    (at.impurity + alpha * at.leaves);
		if (less > 1e-10 || (less > -1e-10 &&
		    at.leaves < best.leaves))
			best = at;
	}
	return best;
}

static int
compare_at(const struct sample *s, const struct kdd_prune_step *step,
    double alpha)
{
	struct kdd_prune_step want = brute_force(s, alpha);

	if (step->leaves == want.leaves &&
	    fabs(step->impurity - want.impurity) < 1e-10)
		return 0;
	note("alpha %.17g: %u leaves, %.17g; not %u, %.17g", alpha,
	    step->leaves, step->impurity, want.leaves, want.impurity);
	return 1;
}

/* At each alpha of the path, and half way to the next. */
static void
test_optimal(void)
{
	int wrong = 0, steps = 0;

	for (int round = 0; round < 1000; round++) {
		struct sample s;

		any_sample(&s);
		for (uint32_t j = 0; j < s.p.nsteps; j++) {
			const struct kdd_prune_step *step = &s.p.step[j];
			double next = j + 1 < s.p.nsteps ? step[1].alpha :
			    step->alpha + 1;

			wrong += compare_at(&s, step, step->alpha);
			wrong += compare_at(&s, step,
			    (step->alpha + next) / 2);
		}
		steps += (int)s.p.nsteps;
		release(&s);
	}
	ok(wrong == 0, "%d steps: the least of the best subtrees", steps);
}

static int
is_step(const struct kdd_prune *p, double alpha)
{
	for (uint32_t j = 0; j < p->nsteps; j++)
		if (p->step[j].alpha == alpha)
			return 1;
	return 0;
}

static int
check_path(const struct sample *s)
{
	const struct kdd_prune *p = &s->p;
	int wrong = p->step[0].alpha != 0 || p->n != s->t.n ||
	    p->step[p->nsteps - 1].leaves != 1;

	for (uint32_t j = 1; j < p->nsteps; j++)
		wrong += p->step[j].alpha <= p->step[j - 1].alpha ||
		    p->step[j].impurity <= p->step[j - 1].impurity ||
		    p->step[j].leaves >= p->step[j - 1].leaves;
	for (uint32_t i = 0; i < p->n; i++) {
		const struct kdd_node *nd = &s->t.node[i];

		wrong += !is_step(p, p->collapse[i]);
		if (nd->test == KDD_LEAF)
			wrong += p->collapse[i] != 0 || p->end[i] != i + 1;
		else
			wrong += p->collapse[i + 1] > p->collapse[i] ||
			    p->collapse[nd->right] > p->collapse[i] ||
			    p->end[i + 1] != nd->right ||
			    p->end[i] != p->end[nd->right];
	}
	return wrong;
}

static void
test_nested(void)
{
	int wrong = 0;

	for (int round = 0; round < 5000; round++) {
		struct sample s;

		any_sample(&s);
		wrong += check_path(&s);
		release(&s);
	}
	ok(wrong == 0, "steps ascend, subtrees are nested");
}

static int
compare_sums(const struct sample *s)
{
	double value[MAX_NODES], alpha[8] = { 0 }, sum[9];
	int n = draw(2) ? 8 : 7, wrong = 0;

	for (uint32_t i = 0; i < s->t.n; i++)
		value[i] = draw(100);
	for (uint32_t j = 1; j < 7; j++)
		alpha[j] = draw(2) ? s->p.step[draw(s->p.nsteps)].alpha :
		    draw(1000) / 4000.0;
	alpha[7] = (double)INFINITY;
	for (int j = 1; j < 7; j++)
		for (int k = j; k > 1 && alpha[k] < alpha[k - 1]; k--) {
			double swap = alpha[k];

			alpha[k] = alpha[k - 1];
			alpha[k - 1] = swap;
		}
	sum[n] = -1;
	kdd_prune_sums(&s->p, value, alpha, (uint32_t)n, sum);
	wrong += sum[n] != -1;
	for (int j = 0; j < n; j++) {
		const double *collapse = s->p.collapse;
		double want = 0;

		for (uint32_t i = 0; i < s->p.n;
		    i = collapse[i] <= alpha[j] ? s->p.end[i] : i + 1)
			if (collapse[i] <= alpha[j])
				want += value[i];
		wrong += sum[j] != want;
	}
	return wrong;
}

static void
test_sums(void)
{
	int wrong = 0;

	for (int round = 0; round < 5000; round++) {
		struct sample s;

		any_sample(&s);
		wrong += compare_sums(&s);
		release(&s);
	}
	ok(wrong == 0, "sums over the leaves at any alphas");
}

/* A split that gains nothing above one that gains all: both are one step. */
static void
test_by_hand(void)
{
	static const uint32_t count[5][2] = { { 4, 4 }, { 2, 2 }, { 2, 0 },
	    { 0, 2 }, { 2, 2 } };
	static const double none[2] = { 0, 0 };
	struct kdd_node inner = { .test = KDD_LE }, leaf = { .test = 0 };
	struct kdd_measure m = { KDD_GINI, NULL };
	struct kdd_tree t;
	struct kdd_prune p;

	kdd_tree_init(&t, 2);
	for (uint32_t i = 0; i < 5; i++)
		kdd_tree_add(&t, i < 2 ? &inner : &leaf, count[i], NULL);
	t.node[0].right = 4;
	t.node[1].right = 3;
	kdd_prune_path(&p, &t, &m);
	ok(p.nsteps == 2 && p.step[0].leaves == 3 &&
	    p.step[0].impurity == 0.25 && p.step[1].alpha == 0.125 &&
	    p.step[1].impurity == 0.5 && p.collapse[0] == 0.125 &&
	    p.collapse[1] == 0.125, "no gain above a gain: both go at once");
	kdd_prune_release(&p);
	m.weight = none;
	kdd_prune_path(&p, &t, &m);
	ok(p.nsteps == 1 && p.step[0].alpha == 0 && p.step[0].leaves == 1 &&
	    p.step[0].impurity == 0, "rows without weight: the root");
	kdd_prune_release(&p);
	kdd_tree_release(&t);
}

int
main(void)
{
	test_by_hand();
	test_optimal();
	test_nested();
	test_sums();
	return tap_done();
}
