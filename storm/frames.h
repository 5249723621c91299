/*
 * frames - the bytes that Storm sends to messages
 *
 * A message of Storm's multilang protocol is JSON text, a newline, and a line
 * that is "end"; the text may span lines.  Bytes are pushed, however they are
 * cut.  A message that lies whole in what is fed is handed out where it lies;
 * any other is put together first.  What it says is for message.h.
 *
 * Memory: that of the longest message, FRAMES_MAX bytes at most.
 *
 * https://storm.apache.org/releases/2.8.3/Multilang-protocol.html
 */
#ifndef KDD_STORM_FRAMES_H
#define KDD_STORM_FRAMES_H

#include "buf.h"
#include "error.h"

#define FRAMES_MAX ((size_t)64 << 20)

/* A message, without the newline and its end; -1 with e set ends the input. */
typedef int	 frames_take(void *arg, const char *p, size_t n,
		    struct kdd_error *e);

struct frames {			/* all zero but for the first two: empty */
	frames_take	*take;
	void		*arg;
	struct kdd_buf	 part;	/* of a message whose end has not come */
	size_t		 line;	/* where its last line starts */
	size_t		 n;	/* messages that were taken */
};

/*
 * Returns 0; or -1 with e set, its line the number of the message that is
 * wrong, counted from 1, and nothing more is to be fed.
 */
int	frames_feed(struct frames *f, const char *p, size_t n,
	    struct kdd_error *e);
/* The end of input; likewise. */
int	frames_finish(struct frames *f, struct kdd_error *e);
void	frames_release(struct frames *f);

#endif
