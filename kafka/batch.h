/*
 * batch - messages of an input topic, as the lines that a filter reads
 *
 * A message is a line.  One that holds a newline is none, and never reaches
 * the filter: it is dead from the start.  An empty one, or one without a
 * value (a tombstone), is passed over: there is no row in it.  The offsets of
 * all of them move on.
 */
#ifndef KDD_KAFKA_BATCH_H
#define KDD_KAFKA_BATCH_H

#include <stdbool.h>

#include "buf.h"

struct batch_row {
	int32_t		 partition;
	int64_t		 offset;
	size_t		 from, n;	/* in the text, without the newline */
	const char	*dead;		/* why it is no line, or what else it
					   is dead of; or NULL; borrowed */
};

/* Where a partition was when the batch began, and where it is behind it. */
struct batch_place {
	int32_t		 partition;
	int64_t		 first, next;
};

struct batch {			/* all zero: empty */
	struct kdd_buf	 text;		/* lines, one behind the other */
	struct batch_row *row;		/* [n]: one for each line; owned */
	size_t		 n, room;
	struct kdd_buf	 dead_text;
	struct batch_row *dead;		/* [ndead], of messages that are no
					   lines; owned */
	size_t		 ndead, dead_room;
	struct batch_place *place;	/* [nplaces], owned */
	size_t		 nplaces, place_room;
	uint64_t	 empty;		/* messages without a row */
};

/*
 * Take in a message; the value is copied, NULL is a tombstone.  Returns 0, or
 * -1 when out of memory.
 */
int	batch_add(struct batch *b, int32_t partition, int64_t offset,
	    const char *value, size_t n);
bool	batch_is_empty(const struct batch *b);	/* of messages */
void	batch_clear(struct batch *b);		/* memory is kept */
void	batch_release(struct batch *b);

#endif
