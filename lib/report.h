/*
 * report - what a training run found, as text for people and as JSON
 *
 * It only writes: the numbers are those of the modules below, filled in by
 * the caller.
 */
#ifndef KDD_REPORT_H
#define KDD_REPORT_H

#include "alphas.h"
#include "audit.h"
#include "model.h"
#include "novel.h"
#include "row.h"

/* Of the JSON: it grows when a member goes or changes, not for new ones. */
#define KDD_REPORT_FORMAT 1

struct kdd_report {
	/* of the input: set by whoever read it; rejects is borrowed */
	uint64_t	 seen, dropped;	/* rows */
	const struct kdd_rejects *rejects;	/* up to word NULL */

	/* borrowed */
	const struct kdd_model *model;	/* with its options, tree and cv */
	const struct kdd_table *table;	/* sizes, columns and labels alone */
	const struct kdd_audit *audit;
	const struct kdd_folds *folds;	/* NULL: not cross-validated */
	const struct kdd_validation *cv;	/* of the folds; its pooled
					   matrix is model->cv */
	const struct kdd_alphas *alphas;	/* NULL: none were compared */
	enum kdd_prune_rule rule;	/* which chose among them */

	/* owned */
	struct kdd_confusion training;	/* the model's tree on all rows */
	double		*training_auc;	/* [classes] */
	double		*importance;	/* [columns of the schema], see
					   impurity.h */
	struct kdd_novel *novel;	/* [nnovel]; NULL: not asked for */
	uint32_t	 nnovel;
};

/* The greatest accuracy that conflicts leave: 1 - lost rows / rows. */
double	kdd_report_ceiling(const struct kdd_report *r);
/*
 * The mean, over the labels left out that could be judged, of the share of
 * their rows that raise an alert; NaN if there is no such label.
 */
double	kdd_report_novel_recall(const struct kdd_report *r);
/* The share of quiet rows that raise an alert, held out; NaN without folds. */
double	kdd_report_false_alarms(const struct kdd_report *r);
/* The name of column i of the table. */
const char *kdd_report_column(const struct kdd_report *r, uint32_t i);
/*
 * The columns of the schema by falling importance, equal ones in their order;
 * to be freed.  NULL: out of memory.
 */
uint32_t *kdd_report_order(const struct kdd_report *r);

/*
 * Each appends an empty line, a heading and some lines of 80 columns, where
 * names are no longer than usual; nothing if there is nothing to say.
 */
void	kdd_report_rows(struct kdd_buf *b, const struct kdd_report *r);
void	kdd_report_controls(struct kdd_buf *b, const struct kdd_report *r);
/* The columns of rpart's printcp(); 12 lines at most. */
void	kdd_report_pruning(struct kdd_buf *b, const struct kdd_report *r);
void	kdd_report_tree(struct kdd_buf *b, const struct kdd_report *r);
void	kdd_report_importance(struct kdd_buf *b, const struct kdd_report *r);
void	kdd_report_folds(struct kdd_buf *b, const struct kdd_report *r);
void	kdd_report_novel(struct kdd_buf *b, const struct kdd_report *r);

/*
 * All of it as one object on a line.  null stands for what is not defined
 * and for what was not asked for.
 */
void	kdd_report_json(struct kdd_buf *b, const struct kdd_report *r);

/* Free what it owns. */
void	kdd_report_release(struct kdd_report *r);

#endif
