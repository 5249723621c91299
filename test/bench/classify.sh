#!/bin/sh
# classify.sh - how fast rows are judged, beside the same tree in other tools
#
#	make bench-classify	or, once it is built,
#	sh test/bench/classify.sh [runs]
#
# On one core, each way once in turn, runs times (11); pipes get all cores
# there are.  First each way runs once, and what ways of one kind write must
# be the same, byte for byte (DuckDB's in any order); one that differs is left
# out, and the status is 1.
#
# The peers judge by the shipped DoS tree, put into their own words by
# classify.py: gawk, mawk and Miller as nested ifs, DuckDB as CASE, pandas in
# chunks with the tree in scikit-learn, and libcsv with the C of kdd-compile.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_VENV	a virtual environment of Python with pandas,
#		scikit-learn and DuckDB; made there (by default in
#		$KDD_BUILD/bench-venv) if it has none
# KDD_BENCH_SETS	what to measure (peers pipes output forms trees
#		latency)
# KDD_BENCH_COPIES	of KDD Cup 99, 10 % (4)
# KDD_BENCH_CPU	the core (the last one)
# KDD_BENCH_MEDIANS	a file to keep the medians in: a line for each way with
#		its label, s, rows read, bytes, rows written, KiB (not kept)
#
# Needs awk, taskset, xz, cc and Python, which holds the clock.  gawk, mawk
# and mlr are peers where they are installed: "sh test/packages.sh bench".
# The only thing that needs the network is to get the peers in Python.
set -eu
name=classify.sh
runs=${1:-11}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
sets=${KDD_BENCH_SETS:-peers pipes output forms trees latency}
copies=${KDD_BENCH_COPIES:-4}
medians=$(absolute "${KDD_BENCH_MEDIANS:-/dev/null}")
classify=$build/kdd-classify
dos=$top/models/dos.kdt
[ -x "$classify" ] || { say "no $classify: make"; exit 2; }
command -v python3 >/dev/null || { say "no python3"; exit 2; }

find_python()
{
	find_venv || return 0
	! have pandas pandas || ! have sklearn scikit-learn || sklearn=yes
	! have duckdb duckdb || duckdb=yes
}

wanted()
{
	case " $sets " in
	*" $1 "*) return 0 ;;
	*) return 1 ;;
	esac
}

# A way to judge file $3: its kind, a label, the file, a command.
way()
{
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" \
	    "$(echo "$4" | tr -s '\t ' ' ')" >>ways
}

# All ways so far, in turn; $1 is above the table.
measure()
{
	say "$1: comparing, then $runs runs"
	"$python" "$here/classify.py" measure "$runs" ways "$1" || wrong=1
	rm -f ways ./*.out ./*.mine sorted
}

# $1 copies of file $2.
copies_of()
{
	n=$1
	while [ "$n" -gt 0 ]; do
		cat "$2"
		n=$((n - 1))
	done
}

kdd()
{
	[ ! -e kdd.data ] || return 0
	get kddcup.data_10_percent || return 1
	copies_of "$copies" kddcup.data_10_percent >kdd.data
	rm kddcup.data_10_percent
}

make_csvjudge()
{
	"$build/kdd-compile" -f c "$dos" >model.c &&
	    ${CC:-cc} -O2 -o csvjudge "$here/csvjudge.c" model.c -lcsv -lm
}

peer()
{
	command -v "$1" >/dev/null || { say "no $1: left out"; return 1; }
	"$python" "$here/classify.py" "$2" "$dos" >"$2.program"
}

peers()
{
	kdd || return 0
	way dos kdd-classify kdd.data "exec $classify -q -m $dos kdd.data"
	! make_csvjudge || way dos "libcsv, the tree compiled by cc" kdd.data \
	    "exec ./csvjudge kdd.data"
	! peer gawk awk || way dos gawk kdd.data \
	    "exec gawk -f awk.program kdd.data"
	! peer mawk awk || way dos mawk kdd.data \
	    "exec mawk -f awk.program kdd.data"
	! peer mlr mlr || way dos "Miller" kdd.data "exec mlr --icsvlite \
	    --ocsvlite --implicit-csv-header --headerless-csv-output \
	    put -q -f mlr.program kdd.data"
	[ -z "$sklearn" ] || way dos "pandas, scikit-learn" kdd.data \
	    "exec $python $here/classify.py sklearn $dos kdd.data"
	if [ -n "$duckdb" ]; then
		"$python" "$here/classify.py" sql "$dos" |
		    sed 's/FILE/kdd.data/' >sql.program
		way dos "DuckDB, one thread, any order" kdd.data \
		    "exec $python $here/classify.py duckdb sql.program"
	fi
	measure "KDD Cup 99, 10 %, $copies times, the shipped DoS tree, alerts"
}

pipes()
{
	kdd || return 0
	all="taskset -c $KDD_BENCH_CORES sh -c"
	way cat "cat | cat | wc -l" kdd.data "$all 'cat kdd.data | cat | wc -l'"
	way ours "cat | kdd-classify | wc -l" kdd.data \
	    "$all 'cat kdd.data | $classify -q -m $dos | wc -l'"
	way all "cat | kdd-classify -a | wc -l" kdd.data \
	    "$all 'cat kdd.data | $classify -q -a -m $dos | wc -l'"
	measure "Through pipes, on cores $KDD_BENCH_CORES"
}

output()
{
	kdd || return 0
	"$build/kdd-compile" -f so -o dos.so "$dos" || rm -f dos.so
	head -n 1 kdd.data >one.data
	way one "one model" kdd.data "exec $classify -q -m $dos kdd.data"
	[ ! -e dos.so ] || way one "one model, .so" kdd.data \
	    "exec $classify -q -m ./dos.so kdd.data"
	way two "two models" kdd.data "exec $classify -q -m $dos \
	    -m $top/models/bruteforce.kdt kdd.data"
	for o in "-a" "--strict" "-f json" "-f eve"; do
		way "${o#-}" "$o" kdd.data "exec $classify -q $o -m $dos kdd.data"
	done
	way row "one row" one.data "exec $classify -q -a -m $dos one.data"
	measure "KDD Cup 99, 10 %, $copies times: output, models"
}

# Models of Zeek's logs and of CIC-IDS2017 are trained here, on all rows.
forms()
{
	if kdd; then
		sed 's/$/\r/' kdd.data >crlf.data
		sed 's/,/","/g; s/^/"/; s/$/"/' kdd.data >quoted.data
		awk 'BEGIN { FS = OFS = "," } { $3 = "\"" $3 "\""; print }' \
		    kdd.data >some.data
		{
			awk '$1 == "column" { printf "%s%s", c, $3; c = "," }
			    $1 == "column" && $2 == "label" { exit }
			    END { print "" }' "$dos"
			cat kdd.data
		} >header.data
		way a "plain" kdd.data "exec $classify -q -m $dos kdd.data"
		for f in crlf quoted some header; do
			way "$f" "$f" "$f.data" "exec $classify -q -m $dos $f.data"
		done
	fi
	if get zeek-conn-010.log && get zeek-conn-012.log; then
		awk -f "$here/zeek2json.awk" zeek-conn-010.log >rows
		copies_of 100 rows >json.data
		copies_of 100 zeek-conn-010.log >zeek.data
		"$build/kdd-train" -q -s zeek -c none -o zeek.kdt \
		    zeek-conn-012.log
		way zeek "Zeek TSV" zeek.data \
		    "exec $classify -q -m zeek.kdt zeek.data"
		way eve "Zeek TSV, -a -f eve, addresses" zeek.data \
		    "exec $classify -q -a -f eve -m zeek.kdt zeek.data"
		way json "Zeek JSON" json.data \
		    "exec $classify -q -m zeek.kdt -s json json.data"
	fi
	if get cicids2017-improved-sample.csv; then
		"$build/kdd-train" -q -s header -c none -o cic.kdt \
		    cicids2017-improved-sample.csv
		{
			cat cicids2017-improved-sample.csv
			tail -n +2 cicids2017-improved-sample.csv >rows
			copies_of 7 rows
		} >cic.data
		way cic "CIC-IDS2017, 91 columns" cic.data \
		    "exec $classify -q -m cic.kdt cic.data"
	fi
	[ ! -e ways ] || measure "Forms of rows"
}

# Trees of UNSW-NB15 with noise, cut down to so many leaves.
trees()
{
	get unsw-nb15.csv || return 0
	"$python" "$here/noise.py" column 8 <unsw-nb15.csv >unsw.data
	for n in 10 100 1000 10000; do
		"$build/kdd-train" -q -s header -c none -l attack_cat \
		    --max-leaves "$n" -o "leaves$n.kdt" unsw.data
		way "l$n" "$n leaves" unsw.data \
		    "exec $classify -q -m leaves$n.kdt unsw.data"
	done
	measure "UNSW-NB15, 8 copies, 44 columns: leaves"
}

# Row in to verdict out, each rate once a run and at most 5 s.
latency()
{
	kdd || return 0
	for i in $(seq "$runs"); do
		say "latency: run $i of $runs"
		for rate in 1000 10000; do
			"$build/kdd-replay" -q -r $rate -d 5 --stamp kdd.data |
			    "$classify" -q -a -e 1 -m "$dos" |
			    "$build/kdd-score" -q --latency -f tsv |
			    sed "s/^/$rate\t/" >>delays
		done
	done
	"$python" "$here/classify.py" latency delays
}

sklearn='' duckdb=''
find_python
cd "$work"
: >medians
machine
"$python" --version
! command -v gawk >/dev/null || gawk --version | head -n 1
! command -v mawk >/dev/null || mawk -W version 2>&1 | head -n 1
! command -v mlr >/dev/null || mlr --version
"$python" -c 'import pandas, sklearn
print("pandas", pandas.__version__, "scikit-learn", sklearn.__version__)' \
    2>/dev/null || :
"$python" -c 'import duckdb
print("DuckDB", duckdb.__version__)' 2>/dev/null || :
cat <<-END

	Each way once in turn, $runs times (a slow one 3), from the start of
	the process to its end, on one core, its output to /dev/null; the file
	is in the page cache.  s: the median; n: runs; Mrow/s: rows read; Mout/s:
	lines written; MiB: the peak of resident memory (what is below that
	of the Python that starts it is not seen); ratio: to the first.
END
! wanted peers || peers
! wanted pipes || pipes
! wanted output || output
! wanted forms || forms
! wanted trees || trees
! wanted latency || latency
"$python" "$here/classify.py" goals
cat medians >"$medians"
exit "$wrong"
