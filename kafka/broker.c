#include "broker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "pace.h"

#define CALL_MS		30000	/* for one call, before it is made again */
#define FLUSH_MS	500	/* between looks at signals */
#define HEADERS_MAX	1024	/* bytes of a dead letter's headers, and more */
#define REASON_MAX	256	/* bytes of its reason */
#define LEAVE_MS	3000	/* to let go of partitions, at the end */
#define LAG_MS		1000	/* to learn what the group has done */

bool
broker_settled(const char *what, rd_kafka_error_t *error, bool *again)
{
	bool abort_it;

	*again = false;
	if (error == NULL)
		return true;
	*again = rd_kafka_error_is_retriable(error) && cli_stop() == 0;
	abort_it = rd_kafka_error_txn_requires_abort(error);
	if (rd_kafka_error_is_fatal(error) || (!*again && !abort_it &&
	    rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR__STATE))
		cli_fail("%s: %s", what, rd_kafka_error_string(error));
	if (!*again)
		cli_warn("%s: %s: the batch is done again", what,
		    rd_kafka_error_string(error));
	rd_kafka_error_destroy(error);
	return false;
}

/* An error that comes in the place of a message. */
static void
look_at_error(struct broker *b, const rd_kafka_message_t *m)
{
	char what[512];

	switch (m->err) {
	case RD_KAFKA_RESP_ERR__PARTITION_EOF:
	case RD_KAFKA_RESP_ERR__TRANSPORT:
	case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
		return;		/* it is tried again, and logged */
	case RD_KAFKA_RESP_ERR__FATAL:
		rd_kafka_fatal_error(b->consumer, what, sizeof(what));
		cli_fail("group %s, instance %s: %s", b->group, b->instance,
		    what);
	case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
	case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
	case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
	case RD_KAFKA_RESP_ERR__AUTHENTICATION:
		cli_fail("topic %s: %s", b->in, rd_kafka_message_errstr(m));
	default:
		cli_warn("topic %s: %s", b->in, rd_kafka_message_errstr(m));
	}
}

rd_kafka_message_t *
broker_poll(struct broker *b, int ms)
{
	rd_kafka_message_t *m = rd_kafka_consumer_poll(b->consumer, ms);

	if (m == NULL || m->err == RD_KAFKA_RESP_ERR_NO_ERROR)
		return m;
	look_at_error(b, m);
	rd_kafka_message_destroy(m);
	return NULL;
}

void
broker_begin(struct broker *b)
{
	rd_kafka_error_t *e;

	b->next = (b->next + 1) % b->partitions;
	b->undelivered = 0;
	b->refusal = RD_KAFKA_RESP_ERR_NO_ERROR;
	if (b->plain)
		return;
	if ((e = rd_kafka_begin_transaction(b->producer)) != NULL)
		cli_fail("begin_transaction: %s", rd_kafka_error_string(e));
}

/* Will a message be refused for it, however often it is sent? */
static bool
will_stay(rd_kafka_resp_err_t err)
{
	return err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ||
	    err == RD_KAFKA_RESP_ERR_INVALID_RECORD ||
	    err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
	    err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
	    err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION ||
	    err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
	    err == RD_KAFKA_RESP_ERR_POLICY_VIOLATION;
}

void
broker_undelivered(struct broker *b, const char *topic,
    rd_kafka_resp_err_t err)
{
	b->undelivered++;
	if (!will_stay(err))
		return;
	b->refusal = err;
	snprintf(b->refused_by, sizeof(b->refused_by), "%s", topic);
}

/*
 * Until the producer's queue has room.  After one that failed the others need
 * not be tried.  The topic comes first.
 */
static void
produce(struct broker *b, const rd_kafka_vu_t *v, size_t n)
{
	rd_kafka_error_t *e;
	rd_kafka_resp_err_t code;

	if (b->undelivered > 0)
		return;
	while ((e = rd_kafka_produceva(b->producer, v, n)) != NULL) {
		code = rd_kafka_error_code(e);
		if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
			cli_warn("produce: %s", rd_kafka_error_string(e));
			rd_kafka_error_destroy(e);
			broker_undelivered(b, v->u.cstr, code);
			return;
		}
		rd_kafka_error_destroy(e);
		rd_kafka_poll(b->producer, 100);
	}
}

void
broker_send(struct broker *b, const char *p, size_t n)
{
	const rd_kafka_vu_t v[] = {
		{ .vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = b->out },
		{ .vtype = RD_KAFKA_VTYPE_PARTITION, .u.i32 = b->next },
		{ .vtype = RD_KAFKA_VTYPE_MSGFLAGS,
		    .u.i = RD_KAFKA_MSG_F_COPY },
		{ .vtype = RD_KAFKA_VTYPE_VALUE,
		    .u.mem = { (void *)(uintptr_t)p, n } },
	};

	produce(b, v, sizeof(v) / sizeof(*v));
}

static size_t
smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static rd_kafka_vu_t
header(const char *name, const char *value)
{
	return (rd_kafka_vu_t){ .vtype = RD_KAFKA_VTYPE_HEADER, .u.header = {
	    name, value, (ssize_t)strlen(value) } };
}

void
broker_send_dead(struct broker *b, const struct batch_row *row,
    const char *value, const char *reason)
{
	char partition[16], offset[24], whole[24], why[REASON_MAX];
	size_t n = smaller(row->n, b->max_bytes > HEADERS_MAX ?
	    b->max_bytes - HEADERS_MAX : 0), nv;

	snprintf(why, sizeof(why), "%s", reason);
	snprintf(whole, sizeof(whole), "%zu", row->n);
	snprintf(partition, sizeof(partition), "%" PRId32, row->partition);
	snprintf(offset, sizeof(offset), "%" PRId64, row->offset);
	const rd_kafka_vu_t v[] = {
		{ .vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = b->dead },
		{ .vtype = RD_KAFKA_VTYPE_MSGFLAGS,
		    .u.i = RD_KAFKA_MSG_F_COPY },
		{ .vtype = RD_KAFKA_VTYPE_VALUE,
		    .u.mem = { (void *)(uintptr_t)value, n } },
		header("topic", b->in), header("partition", partition),
		header("offset", offset), header("reason", why),
		header("cut", whole),
	};

	nv = sizeof(v) / sizeof(*v);
	produce(b, v, n < row->n ? nv : nv - 1);
}

static rd_kafka_topic_partition_list_t *
offsets_of(const struct broker *b, const struct batch *batch, bool next)
{
	rd_kafka_topic_partition_list_t *list =
	    rd_kafka_topic_partition_list_new((int)batch->nplaces);

	for (size_t i = 0; i < batch->nplaces; i++)
		rd_kafka_topic_partition_list_add(list, b->in,
		    batch->place[i].partition)->offset = next ?
		    batch->place[i].next : batch->place[i].first;
	return list;
}

/* The messages of the batch come again, unless others have its partitions. */
static void
rewind_to(struct broker *b, const struct batch *batch)
{
	rd_kafka_topic_partition_list_t *list = offsets_of(b, batch, false);
	rd_kafka_error_t *e = rd_kafka_seek_partitions(b->consumer, list,
	    CALL_MS);

	if (e != NULL)
		cli_fail("going back to the last commit: %s",
		    rd_kafka_error_string(e));
	for (int i = 0; i < list->cnt; i++) {
		rd_kafka_resp_err_t err = list->elems[i].err;

		if (err != RD_KAFKA_RESP_ERR_NO_ERROR &&
		    err != RD_KAFKA_RESP_ERR__STATE &&
		    err != RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION)
			cli_fail("going back to the last commit, partition %"
			    PRId32 ": %s", list->elems[i].partition,
			    rd_kafka_err2str(err));
	}
	rd_kafka_topic_partition_list_destroy(list);
}

/* Undo what was sent; the messages of the batch come again. */
static void
abort_batch(struct broker *b, const struct batch *batch)
{
	bool again = true;

	while (again) {
		rd_kafka_error_t *e = rd_kafka_abort_transaction(b->producer,
		    CALL_MS);

		if (broker_settled("abort_transaction", e, &again) || again)
			continue;
		if (cli_stop() != 0)
			cli_exit(CLI_OK);	/* the broker will undo it */
		cli_fail("the transaction could not be undone");
	}
	rewind_to(b, batch);
}

static bool
send_offsets(struct broker *b, const struct batch *batch)
{
	rd_kafka_topic_partition_list_t *list = offsets_of(b, batch, true);
	bool again = true, good = false;

	while (again) {
		rd_kafka_consumer_group_metadata_t *group =
		    rd_kafka_consumer_group_metadata(b->consumer);

		good = broker_settled("send_offsets",
		    rd_kafka_send_offsets_to_transaction(b->producer, list,
		    group, CALL_MS), &again);
		rd_kafka_consumer_group_metadata_destroy(group);
	}
	rd_kafka_topic_partition_list_destroy(list);
	return good;
}

/* Again and again the same would be refused. */
static void
stop_if_refused(const struct broker *b)
{
	if (b->refusal != RD_KAFKA_RESP_ERR_NO_ERROR)
		cli_fail("topic %s: a message was refused: %s",
		    b->refused_by, rd_kafka_err2str(b->refusal));
}

static bool
commit_plain(struct broker *b, const struct batch *batch)
{
	rd_kafka_topic_partition_list_t *list;
	rd_kafka_resp_err_t err;

	while (rd_kafka_flush(b->producer, FLUSH_MS) ==
	    RD_KAFKA_RESP_ERR__TIMED_OUT)
		if (cli_stop() != 0)
			return false;
	stop_if_refused(b);
	if (b->undelivered > 0)
		cli_fail("%" PRIu64 " messages were not delivered",
		    b->undelivered);
	list = offsets_of(b, batch, true);
	err = rd_kafka_commit(b->consumer, list, 0);
	rd_kafka_topic_partition_list_destroy(list);
	if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
		cli_warn("commit: %s: the batch is done again",
		    rd_kafka_err2str(err));
	return err == RD_KAFKA_RESP_ERR_NO_ERROR;
}

bool
broker_commit(struct broker *b, const struct batch *batch)
{
	bool again = true, good;

	if (b->plain) {
		good = commit_plain(b, batch);
		if (!good)
			rewind_to(b, batch);
		return good;
	}
	good = b->undelivered == 0 && send_offsets(b, batch);
	while (good && again)
		if (!broker_settled("commit_transaction",
		    rd_kafka_commit_transaction(b->producer, CALL_MS),
		    &again) && !again)
			good = false;
	if (!good) {
		stop_if_refused(b);
		abort_batch(b, batch);
	}
	return good;
}

int64_t
broker_lag(const struct broker *b)
{
	rd_kafka_topic_partition_list_t *list = NULL;
	int64_t lag = 0, low, high, at;

	if (rd_kafka_assignment(b->consumer, &list) !=
	    RD_KAFKA_RESP_ERR_NO_ERROR)
		return 0;
	rd_kafka_committed(b->consumer, list, LAG_MS);
	for (int i = 0; i < list->cnt; i++) {
		if (rd_kafka_get_watermark_offsets(b->consumer, b->in,
		    list->elems[i].partition, &low, &high) !=
		    RD_KAFKA_RESP_ERR_NO_ERROR || high < 0)
			continue;	/* nothing was fetched yet */
		at = list->elems[i].offset;
		at = at > low ? at : low;
		lag += high > at ? high - at : 0;
	}
	rd_kafka_topic_partition_list_destroy(list);
	return lag;
}

/*
 * A static member that is closed stays in its group until its session times
 * out, so that it can come back; one that unsubscribes leaves at once.
 */
static void
leave_group(struct broker *b)
{
	uint64_t until = kdd_pace_now() + LEAVE_MS * UINT64_C(1000000);
	rd_kafka_topic_partition_list_t *list;
	int n = 1;

	rd_kafka_unsubscribe(b->consumer);
	while (n > 0 && kdd_pace_now() < until) {
		rd_kafka_message_t *m = rd_kafka_consumer_poll(b->consumer,
		    10);

		if (m != NULL)
			rd_kafka_message_destroy(m);
		if (rd_kafka_assignment(b->consumer, &list) !=
		    RD_KAFKA_RESP_ERR_NO_ERROR)
			return;
		n = list->cnt;
		rd_kafka_topic_partition_list_destroy(list);
	}
}

void
broker_close(struct broker *b)
{
	leave_group(b);
	rd_kafka_consumer_close(b->consumer);
	rd_kafka_destroy(b->consumer);
	rd_kafka_destroy(b->producer);
	kdd_buf_release(&b->properties);
}
