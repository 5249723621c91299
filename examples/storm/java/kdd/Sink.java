package kdd;

import java.util.stream.Collectors;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.topology.base.BaseRichBolt;
import org.apache.storm.tuple.Tuple;

/** A bolt that writes lines somewhere and emits none. */
abstract class Sink extends BaseRichBolt {
	private static final long serialVersionUID = 1;

	/** The values of a tuple, a tab between two: one line or several. */
	static String text(Tuple t) {
		return t.getValues().stream().map(String::valueOf)
		    .collect(Collectors.joining("\t"));
	}

	@Override
	public void declareOutputFields(OutputFieldsDeclarer d) {
		/* nothing comes out */
	}
}
