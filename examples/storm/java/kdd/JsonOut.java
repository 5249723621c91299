package kdd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.storm.shade.net.minidev.json.JSONValue;

/**
 * JSON being written, as UTF-8 in one growing array.
 *
 * A string is encoded whole, and then copied run by run: only quotes,
 * backslashes and control characters end a run.  Half of a surrogate pair has
 * no UTF-8 and becomes a question mark, as with the serializer of Storm.
 */
final class JsonOut {
	private static final byte[] HEX =
	    "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
	/* What follows the backslash of a byte; 'u' for four digits. */
	private static final byte[] ESCAPE = new byte[128];

	static {
		Arrays.fill(ESCAPE, 0, 0x20, (byte) 'u');
		ESCAPE['\b'] = 'b';
		ESCAPE['\t'] = 't';
		ESCAPE['\n'] = 'n';
		ESCAPE['\f'] = 'f';
		ESCAPE['\r'] = 'r';
		ESCAPE['"'] = '"';
		ESCAPE['\\'] = '\\';
	}

	byte[] bytes = new byte[64 * 1024];
	int length;

	private void room(int n) {
		if (bytes.length - length < n) {
			bytes = Arrays.copyOf(bytes,
			    Math.max(2 * bytes.length, length + n));
		}
	}

	/** Bytes as they are: ASCII, of which nothing needs an escape. */
	JsonOut raw(String ascii) {
		int n = ascii.length();
		room(n);
		for (int i = 0; i < n; i++) {
			bytes[length++] = (byte) ascii.charAt(i);
		}
		return this;
	}

	JsonOut string(String s) {
		byte[] from = s.getBytes(StandardCharsets.UTF_8);
		int start = 0;

		room(from.length + 2);
		bytes[length++] = '"';
		for (;;) {
			int i = Scan.special(from, start, from.length);
			/* what is left, an escape and the quote */
			room(from.length - start + 7);
			run(from, start, i);
			if (i == from.length) {
				break;
			}
			escape(from[i]);
			start = i + 1;
		}
		bytes[length++] = '"';
		return this;
	}

	private void run(byte[] from, int start, int end) {
		System.arraycopy(from, start, bytes, length, end - start);
		length += end - start;
	}

	private void escape(byte c) {
		byte e = ESCAPE[c];
		bytes[length++] = '\\';
		bytes[length++] = e;
		if (e == 'u') {
			bytes[length++] = '0';
			bytes[length++] = '0';
			bytes[length++] = HEX[c >> 4];
			bytes[length++] = HEX[c & 15];
		}
	}

	/** Null, strings, whole numbers, lists; json-smart writes the rest. */
	JsonOut value(Object v) {
		if (v == null) {
			return raw("null");
		} else if (v instanceof String s) {
			return string(s);
		} else if (v instanceof Integer || v instanceof Long) {
			return raw(v.toString());
		} else if (v instanceof List<?> list) {
			return list(list);
		}
		byte[] other = JSONValue.toJSONString(v)
		    .getBytes(StandardCharsets.UTF_8);
		room(other.length);
		run(other, 0, other.length);
		return this;
	}

	private JsonOut list(List<?> values) {
		String between = "[";
		for (Object v : values) {
			raw(between).value(v);
			between = ",";
		}
		return raw(values.isEmpty() ? "[]" : "]");
	}
}
