/*
 * weights - what a row of each class counts for, by names
 *
 * The text: CLASS=W with commas between, W from KDD_WEIGHT_MIN to
 * KDD_WEIGHT_MAX.  Classes that are not named weigh 1.
 */
#ifndef KDD_WEIGHTS_H
#define KDD_WEIGHTS_H

#include "classes.h"
#include "error.h"

#define KDD_WEIGHT_MIN 1e-9
#define KDD_WEIGHT_MAX 1e9

struct kdd_weights {		/* all zero: none */
	struct kdd_dict	 name;
	double		*value;	/* [name.n], owned */
};

/* Returns 0, or -1 with e set; to be released in both cases. */
int	kdd_weights_parse(struct kdd_weights *w, const char *text,
	    struct kdd_error *e);
/* Set to[k] for each class; -1 with e if one that is named is none. */
int	kdd_weights_of(const struct kdd_weights *w,
	    const struct kdd_classes *c, double *to, struct kdd_error *e);
void	kdd_weights_release(struct kdd_weights *w);

#endif
