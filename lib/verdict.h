/*
 * verdict - what is written of a row: model, class, score, then the row
 *
 * The score is the leaf's share of its training rows in the leaf's class,
 * with 6 decimals, rounded half up from the integer counts.  The class is
 * quoted where the form of the rows needs it; the row's bytes stand unchanged,
 * its own line end too.  Of a JSON object the verdict is made the first member:
 * {"kdd":{"model":"dos","class":"dos","score":1.000000},
 * and members of its own that are called so are called "_kdd".
 */
#ifndef KDD_VERDICT_H
#define KDD_VERDICT_H

#include "model.h"
#include "row.h"

struct kdd_verdicts {
	const struct kdd_model *model;	/* borrowed */
	enum kdd_stream	 form;		/* of the rows */
	struct kdd_buf	 text;		/* the prefixes of all nodes */
	size_t		*from;		/* [nodes + 1]: where each starts */
	bool		*alert;		/* [nodes]: written without -a? */
};

/*
 * threshold: the unrounded score that an alert must reach.  form and delimiter
 * are the rows'.  Returns 0, or -1 when out of memory.
 */
int	kdd_verdicts_init(struct kdd_verdicts *v,
	    const struct kdd_model *model, double threshold,
	    enum kdd_stream form, char delimiter);
void	kdd_verdict_add(const struct kdd_verdicts *v, struct kdd_buf *b,
	    uint32_t leaf, const struct kdd_row *row);
/* What a JSON row holds behind its brace, after a member that was written. */
void	kdd_verdict_add_object(struct kdd_buf *b, const struct kdd_row *row);
void	kdd_verdicts_release(struct kdd_verdicts *v);

/* A node's score: unrounded; in millionths, half up; and as it is written. */
double	 kdd_score_of(const struct kdd_tree *t, uint32_t node);
uint32_t kdd_millionths_of(const struct kdd_tree *t, uint32_t node);
void	 kdd_score_add(struct kdd_buf *b, const struct kdd_tree *t,
	    uint32_t node);

#endif
