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
 *   MCC                  (tp tn - fp fn) / sqrt((tp + fp) (tp + fn)
 *                            (tn + fp) (tn + fn))
 * MCC is the correlation of verdict and truth, from -1 to 1: Matthews,
 * Comparison of the predicted and observed secondary structure of T4 phage
 * lysozyme, Biochimica et Biophysica Acta 405 (1975).  The area under the
 * ROC curve does not follow of a matrix, so it is the caller's to give, if
 * it has one; roc.h computes it.
 * A quotient of 0 by 0 is not defined: "-" in a table or TSV, null in JSON.
 *
 * Macro averages are means over the classes that have rows, each counting the
 * same.  There a precision that is not defined, since no verdict names the
 * class, is 0.  The mean recall is the balanced accuracy.
 */
#ifndef KDD_SCORE_H
#define KDD_SCORE_H

#include <stdint.h>

#include "buf.h"
#include "curve.h"

struct kdd_confusion {
	uint32_t	 n;		/* classes */
	char *const	*name;		/* [n], borrowed */
	uint64_t	*count;		/* [n * n]: actual * n + verdict;
					   their sum is below 2^63 */
};

/* Returns 0, or -1 when out of memory. */
int	kdd_confusion_init(struct kdd_confusion *c, uint32_t n,
	    char *const *name);
void	kdd_confusion_release(struct kdd_confusion *c);
uint64_t kdd_confusion_rows(const struct kdd_confusion *c);
uint64_t kdd_confusion_right(const struct kdd_confusion *c);
double	kdd_confusion_accuracy(const struct kdd_confusion *c);

struct kdd_class_score {
	uint64_t rows;			/* actual ones: tp + fn */
	double	 precision, recall, f1, mcc, fpr;	/* NaN: not defined */
};
struct kdd_class_score kdd_score_class(const struct kdd_confusion *c,
	    uint32_t k);

struct kdd_macro {
	double	 precision, recall, f1;		/* NaN: no class has rows */
};
struct kdd_macro kdd_score_macro(const struct kdd_confusion *c);

/* Append v with six decimals; the word in its place if it is not defined. */
void	kdd_score_measure(struct kdd_buf *b, double v, const char *undefined);

/*
 * Scores as text.  A cost that is NaN is left out, and so is the area under
 * each class's ROC curve where auc, which is [n], is NULL.
 *
 * Accuracy, macro averages and a line for each class, for people: 80 columns
 * at most, up to 10^8 rows of a class.
 */
void	kdd_score_lines(struct kdd_buf *b, const struct kdd_confusion *c,
	    double cost, const double *auc);
/*
 * The same and the matrix; of one that is too wide, its wrong verdicts: most
 * rows first, 15 lines at most.
 */
void	kdd_score_table(struct kdd_buf *b, const struct kdd_confusion *c,
	    double cost, const double *auc);
/*
 * Members of an object: rows, right, accuracy, balanced_accuracy, macro,
 * perhaps cost, classes.
 */
void	kdd_score_members(struct kdd_buf *b, const struct kdd_confusion *c,
	    double cost, const double *auc);
/* A line with one object: model and these members. */
void	kdd_score_json(struct kdd_buf *b, const char *model,
	    const struct kdd_confusion *c, double cost, const double *auc);
/* Lines of model, measure, class, verdict, value; no header line. */
void	kdd_score_tsv(struct kdd_buf *b, const char *model,
	    const struct kdd_confusion *c, double cost, const double *auc);
/*
 * More such lines: the average precision of the class, and for each score, as
 * the verdict, recall, false-positive rate and precision of the rows whose
 * score reaches it.
 */
void	kdd_score_tsv_curve(struct kdd_buf *b, const char *model,
	    const char *class, const struct kdd_curve *curve);

#endif
