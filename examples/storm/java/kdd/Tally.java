package kdd;

import java.io.FileWriter;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a spout has sent and seen acknowledged, as a line of a file. */
final class Tally {
	private static final Logger LOG =
	    LoggerFactory.getLogger(Tally.class);

	private final String file;
	private final String who;
	private long rows;
	private long acked;
	private long failed;
	private long sent;	/* when the first tuple was, in ns */
	private long first;	/* and when the first and the last were */
	private long last;	/* acknowledged */
	private long told;

	/** The file is appended to; without one (null) nothing is told. */
	Tally(String file, String who) {
		this.file = file;
		this.who = who;
	}

	void sent() {
		if (sent == 0) {
			sent = System.nanoTime();
		}
	}

	void acked(Batch b) {
		last = System.nanoTime();
		if (acked == 0) {
			first = last;
		}
		rows += b.rows;
		acked++;
	}

	void failed() {
		failed++;
	}

	/** Writes the line, if something was acknowledged since the last. */
	void tell() {
		if (file == null || acked == told) {
			return;
		}
		told = acked;
		double s = (last - sent) / 1e9;
		try (FileWriter w = new FileWriter(file, true)) {
			w.write(String.format(Locale.ROOT, "%s: %d rows acked, "
			    + "%d tuples acked, %d failed, %.3f s, "
			    + "%.0f rows/s, the first after %.3f s%n", who,
			    rows, acked, failed, s, rows / s,
			    (first - sent) / 1e9));
		} catch (IOException e) {
			LOG.warn("not told in {}", file, e);
		}
	}
}
