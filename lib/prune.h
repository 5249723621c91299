/*
 * prune - smaller trees from a grown one
 *
 * Minimal cost-complexity pruning: Breiman, Friedman, Olshen and Stone,
 * Classification and Regression Trees (1984), chapter 3.  R(T) is the sum
 * over the leaves of T of the leaf's impurity times its share of the
 * weighed rows (impurity.h has both).  For each alpha >= 0 one subtree with
 * the same root has the least R(T) + alpha * leaves and, of those with as
 * little, the fewest leaves.  A greater alpha has a subtree of that one.
 * Alphas and R(T) are those of scikit-learn's cost_complexity_pruning_path.
 *
 * A node's rows are its counts alone, so neither a table nor its rows are
 * needed.  An inner node must have the label it would have as a leaf; see
 * decide.h.
 */
#ifndef KDD_PRUNE_H
#define KDD_PRUNE_H

#include "impurity.h"
#include "tree.h"

struct kdd_prune_step {
	double	 alpha;		/* the least that has this subtree */
	double	 impurity;	/* its R(T) */
	uint32_t leaves;
};

/*
 * From step[0] with alpha 0, where splits that gain nothing are undone, to
 * the root alone: alpha and impurity ascend, leaves descend.  Alphas within
 * 1e-12 of each other, relatively, are one: the least of them.
 *
 * Node i is a leaf, or gone with a node above it, from alpha collapse[i]
 * on: that of a step; 0 for leaves of the whole tree; never greater than
 * the parent's.  In preorder a subtree is a run of nodes, and the leaves at
 * an alpha are found by
 *	for (i = 0; i < n; i = collapse[i] <= alpha ? end[i] : i + 1)
 * where collapse[i] <= alpha.
 */
struct kdd_prune {
	double	 *collapse;	/* [n], owned, with all below */
	uint32_t *end;		/* [n]: node i's subtree is [i, end[i]) */
	uint32_t  n;
	uint32_t  nsteps;
	struct kdd_prune_step *step;	/* [nsteps] */
};

/*
 * All optimal subtrees of t, which must pass kdd_tree_check().  Returns 0,
 * or -1 when out of memory; *p is empty then.  Takes n log n time, however
 * deep the tree is, and about 60 bytes a node, most of them for a while.
 */
int	kdd_prune_path(struct kdd_prune *p, const struct kdd_tree *t,
	    const struct kdd_measure *m);
void	kdd_prune_release(struct kdd_prune *p);

/*
 * Set sum[j] to the sum of value[i] over the leaves i at alpha[j], for all j
 * < nalphas.  value[i], say the rows held out that node i errs on if it is a
 * leaf, is given for every node; alpha is ascending, from 0, and may end
 * with infinity.  Sums of integers are exact below 2^53.
 */
void	kdd_prune_sums(const struct kdd_prune *p, const double *value,
	    const double *alpha, uint32_t nalphas, double *sum);

/*
 * Cut t, from which p was made, to the subtree at alpha >= 0.  Its nodes,
 * counts and sets move together, in preorder; p no longer fits it.  Returns
 * 0, or -1 when out of memory; t is unchanged then.
 */
int	kdd_prune_cut(struct kdd_tree *t, const struct kdd_prune *p,
	    double alpha);

/*
 * Cut t to at most max >= 1 leaves, as if it had been grown best first: from
 * the root alone, split again and again the leaf whose split lowers the
 * impurity, weighed by rows, most; of equal ones that of the lowest index.
 * What scikit-learn calls max_leaf_nodes.  Returns as kdd_prune_cut() does.
 */
int	kdd_prune_leaves(struct kdd_tree *t, const struct kdd_measure *m,
	    uint32_t max);

#endif
