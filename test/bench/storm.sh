#!/bin/sh
# storm.sh - kdd-storm beside bolts in Python, and bolts that do nothing
#
#	make bench-storm RUNS=3		or, once it is built (make all storm),
#	sh test/bench/storm.sh [runs [set ...]]
#
# Rows of a file go through the topology of examples/storm, each to two bolts,
# denial of service and guessed passwords, whose alerts go to a file.  The sets:
#
# one		one row a tuple, in one JVM (LocalCluster): bolts that only
#		acknowledge (ackbolt.c), kdd-storm, our trees in scikit-learn
#		(storm_sklearn.py), called as usual and, as in all sets, below
#		its checks of the input; KDD Cup 99's own rows, four of five
#		alerts, and rows of which one in a hundred is an alert
# many		the same bolts, 100 and 1,000 rows a tuple, by Storm's JSON
#		serializer and by that of examples/storm
# cluster	the same bolts in a real cluster of 1, 2, 4 and 8 workers, with
#		as many tasks of each bolt; 1, 100 and 1,000 rows a tuple
# thesis	5,000 to 300,000 requests to 2, 4, 6 and 8 workers, one row a
#		tuple: lines for pictures/storm.tsv on standard output
#
# The time is what the spout tells: from the first tuple acknowledged, of
# thesis from the first sent, to the last one acknowledged, by both bolts and by
# what writes their alerts.  A row counts once, where it enters.  The alerts must
# be those of kdd-classify, in any order, or the time does not count.  The JVM's
# compiler takes some 4 s of the CPU at the start, whatever the rows, so few rows
# make a low rate.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_VENV	as in kafka.sh; it needs pandas and scikit-learn
# KDD_BENCH_ROWS	of one (1000000)
# KDD_BENCH_MANY	of many, and of cluster at 1,000 rows a tuple (4000000);
#		of cluster at 100 rows half as many, at one row a twentieth
# KDD_BENCH_PEER_ROWS	of one, for Python (100000); of the other sets Python has
#		a tenth of the rows
#
# Needs what examples/storm/storm.sh needs: "sh test/packages.sh bench storm".
set -eu
name=storm.sh
runs=${1:-3}
here=$(cd "$(dirname "$0")" && pwd)
cores=all
# shellcheck source=common.sh
. "$here/common.sh"
[ $# -eq 0 ] || shift
sets=${*:-one many cluster thesis}
few_rows=${KDD_BENCH_ROWS:-1000000}
many_rows=${KDD_BENCH_MANY:-4000000}
peer_rows=${KDD_BENCH_PEER_ROWS:-100000}
export PATH="$build:$PATH"
STORM_LIB=${STORM_LIB:-$HOME/.cache/kdd-tools/storm/lib}
STORM_HOME=$work/storm
export STORM_LIB STORM_HOME
storm=$top/examples/storm/storm.sh

# shellcheck disable=SC2317 # the trap calls it
stop_all()
{
	sh "$storm" down || :
	rm -rf "$work"
}
trap stop_all EXIT

# Stdin into rows $1, and alerts of both models into $1.want, sorted.
want()
{
	cat >"$1"
	for m in dos bruteforce; do
		kdd-classify -q -m "$top/models/$m.kdt" "$1"
	done | sort >"$1.want"
}

# What stands for way $1 in the tables.
label()
{
	case $1 in
	ack) echo "acknowledge only" ;;
	kdd) echo kdd-storm ;;
	sklearn) echo scikit-learn ;;
	usual) echo "scikit-learn, its checks" ;;
	esac
}

# Words for $1 rows a tuple.
tuples()
{
	case $1 in
	1) ;;
	100) echo rows=100 pending=1000 ;;
	1000) echo rows=1000 pending=30 ;;
	esac
}

# $1 rows into file $2, and a tenth of them into $3.
rows_and_peer()
{
	repeated "$1" | want "$2"
	head -n $(($1 / 10)) "$2" | want "$3"
}

# The bolts of way $1, with $2 tasks of each; words for the topology.
bolts()
{
	for m in dos bruteforce; do
		case $1 in
		ack) echo "bolt=$m=$build/test/bench/ackbolt" ;;
		kdd) echo "bolt=$m=$build/kdd-storm -q -m $top/models/$m.kdt" ;;
		sklearn) echo "bolt=$m=$python $here/storm_sklearn.py" \
		    "$top/models/$m.kdt 1000" ;;
		usual) echo "bolt=$m=$python $here/storm_sklearn.py" \
		    "$top/models/$m.kdt 1 checks" ;;
		esac
		echo "parallel=$m=$2"
	done
}

# A way of $set: a label, rows, bolts, then words for the topology.
way()
{
	label=$1 file=$2 which=$3
	shift 3
	echo "$label|$file|$which|$*" >>ways
}

# Are the alerts those of rows $1?  Bolts that say nothing are let off.
check()
{
	[ "$2" = ack ] || sort alerts | cmp -s - "$1.want"
}

# File $1 through LocalCluster by way $2, with words $3; prints seconds.
# shellcheck disable=SC2046,SC2086,SC2317 # words; timed calls it
in_one_jvm()
{
	file=$1 which=$2 words=$3
	set -f
	IFS='
'
	set -- $(bolts "$which" 1)
	unset IFS
	seconds=$(sh "$here/storm_local.sh" "$file" alerts "$@" $words \
	    2>>log)
	set +f
	[ -n "$seconds" ] && check "$file" "$which" && echo "$seconds"
}

# Time command $3 ..., which takes the rows of file $2, under label $1.
timed()
{
	label=$1 file=$2
	shift 2
	seconds=$("$@" </dev/null) || {
		say "$label: left out: $(tail -n 1 log)"
		wrong=1
		return 0
	}
	printf '%s\t%d\t%s\n' "$label" "$(wc -l <"$file")" "$seconds" >>timed
}

# All ways of the set in turn, each in a JVM of its own; then the table.
measure()
{
	rm -f timed
	for i in $(seq "$runs"); do
		say "$set: run $i of $runs"
		while IFS='|' read -r label file which words; do
			timed "$label" "$file" in_one_jvm "$file" "$which" \
			    "$words"
		done <ways
	done
	[ ! -e timed ] || table "$1"
}

# What was timed, by label in the order they came.
table()
{
	printf '\n%s\n%-48s%9s%8s%8s%8s%3s%9s\n' "$1" '' rows s min max n \
	    krow/s
	awk -F '\t' '!($1 in seen) { seen[$1] = ++n } { print seen[$1] "\t" $0 }
	    ' timed | sort -t "$(printf '\t')" -k1n -k4n |
	    awk -F '\t' -v set="$set" '
	function finish(   m) {
		if (n == 0)
			return
		m = n % 2 ? t[(n + 1) / 2] : (t[n / 2] + t[n / 2 + 1]) / 2
		printf "%-48s%9d%8.3f%8.3f%8.3f%3d%9.1f\n", label, rows, m,
		    t[1], t[n], n, rows / m / 1e3
		print set "\t" label "\t" rows / m >>"medians"
		n = 0
	}
	$1 != way { finish(); way = $1 }
	{ label = $2; rows = $3; t[++n] = $4 }
	END { finish() }'
}

one()
{
	set=one
	repeated "$few_rows" | want own
	one_in_a_hundred "$few_rows" | want few
	head -n "$peer_rows" own | want peer
	: >ways
	for f in own few; do
		share='79 % alerts'
		[ "$f" = own ] || share='1 % alerts'
		for w in ack kdd; do
			way "$(label $w), $share" "$f" $w
		done
	done
	for w in $sklearn ${sklearn:+usual}; do
		way "$(label "$w"), 79 % alerts" peer "$w"
	done
	measure "One row a tuple, LocalCluster, one task of each bolt"
	rm -f own* few* peer*
}

# shellcheck disable=SC2046 # words
many()
{
	set=many
	rows_and_peer "$many_rows" own peer
	: >ways
	for n in 100 1000; do
		for s in stock ours; do
			for w in ack kdd $sklearn; do
				f=own
				[ "$w" != sklearn ] || f=peer
				way "$(label "$w"), $n rows a tuple, $s" $f "$w" \
				    $(tuples $n) serializer=$s
			done
		done
	done
	measure "Many rows a tuple, LocalCluster, 79 % alerts"
	rm -f own* peer*
}

# File $1 through a cluster of $2 workers by way $3, with words $4; prints
# seconds.
# shellcheck disable=SC2046,SC2086,SC2317 # words; timed calls it
in_cluster()
{
	file=$1 workers=$2 which=$3 words=$4
	rm -f alerts report
	set -f
	IFS='
'
	set -- $(bolts "$which" "$workers")
	unset IFS
	sh "$storm" submit from="file:$work/$file" to="file:$work/alerts" \
	    report="$work/report" workers="$workers" timeout=300 "$@" \
	    $words >>log 2>&1
	set +f
	n=0
	until [ -s report ] || [ $n -eq 1800 ]; do
		n=$((n + 1))
		sleep 0.1
	done
	sh "$storm" kill alerts wait=0 >>log 2>&1 </dev/null
	seconds=$(awk -f "$here/storm_report.awk" report)
	[ -n "$seconds" ] && check "$file" "$which" && echo "$seconds"
}

# All ways with $1 workers, once.
cluster_of()
{
	for n in 1 100 1000; do
		for w in ack kdd $sklearn; do
			f=own$n
			[ "$w" != sklearn ] || f=peer$n
			timed "$1 workers, $n rows a tuple, $(label "$w")" \
			    $f in_cluster $f "$1" "$w" "$(tuples $n)"
		done
	done
}

cluster()
{
	set=cluster
	rows_and_peer $((many_rows / 20)) own1 peer1
	rows_and_peer $((many_rows / 2)) own100 peer100
	rows_and_peer "$many_rows" own1000 peer1000
	sh "$storm" up
	rm -f timed
	for i in $(seq "$runs"); do
		for workers in 1 2 4 8; do
			say "cluster: run $i of $runs, $workers workers"
			cluster_of $workers
		done
	done
	[ ! -e timed ] || table "A cluster, as many tasks of each bolt as workers"
	sh "$storm" down
	rm -f own* peer*
}

thesis()
{
	sh "$storm" up
	{
		echo "# test/bench/storm.sh 1 thesis, $(date -u +%Y-%m-%d)"
		machine | sed 's/^/# /'
		echo "# requests, number, workers, seconds"
	} >storm.tsv
	for n in 5000 10000 20000 50000 100000 200000 300000; do
		repeated "$n" | want requests
		for workers in 2 4 6 8; do
			say "thesis: $n requests, $workers workers"
			in_cluster requests "$workers" kdd '' >/dev/null ||
			    { wrong=1; continue; }
			seconds=$(awk -v whole=1 -f "$here/storm_report.awk" \
			    report)
			printf 'requests\t%d\t%d\t%s\n' "$n" "$workers" \
			    "$seconds" | tee -a storm.tsv >&2
		done
	done
	sh "$storm" down
	cat storm.tsv
}

goals()
{
	awk -F '\t' '
	function goal(text, value, limit) {
		if (!said++)
			print "\nGoals (medians of this run; not asserted)"
		printf "%s >= %g: %.3g: %s\n", text, limit, value,
		    value >= limit ? "met" : "not met"
	}
	{ rate[$2] = $3 }
	END {
		own = rate["kdd-storm, 79 % alerts"]
		few = rate["kdd-storm, 1 % alerts"]
		if (rate["scikit-learn, 79 % alerts"]) {
			goal("one row a tuple, times scikit-learn, called " \
			    "as usual", own / rate["scikit-learn, its checks" \
			    ", 79 % alerts"], 8)
			goal("one row a tuple, times scikit-learn, called " \
			    "below its checks",
			    own / rate["scikit-learn, 79 % alerts"], 8)
		}
		if (rate["acknowledge only, 1 % alerts"])
			goal("one row a tuple, few alerts, of acknowledge " \
			    "only", few / rate["acknowledge only, 1 % alerts"],
			    0.75)
		if (rate["kdd-storm, 1000 rows a tuple, stock"])
			goal("1,000 rows a tuple, stock, krow/s", rate[ \
			    "kdd-storm, 1000 rows a tuple, stock"] / 1e3, 350)
		if (rate["kdd-storm, 1000 rows a tuple, ours"])
			goal("1,000 rows a tuple, ours, krow/s", rate[ \
			    "kdd-storm, 1000 rows a tuple, ours"] / 1e3, 800)
	}' medians
}

for s in $sets; do
	case $s in
	one|many|cluster|thesis) ;;
	*) say "no set $s"; exit 2 ;;
	esac
done
for program in kdd-storm test/bench/ackbolt; do
	[ -x "$build/$program" ] ||
	    { say "no $build/$program: make bench-storm"; exit 2; }
done
sklearn=
! find_venv || ! have pandas pandas || ! have sklearn scikit-learn ||
    sklearn=sklearn
sh "$storm" fetch
cd "$work"
get kddcup.data_10_percent || exit 2
: >medians
machine
"$python" --version
java -version 2>&1 | head -n 1
echo "$STORM_LIB"/storm-client-*.jar | sed 's,.*/,,; s/\.jar$//'
for s in $sets; do
	case $s in
	one) one ;;
	many) many ;;
	cluster) cluster ;;
	thesis) thesis ;;
	esac
done
[ ! -s medians ] || goals
exit "$wrong"
