/*
 * load - models from the command line, whichever form they have
 *
 * A path that ends in .so is a compiled model, anything else is text.
 */
#ifndef KDD_LOAD_H
#define KDD_LOAD_H

#include "model.h"
#include "so.h"

struct loaded {
	struct kdd_model model;
	struct kdd_so	 so;		/* so.compiled is NULL for text */
	struct kdd_buf	 text;		/* the .kdt, byte for byte */
	const char	*path;		/* borrowed */
};

/* Is this the name of a compiled model?  NULL is none. */
bool	load_is_so(const char *path);
/*
 * Load and verify a model.  Returns 0, or -1 with e set and nothing to be
 * released; the other exits 1 saying what is wrong.
 */
int	load_try(struct loaded *l, const char *path, struct kdd_error *e);
void	load_model(struct loaded *l, const char *path);
/* Exit 1 unless both can judge the same stream and be told apart in it. */
void	load_check_fit(const struct loaded *a, const struct loaded *b);
void	load_release(struct loaded *l);

#endif
