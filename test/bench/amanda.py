"""amanda.py - requests through Kafka and standing workers, and how long it took

    amanda.py runs rows.data workers ... -- requests ...

For each number of workers: so many members of a group that judge by both
models stand ready, none of them idle for want of a partition, and kcat has
its connection.  Then, runs times each number of requests in turn: kdd-replay
sends the first so many rows of the file to kcat as fast as it takes them, and
the time is from its start until the group has committed all of them and no
transaction is open in the topic of alerts: the last is judged and can be
seen.  That is looked for every 5 ms.

Each row goes to a partition drawn by itself (sticky.partitioning.linger.ms is
0), since kcat would else send 5,000 to one or two.

Prints a line for each number of requests and workers, with tabs between:
"requests", both, the median of the seconds, their least and most.  First a run
of the most requests is not timed.  At the end the topic of alerts must hold
what kdd-classify makes of all that was sent, or nothing is printed of these
workers and the status is 1.
"""
import os
import statistics
import subprocess
import sys
import time

from cluster import (ADDRESS, WRONG, Cluster, Failed, Program, compare, digest,
                     end_all, last_words, read_all)

PARTITIONS = int(os.environ["partitions"])
LIMIT_S = float(os.environ.get("KDD_BENCH_LIMIT", "120"))
LOOK_S = 0.005


def offline(path, rows):
    """The digest of the alerts of so many rows, as two numbers."""
    judge = subprocess.Popen(
        ["sh", "-c", f"head -n {rows} {path} | {os.environ['judge']}"],
        stdout=subprocess.PIPE)
    with judge:
        n, total = digest(judge.stdout).split()
    return int(n), int(total, 16)


class Workers:
    """So many members that stand, between two topics."""

    def __init__(self, n, path):
        self.name, self.path, self.sent = f"workers-{n}", path, []
        self.topic = {"in": f"requests-{n}", "out": f"alerts-{n}"}
        self.cluster = Cluster()
        for topic in self.topic.values():
            self.cluster.make(topic, PARTITIONS)
        self.members = [
            Program(f"{os.environ['member']} {os.environ['judge']}",
                    member=i, group=self.name, **self.topic)
            for i in range(n)]
        self.cluster.wait_for(self.name, n)

    def done(self):
        return self.cluster.done(self.name, self.topic["in"], PARTITIONS)

    def time(self, requests):
        """Seconds from the first of them to the last."""
        self.sent.append(requests)
        kcat = Program(f"exec kcat -P -b {ADDRESS} -t {self.topic['in']} -X "
                       "sticky.partitioning.linger.ms=0",
                       stdin=subprocess.PIPE)
        time.sleep(1)               # it connects
        start = time.perf_counter()
        replay = Program(f"exec kdd-replay -q -n {requests} {self.path}",
                         stdout=kcat.process.stdin)
        kcat.process.stdin.close()
        while self.done() < sum(self.sent) or \
                not self.cluster.settled(self.topic["out"], PARTITIONS):
            if time.perf_counter() > start + LIMIT_S:
                raise Failed(f"{self.done()} requests in {LIMIT_S:.0f} s")
            if not all(member.alive() for member in self.members):
                raise Failed(f"a worker ended: {last_words()}")
            time.sleep(LOOK_S)
        seconds = time.perf_counter() - start
        for program in replay, kcat:
            if program.wait(LIMIT_S) != 0:
                raise Failed(last_words())
        return seconds

    def check(self, made):
        """Are the alerts those of the rows that were sent?"""
        lines = sum(made[n][0] for n in self.sent)
        total = sum(made[n][1] for n in self.sent) % 2 ** 128
        compare(digest(read_all(self.topic["out"])), f"{lines} {total:032x}")

    def close(self):
        end_all()
        self.cluster.drop(*self.topic.values())


def measure(n, runs, path, requests, made):
    workers = Workers(n, path)
    workers.time(max(requests))
    found = {r: [] for r in requests}
    for _ in range(runs):
        for r in requests:
            found[r].append(workers.time(r))
    workers.check(made)
    workers.close()
    for r, seconds in found.items():
        print("requests", r, n, f"{statistics.median(seconds):.4f}",
              f"{min(seconds):.4f}", f"{max(seconds):.4f}", sep="\t",
              flush=True)


def main(runs, path, *numbers):
    at = numbers.index("--")
    requests = [int(n) for n in numbers[at + 1:]]
    made = {n: offline(path, n) for n in requests}
    status = 0
    for n in numbers[:at]:
        print(f"amanda.py: {n} workers", file=sys.stderr)
        try:
            measure(int(n), int(runs), path, requests, made)
        except WRONG as failure:
            print(f"amanda.py: {n} workers: left out: {failure!r}",
                  file=sys.stderr)
            end_all()
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
