"""storm_sklearn.py - a bolt of Apache Storm: our tree in scikit-learn

    storm_sklearn.py model many [checks]

Speaks Storm's multilang protocol on standard input and output.  A tuple's
first value is rows, a line each, up to `many`; the lines that kdd-classify
would write of them are emitted as one tuple, anchored, and the tuple is
acknowledged.  Many rows are parsed by pandas.  See sklearn_tree.py, for the
checks, too.
"""
import io
import json
import os
import sys

import pandas

from sklearn_tree import Peer, types_of


def messages():
    """What Storm sends: JSON, then a line that says "end"."""
    text = []
    for line in sys.stdin:
        if line != "end\n":
            text.append(line)
            continue
        yield json.loads("".join(text))
        text.clear()


def tell(message):
    print(json.dumps(message), "end", sep="\n", flush=True)


def alerts(peer, types, text):
    rows = text.split(b"\n")
    if len(rows) == 1:
        said = [peer.one(rows[0].split(b","))]
    else:
        said = peer.batch(pandas.read_csv(io.BytesIO(text), header=None,
                                          usecols=list(types), dtype=types))
    return b"\n".join(before + row for before, row in zip(said, rows)
                      if before is not None)


def main(model, many, *checks):
    peer = Peer(model, int(many), bool(checks))
    types = types_of([peer])
    for message in messages():
        if "pidDir" in message:
            with open(f"{message['pidDir']}/{os.getpid()}", "w",
                      encoding="ascii"):
                pass
            tell({"pid": os.getpid()})
        elif "tuple" not in message:
            continue                # ids of tasks that were not asked for
        elif message["stream"] == "__heartbeat":
            tell({"command": "sync"})
        else:
            said = alerts(peer, types, message["tuple"][0].encode())
            if said:
                tell({"command": "emit", "anchors": [message["id"]],
                      "tuple": [said.decode()], "need_task_ids": False})
            tell({"command": "ack", "id": message["id"]})


if __name__ == "__main__":
    main(*sys.argv[1:])
