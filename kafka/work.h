/*
 * work - a batch through the filter, and what comes out to its topics
 *
 * First all of the batch is judged, with nothing sent yet, however often the
 * filter has to run; then what came out is sent, in one go, so that a
 * transaction is short, and its time is the broker's alone.
 */
#ifndef KDD_KAFKA_WORK_H
#define KDD_KAFKA_WORK_H

#include "arena.h"
#include "batch.h"
#include "broker.h"
#include "filter.h"

struct work {			/* all zero but for what the program sets */
	struct broker	*broker;	/* borrowed, as the next two */
	struct batch	*batch;
	char		**filter;	/* its argv */
	struct filter_run run;
	/* of this batch */
	struct kdd_buf	 out;		/* lines for the output topic */
	struct kdd_arena reasons;	/* that rows of the batch are dead of */
	uint64_t	 written, rejected;	/* messages to each of both
						   topics */
};

/*
 * Run the filter over the batch.  A run that fails, or writes a line that is
 * too long for a message, is tried again, then halved until the row that it
 * fails on stands alone: that one is then dead.  Returns false if a signal
 * came first.  Exits 1 if the filter cannot be run, or where there is no
 * topic for a dead row.
 */
bool	work_judge(struct work *w);
/* Send what was written, and the dead, in a transaction that has begun. */
void	work_send(struct work *w);
void	work_release(struct work *w);

#endif
