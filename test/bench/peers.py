"""peers.py - time how Python reads one file; compare what columns held

    peers.py csv | pandas | loads | read_json  form file [sums [wanted]]
    peers.py near sums wanted
    peers.py version

form: plain, header, zeek or json.  Prints the line of bench.h.  The clock
runs around the read alone; starting Python and its imports are not in it.
With sums and wanted: afterwards, not timed, write the count and sum of each
column that is a number in wanted, a file of ours.  near: are they the same,
to a relative 1e-9?
"""
import csv
import json
import platform
import resource
import sys
import time


def comments(path):
    """How many lines at the start of a Zeek log are comments?"""
    with open(path, encoding="utf-8") as f:
        n = 0
        while f.readline().startswith("#"):
            n += 1
        return n


def read_csv(form, path):
    zeek = form == "zeek"
    options = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if zeek else {}
    rows = fields = 0
    start = time.perf_counter()
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.reader(f, **options):
            if zeek and row[0][0] == "#":
                continue
            rows += 1
            fields += len(row)
    return time.perf_counter() - start, rows, fields, None


def read_pandas(form, path):
    import pandas

    options = {"header": 0 if form == "header" else None}
    if form == "zeek":
        options.update(sep="\t", skiprows=comments(path), na_values="-",
                       quoting=csv.QUOTE_NONE)
    start = time.perf_counter()
    frame = pandas.read_csv(path, **options)
    seconds = time.perf_counter() - start
    return seconds, len(frame), frame.size, frame


def read_loads(_, path):
    rows = fields = 0
    start = time.perf_counter()
    with open(path, "rb") as f:
        for line in f:
            fields += len(json.loads(line))
            rows += 1
    return time.perf_counter() - start, rows, fields, None


def read_json(_, path):
    import pandas

    start = time.perf_counter()
    frame = pandas.read_json(path, lines=True)
    return time.perf_counter() - start, len(frame), 0, frame


READ = {"csv": read_csv, "pandas": read_pandas, "loads": read_loads,
        "read_json": read_json}


def columns(path):
    """Name to (kind, count, number), in order, of a file of ours."""
    with open(path, encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t") for line in f]
    return {name: (kind, int(count),
                   float.fromhex(value) if kind == "number" else 0.0)
            for name, kind, count, value in lines}


def sums_of_frame(frame, form, wanted):
    for i, (name, (kind, _, _)) in enumerate(wanted.items()):
        if kind == "number":
            s = frame[name] if form == "json" else frame.iloc[:, i]
            yield name, int(s.count()), float(s.sum())


def sums_of_lines(path, wanted):
    total = {n: [0, 0] for n, (kind, _, _) in wanted.items()
             if kind == "number"}
    with open(path, "rb") as f:
        for line in f:
            for name, value in json.loads(line).items():
                if name in total:
                    total[name][0] += 1
                    total[name][1] += value
    for name, (count, value) in total.items():
        yield name, count, float(value)


def near(a, b):
    a, b = columns(a), {n: v for n, v in columns(b).items()
                        if v[0] == "number"}
    if a.keys() != b.keys():
        return "other columns are numbers"
    for name, (_, count, value) in a.items():
        _, wanted, number = b[name]
        if count != wanted or abs(value - number) > 1e-9 * abs(number):
            return f"{name}: {count} {value!r}, not {wanted} {number!r}"
    return None


def version():
    print("Python", platform.python_version(), end="")
    try:
        import numpy
        start = time.perf_counter()
        import pandas
        print(f", pandas {pandas.__version__}, numpy {numpy.__version__}"
              f" (import pandas: {time.perf_counter() - start:.2f} s)")
    except ImportError:
        print(", no pandas")


def main(what, *args):
    if what == "version":
        return version()
    if what == "near":
        return near(*args)
    form, path = args[:2]
    seconds, rows, fields, frame = READ[what](form, path)
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open(path, "rb") as f:
        size = f.seek(0, 2)
    print(f"{seconds:.6f}", kib, rows, fields, size, sep="\t")
    if len(args) == 4 and what != "csv":
        wanted = columns(args[3])
        sums = (sums_of_frame(frame, form, wanted) if frame is not None
                else sums_of_lines(path, wanted))
        with open(args[2], "w", encoding="utf-8") as f:
            for name, count, value in sums:
                print(name, "number", count, value.hex(), sep="\t", file=f)
    return None


sys.exit(main(*sys.argv[1:]))
