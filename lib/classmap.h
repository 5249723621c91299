/*
 * classmap - which class a label belongs to
 *
 * The text is a label and a class on each line, with blanks between, as in
 * the KDD Cup's own training_attack_types; empty lines and lines that start
 * with # are passed over.  A label's first line gives its class; further
 * lines put it in further groupings, which only a target (-t) can ask for.
 */
#ifndef KDD_CLASSMAP_H
#define KDD_CLASSMAP_H

#include "dict.h"
#include "error.h"

struct kdd_classmap {
	struct kdd_dict	 label, name;	/* labels, classes and groupings */
	struct kdd_dict	 pair;		/* (label number, class number) */
	uint32_t	*first;		/* [label.n]: the label's class */
};

void		 kdd_classmap_init(struct kdd_classmap *m);
/* Returns 0, or -1 with e naming the line. */
int		 kdd_classmap_parse(struct kdd_classmap *m, const char *text,
		    size_t n, struct kdd_error *e);
/*
 * Every label of KDD Cup 99 and NSL-KDD, those of the test sets too:
 * normal, probe, dos, u2r, r2l; and the groupings attack (every label but
 * normal) and bruteforce (guess_passwd).
 */
int		 kdd_classmap_builtin(struct kdd_classmap *m,
		    struct kdd_error *e);
/* The class of a label, or NULL. */
const char	*kdd_classmap_class(const struct kdd_classmap *m,
		    const char *label);
/* Does the label belong to that class or grouping? */
int		 kdd_classmap_in(const struct kdd_classmap *m,
		    const char *label, const char *name);
void		 kdd_classmap_release(struct kdd_classmap *m);

#endif
