"""kafka_live.py - rows timed one by one; members that are killed, come and go

    kafka_live.py produce topic         lines of standard input, each sent as
                                        it comes
    kafka_live.py delays topic lines    how long so many lines were on their
                                        way, by kdd-replay --stamp
    kafka_live.py restart trials        kill a member, and start it again
    kafka_live.py takeover trials       kill one of two, and wait for the other
    kafka_live.py scale rate seconds    1, 2, 3, 2 and 1 members, so long each

produce is here since kcat gathers 1,024 bytes of its input, some rows, before
it looks at them; delays, and not kdd-score --latency behind kcat, since it
leaves out what was sent in the first three seconds, when programs start.  It
prints the number of lines, then min, median, p90, p99, p999 and max in ms.

The load of the others comes from four pipes of kdd-replay and kcat, each into
a partition of its own from a file rows.N, whose rows end in N; --stamp appends
the time.  All members judge by one model, with -a, so each row comes out.  The
topic that they write to has the broker's own times of appending.

restart and takeover read along, committed messages alone.  A row that the
broker took after the kill is the work of whoever is left; the first of them
that can be seen ends the trial, in takeover the first of the partition that
waits longest.

scale reads afterwards.  krow/s: rows appended in a phase, a second; pause: the
longest time between two rows of one partition that ended in it; late: the
longest time from kdd-replay to the topic.  All rows must have come out, once.
"""
import math
import os
import signal
import statistics
import subprocess
import sys
import time

from confluent_kafka import Consumer, Producer

from cluster import (ADDRESS, WRONG, Cluster, Failed, Program, compare, digest,
                     end_all, last_words, read_all)

PARTITIONS = int(os.environ["partitions"])
TRIAL_S = 30        # at most, until rows come again
LEAD_NS = 3 * 10 ** 9
FILTER = "kdd-classify -q -a -e 2 -m $dos"
RATE = 10000        # of restart and takeover


def produce(topic):
    producer = Producer({"bootstrap.servers": ADDRESS, "linger.ms": 1})
    rest = b""
    while data := os.read(0, 1 << 16):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            producer.produce(topic, line)
        producer.poll(0)
    producer.flush()


def reader(topic):
    """A consumer of committed messages, from the beginning."""
    consumer = Consumer({
        "bootstrap.servers": ADDRESS, "group.id": f"{topic}-reader",
        "isolation.level": "read_committed", "fetch.wait.max.ms": 20,
        "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    return consumer


def delays(topic, lines):
    consumer, found = reader(topic), []
    while len(found) < int(lines):
        message = consumer.poll(TRIAL_S)
        if message is None:
            raise Failed(f"{len(found)} lines of {lines} came")
        stamp = int(message.value().rsplit(b",", 1)[1])
        found.append((stamp, time.time_ns() - stamp))
    begin = min(found)[0] + LEAD_NS
    ms = sorted(delay / 1e6 for stamp, delay in found if stamp >= begin)
    print(len(ms), *(f"{ms[math.ceil(len(ms) * q) - 1]:.3f}"
                     for q in (1e-9, 0.5, 0.9, 0.99, 0.999, 1)), sep="\t")


class Stage:
    """Two topics, a load between them and members, by name."""

    def __init__(self, name, rate):
        self.name, self.cluster, self.members = name, Cluster(), {}
        self.topic = {"in": f"{name}-in", "out": f"{name}-out"}
        self.cluster.make(self.topic["in"], PARTITIONS)
        self.cluster.make(self.topic["out"], PARTITIONS,
                          message_timestamp_type="LogAppendTime")
        self.rate = rate
        self.replays, self.kcats = [], []

    def load(self):
        for p in range(PARTITIONS):
            replay = Program("exec kdd-replay -q --loop --stamp -r "
                             f"{self.rate / PARTITIONS} rows.{p}",
                             stdout=subprocess.PIPE)
            self.kcats.append(Program(
                f"exec kcat -P -b {ADDRESS} -X linger.ms=1 -t "
                f"{self.topic['in']} -p {p}", stdin=replay.process.stdout))
            replay.process.stdout.close()
            self.replays.append(replay)

    def unload(self):
        """kdd-replay ends, then kcat, when it has sent the rest."""
        for replay in self.replays:
            replay.kill(signal.SIGTERM)
        for kcat in self.kcats:
            kcat.wait(TRIAL_S)

    def join(self, name):
        self.members[name] = Program(
            f"exec setpriv --pdeathsig TERM kdd-kafka -q -b {ADDRESS} -g "
            f"{self.name} -I {name} -t {self.topic['in']} -T "
            f"{self.topic['out']} -- {FILTER}")

    def settle(self):
        return self.cluster.wait_for(self.name, len(self.members))

    def drained(self):
        """Wait until all that was produced is judged and committed."""
        rows = sum(self.cluster.ends(self.topic["in"], PARTITIONS))
        end = time.monotonic() + 2 * TRIAL_S
        while self.cluster.done(self.name, self.topic["in"],
                                PARTITIONS) < rows or \
                not self.cluster.settled(self.topic["out"], PARTITIONS):
            if time.monotonic() > end:
                raise Failed(f"{self.name}: not drained: {last_words()}")
            time.sleep(0.05)
        return rows

    def close(self):
        end_all()
        self.cluster.drop(*self.topic.values())


# --- a member is killed

class Reader:
    """Committed rows as they can be seen."""

    def __init__(self, topic):
        self.consumer = reader(topic)

    def rows(self, seconds):
        """Of so many seconds: when it was seen, when appended, partition."""
        end = time.time() + seconds
        while (now := time.time()) < end:
            message = self.consumer.poll(min(0.05, end - now))
            if message is not None and message.error() is None:
                yield (time.time(), message.timestamp()[1] / 1000,
                       int(message.value().rsplit(b",", 2)[1]))

    def flow(self, seconds):
        """Rows of all partitions must come in that time."""
        got = {p for _, _, p in self.rows(seconds)}
        if len(got) < PARTITIONS:
            raise Failed(f"rows of {len(got)} partitions came, not of all")

    def first_after(self, moment):
        """Seconds from then until a row of each partition was seen that was
        appended later, in their order."""
        seen = {}
        # the broker's clock tells whole milliseconds
        for at, appended, p in self.rows(TRIAL_S):
            if appended > moment + 0.002 and p not in seen:
                seen[p] = at - moment
                if len(seen) == PARTITIONS:
                    return list(seen.values())
        raise Failed(f"rows of {len(seen)} partitions in {TRIAL_S} s")


def kill(stage, name):
    moment = time.time()
    stage.members.pop(name).kill(signal.SIGKILL)
    return moment


def trials(name, members, n, one):
    """One trial n times; prints them, and appends the worst to medians."""
    stage = Stage(name, RATE)
    for member in members:
        stage.join(member)
    stage.settle()
    stage.load()
    reader = Reader(stage.topic["out"])
    reader.flow(10)
    found = []
    for i in range(int(n)):
        reader.flow(2 + 0.037 * (i % 10))   # at another place of a batch
        found.append(one(stage, reader))
    stage.close()
    print(f"{'':28}{'s':>8}{'min':>8}{'max':>8}{'n':>3}")
    for label, values in zip(("first row", "last partition"), zip(*found)):
        print(f"{label:28}{statistics.median(values):8.3f}{min(values):8.3f}"
              f"{max(values):8.3f}{len(values):3}", flush=True)
    return [max(values) for values in zip(*found)]


def keep(name, value):
    with open("medians", "a", encoding="utf-8") as medians:
        print(name, "s", value, sep="\t", file=medians)


def restart(n):
    def one(stage, reader):
        moment = kill(stage, "a")
        stage.join("a")
        first, *_, last = reader.first_after(moment)
        return first, last

    print(f"\nRestart: {RATE:,} rows/s, a member killed and started again at "
          "once;\nfrom the kill until rows can be seen again")
    keep("restart", trials("restart", "a", n, one)[0])


def takeover(n):
    def one(stage, reader):
        moment = kill(stage, "b")
        first, *_, last = reader.first_after(moment)
        stage.join("b")
        stage.settle()
        return first, last

    print(f"\nTakeover: {RATE:,} rows/s, one of two members killed, which "
          "stays away;\nfrom the kill until rows can be seen again")
    keep("takeover", trials("takeover", "ab", n, one)[1])


# --- members come and go

class Phase:
    def __init__(self, label):
        self.label, self.start, self.end = label, time.time(), 0.0
        self.rows, self.pause, self.late = 0, 0.0, 0.0


def phase_of(phases, moment):
    """The last one that had begun."""
    return next(p for p in reversed(phases) if p.start <= moment or
                p is phases[0])


def appended(topic, phases):
    """The lines of a topic, counted by the phase they were appended in."""
    at, before = {}, None
    for line in read_all(topic, "%T,%s\\n"):
        ms, line = line.split(b",", 1)
        _, p, stamp = line.rsplit(b",", 2)
        if ms != before:
            before, moment = ms, int(ms) / 1000
            phase = phase_of(phases, moment)
        at.setdefault(p, set()).add(moment)
        phase.rows += 1
        phase.end = max(phase.end, moment)
        phase.late = max(phase.late, moment - int(stamp) / 1e9)
        yield line
    for moments in at.values():
        ordered = sorted(moments)
        for a, b in zip(ordered, ordered[1:]):
            phase = phase_of(phases, b)
            phase.pause = max(phase.pause, b - a)


def offline(topic):
    """The digest of what kdd-classify alone makes of a topic."""
    command = f"kcat -C -e -q -b {ADDRESS} -t {topic} | {FILTER}"
    with subprocess.Popen(["sh", "-c", command],
                          stdout=subprocess.PIPE) as judge:
        found = digest(judge.stdout)
    return found


def acts(stage, seconds):
    """Members come and go; returns the phases."""
    stage.join("a")
    stage.settle()
    stage.load()
    phases = [Phase("start")]
    time.sleep(3)
    phases.append(Phase("1 member"))
    time.sleep(seconds)
    for name in "b", "c":
        phases.append(Phase(f"{len(stage.members) + 1} members: one came"))
        stage.join(name)
        time.sleep(seconds)
    for name in "c", "b":
        left = len(stage.members) - 1
        phases.append(Phase(f"{left} member{'s' if left > 1 else ''}: "
                            "one left"))
        stage.members.pop(name).kill(signal.SIGTERM)
        time.sleep(seconds)
    phases.append(Phase("the load has ended"))
    stage.unload()
    stage.drained()
    return phases


def scale(rate, seconds):
    stage = Stage("scale", int(rate))
    phases = acts(stage, float(seconds))
    found = digest(appended(stage.topic["out"], phases))
    compare(found, offline(stage.topic["in"]))
    stage.close()
    print(f"\nScaling: {int(rate):,} rows/s, {found.split()[0]} rows in all, "
          f"phases of {seconds} s\n{'':28}{'krow/s':>9}{'pause s':>9}"
          f"{'late s':>9}")
    for phase, after in zip(phases[1:], phases[2:] + [None]):
        length = (after.start if after else phase.end) - phase.start
        print(f"{phase.label:28}"
              f"{phase.rows / length / 1e3 if length > 0 else 0:9.1f}"
              f"{phase.pause:9.3f}{phase.late:9.3f}", flush=True)


if __name__ == "__main__":
    verbs = {f.__name__: f for f in (produce, delays, restart, takeover,
                                     scale)}
    try:
        verbs[sys.argv[1]](*sys.argv[2:])
    except WRONG as failure:
        sys.exit(f"kafka_live.py: {sys.argv[1]}: {failure!r}")
