package kdd;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What has been read of a stream and not been taken: bytes[start..filled). */
final class Input {
	final InputStream from;
	byte[] bytes;
	int start;
	int filled;

	Input(InputStream from, int room) {
		this.from = from;
		bytes = new byte[room];
	}

	/** Moves that to the front and reads more behind it; false: no more. */
	boolean fill() throws IOException {
		System.arraycopy(bytes, start, bytes, 0, filled - start);
		filled -= start;
		start = 0;
		if (filled == bytes.length) {
			bytes = Arrays.copyOf(bytes, 2 * bytes.length);
		}
		int n = from.read(bytes, filled, bytes.length - filled);
		filled += Math.max(n, 0);
		return n != -1;
	}
}
