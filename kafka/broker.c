#include "broker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define START_MS	10000	/* to reach a broker, or to give up */
#define CALL_MS		30000	/* for one call, before it is made again */
#define LAG_MS		1000	/* to learn where the topic ends */

static void
set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
	char what[512];

	if (rd_kafka_conf_set(conf, key, value, what, sizeof(what)) !=
	    RD_KAFKA_CONF_OK)
		cli_bad_usage("property %s=%s: %s", key, value, what);
}

/* The user's own, which win over ours. */
static void
set_properties(const struct broker *b, rd_kafka_conf_t *conf)
{
	char *text = strndup(b->properties.n > 0 ? b->properties.p : "",
	    b->properties.n), *rest = text, *line, *value;

	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		if (*line == '\0')
			continue;
		value = strchr(line, '=');
		*value++ = '\0';
		set(conf, line, value);
	}
	free(text);
}

/* What librdkafka has to say, a line for each new thing. */
static void
on_log(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
	static char last[512];

	(void)rk;
	(void)level;
	if (strncmp(last, text, sizeof(last) - 1) == 0)
		return;
	snprintf(last, sizeof(last), "%s", text);
	cli_warn("%s: %s", facility, text);
}

static void
on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t err,
    rd_kafka_topic_partition_list_t *list, void *arg)
{
	struct broker *b = arg;

	if (err == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
		rd_kafka_assign(rk, list);
		return;
	}
	b->lost = true;
	rd_kafka_assign(rk, NULL);
}

static void
on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m, void *arg)
{
	struct broker *b = arg;

	(void)rk;
	if (m->err != RD_KAFKA_RESP_ERR_NO_ERROR)
		b->undelivered++;
}

static rd_kafka_t *
make(struct broker *b, rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
	char what[512];
	rd_kafka_t *rk;

	set(conf, "bootstrap.servers", b->address);
	set(conf, "log_level", "4");
	rd_kafka_conf_set_log_cb(conf, on_log);
	rd_kafka_conf_set_opaque(conf, b);
	set_properties(b, conf);
	if ((rk = rd_kafka_new(type, conf, what, sizeof(what))) == NULL)
		cli_fail("%s", what);
	return rk;
}

static void
make_consumer(struct broker *b)
{
	rd_kafka_conf_t *conf = rd_kafka_conf_new();

	set(conf, "group.id", b->group);
	set(conf, "group.instance.id", b->instance);
	set(conf, "enable.auto.commit", "false");
	set(conf, "enable.auto.offset.store", "false");
	set(conf, "isolation.level", "read_committed");
	set(conf, "auto.offset.reset", "earliest");
	set(conf, "session.timeout.ms", "6000");
	set(conf, "heartbeat.interval.ms", "1000");
	set(conf, "queued.min.messages", "1000000");
	set(conf, "fetch.wait.max.ms", "100");
	rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
	b->consumer = make(b, RD_KAFKA_CONSUMER, conf);
	rd_kafka_poll_set_consumer(b->consumer);
}

static void
make_producer(struct broker *b)
{
	rd_kafka_conf_t *conf = rd_kafka_conf_new();
	char id[512];

	snprintf(id, sizeof(id), "%s-%s", b->group, b->instance);
	if (!b->plain) {
		set(conf, "transactional.id", id);
		set(conf, "transaction.timeout.ms", "15000");
	} else {
		set(conf, "enable.idempotence", "true");
	}
	set(conf, "linger.ms", "1");
	set(conf, "queue.buffering.max.messages", "1000000");
	rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
	b->producer = make(b, RD_KAFKA_PRODUCER, conf);
}

/* How many partitions a topic has; exits 1 if there is none. */
static int32_t
look_at(struct broker *b, const char *topic)
{
	rd_kafka_topic_t *t = rd_kafka_topic_new(b->producer, topic, NULL);
	const struct rd_kafka_metadata *m = NULL;
	rd_kafka_resp_err_t err = t == NULL ? rd_kafka_last_error() :
	    rd_kafka_metadata(b->producer, 0, t, &m, START_MS);
	int32_t n;

	if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
		cli_fail("broker %s: %s: is it running, and does it listen "
		    "there?", b->address, rd_kafka_err2str(err));
	err = m->topic_cnt == 1 ? m->topics[0].err :
	    RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
	if (err != RD_KAFKA_RESP_ERR_NO_ERROR ||
	    m->topics[0].partition_cnt == 0)
		cli_fail("topic %s at %s: %s; kafka-topics.sh --create makes "
		    "one", topic, b->address, rd_kafka_err2str(err));
	n = m->topics[0].partition_cnt;
	rd_kafka_metadata_destroy(m);
	rd_kafka_topic_destroy(t);
	return n;
}

/*
 * One call of a transaction, made again while that helps.  Returns true, or
 * false if the transaction must be aborted; exits 1 if nothing helps.
 */
static bool
settled(struct broker *b, const char *what, rd_kafka_error_t *error,
    bool *again)
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
	(void)b;
	return false;
}

static void
init_transactions(struct broker *b)
{
	bool again = true;

	while (again) {
		rd_kafka_error_t *e = rd_kafka_init_transactions(b->producer,
		    START_MS);

		if (!settled(b, "init_transactions", e, &again) && !again)
			cli_exit(CLI_FAIL);
	}
}

void
broker_open(struct broker *b)
{
	rd_kafka_topic_partition_list_t *topics =
	    rd_kafka_topic_partition_list_new(1);
	rd_kafka_resp_err_t err;

	make_producer(b);
	look_at(b, b->in);
	b->partitions = look_at(b, b->out);
	if (b->dead != NULL)
		look_at(b, b->dead);
	if (!b->plain)
		init_transactions(b);
	make_consumer(b);
	rd_kafka_topic_partition_list_add(topics, b->in,
	    RD_KAFKA_PARTITION_UA);
	err = rd_kafka_subscribe(b->consumer, topics);
	rd_kafka_topic_partition_list_destroy(topics);
	if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
		cli_fail("topic %s: %s", b->in, rd_kafka_err2str(err));
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
	if (b->plain)
		return;
	if ((e = rd_kafka_begin_transaction(b->producer)) != NULL)
		cli_fail("begin_transaction: %s", rd_kafka_error_string(e));
}

/* Until the producer's queue has room. */
static void
produce(struct broker *b, const rd_kafka_vu_t *v, size_t n)
{
	rd_kafka_error_t *e;
	rd_kafka_resp_err_t code;

	while ((e = rd_kafka_produceva(b->producer, v, n)) != NULL) {
		code = rd_kafka_error_code(e);
		if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
			cli_warn("produce: %s", rd_kafka_error_string(e));
			rd_kafka_error_destroy(e);
			b->undelivered++;
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
	char partition[16], offset[24];

	snprintf(partition, sizeof(partition), "%" PRId32, row->partition);
	snprintf(offset, sizeof(offset), "%" PRId64, row->offset);
	const rd_kafka_vu_t v[] = {
		{ .vtype = RD_KAFKA_VTYPE_TOPIC, .u.cstr = b->dead },
		{ .vtype = RD_KAFKA_VTYPE_MSGFLAGS,
		    .u.i = RD_KAFKA_MSG_F_COPY },
		{ .vtype = RD_KAFKA_VTYPE_VALUE,
		    .u.mem = { (void *)(uintptr_t)value, row->n } },
		header("topic", b->in), header("partition", partition),
		header("offset", offset), header("reason", reason),
	};

	produce(b, v, sizeof(v) / sizeof(*v));
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
		rd_kafka_error_destroy(e);
	rd_kafka_topic_partition_list_destroy(list);
}

void
broker_abort(struct broker *b, const struct batch *batch)
{
	bool again = !b->plain;

	while (again) {
		rd_kafka_error_t *e = rd_kafka_abort_transaction(b->producer,
		    CALL_MS);

		if (!settled(b, "abort_transaction", e, &again) && !again)
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

		good = settled(b, "send_offsets",
		    rd_kafka_send_offsets_to_transaction(b->producer, list,
		    group, CALL_MS), &again);
		rd_kafka_consumer_group_metadata_destroy(group);
	}
	rd_kafka_topic_partition_list_destroy(list);
	return good;
}

static bool
commit_plain(struct broker *b, const struct batch *batch)
{
	rd_kafka_topic_partition_list_t *list;
	rd_kafka_resp_err_t err;

	while (rd_kafka_flush(b->producer, CALL_MS) ==
	    RD_KAFKA_RESP_ERR__TIMED_OUT && cli_stop() == 0)
		cli_warn("waiting for the broker to take what was sent");
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
	good = send_offsets(b, batch);
	while (good && again)
		if (!settled(b, "commit_transaction",
		    rd_kafka_commit_transaction(b->producer, CALL_MS),
		    &again) && !again)
			good = false;
	if (!good)
		broker_abort(b, batch);
	return good;
}

int64_t
broker_lag(struct broker *b)
{
	rd_kafka_topic_partition_list_t *list = NULL;
	int64_t lag = 0, low, high, at;

	if (rd_kafka_assignment(b->consumer, &list) !=
	    RD_KAFKA_RESP_ERR_NO_ERROR)
		return 0;
	rd_kafka_committed(b->consumer, list, LAG_MS);
	for (int i = 0; i < list->cnt; i++) {
		if (rd_kafka_query_watermark_offsets(b->consumer, b->in,
		    list->elems[i].partition, &low, &high, LAG_MS) !=
		    RD_KAFKA_RESP_ERR_NO_ERROR)
			continue;
		at = list->elems[i].offset;
		lag += high - (at > low ? at : low);
	}
	rd_kafka_topic_partition_list_destroy(list);
	return lag;
}

void
broker_close(struct broker *b)
{
	rd_kafka_consumer_close(b->consumer);
	rd_kafka_destroy(b->consumer);
	rd_kafka_destroy(b->producer);
	kdd_buf_release(&b->properties);
}
