/*
 * broker - one consumer and one producer, and what commits both at once
 *
 * Messages of the input topic come by broker_poll().  What is sent between
 * broker_begin() and broker_commit() is seen, by who reads committed messages
 * alone, together with the input's new offsets, or not at all:
 * https://cwiki.apache.org/confluence/display/KAFKA/KIP-98 and KIP-447.
 *
 * With plain there are no transactions: offsets are committed once the broker
 * has all that was sent, so that nothing is lost, but after a crash some of it
 * may come twice.
 */
#ifndef KDD_KAFKA_BROKER_H
#define KDD_KAFKA_BROKER_H

#include <librdkafka/rdkafka.h>

#include "batch.h"

struct broker {
	/* set by the program */
	const char	*address;	/* of a broker or more, with commas */
	const char	*group, *instance;
	const char	*in, *out;
	const char	*dead;		/* the dead-letter topic, or NULL */
	struct kdd_buf	 properties;	/* of -F and -X: lines KEY=VALUE */
	bool		 plain;

	rd_kafka_t	*consumer, *producer;
	int32_t		 partitions;	/* of out */
	int32_t		 next;		/* to be sent to */
	size_t		 max_bytes;	/* of a message that is sent; what
					   goes around it is left out */
	bool		 lost;		/* partitions were taken away since
					   broker_poll() began a batch */
	/* since broker_begin(): */
	uint64_t	 undelivered;	/* messages that were refused */
	rd_kafka_resp_err_t refusal;	/* of one of them that always will be */
	char		 refused_by[256];	/* its topic */
};

/* Connect, and look at the topics, or exit 1 within 10 seconds. */
void	broker_open(struct broker *b);
/*
 * The next message, to be destroyed, or NULL after so many ms, or on a
 * signal.  Exits 1 on an error that will stay.
 */
rd_kafka_message_t *broker_poll(struct broker *b, int ms);

/*
 * What one call of a transaction gave, which is released.  Returns true, or
 * false with *again set if the call is to be made again, else the transaction
 * must be aborted; exits 1 if nothing helps.
 */
bool	broker_settled(const char *what, rd_kafka_error_t *error, bool *again);

/* A message to that topic was refused. */
void	broker_undelivered(struct broker *b, const char *topic,
	    rd_kafka_resp_err_t err);

void	broker_begin(struct broker *b);
/*
 * Send a message of n bytes, max_bytes at most; the whole batch goes to one
 * partition.
 */
void	broker_send(struct broker *b, const char *p, size_t n);
/*
 * Send a message to the dead-letter topic, with where it comes from.  One
 * that would be too large is cut, and has the header "cut", its whole length.
 */
void	broker_send_dead(struct broker *b, const struct batch_row *row,
	    const char *value, const char *reason);
/*
 * Commit what was sent and the batch's offsets.  Returns false if that was
 * undone, since the group or the broker has changed: then the messages come
 * again.  Exits 1, with nothing committed, if a message was refused that
 * always will be.
 */
bool	broker_commit(struct broker *b, const struct batch *batch);
/* Messages of our partitions that are still to come, as far as is known. */
int64_t	broker_lag(const struct broker *b);
/* Leave the group, so that others get our partitions at once. */
void	broker_close(struct broker *b);

#endif
