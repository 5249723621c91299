"""exact.py - small random tables, and the trees that they should give

    exact.py numbers | weights | prune | subsets | swapped  [sets [first]]

Trains kdd-train (of PATH) on random tables numbered from first (0) and
compares each node of its tree.

numbers: with the best split found by trying all, and with the tree of
	scikit-learn's DecisionTreeClassifier, walked from the root in step.
	Where the two part rows otherwise, both splits must be worth the same
	and nothing may be worth more: a tie, below which nothing is compared.
weights: the same with --weights and class_weight.
prune:	the trees of --prune and ccp_alpha, for values between those of
	cost_complexity_pruning_path; of tables without ties, and with
	--weights, where there is such an option, in some.
subsets: categories, with the best of all subsets of values: up to 8 values,
	or up to 12 where there are two classes; trees of depth 1 and others.
swapped: as numbers, but judged by the other criterion: this must fail.

What a split is worth is the decrease of the impurity (Gini, or entropy in
bits) weighed by rows, and compared to 1e-12 of the impurity of all rows.
scikit-learn holds features as float32 and knows no difference below 1e-7:
all values here are multiples of 1/8 below 8192, so values and midpoints are
exact.  The status is 0 if something was compared and nothing was wrong; the
first table that was wrong stays in wrong.csv.
"""
import random
import shlex
import subprocess
import sys

import numpy as np
from sklearn.tree import DecisionTreeClassifier

NEAR = 1e-12
SETS = {"numbers": 400, "weights": 150, "prune": 200, "subsets": 400,
        "swapped": 20}


class Wrong(Exception):
    """A tree is not what it should be."""


class Table:
    """Columns of values, labels 0.. by row, and how to train on them."""

    def __init__(self, columns, label):
        self.columns = [np.array(c) for c in columns]
        self.label = np.unique(label, return_inverse=True)[1]
        self.names = [f"c{i}" for i in sorted(set(label))]
        self.options = {}           # long options of kdd-train
        self.criterion = "gini"
        self.weight = np.ones(len(self.names))

    def option(self, name, default):
        return int(self.options.get(name, default))

    def counts(self, rows):
        return np.bincount(self.label[rows], minlength=len(self.names))

    def loss(self, counts):
        """Impurity times weight, of counts by class in the last axis."""
        c = counts * self.weight
        n = c.sum(-1, keepdims=True)
        if self.criterion == "gini":
            return n[..., 0] - (c * c / n).sum(-1)
        return (c * np.log2(n / np.where(c > 0, c, n))).sum(-1)

    def worth(self, left, right):
        return self.loss(left + right) - self.loss(left) - self.loss(right)

    def all_rows(self):
        return np.arange(len(self.label))

    def near(self, a, b):
        whole = self.loss(self.counts(self.all_rows()))
        return abs(a - b) <= NEAR * whole

    def write(self, path):
        with open(path, "w", encoding="ascii") as f:
            print(*(f"x{i}" for i in range(len(self.columns))), "label",
                  sep=",", file=f)
            for *values, label in zip(*self.columns, self.label):
                print(*values, self.names[label], sep=",", file=f)

    def command(self):
        args = [f"--{name}={value}" for name, value in self.options.items()]
        return ["kdd-train", "-q", "-c", "none", "-s", "header", "-l",
                "label", f"--criterion={self.criterion}", *args]


# --- trees of kdd-train

class Node:
    """A line of the tree, and its two children if it is no leaf."""

    def __init__(self, lines, classes):
        word, self.depth, self.name, *rest = next(lines)
        self.counts = np.array([int(n) for n in rest[:classes]])
        self.test = rest[classes:]
        self.left = self.right = None
        if word == "node":
            self.left = Node(lines, classes)
            self.right = Node(lines, classes)

    def leaves(self):
        return 1 if self.left is None else (self.left.leaves() +
                                            self.right.leaves())


def train(table):
    """The root of the tree that kdd-train makes of a table."""
    table.write("table.csv")
    run = subprocess.run([*table.command(), "table.csv"],
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise Wrong(f"status {run.returncode}: {run.stderr.strip()}")
    words = [line.split(" ") for line in run.stdout.splitlines()]
    if [w[1] for w in words if w[0] == "class"] != table.names:
        raise Wrong("other classes")
    lines = (w for w in words if w[0] in ("node", "leaf"))
    return Node(lines, len(table.names))


def goes_left(table, test, rows):
    name, how, *args = test
    values = table.columns[int(name[1:])][rows]
    return values <= float(args[0]) if how == "<=" else np.isin(values, args)


# --- all splits there are

def lefts_of(values, counts):
    """What each split of a column sends left: counts by value, summed."""
    if values.dtype.kind == "f":
        return counts.cumsum(0)[:-1]
    n = len(values) - 1             # the last value stays on the right
    bits = np.arange(1, 2 ** n)[:, None] >> np.arange(n) & 1
    return bits @ counts[:-1]


def best(table, rows):
    """What the best split of these rows is worth; None if there is none."""
    total, found = table.counts(rows), None
    least = table.option("min-leaf", 1)
    for column in table.columns:
        values, at = np.unique(column[rows], return_inverse=True)
        counts = np.zeros((len(values), len(total)), int)
        np.add.at(counts, (at, table.label[rows]), 1)
        left = lefts_of(values, counts)
        size = left.sum(-1)
        left = left[(size >= least) & (len(rows) - size >= least)]
        if len(left):
            worth = table.worth(left, total - left).max()
            found = worth if found is None else max(found, worth)
    return found


def alone(table, node, rows, depth=0):
    """Each node has the best split, or a reason to be a leaf; how many?"""
    if (node.counts != table.counts(rows)).any():
        raise Wrong(f"depth {depth}: counts {node.counts}")
    if table.names[np.argmax(node.counts * table.weight)] != node.name:
        raise Wrong(f"depth {depth}: {node.counts} is no {node.name}")
    stop = ((node.counts > 0).sum() == 1 or
            depth == table.option("max-depth", -1) or
            len(rows) < table.option("min-split", 2))
    worth = None if stop else best(table, rows)
    if node.left is None:
        if worth is not None:
            raise Wrong(f"depth {depth}: a leaf of {node.counts}, but a "
                        f"split is worth {worth:.16g}")
        return 1
    if worth is None:
        raise Wrong(f"depth {depth}: {node.counts} should be a leaf")
    ours = table.worth(node.left.counts, node.right.counts)
    if not table.near(ours, worth):
        raise Wrong(f"depth {depth}: {' '.join(node.test)} is worth "
                    f"{ours:.16g}, the best {worth:.16g}")
    left = goes_left(table, node.test, rows)
    return (1 + alone(table, node.left, rows[left], depth + 1) +
            alone(table, node.right, rows[~left], depth + 1))


# --- beside scikit-learn

def peer(table, alpha=0.0):
    limits = {"max_depth": table.option("max-depth", 0) or None,
              "min_samples_leaf": table.option("min-leaf", 1),
              "min_samples_split": table.option("min-split", 2)}
    weights = dict(enumerate(table.weight)) if "weights" in table.options \
        else None
    model = DecisionTreeClassifier(
        criterion=table.criterion, random_state=0, ccp_alpha=alpha,
        class_weight=weights, **limits)
    x = np.array(table.columns).T
    return model, x, model.fit(x, table.label).tree_


def peer_worth(tree, i):
    parts = (i, tree.children_left[i], tree.children_right[i])
    here, left, right = (tree.weighted_n_node_samples[j] * tree.impurity[j]
                         for j in parts)
    return here - left - right


class Beside:
    """Walks our tree and scikit-learn's in step; counts nodes and ties."""

    def __init__(self, table, tree):
        self.table, self.tree = table, tree
        self.nodes = self.ties = 0

    def walk(self, node, i, rows, depth=0):
        table, tree = self.table, self.tree
        self.nodes += 1
        if (node.counts != table.counts(rows)).any() or \
                tree.n_node_samples[i] != len(rows):
            raise Wrong(f"depth {depth}: counts {node.counts}, "
                        f"{tree.n_node_samples[i]} rows there")
        if (node.left is None) != (tree.children_left[i] == -1):
            raise Wrong(f"depth {depth}: {node.counts}: a leaf for one only")
        if node.left is None:
            return
        ours = goes_left(table, node.test, rows)
        theirs = table.columns[tree.feature[i]][rows] <= tree.threshold[i]
        worth = table.worth(node.left.counts, node.right.counts)
        peers = peer_worth(tree, i)
        if not table.near(worth, peers):
            raise Wrong(f"depth {depth}: {' '.join(node.test)} is worth "
                        f"{worth:.16g}, x{tree.feature[i]} <= "
                        f"{tree.threshold[i]} there {peers:.16g}")
        left, right = tree.children_left[i], tree.children_right[i]
        if (ours == ~theirs).all():
            left, right = right, left
        elif (ours != theirs).any():
            self.tie(rows, worth, theirs, depth)
            return
        self.walk(node.left, left, rows[ours], depth + 1)
        self.walk(node.right, right, rows[~ours], depth + 1)

    def tie(self, rows, worth, theirs, depth):
        """Two other parts of these rows: none may be worth more."""
        table = self.table
        peers = table.worth(table.counts(rows[theirs]),
                            table.counts(rows[~theirs]))
        most = best(table, rows)
        if not (table.near(worth, peers) and table.near(worth, most)):
            raise Wrong(f"depth {depth}: no tie: {worth:.16g}, there "
                        f"{peers:.16g}, the best {most:.16g}")
        self.ties += 1


def beside(table, root, tree):
    """Compare; how many nodes, how many ties."""
    walk = Beside(table, tree)
    walk.walk(root, 0, table.all_rows())
    if walk.ties == 0 and root.leaves() != tree.n_leaves:
        raise Wrong(f"{root.leaves()} leaves, not {tree.n_leaves}")
    return walk.nodes, walk.ties


# --- random tables

def number_column(r, rows):
    """Multiples of 1/8: constant, few values, many, or all different."""
    n = r.choice([1, 2, 3, 5, 10, 40, 1000, 30000])
    base = r.choice([0, 0, -n // 2, 1000 if n < 8000 else 0])
    lean = r.choice([1, 1, 3])
    return [(base + int(n * r.random() ** lean)) / 8 for _ in range(rows)]


def labels(r, columns, rows):
    """Chance, or what some columns say with more or less of it."""
    classes = r.randint(2, 6)
    chance = r.choice([0, 0.05, 0.3, 1])
    telling = r.sample(columns, r.randint(1, min(3, len(columns))))
    rank = [{v: i for i, v in enumerate(sorted(set(c)))} for c in telling]
    of = []
    for i in range(rows):
        share = sum(k[c[i]] / len(k) for k, c in zip(rank, telling))
        of.append(int(share * classes * 2) % classes
                  if r.random() >= chance else r.randrange(classes))
    if len(set(of)) == 1:
        of[0] = (of[0] + 1) % classes
    return of


def copied(r, columns, label):
    """The same, but with rows that come twice, and with other labels."""
    rows = len(label)
    at = [r.randrange(max(1, rows // 2)) for _ in range(rows)]
    return [[c[i] for i in at] for c in columns], [
        label[i] if r.random() < 0.9 else r.choice(label) for i in at]


def limits(r):
    """A few of the options that stop a tree."""
    options = {}
    if r.random() < 0.3:
        options["min-leaf"] = r.choice([2, 3, 5, 10])
    if r.random() < 0.3:
        options["min-split"] = r.choice([3, 5, 10, 20])
    if r.random() < 0.3:
        options["max-depth"] = r.randint(1, 6)
    return options


def numbers_table(r, copies=0.4):
    while True:
        rows = r.choice([r.randint(5, 30), r.randint(5, 300)])
        columns = [number_column(r, rows) for _ in range(r.randint(1, 8))]
        label = labels(r, columns, rows)
        if r.random() < copies:
            columns, label = copied(r, columns, label)
        if len(set(label)) > 1:
            break
    table = Table(columns, label)
    table.criterion = r.choice(["gini", "entropy"])
    table.options = limits(r)
    return table


def weigh(r, table):
    """--weights: of some classes; those not named weigh 1."""
    for i in r.sample(range(len(table.names)),
                      r.randint(1, len(table.names))):
        table.weight[i] = r.choice([0.25, 0.5, 2, 2.5, 3, 10, 100])
    table.options["weights"] = ",".join(
        f"{name}={w:g}" for name, w in zip(table.names, table.weight)
        if w != 1)


def subsets_table(r):
    """Categories, and perhaps numbers among them."""
    rows = r.choice([r.randint(5, 40), r.randint(40, 300)])
    classes = r.choice([2, 2, 3, 4, 6])
    limit = r.choice([1, 1, 1, 2, 5])       # Fisher needs a limit of 1
    most = 12 if classes == 2 and limit == 1 else 8
    columns, told = [], np.zeros(rows)
    for _ in range(r.choice([1, 1, 2, 4])):
        values = r.randint(2, most)
        at = [r.randrange(values) for _ in range(rows)]
        lean = [r.random() for _ in range(values)]
        told += [lean[i] for i in at]
        columns.append([f"v{i}" for i in at])
    if r.random() < 0.3:
        columns.append(number_column(r, rows))
    chance = r.choice([0.1, 0.5, 1])
    label = [int(t * 3 * classes) % classes if r.random() >= chance
             else r.randrange(classes) for t in told]
    if len(set(label)) == 1:
        label[0] = (label[0] + 1) % classes
    table = Table(columns, label)
    table.criterion = r.choice(["gini", "entropy"])
    table.options = {"min-leaf": limit}
    if r.random() < 0.7:
        table.options["max-depth"] = 1
    return table


# --- what is compared.  Each yields its table, then how many nodes were
# compared with all splits there are, how many with scikit-learn's, and ties.

def numbers(r, table=None):
    table = table or numbers_table(r)
    yield table
    root = train(table)
    nodes = alone(table, root, table.all_rows())
    walked, ties = beside(table, root, peer(table)[2])
    if ties == 0 and walked != nodes:
        raise Wrong(f"{walked} nodes of {nodes} were compared")
    yield nodes, walked, ties


def weights(r):
    table = numbers_table(r)
    weigh(r, table)
    yield from numbers(r, table)


def prune(r):
    table = numbers_table(r, copies=0.1)
    if r.random() < 0.3 and "--weights" in subprocess.run(
            ["kdd-train", "--help"], capture_output=True, text=True,
            check=True).stdout:
        weigh(r, table)
    yield table
    model, x, tree = peer(table)
    nodes, ties = beside(table, train(table), tree)
    if ties > 0:
        yield 0, 0, ties            # pruned trees may differ, rightly
        return
    path = model.cost_complexity_pruning_path(x, table.label).ccp_alphas
    ends = [(a, b) for a, b in zip(path, [*path[1:], path[-1] + 0.1])
            if b - a > 1e-6]
    nodes = 0
    for a, b in r.sample(ends, min(4, len(ends))):
        alpha = float((a + b) / 2)
        table.options["prune"] = repr(alpha)
        nodes += beside(table, train(table), peer(table, alpha)[2])[0]
    yield 0, nodes, 0


def subsets(r):
    table = subsets_table(r)
    yield table
    yield alone(table, train(table), table.all_rows()), 0, 0


def swapped(r):
    table = numbers_table(r)
    yield table
    root = train(table)
    table.criterion = "entropy" if table.criterion == "gini" else "gini"
    yield 0, *beside(table, root, peer(table)[2])


def main(what, sets=None, first="0"):
    sums = np.zeros(4, int)
    wrong = []
    sets = int(sets or SETS[what])
    for number in range(int(first), int(first) + sets):
        case = globals()[what](random.Random(f"{what} {number}"))
        table = next(case)
        try:
            nodes, walked, ties = next(case)
        except Wrong as e:
            if not wrong:
                table.write("wrong.csv")
            wrong.append(f"{what} {number}: {len(table.label)} rows, "
                         f"{shlex.join(table.command())}: {e}")
            continue
        sums += nodes, walked, ties, ties > 0
    print(f"{what}: {sets} tables, {sums[0]} nodes compared with all "
          f"splits, {sums[1]} with scikit-learn's, {sums[2]} ties in "
          f"{sums[3]} tables, {len(wrong)} tables wrong")
    for line in wrong[:5]:
        print(line, file=sys.stderr)
    return 1 if wrong or sums[:2].sum() == 0 else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4) or sys.argv[1] not in SETS:
        sys.exit("usage: exact.py " + " | ".join(SETS) + " [sets [first]]")
    sys.exit(main(*sys.argv[1:]))
