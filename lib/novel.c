#include "novel.h"

#include <stdlib.h>

static int
by_label(const void *a, const void *b, void *arg)
{
	const struct kdd_novel *x = a, *y = b;

	return kdd_dict_compare(arg, x->label, y->label);
}

/* The labels that take part, with their rows. */
static struct kdd_novel *
list_labels(const struct kdd_trainer *t, const struct kdd_classes *classes,
    uint32_t *n)
{
	const struct kdd_table *table = t->table;
	struct kdd_novel *all = calloc(table->labels.n + (size_t)1,
	    sizeof(*all));

	*n = 0;
	if (all == NULL)
		return NULL;
	for (uint32_t i = 0; i < table->nrows; i++) {
		all[table->label[i]].class = t->class[i];
		all[table->label[i]].rows += table->weight[i];
	}
	for (uint32_t i = 0; i < table->labels.n; i++) {
		if (classes->quiet[all[i].class] || all[i].rows == 0)
			continue;
		all[*n] = all[i];
		all[(*n)++].label = i;
	}
	qsort_r(all, *n, sizeof(*all), by_label, (void *)&table->labels);
	return all;
}

/* Let weight[] be without the label.  Is there still an attack to learn? */
static bool
leave_out(const struct kdd_trainer *t, const struct kdd_classes *classes,
    uint32_t label, uint32_t *weight)
{
	const struct kdd_table *table = t->table;
	bool attack = false, rest = false;

	for (uint32_t i = 0; i < table->nrows; i++) {
		weight[i] = table->label[i] == label ? 0 : table->weight[i];
		if (weight[i] == 0)
			continue;
		attack |= !classes->quiet[t->class[i]];
		rest |= classes->quiet[t->class[i]];
	}
	return attack && rest;
}

static void
judge(const struct kdd_trainer *t, const struct kdd_classes *classes,
    const struct kdd_tree *tree, struct kdd_novel *v)
{
	const struct kdd_table *table = t->table;

	for (uint32_t i = 0; i < table->nrows; i++) {
		uint16_t verdict;

		if (table->label[i] != v->label)
			continue;
		verdict = tree->node[t->leaf[i]].label;
		if (!classes->quiet[verdict])
			v->alerted += table->weight[i];
		if (verdict == v->class)
			v->own += table->weight[i];
	}
}

static int
judge_label(struct kdd_trainer *t, const struct kdd_classes *classes,
    uint32_t *weight, struct kdd_novel *v)
{
	struct kdd_tree tree;

	v->judged = leave_out(t, classes, v->label, weight);
	if (!v->judged)
		return 0;
	if (kdd_train(t, weight, &tree) == -1)
		return -1;
	judge(t, classes, &tree, v);
	kdd_tree_release(&tree);
	return 0;
}

int
kdd_novel(struct kdd_trainer *t, const struct kdd_classes *classes,
    void (*on_start)(void *arg, const char *label), void *arg,
    struct kdd_novel **novel, uint32_t *n)
{
	uint32_t *weight = malloc((t->table->nrows + (size_t)1) *
	    sizeof(*weight));
	int rc = weight != NULL ? 0 : -1;

	if ((*novel = list_labels(t, classes, n)) == NULL)
		rc = -1;
	for (uint32_t i = 0; i < *n && rc == 0; i++) {
		if (on_start != NULL)
			on_start(arg, kdd_dict_key(&t->table->labels,
			    (*novel)[i].label));
		rc = judge_label(t, classes, weight, &(*novel)[i]);
	}
	free(weight);
	return rc;
}
