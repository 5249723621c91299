"""valid.py - are these documents what models/model.schema.json says?

    valid.py schema document ...

Also each document without one of its members, or with one more, must not be.
"""
import json
import sys

from jsonschema.validators import validator_for


def objects(value):
    """All objects in it whose members the schema names."""
    if isinstance(value, dict):
        if "labels" in value or "form" in value or "class" in value \
                or "alert" in value or "kind" in value or "folds" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from objects(one)


def check_changes(validator, document):
    """Take each member of each object away in turn; add another one."""
    for one in objects(document):
        for key in list(one):
            value = one.pop(key)
            assert not validator.is_valid(document), f"without {key}: {one}"
            one[key] = value
        one["more"] = 1
        assert not validator.is_valid(document), f"one more: {one}"
        del one["more"]


def main():
    """Judge the documents."""
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    kind = validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for e in validator.iter_errors(document):
            sys.exit(f"{path}: {list(e.path)}: {e.message}")
        if len(document["nodes"]) < 50:
            check_changes(validator, document)


main()
