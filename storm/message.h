/*
 * message - what a message of Storm says
 *
 * The first is the handshake; then come tuples, heartbeats, and the ids of
 * tasks, which answer an emit that asked for them.  Parsed by yajl.  Members
 * that a bolt need not know are passed over.  Strings may hold bytes that are
 * not UTF-8, which are kept.
 *
 * Memory: that of the longest message for yajl, which undoes escapes for
 * itself.
 */
#ifndef KDD_STORM_MESSAGE_H
#define KDD_STORM_MESSAGE_H

#include <setjmp.h>
#include <stdbool.h>

#include <yajl/yajl_parse.h>

#include "buf.h"
#include "error.h"
#include "span.h"

#define MESSAGE_DEPTH 1000	/* open objects and arrays, at most */

enum message_kind {
	MESSAGE_OTHER,		/* an object, none of these: see members */
	MESSAGE_HEARTBEAT,	/* its stream is __heartbeat */
	MESSAGE_TICK,		/* has an id, and its stream is __tick */
	MESSAGE_TUPLE,		/* has an id */
	MESSAGE_TASKS		/* an array */
};

/* Strings that it may have at its top; p is NULL of those that it has not. */
enum message_member { MESSAGE_ID, MESSAGE_STREAM, MESSAGE_PID_DIR,
	MESSAGE_MEMBERS };

/* Borrowed from the parser and the text, until the next message. */
struct message {
	enum message_kind kind;
	struct kdd_span	 member[MESSAGE_MEMBERS];	/* escapes undone */
	struct kdd_span	 raw;	/* the first value of the tuple, with its
				   escapes, without its quotes; p is NULL
				   unless it is a string */
	struct kdd_span	 tuple;	/* the array of all values, as it came; n 0
				   if there is none */
};

struct message_parser {
	struct message	 m;
	yajl_handle	 yajl;		/* for all messages; owned */
	struct kdd_buf	 strings;	/* of the members */
	size_t		 from[MESSAGE_MEMBERS];	/* where they start in it */
	struct kdd_span	 text;		/* the message */
	const char	*refused;	/* by us, not by yajl: what is wrong */
	unsigned	 depth;		/* open objects and arrays */
	unsigned	 values;	/* at the top, complete */
	int		 key;		/* of the member at hand at the top:
					   enum message_member, or another */
	bool		 object;	/* the top is one */
	bool		 in_tuple;	/* its array is open */
	unsigned	 elements;	/* of the tuple so far */
	jmp_buf		 no_memory;
};

/* Returns 0, or -1 when out of memory; to be released in both cases. */
int	message_parser_init(struct message_parser *j);
/*
 * Fill in j->m.  Returns 0, or -1 with e saying why it is no message; then the
 * parser can do no more.
 */
int	message_parse(struct message_parser *j, const char *p, size_t n,
	    struct kdd_error *e);
void	message_parser_release(struct message_parser *j);

#endif
