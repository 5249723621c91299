import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kdd.ByteSerializer;
import org.apache.storm.multilang.BoltMsg;
import org.apache.storm.multilang.ISerializer;
import org.apache.storm.multilang.JsonSerializer;
import org.apache.storm.multilang.NoOutputException;
import org.apache.storm.multilang.ShellMsg;
import org.apache.storm.multilang.SpoutMsg;
import org.apache.storm.shade.net.minidev.json.JSONValue;
import org.apache.storm.shade.net.minidev.json.parser.JSONParser;

/**
 * SerializerCheck - kdd.ByteSerializer beside the JsonSerializer of Storm
 *
 * What one writes, a strict parser must read as what the other writes and as
 * what was meant; what bolts write, both must read as the same, however it is
 * cut into pieces.  Ends with status 0 and a count, or at the first that is
 * wrong.
 */
public final class SerializerCheck {
	private static final Random RANDOM = new Random(1);
	private static int checks;

	private SerializerCheck() { }

	private static void same(Object want, Object got, String what) {
		checks++;
		String w = String.valueOf(want);
		String g = String.valueOf(got);
		if (!w.equals(g)) {
			int at = Arrays.mismatch(w.toCharArray(),
			    g.toCharArray());
			throw new AssertionError(what + ": not " + from(at, w)
			    + " but " + from(at, g));
		}
	}

	/* What is worth showing of a long string. */
	private static String from(int at, String s) {
		return s.substring(Math.max(at - 60, 0),
		    Math.min(at + 60, s.length()));
	}

	/* Bytes that come at most so many at a time. */
	private static InputStream pieces(byte[] bytes, int most) {
		return new ByteArrayInputStream(bytes) {
			@Override
			public synchronized int read(byte[] b, int off,
			    int len) {
				return super.read(b, off,
				    Math.min(len, most));
			}
		};
	}

	private interface Write {
		void by(ISerializer s) throws IOException;
	}

	private static String written(ISerializer s, Write w)
	    throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		s.initialize(out, pieces(new byte[0], 1));
		w.by(s);
		String text = out.toString(StandardCharsets.UTF_8);
		same(true, text.endsWith("\nend\n"), "the end of " + text);
		return text.substring(0, text.length() - 5);
	}

	private static Object parsed(String json) throws Exception {
		return new JSONParser(JSONParser.MODE_RFC4627).parse(json);
	}

	/* By both the same; what it is. */
	private static Object check(Write w) throws Exception {
		Object ours = parsed(written(new ByteSerializer(), w));
		same(parsed(written(new JsonSerializer(), w)), ours,
		    "written");
		return ours;
	}

	private static void tuple(Object... values) throws Exception {
		BoltMsg m = new BoltMsg();
		m.setId("-4380922");
		m.setComp("rows");
		m.setStream("default");
		m.setTask(3);
		m.setTuple(Arrays.asList(values));
		Map<?, ?> map = (Map<?, ?>) check(s -> s.writeBoltMsg(m));
		same("-4380922", map.get("id"), "id");
		same("3", map.get("task"), "task");
		List<?> got = (List<?>) map.get("tuple");
		same(values.length, got.size(), "values");
		for (int i = 0; i < values.length; i++) {
			if (values[i] instanceof String s) {
				same(whole(s), got.get(i), "value " + i);
			}
		}
	}

	/* As UTF-8 has it: without halves of surrogate pairs. */
	private static String whole(String s) {
		return new String(s.getBytes(StandardCharsets.UTF_8),
		    StandardCharsets.UTF_8);
	}

	/* Mostly what needs care: controls, quotes, high characters. */
	private static String arbitrary(int length) {
		char[] s = new char[length];
		for (int i = 0; i < length; i++) {
			s[i] = (char) switch (RANDOM.nextInt(6)) {
			case 0 -> RANDOM.nextInt(0x20);
			case 1 -> "\"\\/\u007f\u0080".charAt(
			    RANDOM.nextInt(5));
			case 2 -> RANDOM.nextInt(0x10000);
			case 3 -> 0xd800 + RANDOM.nextInt(0x800);
			default -> 'a' + RANDOM.nextInt(26);
			};
		}
		return new String(s);
	}

	private static void writing() throws Exception {
		StringBuilder all = new StringBuilder();
		for (int c = 0; c < 0x10000; c++) {
			tuple("" + (char) c);
			all.append((char) c);
		}
		tuple(all.toString(), "", "end", "\nend\n", "\ud83d\ude00");
		for (int i = 0; i < 20000; i++) {
			tuple(arbitrary(RANDOM.nextInt(40)),
			    arbitrary(RANDOM.nextInt(3)));
		}
		tuple(arbitrary(5_000_000));
		tuple();
		tuple(null, true, false, 1, -2L, Long.MIN_VALUE, 1.5,
		    List.of(), List.of("a\"", 2, List.of("b")),
		    Map.of("k\n", "v\t"));
		check(s -> s.writeTaskIds(List.of()));
		check(s -> s.writeTaskIds(List.of(4, 17)));
		SpoutMsg next = new SpoutMsg();
		next.setCommand("ack");
		next.setId("a\"b");
		check(s -> s.writeSpoutMsg(next));
	}

	private static String read(ISerializer s, byte[] bytes, int most,
	    int messages) throws Exception {
		StringBuilder text = new StringBuilder();
		s.initialize(new ByteArrayOutputStream(), pieces(bytes, most));
		for (int i = 0; i < messages; i++) {
			ShellMsg m = s.readShellMsg();
			text.append(JSONValue.toJSONString(m.getTuple()))
			    .append(classes(m.getTuple()));
			m.setTuple(null);	/* its lists differ in class */
			text.append(m).append('\n');
		}
		try {
			s.readShellMsg();
		} catch (NoOutputException e) {
			return text.toString();
		}
		throw new AssertionError("no end after " + text);
	}

	private static String classes(Object v) {
		return v instanceof List<?> list
		    ? list.stream().map(SerializerCheck::classes).toList()
		    .toString() : v == null || v instanceof Map ? ""
		    : v.getClass().getName();
	}

	private static void reading() throws Exception {
		List<String> messages = new ArrayList<>(List.of(
		    "{\"command\":\"ack\",\"id\":\"-1\"}",
		    "{ \"command\" : \"fail\" ,\n\t\"id\": \"2\" }",
		    "{\"command\":\"sync\"}",
		    "{\"command\":\"error\",\"msg\":\"end\\nend\\n\"}",
		    "{\"command\":\"log\",\"msg\":\"m\",\"level\":3}",
		    "{\"command\":\"log\",\"msg\":\"\",\"level\":99}",
		    "{\"command\":\"metrics\",\"name\":\"n\",\"params\":1}",
		    "{\"command\":\"emit\",\"tuple\":[]}",
		    "{\"command\":\"emit\",\"anchors\":\"1\",\"tuple\":[0]}",
		    "{\"command\":\"emit\",\"anchors\":[\"1\",\"2\"],"
		    + "\"stream\":\"rejects\",\"need_task_ids\":false,"
		    + "\"tuple\":[\"a\",\"b\\tc\",\"\\\"\"]}",
		    "{\"command\":\"emit\",\"need_task_ids\":true,"
		    + "\"tuple\":[1,-1,0,1.5,-2.5e3,2147483648,"
		    + "9223372036854775807,9223372036854775808,null,"
		    + "true,false,[\"x\",[]],{\"k\":[{}]}]}",
		    "{\"command\":\"emit\",\"tuple\":["
		    + "\"\\u00e4\\ud83d\\ude00\\b\\f\\n\\r\\t\\/\\\\\\\"\","
		    + "\"\u00e4\ud83d\ude00\"]}"));
		for (int i = 0; i < 300; i++) {
			String s = whole(arbitrary(RANDOM.nextInt(60)));
			messages.add("{\"command\":\"emit\",\"tuple\":["
			    + quoted(s) + "," + escaped(s) + "]}");
		}
		String text = String.join("\nend\n", messages) + "\nend\n";
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		String want = read(new JsonSerializer(), bytes, 1 << 20,
		    messages.size());
		for (int most : new int[] { 1, 2, 3, 7, 100, 1 << 20 }) {
			same(want, read(new ByteSerializer(), bytes, most,
			    messages.size()), "in pieces of " + most);
		}
	}

	/* Few escapes, and as many as there can be. */
	private static String quoted(String s) {
		return JSONValue.toJSONString(s);
	}

	/* Storm's own cannot cast its number to the one that it wants. */
	private static void direct() throws Exception {
		ISerializer s = new ByteSerializer();
		s.initialize(null, pieces(("{\"command\":\"emit\",\"task\":4,"
		    + "\"tuple\":[]}\nend\n").getBytes(
		    StandardCharsets.UTF_8), 5));
		same(4, s.readShellMsg().getTask(), "task");
	}

	private static String escaped(String s) {
		StringBuilder b = new StringBuilder("\"");
		s.chars().forEach(c -> b.append(
		    String.format("\\u%04" + (c % 2 == 0 ? "x" : "X"), c)));
		return b.append('"').toString();
	}

	private static void refusing() throws Exception {
		for (String bad : List.of("", "{", "}", "[]", "1", "\"a\"",
		    "{\"command\":}", "{\"command\" \"ack\"}", "{command:1}",
		    "{\"command\":\"ack\",}", "{\"command\":\"ack\"} {}",
		    "{\"id\":\"\\x\"}", "{\"id\":\"\\u12\"}", "{\"id\":01}",
		    "{\"id\":\"\\u12g4\"}", "{\"id\":1.}", "{\"id\":-}",
		    "{\"id\":+1}", "{\"id\":nul}", "{\"id\":\"a}",
		    "{\"id\":" + "[".repeat(100_000), "{\"id\":[1 2]}")) {
			checks++;
			ISerializer s = new ByteSerializer();
			s.initialize(null, pieces((bad + "\nend\n")
			    .getBytes(StandardCharsets.UTF_8), 5));
			try {
				s.readShellMsg();
			} catch (IOException e) {
				continue;
			}
			throw new AssertionError("taken: " + bad);
		}
	}

	public static void main(String[] args) throws Exception {
		writing();
		reading();
		direct();
		refusing();
		System.out.println(checks + " checks");
	}
}
