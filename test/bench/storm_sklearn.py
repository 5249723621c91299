"""storm_sklearn.py - a bolt of Apache Storm: our tree in scikit-learn

    storm_sklearn.py model

Speaks Storm's multilang protocol on standard input and output.  A tuple's
first value is rows, a line each; the lines that kdd-classify would write of
them are emitted as one tuple, anchored, and the tuple is acknowledged.  The
tree is called as in sklearn_tree.py, one row at a time.
"""
import json
import os
import sys

from sklearn_tree import Peer


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


def alerts(peer, rows):
    for row in rows.encode().split(b"\n"):
        before = peer.one(row.split(b","))
        if before is not None:
            yield (before + row).decode()


def main(model):
    peer = Peer(model, 1)
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
            said = "\n".join(alerts(peer, message["tuple"][0]))
            if said:
                tell({"command": "emit", "anchors": [message["id"]],
                      "tuple": [said], "need_task_ids": False})
            tell({"command": "ack", "id": message["id"]})


if __name__ == "__main__":
    main(sys.argv[1])
