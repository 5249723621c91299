#!/bin/sh
# golden.sh - write the expected outputs anew
#
#	sh test/golden.sh [directory]	default: test/golden
#
# test/golden.bats writes them elsewhere and compares.  A difference that is
# meant is shown by git diff after make golden, and reviewed there.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/.."
PATH=${KDD_BUILD:-$PWD/build}:$PATH
out=${1:-test/golden}
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT

awk -v rows=1500 -v seed=11 -f examples/sample.awk >"$rows"
kdd-train -t dos -k 3 -r 2:1 -S 5 <"$rows" >"$out/dos.kdt" 2>"$out/train.txt"
kdd-train -q --criterion entropy --max-depth 4 --min-leaf 3 <"$rows" \
    >"$out/classes.kdt"
head -n 60 "$rows" | kdd-classify -m "$out/dos.kdt" -m "$out/classes.kdt" \
    >"$out/alerts.csv" 2>"$out/classify.txt"
kdd-classify -qa -m "$out/dos.kdt" -m "$out/classes.kdt" "$rows" >"$rows.all"
for format in table json tsv; do
	kdd-score -q -f $format -m "$out/dos.kdt" -m "$out/classes.kdt" \
	    "$rows.all" >"$out/score.$format"
done
grep '^classes,' "$rows.all" | kdd-score -q -C kdd99 -m "$out/classes.kdt" \
    >"$out/score.cost"
rm -f "$rows.all"
kdd-compile "$out/dos.kdt" >"$out/dos.c.txt"
kdd-compile -f rules "$out/dos.kdt" >"$out/dos.rules"
for form in json dot info; do
	kdd-compile -f $form "$out/dos.kdt" >"$out/dos.$form"
done
