/*
 * near - of some names, the one that was probably meant
 *
 * A name is near if it differs from what was asked for in case alone; or by
 * an edit (a byte too many, too few, another, or two that changed places) if
 * that has three bytes; or by two if it has five.  A low module.
 */
#ifndef KDD_NEAR_H
#define KDD_NEAR_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct kdd_near {
	const char	*asked;		/* borrowed */
	uint32_t	 edits;		/* to reach it a name needs fewer */
	char		 hint[KDD_SHOW_MAX + 20];	/* " (did you mean
						   "NAME"?)", or empty */
};

void	kdd_near_init(struct kdd_near *n, const char *asked);
/* Is this one nearer than those before?  Then it is what the hint names. */
void	kdd_near_try(struct kdd_near *n, const char *name);

#endif
