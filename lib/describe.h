/*
 * describe - what a model says of the rows and options that it came from
 */
#ifndef KDD_DESCRIBE_H
#define KDD_DESCRIBE_H

#include "model.h"
#include "table.h"

/*
 * Give the model the schema, and the values of each category of the table in
 * byte order.  Returns 0, or -1 when out of memory, as the others do.
 */
int	kdd_describe_columns(struct kdd_model *m, const struct kdd_table *t,
	    const struct kdd_schema *s);
/* Options whose values are numbers. */
int	kdd_describe_u64(struct kdd_model *m, const char *key, uint64_t v);
int	kdd_describe_num(struct kdd_model *m, const char *key, double v);
/* By class, as CLASS=W,... */
int	kdd_describe_weights(struct kdd_model *m, const double *weight);
/* The costs of verdicts by class, classes with ; and verdicts with blanks. */
int	kdd_describe_cost(struct kdd_model *m, const double *cost);

#endif
