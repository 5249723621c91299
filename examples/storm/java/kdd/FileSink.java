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

/**
 * Lines at the end of a file: FILE for the first task, FILE.1 for the second.
 *
 * A tuple is acknowledged when the system has its lines.  A line that lacks
 * its end, as a killed worker may leave one, was not acknowledged and is cut
 * off.  The lock makes a task wait for one that still has the file.
 */
final class FileSink extends Sink {
	private static final long serialVersionUID = 1;

	private final String path;
	private transient OutputCollector out;
	private transient FileChannel file;

	FileSink(String path) {
		this.path = path;
	}

	@Override
	public void prepare(Map<String, Object> conf, TopologyContext context,
	    OutputCollector collector) {
		int task = context.getThisTaskIndex();
		out = collector;
		try {
			file = FileChannel.open(
			    Path.of(task == 0 ? path : path + "." + task),
			    StandardOpenOption.CREATE, StandardOpenOption.READ,
			    StandardOpenOption.WRITE);
			file.lock();
			long end = end();
			file.truncate(end);
			file.position(end);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/* Where the last whole line ends. */
	private long end() throws IOException {
		ByteBuffer one = ByteBuffer.allocate(1);
		long end = file.size();
		while (end > 0) {
			file.read(one.clear(), end - 1);
			if (one.get(0) == '\n') {
				break;
			}
			end--;
		}
		return end;
	}

	@Override
	public void execute(Tuple t) {
		ByteBuffer lines = ByteBuffer.wrap((text(t) + "\n")
		    .getBytes(StandardCharsets.UTF_8));
		try {
			while (lines.hasRemaining()) {
				file.write(lines);
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		out.ack(t);
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
