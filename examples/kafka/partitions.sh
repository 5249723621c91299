#!/bin/sh
# partitions.sh - a pipeline for each partition, all at once, by GNU parallel
#
#	sh partitions.sh BROKER IN OUT N filter [arg ...]
#
# The first N partitions of IN, each through a filter of its own, to the
# partition of the same number of OUT: the order of each stays.  It begins
# with what is new, and ends when one of the pipelines does.
#
# What it can lose: all that comes while it does not run, since nobody keeps
# the offsets; and what is in a pipe, or in a program, when one dies.  It is
# for watching, not for keeping.  What waits: up to a KiB of the output of each
# pipeline, as in stream.sh.
set -eu
[ $# -ge 5 ] || {
	echo "usage: partitions.sh BROKER IN OUT N filter [arg ...]" >&2
	exit 2
}
broker=$1 in=$2 out=$3 n=$4
shift 4
export broker in out
# the filter's words reach the shells of parallel as they are
filter=
for word; do
	filter="$filter '$(printf %s "$word" | sed "s/'/'\\\\''/g")'"
done
# shellcheck disable=SC2016 # for the shells of parallel to expand
seq 0 $((n - 1)) | FILTER=$filter parallel -j "$n" --halt now,done=1 \
    'kcat -C -q -u -b "$broker" -t "$in" -p {} -o end |
    eval "$FILTER" | kcat -P -b "$broker" -t "$out" -p {}'
