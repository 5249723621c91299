/*
 * answer - what a bolt says to Storm
 *
 * Each function appends a message, end and all, or nothing: when memory runs
 * out the buffer is marked as failed and holds whole messages as before.
 * Whatever the bytes of a string are, a message is JSON; those that are not
 * UTF-8 become U+FFFD.
 */
#ifndef KDD_STORM_ANSWER_H
#define KDD_STORM_ANSWER_H

#include "buf.h"
#include "span.h"

/* Levels of Storm's log. */
enum { ANSWER_INFO = 2, ANSWER_WARN = 3 };

/* To the handshake. */
void	answer_pid(struct kdd_buf *b, long pid);
/* To a heartbeat. */
void	answer_sync(struct kdd_buf *b);
/* To the tuple of that id: it is done, or has to come again. */
void	answer_ack(struct kdd_buf *b, struct kdd_span id);
void	answer_fail(struct kdd_buf *b, struct kdd_span id);
/* A tuple of n strings, anchored to the one of that id; NULL: the default. */
void	answer_emit(struct kdd_buf *b, struct kdd_span id, const char *stream,
	    const struct kdd_span *string, size_t n);
void	answer_log(struct kdd_buf *b, struct kdd_span text, int level);
void	answer_error(struct kdd_buf *b, struct kdd_span text);

#endif
