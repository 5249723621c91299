package kdd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.tuple.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines at the end of a file: FILE for the first task, FILE.1 for the second.
 *
 * A tuple is acknowledged when the system has its lines; if it does not take
 * them, none of them stays.  A last line that lacks its end, the user's own or
 * a piece that a killed worker left, is given one.  The lock makes a task wait
 * for one that still has the file.
 */
final class FileSink extends Sink {
	private static final long serialVersionUID = 1;
	private static final Logger LOG =
	    LoggerFactory.getLogger(FileSink.class);

	private final String path;
	private transient OutputCollector out;
	private transient FileChannel file;
	private long end;	/* of the last tuple */

	FileSink(String path) {
		this.path = path;
	}

	@Override
	public void prepare(Map<String, Object> conf, TopologyContext context,
	    OutputCollector collector) {
		int task = context.getThisTaskIndex();
		out = collector;
		try {
			open(task == 0 ? path : path + "." + task);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private void open(String name) throws IOException {
		file = FileChannel.open(Path.of(name),
		    StandardOpenOption.CREATE, StandardOpenOption.READ,
		    StandardOpenOption.WRITE);
		if (file.tryLock() == null) {
			LOG.warn("waits for {}: another process writes it",
			    name);
			file.lock();
		}
		end = file.size();
		file.position(end);
		ByteBuffer last = ByteBuffer.allocate(1);
		if (end > 0 && file.read(last, end - 1) == 1
		    && last.get(0) != '\n') {
			append("\n");
		}
	}

	private void append(String text) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(
		    text.getBytes(StandardCharsets.UTF_8));
		while (bytes.hasRemaining()) {
			file.write(bytes);
		}
		end = file.position();
	}

	@Override
	public void execute(Tuple t) {
		try {
			append(text(t) + "\n");
			out.ack(t);
		} catch (IOException e) {
			out.reportError(e);
			cut();
			out.fail(t);
		}
	}

	/* Takes away what was written of a tuple that fails. */
	private void cut() {
		try {
			file.truncate(end);
			file.position(end);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void cleanup() {
		try {
			file.close();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
