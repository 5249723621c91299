"""train.py - time one way to train, and tell what it made

    train.py ours command ...
    train.py pandas | folds | lightgbm  model file [found]
    train.py found model
    train.py agree found found ...
    train.py version

Each of the first four prints a line: seconds, peak resident memory in KiB,
seconds of imports.  ours: the clock runs from the start of the command to
its end; its memory is not told below that of this process, about 11 MiB,
which Linux counts in.  The others are timed inside, behind the imports,
around reading the file, coding it and fitting.  model is the one that
kdd-train made of the same file: it says which columns are learned from,
which of these are categories, and the class of each label.

pandas:   pandas.read_csv, a code for each value of a category, and
	  DecisionTreeClassifier(random_state=0)
folds:    the same with cross_val_score, StratifiedKFold(10) and two jobs;
	  memory: that of the process and of two workers
lightgbm: LightGBM's own reader of CSV, and one iteration; the file has the
	  class as a number first, then numbers and codes, without a header

With found: write there, not timed, what was made.  found: the same of a model
of ours.  agree: tell what was made, ours first; the status is 1 if that does
not agree as told in train.sh.
"""
import os
import re
import resource
import subprocess
import sys
import time

def tokens(line):
    """The words of a line of a model."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|([^ "]+)', line)
    return [plain or re.sub(
        r"\\(x..|.)", lambda m: m[1] if len(m[1]) == 1 else
        chr(int(m[1][1:], 16)), quoted) for quoted, plain in words]


class Model:
    """What the text of a model says."""

    def __init__(self, path):
        self.columns = []           # (kind, name), in their order
        self.classes = []
        self.label = {}             # label to class
        self.other = self.suffix = None
        self.form = "plain"
        self.text = self.leaves = self.errors = 0
        self.confusion = []
        with open(path, encoding="utf-8") as f:
            for line in f:
                word, *rest = tokens(line.rstrip("\n"))
                getattr(self, "on_" + word.replace("-", "_"),
                        lambda *_: None)(*rest)

    def on_form(self, form):
        self.form = form

    def on_label_suffix(self, byte):
        self.suffix = byte

    def on_column(self, kind, name, *_):
        self.columns.append((kind, name))

    def on_value(self, value):
        self.text += len(value.encode()) + 1

    def on_class(self, name, *_):
        self.classes.append(name)

    def on_label(self, label, name):
        self.label[label] = name

    def on_other(self, *name):
        self.other = name[0] if name else None

    def on_rows(self, rows, distinct):
        self.rows, self.distinct = int(rows), int(distinct)

    def on_confusion(self, _, *counts):
        self.confusion.append([int(n) for n in counts])

    def on_leaf(self, _, name, *counts):
        counts = [int(n) for n in counts[:len(self.classes)]]
        self.leaves += 1
        self.errors += sum(counts) - counts[self.classes.index(name)]

    def features(self):
        return [c for c in self.columns if c[0] in ("number", "category")]

    def found(self):
        """What agree is told; bytes is what the memory should stay below."""
        found = {"who": "ours", "rows": self.rows, "errors": self.errors,
                 "leaves": self.leaves, "distinct": self.distinct,
                 "features": len(self.features()),
                 "bytes": self.distinct * (80 + 4 * len(self.features())) +
                 self.text}
        if self.confusion:
            right = sum(r[i] for i, r in enumerate(self.confusion))
            found["accuracy"] = right / sum(map(sum, self.confusion))
        return found


def write(found, path):
    with open(path, "w", encoding="utf-8") as f:
        for key, value in found.items():
            print(key, value, sep="\t", file=f)


def read(path):
    with open(path, encoding="utf-8") as f:
        return dict(line.rstrip("\n").split("\t") for line in f)


def tell(seconds, kib, imports):
    print(f"{seconds:.6f}", kib, f"{imports:.3f}", sep="\t")


def peak(who=resource.RUSAGE_SELF):
    return resource.getrusage(who).ru_maxrss


def ours(*command):
    start = time.perf_counter()
    with subprocess.Popen(command) as child:
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    tell(seconds, usage.ru_maxrss, 0)
    return child.returncode


# --- pandas and scikit-learn

def frame_of(model, path):
    """Features as float32, which the tree wants, and classes as numbers."""
    import numpy
    import pandas

    label = next(n for kind, n in model.columns if kind == "label")
    learned = [n for _, n in model.features()]
    options = {"usecols": [*learned, label]}
    if model.form == "plain":
        with open(path, encoding="utf-8") as f:
            n = f.readline().count(",") + 1
        options.update(header=None, names=[n for _, n in model.columns][:n])
    frame = pandas.read_csv(path, **options)
    codes, labels = pandas.factorize(frame[label])
    labels = [str(s).removesuffix(model.suffix or "") for s in labels]
    number = numpy.array([model.classes.index(model.label.get(s, model.other))
                          for s in labels])
    for kind, name in model.features():
        if kind == "category":
            frame[name] = frame[name].astype("category").cat.codes
    frame = frame[learned]
    return frame, frame.to_numpy(numpy.float32), number[codes]


def least(frame, y):
    """Errors that no tree can avoid: equal rows of different classes."""
    import pandas

    rows = pandas.util.hash_pandas_object(frame, index=False)
    sizes = pandas.DataFrame({"row": rows, "y": y}).value_counts(sort=False)
    return int(len(y) - sizes.groupby(level="row").max().sum())


def by_pandas(model, path, found=None):
    start = time.perf_counter()
    import pandas
    from sklearn.tree import DecisionTreeClassifier
    imported = time.perf_counter()
    model = Model(model)
    frame, x, y = frame_of(model, path)
    tree = DecisionTreeClassifier(random_state=0).fit(x, y)
    tell(time.perf_counter() - imported, peak(), imported - start)
    if found is not None:
        write({"who": "scikit-learn", "rows": len(y),
               "errors": int((tree.predict(x) != y).sum()),
               "leaves": tree.get_n_leaves(), "least": least(frame, y),
               "least32": least(pandas.DataFrame(x), y)}, found)


def by_folds(model, path, found=None):
    start = time.perf_counter()
    import pandas  # noqa: F401 (its import is not to be timed)
    from joblib.externals.loky import get_reusable_executor
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.tree import DecisionTreeClassifier
    imported = time.perf_counter()
    _, x, y = frame_of(Model(model), path)
    scores = cross_val_score(DecisionTreeClassifier(random_state=0), x, y,
                             cv=StratifiedKFold(10), n_jobs=2)
    seconds = time.perf_counter() - imported
    get_reusable_executor().shutdown(wait=True)
    tell(seconds, peak() + 2 * peak(resource.RUSAGE_CHILDREN),
         imported - start)
    if found is not None:
        write({"who": "cross_val_score", "rows": len(y),
               "accuracy": scores.mean()}, found)


def by_lightgbm(model, path, found=None):
    model = Model(model)
    classes = len(model.classes)
    start = time.perf_counter()
    import lightgbm
    imported = time.perf_counter()
    options = {"num_threads": 1, "num_leaves": max(2, model.leaves),
               "learning_rate": 1.0, "verbosity": -1, "header": False}
    if classes == 2:
        options["objective"] = "binary"
    else:
        options.update(objective="multiclass", num_class=classes)
    data = lightgbm.Dataset(path, params=options)
    trees = lightgbm.train(options, data, num_boost_round=1)
    tell(time.perf_counter() - imported, peak(), imported - start)
    if found is not None:
        score = trees.predict(path)
        best = score > 0.5 if classes == 2 else score.argmax(1)
        wrong = int((best != data.get_label()).sum())
        write({"who": "LightGBM", "rows": data.num_data(), "errors": wrong,
               "leaves": sum(t["num_leaves"] for t in
                             trees.dump_model()["tree_info"])}, found)


# --- what was made

def differ(mine, other):
    """What does not agree of what two ways found; or nothing."""
    rows = int(mine["rows"])
    if other["rows"] != mine["rows"]:
        return f"{other['rows']} rows, not {rows}"
    if "accuracy" in mine and "accuracy" in other:
        if abs(float(mine["accuracy"]) - float(other["accuracy"])) > 0.01:
            return "another accuracy"
    if "least" not in other:
        return None
    if mine["errors"] != other["least"]:
        return f"ours errs {mine['errors']} times, not {other['least']}"
    if abs(int(other["errors"]) - int(other["least32"])) > rows * 1e-4:
        return f"errs {other['errors']} times, not {other['least32']}"
    ratio = int(other["leaves"]) / int(mine["leaves"])
    if not 0.5 <= ratio <= 2:
        return f"{other['leaves']} leaves"
    return None


def agree(mine, *others):
    mine = read(mine)
    others = [read(path) for path in others]
    for f in (mine, *others):
        f["text"] = ", ".join(
            f"{float(f[key]):.6g} {key}" for key in
            ("errors", "leaves", "accuracy") if key in f)
    print(f"{mine['rows']} rows, {mine['distinct']} distinct, "
          f"{mine['features']} columns; " +
          "; ".join(f"{f['who']}: {f['text']}" for f in (mine, *others)))
    wrong = [f"{f['who']}: {differ(mine, f)}" for f in others
             if differ(mine, f)]
    for f in others:
        if f.get("least", "") != f.get("least32", ""):
            print(f"as float32: {f['least32']} errors at least, "
                  f"not {f['least']}")
    for line in wrong:
        print(f"do not agree: {line}")
    return 1 if wrong else 0


def version():
    import platform
    print("Python", platform.python_version(), end="")
    for name in "pandas", "numpy", "sklearn", "lightgbm":
        try:
            print(f", {name} {__import__(name).__version__}", end="")
        except (ImportError, OSError):
            print(f", no {name}", end="")
    print()


def main(what, *args):
    if what == "ours":
        return ours(*args)
    if what == "found":
        return write(Model(args[0]).found(), "/dev/stdout")
    return {"pandas": by_pandas, "folds": by_folds, "lightgbm": by_lightgbm,
            "agree": agree, "version": version}[what](*args)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
