#!/bin/sh
# healthy.sh - is the program of this container at work?  By its metrics file
#
#	kdd-healthy [FILE]	(its name in the image)
#
# With --metrics, kdd-classify and kdd-kafka write a file every 10 seconds,
# whether rows come or not; but not while they wait for one who reads their
# output, for a filter, or for a broker's answer.  So a file that is older than
# KDD_HEALTHY seconds (35) tells of a program that is stuck.
#
# FILE is that of process 1, if it is not named.  A process without --metrics
# has nothing to go by: as long as it runs, it is healthy.
file=${1-$(tr '\0' '\n' </proc/1/cmdline |
    sed -n 's/^--metrics=//p; /^--metrics$/ { n; p; }' | head -n 1)}
[ -n "$file" ] || exit 0
written=$(stat -c %Y "$file") || exit 1
age=$(($(date +%s) - written))
echo "$file: $age s old"
[ "$age" -le "${KDD_HEALTHY:-35}" ]
