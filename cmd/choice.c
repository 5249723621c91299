#include "choice.h"

#include <errno.h>
#include <string.h>

#include "cli.h"

void
choice_init(struct choice *c)
{
	*c = (struct choice){ .group_column = KDD_NO_COLUMN };
	kdd_dict_init(&c->columns);
	kdd_dict_init(&c->exclude);
}

void
choice_add(struct kdd_dict *names, const char *option, const char *arg)
{
	for (const char *s = arg; s != NULL; s = *s == ',' ? s + 1 : NULL) {
		size_t n = strcspn(s, ",");

		if (n == 0)
			cli_bad_usage("%s %s: names of columns, with commas "
			    "between", option, arg);
		if (kdd_dict_add(names, s, n) == KDD_NONE)
			cli_fail("%s", strerror(ENOMEM));
		s += n;
	}
}

static bool
holds(const struct kdd_dict *names, const char *name)
{
	return kdd_dict_find(names, name, strlen(name)) != KDD_NONE;
}

bool
choice_leaves_out(const struct choice *c, const char *name)
{
	return (c->columns.n > 0 && !holds(&c->columns, name)) ||
	    holds(&c->exclude, name) ||
	    (c->group != NULL && strcmp(c->group, name) == 0);
}

void
choice_apply(struct choice *c, struct kdd_schema *s, uint32_t from)
{
	for (uint32_t i = from; i < s->ncolumns; i++) {
		struct kdd_column *column = &s->column[i];

		if (c->group != NULL && strcmp(c->group, column->name) == 0)
			c->group_column = i;
		if (kdd_kind_is_feature(column->kind) &&
		    choice_leaves_out(c, column->name))
			column->kind = KDD_IGNORED;
	}
}

uint32_t
choice_find(const char *option, const char *name, const struct kdd_schema *s)
{
	uint32_t column = kdd_schema_find(s, name);
	struct kdd_near near;

	if (column != KDD_NO_COLUMN)
		return column;
	kdd_near_init(&near, name);
	kdd_schema_near(s, &near);
	cli_bad_usage("%s %s: no such column%s", option, name, near.hint);
}

static void
check_names(const char *option, const struct kdd_dict *names,
    const struct kdd_schema *s)
{
	for (uint32_t i = 0; i < names->n; i++) {
		const char *name = kdd_dict_key(names, i);

		if (choice_find(option, name, s) == s->label)
			cli_bad_usage("%s %s: that is the label", option,
			    name);
	}
}

void
choice_check(const struct choice *c, const struct kdd_schema *s)
{
	bool chosen = c->columns.n > 0 || c->exclude.n > 0;
	bool any = false;

	check_names("--columns", &c->columns, s);
	check_names("--exclude", &c->exclude, s);
	if (c->group != NULL && choice_find("--group", c->group, s) == s->label)
		cli_bad_usage("--group %s: that is the label", c->group);
	for (uint32_t i = 0; i < s->ncolumns; i++)
		any |= kdd_kind_is_feature(s->column[i].kind);
	if (!any && chosen)
		cli_bad_usage("--columns and --exclude leave no column to "
		    "learn from");
}

void
choice_release(struct choice *c)
{
	kdd_dict_release(&c->columns);
	kdd_dict_release(&c->exclude);
}
