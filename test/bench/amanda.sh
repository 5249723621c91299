#!/bin/sh
# amanda.sh - the experiment of the thesis, with kdd-kafka in Storm's place
#
#	make bench-amanda RUNS=5	or, once it is built (make all kafka),
#	sh test/bench/amanda.sh [runs]
#
# From 5,000 to 300,000 requests go through Kafka to 2, 4, 6 and 8 workers,
# runs times each (5): kdd-replay and kcat send rows of KDD Cup 99, 10 %, as
# fast as they can, and each worker is a kdd-kafka with one kdd-classify that
# judges by both models.  The topics have eight partitions.  amanda.py has the
# clock.  Then 2,000,000 rows are in the topic before 1, 2, 4, 6 and 8 workers
# start, and are judged as fast as they can: kafka.py has that clock.
#
# Prints the page that pictures/amanda.awk makes of it, beside the thesis' own
# figures (pictures/thesis.tsv) and, where pictures/storm.tsv is there, Storm's.
# "sh pictures/make.sh -b amanda" keeps what was measured, and draws it.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_VENV	a virtual environment of Python with confluent-kafka;
#		made there (by default in $KDD_BUILD/bench-venv) if it has none
# KDD_BENCH_ROWS	in the topic before (2000000)
# KDD_BENCH_REQUESTS	(5000 10000 20000 50000 100000 200000 300000)
# KDD_BENCH_TSV	a file to keep the figures in (not kept)
# and those of kafka_common.sh.
#
# Needs awk, xz, kcat, setpriv, Java 17 and, once, Maven: "sh test/packages.sh
# bench broker".  The network is needed once, for Kafka and Python's modules.
set -eu
name=amanda.sh
runs=${1:-5}
here=$(cd "$(dirname "$0")" && pwd)
cores=all
# shellcheck source=common.sh
. "$here/common.sh"
partitions=8
# shellcheck source=kafka_common.sh
. "$here/kafka_common.sh"
rows=${KDD_BENCH_ROWS:-2000000}
requests=${KDD_BENCH_REQUESTS:-5000 10000 20000 50000 100000 200000 300000}
tsv=$(absolute "${KDD_BENCH_TSV:-/dev/null}")
judge="kdd-classify -q $models"
export judge member

# What the figures are of.
head_of()
{
	echo "# $1: measured on $(date -u +%Y-%m-%d); runs: $runs"
	kafka_versions | sed 's/^/# /'
	echo "# bytes, of a row and of an alert; and of a flow, in the data"
	echo "# requests, number, workers, seconds: median, least, most"
	echo "# drain, rows, workers, seconds, rows/s, steady rows/s," \
	    "CPU s of workers, of the broker"
}

# Mean bytes of a row and of its alerts, and of what it tells of (columns 5
# and 6: bytes there and back).
sizes()
{
	$judge kddcup.data_10_percent | wc -c >alerts
	awk -F , -v OFS='\t' '
	NR == FNR { alerts = $1; next }
	{ bytes += length($0); flow += $5 + $6 }
	END {
		print "bytes", bytes / FNR, alerts / FNR, flow / FNR
	}' alerts kddcup.data_10_percent
}

experiment()
{
	# shellcheck disable=SC2086 # numbers are words
	clock amanda.py "$runs" kddcup.data_10_percent 2 4 6 8 -- $requests
}

saturation()
{
	while cat kddcup.data_10_percent; do :; done 2>/dev/null |
	    head -n "$rows" >rows.data
	whole=$($judge rows.data | clock kafka.py digest)
	clock kafka.py fill drain rows.data
	for n in 1 2 4 6 8; do
		printf '%s\tworkers: %s\tdrain\t%s\t%s\t%s\n' "$n" "$n" \
		    "$rows" "$whole" "$member $judge" >>drain
	done
	clock kafka.py measure "$runs" drain "$rows rows in the topic" >&2 ||
	    wrong=1
	sed 's/workers: //' medians | awk -F '\t' -v OFS='\t' '{
		print "drain", $6, $2, $3, $4, $5, $7, $8
	}'
}

need_kafka
cd "$work"
get kddcup.data_10_percent || exit 2
: >medians
start_broker
head_of amanda.sh >amanda.tsv
sizes >>amanda.tsv
experiment >>amanda.tsv || wrong=1
saturation >>amanda.tsv
set -- "$top/pictures/thesis.tsv"
[ ! -e "$top/pictures/storm.tsv" ] || set -- "$@" "$top/pictures/storm.tsv"
awk -f "$top/pictures/page.awk" -f "$top/pictures/amanda.awk" "$@" amanda.tsv
cat amanda.tsv >"$tsv"
exit "$wrong"
