/* Trees that were cut, against plain copies of what should be left. */
#include <math.h>
#include <string.h>

#include "anypath.h"
#include "tap.h"

/* Copy the subtree of node i without what is below the nodes of set. */
static void
copy(struct kdd_tree *to, const struct kdd_tree *t, uint32_t i, uint32_t set)
{
	struct kdd_node nd = t->node[i];
	struct kdd_node leaf = { .test = KDD_LEAF, .label = nd.label };
	int stop = nd.test == KDD_LEAF || (set >> i & 1) != 0;
	uint32_t at = to->n;

	kdd_tree_add(to, stop ? &leaf : &nd, kdd_tree_count(t, i),
	    t->value + nd.set);
	if (stop)
		return;
	copy(to, t, i + 1, set);
	to->node[at].right = to->n;
	copy(to, t, nd.right, set);
}

static int
is_equal(const struct kdd_tree *a, const struct kdd_tree *b)
{
	int differ = a->n != b->n || a->nvalue != b->nvalue;

	for (uint32_t i = 0; i < a->n && !differ; i++) {
		const struct kdd_node *x = &a->node[i], *y = &b->node[i];

		differ = x->test != y->test || x->cut != y->cut ||
		    x->right != y->right || x->nset != y->nset ||
		    (x->test == KDD_IN && x->set != y->set) ||
		    x->column != y->column || x->label != y->label ||
		    x->missing_left != y->missing_left;
	}
	return !differ && memcmp(a->count, b->count,
	    (size_t)a->n * a->nclasses * sizeof(*a->count)) == 0 &&
	    (a->nvalue == 0 || memcmp(a->value, b->value,
	    a->nvalue * sizeof(*a->value)) == 0);
}

/* t has been cut: is it what copy() makes of whole, and sound? */
static int
compare_cut(const struct kdd_tree *t, const struct kdd_tree *whole,
    uint32_t set)
{
	const char *why = kdd_tree_check(t, ANY_COLUMNS);
	struct kdd_tree want;
	int wrong;

	kdd_tree_init(&want, whole->nclasses);
	copy(&want, whole, 0, set);
	if (why != NULL)
		note("%s", why);
	wrong = why != NULL || !is_equal(t, &want);
	kdd_tree_release(&want);
	return wrong;
}

static void
duplicate(struct kdd_tree *to, const struct kdd_tree *t)
{
	kdd_tree_init(to, t->nclasses);
	copy(to, t, 0, 0);
}

static uint32_t
collapsed(const struct kdd_prune *p, double alpha)
{
	uint32_t set = 0;

	for (uint32_t i = 0; i < p->n; i++)
		set |= (uint32_t)(p->collapse[i] <= alpha) << i;
	return set;
}

static int
cut_at(const struct sample *s, double alpha, uint32_t leaves)
{
	struct kdd_tree t;
	int wrong;

	duplicate(&t, &s->t);
	wrong = kdd_prune_cut(&t, &s->p, alpha) != 0 ||
	    kdd_tree_leaves(&t) != leaves ||
	    compare_cut(&t, &s->t, collapsed(&s->p, alpha));
	kdd_tree_release(&t);
	return wrong;
}

static void
test_cut(void)
{
	int wrong = 0;

	for (int round = 0; round < 2000; round++) {
		struct sample s;

		any_sample(&s);
		for (uint32_t j = 0; j < s.p.nsteps; j++)
			wrong += cut_at(&s, s.p.step[j].alpha,
			    s.p.step[j].leaves);
		wrong += cut_at(&s, (double)INFINITY, 1);
		release(&s);
	}
	ok(wrong == 0, "cut at each alpha, and at infinity");
}

/* Which nodes are leaves after max - 1 splits of the best leaf each. */
static uint32_t
best_first(const struct sample *s, uint32_t max)
{
	uint32_t open = 1, leaf = UINT32_MAX;

	for (uint32_t leaves = 1; leaves < max; leaves++) {
		uint32_t best = UINT32_MAX;
		double most = -1;

		for (uint32_t i = 0; i < s->t.n; i++) {
			double d;

			if ((open >> i & 1) == 0 ||
			    s->t.node[i].test == KDD_LEAF)
				continue;
			d = kdd_impurity_decrease(&s->measure, &s->t, i);
			if (d > most) {
				most = d;
				best = i;
			}
		}
		if (best == UINT32_MAX)
			break;
		leaf &= ~(1u << best);
		open &= ~(1u << best);
		open |= 1u << (best + 1) | 1u << s->t.node[best].right;
	}
	return leaf;
}

static void
test_leaves(void)
{
	int wrong = 0;

	for (int round = 0; round < 2000; round++) {
		struct sample s;
		struct kdd_tree t;

		any_sample(&s);
		for (uint32_t max = 1; max <= MAX_LEAVES + 1; max++) {
			uint32_t all = kdd_tree_leaves(&s.t);

			duplicate(&t, &s.t);
			wrong += kdd_prune_leaves(&t, &s.measure, max) != 0 ||
			    kdd_tree_leaves(&t) != (max < all ? max : all) ||
			    compare_cut(&t, &s.t, best_first(&s, max));
			kdd_tree_release(&t);
		}
		release(&s);
	}
	ok(wrong == 0, "at most so many leaves, best first");
}

/* n inner nodes below each other; what is beside them grows or shrinks. */
static void
chain(struct kdd_tree *t, uint32_t n, int to_left, int grows)
{
	uint32_t rows[2] = { 0, 0 }, *count;
	struct kdd_node inner = { .test = KDD_LE }, leaf = { .test = 0 };

	kdd_tree_init(t, 2);
	for (uint32_t i = 0; i < n; i++) {
		inner.right = to_left ? 2 * n - i : 2 * i + 2;
		kdd_tree_add(t, &inner, rows, NULL);
		if (!to_left)
			kdd_tree_add(t, &leaf, rows, NULL);
	}
	for (uint32_t i = 0; i <= (to_left ? n : 0); i++)
		kdd_tree_add(t, &leaf, rows, NULL);
	for (uint32_t i = t->n; i-- > 0;) {
		const struct kdd_node *nd = &t->node[i];

		count = t->count + 2 * (size_t)i;
		if (nd->test == KDD_LEAF)
			count[draw(2)] = 1 + draw((grows ? i : t->n - i) /
			    1000 + 1);
		for (int k = 0; k < 2 && nd->test != KDD_LEAF; k++)
			count[k] = kdd_tree_count(t, i + 1)[k] +
			    kdd_tree_count(t, nd->right)[k];
		t->node[i].label = count[1] > count[0];
	}
}

static void
test_chain(int to_left, int grows)
{
	struct sample s = { .measure.criterion = KDD_GINI };
	struct kdd_measure bits = { KDD_ENTROPY, NULL };
	struct kdd_tree t;
	uint32_t leaves;

	chain(&s.t, 100000, to_left, grows);
	chain(&t, 100000, to_left, grows);
	kdd_prune_path(&s.p, &s.t, &s.measure);
	leaves = s.p.step[s.p.nsteps / 2].leaves;
	ok(kdd_tree_check(&s.t, 1) == NULL && s.p.step[0].leaves > 40000 &&
	    s.p.step[s.p.nsteps - 1].leaves == 1, "a chain of %u nodes, "
	    "%u steps from %u leaves", s.t.n, s.p.nsteps,
	    s.p.step[0].leaves);
	ok(kdd_prune_cut(&s.t, &s.p, s.p.step[s.p.nsteps / 2].alpha) == 0 &&
	    kdd_tree_leaves(&s.t) == leaves &&
	    kdd_tree_check(&s.t, 1) == NULL, "cut to %u leaves", leaves);
	ok(kdd_prune_leaves(&t, &bits, 50000) == 0 &&
	    kdd_tree_leaves(&t) == 50000 && kdd_tree_check(&t, 1) == NULL,
	    "and to 50000");
	release(&s);
	kdd_tree_release(&t);
}

int
main(void)
{
	test_cut();
	test_leaves();
	for (int form = 0; form < 4; form++)
		test_chain(form & 1, form & 2);
	return tap_done();
}
