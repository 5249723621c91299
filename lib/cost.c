#include "cost.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classes.h"
#include "num.h"

static const char kdd99[] =
    "       normal probe dos u2r r2l\n"
    "normal 0      1     2   2   2\n"
    "probe  1      0     2   2   2\n"
    "dos    2      1     0   2   2\n"
    "u2r    3      2     2   0   2\n"
    "r2l    4      2     2   2   0\n";

void
kdd_cost_release(struct kdd_cost *m)
{
	for (uint32_t k = 0; k < m->n; k++)
		free(m->name[k]);
	free(m->name);
	free(m->cost);
	*m = (struct kdd_cost){ 0 };
}

static uint32_t
find(const struct kdd_cost *m, const char *name)
{
	uint32_t k = 0;

	while (k < m->n && strcmp(m->name[k], name) != 0)
		k++;
	return k;
}

static int
add_name(struct kdd_cost *m, const char *name)
{
	void *p = realloc(m->name, (m->n + 1) * sizeof(*m->name));

	if (p == NULL)
		return -1;
	m->name = p;
	if ((m->name[m->n] = strdup(name)) == NULL)
		return -1;
	m->n++;
	return 0;
}

static int
parse_names(struct kdd_cost *m, char *line, size_t nr, struct kdd_error *e)
{
	char *save, *w;

	for (w = strtok_r(line, " \t\r", &save); w != NULL;
	    w = strtok_r(NULL, " \t\r", &save)) {
		if (m->n == KDD_CLASSES_MAX)
			return kdd_error_set(e, nr, "more than %d classes",
			    KDD_CLASSES_MAX);
		if (find(m, w) < m->n)
			return kdd_error_set(e, nr, "a class comes twice");
		if (add_name(m, w) == -1)
			return kdd_error_set(e, nr, "out of memory");
	}
	m->cost = calloc((size_t)m->n * m->n, sizeof(*m->cost));
	return m->cost != NULL ? 0 : kdd_error_set(e, nr, "out of memory");
}

static int
parse_costs(struct kdd_cost *m, uint32_t row, char *line, size_t nr,
    struct kdd_error *e)
{
	char *save, *w = strtok_r(line, " \t\r", &save);
	double v;

	if (row >= m->n || strcmp(w, m->name[row]) != 0)
		return kdd_error_set(e, nr, "the rows are not the classes of "
		    "the first line, in its order");
	for (uint32_t k = 0; k < m->n; k++) {
		w = strtok_r(NULL, " \t\r", &save);
		if (w == NULL || kdd_num_parse(w, strlen(w), &v) == -1 ||
		    (v != 0 && !(v >= KDD_COST_MIN && v <= KDD_COST_MAX)))
			return kdd_error_set(e, nr,
			    "%u costs, each 0 or from %g to %g, should follow "
			    "the class", m->n, KDD_COST_MIN, KDD_COST_MAX);
		m->cost[(size_t)row * m->n + k] = v;
	}
	if (strtok_r(NULL, " \t\r", &save) != NULL)
		return kdd_error_set(e, nr, "more than %u costs", m->n);
	return 0;
}

static int
parse_lines(struct kdd_cost *m, char *text, struct kdd_error *e)
{
	char *line, *next;
	size_t nr = 0;
	uint32_t row = 0;

	for (line = text; line != NULL; line = next) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		nr++;
		line += strspn(line, " \t\r");
		if (*line == '\0' || *line == '#')
			continue;
		if (m->n == 0 ? parse_names(m, line, nr, e) :
		    parse_costs(m, row++, line, nr, e))
			return -1;
	}
	if (m->n == 0 || row < m->n)
		return kdd_error_set(e, 0, "%u rows of costs for %u classes",
		    row, m->n);
	return 0;
}

int
kdd_cost_parse(struct kdd_cost *m, const char *text, size_t n,
    struct kdd_error *e)
{
	char *copy = malloc(n + 1);
	int rc;

	*m = (struct kdd_cost){ 0 };
	if (copy == NULL)
		return kdd_error_set(e, 0, "out of memory");
	memcpy(copy, text, n);
	copy[n] = '\0';
	if (memchr(copy, '\0', n) != NULL)
		rc = kdd_error_set(e, 0, "not a text file");
	else
		rc = parse_lines(m, copy, e);
	free(copy);
	if (rc == -1)
		kdd_cost_release(m);
	return rc;
}

int
kdd_cost_kdd99(struct kdd_cost *m, struct kdd_error *e)
{
	return kdd_cost_parse(m, kdd99, sizeof(kdd99) - 1, e);
}

int
kdd_cost_of(const struct kdd_cost *m, char *const *name, uint32_t n,
    double *to, struct kdd_error *e)
{
	for (size_t i = 0; i < (size_t)n * n; i++) {
		uint32_t a = find(m, name[i / n]), v = find(m, name[i % n]);

		if (a == m->n || v == m->n)
			return kdd_error_set(e, 0,
			    "the cost matrix has no class \"%s\"",
			    name[a == m->n ? i / n : i % n]);
		to[i] = m->cost[(size_t)a * m->n + v];
	}
	return 0;
}

int
kdd_cost_mean(const struct kdd_cost *m, const struct kdd_confusion *c,
    double *mean, struct kdd_error *e)
{
	uint64_t rows = kdd_confusion_rows(c);
	double sum = 0;

	for (size_t i = 0; i < (size_t)c->n * c->n; i++) {
		const char *actual = c->name[i / c->n];
		const char *verdict = c->name[i % c->n];
		uint32_t a = find(m, actual), v = find(m, verdict);

		if (c->count[i] == 0)
			continue;
		if (a == m->n || v == m->n)
			return kdd_error_set(e, 0,
			    "the cost matrix has no class \"%s\"",
			    a == m->n ? actual : verdict);
		sum += (double)c->count[i] * m->cost[(size_t)a * m->n + v];
	}
	*mean = rows > 0 ? sum / (double)rows : (double)NAN;
	return 0;
}
