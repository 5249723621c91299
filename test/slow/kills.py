#!/usr/bin/env python3
"""kills.py - rows through Kafka while all that works on them is killed

	kills.py [--chain kdd-kafka|kcat] [--kills N] [--brokers N] [--seed N]
	    DIR PORT MODEL ... <rows

Starts a real broker (examples/kafka/broker.sh) in DIR/broker, at PORT, and
two members of a group that run kdd-classify between two topics; feeds them
the rows, each with its number as a further field, some of them broken; and
meanwhile ends members and their filters by SIGKILL, and the broker some
times, lets a third member come and go, and puts equal models in the place of
the models.

In the end it compares, byte for byte, what the output topic holds (read
committed) with what kdd-classify writes of the same rows, and the dead
letters with the broken rows.  Status 0 if nothing is lost and nothing is
there twice, 1 if something is, 2 if the test itself did not work.

A kill of kdd-kafka is aimed: it has a child while its filter is at work, and
librdkafka's own log (debug=eos) tells when a transaction begins and when all
is sent and is to be committed.  Where it hit is what the last line of the log
says, or that it had a child the moment before.
"""
import argparse
import collections
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
KAFKA = ROOT + "/examples/kafka/"
PARTITIONS = 4
BROKEN = 997		# every so manieth row is broken
RATE = 6000		# rows a second that are fed, in haste and at leisure
LEISURE = 500
SESSION_MS = 3000	# the group gives a member up after that
END_SECONDS = 180	# for the last rows to come out

# What a line of the log says of the phase that begins with it.
MARKS = [
    (b"called: begin_transaction", "produce"),
    (b"called: send_offsets", "commit"),
    (b"commit_transaction return", "batch"),
    (b"abort_transaction return", "batch"),
]
# For how long a phase goes on before the kill, at most.
DELAY = {"batch": 0.03, "filter": 0, "produce": 0.01, "commit": 0.05}


def say(*words):
    print("kills.py:", *words, file=sys.stderr, flush=True)


class Failed(Exception):
    """The test itself did not work."""


class Broker:
    """The broker, its topics and what they hold."""

    def __init__(self, home, port):
        self.home, self.address = home, f"127.0.0.1:{port}"
        self.env = dict(os.environ, KAFKA_HOME=home, KAFKA_PORT=str(port),
                        KAFKA_SET="group.min.session.timeout.ms=1000")

    def run(self, *words):
        subprocess.run(["sh", KAFKA + "broker.sh", *words], env=self.env,
                       check=True, stdout=subprocess.DEVNULL)

    def kill(self):
        with open(self.home + "/pid", encoding="ascii") as file:
            pid = int(file.read())
        os.kill(pid, signal.SIGKILL)
        while os.path.exists(f"/proc/{pid}"):
            time.sleep(0.05)
        self.run("up")

    def read(self, topic):
        """The lines of a topic, and how often each is there."""
        out = subprocess.run(
            ["kcat", "-C", "-e", "-q", "-b", self.address, "-t", topic,
             "-o", "beginning", "-X", "isolation.level=read_committed"],
            stdout=subprocess.PIPE, check=True).stdout
        return collections.Counter(out.splitlines())


class Run:
    """A process from its start to its end, and what its log says."""

    def __init__(self, command, on_end):
        self.phase, self.lag, self.filter_kills = "start", None, 0
        self.last = b""
        self.changed = threading.Condition()
        self.ended = threading.Event()
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
            start_new_session=True)
        threading.Thread(target=self.follow, args=(on_end,),
                         daemon=True).start()

    def follow(self, on_end):
        for line in self.process.stderr:
            self.look_at(line)
        self.process.wait()
        self.ended.set()
        on_end(self)

    def look_at(self, line):
        for mark, phase in MARKS:
            if mark in line:
                with self.changed:
                    self.phase = phase
                    self.changed.notify_all()
        stats = re.search(rb"stats .* lag=(\d+)", line)
        if stats:
            self.lag = int(stats.group(1))
        elif b": status 137, on " in line:
            self.filter_kills += 1
        elif b"[thrd:" not in line:
            self.last = line

    def wait_for(self, phase, seconds):
        with self.changed:
            return self.changed.wait_for(lambda: self.phase == phase, seconds)

    def children(self):
        pid = self.process.pid
        try:
            with open(f"/proc/{pid}/task/{pid}/children",
                      encoding="ascii") as file:
                return [int(word) for word in file.read().split()]
        except OSError:
            return []

    def kill(self):
        self.process.kill()
        if not self.ended.wait(10):
            raise Failed(f"process {self.process.pid} did not end")


class Member:
    """A command that is run again whenever it ends, until it is to leave."""

    def __init__(self, command):
        self.command, self.wanted, self.runs = command, True, 0
        self.start()

    def start(self):
        self.runs += 1
        self.run = Run(self.command, self.on_end)

    def on_end(self, run):
        if self.wanted:
            if run.process.returncode != -signal.SIGKILL:
                say(f"a member ended by itself, status "
                    f"{run.process.returncode}:", run.last.decode().strip())
                time.sleep(0.5)
            self.start()

    def leave(self):
        self.wanted = False
        # the chain of kcat: a shell, and all that it has started
        os.killpg(self.run.process.pid, signal.SIGTERM)
        if not self.run.ended.wait(30):
            os.killpg(self.run.process.pid, signal.SIGKILL)
            raise Failed("a member did not leave on SIGTERM")


def wait_for_filter(run, seconds):
    end = time.monotonic() + seconds
    while not run.children() and time.monotonic() < end:
        time.sleep(0.0003)
    return bool(run.children())


def kill_filter(run):
    """Kill the filter of a member; did that hit?"""
    before = run.filter_kills
    for pid in run.children():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    time.sleep(0.3)
    return run.filter_kills > before


def kill_in(run, phase):
    """Kill a member, or its filter, in that phase; where did it hit?"""
    if phase not in ("filter", "its filter"):
        if not run.wait_for(phase, 5):
            return None
        time.sleep(random.uniform(0, DELAY[phase]))
    elif not wait_for_filter(run, 5):
        return None
    if phase == "its filter":
        return phase if kill_filter(run) else None
    at_work = bool(run.children())
    run.kill()
    return "filter" if at_work and run.phase == "batch" else run.phase


def kill_chain(run):
    """Kill a member of a chain of kcat, and so the chain."""
    children = run.children()
    if len(children) < 3:
        return None
    i = random.randrange(3)
    os.kill(children[i], signal.SIGKILL)
    time.sleep(random.uniform(0, 0.3))
    try:
        os.killpg(run.process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    run.ended.wait(10)
    return ["kcat that reads", "filter", "kcat that writes"][i]


class Feeder(threading.Thread):
    """Numbered rows into a topic, not faster than kills are made."""

    def __init__(self, lines, broker, topic):
        super().__init__(daemon=True)
        self.lines, self.allowed, self.error = lines, 0, None
        # kcat gives up when the broker is away: held while it sends
        self.sending = threading.Lock()
        self.command = ["kcat", "-P", "-b", broker.address, "-t", topic,
                        "-X", "log_level=0"]
        self.start()

    def run(self):
        at = 0
        while at < len(self.lines) and self.error is None:
            to = at + (RATE if at < self.allowed else LEISURE) // 4
            with self.sending:
                done = subprocess.run(
                    self.command, input=b"".join(self.lines[at:to]),
                    check=False)
            if done.returncode != 0:
                self.error = f"kcat -P: status {done.returncode}"
            at = to
            time.sleep(0.25)


class Trial:
    """All of it."""

    def __init__(self, args):
        self.args = args
        self.broker = Broker(args.dir + "/broker", args.port)
        self.models = [args.dir + "/" + os.path.basename(m)
                       for m in args.model]
        for source, to in zip(args.model, self.models):
            shutil.copy(source, to)
        self.filter = ["kdd-classify", "-q", "-e", "1"]
        for model in self.models:
            self.filter += ["-m", model]
        self.hits, self.coming, self.members = collections.Counter(), 0, []
        self.over = threading.Event()

    def command(self, name):
        if self.args.chain == "kcat":
            return ["sh", KAFKA + "stream.sh", self.broker.address, "group",
                    "in", "out", *self.filter]
        return ["kdd-kafka", "-q", "-b", self.broker.address, "-g", "group",
                "-I", name, "-t", "in", "-T", "out", "-D", "dead",
                "--stats", "1", "-X", f"session.timeout.ms={SESSION_MS}",
                "-X", "debug=eos", "-X", "log_level=7", "--",
                *self.filter, "--rejects", "/dev/fd/3"]

    def replace_models(self):
        while not self.over.wait(1):
            for model in self.models:
                shutil.copy(model, model + ".new")
                os.replace(model + ".new", model)

    def one_kill(self):
        """Until one has hit."""
        for _ in range(100):
            run = random.choice(self.members[:2]).run
            if self.args.chain == "kcat":
                where = kill_chain(run)
            else:
                where = kill_in(run, random.choice(
                    [*DELAY, "its filter"]))
            if where is not None:
                self.hits[where] += 1
                return
            time.sleep(0.2)
        raise Failed("nothing to kill: no member is at work")

    def come_or_go(self):
        if len(self.members) > 2:
            self.members.pop().leave()
        else:
            self.members.append(Member(self.command("c")))
            self.coming += 1

    def kill_all(self, feeder):
        n, brokers = self.args.kills, self.args.brokers
        for k in range(n):
            feeder.allowed = len(feeder.lines) * (k + 1) // n
            time.sleep(random.uniform(0.3, 1.2))
            self.one_kill()
            if k % 5 == 4:
                self.come_or_go()
            if k * (brokers + 1) // n != (k + 1) * (brokers + 1) // n and \
                    k + 1 < n:
                with feeder.sending:
                    self.broker.kill()
                self.hits["the broker"] += 1

    def settle(self, want):
        """Until all is there, or nothing more can come."""
        end = time.monotonic() + END_SECONDS
        while time.monotonic() < end:
            time.sleep(3)
            if self.broker.read("out") == want:
                return
            if self.args.chain == "kcat":
                end = min(end, time.monotonic() + 30)
            say("lag:", *[m.run.lag for m in self.members])

    def go(self, lines, want, broken):
        self.broker.run("up")
        for topic in ("in", "out", "dead"):
            self.broker.run("topic", topic, str(PARTITIONS))
        feeder = Feeder(lines, self.broker, "in")
        threading.Thread(target=self.replace_models, daemon=True).start()
        self.members = [Member(self.command(name)) for name in "ab"]
        self.kill_all(feeder)
        feeder.allowed = len(lines)
        feeder.join()
        if feeder.error is not None:
            raise Failed(feeder.error)
        if sum(self.broker.read("in").values()) != len(lines):
            raise Failed("the input topic does not hold the rows")
        self.settle(want)
        while self.members:
            self.members.pop().leave()
        good = self.compare("out", want)
        if self.args.chain == "kcat":
            return good
        return self.compare("dead", broken) and good

    def compare(self, topic, want):
        got = self.broker.read(topic)
        lost = sum((want - got).values())
        more = sum((got - want).values())
        print(f"{topic}: {sum(want.values())} lines are to be there, "
              f"{lost} are lost, {more} too many")
        return lost == 0 and more == 0

    def stop(self):
        self.over.set()
        for member in self.members:
            member.wanted = False
            try:
                os.killpg(member.run.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.broker.run("wipe")


def number(rows):
    """The rows with their numbers, every so manieth broken."""
    lines = []
    for i, row in enumerate(rows):
        row = b"broken" if i % BROKEN == BROKEN - 1 else row.rstrip(b"\r\n")
        lines.append(b"%s,%d\n" % (row, i))
    return lines


def offline(trial, lines):
    done = subprocess.run(trial.filter, input=b"".join(lines), check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if done.returncode != 3:
        raise Failed(f"kdd-classify: status {done.returncode}, not 3")
    return (collections.Counter(done.stdout.splitlines()),
            collections.Counter(line.rstrip() for line in lines
                                if line.startswith(b"broken")))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--chain", default="kdd-kafka",
                        choices=["kdd-kafka", "kcat"])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--brokers", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("dir")
    parser.add_argument("port", type=int)
    parser.add_argument("model", nargs="+")
    args = parser.parse_args()
    random.seed(args.seed)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))	# finally: stop()
    trial = Trial(args)
    began = time.monotonic()
    try:
        lines = number(sys.stdin.buffer)
        want, broken = offline(trial, lines)
        good = trial.go(lines, want, broken)
    except (Failed, OSError, subprocess.SubprocessError) as e:
        say(e)
        return 2
    finally:
        trial.stop()
    print(f"{len(lines)} rows, {time.monotonic() - began:.0f} s; killed: " +
          ", ".join(f"{n} in {where}" if where in DELAY else f"{n} {where}"
                    for where, n in sorted(trial.hits.items())) +
          f"; a third member came {trial.coming} times")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
