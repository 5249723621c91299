#include "classes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Is the label of that class, or that label itself? */
static bool
belongs(const struct kdd_task *t, const char *label, const char *name)
{
	return strcmp(label, name) == 0 ||
	    (t->map != NULL && kdd_classmap_in(t->map, label, name));
}

enum kdd_use
kdd_task_class(const struct kdd_task *t, const char *label, const char **class)
{
	const char *own = label;

	if (t->map != NULL &&
	    (own = kdd_classmap_class(t->map, label)) == NULL)
		return KDD_UNKNOWN;
	*class = own;
	if (t->target == NULL)
		return KDD_USE;
	*class = t->target;
	if (belongs(t, label, t->target))
		return KDD_USE;
	*class = t->normal != NULL ? t->normal : "rest";
	return t->normal == NULL || belongs(t, label, t->normal) ?
	    KDD_USE : KDD_DROP;
}

/* Is it a class, a grouping or a label of the map?  If not, e lists them. */
static int
check_known(const struct kdd_task *t, const char *name, struct kdd_error *e)
{
	size_t n = strlen(name);
	char shown[KDD_SHOW_MAX];
	struct kdd_near near;

	if (t->map == NULL ||
	    kdd_dict_find(&t->map->name, name, n) != KDD_NONE ||
	    kdd_dict_find(&t->map->label, name, n) != KDD_NONE)
		return 0;
	kdd_near_init(&near, name);
	kdd_dict_near(&t->map->name, &near);
	kdd_dict_near(&t->map->label, &near);
	kdd_error_set(e, 0, "%s is no class or label%s; the classes are",
	    kdd_error_show(shown, sizeof(shown), name, n), *near.hint != '\0' ?
	    near.hint : " of the class map (-c none: labels are classes)");
	kdd_dict_list(&t->map->name, e);
	return -1;
}

int
kdd_task_check(const struct kdd_task *t, struct kdd_error *e)
{
	if (t->target == NULL)
		return t->normal == NULL ? 0 : kdd_error_set(e, 0,
		    "a normal side (-n) needs a target (-t)");
	if (t->normal == NULL && strcmp(t->target, "rest") == 0)
		return kdd_error_set(e, 0, "a target cannot be called rest");
	if (t->normal != NULL && strcmp(t->normal, t->target) == 0)
		return kdd_error_set(e, 0, "the target and its other side "
		    "are the same");
	if (check_known(t, t->target, e) == -1)
		return -1;
	return t->normal != NULL ? check_known(t, t->normal, e) : 0;
}

void
kdd_classes_init(struct kdd_classes *c)
{
	*c = (struct kdd_classes){ .other = KDD_NONE };
	kdd_dict_init(&c->label);
}

int
kdd_classes_add(struct kdd_classes *c, const char *name, bool quiet)
{
	void *p;

	if ((p = realloc(c->name, (c->n + 1) * sizeof(*c->name))) == NULL)
		return -1;
	c->name = p;
	if ((p = realloc(c->quiet, (c->n + 1) * sizeof(*c->quiet))) == NULL)
		return -1;
	c->quiet = p;
	if ((c->name[c->n] = strdup(name)) == NULL)
		return -1;
	c->quiet[c->n++] = quiet;
	return 0;
}

int
kdd_classes_add_label(struct kdd_classes *c, const char *label, uint32_t k)
{
	uint32_t id = kdd_dict_add(&c->label, label, strlen(label));
	void *p;

	if (id == KDD_NONE)
		return -1;
	p = realloc(c->of, (size_t)c->label.room * sizeof(*c->of));
	if (p == NULL)
		return -1;
	c->of = p;
	c->of[id] = k;
	return 0;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_normal(const char *name)
{
	return strcasecmp(name, "normal") == 0 ||
	    strcasecmp(name, "benign") == 0;
}

/*
 * Traffic that nobody wants an alert for: what is normal; of a target and
 * its other side the latter, unless the target is what is normal.
 */
static bool
is_quiet(const struct kdd_task *t, const char *name)
{
	if (t->target == NULL)
		return is_normal(name);
	return (strcmp(name, t->target) == 0) == is_normal(t->target);
}

/* The distinct class names that the task gives to labels, in byte order. */
static int
add_names(struct kdd_classes *c, const struct kdd_task *t,
    const struct kdd_dict *labels, struct kdd_error *e)
{
	const char *class;
	const char **name = malloc((labels->n + 1) * sizeof(*name));
	size_t n = 0;
	int rc = 0;

	if (name == NULL)
		return kdd_error_set(e, 0, "out of memory");
	for (uint32_t i = 0; i < labels->n; i++)
		if (kdd_task_class(t, kdd_dict_key(labels, i), &class) ==
		    KDD_USE)
			name[n++] = class;
	qsort(name, n, sizeof(*name), by_bytes);
	for (size_t i = 0; i < n && rc == 0; i++) {
		if (i > 0 && strcmp(name[i], name[i - 1]) == 0)
			continue;
		if (c->n == KDD_CLASSES_MAX)
			rc = kdd_error_set(e, 0, "more than %d classes; a "
			    "class map (-c) can group the labels; -l names "
			    "the label's column", KDD_CLASSES_MAX);
		else if (kdd_classes_add(c, name[i], is_quiet(t, name[i])))
			rc = kdd_error_set(e, 0, "out of memory");
	}
	free(name);
	return rc;
}

int
kdd_classes_make(struct kdd_classes *c, const struct kdd_task *t,
    const struct kdd_dict *labels, struct kdd_error *e)
{
	const char *class;

	if (t->map != NULL)
		labels = &t->map->label;
	if (add_names(c, t, labels, e) == -1)
		return -1;
	for (uint32_t i = 0; i < labels->n; i++) {
		const char *label = kdd_dict_key(labels, i);

		uint32_t k = KDD_DROPPED;

		if (kdd_task_class(t, label, &class) == KDD_USE)
			k = kdd_classes_find(c, class, strlen(class));
		if (kdd_classes_add_label(c, label, k) == -1)
			return kdd_error_set(e, 0, "out of memory");
	}
	if (t->map == NULL && t->target != NULL)
		c->other = t->normal != NULL ? KDD_DROPPED :
		    kdd_classes_find(c, "rest", 4);
	return 0;
}

uint32_t
kdd_classes_find(const struct kdd_classes *c, const char *name, size_t n)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (strncmp(c->name[i], name, n) == 0 &&
		    c->name[i][n] == '\0')
			return i;
	return KDD_NONE;
}

uint32_t
kdd_classes_of(const struct kdd_classes *c, const char *label, size_t n)
{
	uint32_t id = kdd_dict_find(&c->label, label, n);

	return id != KDD_NONE ? c->of[id] : c->other;
}

void
kdd_classes_release(struct kdd_classes *c)
{
	for (uint32_t i = 0; i < c->n; i++)
		free(c->name[i]);
	free(c->name);
	free(c->quiet);
	free(c->of);
	kdd_dict_release(&c->label);
	kdd_classes_init(c);
}
