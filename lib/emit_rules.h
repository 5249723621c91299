/*
 * emit_rules - a model as rules, one line a leaf, for people
 *
 *	391458 rows: dos 0.999998 if (src_bytes <= 28.5 or missing) and
 *	2.5 < count <= 500 and service in {ecr_i, "a b"}
 *
 * on one line: the training rows of the leaf, its class and score, then all
 * that the path to it asks, each column once.  Most rows come first; of
 * equal ones the leaf that comes first in the tree.  Every row matches
 * exactly one rule, that of its leaf; kdd-compile(1) defines each word.
 *
 * Tests of one column make one condition: numbers an interval, categories
 * the values that do not go with a missing one, after "in" if the leaf takes
 * only these, after "not in" if it takes all but these.  A name that could
 * be taken for a part of a rule is quoted.
 */
#ifndef KDD_EMIT_RULES_H
#define KDD_EMIT_RULES_H

#include "model.h"

/*
 * Append the lines to b; look at b->failed afterwards.  Time grows with
 * leaves times depth.
 */
void	kdd_emit_rules(struct kdd_buf *b, const struct kdd_model *m);
/* The first max of them. */
void	kdd_emit_rules_first(struct kdd_buf *b, const struct kdd_model *m,
	    uint32_t max);

#endif
