#!/bin/sh
# make.sh - the pictures of this directory, drawn anew from real runs
#
#	make pictures		or, once the programs are built,
#	sh pictures/make.sh [-b [amanda] [runs]]
#
# Draws tree.svg, roc.svg and precision-recall.svg from the data sets and
# models, throughput.svg from throughput.tsv, and amanda.svg, amanda.md and
# links.md from amanda.tsv.  A picture that lacks its data or its tool stays as
# it is, and a message says so.
#
# -b	measure throughput.tsv anew before: test/bench/classify.sh, the peers
#	alone, runs times (11).  This takes minutes, and needs a quiet machine
# -b amanda	the same of amanda.tsv: test/bench/amanda.sh, runs times (5)
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
#
# Needs gnuplot and dot: "sh test/packages.sh pictures".  The same data and
# versions of tools give the same bytes.
set -eu
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/.." && pwd)
data=$(cd "${KDD_DATA:-$top/../shared/data}" 2>/dev/null && pwd) || data=
build=$(cd "${KDD_BUILD:-$top/build}" 2>/dev/null && pwd) || build=
PATH=${build:+$build:}$PATH

say()
{
	echo "make.sh: $*" >&2
}

usage()
{
	echo "usage: make.sh [-b [amanda] [runs]]" >&2
	exit 2
}

# Is there tool $2 for picture $1?
tool()
{
	command -v "$2" >/dev/null ||
	    { say "no $2: left as it was: $1"; return 1; }
}

# Data set $2 for picture $1, into the work directory.
get()
{
	if [ -e "$2" ]; then
		return 0
	elif [ -n "$data" ] && [ -e "$data/$2" ]; then
		ln -s "$data/$2" "$2"
	elif [ -n "$data" ] && [ -e "$data/$2.xz" ]; then
		xz -dc "$data/$2.xz" >"$2.part" && mv "$2.part" "$2"
	else
		say "no $2 (set KDD_DATA): left as it was: $1"
		return 1
	fi
}

# Run $2 ... for picture $1, which comes to its place when it is complete.
draw()
{
	picture=$1
	shift
	"$@" >"$picture" || { say "$picture: $1: status $?"; return 1; }
	cp "$picture" "$here/.$picture.new"
	mv "$here/.$picture.new" "$here/$picture"
	say "$picture"
}

plot()
{
	draw "$1.svg" gnuplot "$here/style.gp" "$here/$1.gp"
}

# Cut small, and without service, whose sets of values fill no picture.
tree()
{
	tool tree.svg dot && get tree.svg kddcup.data_10_percent || return 0
	kdd-train -q --dedup --exclude service --max-depth 3 --name families \
	    -o tree.kdt kddcup.data_10_percent
	kdd-compile -f dot -o full.dot tree.kdt
	awk -f "$here/title.awk" -v title="A tree, cut small, for the five \
classes of KDD Cup 99" full.dot >tree.dot
	draw tree.svg dot -Tsvg tree.dot
}

# The verdicts of model $1 on file $2 as $3.curve (false-positive rate, recall,
# precision; a line for each threshold), $3.verdict, and areas for gnuplot.
curve()
{
	{
		kdd-classify -q -a -m "$top/models/$1.kdt" "$2" || : >failed
	} | kdd-score -q -f tsv -m "$top/models/$1.kdt" >score.tsv
	[ ! -e failed ]
	awk -F '\t' -v name="$3" '
	{ value[$2, $3, $4] = $5 }
	$2 == "recall_at" { class = $3 }
	$2 == "precision_at" {
		if (!n++)
			print 0, 0, $5 >(name ".curve")
		print value["fpr_at", $3, $4], value["recall_at", $3, $4],
		    $5 >(name ".curve")
	}
	END {
		print value["fpr", class, "-"], value["recall", class, "-"],
		    value["precision", class, "-"] >(name ".verdict")
		gsub(/-/, "_", name)
		printf "%s_area = \"%.3f\"\n%s_average = \"%.3f\"\n", name,
		    value["roc_auc", class, "-"], name,
		    value["average_precision", class, "-"]
	}' score.tsv >>areas.gp
}

curves()
{
	both="roc.svg, precision-recall.svg"
	tool "$both" gnuplot && get "$both" KDDTest+.txt &&
	    get "$both" kddcup.data_10_percent || return 0
	for m in dos nsl-dos nsl-bruteforce; do
		curve "$m" KDDTest+.txt "$m"
	done
	curve nsl-dos kddcup.data_10_percent kdd
	plot roc
	plot precision-recall
}

# The peers of test/bench/classify.sh into throughput.tsv, $1 runs, and above
# them what it says of machine and versions, and the day.
measure()
{
	KDD_BENCH_SETS=peers KDD_BENCH_MEDIANS=$tmp/medians \
	    sh "$top/test/bench/classify.sh" "$@" >"$tmp/bench" ||
	    { say "throughput.tsv: classify.sh: status $?"; return 1; }
	cat "$tmp/bench" >&2
	grep -q '^kdd-classify	' "$tmp/medians" ||
	    { say "nothing measured: left as it was: throughput.tsv"; return 0; }
	{
		echo "# make pictures: measured on $(date -u +%Y-%m-%d)," \
		    "medians; runs: ${1:-11}"
		sed -n '/^$/q; s/^/# /p' "$tmp/bench"
		echo "# way, seconds, rows, bytes, rows written, peak KiB"
		cat "$tmp/medians"
	} >"$tmp/throughput.tsv"
	cp "$tmp/throughput.tsv" "$here/.throughput.tsv.new"
	mv "$here/.throughput.tsv.new" "$here/throughput.tsv"
}

# What test/bench/amanda.sh finds, $1 runs, into amanda.tsv.
measure_amanda()
{
	KDD_BENCH_TSV=$tmp/amanda.tsv sh "$top/test/bench/amanda.sh" "$@" \
	    >&2 || { say "amanda.tsv: amanda.sh: status $?"; return 1; }
	cp "$tmp/amanda.tsv" "$here/.amanda.tsv.new"
	mv "$here/.amanda.tsv.new" "$here/amanda.tsv"
}

# Requests a second of $1.tsv, a file for each number of workers.
rates()
{
	awk -F '\t' -v who="$1" '
	!/^#/ && $1 != "requests" && who == "thesis" {
		print $1, $3 >(who " " $2 ".dat")
	}
	$1 == "requests" { print $2, $2 / $4 >(who " " $3 ".dat") }
	' "$here/$1.tsv"
}

amanda()
{
	set -- "$here/thesis.tsv"
	[ ! -e "$here/storm.tsv" ] || set -- "$@" "$here/storm.tsv"
	[ -e "$here/amanda.tsv" ] || { say "no amanda.tsv was measured" \
	    "(-b amanda): left as it was: amanda.md, links.md, amanda.svg"
	    return 0; }
	draw amanda.md awk -f "$here/page.awk" -f "$here/amanda.awk" "$@" \
	    "$here/amanda.tsv"
	draw links.md awk -f "$here/page.awk" -f "$here/links.awk" \
	    "$here/amanda.tsv"
	tool amanda.svg gnuplot || return 0
	for f in "$@" amanda.tsv; do
		rates "$(basename "$f" .tsv)"
	done
	plot amanda
}

throughput()
{
	tool throughput.svg gnuplot || return 0
	awk -F '\t' -v OFS='\t' '!/^#/ { print $3 / $2 / 1e6, $1 }' \
	    "$here/throughput.tsv" | sort -rn >rates.tsv
	plot throughput
}

bench=
case ${1-} in
-b)	bench=measure; shift ;;
esac
[ -z "$bench" ] || [ "${1-}" != amanda ] || { bench=measure_amanda; shift; }
[ $# -eq 0 ] || { [ $# -eq 1 ] && [ -n "$bench" ]; } || usage
command -v kdd-score >/dev/null || { say "no kdd-score: run make"; exit 1; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
[ -z "$bench" ] || $bench "$@"
cd "$tmp"
tree
curves
throughput
amanda
