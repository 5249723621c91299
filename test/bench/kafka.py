"""kafka.py - a clock for ways from topic to topic, and what they are to reach

    kafka.py fill topic file            a topic with the rows of a file, dealt
                                        to its partitions in turn, compared
    kafka.py make topic                 an empty one
    kafka.py drop topic ...
    kafka.py digest                     of the lines on standard input
    kafka.py measure runs ways title    run, compare and time; see below
    kafka.py wait group members         until a group has its members
    kafka.py latency file               medians of kafka_live.py delays
    kafka.py goals                      what was measured against the goals
    kafka.py version

A topic has $partitions partitions.

ways has a line for each way, with tabs between: how, a label, a topic, its
rows, a digest or -, a command.  The command finds in its environment broker,
in (that topic), out (a new topic), group (a new one) and
member.  how is

    ends    the command ends when it has done all; the time is from its start
            to its end
    peer    the same, and it prints the seconds from its first row to its last
    N       N members, which run for ever: the time is from the start of the
            first until the group has committed all rows and no transaction
            is open in out; the steady rate is that of the last three
            quarters of the rows, when all have joined

First each way runs once and is not timed, then all in turn.  Every time, what
can be read of out, committed, must have the digest; a way for which that was
not so is left out from then on, and the status is 1.  measure appends to the
file "medians".
"""
import os
import statistics
import subprocess
import sys
import time

from cluster import (ADDRESS, WRONG, Cluster, Failed, Program, compare, digest,
                     end_all, last_words, read_all)

PARTITIONS = int(os.environ["partitions"])
SAMPLE_S = 0.02
LIMIT_S = float(os.environ.get("KDD_BENCH_LIMIT", "120"))


def make(topic):
    Cluster().make(topic, PARTITIONS)


def drop(*topics):
    Cluster().drop(*topics)


def fill(topic, path):
    make(topic)
    shares = [Program(f"split -n r/{p + 1}/{PARTITIONS} {path} | exec kcat -P "
                      f"-b {ADDRESS} -t {topic} -p {p}")
              for p in range(PARTITIONS)]
    for share in shares:
        if share.wait(LIMIT_S) != 0:
            raise Failed(last_words())
    with open(path, "rb") as f:
        compare(digest(read_all(topic)), digest(f))


# --- one way, once

class Run:
    """What came of it: seconds, steady rows/s or None, CPU seconds."""

    def __init__(self, cluster, way, name):
        self.cluster, self.out, self.way = cluster, name, way
        self.steady = None
        cluster.make(name, PARTITIONS)
        broker = cluster.cpu()
        (self.members if way["how"].isdigit() else self.ends)()
        self.cpu = [self.cpu, cluster.cpu() - broker]

    def start(self, member=0, **more):
        return Program(self.way["command"], group=self.out, out=self.out,
                       member=member, **{"in": self.way["topic"]}, **more)

    def ends(self):
        start = time.perf_counter()
        program = self.start(stdout=subprocess.PIPE)
        program.wait(LIMIT_S)
        self.seconds = time.perf_counter() - start
        if program.status not in (0, 3):
            raise Failed(f"status {program.status}: {last_words()}")
        if self.way["how"] == "peer":
            self.steady = self.way["rows"] / float(
                program.process.stdout.read())
        self.cpu = program.cpu

    def members(self):
        start = time.perf_counter()
        members = [self.start(i) for i in range(int(self.way["how"]))]
        samples = self.drained(start, members)
        self.seconds = samples[-1][0]
        since, before = next(s for s in samples
                             if s[1] >= self.way["rows"] / 4)
        if self.seconds > since:
            self.steady = (self.way["rows"] - before) / (self.seconds - since)
        for member in members:
            member.end(whole=False)
        self.cpu = sum(member.cpu for member in members)

    def drained(self, start, members):
        """Times, and the rows that were committed then."""
        samples = []
        while not samples or samples[-1][1] < self.way["rows"]:
            if samples and samples[-1][0] > LIMIT_S:
                raise Failed(f"{samples[-1][1]} rows in {LIMIT_S:.0f} s")
            if not all(member.alive() for member in members):
                raise Failed(f"a member ended: {last_words()}")
            time.sleep(SAMPLE_S)
            done = self.cluster.done(self.out, self.way["topic"], PARTITIONS)
            samples.append((time.perf_counter() - start, done))
        while not self.cluster.settled(self.out, PARTITIONS):
            time.sleep(SAMPLE_S)
        samples.append((time.perf_counter() - start, samples[-1][1]))
        return samples


def one(cluster, way, name):
    """A run; None if it failed."""
    try:
        run = Run(cluster, way, name)
        if way["digest"] != "-":
            compare(digest(read_all(name)), way["digest"])
        return run
    except WRONG as e:
        print(f"kafka.py: {way['label']}: left out: {e!r}", file=sys.stderr)
        return None
    finally:
        end_all()
        cluster.drop(name)


# --- all of them

def read_ways(path):
    names = ("how", "label", "topic", "rows", "digest", "command")
    with open(path, encoding="utf-8") as f:
        ways = [dict(zip(names, line.rstrip("\n").split("\t"))) for line in f]
    for way in ways:
        way["rows"] = int(way["rows"])
    return ways


def tell(way, runs, base):
    """A line of the table, and one of medians; returns rows/s."""
    seconds = [run.seconds for run in runs]
    t = statistics.median(seconds)
    rate = way["rows"] / t
    steady = [run.steady for run in runs if run.steady]
    steady = statistics.median(steady) if steady else 0
    ours, broker = (statistics.median(run.cpu[i] for run in runs)
                    for i in (0, 1))
    print(f"{way['label']:34}{t:8.3f}{min(seconds):8.3f}{max(seconds):8.3f}"
          f"{len(runs):3}{rate / 1e3:9.1f}"
          f"{f'{steady / 1e3:.1f}' if steady else '-':>9}{ours:7.2f}"
          f"{broker:7.2f}" + (f"{rate / base:7.2f}" if base else ""),
          flush=True)
    with open("medians", "a", encoding="utf-8") as f:
        print(way["set"], way["label"], t, rate, steady, way["rows"], ours,
              broker, sep="\t", file=f)
    return rate


def measure(runs, path, title):
    ways, cluster = read_ways(path), Cluster()
    found = {way["label"]: [] for way in ways}
    wrong = set()
    for i in range(int(runs) + 1):
        for way in ways:
            label = way["label"]
            way["set"] = os.path.basename(path)
            if label in wrong:
                continue
            run = one(cluster, way, f"{way['set']}-{ways.index(way)}-{i}")
            if run is None:
                wrong.add(label)
            elif i > 0:
                found[label].append(run)
    print(f"\n{title}\n{'':34}{'s':>8}{'min':>8}{'max':>8}{'n':>3}"
          f"{'krow/s':>9}{'steady':>9}{'CPU s':>7}{'broker':>7}{'ratio':>7}")
    base = next((way["rows"] / statistics.median(
        run.seconds for run in found[way["label"]]) for way in ways
        if "chain" in way["label"] and way["label"] not in wrong), None)
    for way in ways:
        if way["label"] not in wrong:
            tell(way, found[way["label"]], base)
    return 1 if wrong else 0


def wait(group, members):
    Cluster().wait_for(group, int(members))


def latency(path):
    """Lines of the rate, then what kafka_live.py delays prints, of each run."""
    found = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            rate, *numbers = line.split("\t")
            found.setdefault(int(rate), []).append([float(x) for x in numbers])
    names = ("min", "median", "p90", "p99", "p999", "max")
    print("\nFrom kdd-replay to a reader of committed messages, ms: medians "
          f"of n runs\n{'':28}{'lines':>9}{'n':>3}" +
          "".join(f"{n:>9}" for n in names))
    with open("medians", "a", encoding="utf-8") as medians:
        for rate, runs in found.items():
            lines, *ms = [statistics.median(x) for x in zip(*runs)]
            print(f"{rate:>13,} rows a second  {lines:9.0f}{len(runs):3}" +
                  "".join(f"{v:9.1f}" for v in ms))
            print(f"latency {rate}", "ms", ms[1], ms[3], sep="\t",
                  file=medians)


def goals():
    found = {}
    with open("medians", encoding="utf-8") as f:
        for line in f:
            which, label, *numbers = line.rstrip("\n").split("\t")
            found[which, label] = [float(n) for n in numbers]

    def goal(text, value, limit, most):
        met = value <= limit if most else value >= limit
        print(f"{text} {'<=' if most else '>='} {limit:g}: {value:.3g}: "
              f"{'met' if met else 'not met'}")

    print("\nGoals (medians of this run; not asserted)")
    for which, alerts, limit in (("few", "1 %", 700), ("many", "79 %", 400)):
        mine = found.get((which, "kdd-kafka, 1 member"))
        chain = found.get((which, "kcat chain"))
        for how, i in (("start to end", 1), ("steady", 2)):
            if mine is None or mine[i] == 0:
                continue
            goal(f"{alerts} alerts, one member, {how}, krow/s", mine[i] / 1e3,
                 limit, False)
            if which == "few" and chain is not None:
                goal(f"{alerts} alerts, one member, {how}, times the chain",
                     mine[i] / chain[1], 0.8, False)
    at = found.get(("latency 10000", "ms"))
    if at is not None:
        goal("10,000 rows/s, to be seen, median, ms", at[0], 40, True)
        goal("10,000 rows/s, to be seen, 99 %, ms", at[1], 100, True)
    for (which, text), limit in ((("restart", "s"), 1), (("takeover", "s"),
                                                         8)):
        if (which, text) in found:
            goal(f"{which}, the longest, s", found[which, text][0], limit,
                 True)


def version():
    import confluent_kafka
    print("confluent-kafka", confluent_kafka.__version__, "with librdkafka",
          confluent_kafka.libversion()[0])


if __name__ == "__main__":
    verbs = {f.__name__: f for f in (fill, make, drop, measure, wait,
                                     latency, goals, version)}
    verbs["digest"] = lambda: print(digest(sys.stdin.buffer))
    try:
        sys.exit(verbs[sys.argv[1]](*sys.argv[2:]))
    except WRONG as failure:
        sys.exit(f"kafka.py: {failure!r}")
