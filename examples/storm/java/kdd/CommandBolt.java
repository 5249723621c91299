package kdd;

import java.util.Map;
import org.apache.storm.task.ShellBolt;
import org.apache.storm.topology.IRichBolt;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Fields;

/** Any command that speaks Storm's multilang protocol as kdd-storm does. */
final class CommandBolt extends ShellBolt implements IRichBolt {
	static final String REJECTS = "rejects";
	private static final long serialVersionUID = 1;

	CommandBolt(String... command) {
		super(command);
		/* the program is on the machine, and not in the jar */
		changeChildCWD(false);
	}

	@Override
	public void declareOutputFields(OutputFieldsDeclarer d) {
		d.declare(new Fields("alerts"));
		d.declareStream(REJECTS, new Fields("reason", "text", "row"));
	}

	@Override
	public Map<String, Object> getComponentConfiguration() {
		return null;
	}
}
