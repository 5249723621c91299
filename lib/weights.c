#include "weights.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"

/* One CLASS=W of n bytes; the last = counts, a class may hold others. */
static int
add(struct kdd_weights *w, const char *s, size_t n, struct kdd_error *e)
{
	const char *equal = memrchr(s, '=', n);
	char shown[KDD_SHOW_MAX];
	uint32_t known = w->name.n;
	double v, *p;

	kdd_error_show(shown, sizeof(shown), s, n);
	if (equal == NULL || equal == s)
		return kdd_error_set(e, 0, "%s is not CLASS=WEIGHT, nor "
		    "balanced", shown);
	if (kdd_num_parse(equal + 1, n - (size_t)(equal + 1 - s), &v) == -1 ||
	    !(v >= KDD_WEIGHT_MIN && v <= KDD_WEIGHT_MAX))
		return kdd_error_set(e, 0, "%s: a weight is a number from %g "
		    "to %g", shown, KDD_WEIGHT_MIN, KDD_WEIGHT_MAX);
	if (kdd_dict_add(&w->name, s, (size_t)(equal - s)) == KDD_NONE)
		return kdd_error_set(e, 0, "out of memory");
	if (w->name.n == known)
		return kdd_error_set(e, 0, "%s: that class has a weight "
		    "already", shown);
	p = realloc(w->value, w->name.n * sizeof(*w->value));
	if (p == NULL)
		return kdd_error_set(e, 0, "out of memory");
	w->value = p;
	w->value[w->name.n - 1] = v;
	return 0;
}

int
kdd_weights_parse(struct kdd_weights *w, const char *text,
    struct kdd_error *e)
{
	const char *s = text;

	*w = (struct kdd_weights){ 0 };
	kdd_dict_init(&w->name);
	for (;;) {
		size_t n = strcspn(s, ",");

		if (add(w, s, n, e) == -1)
			return -1;
		if (s[n] == '\0')
			return 0;
		s += n + 1;
	}
}

static int
no_class(const struct kdd_classes *c, const char *name, struct kdd_error *e)
{
	struct kdd_near near;

	kdd_near_init(&near, name);
	for (uint32_t k = 0; k < c->n; k++)
		kdd_near_try(&near, c->name[k]);
	return kdd_error_set(e, 0, "a weight is given for \"%s\", which is "
	    "no class of these rows%s", name, near.hint);
}

int
kdd_weights_of(const struct kdd_weights *w, const struct kdd_classes *c,
    double *to, struct kdd_error *e)
{
	for (uint32_t k = 0; k < c->n; k++)
		to[k] = 1;
	for (uint32_t i = 0; i < w->name.n; i++) {
		const char *name = kdd_dict_key(&w->name, i);
		uint32_t k = kdd_classes_find(c, name, w->name.length[i]);

		if (k == KDD_NONE)
			return no_class(c, name, e);
		to[k] = w->value[i];
	}
	return 0;
}

void
kdd_weights_release(struct kdd_weights *w)
{
	kdd_dict_release(&w->name);
	free(w->value);
	w->value = NULL;
}
