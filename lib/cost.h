/*
 * cost - what wrong verdicts cost, by a matrix of classes
 *
 * The mean cost of a row is the sum of count * cost over the confusion
 * matrix, divided by all rows.
 */
#ifndef KDD_COST_H
#define KDD_COST_H

#include "error.h"
#include "score.h"

#define KDD_COST_MIN 1e-9
#define KDD_COST_MAX 1e9

/* What a verdict on a row costs, by class names. */
struct kdd_cost {
	uint32_t	 n;
	char		**name;		/* [n], owned */
	double		*cost;		/* [n * n]: actual * n + verdict */
};

/*
 * The text: a line of class names, then for each class, in that order, a
 * line of its name and the cost of each verdict on its rows: 0, or from
 * KDD_COST_MIN to KDD_COST_MAX.  Empty lines
 * and those that start with # are passed over.  The name kdd99 stands for
 * the KDD Cup 1999 matrix (Elkan: Results of the KDD'99 Classifier Learning,
 * SIGKDD Explorations 1(2), 2000).  Returns 0, or -1 with e set.
 */
int	kdd_cost_parse(struct kdd_cost *m, const char *text, size_t n,
	    struct kdd_error *e);
int	kdd_cost_kdd99(struct kdd_cost *m, struct kdd_error *e);
void	kdd_cost_release(struct kdd_cost *m);
/*
 * The costs for n classes of these names, in their order: to[actual * n +
 * verdict].  Returns 0, or -1 with e if the matrix lacks a class.
 */
int	kdd_cost_of(const struct kdd_cost *m, char *const *name, uint32_t n,
	    double *to, struct kdd_error *e);
/* Mean cost of a row; -1 with e if the matrix lacks a class that occurs. */
int	kdd_cost_mean(const struct kdd_cost *m, const struct kdd_confusion *c,
	    double *mean, struct kdd_error *e);

#endif
