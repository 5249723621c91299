package kdd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.storm.multilang.BoltMsg;
import org.apache.storm.multilang.ISerializer;
import org.apache.storm.multilang.NoOutputException;
import org.apache.storm.multilang.ShellMsg;
import org.apache.storm.multilang.SpoutMsg;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.utils.Utils;

/**
 * Storm's multilang protocol as its own JsonSerializer speaks it: a JSON text,
 * a newline, "end", a newline.  Written and read as bytes, without a pass over
 * every character, and each message by one write.
 *
 * In use with topology.multilang.serializer: kdd.ByteSerializer.
 */
public final class ByteSerializer implements ISerializer {
	private static final long serialVersionUID = 1;

	private transient OutputStream toChild;
	private transient JsonOut out;
	private transient Input in;

	@Override
	public void initialize(OutputStream processIn, InputStream processOut) {
		toChild = processIn;
		out = new JsonOut();
		in = new Input(processOut, 64 * 1024);
	}

	@Override
	public Number connect(Map<String, Object> conf, TopologyContext context)
	    throws IOException, NoOutputException {
		Map<String, Object> hello = new LinkedHashMap<>();
		hello.put("pidDir", context.getPIDDir());
		hello.put("conf", conf);
		hello.put("context", context);
		out.value(hello);
		send();
		if (object().get("pid") instanceof Number pid) {
			return pid;
		}
		throw new IOException("the first message has no pid");
	}

	@Override
	public void writeBoltMsg(BoltMsg m) throws IOException {
		out.raw("{\"id\":").value(m.getId());
		out.raw(",\"comp\":").value(m.getComp());
		out.raw(",\"stream\":").value(m.getStream());
		out.raw(",\"task\":").value(m.getTask());
		out.raw(",\"tuple\":").value(m.getTuple()).raw("}");
		send();
	}

	@Override
	public void writeSpoutMsg(SpoutMsg m) throws IOException {
		out.raw("{\"command\":").value(m.getCommand());
		out.raw(",\"id\":").value(m.getId()).raw("}");
		send();
	}

	@Override
	public void writeTaskIds(List<Integer> taskIds) throws IOException {
		out.value(taskIds);
		send();
	}

	private void send() throws IOException {
		out.raw("\nend\n");
		toChild.write(out.bytes, 0, out.length);
		toChild.flush();
		out.length = 0;
	}

	@Override
	public ShellMsg readShellMsg() throws IOException, NoOutputException {
		Map<String, Object> m = object();
		ShellMsg msg = new ShellMsg();
		String stream = (String) m.get("stream");

		msg.setCommand((String) m.get("command"));
		msg.setId(m.get("id"));
		msg.setMsg((String) m.get("msg"));
		msg.setStream(stream == null ? Utils.DEFAULT_STREAM_ID
		    : stream);
		if (m.get("task") instanceof Number task) {
			msg.setTask(task.longValue());
		}
		msg.setNeedTaskIds(m.get("need_task_ids") != Boolean.FALSE);
		msg.setTuple(list(m.get("tuple")));
		for (Object anchor : anchors(m.get("anchors"))) {
			msg.addAnchor((String) anchor);
		}
		if (m.get("name") instanceof String name) {
			msg.setMetricName(name);
		}
		msg.setMetricParams(m.get("params"));
		if ("log".equals(m.get("command"))
		    && m.get("level") instanceof Number level) {
			msg.setLogLevel(level.intValue());
		}
		return msg;
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(Object v) {
		return (List<Object>) v;
	}

	private static List<Object> anchors(Object v) {
		return v == null ? List.of() : v instanceof String
		    ? List.of(v) : list(v);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> object()
	    throws IOException, NoOutputException {
		int end = message();
		Object v = JsonIn.parse(in.bytes, in.start, end);
		in.start = end + 4;	/* behind its "end\n" */
		if (v instanceof Map) {
			return (Map<String, Object>) v;
		}
		throw new IOException("a message that is no object: " + v);
	}

	/*
	 * Where the message that begins at start ends: at the line "end".
	 * Inside of JSON a newline is always white space, and few messages
	 * have any.
	 */
	private int message() throws IOException, NoOutputException {
		int line = in.start;
		int i = in.start;
		for (;;) {
			i = Scan.newline(in.bytes, i, in.filled);
			if (i == in.filled) {
				int gone = in.start;
				fill();
				i -= gone;
				line -= gone;
			} else if (i - line == 3 && in.bytes[line] == 'e'
			    && in.bytes[line + 1] == 'n'
			    && in.bytes[line + 2] == 'd') {
				return line;
			} else {
				line = ++i;
			}
		}
	}

	private void fill() throws IOException, NoOutputException {
		if (!in.fill()) {
			throw new NoOutputException("the bolt's process has "
			    + "ended" + (in.filled == 0 ? "" : " in a message")
			    + ".\n");
		}
	}
}
