package kdd;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads a file some lines at a time: a run of its bytes, decoded at once. */
final class LineReader implements Closeable {
	private final Input in;

	LineReader(String path) throws IOException {
		in = new Input(new FileInputStream(path), 256 * 1024);
	}

	/** The next lines, so many or ENOUGH; null at the end of the file. */
	Batch next(int most) throws IOException {
		int lines = 0;
		int i = in.start;
		do {
			while ((i = Scan.newline(in.bytes, i, in.filled))
			    < in.filled) {
				if (++lines == most
				    || i - in.start >= Batch.ENOUGH) {
					return take(i, i + 1, lines);
				}
				i++;
			}
			i -= in.start;
		} while (in.fill());
		if (in.filled == 0) {
			return null;
		} else if (in.bytes[in.filled - 1] == '\n') {
			return take(in.filled - 1, in.filled, lines);
		}
		return take(in.filled, in.filled, lines + 1);
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
