#include "training.h"

#include <math.h>
#include <string.h>

#include "costs.h"
#include "num.h"

#define PRUNE_FOLDS 10	/* for cv and 1se, without -k */
#define CLASSES_MANY 100	/* more are hardly meant to be learned */
#define ALONE 0.9995	/* accuracy of a column as good as the label */

void
training_init(struct training *t)
{
	*t = (struct training){ .cost_name = NULL };
	choice_init(&t->choice);
}

static uint32_t
number(const char *option, uint64_t min)
{
	return (uint32_t)cli_u64(option, optarg, min, UINT32_MAX);
}

static void
parse_criterion(struct kdd_learn *l)
{
	if (strcmp(optarg, "entropy") == 0)
		l->grow.measure.criterion = KDD_ENTROPY;
	else if (strcmp(optarg, "gini") == 0)
		l->grow.measure.criterion = KDD_GINI;
	else
		cli_bad_usage("--criterion %s: not gini or entropy", optarg);
}

static void
parse_prune(struct kdd_learn *l)
{
	if (strcmp(optarg, "cv") == 0) {
		l->prune = KDD_PRUNE_CV;
	} else if (strcmp(optarg, "1se") == 0) {
		l->prune = KDD_PRUNE_1SE;
	} else {
		l->prune = KDD_PRUNE_ALPHA;
		if (kdd_num_parse(optarg, strlen(optarg), &l->alpha) == -1 ||
		    !(l->alpha >= 0) || isinf(l->alpha))
			cli_bad_usage("--prune %s: not cv, 1se or a number "
			    "from 0", optarg);
	}
}

static void
parse_weights(struct kdd_learn *l)
{
	struct kdd_error e;

	l->balanced = strcmp(optarg, "balanced") == 0;
	kdd_weights_release(&l->weights);
	if (!l->balanced &&
	    kdd_weights_parse(&l->weights, optarg, &e) == -1)
		cli_bad_usage("--weights: %s", e.what);
}

static void
set_folds(struct kdd_learn *l, enum kdd_fold_kind kind)
{
	if (l->fold_kind != KDD_FOLD_UNITS && l->fold_kind != kind)
		cli_bad_usage("--group, --folds-by-order and --folds-plain "
		    "do not go together");
	l->fold_kind = kind;
}

static bool
column_option(struct training *t, struct kdd_learn *l, int ch)
{
	switch (ch) {
	case TRAINING_COLUMNS:
		choice_add(&t->choice.columns, "--columns", optarg);
		return true;
	case TRAINING_EXCLUDE:
		choice_add(&t->choice.exclude, "--exclude", optarg);
		return true;
	case TRAINING_GROUP:
		t->choice.group = optarg;
		set_folds(l, KDD_FOLD_GROUPS);
		return true;
	default:
		return false;
	}
}

static bool
limit_option(struct kdd_learn *l, int ch)
{
	switch (ch) {
	case TRAINING_MAX_DEPTH:
		l->grow.max_depth = number("--max-depth", 0);
		return true;
	case TRAINING_MAX_LEAVES:
		l->max_leaves = number("--max-leaves", 1);
		return true;
	case TRAINING_MIN_LEAF:
		l->grow.min_leaf = number("--min-leaf", 1);
		return true;
	case TRAINING_MIN_SPLIT:
		l->grow.min_split = number("--min-split", 2);
		return true;
	default:
		return false;
	}
}

bool
training_option(struct training *t, struct kdd_learn *l, int ch)
{
	switch (ch) {
	case TRAINING_BY_ORDER: set_folds(l, KDD_FOLD_ORDER); break;
	case TRAINING_COST: t->cost_name = optarg; break;
	case TRAINING_CRITERION: parse_criterion(l); break;
	case TRAINING_DEDUP: l->dedup = true; break;
	case TRAINING_LAPLACE: l->laplace = true; break;
	case TRAINING_NOVEL: l->leave_out = true; break;
	case TRAINING_PLAIN: set_folds(l, KDD_FOLD_PLAIN); break;
	case TRAINING_PRUNE: parse_prune(l); break;
	case TRAINING_WEIGHTS: parse_weights(l); break;
	default: return limit_option(l, ch) || column_option(t, l, ch);
	}
	return true;
}

void
training_check(struct training *t, struct kdd_learn *l)
{
	bool by_folds = l->prune == KDD_PRUNE_CV || l->prune == KDD_PRUNE_1SE;

	if (l->laplace && t->cost_name == NULL)
		cli_bad_usage("--laplace needs --cost");
	if (l->leave_out && l->no_report)
		cli_bad_usage("--leave-attack-out with -q needs --report");
	if (by_folds && l->folds == 0)
		l->folds = PRUNE_FOLDS;
	if (l->fold_kind != KDD_FOLD_UNITS && l->folds == 0)
		cli_bad_usage("--group, --folds-by-order and --folds-plain "
		    "need folds (-k)");
	if (t->cost_name == NULL)
		return;
	costs_load(&t->cost, t->cost_name);
	l->cost = &t->cost;
}

static void
warn_of_column(const struct kdd_learn *l)
{
	const struct kdd_audit *a = &l->audit;
	const char *name;

	if (a->best_column == KDD_NO_COLUMN || a->column_accuracy < ALONE ||
	    a->majority_accuracy >= ALONE)
		return;
	name = kdd_report_column(&l->report, a->best_column);
	cli_warn("the values of \"%s\" alone tell the class, with accuracy "
	    "%.6f: is it a second label? (--exclude %s)", name,
	    a->column_accuracy, name);
}

static void
warn_of_classes(const struct kdd_learn *l)
{
	const struct kdd_schema *s = &l->model.schema;

	if (l->task.map == NULL && l->model.classes.n > CLASSES_MANY)
		cli_warn("each of the %u values of \"%s\" is a class: is it "
		    "the label? (-l names its column, -c FILE groups labels)",
		    l->model.classes.n, s->column[s->label].name);
}

void
training_warn(const struct kdd_learn *l)
{
	const struct kdd_tree *t = &l->model.tree;

	warn_of_classes(l);
	if (!l->no_report)
		warn_of_column(l);
	if (t->n == 1)
		cli_warn("the tree is a single leaf: it says \"%s\" of every "
		    "row", l->model.classes.name[t->node[0].label]);
}

void
training_release(struct training *t, struct kdd_learn *l)
{
	choice_release(&t->choice);
	kdd_cost_release(&t->cost);
	kdd_weights_release(&l->weights);
}
