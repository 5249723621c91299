/*
 * tally - what a model, and those before it in its place, have met
 *
 * Predictors count for themselves, and go when another model comes; what
 * they counted is moved here before.  All of it counts since the start.
 */
#ifndef KDD_TALLY_H
#define KDD_TALLY_H

#include "predict.h"

struct tally {
	/* [ncolumns], owned: values asked for, and of these... */
	uint64_t	*asked, *missing, *unreadable, *unseen;
	struct kdd_dict	 class;		/* the names of all classes */
	uint64_t	*verdicts;	/* [class.n], owned: by class */
	uint64_t	 alerts;	/* verdicts that -T lets through */
	uint64_t	 written;	/* verdicts, as lines */
};

void	tally_init(struct tally *t, uint32_t ncolumns);
/* Move here what p counted; alert[nodes] says which leaves alert. */
void	tally_take(struct tally *t, struct kdd_predictor *p,
	    const bool *alert);
/*
 * Tell on stderr, by column, what was odd in the values that paths of m asked
 * for.  With quiet only of columns of which no value could be used.
 */
void	tally_report(const struct tally *t, const struct kdd_model *m,
	    bool quiet);
void	tally_release(struct tally *t);

#endif
