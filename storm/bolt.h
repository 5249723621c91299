/*
 * bolt - what is done for each message of Storm: rows judged, answers made
 *
 * A tuple's first value is text: rows, as in a file of their own.  What the
 * models say of them is one tuple of one string, on the default stream; each
 * rejected row is one on the stream "rejects", of three: the reason in a word,
 * LINE:COLUMN: and a phrase, and the row.  Both are anchored to the tuple,
 * which is then acknowledged.  Text that cannot be read any further, and a
 * tuple whose first value is no text, are rejected by the reason "tuple".  A
 * tuple fails only when memory runs out.
 *
 * It neither reads nor writes: messages come from frames.h, and answers, in
 * their order, are in out.
 */
#ifndef KDD_STORM_BOLT_H
#define KDD_STORM_BOLT_H

#include "judge.h"
#include "message.h"

struct bolt {
	/* set by the program */
	struct judge	*judge;		/* whose models are loaded; borrowed */
	struct rows	*rows;		/* borrowed, set by judge_start() */
	struct kdd_buf	*out;		/* borrowed */
	/* The handshake; -1 with e set: we cannot go on. */
	int	(*on_handshake)(void *arg, const char *pid_dir,
		    struct kdd_error *e);
	void		*arg;

	bool		 greeted;	/* the handshake has come */
	struct message_parser parser;
	struct kdd_buf	 input;		/* the rows of a tuple */
	struct kdd_buf	 text;		/* what the models say of them */
	uint64_t	 before;	/* rows seen before this tuple */
	bool		 named;		/* it has a header */
	uint64_t	 tuples, failed;
};

/* Make ready, or exit 1. */
void	bolt_open(struct bolt *b);
/*
 * Take a message: a frames_take.  Returns 0, or -1 with e set, when it is none
 * that Storm sends.
 */
int	bolt_take(void *bolt, const char *p, size_t n, struct kdd_error *e);
void	bolt_close(struct bolt *b);

#endif
