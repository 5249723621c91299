package kdd;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where in an array of bytes the next one of interest is, eight at a time.
 *
 * A byte of v is below n, for n up to 0x80, if the same byte of v - n has the
 * top bit and that of v has not; a borrow spoils only bytes above one that is
 * below n, so the lowest hit is right.
 */
final class Scan {
	private static final VarHandle LONG =
	    MethodHandles.byteArrayViewVarHandle(long[].class,
	    ByteOrder.LITTLE_ENDIAN);
	private static final long ONES = 0x0101010101010101L;
	private static final long TOPS = 0x8080808080808080L;

	private Scan() { }

	private static long below(int n, long v) {
		return v - n * ONES & ~v;
	}

	private static long equal(int c, long v) {
		return below(1, v ^ c * ONES);
	}

	/** The next newline in b[i..end), or end. */
	static int newline(byte[] b, int i, int end) {
		for (; i + 8 <= end; i += 8) {
			long hit = equal('\n', (long) LONG.get(b, i)) & TOPS;
			if (hit != 0) {
				return i + (Long.numberOfTrailingZeros(hit)
				    >> 3);
			}
		}
		while (i < end && b[i] != '\n') {
			i++;
		}
		return i;
	}

	/** The next quote, backslash or control character, or end. */
	static int special(byte[] b, int i, int end) {
		for (; i + 8 <= end; i += 8) {
			long v = (long) LONG.get(b, i);
			long hit = (below(' ', v) | equal('"', v)
			    | equal('\\', v)) & TOPS;
			if (hit != 0) {
				return i + (Long.numberOfTrailingZeros(hit)
				    >> 3);
			}
		}
		while (i < end && b[i] != '"' && b[i] != '\\'
		    && (b[i] < 0 || b[i] >= ' ')) {
			i++;
		}
		return i;
	}
}
