package kdd;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a file some lines at a time: a run of its bytes, decoded at once.
 *
 * Of a line that is longer than any row may be, the beginning is handed out,
 * and the rest skipped: who judges it sees that it is too long.
 */
final class LineReader implements Closeable {
	/* one byte more than kdd-storm takes */
	private static final int MAX_LINE = (1 << 20) + 1;

	private final Input in;
	private boolean skip;	/* up to the next newline */

	LineReader(String path) throws IOException {
		in = new Input(new FileInputStream(path), 256 * 1024);
	}

	/** The next lines, so many or ENOUGH; null at the end of the file. */
	Batch next(int most) throws IOException {
		if (skip) {
			skip();
		}
		int lines = 0;
		int line = 0;	/* where the last one begins, from start on */
		int i = in.start;
		do {
			while ((i = Scan.newline(in.bytes, i, in.filled))
			    < in.filled) {
				if (++lines == most
				    || i - in.start >= Batch.ENOUGH) {
					return take(i, i + 1, lines);
				}
				line = ++i - in.start;
			}
			i -= in.start;
			if (i - line >= MAX_LINE) {
				skip = true;
				int end = in.start + line + MAX_LINE;
				return take(end, end, lines + 1);
			}
		} while (in.fill());
		if (in.filled == 0) {
			return null;
		} else if (in.bytes[in.filled - 1] == '\n') {
			return take(in.filled - 1, in.filled, lines);
		}
		return take(in.filled, in.filled, lines + 1);
	}

	private void skip() throws IOException {
		int i;
		while ((i = Scan.newline(in.bytes, in.start, in.filled))
		    == in.filled) {
			in.start = i;
			if (!in.fill()) {
				return;
			}
		}
		in.start = i + 1;
		skip = false;
	}

	private Batch take(int end, int behind, int lines) {
		Batch b = new Batch(new String(in.bytes, in.start,
		    end - in.start, StandardCharsets.UTF_8), lines);
		in.start = behind;
		return b;
	}

	@Override
	public void close() throws IOException {
		in.from.close();
	}
}
