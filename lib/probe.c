#include "probe.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNSEEN "unseen"		/* longer if that is a value */

struct prober {
	const struct kdd_model *m;
	kdd_on_probe	*on_probe;
	void		*arg;
	uint32_t	*parent;	/* [nodes] */
	uint32_t	*path;		/* [depth + 1]: from the root */
	uint8_t		**allowed;	/* [ncolumns]: [1 + values] of a
					   category, by code; 0: no value */
	double		*low, *high;	/* [ncolumns]: low < x <= high */
	uint8_t		*missing;	/* [ncolumns]: may a number be so? */
	double		*number;	/* the row */
	const char	**category;
	char		*unseen;
};

static const char *
value_of(const struct prober *p, uint32_t c, uint32_t code)
{
	return code == 0 ? NULL : kdd_dict_key(&p->m->values[c], code - 1);
}

/* A text that is no value of any column. */
static int
make_unseen(struct prober *p)
{
	size_t longest = sizeof(UNSEEN);

	for (uint32_t c = 0; c < p->m->schema.ncolumns; c++)
		for (uint32_t v = 0; v < p->m->values[c].n; v++)
			if (p->m->values[c].length[v] >= longest)
				longest = p->m->values[c].length[v] + 1u;
	if ((p->unseen = malloc(longest + 1)) == NULL)
		return -1;
	memset(p->unseen, 'x', longest);
	memcpy(p->unseen, UNSEEN, sizeof(UNSEEN) - 1);
	p->unseen[longest] = '\0';
	return 0;
}

static int
start(struct prober *p)
{
	const struct kdd_tree *t = &p->m->tree;
	uint32_t n = p->m->schema.ncolumns;

	p->parent = calloc(t->n, sizeof(*p->parent));
	p->path = calloc(kdd_tree_depth(t) + (size_t)1, sizeof(*p->path));
	p->allowed = calloc(n + (size_t)1, sizeof(*p->allowed));
	p->low = calloc(2 * n + (size_t)1, sizeof(*p->low));
	p->missing = calloc(n + (size_t)1, 1);
	p->number = calloc(n + (size_t)1, sizeof(*p->number));
	p->category = calloc(n + (size_t)1, sizeof(*p->category));
	if (p->parent == NULL || p->path == NULL || p->allowed == NULL ||
	    p->low == NULL || p->missing == NULL || p->number == NULL ||
	    p->category == NULL || make_unseen(p) == -1)
		return -1;
	p->high = p->low + n;
	for (uint32_t c = 0; c < n; c++)
		if ((p->allowed[c] = malloc(p->m->values[c].n +
		    (size_t)1)) == NULL)
			return -1;
	for (uint32_t i = 0; i < t->n; i++)
		if (t->node[i].test != KDD_LEAF)
			p->parent[i + 1] = p->parent[t->node[i].right] = i;
	return 0;
}

static void
release(struct prober *p)
{
	for (uint32_t c = 0; p->allowed != NULL &&
	    c < p->m->schema.ncolumns; c++)
		free(p->allowed[c]);
	free(p->parent);
	free(p->path);
	free(p->allowed);
	free(p->low);
	free(p->missing);
	free(p->number);
	free(p->category);
	free(p->unseen);
}

/* What a row must be to go to that side of node i. */
static void
narrow(struct prober *p, uint32_t i, bool left)
{
	const struct kdd_node *nd = &p->m->tree.node[i];
	const uint32_t *set = p->m->tree.value;
	uint8_t *ok = p->allowed[nd->column];

	if (nd->test == KDD_LE) {
		p->missing[nd->column] &= nd->missing_left == left;
		if (left)
			p->high[nd->column] = fmin(p->high[nd->column],
			    nd->cut);
		else
			p->low[nd->column] = fmax(p->low[nd->column],
			    nd->cut);
		return;
	}
	/* bit 1: allowed; bit 2: of the set */
	for (uint32_t k = 0; k < nd->nset; k++)
		ok[set[nd->set + k]] |= 2;
	for (uint32_t v = 0; v <= p->m->values[nd->column].n; v++)
		ok[v] = (ok[v] & 1) && ((ok[v] & 2) != 0) == left;
}

/* Choose a value for a column on the path; false: there is none. */
static bool
choose(struct prober *p, uint32_t c)
{
	uint32_t n = p->m->values[c].n;

	if (p->m->schema.column[c].kind == KDD_NUMBER) {
		p->number[c] = isfinite(p->high[c]) ? p->high[c] :
		    nextafter(p->low[c], (double)INFINITY);
		if (p->low[c] < p->high[c])
			return true;
		p->number[c] = (double)NAN;
		return p->missing[c];
	}
	for (uint32_t code = 1; code <= n; code++)
		if (p->allowed[c][code]) {
			p->category[c] = value_of(p, c, code);
			return true;
		}
	p->category[c] = NULL;
	return p->allowed[c][0];
}

/* Let the row be one that reaches node i; false: there is none. */
static bool
reach(struct prober *p, uint32_t i)
{
	const struct kdd_tree *t = &p->m->tree;
	bool reached = true;
	uint32_t depth = 0;

	for (uint32_t c = 0; c < p->m->schema.ncolumns; c++) {
		p->number[c] = (double)NAN;
		p->category[c] = NULL;
	}
	for (; i > 0; i = p->parent[i])
		p->path[depth++] = i;
	for (uint32_t k = 0; k < depth; k++) {
		uint32_t c = t->node[p->parent[p->path[k]]].column;

		p->low[c] = -(double)INFINITY;
		p->high[c] = (double)INFINITY;
		p->missing[c] = 1;
		memset(p->allowed[c], 1, p->m->values[c].n + (size_t)1);
	}
	for (uint32_t k = depth; k-- > 0;) {
		uint32_t up = p->parent[p->path[k]];

		narrow(p, up, p->path[k] == up + 1);
	}
	for (uint32_t k = 0; k < depth; k++)
		reached = choose(p, t->node[p->parent[p->path[k]]].column) &&
		    reached;
	return reached;
}

static bool
probe(struct prober *p)
{
	return p->on_probe(p->arg, p->number, p->category);
}

static bool
probe_number(struct prober *p, const struct kdd_node *nd)
{
	const double inf = (double)INFINITY;
	const double some[] = { nd->cut, nextafter(nd->cut, -inf),
		nextafter(nd->cut, inf), 0, DBL_TRUE_MIN, -DBL_TRUE_MIN,
		DBL_MAX, -DBL_MAX, inf, -inf, (double)NAN };
	bool going = true;

	for (size_t i = 0; i < sizeof(some) / sizeof(*some) && going; i++) {
		p->number[nd->column] = some[i];
		going = probe(p);
	}
	return going;
}

static bool
probe_code(struct prober *p, uint32_t c, uint32_t code)
{
	if (code > p->m->values[c].n)
		return true;
	p->category[c] = value_of(p, c, code);
	return probe(p);
}

static bool
probe_category(struct prober *p, const struct kdd_node *nd)
{
	const uint32_t *set = p->m->tree.value + nd->set;
	uint32_t c = nd->column, n = p->m->values[c].n;
	bool going = probe_code(p, c, 0);

	p->category[c] = p->unseen;
	going = going && probe(p);
	if (n <= KDD_PROBE_VALUES)
		for (uint32_t code = 1; code <= n && going; code++)
			going = probe_code(p, c, code);
	else
		for (uint32_t k = 0; k < nd->nset &&
		    k < KDD_PROBE_VALUES / 2 && going; k++)
			going = probe_code(p, c, set[k]) &&
			    probe_code(p, c, set[k] + 1);
	return going;
}

int
kdd_probe_each(const struct kdd_model *m, kdd_on_probe *on_probe, void *arg)
{
	struct prober p = { .m = m, .on_probe = on_probe, .arg = arg };
	int rc = start(&p);
	bool going = rc == 0;

	for (uint32_t i = 0; i < m->tree.n && going; i++) {
		const struct kdd_node *nd = &m->tree.node[i];

		if (!reach(&p, i))
			continue;
		if (nd->test == KDD_LE)
			going = probe_number(&p, nd);
		else if (nd->test == KDD_IN)
			going = probe_category(&p, nd);
		else if (m->tree.n == 1)
			going = probe(&p);
	}
	release(&p);
	return rc;
}
