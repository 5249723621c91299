#include "tally.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void
no_memory(void)
{
	cli_fail("%s", strerror(ENOMEM));
}

void
tally_init(struct tally *t, uint32_t ncolumns)
{
	*t = (struct tally){ 0 };
	kdd_dict_init(&t->class);
	t->asked = calloc(4 * (size_t)ncolumns + 1, sizeof(*t->asked));
	if (t->asked == NULL)
		no_memory();
	t->missing = t->asked + ncolumns;
	t->unreadable = t->missing + ncolumns;
	t->unseen = t->unreadable + ncolumns;
}

/* The verdicts of a class, which need not be known yet. */
static uint64_t *
verdicts_of(struct tally *t, const char *class)
{
	uint32_t n = t->class.n;
	uint32_t i = kdd_dict_add(&t->class, class, strlen(class));

	if (i == KDD_NONE)
		no_memory();
	if (i == n) {
		t->verdicts = realloc(t->verdicts,
		    (n + (size_t)1) * sizeof(*t->verdicts));
		if (t->verdicts == NULL)
			no_memory();
		t->verdicts[i] = 0;
	}
	return &t->verdicts[i];
}

void
tally_take(struct tally *t, struct kdd_predictor *p, const bool *alert)
{
	const struct kdd_model *m = p->model;
	size_t n = 4 * (size_t)m->schema.ncolumns;

	kdd_predictor_count(p);
	for (size_t i = 0; i < n; i++)
		t->asked[i] += p->asked[i];
	for (uint32_t k = 0; k < m->classes.n; k++)
		verdicts_of(t, m->classes.name[k]);
	for (uint32_t i = 0; i < m->tree.n; i++) {
		const struct kdd_node *nd = &m->tree.node[i];

		if (nd->test != KDD_LEAF || p->hits[i] == 0)
			continue;
		*verdicts_of(t, m->classes.name[nd->label]) += p->hits[i];
		if (alert[i])
			t->alerts += p->hits[i];
	}
	kdd_predictor_clear(p);
}

static void
add_count(struct kdd_buf *b, uint64_t n, const char *what)
{
	if (n > 0)
		kdd_buf_printf(b, " %" PRIu64 " %s,", n, what);
}

static void
report_column(const struct tally *t, const struct kdd_model *m, uint32_t i,
    bool quiet)
{
	struct kdd_buf b = KDD_BUF_INIT;
	uint64_t bad = t->unreadable[i] + t->unseen[i];

	if (quiet && (bad == 0 || bad + t->missing[i] < t->asked[i]))
		return;
	add_count(&b, t->missing[i], "missing");
	add_count(&b, t->unreadable[i], "unreadable and judged as missing");
	add_count(&b, t->unseen[i], "never seen in training");
	if (b.n > 0)
		cli_warn("model %s: column \"%s\": of %" PRIu64 " values "
		    "asked for,%.*s", m->name,
		    m->schema.column[i].name, t->asked[i],
		    (int)b.n - 1, b.p);
	kdd_buf_release(&b);
}

void
tally_report(const struct tally *t, const struct kdd_model *m, bool quiet)
{
	for (uint32_t c = 0; c < m->schema.ncolumns; c++)
		report_column(t, m, c, quiet);
}

void
tally_release(struct tally *t)
{
	kdd_dict_release(&t->class);
	free(t->asked);
	free(t->verdicts);
}
