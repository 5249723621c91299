#!/bin/sh
# stream.sh - from topic to topic by kcat and a filter, for ever
#
#	sh stream.sh BROKER GROUP IN OUT filter [arg ...]
#
# Every member of the group gets its share of the partitions.
#
# What it can lose: kcat commits offsets every five seconds, and when it ends,
# for all that it has written into the pipe.  Rows that are in the pipe, or in
# the filter, when one of the three dies are not read again: some hundreds as
# a rule, all that the filter holds if it gathers its input.  So are alerts
# that the second kcat has read and not delivered.  What it can double: what
# was read since the last commit, when the first kcat is killed.  What waits:
# the second kcat takes its input in pieces of 1 KiB, so that the last rows of
# a topic that falls quiet stay in it until more come.  For none of this, see
# kdd-kafka(1).
set -eu
[ $# -ge 5 ] || {
	echo "usage: stream.sh BROKER GROUP IN OUT filter [arg ...]" >&2
	exit 2
}
broker=$1 group=$2 in=$3 out=$4
shift 4
# -u: without it the last rows of a topic that falls quiet stay in kcat
kcat -q -u -b "$broker" -X session.timeout.ms=6000 \
    -X auto.offset.reset=earliest -G "$group" "$in" |
    "$@" | kcat -P -b "$broker" -t "$out"
