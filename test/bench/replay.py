"""replay.py - at what rate do lines come out of a command?

    replay.py sleep rate seconds    a loop that sleeps between lines of stdin
    replay.py arrivals label rate file command ...
                                    run the command, and print a line: label,
                                    rate, rows, seconds, rate reached, error
    replay.py table file            the medians of many such lines

The receiver reads as lines come and notes when; the rate is that of the lines
behind those of the first read, from its time to that of the last read.  The
lines must be those of the file, from its beginning.
"""
import os
import statistics
import subprocess
import sys
import time


def sleep(rate, seconds):
    """The way of a script: write a line, sleep for a gap."""
    gap, end = 1 / float(rate), time.monotonic() + float(seconds)
    for line in sys.stdin.buffer:
        os.write(1, line)
        time.sleep(gap)
        if time.monotonic() > end:
            break


def arrivals(label, rate, path, *command):
    got, end, first, last = bytearray(os.path.getsize(path)), 0, 0, 0
    got[:] = b"x" * len(got)    # its pages are there before the clock runs
    view = memoryview(got)
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        while n := os.readv(child.stdout.fileno(), [view[end:]]):
            last = time.monotonic_ns()
            if end == 0:
                first, start = n, last
            end += n
    if child.returncode not in (0, 141):
        sys.exit(f"{label}: status {child.returncode}")
    with open(path, "rb") as f:
        if f.read(end) != view[:end]:
            sys.exit(f"{label}: other lines came out than went in")
    rows = got.count(b"\n", first, end)
    seconds = (last - start) / 1e9
    reached = rows / seconds
    print(label, rate, rows, f"{seconds:.6f}", f"{reached:.4f}",
          f"{100 * (reached / float(rate) - 1):.5f}", sep="\t")


def table(path):
    found = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            label, rate, rows, seconds, reached, error = \
                line.rstrip("\n").split("\t")
            found.setdefault((float(rate), label), []).append(
                (float(reached), abs(float(error)), float(error),
                 float(rows), float(seconds)))
    print(f"{'rows a second':>13}  {'':32}{'rows':>9}{'s':>7}"
          f"{'reached':>15}{'error %':>10}{'worst %':>10}{'n':>3}")
    worst = {}
    for (rate, label), runs in sorted(found.items(), key=lambda x: x[0][0]):
        print(f"{rate:13,.0f}  {label:32}{runs[0][3]:9,.0f}"
              f"{statistics.median(r[4] for r in runs):7.2f}"
              f"{statistics.median(r[0] for r in runs):15,.3f}"
              f"{statistics.median(r[2] for r in runs):10.4f}"
              f"{max(r[1] for r in runs):10.4f}{len(runs):3}")
        if label == "kdd-replay":
            worst[rate] = abs(statistics.median(r[2] for r in runs))
    print("\nGoals (medians of this run; not asserted)")
    for rate, error in worst.items():
        print(f"error at {rate:,.0f} rows/s, % <= 0.02: {error:.4f}: "
              f"{'met' if error <= 0.02 else 'not met'}")


if __name__ == "__main__":
    verbs = {f.__name__: f for f in (sleep, arrivals, table)}
    verbs[sys.argv[1]](*sys.argv[2:])
