"""classify.py - the same tree in other tools, and a clock for all of them

    classify.py awk | mlr | sql model     the tree as a program of that tool
    classify.py duckdb file               run such a query
    classify.py sklearn model file        the tree in scikit-learn, in chunks
    classify.py measure runs ways title   run, compare and time; see below
    classify.py latency file              medians of kdd-score --latency
    classify.py goals                     what was measured against the goals

All of them write what kdd-classify writes of a file: verdict, then the row,
of those rows that are alerts.

ways has a line for each way to do it, with tabs between: a group, a label,
the file that is read, a command for the shell.  What the commands of a group
write must be the same, byte for byte; one that differs from the first is left
out, and the status is 1.  Then they run in turn, output to /dev/null; one
that took a minute in all, and ran three times, runs no more.  goals reads the
file "medians", to which measure appends.
"""
import os
import statistics
import subprocess
import sys
import time

from train import Model, tokens


class Tree(Model):
    """A model with its nodes: [test, ...] or a score, None if no alert."""

    def __init__(self, path):
        self.nodes = []
        self.quiet = set()
        self.name = None
        super().__init__(path)
        self.number = {name: i for i, (_, name) in enumerate(self.columns)}

    def on_name(self, name):
        self.name = name

    def on_class(self, name, *rest):
        super().on_class(name, *rest)
        if "quiet" in rest:
            self.quiet.add(name)

    def on_node(self, depth, label, *rest):
        column, test, *values = rest[len(self.classes):]
        self.nodes.append((int(depth), column, test, values))

    def on_leaf(self, depth, label, *rest):
        super().on_leaf(depth, label, *rest)
        counts = [int(n) for n in rest[:len(self.classes)]]
        own, rows = counts[self.classes.index(label)], sum(counts)
        score = (2000000 * own + rows) // (2 * rows)
        self.nodes.append((int(depth), None if label in self.quiet else
                           f"{label},{score // 1000000}.{score % 1000000:06}"))

    def nested(self, test, leaf, i=0, indent=0):
        """Nested ifs; returns the text and the next node."""
        node, pad = self.nodes[i], "\t" * indent
        if len(node) == 2:
            return pad + leaf(node[1]) + "\n", i + 1
        left, i = self.nested(test, leaf, i + 1, indent + 1)
        right, i = self.nested(test, leaf, i, indent + 1)
        return (f"{pad}if ({test(self, *node[1:])}) {{\n{left}{pad}}} else "
                f"{{\n{right}{pad}}}\n"), i


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def awk(path):
    """A POSIX awk program."""
    tree, sets = Tree(path), []

    def test(tree, column, how, values):
        field = f"${tree.number[column] + 1}"
        if how == "<=":
            return f"{field} <= {values[0]}"
        sets.append(values)
        return f"{field} in s{len(sets) - 1}"

    body, _ = tree.nested(test, lambda verdict: "next" if verdict is None
                          else f'print "{tree.name},{verdict}," $0')
    print('BEGIN {\n\tFS = ","')
    for i, values in enumerate(sets):
        for value in values:
            print(f"\ts{i}[{quoted(value)}]")
    print("}\n{\n" + body + "}")


def mlr(path):
    """A program for mlr put -q; fields are named by their position."""
    tree, sets = Tree(path), []

    def test(tree, column, how, values):
        field = f"${tree.number[column] + 1}"
        if how == "<=":
            return f"{field} <= {values[0]}"
        sets.append(values)
        return f"haskey(@s{len(sets) - 1}, {field})"

    def leaf(verdict):
        if verdict is None:
            return ""
        name, score = verdict.rsplit(",", 1)
        return (f'emit1 mapsum({{"m": "{tree.name}", "k": {quoted(name)}, '
                f'"s": "{score}"}}, $*)')

    body, _ = tree.nested(test, leaf)
    print("begin {")
    for i, values in enumerate(sets):
        inside = ", ".join(f"{quoted(value)}: 1" for value in values)
        print(f"\t@s{i} = {{{inside}}};")
    print("}\n" + body)


def sql(path):
    """A query for DuckDB; FILE stands for the name of the file."""
    tree = Tree(path)

    def case(i):
        node = tree.nodes[i]
        if len(node) == 2:
            return ("NULL" if node[1] is None else f"'{node[1]}'"), i + 1
        _, column, how, values = node
        name = f"c{tree.number[column]}"
        if how == "<=":
            test = f"CAST({name} AS DOUBLE) <= {values[0]}"
        else:
            inside = ", ".join("'" + v.replace("'", "''") + "'"
                               for v in values)
            test = f"{name} IN ({inside})"
        left, i = case(i + 1)
        right, i = case(i)
        return f"CASE WHEN {test} THEN {left} ELSE {right} END", i

    names = [f"c{i}" for i in range(42)]
    verdict, _ = case(0)
    fields = " || ',' || ".join(names)
    columns = ", ".join(f"'{n}': 'VARCHAR'" for n in names)
    print("SET threads = 1; SET preserve_insertion_order = true;")
    print(f"COPY (SELECT '{tree.name},' || verdict || ',' || {fields} FROM "
          f"(SELECT *, {verdict} AS verdict FROM read_csv('FILE', "
          f"header = false, auto_detect = false, delim = ',', "
          f"columns = {{{columns}}})) WHERE verdict IS NOT NULL) "
          "TO '/dev/stdout' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', "
          "DELIMITER '\\t');")


def duckdb(path):
    import duckdb as db

    with open(path, encoding="utf-8") as f:
        db.execute(f.read())


def planted(tree):
    """A tree of ours as scikit-learn's: itself, its features, and what stands
    before an alert at each node.

    A feature is a column, and None or the values of a set; then it is 0 for a
    member, which goes left, and 1 for any other value.
    """
    import numpy
    from sklearn.tree._tree import Tree as SklearnTree

    features, arrays, right_of = [], [], {}

    def add(i):
        node = tree.nodes[i]
        if len(node) == 2:
            return i + 1
        _, column, how, values = node
        key = (column, None if how == "<=" else tuple(values))
        if key not in features:
            features.append(key)
        right_of[i] = add(i + 1)
        return add(right_of[i])

    add(0)
    for i, node in enumerate(tree.nodes):
        if len(node) == 2:
            arrays.append((-1, -1, -2, -2.0, 0.0, 1, 1.0, 0))
            continue
        _, column, how, values = node
        where = features.index((column, None if how == "<=" else
                                tuple(values)))
        arrays.append((i + 1, right_of[i], where, float(values[0])
                       if how == "<=" else 0.5, 0.0, 1, 1.0, 0))
    shape = SklearnTree(1, numpy.array([2]), 1).__getstate__()["nodes"].dtype
    fitted = SklearnTree(len(features), numpy.array([2]), 1)
    fitted.__setstate__({
        "nodes": numpy.array(arrays, dtype=shape),
        "values": numpy.zeros((len(arrays), 1, 2)),
        "node_count": len(arrays), "max_depth": max(n[0] for n in tree.nodes)})
    return fitted, features, [
        None if len(n) != 2 or n[1] is None else f"{tree.name},{n[1]},"
        for n in tree.nodes]


def sklearn(path, data):
    """pandas reads chunks; a set of values is a feature of 0 and 1."""
    import io

    import numpy
    import pandas

    tree = Tree(path)
    fitted, features, verdicts = planted(tree)
    used = sorted({tree.number[c] for c, _ in features})
    names = [tree.columns[i][1] for i in used]
    types = {tree.columns[i][1]: "float64" if tree.columns[i][0] == "number"
             else "category" for i in used}
    with open(data, encoding="utf-8") as f:
        while lines := f.readlines(16 << 20):
            frame = pandas.read_csv(io.StringIO("".join(lines)), header=None,
                                    usecols=used, names=None)
            frame.columns = names
            frame = frame.astype(types)
            x = numpy.empty((len(frame), len(features)), numpy.float32)
            for i, (column, values) in enumerate(features):
                x[:, i] = frame[column] if values is None else \
                    ~frame[column].isin(values)
            leaves = fitted.apply(x)
            sys.stdout.writelines(verdicts[leaf] + line for leaf, line in
                                  zip(leaves.tolist(), lines)
                                  if verdicts[leaf] is not None)


# --- the clock

def run(command, out):
    """Seconds, peak KiB of the largest process, and whether all went well."""
    start = time.perf_counter()
    with subprocess.Popen(["sh", "-c", command], stdout=out) as child:
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    return seconds, usage.ru_maxrss, child.returncode in (0, 3)


def same(a, b):
    return subprocess.run(["cmp", "-s", a, b], check=False).returncode == 0


def in_order(path, to=None):
    subprocess.run(["sort", "-o", to or path, path], check=True,
                   env={**os.environ, "LC_ALL": "C"})


def lines_of(path):
    lines = 0
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            lines += block.count(b"\n")
    return lines


def check(ways):
    """The ways that agree with the first of their group, if need be sorted."""
    good, status, lines = [], 0, {}
    for group, label, path, command in ways:
        first = f"{group}.out"
        mine = f"{group}.mine" if os.path.exists(first) else first
        with open(mine, "wb") as out:
            well = run(command, out)[2]
        if "any order" in label:
            in_order(mine)
            in_order(first, "sorted")
        if not well or (mine != first and not same(
                "sorted" if "any order" in label else first, mine)):
            print(f"classify.py: {label}: left out: "
                  f"{'failed' if not well else 'differs'}", file=sys.stderr)
            status = 1
            continue
        for name in (path, first):
            if name not in lines:
                lines[name] = lines_of(name)
        good.append((label, path, command, lines[path], lines[first]))
    return good, status


def clock(runs, good):
    """Seconds of each run, and the peak of memory, by label."""
    times = {way[0]: [] for way in good}
    memory = dict.fromkeys(times, 0)
    with open(os.devnull, "wb") as null:
        for _ in range(runs):
            for label, _, command, *_ in good:
                if len(times[label]) >= 3 and sum(times[label]) > 60:
                    continue
                seconds, kib, _ = run(command, null)
                times[label].append(seconds)
                memory[label] = max(memory[label], kib)
    return times, memory


def measure(runs, path, title):
    with open(path, encoding="utf-8") as f:
        ways = [line.rstrip("\n").split("\t") for line in f]
    good, status = check(ways)
    times, memory = clock(int(runs), good)
    print(f"\n{title}\n{'':40}{'s':>8}{'min':>8}{'max':>8}{'n':>3}"
          f"{'Mrow/s':>7}{'MB/s':>6}{'Mout/s':>7}{'MiB':>6}{'ratio':>7}")
    base = None
    with open("medians", "a", encoding="utf-8") as medians:
        for label, data, _, rows, out in good:
            t = statistics.median(times[label])
            base = base or t
            size = os.path.getsize(data)
            print(f"{label:40}{t:8.3f}{min(times[label]):8.3f}"
                  f"{max(times[label]):8.3f}{len(times[label]):3}"
                  f"{rows / t / 1e6:7.2f}{size / t / 1e6:6.0f}"
                  f"{out / t / 1e6:7.2f}{memory[label] / 1024:6.1f}"
                  f"{t / base:7.2f}", flush=True)
            print(label, t, rows, size, out, memory[label], sep="\t",
                  file=medians)
    return status


def latency(path):
    """Lines of the rate, then what kdd-score -f tsv writes, of each run."""
    found = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            rate, _, name, _, _, ns = line.split("\t")
            found.setdefault(int(rate), {}).setdefault(name, []).append(
                float(ns))
    names = ("min", "median", "p90", "p99", "p999", "max")
    print("\nkdd-replay --stamp | kdd-classify -a | kdd-score --latency, us: "
          "medians of the runs")
    print(f"{'':28}{'rows':>8}" + "".join(f"{n:>9}" for n in names))
    with open("medians", "a", encoding="utf-8") as medians:
        for rate, by in found.items():
            rows = statistics.median(by["latency_rows"])
            us = [statistics.median(by[f"latency_{n}_ns"]) / 1e3
                  for n in names]
            print(f"{rate:>13,} rows a second{'':2}{rows:8.0f}" +
                  "".join(f"{v:9.1f}" for v in us))
            print(f"latency {rate}", us[1], us[3], sep="\t", file=medians)


def goals():
    with open("medians", encoding="utf-8") as f:
        found = {line.split("\t")[0]: [float(x) for x in
                                       line.split("\t")[1:]] for line in f}

    def goal(text, names, value, limit, most):
        if any(name not in found for name in names):
            return
        v = value(*(found[name] for name in names))
        met = v <= limit if most else v >= limit
        print(f"{text} {'<=' if most else '>='} {limit:g}: {v:.3g}: "
              f"{'met' if met else 'not met'}")

    print("\nGoals (medians of this run; not asserted)")
    goal("from a file, times gawk", ("gawk", "kdd-classify"),
         lambda a, b: a[0] / b[0], 10, False)
    goal("from a file, GB/s", ("kdd-classify",),
         lambda a: a[2] / a[0] / 1e9, 2, False)
    goal("through pipes, times cat", ("cat | kdd-classify | wc -l",
                                      "cat | cat | wc -l"),
         lambda a, b: a[0] / b[0], 1.1, True)
    goal("two models, times one", ("two models", "one model"),
         lambda a, b: a[0] / b[0], 1.3, True)
    for label, limit in (("-a", 5), ("-f json", 2), ("-f eve", 1)):
        goal(f"{label}, million rows/s written", (label,),
             lambda a: a[3] / a[0] / 1e6, limit, False)
    goal("one row, start to end, ms", ("one row",),
         lambda a: a[0] * 1e3, 5, True)
    for rate in (1000, 10000):
        goal(f"latency at {rate:,} rows/s, median, us", (f"latency {rate}",),
             lambda a: a[0], 30, True)
        goal(f"latency at {rate:,} rows/s, 99 %, us", (f"latency {rate}",),
             lambda a: a[1], 150, True)
    goal("memory, MiB", ("kdd-classify",), lambda a: a[4] / 1024, 16, True)


if __name__ == "__main__":
    verbs = {f.__name__: f for f in (awk, mlr, sql, duckdb, sklearn,
                                    measure, latency, goals)}
    sys.exit(verbs[sys.argv[1]](*sys.argv[2:]))
