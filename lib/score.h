/*
 * score - how good verdicts are: the confusion matrix and what follows of it
 *
 * Standard definitions; for a class, with true and false positives and
 * negatives tp, fp, fn, tn:
 *   accuracy             rows with the right verdict / all rows
 *   precision            tp / (tp + fp)
 *   recall               tp / (tp + fn)
 *   F1                   2 tp / (2 tp + fp + fn)
 *   false-positive rate  fp / (fp + tn)
 * A quotient of 0 by 0 is not defined: "-" in a table or TSV, null in JSON.
 */
#ifndef KDD_SCORE_H
#define KDD_SCORE_H

#include <stdint.h>

#include "buf.h"

struct kdd_confusion {
	uint32_t	 n;		/* classes */
	char *const	*name;		/* [n], borrowed */
	uint64_t	*count;		/* [n * n]: actual * n + verdict */
};

/* Returns 0, or -1 when out of memory. */
int	kdd_confusion_init(struct kdd_confusion *c, uint32_t n,
	    char *const *name);
void	kdd_confusion_release(struct kdd_confusion *c);
uint64_t kdd_confusion_rows(const struct kdd_confusion *c);
uint64_t kdd_confusion_right(const struct kdd_confusion *c);

struct kdd_class_score {
	uint64_t rows;			/* actual ones: tp + fn */
	double	 precision, recall, f1, fpr;	/* NaN: not defined */
};
struct kdd_class_score kdd_score_class(const struct kdd_confusion *c,
	    uint32_t k);

/* Accuracy and a line for each class, for people. */
void	kdd_score_lines(struct kdd_buf *b, const struct kdd_confusion *c,
	    double cost);
/* The scores of a model in each format; cost NaN where there is none. */
void	kdd_score_table(struct kdd_buf *b, const struct kdd_confusion *c,
	    double cost);
void	kdd_score_json(struct kdd_buf *b, const char *model,
	    const struct kdd_confusion *c, double cost);
/* Lines of model, measure, class, verdict, value; no header line. */
void	kdd_score_tsv(struct kdd_buf *b, const char *model,
	    const struct kdd_confusion *c, double cost);

#endif
