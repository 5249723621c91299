/*
 * fold - cross-validation folds and samples that ignore the order of rows
 *
 * Keys are hashes of what a row holds (rng.h), so the same rows in any order
 * get the same folds and the same sample.  It knows no trees.
 */
#ifndef KDD_FOLD_H
#define KDD_FOLD_H

#include "table.h"

/*
 * Deal a finished table's rows into k folds.  A unit is a distinct feature
 * vector, whatever its labels, so equal rows never sit on both sides; its
 * class is its commonest label's, the first of equals.  Units are dealt
 * round, class by class, in the order of their keys.  fold[i] < k is the
 * fold of row i; units[f] counts the units of fold f.
 * Returns the number of units, or 0 when out of memory or without rows.
 */
uint32_t kdd_fold_deal(const struct kdd_table *t, const uint16_t *class,
	    uint32_t k, uint64_t seed, uint32_t *fold, uint32_t *units);

/*
 * Thin one class to keep copies: copy i of a row has the key H(seed, row, i)
 * and the smallest keys stay.  weight[] holds the copies of each row and is
 * lowered in place.  Returns 0, or -1 when out of memory (8 bytes a copy).
 */
int	kdd_fold_thin(const struct kdd_table *t, const uint16_t *class,
	    uint16_t thinned, uint64_t keep, uint64_t seed, uint32_t *weight);

#endif
