#!/bin/sh
# storm_local.sh - the rows of a file through two bolts in Storm's LocalCluster
#
#	sh storm_local.sh ROWS ALERTS KEY=VALUE ...
#
# The topology of examples/storm in one JVM; the keys are those of its README,
# bolt= among them.  Spout and sink are files.  Prints what storm_report.awk
# does.
#
# LocalCluster listens on all addresses, so it has a network of its own.
# storm.sh says what it needs, and where the jars are.
set -eu
rows=$1 alerts=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
home=${STORM_HOME:-$HOME/.cache/kdd-tools/storm}
lib=${STORM_LIB:-$home/lib}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
rm -f "$alerts"
# shellcheck disable=SC2016 # for the inner shell
unshare -rn sh -c 'ip link set lo up && exec "$@"' sh \
    java -Xmx2g -Djava.io.tmpdir="$tmp" -Dstorm.log.dir="$tmp" \
    -Dlog4j2.configurationFile="$top/examples/storm/log4j2.xml" \
    -cp "$home/kdd-alerts.jar:$lib/*" kdd.AlertTopology local \
    from="file:$rows" to="file:$alerts" report="$tmp/report" "$@" >&2
awk -f "$here/storm_report.awk" "$tmp/report"
