/*
 * model - a trained tree with all that is needed to use and to judge it
 *
 * The text form (.kdt) is described in kdd-model(5).  It is written by
 * kdd_model_write() and taken back by kdd_model_read(), which verifies all
 * of it, so that a model from outside can be refused but cannot crash, hang
 * or be misread.  The same model always gives the same bytes.
 */
#ifndef KDD_MODEL_H
#define KDD_MODEL_H

#include "buf.h"
#include "classes.h"
#include "schema.h"
#include "score.h"
#include "tree.h"

#define KDD_MODEL_VERSION	1
#define KDD_MODEL_NAME_MAX	32
#define KDD_MODEL_SIZE_MAX	((size_t)1 << 28)	/* bytes of the text */

struct kdd_option {
	char	*key, *value;		/* owned */
};

struct kdd_model {
	char		 name[KDD_MODEL_NAME_MAX + 1];
	struct kdd_schema schema;
	struct kdd_dict	*values;	/* [ncolumns], owned: a category's
					   values in byte order; the value of
					   code c is number c - 1 */
	struct kdd_classes classes;
	struct kdd_option *option;	/* [noptions], owned: what shaped it */
	uint32_t	 noptions;
	uint64_t	 rows;		/* trained on */
	uint64_t	 distinct;	/* of these */
	uint32_t	 folds;		/* cross-validated; 0: not */
	struct kdd_confusion cv;	/* pooled over the folds, if any */
	struct kdd_tree	 tree;
	char		 digest[65];	/* SHA-256 of the text, in hex */
};

void	kdd_model_init(struct kdd_model *m);
/* Is this a name for a model: [A-Za-z0-9._-]{1,32}? */
bool	kdd_model_name_ok(const char *name);
/* Append an option; copies both.  Returns 0, or -1 when out of memory. */
int	kdd_model_option(struct kdd_model *m, const char *key,
	    const char *value);
/*
 * Append the text to b and set m->digest.  Look at b->failed afterwards.
 * m->schema, values, classes and tree must be complete.
 */
void	kdd_model_write(struct kdd_model *m, struct kdd_buf *b);
/*
 * Take m from n bytes of text.  Returns 0, or -1 with e saying which line
 * breaks which rule; m is then released.
 */
int	kdd_model_read(struct kdd_model *m, const char *text, size_t n,
	    struct kdd_error *e);
void	kdd_model_release(struct kdd_model *m);

#endif
