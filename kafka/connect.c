/* broker_open() of broker.h: properties, topics, and who is told what. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "broker.h"
#include "cli.h"

#define START_MS	10000	/* to reach a broker, or to give up */
#define AROUND_MESSAGE	128	/* bytes that Kafka adds to one, and more */

static void
set(rd_kafka_conf_t *conf, const char *key, const char *value)
{
	char what[512];

	if (rd_kafka_conf_set(conf, key, value, what, sizeof(what)) !=
	    RD_KAFKA_CONF_OK)
		cli_bad_usage("property %s=%s: %s", key, value, what);
}

/* What the promise rests on, or what has an option of its own. */
static void
check_property(const char *key, const char *value)
{
	static const char *const kept[] = { "bootstrap.servers", "group.id",
	    "group.instance.id", "enable.auto.commit",
	    "enable.auto.offset.store", "enable.idempotence",
	    "isolation.level", "metadata.broker.list",
	    "transactional.id" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (strcmp(key, kept[i]) == 0)
			cli_bad_usage("property %s: not to be set, as it is "
			    "%s's own to do so", key, cli_name());
	if (strcmp(key, "partition.assignment.strategy") == 0 &&
	    strstr(value, "cooperative") != NULL)
		cli_bad_usage("property %s=%s: only range and roundrobin are "
		    "supported", key, value);
}

/* The user's own, which win over ours. */
static void
set_properties(const struct broker *b, rd_kafka_conf_t *conf)
{
	char *text = strndup(b->properties.n > 0 ? b->properties.p : "",
	    b->properties.n), *rest = text, *line, *value;

	if (text == NULL || b->properties.failed)
		cli_fail("%s", strerror(ENOMEM));
	while (rest != NULL && (line = strsep(&rest, "\n")) != NULL) {
		if (*line == '\0')
			continue;
		value = strchr(line, '=');
		*value++ = '\0';
		check_property(line, value);
		set(conf, line, value);
	}
	free(text);
}

/*
 * What librdkafka has to say, a line for each new thing.  That a broker which
 * has just started cannot let transactions begin yet is not worth a line.
 */
static void
on_log(const rd_kafka_t *rk, int level, const char *facility, const char *text)
{
	static _Thread_local char last[512];

	(void)rk;
	(void)level;
	if (strncmp(last, text, sizeof(last) - 1) == 0 ||
	    strcmp(facility, "GETPID") == 0)
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
		broker_undelivered(b, rd_kafka_topic_name(m->rkt), m->err);
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
	char id[512], max[32];
	size_t n = sizeof(max);

	/* by the length no two pairs of names share an id */
	snprintf(id, sizeof(id), "%s-%s-%zu", b->group, b->instance,
	    strlen(b->instance));
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
	rd_kafka_conf_get(rd_kafka_conf(b->producer), "message.max.bytes",
	    max, &n);
	b->max_bytes = strtoull(max, NULL, 10) - AROUND_MESSAGE;
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

static void
init_transactions(struct broker *b)
{
	bool again = true;

	while (again) {
		rd_kafka_error_t *e = rd_kafka_init_transactions(b->producer,
		    START_MS);

		if (!broker_settled("init_transactions", e, &again) && !again)
			cli_exit(CLI_FAIL);
		if (again)
			cli_warn("waiting for broker %s to let transactions "
			    "begin", b->address);
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
