package kdd;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a file some lines at a time: a run of its bytes, decoded at once. */
final class LineReader implements Closeable {
	private final InputStream in;
	private byte[] bytes = new byte[256 * 1024];
	/* bytes[start..filled) has been read and not been taken */
	private int start;
	private int filled;

	LineReader(String path) throws IOException {
		in = new FileInputStream(path);
	}

	/** The next lines, at most so many; null at the end of the file. */
	Batch next(int most) throws IOException {
		int lines = 0;
		int i = start;
		for (;;) {
			while ((i = Scan.newline(bytes, i, filled)) < filled) {
				if (++lines == most) {
					return take(i, i + 1, lines);
				}
				i++;
			}
			i -= start;
			if (!fill()) {
				break;
			}
		}
		if (filled == 0) {
			return null;
		} else if (bytes[filled - 1] == '\n') {
			return take(filled - 1, filled, lines);
		}
		return take(filled, filled, lines + 1);
	}

	private Batch take(int end, int behind, int lines) {
		Batch b = new Batch(new String(bytes, start, end - start,
		    StandardCharsets.UTF_8), lines);
		start = behind;
		return b;
	}

	/* Moves what is not taken to the front and reads more behind it. */
	private boolean fill() throws IOException {
		System.arraycopy(bytes, start, bytes, 0, filled - start);
		filled -= start;
		start = 0;
		if (filled == bytes.length) {
			bytes = Arrays.copyOf(bytes, 2 * bytes.length);
		}
		int n = in.read(bytes, filled, bytes.length - filled);
		filled += Math.max(n, 0);
		return n > 0;
	}

	@Override
	public void close() throws IOException {
		in.close();
	}
}
