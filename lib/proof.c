#include "proof.h"

#include <dlfcn.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "emit_c.h"
#include "probe.h"
#include "verdict.h"

struct proof {
	const struct kdd_model *m;
	unsigned	(*leaf)(const double *, const char *const *);
	const char	*(*class)(unsigned);
	double		(*score)(unsigned);
	unsigned	(*millionths)(unsigned);
	uint64_t	 n;
	struct kdd_error *e;
	bool		 wrong;
};

/* By the tree's own steps. */
static uint32_t
walk(const struct kdd_model *m, const double *number,
    const char *const *category)
{
	const struct kdd_tree *t = &m->tree;
	uint32_t i = 0;

	while (t->node[i].test != KDD_LEAF) {
		uint32_t c = t->node[i].column, id;

		if (t->node[i].test == KDD_LE) {
			i = kdd_tree_next_number(t, i, number[c]);
			continue;
		}
		id = category[c] == NULL ? KDD_NONE :
		    kdd_dict_find(&m->values[c], category[c],
		    strlen(category[c]));
		i = kdd_tree_next_code(t, i, id == KDD_NONE ? 0 : id + 1);
	}
	return i;
}

static bool
on_probe(void *arg, const double *number, const char *const *category)
{
	struct proof *p = arg;
	const struct kdd_tree *t = &p->m->tree;
	uint32_t want = walk(p->m, number, category);
	unsigned got = p->leaf(number, category);

	p->n++;
	p->wrong = true;
	if (got != want)
		kdd_error_set(p->e, 0, "probe %llu reaches leaf %u, not %u",
		    (unsigned long long)p->n, got, want);
	else if (strcmp(p->class(got),
	    p->m->classes.name[t->node[want].label]) != 0)
		kdd_error_set(p->e, 0, "leaf %u has another class", got);
	else if (p->millionths(got) != kdd_millionths_of(t, want) ||
	    fabs(p->score(got) - kdd_score_of(t, want)) > 0)
		kdd_error_set(p->e, 0, "leaf %u has another score", got);
	else
		p->wrong = false;
	return !p->wrong;
}

/* The function that is called so behind the model's name; 0, or -1. */
static int
find(const struct proof *p, void *handle, const char *name, void *function)
{
	struct kdd_buf b = KDD_BUF_INIT;
	void *symbol = NULL;

	kdd_emit_c_name(&b, p->m->name, name);
	kdd_buf_char(&b, '\0');
	if (!b.failed)
		symbol = dlsym(handle, b.p);
	kdd_buf_release(&b);
	/* POSIX: a function's address may be kept in a void * */
	memcpy(function, &symbol, sizeof(symbol));
	return symbol != NULL ? 0 :
	    kdd_error_set(p->e, 0, "no function \"%s\"", name);
}

int
kdd_proof(const struct kdd_model *m, const char *object,
    struct kdd_error *e)
{
	struct proof p = { .m = m, .e = e };
	void *handle = dlopen(object, RTLD_NOW | RTLD_LOCAL);
	int rc;

	if (handle == NULL)
		return kdd_error_set(e, 0, "%s", dlerror());
	if (find(&p, handle, "leaf", &p.leaf) == -1 ||
	    find(&p, handle, "class", &p.class) == -1 ||
	    find(&p, handle, "score", &p.score) == -1 ||
	    find(&p, handle, "millionths", &p.millionths) == -1) {
		dlclose(handle);
		return -1;
	}
	rc = kdd_probe_each(m, on_probe, &p);
	if (rc == -1)
		kdd_error_set(e, 0, "%s", strerror(ENOMEM));
	dlclose(handle);
	return rc == -1 || p.wrong ? -1 : 0;
}
