/*
 * describe - what a model says of the rows and options that it came from
 */
#ifndef KDD_DESCRIBE_H
#define KDD_DESCRIBE_H

#include "gain.h"
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
/*
 * Read back by what the splits were judged.  weight is [classes], for
 * measure to borrow.  Returns 0, or -1 with e saying why the options do not
 * tell, as they do if kdd-train wrote them and no class holds a comma.
 */
int	kdd_describe_measure(const struct kdd_model *m, double *weight,
	    struct kdd_measure *measure, struct kdd_error *e);

#endif
