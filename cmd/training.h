/*
 * training - the options of kdd-train that shape the tree and its judgement
 */
#ifndef KDD_TRAINING_H
#define KDD_TRAINING_H

#include "choice.h"
#include "cli.h"
#include "cost.h"
#include "learn.h"
#include "rows.h"

enum {
	TRAINING_BY_ORDER = ROWS_OPTIONS_END, TRAINING_COLUMNS, TRAINING_COST,
	TRAINING_CRITERION, TRAINING_DEDUP, TRAINING_EXCLUDE, TRAINING_GROUP,
	TRAINING_LAPLACE, TRAINING_MAX_DEPTH, TRAINING_MAX_LEAVES,
	TRAINING_MIN_LEAF, TRAINING_MIN_SPLIT, TRAINING_NOVEL,
	TRAINING_PLAIN, TRAINING_PRUNE, TRAINING_WEIGHTS, TRAINING_OPTIONS_END
};

#define TRAINING_OPTIONS \
	{ "columns", required_argument, NULL, TRAINING_COLUMNS }, \
	{ "cost", required_argument, NULL, TRAINING_COST }, \
	{ "criterion", required_argument, NULL, TRAINING_CRITERION }, \
	{ "dedup", no_argument, NULL, TRAINING_DEDUP }, \
	{ "exclude", required_argument, NULL, TRAINING_EXCLUDE }, \
	{ "folds-by-order", no_argument, NULL, TRAINING_BY_ORDER }, \
	{ "folds-plain", no_argument, NULL, TRAINING_PLAIN }, \
	{ "group", required_argument, NULL, TRAINING_GROUP }, \
	{ "laplace", no_argument, NULL, TRAINING_LAPLACE }, \
	{ "leave-attack-out", no_argument, NULL, TRAINING_NOVEL }, \
	{ "max-depth", required_argument, NULL, TRAINING_MAX_DEPTH }, \
	{ "max-leaves", required_argument, NULL, TRAINING_MAX_LEAVES }, \
	{ "min-leaf", required_argument, NULL, TRAINING_MIN_LEAF }, \
	{ "min-split", required_argument, NULL, TRAINING_MIN_SPLIT }, \
	{ "prune", required_argument, NULL, TRAINING_PRUNE }, \
	{ "weights", required_argument, NULL, TRAINING_WEIGHTS }

/* The help of them by what they shape, as kdd-train puts it together. */
#define TRAINING_COLUMNS_HELP \
    "      --columns=A,B     learn from these columns alone\n" \
    "      --exclude=A,B     do not learn from these columns\n"
#define TRAINING_CLASSES_HELP \
    "      --dedup           each distinct row counts once\n" \
    "      --weights=W       balanced, or CLASS=W,...: what a row counts " \
    "for\n"
#define TRAINING_TREE_HELP \
    "      --cost=MATRIX     leaves say what is expected to cost least;\n" \
    "                        kdd99, or a file with a cost matrix\n" \
    "      --criterion=C     gini (default) or entropy\n" \
    "      --laplace         with --cost: add 1 to each count of a leaf\n" \
    "      --max-depth=N     0, the default, is no limit\n" \
    "      --max-leaves=N    grow best first, to N leaves\n" \
    "      --min-leaf=N      rows on each side of a split; default 1\n" \
    "      --min-split=N     rows of a node that is split; default 2\n" \
    "      --prune=ALPHA     a number; cv or 1se: by cross-validation\n"
#define TRAINING_FOLDS_HELP \
    "      --folds-by-order  folds are runs of rows, as they came\n" \
    "      --folds-plain     rows are dealt one by one: equal ones may sit " \
    "on\n" \
    "                        both sides\n" \
    "      --group=COLUMN    rows with one value there are in one fold\n" \
    "      --leave-attack-out  judge each attack by a tree that never saw " \
    "it\n"

struct training {
	struct choice	 choice;
	struct kdd_cost	 cost;
	const char	*cost_name;	/* --cost, or NULL */
};

void	training_init(struct training *t);
/* Take one of the options with its optarg; false if ch is another. */
bool	training_option(struct training *t, struct kdd_learn *l, int ch);
/* All options were read: do they go together?  Exits 2 if not. */
void	training_check(struct training *t, struct kdd_learn *l);
/* Say what of the result may not be what was meant. */
void	training_warn(const struct kdd_learn *l);
void	training_release(struct training *t, struct kdd_learn *l);

#endif
