#!/bin/sh
# kafka.sh - kdd-kafka beside kcat and Python, all on one broker
#
#	make bench-kafka RUNS=3		or, once it is built (make all kafka),
#	sh test/bench/kafka.sh [runs [set ...]]
#
# Starts a broker of its own, which is gone at the end, and shares all cores
# with it.  The sets, each of which can be run alone:
#
# few		one row in a hundred is an alert, as EVE, both models
# many		KDD Cup 99's own rows, four of five alerts, as CSV, both models
# latency	from kdd-replay to a reader of committed messages
# restart	a member is killed (SIGKILL) and started again at once
# takeover	one of two members is killed and stays away
# scale		members come and go under load
#
# few and many: the same rows in four partitions, read by kcat alone, by kcat,
# kdd-classify and kcat in a chain, by kdd-kafka with 1, 2 and 4 members, and
# by confluent-kafka with our trees in scikit-learn (kafka_sklearn.py), which
# writes CSV here too; in many also by Storm's LocalCluster with two bolts of
# such trees (storm_local.sh), from a file and not by way of Kafka.  kafka.py
# has the clock, and says what is counted; what comes out must be the lines of
# a run over the file, in any order, or the time does not count.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_VENV	a virtual environment of Python with confluent-kafka,
#		pandas and scikit-learn; made there (by default in
#		$KDD_BUILD/bench-venv) if it has none
# KDD_BENCH_ROWS	of few and many (2000000)
# KDD_BENCH_PEER_ROWS	of these, for Python (200000)
# KDD_BENCH_STORM_ROWS	and for Storm (50000)
# KDD_BENCH_SECONDS	of latency at each rate (30); of each phase of scale
#		a third of that
# KDD_BENCH_LOAD	rows a second, of scale (100000)
# KDD_BENCH_MEDIANS	a file to keep the medians in (not kept)
# and those of kafka_common.sh.
#
# Needs awk, xz, kcat, setpriv, Java 17 and, once, Maven: "sh test/packages.sh
# bench broker".  The network is needed once, for Kafka and Python's modules.
# Storm needs a JDK, ip and unshare, too; without, it is left out.
set -eu
name=kafka.sh
runs=${1:-3}
here=$(cd "$(dirname "$0")" && pwd)
cores=all
# shellcheck source=common.sh
. "$here/common.sh"
partitions=4
# shellcheck source=kafka_common.sh
. "$here/kafka_common.sh"
[ $# -eq 0 ] || shift
sets=${*:-few many latency restart takeover scale}
rows=${KDD_BENCH_ROWS:-2000000}
storm_rows=${KDD_BENCH_STORM_ROWS:-50000}
peer_rows=${KDD_BENCH_PEER_ROWS:-200000}
seconds=${KDD_BENCH_SECONDS:-30}
load=${KDD_BENCH_LOAD:-100000}
medians=$(absolute "${KDD_BENCH_MEDIANS:-/dev/null}")

# A way: how, a label, a topic, its rows, a digest, a command.
way()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" \
	    "$(echo "$6" | tr -s '\t\n ' ' ')" >>"$set"
}

# Storm's alerts go to the topic when it is done.
# shellcheck disable=SC2086 # options are words
storm_way()
{
	if ! unshare -rn ip link set lo up 2>>log ||
	    ! sh "$top/examples/storm/storm.sh" fetch; then
		say "no Storm: left out"
		return 0
	fi
	head -n "$storm_rows" rows.data >storm.data
	way peer "Storm, scikit-learn, $storm_rows rows" "$set.peer" \
	    "$(wc -l <storm.data)" "$(kdd-classify -q $models storm.data |
	    clock kafka.py digest)" "sh $here/storm_local.sh \
	    storm.data storm.alerts rows=1 \
	    'bolt=dos=$python $here/storm_sklearn.py $top/models/dos.kdt 1' \
	    'bolt=bruteforce=$python $here/storm_sklearn.py \
$top/models/bruteforce.kdt 1' && kcat -P -b \$broker -t \$out <storm.alerts"
}

# Set $1 of rows.data, options $2 of kdd-classify; $3 stands above the table.
# shellcheck disable=SC2086 # options are words
throughput()
{
	set=$1 judge="kdd-classify -q $2 $models"
	rm -f "$set"
	head -n "$peer_rows" rows.data >peer.data
	few=$(wc -l <peer.data) n=$(wc -l <rows.data)
	for f in rows peer; do
		clock kafka.py fill "$set.$f" $f.data
	done
	whole=$($judge rows.data | clock kafka.py digest)
	some=$(kdd-classify -q $models peer.data | clock kafka.py digest)
	say "$set: $n rows, ${whole%% *} alerts; comparing, then $runs runs"
	way ends "kcat alone, reads" "$set.rows" "$n" - \
	    "exec kcat -C -e -q -b \$broker -t \$in >/dev/null"
	way ends "kcat alone, writes" "$set.rows" "$n" \
	    "$(clock kafka.py digest <rows.data)" \
	    "exec kcat -P -b \$broker -t \$out <rows.data"
	way ends "kcat chain" "$set.rows" "$n" "$whole" \
	    "kcat -C -e -q -b \$broker -t \$in | $judge |
	    kcat -P -b \$broker -t \$out"
	for m in 1 2 4; do
		label="kdd-kafka, $m members"
		[ $m -ne 1 ] || label="kdd-kafka, 1 member"
		way $m "$label" "$set.rows" "$n" "$whole" \
		    "$member $judge"
	done
	[ -z "$sklearn" ] || for many in 1 1000; do
		way peer "confluent-kafka, scikit-learn, $many" "$set.peer" \
		    "$few" "$some" "exec $python $here/kafka_sklearn.py $few \
		    $many $top/models/dos.kdt $top/models/bruteforce.kdt"
	done
	[ -z "$sklearn" ] || [ "$set" = few ] || storm_way
	clock kafka.py measure "$runs" "$set" "$3: $n rows, ${whole%% *} \
alerts ($few rows for scikit-learn)" || wrong=1
	clock kafka.py drop "$set.rows" "$set.peer"
	rm -f ./*.data
}

few()
{
	one_in_a_hundred "$rows" >rows.data
	throughput few "-f eve --now 2026-01-01T00:00:00Z" \
	    "Few alerts, EVE, both models"
}

many()
{
	repeated "$rows" >rows.data
	throughput many "" "Many alerts, CSV, both models"
}

# Rows that end in their partition, for kafka_live.py.
live()
{
	[ -e rows.0 ] || for p in 0 1 2 3; do
		sed "s/\$/,$p/" kddcup.data_10_percent >rows.$p
	done
	dos=$top/models/dos.kdt
	export dos
	say "$*"
	clock kafka_live.py "$@" || wrong=1
}

# One run at one rate; each row comes out, as the verdict of one model.
one_latency()
{
	rate=$1 in=late$2-$rate-in out=late$2-$rate-out
	n=$((rate * (seconds + 3)))
	for topic in "$in" "$out"; do
		clock kafka.py make "$topic"
	done
	setpriv --pdeathsig TERM kdd-kafka -q -b "$broker" -g "$in" -t "$in" \
	    -T "$out" -- kdd-classify -q -a -e 1 -m "$top/models/dos.kdt" \
	    2>>log &
	worker=$!
	clock kafka.py wait "$in" 1
	setpriv --pdeathsig TERM "$python" "$here/kafka_live.py" delays \
	    "$out" "$n" >one &
	reader=$!
	kdd-replay -q -r "$rate" -n $n --loop --stamp \
	    kddcup.data_10_percent | clock kafka_live.py produce "$in"
	! wait "$reader" || sed "s/^/$rate\t/" one >>delays
	[ -s one ] || wrong=1
	kill "$worker" || wrong=1
	wait "$worker" 2>/dev/null || :
	clock kafka.py drop "$in" "$out"
}

latency()
{
	rm -f delays
	for i in $(seq "$runs"); do
		say "latency: run $i of $runs"
		for rate in 1000 10000; do
			one_latency "$rate" "$i"
		done
	done
	[ ! -e delays ] || clock kafka.py latency delays
}

scale()
{
	for i in $(seq "$runs"); do
		live scale "$load" $((seconds / 3))
	done
}

for s in $sets; do
	case $s in
	few|many|latency|restart|takeover|scale) ;;
	*) say "no set $s"; exit 2 ;;
	esac
done
sklearn=
need_kafka
! have pandas pandas || ! have sklearn scikit-learn || sklearn=yes
cd "$work"
get kddcup.data_10_percent || exit 2
: >medians
start_broker
kafka_versions
cat <<-END

	Broker, clients and programs on cores $KDD_BENCH_CORES; a topic has four
	partitions.  s: from start to end, the median of n runs; krow/s: rows of
	the topic read, over that; steady: the same without the start, see
	test/bench/kafka.py; CPU s: of the programs, and of the broker; ratio:
	krow/s to the chain's.  kdd-kafka commits exactly once; the chain can
	lose rows, and Python's can double them.
END
for s in $sets; do
	case $s in
	few) few ;;
	many) many ;;
	latency) latency ;;
	scale) scale ;;
	restart) live restart $((runs * 3)) ;;
	takeover) live takeover "$runs" ;;
	esac
done
clock kafka.py goals
cat medians >"$medians"
exit "$wrong"
