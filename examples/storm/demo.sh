#!/bin/sh
# demo.sh - alerts out of a real Storm cluster, on made-up rows
#
#	sh demo.sh [ROWS]
#
# A cluster of its own in a temporary directory: ROWS (10000) rows of
# ../sample.awk, 1,000 a second, to a bolt for denial of service and one for
# guessed passwords, with the models of ../../models.  When all rows are
# acknowledged it is compared with what kdd-classify says of them.  Nothing
# is left but the jars (storm.sh has the details).
set -eu
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rows=${1:-10000}
PATH=$root/build:$PATH

die()
{
	echo "demo.sh: $*" >&2
	exit 1
}

storm()
{
	sh "$here/storm.sh" "$@"
}

progress()
{
	printf '%6d alerts; the last: %s\n' "$(wc -l <alerts)" \
	    "$(tail -n 1 alerts | cut -c 1-50)..."
}

for program in kdd-storm kdd-classify; do
	command -v "$program" >/dev/null || die "no $program: make all storm"
done
export STORM_LIB="${STORM_LIB:-$HOME/.cache/kdd-tools/storm/lib}"
tmp=$(mktemp -d)
export STORM_HOME="$tmp/storm"
trap 'trap "" HUP INT PIPE TERM; storm down >/dev/null 2>&1 || :
    rm -rf "$tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
cd "$tmp"

awk -v rows="$rows" -v seed=1 -f "$root/examples/sample.awk" |
    cut -d, -f1-41 >rows.csv
echo "== ZooKeeper, nimbus and a supervisor"
storm up
echo "== The topology, on two workers"
storm submit name=demo from=file:rows.csv to=file:alerts report=report \
    rows=50 sleep=50 workers=2
n=0
until [ -s alerts ]; do
	n=$((n + 1))
	[ "$n" -lt 120 ] ||
		die "no alerts: $(tail -n 5 "$STORM_HOME/logs/"*.log)"
	sleep 0.5
done
storm status
echo "== Alerts, as they come"
progress
n=0
until [ -s report ]; do
	n=$((n + 1))
	[ "$n" -lt $((120 + rows / 100)) ] ||
		die "not all rows are acknowledged: \
$(tail -n 5 "$STORM_HOME/logs/"*.log)"
	sleep 1
	progress
done
cat report
storm kill demo

for model in dos bruteforce; do
	kdd-classify -q -m "$root/models/$model.kdt" rows.csv
done | sort >want
if sort alerts | cmp -s - want; then
	echo "== The same $(wc -l <want) alerts as kdd-classify"
elif sort -u -o want want && sort -u alerts | cmp -s - want; then
	echo "== The same alerts as kdd-classify, some twice"
else
	die "not the alerts of kdd-classify"
fi
