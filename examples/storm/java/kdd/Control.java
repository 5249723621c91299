package kdd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.storm.Config;
import org.apache.storm.daemon.StormCommon;
import org.apache.storm.generated.ClusterSummary;
import org.apache.storm.generated.ExecutorInfo;
import org.apache.storm.generated.ExecutorSummary;
import org.apache.storm.generated.InvalidTopologyException;
import org.apache.storm.generated.KillOptions;
import org.apache.storm.generated.Nimbus;
import org.apache.storm.generated.NimbusSummary;
import org.apache.storm.generated.NotAliveException;
import org.apache.storm.generated.RebalanceOptions;
import org.apache.storm.generated.TopologySummary;
import org.apache.storm.thrift.TException;
import org.apache.storm.utils.NimbusClient;
import org.apache.storm.utils.NimbusLeaderNotFoundException;
import org.apache.storm.utils.Utils;

/** What storm.sh asks of nimbus. */
public final class Control {
	private static final String USAGE = """
	    usage: Control status
	      Control ready SECONDS
	      Control rebalance NAME [workers=N] [parallel=PART=N ...] [wait=S]
	      Control kill NAME [wait=S]""";

	private Control() { }

	/* A topology on a line, its workers below it, each with its parts. */
	private static void status(Nimbus.Iface nimbus) throws TException {
		for (TopologySummary t : nimbus.getTopologySummaries()) {
			System.out.printf("topology %s %s%n", t.get_name(),
			    t.get_status());
			Map<Integer, Set<String>> workers = new TreeMap<>();
			for (ExecutorSummary e : nimbus
			    .getTopologyInfo(t.get_id()).get_executors()) {
				workers.computeIfAbsent(e.get_port(),
				    port -> new TreeSet<>()).add(part(e));
			}
			workers.forEach((port, parts) ->
			    System.out.printf("worker %d %s%n", port,
				String.join(" ", parts)));
		}
	}

	private static String part(ExecutorSummary e) {
		ExecutorInfo i = e.get_executor_info();
		String last = i.get_task_end() == i.get_task_start() ? ""
		    : "-" + i.get_task_end();
		return e.get_component_id() + "[" + i.get_task_start() + last
		    + "]";
	}

	/* Until nimbus leads and a supervisor has come; false: it did not. */
	private static boolean ready(int seconds) throws InterruptedException {
		long end = System.nanoTime() + seconds * 1_000_000_000L;
		while (System.nanoTime() < end) {
			try (NimbusClient c = client()) {
				ClusterSummary s =
				    c.getClient().getClusterInfo();
				if (s.get_supervisors_size() > 0
				    && s.get_nimbuses().stream()
				    .anyMatch(NimbusSummary::is_isLeader)) {
					return true;
				}
			} catch (TException | RuntimeException e) {
				/* not yet */
			}
			Thread.sleep(250);
		}
		return false;
	}

	private static String id(Nimbus.Iface nimbus, String name)
	    throws TException {
		return nimbus.getTopologySummaries().stream()
		    .filter(t -> t.get_name().equals(name))
		    .map(TopologySummary::get_id).findFirst()
		    .orElseThrow(NotAliveException::new);
	}

	/* Storm gives a part no more threads than tasks, and says nothing. */
	private static void mustHave(Nimbus.Iface nimbus, String id,
	    Map<String, Integer> threads) throws Arguments.Bad, TException {
		Map<String, Object> parts = new TreeMap<>(
		    StormCommon.allComponents(nimbus.getUserTopology(id)));
		for (String part : threads.keySet()) {
			if (!parts.containsKey(part)) {
				throw new Arguments.Bad(part
				    + ": no such part; there are "
				    + String.join(", ", parts.keySet()));
			}
			Object n = StormCommon.componentConf(parts.get(part))
			    .get(Config.TOPOLOGY_TASKS);
			int tasks = n == null ? 1 : ((Number) n).intValue();
			if (threads.get(part) > tasks) {
				System.err.printf("%s has tasks=%s=%d: no more "
				    + "threads than that; submit it with more"
				    + "%n", part, part, tasks);
			}
		}
	}

	private static void rebalance(Nimbus.Iface nimbus, String name,
	    Arguments args) throws Arguments.Bad, TException {
		RebalanceOptions o = new RebalanceOptions();
		mustHave(nimbus, id(nimbus, name), args.numbers("parallel"));
		o.set_wait_secs(args.number("wait", 3, 0));
		if (args.has("workers")) {
			o.set_num_workers(args.number("workers", 1, 1));
		}
		o.set_num_executors(args.numbers("parallel"));
		nimbus.rebalance(name, o);
		System.err.printf("%s: rebalances in %d s; status shows its "
		    + "new workers some seconds later%n", name,
		    o.get_wait_secs());
	}

	/* Prints the topology's id, which its workers are called by. */
	private static void kill(Nimbus.Iface nimbus, String name,
	    Arguments args) throws Exception {
		KillOptions o = new KillOptions();
		String id = id(nimbus, name);
		o.set_wait_secs(args.number("wait", 3, 0));
		nimbus.killTopologyWithOpts(name, o);
		while (nimbus.getTopologySummaries().stream()
		    .anyMatch(t -> t.get_name().equals(name))) {
			Thread.sleep(200);
		}
		System.out.println(id);
		System.err.println(name + ": killed");
	}

	private static NimbusClient client() {
		return NimbusClient.Builder.withConf(Utils.readStormConfig())
		    .build();
	}

	private static boolean run(String[] words) throws Exception {
		String verb = words.length == 0 ? "" : words[0];
		if (words.length < (verb.equals("status") ? 1 : 2)) {
			throw new Arguments.Bad(USAGE);
		} else if (verb.equals("ready")) {
			return ready(Integer.parseInt(words[1]));
		}
		try (NimbusClient c = client()) {
			Nimbus.Iface nimbus = c.getClient();
			switch (verb) {
			case "status" -> status(nimbus);
			case "rebalance" -> rebalance(nimbus, words[1],
			    new Arguments(words, 2, List.of("workers",
			    "parallel", "wait")));
			case "kill" -> kill(nimbus, words[1],
			    new Arguments(words, 2, List.of("wait")));
			default -> throw new Arguments.Bad(USAGE);
			}
		}
		return true;
	}

	public static void main(String[] words) throws Exception {
		try {
			System.exit(run(words) ? 0 : 1);
		} catch (Arguments.Bad e) {
			System.err.println(e.getMessage());
			System.exit(2);
		} catch (NotAliveException e) {
			System.err.println(words[1] + ": no such topology");
			System.exit(1);
		} catch (InvalidTopologyException e) {
			System.err.println(e.get_msg());
			System.exit(1);
		} catch (NimbusLeaderNotFoundException | TException e) {
			System.err.println("nimbus does not answer: its log, "
			    + "nimbus.log, says more");
			System.exit(1);
		}
	}
}
