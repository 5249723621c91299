#!/bin/sh
# batch.sh - what is new in a topic, once: for cron
#
#	sh batch.sh BROKER IN OUT N DIR filter [arg ...]
#
# For each of the first N partitions of IN: reads from the offset in DIR/P, or
# from the beginning, to the end there is now; runs the filter over it; writes
# what came out to OUT; and only if each step went well keeps the new offset.
#
# What it can lose: nothing that the topic still holds.  What it can double:
# the output of a run that died between writing it and keeping the offset.
# Only one may run at a time: DIR/lock sees to it.
#
# The status is 0, or 3 if the filter rejected rows; at any other nothing was
# kept of the partition where it failed.
set -u
[ $# -ge 6 ] || {
	echo "usage: batch.sh BROKER IN OUT N DIR filter [arg ...]" >&2
	exit 2
}
broker=$1 in=$2 out=$3 n=$4 dir=$5
shift 5
status=0
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

fail()
{
	echo "batch.sh: partition $p: $*; offset $from stays" >&2
	exit 1
}

# kcat drops empty messages only when it produces: a filter sees each line.
partition()
{
	from=$(cat "$dir/$p" 2>/dev/null) || from=beginning
	kcat -C -e -q -b "$broker" -X isolation.level=read_committed \
	    -t "$in" -p "$p" -o "$from" -f '%o\t%s\n' >"$tmp/rows" ||
	    fail "cannot read"
	[ -s "$tmp/rows" ] || return 0
	last=$(tail -n 1 "$tmp/rows" | cut -f 1)
	cut -f 2- "$tmp/rows" | "$@" >"$tmp/out"
	case $? in
	0) ;;
	3) status=3 ;;
	*) fail "the filter failed" ;;
	esac
	kcat -P -b "$broker" -t "$out" <"$tmp/out" || fail "cannot write"
	if ! echo $((last + 1)) >"$dir/$p.new" ||
	    ! mv "$dir/$p.new" "$dir/$p"; then
		fail "cannot keep the offset"
	fi
}

mkdir -p "$dir" || exit 1
exec 9>"$dir/lock"
flock -n 9 || {
	echo "batch.sh: $dir: another one is running" >&2
	exit 1
}
p=0
while [ "$p" -lt "$n" ]; do
	partition "$@"
	p=$((p + 1))
done
exit "$status"
