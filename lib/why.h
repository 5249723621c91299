/*
 * why - what a row must hold to end at a node, as tests that people read
 *
 * The conditions of a path are those of the rules of kdd-compile(1), one for
 * each column that the path asks for, in the order of their coming:
 * "0.5 < count <= 2.5", "service in {http, smtp}", "(flag missing or unseen)".
 * Names and values that could be taken for a part of a condition stand in
 * quotes.
 */
#ifndef KDD_WHY_H
#define KDD_WHY_H

#include "model.h"

struct kdd_why {
	const struct kdd_model *model;	/* borrowed; the rest is owned */
	uint32_t	*parent;	/* [nodes] */
	uint32_t	*path;		/* [nodes]: from the root to the node */
	uint32_t	 steps;		/* of the path: its inner nodes */
	uint32_t	 next;		/* of them, to be told */
	uint32_t	 round;		/* of kdd_why_start() */
	uint32_t	*said;		/* [columns]: in which round it was */
	uint32_t	*code;		/* [nvalue]: codes of one condition */
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	kdd_why_init(struct kdd_why *w, const struct kdd_model *model);
/* From now on tell of the path to this node. */
void	kdd_why_start(struct kdd_why *w, uint32_t node);
/* Append the next condition to b.  False: there is no further one. */
bool	kdd_why_next(struct kdd_why *w, struct kdd_buf *b);
/* A class, a name or a value as it stands in a condition. */
void	kdd_why_word(struct kdd_buf *b, const char *s);
/* Column c's name, which must not look like a number beside its cuts. */
void	kdd_why_column(struct kdd_buf *b, const struct kdd_model *m,
	    uint32_t c);
void	kdd_why_release(struct kdd_why *w);

#endif
