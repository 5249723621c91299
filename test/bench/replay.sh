#!/bin/sh
# replay.sh - how near kdd-replay comes to the rate that was asked for
#
#	make bench-replay	or, once it is built,
#	sh test/bench/replay.sh [runs]
#
# For each rate each way once in turn, runs times (5), for KDD_BENCH_SECONDS
# (5) or as long as there are rows; the receiver, in Python, holds the clock,
# and what it gets must be the lines of the file.  tcpreplay sends packets
# into a network of their own (unshare -rn) and is believed what it says.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_RATES	(10 100 1000 10000 100000 1000000)
#
# Needs taskset, xz and Python.  pv and tcpreplay are peers where they are
# installed: "sh test/packages.sh bench".
set -eu
name=replay.sh
runs=${1:-5}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
rates=${KDD_BENCH_RATES:-10 100 1000 10000 100000 1000000}
seconds=${KDD_BENCH_SECONDS:-5}
python=$(command -v python3) || { say "no python3"; exit 2; }

# Way $1 at rate $2: its line into the file "found".
measure()
{
	label=$1 rate=$2
	shift 2
	taskset -c "$KDD_BENCH_CORES" "$python" "$here/replay.py" arrivals \
	    "$label" "$rate" rows.data "$@" >>found || wrong=1
}

# pv counts bytes: all lines are as long as the first.
one_rate()
{
	rate=$1 rows=$(($1 * seconds))
	measure kdd-replay "$rate" "$build/kdd-replay" -q -r "$rate" \
	    -n "$rows" rows.data
	[ -z "$pv" ] || measure "pv -L" "$rate" sh -c "head -n $rows \
	    rows.data | exec pv -q -L $((rate * length))"
	measure "a loop that sleeps (Python)" "$rate" sh -c "exec $python \
	    $here/replay.py sleep $rate $seconds <rows.data"
	[ -z "$tcpreplay" ] || packets
}

# Its "Rated" counts all packets over the gaps between them.
packets()
{
	unshare -rn sh -c "ip link set lo up
	    exec tcpreplay -q -i lo --pps=$rate --limit=$rows --loop=0 \
	    packets.pcap" 2>/dev/null | awk -v rate="$rate" -v OFS='\t' '
	    /^Actual:/ { n = $2; s = $(NF - 1) }
	    /^Rated:/ { r = $(NF - 1) }
	    END { if (r) print "tcpreplay, by its own figures", rate, n, s,
		r, 100 * (r / rate - 1) }' >>found
}

cd "$work"
get kddcup.data_10_percent || exit 2
# lines of one length, enough for a million a second
awk '{ printf "%-160.160s\n", $0 }' kddcup.data_10_percent >rows
for _ in 1 2 3 4 5 6 7 8 9 10 11; do cat rows; done >rows.data
rm rows kddcup.data_10_percent
length=161
pv='' tcpreplay=''
! command -v pv >/dev/null || pv=yes
if command -v tcpreplay >/dev/null && get pcaps.tar.xz; then
	tar -xJf pcaps.tar.xz
	mv zeek-ssh-ssh.pcap packets.pcap
	! unshare -rn true 2>/dev/null || tcpreplay=yes
fi
machine
"$python" --version
[ -z "$pv" ] || pv --version | head -n 1
[ -z "$tcpreplay" ] || tcpreplay --version 2>&1 | head -n 1
for run in $(seq "$runs"); do
	for rate in $rates; do
		say "run $run of $runs: $rate rows a second"
		one_rate "$rate"
	done
done
cat <<-END

	Lines of $length bytes, $seconds s or $(wc -l <rows.data) lines a run, sender and
	receiver on cores $KDD_BENCH_CORES.  reached: the median; error: its
	median, and the worst of all runs.
END
"$python" "$here/replay.py" table found
exit "$wrong"
