package kdd;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON text in an array of bytes, as values of Java: Map, List, String,
 * Boolean, Integer, or Long or BigInteger for what that cannot hold, Double, or
 * null.
 *
 * What is not JSON is an IOException; but for control characters in a string,
 * which are taken.  Bytes that are no UTF-8 become U+FFFD, half of a surrogate
 * pair a question mark.  The array is used up: strings are unescaped in it.
 */
final class JsonIn {
	private static final int MAX_DEPTH = 200;
	private static final Pattern NUMBER = Pattern.compile(
	    "-?(?:0|[1-9][0-9]*)(\\.[0-9]+|(?:\\.[0-9]+)?[eE][+-]?[0-9]+)?");

	private final byte[] bytes;
	private final int end;
	private int at;
	private int depth;

	private JsonIn(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.at = start;
		this.end = end;
	}

	static Object parse(byte[] bytes, int start, int end)
	    throws IOException {
		JsonIn in = new JsonIn(bytes, start, end);
		Object v = in.value();
		if (in.next() != -1) {
			throw in.bad("more than one value");
		}
		return v;
	}

	private IOException bad(String what) {
		int from = Math.max(0, at - 40);
		return new IOException("no JSON: " + what + " after \""
		    + new String(bytes, from, Math.min(at, end) - from,
		    StandardCharsets.UTF_8) + "\"");
	}

	/* The next byte that is no space, not yet taken; -1 at the end. */
	private int next() {
		while (at < end && (bytes[at] == ' ' || bytes[at] == '\n'
		    || bytes[at] == '\r' || bytes[at] == '\t')) {
			at++;
		}
		return at < end ? bytes[at] : -1;
	}

	private boolean take(char c) {
		if (next() != c) {
			return false;
		}
		at++;
		return true;
	}

	private void need(char c) throws IOException {
		if (!take(c)) {
			throw bad("no '" + c + "'");
		}
	}

	private Object value() throws IOException {
		return switch (next()) {
		case '"' -> string();
		case '{' -> object();
		case '[' -> array();
		case 't' -> word("true", Boolean.TRUE);
		case 'f' -> word("false", Boolean.FALSE);
		case 'n' -> word("null", null);
		default -> number();
		};
	}

	private Object word(String word, Object means) throws IOException {
		for (int i = 0; i < word.length(); i++, at++) {
			if (at == end || bytes[at] != word.charAt(i)) {
				throw bad("no " + word);
			}
		}
		return means;
	}

	private void deeper() throws IOException {
		if (++depth > MAX_DEPTH) {
			throw bad("more than " + MAX_DEPTH + " levels");
		}
	}

	private Map<String, Object> object() throws IOException {
		Map<String, Object> map = new LinkedHashMap<>();
		need('{');
		deeper();
		if (!take('}')) {
			do {
				if (next() != '"') {
					throw bad("no key");
				}
				String key = string();
				need(':');
				map.put(key, value());
			} while (take(','));
			need('}');
		}
		depth--;
		return map;
	}

	private List<Object> array() throws IOException {
		List<Object> list = new ArrayList<>();
		need('[');
		deeper();
		if (!take(']')) {
			do {
				list.add(value());
			} while (take(','));
			need(']');
		}
		depth--;
		return list;
	}

	/*
	 * A string is made of runs that stand for themselves, and escapes.
	 * No escape is shorter than what it stands for, so the string is put
	 * together where it is, and decoded whole.
	 */
	private String string() throws IOException {
		int start = ++at;
		int to = at;
		for (;;) {
			int from = at;
			at = Scan.special(bytes, at, end);
			if (at == end) {
				throw bad("a string without end");
			}
			System.arraycopy(bytes, from, bytes, to, at - from);
			to += at - from;
			int c = bytes[at++];
			if (c == '"') {
				return new String(bytes, start, to - start,
				    StandardCharsets.UTF_8);
			} else if (c == '\\') {
				c = escaped();
			}
			to = put(c, to);
		}
	}

	/* Writes a code point as UTF-8; returns where the next one goes. */
	private int put(int c, int to) {
		if (c < 0x80) {
			bytes[to] = (byte) c;
			return to + 1;
		}
		byte[] utf8 = Character.toString(c)
		    .getBytes(StandardCharsets.UTF_8);
		System.arraycopy(utf8, 0, bytes, to, utf8.length);
		return to + utf8.length;
	}

	/* What an escape means, its backslash taken: a code point. */
	private int escaped() throws IOException {
		int c = at < end ? bytes[at++] : -1;
		return switch (c) {
		case '"', '\\', '/' -> c;
		case 'b' -> '\b';
		case 'f' -> '\f';
		case 'n' -> '\n';
		case 'r' -> '\r';
		case 't' -> '\t';
		case 'u' -> point();
		default -> throw bad("an unknown escape");
		};
	}

	private int point() throws IOException {
		char high = hex();
		if (!Character.isHighSurrogate(high) || end - at < 6
		    || bytes[at] != '\\' || bytes[at + 1] != 'u') {
			return high;
		}
		at += 2;
		char low = hex();
		if (!Character.isLowSurrogate(low)) {
			at -= 6;
			return high;
		}
		return Character.toCodePoint(high, low);
	}

	private char hex() throws IOException {
		int c = 0;
		for (int i = 0; i < 4; i++) {
			int digit = at < end
			    ? Character.digit(bytes[at++], 16) : -1;
			if (digit == -1) {
				throw bad("no four digits");
			}
			c = c << 4 | digit;
		}
		return (char) c;
	}

	private Number number() throws IOException {
		int start = at;
		while (at < end && "+-.eE0123456789".indexOf(bytes[at]) != -1) {
			at++;
		}
		String s = new String(bytes, start, at - start,
		    StandardCharsets.ISO_8859_1);
		Matcher m = NUMBER.matcher(s);
		if (!m.matches()) {
			throw bad("no value");
		} else if (m.group(1) != null) {
			return Double.valueOf(s);
		}
		BigInteger whole = new BigInteger(s);
		if (whole.bitLength() < 32) {
			return whole.intValue();
		} else if (whole.bitLength() < 64) {
			return whole.longValue();
		}
		return whole;
	}
}
