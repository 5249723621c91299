/*
 * choice - which columns kdd-train learns from, and what groups its folds
 *
 * --columns, --exclude and --group name columns before these may be known:
 * the choice is applied to the columns of a schema as they are found.
 */
#ifndef KDD_CHOICE_H
#define KDD_CHOICE_H

#include "dict.h"
#include "schema.h"

struct choice {
	struct kdd_dict	 columns;	/* learn from these; none: all */
	struct kdd_dict	 exclude;	/* and not from these */
	const char	*group;		/* not from this; or NULL */
	uint32_t	 group_column;	/* or KDD_NO_COLUMN */
};

void	choice_init(struct choice *c);
/* Add the names in arg, with commas between, or exit 2. */
void	choice_add(struct kdd_dict *names, const char *option,
	    const char *arg);
bool	choice_leaves_out(const struct choice *c, const char *name);
/* Ignore the columns of s, from that one on, that are not chosen. */
void	choice_apply(struct choice *c, struct kdd_schema *s, uint32_t from);
/* All columns are known: exit 2 if a name is none, or no feature is left. */
void	choice_check(const struct choice *c, const struct kdd_schema *s);
/* The column of that name; exits 2 if there is none, as option was given. */
uint32_t choice_find(const char *option, const char *name,
	    const struct kdd_schema *s);
void	choice_release(struct choice *c);

#endif
