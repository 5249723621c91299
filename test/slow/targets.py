"""targets.py - a model's query in three databases, beside kdd-classify

    targets.py want verdicts                   of "kdd-classify -a" rows
    targets.py sqlite model query rows         run the query over the rows
    targets.py duckdb model query rows
    targets.py postgres model query rows       a script for psql -qAt
    targets.py literals n                      how SQLite reads n decimals

Each of the first three, and psql, prints a line for each row: class, tab and
score.  A field that is missing, or no number where there has to be one, is
NULL.
"""
import csv
import os
import random
import re
import sqlite3
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "bench"))
from train import Model  # noqa: E402

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?"
                    r"|[-+]?(inf|infinity)", re.I)


def is_missing(text):
    return text in ("", "?") or text.lower().lstrip("+-") == "nan"


def value(kind, text):
    if is_missing(text):
        return None
    if kind != "number":
        return text
    return float(text) if NUMBER.fullmatch(text) else None


def rows(model, path):
    """Each row's number and values, None for NULL."""
    kinds = [kind for kind, _ in model.columns]
    with open(path, encoding="utf-8", newline="") as f:
        for n, fields in enumerate(csv.reader(f)):
            if model.form == "header" and n == 0:
                continue
            fields += [""] * (len(kinds) - len(fields))
            yield [n] + [value(k, t) for k, t in zip(kinds, fields)]


def name(text):
    return '"' + text.replace('"', '""') + '"'


def table(model, number, text):
    columns = ", ".join(name(n) + " " + (number if kind == "number" else text)
                        for kind, n in model.columns)
    return f"CREATE TEMP TABLE connections (kdd_number integer, {columns})"


def ordered(path):
    with open(path, encoding="utf-8") as f:
        query = f.read().rstrip().rstrip(";")
    return (f"SELECT class, score FROM (\n{query}\n) AS judged "
            "ORDER BY kdd_number")


def show(result):
    for verdict, score in result:
        print(verdict, f"{score:.6f}", sep="\t")


def want(path):
    with open(path, encoding="utf-8", newline="") as f:
        for fields in csv.reader(f):
            if fields[:3] != ["model", "class", "score"]:
                print(fields[1], fields[2], sep="\t")


def sqlite(path, query, data):
    model = Model(path)
    db = sqlite3.connect(":memory:")
    db.execute(table(model, "REAL", "TEXT"))
    marks = ", ".join("?" * (len(model.columns) + 1))
    db.executemany(f"INSERT INTO connections VALUES ({marks})",
                   rows(model, data))
    show(db.execute(ordered(query)))


def duckdb(path, query, data):
    import duckdb as duck
    import pandas

    model = Model(path)
    frame = pandas.DataFrame(list(rows(model, data)))
    db = duck.connect()
    db.execute(table(model, "DOUBLE", "VARCHAR"))
    # a number that pandas has as NaN was missing
    picked = ", ".join(f'nullif("{i + 1}", \'NaN\'::DOUBLE)'
                       if kind == "number" else f'"{i + 1}"'
                       for i, (kind, _) in enumerate(model.columns))
    frame.columns = [str(c) for c in frame.columns]
    for i, (kind, _) in enumerate(model.columns):
        dtype = "float64" if kind == "number" else "object"
        frame[str(i + 1)] = frame[str(i + 1)].astype(dtype)
    db.execute(f'INSERT INTO connections SELECT "0", {picked} FROM frame')
    show(db.execute(ordered(query)).fetchall())


def postgres(path, query, data):
    model = Model(path)

    def field(v):
        if v is None:
            return "\\N"
        if isinstance(v, float):
            return repr(v)
        return re.sub(r"[\\\t\n\r]", lambda m: "\\x%02x" % ord(m[0]), str(v))

    print("SET extra_float_digits = 3;")
    print(table(model, "double precision", "text") + ";")
    print("COPY connections FROM STDIN;")
    for row in rows(model, data):
        print("\t".join(field(v) for v in row))
    print("\\.")
    print(f"COPY ({ordered(query)}) TO STDOUT;")


def ulps(a, b):
    ints = [struct.unpack("<q", struct.pack("<d", v))[0] for v in (a, b)]
    return abs(ints[0] - ints[1])


def literals(n):
    """Midpoints as cuts are, of numbers of few and of many digits."""
    draw = random.Random(1)
    db = sqlite3.connect(":memory:")
    worst = wrong = 0
    for i in range(int(n)):
        v = draw.uniform(-1, 1) * 10 ** draw.uniform(-8, 12)
        if i % 2:
            v = round(v, draw.randrange(7))
        text = repr(v) if "e" in repr(v) else repr(v) + "e0"
        got = db.execute(f"SELECT {text}").fetchone()[0]
        if got != v:
            wrong += 1
            worst = max(worst, ulps(got, v))
    print(f"SQLite {sqlite3.sqlite_version}: {wrong} of {n} decimals misread, "
          f"by at most {worst} units in the last place")
    return worst > 1


if __name__ == "__main__":
    verbs = {f.__name__: f for f in (want, sqlite, duckdb, postgres,
                                    literals)}
    sys.exit(verbs[sys.argv[1]](*sys.argv[2:]))
