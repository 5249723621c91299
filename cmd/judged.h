/*
 * judged - a model whose verdicts kdd-score reads, and what came of them
 */
#ifndef KDD_JUDGED_H
#define KDD_JUDGED_H

#include "cost.h"
#include "curve.h"
#include "load.h"
#include "rows.h"

/* The fields before the row's. */
enum { JUDGED_MODEL, JUDGED_CLASS, JUDGED_SCORE, JUDGED_FIELDS };

struct judged {
	struct loaded	 loaded;
	struct kdd_confusion confusion;
	struct kdd_curve curve;		/* if there are two classes: */
	uint32_t	 asked;		/* of this one */
};

/* Load and verify the model, or exit 1 saying what is wrong. */
void	judged_load(struct judged *m, const char *path);
/*
 * Count a row that bears one of the model's verdicts.  Returns 1, or 0 if the
 * model is not about its label, or -1 if it was rejected.
 */
int	judged_row(struct judged *m, struct rows *rows,
	    const struct kdd_row *row);
/* Warn if there were no verdicts, or alerts alone. */
void	judged_check(const struct judged *m);
/* The scores in the format, "table", "json" or "tsv"; a cost of NaN is none. */
void	judged_write(const struct judged *m, const char *format, double cost,
	    struct kdd_buf *b);
void	judged_release(struct judged *m);

#endif
