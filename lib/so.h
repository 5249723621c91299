/*
 * so - a model compiled to a shared object by kdd-compile -f so
 *
 * The object holds the model's text, which is read and verified like any
 * other, its tree as tables, which must be those of the text, and a function
 * that walks them.  A file that is cut short is refused before it is opened.
 * Opening one runs its code, so a path is taken as it is, never searched for,
 * and an object from elsewhere is no more to be trusted than a program.
 */
#ifndef KDD_SO_H
#define KDD_SO_H

#include "model.h"

/* What the walk asks of a row: NaN or code 0 where a value is missing. */
typedef double	 kdd_get_number(void *row, unsigned column);
typedef unsigned kdd_get_code(void *row, unsigned column);

/* The object's one symbol, kdd_compiled; emit_c writes the same struct. */
#define KDD_COMPILED_VERSION 1
struct kdd_compiled_node {
	double		 cut;
	unsigned	 right, set, nset;
	unsigned	 test;		/* 2 * enum kdd_test + missing_left */
	unsigned	 column, label;
	unsigned	 own, rows;	/* training rows of its class, all */
};

struct kdd_compiled {
	unsigned	 version;	/* KDD_COMPILED_VERSION */
	const char *const *text;	/* pieces of the .kdt text, then NULL */
	const struct kdd_compiled_node *node;	/* [n] */
	const unsigned	*set;		/* [nset] */
	unsigned	 n, nset;
	unsigned	(*leaf)(void *row, kdd_get_number *number,
			    kdd_get_code *code);	/* a node's index */
};

struct kdd_so {
	void		*handle;
	const struct kdd_compiled *compiled;	/* NULL: none is open */
};

/*
 * Open a shared object and append its model's text to b.  Returns 0, or -1
 * with e set.  Close it only when nothing of it is used any more.
 */
int	kdd_so_open(struct kdd_so *so, const char *path, struct kdd_buf *b,
	    struct kdd_error *e);
/* Are its tables those of the model?  Returns 0, or -1 with e set. */
int	kdd_so_check(const struct kdd_so *so, const struct kdd_model *m,
	    struct kdd_error *e);
void	kdd_so_close(struct kdd_so *so);

#endif
