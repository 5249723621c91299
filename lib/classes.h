/*
 * classes - the classes that a model tells apart, and the labels of each
 *
 * A task says what to learn: a class map, or none (each label is a class),
 * and perhaps one target against all else.  The classes come of the task and
 * stand in the model, so that verdicts can be judged later by the same rule.
 */
#ifndef KDD_CLASSES_H
#define KDD_CLASSES_H

#include <stdbool.h>

#include "classmap.h"

#define KDD_CLASSES_MAX 1024

struct kdd_task {
	const struct kdd_classmap *map;	/* borrowed; NULL: a label is a class */
	const char	*target;	/* a class, else a label; or NULL */
	const char	*normal;	/* the target's other side; or NULL */
};

enum kdd_use {
	KDD_USE,		/* the row counts, as *class */
	KDD_DROP,		/* neither the target nor the normal side */
	KDD_UNKNOWN		/* the class map has no such label */
};

/* What the task makes of a label.  *class is borrowed from the task. */
enum kdd_use	 kdd_task_class(const struct kdd_task *t, const char *label,
		    const char **class);
/* Returns 0, or -1 with e saying why target and normal cannot be. */
int		 kdd_task_check(const struct kdd_task *t, struct kdd_error *e);

struct kdd_classes {
	char		**name;		/* [n], owned, in byte order */
	bool		*quiet;		/* [n]: no alert is written for it */
	uint32_t	 n;
	struct kdd_dict	 label;		/* labels that have a class */
	uint32_t	*of;		/* [label.n]: the label's class */
	uint32_t	 other;		/* of any other label, or KDD_NONE */
};

#define KDD_DROPPED (KDD_NONE - 1)	/* in place of a class: take no part */

void		 kdd_classes_init(struct kdd_classes *c);
/*
 * The classes of a task: with a map for all of its labels, without for
 * these.  Returns 0, or -1 with e saying why not.
 */
int		 kdd_classes_make(struct kdd_classes *c,
		    const struct kdd_task *t, const struct kdd_dict *labels,
		    struct kdd_error *e);
/* Append a class (names must come in byte order). */
int		 kdd_classes_add(struct kdd_classes *c, const char *name,
		    bool quiet);
/* Append a label of class k, or one that is KDD_DROPPED. */
int		 kdd_classes_add_label(struct kdd_classes *c,
		    const char *label, uint32_t k);
/* The class of that name, or of that label (or KDD_DROPPED); or KDD_NONE. */
uint32_t	 kdd_classes_find(const struct kdd_classes *c,
		    const char *name, size_t n);
uint32_t	 kdd_classes_of(const struct kdd_classes *c,
		    const char *label, size_t n);
void		 kdd_classes_release(struct kdd_classes *c);

#endif
