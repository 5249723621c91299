package kdd;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.storm.Config;
import org.apache.storm.LocalCluster;
import org.apache.storm.StormSubmitter;
import org.apache.storm.generated.StormTopology;
import org.apache.storm.topology.BoltDeclarer;
import org.apache.storm.topology.IRichSpout;
import org.apache.storm.topology.TopologyBuilder;
import org.apache.storm.utils.NimbusClient;
import org.apache.storm.utils.NimbusLeaderNotFoundException;
import org.apache.storm.utils.Utils;

/**
 * One spout, whose every tuple goes to each of some bolts that are programs;
 * what they emit goes to a file or a topic.  The words of the command line
 * are those of README.md.
 */
public final class AlertTopology {
	private static final String SPOUT = "rows";
	private static final String ALERTS = "alerts";
	private static final List<String> KEYS = List.of("name", "from", "to",
	    "rejects", "broker", "group", "bolt", "rows", "sleep", "parallel",
	    "tasks", "workers", "own", "pending", "timeout", "serializer",
	    "report");
	private static final String USAGE = """
	    usage: AlertTopology submit|local key=value ...
	      from=file:F|topic:T  to=file:F|topic:T  bolt=NAME=COMMAND ...
	      [name=alerts] [rejects=file:F|topic:T] [broker=HOST:PORT]
	      [group=NAME] [rows=1] [sleep=0] [parallel=NAME=N ...]
	      [tasks=NAME=N ...] [workers=1] [own=NAME ...] [pending=N]
	      [timeout=30] [serializer=ours|stock] [report=FILE]""";

	private final Arguments args;
	/* the command of each bolt */
	private final Map<String, String[]> bolts = new LinkedHashMap<>();
	private final Map<String, Integer> parallel;
	private final Map<String, Integer> tasks;

	private AlertTopology(Arguments args) throws Arguments.Bad {
		this.args = args;
		parallel = args.numbers("parallel");
		tasks = args.numbers("tasks");
		for (String word : args.all("bolt")) {
			add(Arguments.before(word), Arguments.after(word));
		}
		if (bolts.isEmpty()) {
			throw new Arguments.Bad("bolt=NAME=COMMAND is missing");
		}
		mustKnowParts();
	}

	private void add(String bolt, String command) throws Arguments.Bad {
		if (List.of(SPOUT, ALERTS, CommandBolt.REJECTS).contains(bolt)
		    || bolts.containsKey(bolt)) {
			throw new Arguments.Bad("bolt=" + bolt
			    + ": another part has this name");
		}
		String[] words = command.trim().split("(?<!\\\\)\\s+");
		for (int i = 0; i < words.length; i++) {
			words[i] = words[i].replace("\\ ", " ");
		}
		bolts.put(bolt, words);
	}

	private void mustKnowParts() throws Arguments.Bad {
		List<String> there = components();
		List<String> named = new ArrayList<>(parallel.keySet());
		named.addAll(tasks.keySet());
		named.addAll(args.all("own"));
		for (String name : named) {
			if (!there.contains(name)) {
				throw new Arguments.Bad(name + ": no such part"
				    + "; there are " + String.join(", ",
				    there));
			}
		}
	}

	private List<String> components() {
		List<String> all = new ArrayList<>(bolts.keySet());
		all.add(SPOUT);
		all.add(ALERTS);
		if (args.has(CommandBolt.REJECTS)) {
			all.add(CommandBolt.REJECTS);
		}
		return all;
	}

	private int executors(String component) {
		return parallel.getOrDefault(component, 1);
	}

	private int tasks(String component) {
		return tasks.getOrDefault(component, executors(component));
	}

	private Place place(String key) throws Arguments.Bad {
		return Place.of(key, args.need(key));
	}

	/* Null without one. */
	private String report() throws Arguments.Bad {
		return args.has("report")
		    ? Place.file(args.need("report")).file() : null;
	}

	private String name() {
		return args.text("name", "alerts");
	}

	/*
	 * Each file that is read or written is another one, and no topic is
	 * read and written.
	 */
	private void mustDiffer() throws Arguments.Bad, IOException {
		Map<String, String> taken = new HashMap<>();
		take(taken, "from", place("from"));
		if (args.has("report")) {
			take(taken, "report", Place.file(args.need("report")));
		}
		takeAll(taken, "to", tasks(ALERTS));
		if (args.has(CommandBolt.REJECTS)) {
			takeAll(taken, CommandBolt.REJECTS,
			    tasks(CommandBolt.REJECTS));
		}
	}

	private void takeAll(Map<String, String> taken, String key, int sinks)
	    throws Arguments.Bad, IOException {
		Place place = place(key);
		take(taken, key, place);
		for (int i = 1; i < sinks && place.isFile(); i++) {
			take(taken, key, Place.of(key, place.word() + "." + i));
		}
	}

	private static void take(Map<String, String> taken, String key,
	    Place place) throws Arguments.Bad, IOException {
		String other = taken.putIfAbsent(place.isFile()
		    ? new File(place.file()).getCanonicalPath()
		    : place.word(), key);
		if (other != null
		    && (place.isFile() || other.equals("from"))) {
			throw new Arguments.Bad(key + "=" + place.word() + ": "
			    + other + "= has it, too; name another");
		}
	}

	/* For a cluster that is all on this machine. */
	private void mustBeHere() throws Exception {
		for (var bolt : bolts.entrySet()) {
			Check.bolt(bolt.getKey(), bolt.getValue());
		}
		if (place("from").isFile()) {
			Check.readable("from", new File(place("from").file()));
		}
		for (String key : List.of("to", CommandBolt.REJECTS)) {
			if (args.has(key) && place(key).isFile()) {
				Check.writable(key,
				    new File(place(key).file()));
			}
		}
		if (args.has("report")) {
			Check.writable("report", new File(report()));
		}
	}

	private IRichSpout spout() throws Arguments.Bad {
		Place from = place("from");
		int rows = args.number("rows", 1, 1);
		return from.isFile()
		    ? new FileSpout(from.file(), rows,
			args.number("sleep", 0, 0), report())
		    : new TopicSpout(args.need("broker"), from.topic(),
			args.text("group", name()), rows, report());
	}

	private Sink sink(String key) throws Arguments.Bad {
		Place to = place(key);
		return to.isFile() ? new FileSink(to.file())
		    : new TopicSink(args.need("broker"), to.topic());
	}

	private StormTopology topology() throws Arguments.Bad {
		TopologyBuilder b = new TopologyBuilder();
		b.setSpout(SPOUT, spout(), executors(SPOUT))
		    .setNumTasks(tasks(SPOUT));
		bolts.forEach((name, command) ->
		    b.setBolt(name, new CommandBolt(command), executors(name))
			.setNumTasks(tasks(name)).shuffleGrouping(SPOUT));
		BoltDeclarer alerts = b.setBolt(ALERTS, sink("to"),
		    executors(ALERTS)).setNumTasks(tasks(ALERTS));
		bolts.keySet().forEach(alerts::localOrShuffleGrouping);
		if (args.has(CommandBolt.REJECTS)) {
			String name = CommandBolt.REJECTS;
			BoltDeclarer rejects = b.setBolt(name, sink(name),
			    executors(name)).setNumTasks(tasks(name));
			bolts.keySet().forEach(from ->
			    rejects.localOrShuffleGrouping(from, name));
		}
		return b.createTopology();
	}

	private Config config() throws Arguments.Bad {
		Config conf = new Config();
		int workers = args.number("workers", 1, 1);
		conf.setNumWorkers(workers);
		conf.setNumAckers(workers);
		conf.setMessageTimeoutSecs(args.number("timeout", 30, 1));
		conf.setMaxSpoutPending(args.number("pending",
		    Math.max(20, 1000 / args.number("rows", 1, 1)), 1));
		switch (args.text("serializer", "ours")) {
		case "ours" -> conf.put(Config.TOPOLOGY_MULTILANG_SERIALIZER,
		    ByteSerializer.class.getName());
		case "stock" -> { }
		default -> throw new Arguments.Bad(
		    "serializer= is ours or stock");
		}
		if (args.has("own")) {
			isolate(conf);
		}
		return conf;
	}

	/*
	 * No other part of the topology, not even an acker, may share a worker
	 * with a part that has workers of its own.
	 */
	private void isolate(Config conf) {
		Map<String, Object> apart = new HashMap<>();
		for (String name : args.all("own")) {
			List<String> others = new ArrayList<>(components());
			others.remove(name);
			others.add("__acker");
			apart.put(name,
			    Map.of("incompatibleComponents", others));
		}
		conf.put(Config.TOPOLOGY_RAS_CONSTRAINTS, apart);
		conf.setTopologyStrategy("org.apache.storm.scheduler.resource"
		    + ".strategies.scheduling.ConstraintSolverStrategy");
	}

	/* Other schedulers would not even look at the constraints. */
	private static void mustKeepApart() throws Exception {
		try (NimbusClient c = NimbusClient.Builder.withConf(
		    Utils.readStormConfig()).build()) {
			if (!c.getClient().getNimbusConf()
			    .contains("ResourceAwareScheduler")) {
				throw new Arguments.Bad("own= needs the "
				    + "resource-aware scheduler: "
				    + "sh storm.sh up ras");
			}
		}
	}

	/* In this JVM alone, until the spout says that the file has ended. */
	private static void local(String name, Config conf,
	    StormTopology topology, File report) throws Exception {
		long was = report.length();
		LocalCluster cluster = new LocalCluster();
		cluster.submitTopology(name, conf, topology);
		while (report.length() == was) {
			Thread.sleep(100);
		}
		cluster.close();
	}

	private static void run(String[] words) throws Exception {
		if (words.length == 0 || !words[0].equals("submit")
		    && !words[0].equals("local")) {
			throw new Arguments.Bad(USAGE);
		}
		Arguments args = new Arguments(words, 1, KEYS);
		AlertTopology t = new AlertTopology(args);
		String name = t.name();
		Check.name(name);
		if (words[0].equals("local")) {
			local(name, t.config(), t.topology(),
			    new File(args.need("report")));
			System.exit(0);
		}
		if (args.has("own")) {
			mustKeepApart();
		}
		Config conf = t.config();
		StormTopology topology = t.topology();
		t.mustDiffer();
		if (Boolean.getBoolean("kdd.here")) {
			t.mustBeHere();
		}
		submit(name, conf, topology);
	}

	/* Of what Storm refuses, its words are enough. */
	private static void submit(String name, Config conf,
	    StormTopology topology) throws Exception {
		try {
			StormSubmitter.submitTopology(name, conf, topology);
		} catch (RuntimeException e) {
			throw new Arguments.Bad(e.getMessage());
		}
		System.err.println(name + ": submitted; status shows its "
		    + "workers in some seconds");
	}

	public static void main(String[] words) throws Exception {
		try {
			run(words);
		} catch (Arguments.Bad e) {
			System.err.println(e.getMessage());
			System.exit(2);
		} catch (NimbusLeaderNotFoundException e) {
			System.err.println(e.getMessage());
			System.exit(1);
		}
	}
}
