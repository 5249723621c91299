#!/bin/sh
# storm_local.sh - rows through two scikit-learn bolts in Storm's LocalCluster
#
#	sh storm_local.sh PYTHON ROWS ALERTS
#
# The topology of examples/storm in one JVM, one row a tuple, one task of each
# bolt: by our trees for denial of service and for guessed passwords, in
# storm_sklearn.py.  Spout and sink are files.  Prints the seconds from the
# first tuple sent to the last acknowledged.
#
# LocalCluster listens on all addresses, so it has a network of its own.
# storm.sh says what it needs, and where the jars are.
set -eu
python=$1 rows=$2 alerts=$3
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
    from="file:$rows" to="file:$alerts" rows=1 report="$tmp/report" \
    bolt=dos="$python $here/storm_sklearn.py $top/models/dos.kdt" \
    bolt=bruteforce="$python $here/storm_sklearn.py \
$top/models/bruteforce.kdt" >&2
sed -n 's/.* 0 failed, \([0-9.]*\) s, .*/\1/p' "$tmp/report"
