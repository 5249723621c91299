package kdd;

import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Tuple;

/**
 * Lines to a Kafka topic, each a record.  A tuple is acknowledged when all
 * replicas in sync have its last line, and fails if one is not delivered; it
 * comes again then, and so do those lines of it that were.
 */
final class TopicSink extends Sink {
	private static final long serialVersionUID = 1;

	/* A tuple whose lines are on their way. */
	private final class Delivery implements Callback {
		private final Tuple tuple;
		private int left;
		private Exception error;

		Delivery(Tuple tuple, int lines) {
			this.tuple = tuple;
			left = lines;
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
				} else {
					out.reportError(error);
					out.fail(tuple);
				}
			}
		}
	}

	private final String broker;
	private final String topic;
	private transient OutputCollector out;
	private transient Producer<String, String> producer;

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
		    "linger.ms", "5"),
		    new StringSerializer(), new StringSerializer());
	}

	/* The producer calls back on its own thread, or at once on an error. */
	@Override
	public void execute(Tuple t) {
		String[] lines = text(t).split("\n", -1);
		Delivery d = new Delivery(t, lines.length);
		for (String line : lines) {
			producer.send(new ProducerRecord<>(topic, line), d);
		}
	}

	@Override
	public void cleanup() {
		producer.close();
	}
}
