/*
 * fold - cross-validation folds and samples that ignore the order of rows
 *
 * Keys are hashes of what a row holds (rng.h), so the same rows in any order
 * get the same folds and the same sample; but for KDD_FOLD_ORDER, of course.
 * It knows no trees.
 */
#ifndef KDD_FOLD_H
#define KDD_FOLD_H

#include "table.h"

/*
 * What is dealt round, class by class, in the order of keys; what has rows of
 * several classes is of its commonest, the first of equals.
 */
enum kdd_fold_kind {
	KDD_FOLD_UNITS,	/* distinct feature vectors, whatever their labels,
			   so that equal rows never sit on both sides */
	KDD_FOLD_GROUPS,	/* the values of the table's group */
	KDD_FOLD_PLAIN,	/* rows, one by one: equal ones do sit on both sides */
	KDD_FOLD_ORDER	/* not dealt: runs of rows as they came, of as equal
			   length as can be, by the table's sequence */
};

struct kdd_folds {
	const struct kdd_table *table;	/* borrowed */
	enum kdd_fold_kind kind;
	uint32_t	 k;
	uint64_t	 n;		/* what was dealt */
	uint64_t	*dealt;		/* [k], owned: to each fold, of n */
	uint32_t	*fold;		/* [nrows], owned: of the row's first
					   copy; NULL for KDD_FOLD_ORDER */
};

/* "distinct rows", "groups" or "rows"; if n is 1, one of them. */
const char *kdd_fold_noun(enum kdd_fold_kind kind, uint64_t n);
/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_folds_deal(struct kdd_folds *f, const struct kdd_table *t,
	    const uint16_t *class, enum kdd_fold_kind kind, uint32_t k,
	    uint64_t seed);
/* Set held[i] to how often row i is held out in fold number fold. */
void	kdd_folds_held(const struct kdd_folds *f, uint32_t fold,
	    uint32_t *held);
void	kdd_folds_release(struct kdd_folds *f);

/* How many copies of rows of class k there are. */
uint64_t kdd_fold_rows(const struct kdd_table *t, const uint16_t *class,
	    uint16_t k, const uint32_t *weight);
/*
 * Thin one class to keep copies: copy i of a row has the key H(seed, row, i)
 * and the smallest keys stay.  weight[] holds the copies of each row and is
 * lowered in place.  Returns 0, or -1 when out of memory.
 */
int	kdd_fold_thin(const struct kdd_table *t, const uint16_t *class,
	    uint16_t thinned, uint64_t keep, uint64_t seed, uint32_t *weight);

#endif
