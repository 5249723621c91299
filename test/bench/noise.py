"""noise.py - copies of a table in which hardly any two rows are alike

    noise.py column | jitter  copies  <table >noisy

The table is CSV with a header and without quotes.  Each copy of a row gets a
column of its own behind the others, noise: a uniform double of [0, 1) with
nine decimals.  jitter: besides, each value of a column of numbers, of which
one at least has a point, is multiplied by 1 + u / 1000, u uniform in [-1, 1),
and written with nine digits; 0 stays 0.  Fewer copies are the first rows of
more of them.
"""
import random
import sys


def is_float(values):
    """Only numbers, and a point among them?"""
    try:
        for value in values:
            float(value)
    except ValueError:
        return False
    return any("." in value for value in values)


def main(how, copies):
    sys.stdin.reconfigure(encoding="utf-8-sig")
    header, *lines = sys.stdin.read().splitlines()
    print(header, "noise", sep=",")
    rows = [line.split(",") for line in lines]
    moved = []
    if how == "jitter":
        moved = [i for i, c in enumerate(zip(*rows)) if is_float(c)]
    draw = random.Random(1).random
    for _ in range(int(copies)):
        for line, row in zip(lines, rows):
            if moved:
                row = row[:]
                for i in moved:
                    u = 2 * draw() - 1
                    row[i] = f"{float(row[i]) * (1 + u / 1000):.9g}"
                line = ",".join(row)
            print(f"{line},{draw():.9f}")


main(*sys.argv[1:])
