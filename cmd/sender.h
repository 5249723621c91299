/*
 * sender - lines to stdout, each at its deadline
 *
 * For kdd-replay.  What is due at the same time goes out in one write; a line
 * waits for its own end, so that a signal leaves no part of one behind, but
 * beyond a MiB it goes out in pieces.
 */
#ifndef KDD_SENDER_H
#define KDD_SENDER_H

#include "cli.h"
#include "latency.h"
#include "pace.h"
#include "timeline.h"

#define SENDER_ROWS	4096	/* in a write, at most */

struct sender {
	/* set by the program */
	struct kdd_pace	 pace;		/* a batch of 0: there is none; starts
					   with the first byte */
	struct kdd_timeline times;	/* in its stead, if speed is above 0 */
	uint64_t	 max_rows;
	char		 delimiter;	/* in front of a stamp; 0: no stamps */
	void	(*waiting)(void *arg);	/* now and then, while there is time */
	void		*arg;

	uint64_t	 rows;		/* sent */
	uint64_t	 last;		/* when the last of them was, ns */
	struct kdd_latency late;	/* of rows that had a deadline */

	uint64_t	 now;		/* when last looked at the clock */
	char		 stamp[24];	/* of that moment */
	struct cli_out	 out;		/* whole lines that are due, or pieces
					   of a long one */
	uint64_t	 due[SENDER_ROWS];	/* of the lines in out */
	uint32_t	 ndue;
	struct kdd_buf	 part;		/* of a line that has not all come */
	bool		 broken;	/* a line is out but for its end */
	uint64_t	 broken_due;
};

void	sender_open(struct sender *s);
/*
 * More bytes of lines.  Returns when all that came whole was sent; or false
 * when a signal came first, or when there were enough rows.
 */
bool	sender_feed(struct sender *s, const char *p, size_t n);
/*
 * The end of a file.  A last line without its end gets one, so that files
 * never run together; if the file broke off, the line is dropped.
 */
void	sender_end(struct sender *s, bool broke_off);
bool	sender_is_done(const struct sender *s);
void	sender_close(struct sender *s);

#endif
