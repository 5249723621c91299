package kdd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.storm.spout.SpoutOutputCollector;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichSpout;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/**
 * The lines of a file, some in each tuple, at most one tuple in so many
 * milliseconds.
 *
 * A tuple that failed is sent again, and no other before it.  A file keeps no
 * place: when the spout's worker dies, its successor begins at the first line.
 * So none is lost, and many may come twice.  Of n tasks each sends every n-th
 * tuple.
 */
final class FileSpout extends BaseRichSpout {
	private static final long serialVersionUID = 1;

	private final String path;
	private final int rows;
	private final int sleep;
	private final String report;

	private transient SpoutOutputCollector out;
	private transient LineReader in;
	private transient Again<Batch> again;
	private transient Tally tally;
	private int mine;
	private int tasks;
	private int turn;
	private int open;
	private boolean ended;
	private long due;

	/** Rows a tuple, milliseconds from one to the next; see Tally. */
	FileSpout(String path, int rows, int sleep, String report) {
		this.path = path;
		this.rows = rows;
		this.sleep = sleep;
		this.report = report;
	}

	@Override
	public void open(Map<String, Object> conf, TopologyContext context,
	    SpoutOutputCollector collector) {
		out = collector;
		again = new Again<>();
		mine = context.getThisTaskIndex();
		tasks = context.getComponentTasks(
		    context.getThisComponentId()).size();
		tally = new Tally(report, context.getThisComponentId()
		    + "[" + mine + "]");
		due = System.nanoTime();
		try {
			in = new LineReader(path);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void nextTuple() {
		Batch b = again.poll();
		if (b == null && again.isEmpty() && !ended
		    && System.nanoTime() >= due) {
			b = read();
			due += sleep * 1_000_000L;
		}
		if (b != null) {
			open++;
			tally.sent();
			out.emit(new Values(b.text), b);
		} else if (ended && open == 0 && again.isEmpty()) {
			tally.tell();
		}
	}

	/* The next tuple that is this task's; null at the end of the file. */
	private Batch read() {
		try {
			Batch b;
			do {
				b = in.next(rows);
			} while (b != null && turn++ % tasks != mine);
			ended = b == null;
			return b;
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void ack(Object id) {
		open--;
		tally.acked((Batch) id);
	}

	@Override
	public void fail(Object id) {
		open--;
		tally.failed();
		again.add((Batch) id);
	}

	@Override
	public void close() {
		try {
			in.close();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void declareOutputFields(OutputFieldsDeclarer d) {
		d.declare(new Fields("rows"));
	}
}
