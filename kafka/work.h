/*
 * work - a batch through the filter, and what comes out to its topics
 */
#ifndef KDD_KAFKA_WORK_H
#define KDD_KAFKA_WORK_H

#include "batch.h"
#include "broker.h"
#include "filter.h"

struct work {
	struct broker	*broker;	/* borrowed, as the next two */
	struct batch	*batch;
	char		**filter;	/* its argv */
	struct filter_run run;
	char		 reason[32];	/* why a run is of no use */
	uint64_t	 written, rejected;	/* of this batch: messages to
						   each of both topics */
};

/*
 * Run the filter over the batch, in a transaction that has begun, and send
 * what it wrote and rejected.  A run that fails, or writes a line that is too
 * long for a message, is tried again, then halved until the row that it fails
 * on stands alone, as a reject.  Ends early on a
 * signal.  Exits 1, with nothing committed, if the filter cannot be run, or
 * where there is no topic for a reject.
 */
void	work_do(struct work *w);

#endif
