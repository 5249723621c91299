package kdd;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines to a Kafka topic, each a record.  A tuple is acknowledged when all
 * replicas in sync have its last line, and fails if one is not delivered; it
 * comes again then, and so do those lines of it that were.
 *
 * If a line is more than the topic takes, longer ones than half of it are cut
 * from then on, so that its tuple can be delivered when it comes again.  What
 * the topic would never take is acknowledged; all of this is in the log.
 */
final class TopicSink extends Sink {
	private static final long serialVersionUID = 1;
	private static final Logger LOG =
	    LoggerFactory.getLogger(TopicSink.class);
	/* a row of 1 MiB, if none of its bytes is UTF-8, and what is with it */
	private static final int MOST_BYTES = 4 << 20;
	private static final int LEAST = 1000;

	/* A tuple whose lines are on their way. */
	private final class Delivery implements Callback {
		private final Tuple tuple;
		private final int longest;
		private int left;
		private Exception error;

		Delivery(Tuple tuple, String... lines) {
			this.tuple = tuple;
			longest = Stream.of(lines).mapToInt(String::length)
			    .max().orElse(0);
			left = lines.length;
		}

		@Override
		public void onCompletion(RecordMetadata where, Exception e) {
			/* two threads may come here: see execute() */
			synchronized (out) {
				error = e == null ? error : e;
				if (--left > 0) {
					return;
				} else if (error == null) {
					out.ack(tuple);
					return;
				}
				out.reportError(error);
				if (hopeless()) {
					LOG.warn("given up: {}",
					    start(text(tuple)));
					out.ack(tuple);
				} else {
					out.fail(tuple);
				}
			}
		}

		private boolean hopeless() {
			if (error instanceof RecordTooLargeException) {
				most = Math.min(most,
				    Math.max(LEAST, longest / 2));
				return longest <= LEAST;
			}
			return error instanceof InvalidRecordException;
		}
	}

	private final String broker;
	private final String topic;
	private transient OutputCollector out;
	private transient Producer<String, String> producer;
	/* characters of a line that the topic may take */
	private volatile int most = Integer.MAX_VALUE;

	TopicSink(String broker, String topic) {
		this.broker = broker;
		this.topic = topic;
	}

	@Override
	public void prepare(Map<String, Object> conf, TopologyContext context,
	    OutputCollector collector) {
		out = collector;
		producer = new KafkaProducer<>(Map.of(
		    "bootstrap.servers", broker,
		    "acks", "all",
		    "linger.ms", "5",
		    "max.request.size", String.valueOf(MOST_BYTES)),
		    new StringSerializer(), new StringSerializer());
	}

	/* The producer calls back on its own thread, or at once on an error. */
	@Override
	public void execute(Tuple t) {
		String[] lines = text(t).split("\n", -1);
		for (int i = 0; i < lines.length; i++) {
			lines[i] = cut(lines[i]);
		}
		Delivery d = new Delivery(t, lines);
		for (String line : lines) {
			producer.send(new ProducerRecord<>(topic, line), d);
		}
	}

	private String cut(String line) {
		if (line.length() <= most) {
			return line;
		}
		LOG.warn("cut from {} to {} characters: {}", line.length(),
		    most, start(line));
		return line.substring(0, most);
	}

	private static String start(String text) {
		return text.substring(0, Math.min(text.length(), 200));
	}

	@Override
	public void cleanup() {
		producer.close();
	}
}
