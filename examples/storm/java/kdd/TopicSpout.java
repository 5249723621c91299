package kdd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of a Kafka topic, at least once, several in a tuple if asked.
 *
 * A tuple holds records of one partition, as many as have come and at most as
 * many as asked: a quiet topic holds none back.  The offset that is committed
 * is that of the first record not acknowledged yet, so whoever comes next
 * begins there.  A tuple that failed is sent again, and no other before it,
 * unless its partition has gone to somebody else, who reads it from the
 * committed offset on.
 *
 * Each task is a static member of the group under the topology's name and its
 * own number: one that comes back after a crash gets its partitions at once.
 */
final class TopicSpout extends BaseRichSpout
    implements ConsumerRebalanceListener {
	private static final long serialVersionUID = 1;
	private static final Logger LOG =
	    LoggerFactory.getLogger(TopicSpout.class);
	private static final Duration WAIT = Duration.ofMillis(20);
	private static final Duration LAST = Duration.ofSeconds(2);
	private static final long COMMIT_NS = 1_000_000_000L;
	private static final long TELL_NS = 10_000_000_000L;

	/** A partition that is ours; its tuples in the order of offsets. */
	private static final class Part {
		final Queue<Sent> open = new ArrayDeque<>();
		boolean ours = true;
		long next = -1;		/* all before it is acknowledged */
		long committed = -1;
	}

	private static final class Sent extends Batch {
		final Part part;
		final long next;	/* the offset behind its last record */
		boolean done;

		Sent(Part part, String text, int rows, long next) {
			super(text, rows);
			this.part = part;
			this.next = next;
		}
	}

	private final String broker;
	private final String topic;
	private final String group;
	private final int rows;
	private final String report;

	private transient SpoutOutputCollector out;
	private transient Consumer<String, String> consumer;
	private transient Map<TopicPartition, Part> parts;
	/* to be sent: failed tuples first */
	private transient Again<Sent> again;
	private transient Queue<Sent> fresh;
	private transient Tally tally;
	private long commit;
	private long tell;

	TopicSpout(String broker, String topic, String group, int rows,
	    String report) {
		this.broker = broker;
		this.topic = topic;
		this.group = group;
		this.rows = rows;
		this.report = report;
	}

	@Override
	public void open(Map<String, Object> conf, TopologyContext context,
	    SpoutOutputCollector collector) {
		String name = conf.get("topology.name") + "-"
		    + context.getThisComponentId() + "-"
		    + context.getThisTaskIndex();
		out = collector;
		parts = new HashMap<>();
		again = new Again<>();
		fresh = new ArrayDeque<>();
		tally = new Tally(report, name);
		consumer = new KafkaConsumer<>(Map.of(
		    "bootstrap.servers", broker,
		    "group.id", group,
		    "group.instance.id", name,
		    "enable.auto.commit", "false",
		    "auto.offset.reset", "earliest",
		    "isolation.level", "read_committed",
		    "session.timeout.ms", "10000",
		    "max.poll.records", String.valueOf(Math.max(500, rows)),
		    "partition.assignment.strategy", "org.apache.kafka.clients"
		    + ".consumer.CooperativeStickyAssignor"),
		    new StringDeserializer(), new StringDeserializer());
		consumer.subscribe(List.of(topic), this);
	}

	@Override
	public void nextTuple() {
		long now = System.nanoTime();
		if (now - commit > COMMIT_NS) {
			commit = now;
			commit();
		}
		if (now - tell > TELL_NS) {
			tell = now;
			tally.tell();
		}
		if (again.isEmpty() && fresh.isEmpty()) {
			poll();
		}
		send(again.isEmpty() ? fresh.poll() : again.poll());
	}

	private void send(Sent b) {
		if (b != null && b.part.ours) {
			tally.sent();
			out.emit(new Values(b.text), b);
		}
	}

	private void poll() {
		var records = consumer.poll(WAIT);
		for (TopicPartition p : records.partitions()) {
			Part part = parts.get(p);
			var list = records.records(p);
			for (int i = 0; i < list.size();) {
				int end = end(list, i);
				Sent b = join(part, list.subList(i, end));
				part.open.add(b);
				fresh.add(b);
				i = end;
			}
		}
	}

	/* Behind the last record of the tuple that begins with record i. */
	private int end(List<ConsumerRecord<String, String>> list, int i) {
		int end = i;
		int bytes = 0;
		while (end < list.size() && end - i < rows
		    && bytes < Batch.ENOUGH) {
			bytes += list.get(end++).serializedValueSize();
		}
		return end;
	}

	/* A record may hold several rows, with newlines between. */
	private static Sent join(Part part,
	    List<ConsumerRecord<String, String>> records) {
		StringBuilder text = new StringBuilder();
		String between = "";
		for (var r : records) {
			text.append(between).append(
			    r.value() == null ? "" : r.value());
			between = "\n";
		}
		String s = text.toString();
		int n = 1;
		for (int i = s.indexOf('\n'); i != -1;
		    i = s.indexOf('\n', i + 1)) {
			n++;
		}
		return new Sent(part, s, n,
		    records.get(records.size() - 1).offset() + 1);
	}

	@Override
	public void ack(Object id) {
		Sent b = (Sent) id;
		b.done = true;
		tally.acked(b);
	}

	@Override
	public void fail(Object id) {
		tally.failed();
		again.add((Sent) id);
	}

	/* What may be committed of these partitions and has not been. */
	private Map<TopicPartition, OffsetAndMetadata> due(
	    Collection<TopicPartition> which) {
		Map<TopicPartition, OffsetAndMetadata> offsets =
		    new HashMap<>();
		for (TopicPartition p : which) {
			Part part = parts.get(p);
			while (!part.open.isEmpty() && part.open.peek().done) {
				part.next = part.open.remove().next;
			}
			if (part.next != part.committed) {
				part.committed = part.next;
				offsets.put(p,
				    new OffsetAndMetadata(part.next));
			}
		}
		return offsets;
	}

	private void commit() {
		var offsets = due(parts.keySet());
		if (!offsets.isEmpty()) {
			consumer.commitAsync(offsets, this::committed);
		}
	}

	/* What was not committed is due again. */
	private void committed(Map<TopicPartition, OffsetAndMetadata> offsets,
	    Exception e) {
		if (e == null) {
			return;
		}
		LOG.warn("not committed: {}", offsets, e);
		for (TopicPartition p : offsets.keySet()) {
			if (parts.containsKey(p)) {
				parts.get(p).committed = -1;
			}
		}
	}

	/* Before partitions are let go; what fails here is only read twice. */
	private void commitLast(Collection<TopicPartition> which) {
		var offsets = due(which);
		try {
			if (!offsets.isEmpty()) {
				consumer.commitSync(offsets, LAST);
			}
		} catch (KafkaException e) {
			LOG.warn("not committed: {}", offsets, e);
		}
	}

	@Override
	public void onPartitionsAssigned(Collection<TopicPartition> which) {
		for (TopicPartition p : which) {
			parts.put(p, new Part());
		}
	}

	@Override
	public void onPartitionsRevoked(Collection<TopicPartition> which) {
		commitLast(which);
		onPartitionsLost(which);
	}

	@Override
	public void onPartitionsLost(Collection<TopicPartition> which) {
		for (TopicPartition p : which) {
			parts.remove(p).ours = false;
		}
	}

	@Override
	public void close() {
		commitLast(parts.keySet());
		consumer.close();
		tally.tell();
	}

	@Override
	public void declareOutputFields(OutputFieldsDeclarer d) {
		d.declare(new Fields("rows"));
	}
}
