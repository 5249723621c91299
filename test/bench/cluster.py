"""cluster.py - what the clocks on Kafka share: a broker asked, programs run

Cluster asks the broker at $broker: it makes topics, and tells where they end
and where a group is.  A group's committed offsets say what is done; a
transaction's count once it is committed.  Where read committed ends a
partition that has no transaction open, all of it can be seen.

Programs are commands for the shell, each in a process group of its own; those
that still run when Python ends are ended.  What they need to know is in their
environment: broker, and what the caller adds.

A digest is how many lines there are and the sum of their hashes (BLAKE2b, 128
bits): equal for the same lines in any order.  Of EVE the row's number is left
out, which is that in its batch.

Needs confluent-kafka.
"""
import atexit
import hashlib
import os
import signal
import subprocess
import sys
import time

from confluent_kafka import (Consumer, ConsumerGroupState, IsolationLevel,
                             KafkaException, TopicPartition)
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

ADDRESS = os.environ.get("broker", "")
CALL_S = 30
ASK_S = 2           # to ask again


class Failed(Exception):
    """Why a way is left out."""


WRONG = (Failed, KafkaException, TimeoutError)


class Cluster:
    def __init__(self):
        self.admin = AdminClient({"bootstrap.servers": ADDRESS,
                                  "log_level": 4})
        self.consumer = self.group = None   # to be asked by done()

    def make(self, topic, partitions, **settings):
        """Make a topic, and wait until it can be written to."""
        config = {k.replace("_", "."): v for k, v in settings.items()}
        for f in self.admin.create_topics(
                [NewTopic(topic, partitions, 1, config=config)]).values():
            f.result(CALL_S)
        end = time.monotonic() + CALL_S
        while time.monotonic() < end:
            try:
                self.ends(topic, partitions)
                return
            except KafkaException:  # that there is none, might be kept
                self.admin.list_topics(topic, CALL_S)
                time.sleep(0.02)
        raise Failed(f"topic {topic} was made, and does not come")

    def drop(self, *topics):
        for f in self.admin.delete_topics(list(topics)).values():
            f.result(CALL_S)

    def ends(self, topic, partitions, committed=True):
        """The next offset of each partition."""
        level = IsolationLevel.READ_COMMITTED if committed else \
            IsolationLevel.READ_UNCOMMITTED
        asked = self.admin.list_offsets(
            {TopicPartition(topic, p): OffsetSpec.latest()
             for p in range(partitions)}, isolation_level=level)
        return [f.result(CALL_S).offset for _, f in
                sorted(asked.items(), key=lambda x: x[0].partition)]

    def settled(self, topic, partitions):
        """Is all that was written to it committed?"""
        return self.ends(topic, partitions) == \
            self.ends(topic, partitions, False)

    def done(self, group, topic, partitions):
        """How many rows of a topic a group has committed.

        A consumer is asked, since librdkafka 2.16 dies when an admin client
        asks and the group's coordinator is not ready.
        """
        if group != self.group:
            self.forget()
            self.group = group
            self.consumer = Consumer({"bootstrap.servers": ADDRESS,
                                      "group.id": group, "log_level": 4})
        try:
            places = self.consumer.committed(
                [TopicPartition(topic, p) for p in range(partitions)], ASK_S)
        except KafkaException:
            return 0
        return sum(max(p.offset, 0) for p in places)

    def forget(self):
        if self.consumer is not None:
            self.consumer.close()
        self.consumer = self.group = None

    def shares(self, group):
        """The partitions of each member, once the group is stable."""
        try:
            found = self.admin.describe_consumer_groups(
                [group], request_timeout=ASK_S)[group].result(CALL_S)
        except KafkaException:
            return []
        if found.state != ConsumerGroupState.STABLE:
            return []
        return [[p.partition for p in m.assignment.topic_partitions]
                for m in found.members]

    def wait_for(self, group, members, limit=60):
        """Until so many members share the partitions."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            shares = self.shares(group)
            if len(shares) == members:
                return shares
            time.sleep(0.05)
        raise Failed(f"no {members} members in {limit} s")

    @staticmethod
    def cpu():
        """Seconds that the broker has computed so far."""
        home = os.environ["KAFKA_HOME"]
        with open(f"{home}/pid", encoding="ascii") as f:
            pid = f.read().strip()
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            words = f.read().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


# --- programs

class Program:
    """A command for the shell, running."""

    running = set()

    def __init__(self, command, stdout=None, stdin=subprocess.DEVNULL, **env):
        self.log = open(f"{os.environ['work']}/log", "ab")
        self.process = subprocess.Popen(
            ["sh", "-c", command], stdin=stdin, stdout=stdout,
            stderr=self.log, start_new_session=True,
            env={**os.environ, **{k: str(v) for k, v in env.items()}})
        self.status = None
        self.cpu = 0.0
        Program.running.add(self)

    def _reap(self, flags):
        if self.status is None:
            pid, status, usage = os.wait4(self.process.pid, flags)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                self.process.returncode = self.status
                self.cpu = usage.ru_utime + usage.ru_stime
                self.log.close()
                Program.running.discard(self)
        return self.status

    def alive(self):
        return self._reap(os.WNOHANG) is None

    def wait(self, limit):
        """Its status; ended after so many seconds, it has failed."""
        end = time.monotonic() + limit
        while self.alive():
            if time.monotonic() > end:
                self.end()
                raise Failed(f"not done in {limit:.0f} s")
            time.sleep(0.002)
        return self.status

    def kill(self, sig):
        """A signal to the process alone."""
        if self.alive():
            os.kill(self.process.pid, sig)

    def end(self, whole=True):
        """SIGTERM, to what it has started too if whole; then SIGKILL."""
        for sig, limit in (signal.SIGTERM, 15), (signal.SIGKILL, 5):
            end = time.monotonic() + limit
            if self.alive():
                (os.killpg if whole else os.kill)(self.process.pid, sig)
            while self.alive() and time.monotonic() < end:
                time.sleep(0.01)


def end_all():
    for program in list(Program.running):
        program.end()


def last_words():
    """The last line that a program wrote to standard error."""
    with open(f"{os.environ['work']}/log", "rb") as f:
        lines = f.read().decode(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "")


atexit.register(end_all)
for _sig in signal.SIGTERM, signal.SIGINT:
    signal.signal(_sig, lambda sig, _: sys.exit(128 + sig))


# --- lines

def digest(lines):
    """Of lines, whatever their order."""
    n = total = 0
    for line in lines:
        line = line.rsplit(b'"row":', 1)[0].rstrip(b"\n")
        n += 1
        total += int.from_bytes(hashlib.blake2b(
            line, digest_size=16).digest(), "little")
    return f"{n} {total % 2 ** 128:032x}"


def read_all(topic, form="%s\\n"):
    """The messages of a topic that are committed, as lines."""
    command = ["kcat", "-C", "-e", "-q", "-b", ADDRESS, "-t", topic, "-f",
               form, "-X", "isolation.level=read_committed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as kcat:
        yield from kcat.stdout
    if kcat.returncode != 0:
        raise Failed(f"kcat cannot read topic {topic}")


def compare(found, wanted):
    """Fails unless both digests are the same."""
    if found != wanted:
        a, b = found.split()[0], wanted.split()[0]
        raise Failed(f"{a} lines came out, not {b}" if a != b else
                     f"other lines came out: {a}")
