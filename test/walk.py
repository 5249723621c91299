"""walk.py - judge plain rows by the JSON of kdd-compile -f json, by no tree

    walk.py model.json < rows

Writes class and score of each row.  Rows have no quoted fields.
"""
import json
import re
import sys

NUMBER = re.compile(r"[-+]?((\d+\.?\d*|\.\d+)(e[-+]?\d+)?|inf(inity)?)",
                    re.ASCII | re.IGNORECASE)


def is_left(node, field):
    """Does a row with this field go left?"""
    if "cut" in node:
        if not NUMBER.fullmatch(field):
            return node["missing"] == "left"
        return float(field) <= node["cut"]
    return field in node["set"] and not re.fullmatch(
        r"\??|nan", field, re.IGNORECASE)


def leaf_of(model, fields):
    """The leaf of a row."""
    node = model["nodes"][0]
    while "left" in node:
        left = is_left(node, fields[node["column"]])
        node = model["nodes"][node["left" if left else "right"]]
    return node


def main():
    """Judge the rows of stdin."""
    with open(sys.argv[1], encoding="utf-8") as file:
        model = json.load(file)
    delimiter = model["row"]["delimiter"]
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    out = []
    for line in sys.stdin:
        leaf = leaf_of(model, line.rstrip("\r\n").split(delimiter))
        out.append(f'{leaf["class"]},{leaf["score"]:.6f}\n')
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(out)


main()
