/*
 * proof - compiled functions held to the tree that they were made from
 */
#ifndef KDD_PROOF_H
#define KDD_PROOF_H

#include "error.h"
#include "model.h"

/*
 * Open the shared object that a C compiler made of what kdd_emit_c() wrote,
 * which runs its code, and ask its functions for the verdict of each probe
 * (probe.h): leaf, class, score and millionths must be the tree's.  Returns
 * 0, or -1 with e set: the object cannot be opened, or which probe it judges
 * wrong.
 */
int	kdd_proof(const struct kdd_model *m, const char *object,
	    struct kdd_error *e);

#endif
