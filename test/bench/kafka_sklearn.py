"""kafka_sklearn.py - from topic to topic: confluent-kafka and scikit-learn

    kafka_sklearn.py rows many model ...

Judges so many rows of topic $in by our trees in scikit-learn's own form, and
writes to $out the lines that kdd-classify would: one row at a time, or up to
`many` at once.  Prints the seconds from the first row to the broker's receipt
for the last line.  Its offsets are committed as is usual, every five seconds:
after a crash rows come twice.

Many rows are parsed by pandas.  See sklearn_tree.py.
"""
import io
import os
import sys
import time

import pandas
from confluent_kafka import Consumer, Producer

from sklearn_tree import Peer, types_of


class Topics:
    def __init__(self):
        at = {"bootstrap.servers": os.environ["broker"]}
        self.out = os.environ["out"]
        self.producer = Producer(at)
        self.consumer = Consumer({**at, "group.id": os.environ["group"],
                                  "auto.offset.reset": "earliest"})
        self.consumer.subscribe([os.environ["in"]])

    def send(self, line):
        while True:
            try:
                self.producer.produce(self.out, line)
                return
            except BufferError:
                self.producer.poll(0.1)

    def close(self):
        self.producer.flush()
        end = time.perf_counter()
        self.consumer.close()
        return end


def by_one(topics, peers, rows):
    start = None
    while rows > 0:
        message = topics.consumer.poll(1)
        if message is None:
            continue
        start = start or time.perf_counter()
        row = message.value()
        fields = row.split(b",")
        for peer in peers:
            before = peer.one(fields)
            if before is not None:
                topics.send(before + row)
        topics.producer.poll(0)
        rows -= 1
    return start


def by_many(topics, peers, rows, many):
    start, types = None, types_of(peers)
    while rows > 0:
        messages = topics.consumer.consume(min(many, rows), 1)
        if not messages:
            continue
        start = start or time.perf_counter()
        lines = [m.value() for m in messages]
        frame = pandas.read_csv(io.BytesIO(b"\n".join(lines)), header=None,
                                usecols=list(types), dtype=types)
        for peer in peers:
            for before, line in zip(peer.batch(frame), lines):
                if before is not None:
                    topics.send(before + line)
        topics.producer.poll(0)
        rows -= len(lines)
    return start


def main(rows, many, *models):
    rows, many = int(rows), int(many)
    peers = [Peer(path, many) for path in models]
    topics = Topics()
    start = by_one(topics, peers, rows) if many == 1 else \
        by_many(topics, peers, rows, many)
    print(f"{topics.close() - start:.6f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
