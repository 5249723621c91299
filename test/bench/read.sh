#!/bin/sh
# read.sh - how fast we read, beside wc, libcsv, yajl, Python and pandas
#
#	make bench-read		or, once it is built,
#	sh test/bench/read.sh [runs]
#
# On one core, each way to read a file once in turn, runs times (11).  First
# all of them must find the same: rows, fields, and what is in the columns.
# One that does not is left out of the table, and the status is 1.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_VENV	a virtual environment of Python with pandas; made
#		there (by default in $KDD_BUILD/bench-venv) if it has none
# KDD_BENCH_MB	megabytes of each file (75)
# KDD_BENCH_CPU	the core (the last one)
#
# Needs awk, taskset, xz, and Python for the peers in it.  The only thing
# that needs the network is to get pandas; without, its rows are left out.
set -eu
name=read.sh
runs=${1:-11}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
mb=${KDD_BENCH_MB:-75}

ln -s "$build/test/bench/ours" "$build/test/bench/libs" \
    "$build/test/bench/columns" "$here/peers.py" "$work"

find_python()
{
	! find_venv || ! have pandas pandas || pandas=yes
}

# Header $1 (it may be empty), then the rows of $2, as often as it takes.
fill()
{
	size=$(wc -c <"$2")
	n=$(((mb * 1000000 + size / 2) / size))
	cat "$1"
	if [ "$n" -eq 0 ]; then
		head -c $((mb * 1000000)) "$2" | sed '$d'
	fi
	while [ "$n" -gt 0 ]; do
		cat "$2"
		n=$((n - 1))
	done
}

# Two forms of the same rows, each after its schema, must hold the same.
alike()
{
	./ours -w fields -c one -s "$1" "$2" >one.line
	./ours -w fields -c two -s "$3" "$4" >two.line
	cmp -s one two && return 0
	say "$2 and $4 differ in what we read from them"
	wrong=1
}

make_kdd()
{
	get kddcup.data_10_percent || return 0
	fill /dev/null kddcup.data_10_percent >kdd.data
	rm kddcup.data_10_percent
	./columns kdd99 >kdd.names
	sed 's/,/","/g; s/^/"/; s/$/"/' kdd.data >quoted.data
	awk 'BEGIN { FS = OFS = "," } {
		$2 = "\"" $2 "\""; $3 = "\"" $3 "\""; $4 = "\"" $4 "\""
		$NF = "\"" $NF "\""
		print
	}' kdd.data >some.data
	cp kdd.names quoted.names
	cp kdd.names some.names
	alike kdd.names kdd.data kdd.names quoted.data
	alike kdd.names kdd.data kdd.names some.data
}

make_cic()
{
	get cicids2017-improved-sample.csv || return 0
	./columns header cicids2017-improved-sample.csv >cic.names
	head -n 1 cicids2017-improved-sample.csv >header
	tail -n +2 cicids2017-improved-sample.csv >rows
	fill header rows >cic.data
	rm header rows cicids2017-improved-sample.csv
}

make_zeek()
{
	get zeek-conn-010.log && get zeek-conn-012.log || return 0
	sed '/^[^#]/,$d' zeek-conn-010.log >header
	grep -hv '^#' zeek-conn-010.log zeek-conn-012.log >rows
	cat header rows >log
	./columns zeek log >zeek.names
	./columns json log >json.names
	fill header rows >zeek.data
	awk -f "$here/zeek2json.awk" log >rows
	alike zeek.names log json.names rows
	fill /dev/null rows >json.data
	rm header rows log zeek-conn-010.log zeek-conn-012.log
}

# A way to read the data set: its group (rows and fields are equal within
# one), a label, a command without the names of its files.
way()
{
	printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$set.ways"
}

ways_of_ours()
{
	for path in $(./ours -l); do
		way "$1" "ours, $1, $path, memory" \
		    "./ours -w positions -m -p $path"
		way "$1" "ours, $1, $path, read" \
		    "./ours -w positions -p $path"
	done
	way fields "ours, all fields, memory" "./ours -w fields -m"
	way fields "ours, all fields, read" "./ours -w fields"
}

ways_of_csv()
{
	ways_of_ours positions
	way positions "libcsv, memory" "./libs -w csv -m"
	way positions "libcsv, read" "./libs -w csv"
	way fields "libcsv and strtod, read" "./libs -w strtod"
	way lines "wc -l, the whole process" "./libs -w wc"
	[ -z "$python" ] || way positions "Python csv.reader" "py csv"
	[ -z "$pandas" ] || way fields "pandas.read_csv" "py pandas"
}

ways_of_json()
{
	ways_of_ours lines
	way fields "yajl, one handle, read" "./libs -w yajl"
	way fields "yajl, a handle a line, memory" "./libs -w lines"
	way lines "wc -l, the whole process" "./libs -w wc"
	[ -z "$python" ] || way fields "Python json.loads, each line" "py loads"
	[ -z "$pandas" ] ||
	    way rows "pandas.read_json(lines=True)" "py read_json"
}

# Run command $1; with $2, let it write there what was in the columns.
run()
{
	# shellcheck disable=SC2086 # a command is words, none with blanks
	case $1 in
	py*)
		"$python" peers.py ${1#py } "$form" "$set.data" \
		    ${2:+"$2" "$set.ours"}
		;;
	*) $1 -s "$set.names" ${2:+-c "$2"} "$set.data" ;;
	esac
}

# What a way found in the columns, beside what we did, if it looked at them.
compare()
{
	case $1 in
	*'-w fields'*)
		[ -e "$set.ours" ] || cp "$2" "$set.ours"
		cmp "$set.ours" "$2"
		;;
	*'-w strtod'*) cmp "$set.ours" "$2" ;;
	'py csv'|*'-w '*) ;;
	*) "$python" peers.py near "$2" "$set.ours" ;;
	esac
}

# Leave out the ways that fail or find something else than the first did.
check()
{
	comments=0
	[ "$form" != zeek ] || comments=$(grep -c '^#' "$set.data")
	: >"$set.good"
	while IFS='	' read -r group label command; do
		if run "$command" sums >line 2>log &&
		    compare "$command" sums >log 2>&1 &&
		    equal "$group" "$label" <line >log; then
			printf '%s\t%s\t%s\n' "$group" "$label" "$command" \
			    >>"$set.good"
		else
			say "$set: $label: left out: $(tail -n 1 log)"
			wrong=1
		fi
	done <"$set.ways"
}

# The rows of a line against those of all, fields against those of its group.
equal()
{
	read -r _ _ rows fields _
	case $1 in
	positions) rows=$((rows - names)) ;;
	lines) rows=$((rows - names - comments)); fields=0 ;;
	rows) fields=0 ;;
	esac
	[ -e "$set.rows" ] || echo "$rows" >"$set.rows"
	[ "$rows" -eq "$(cat "$set.rows")" ] ||
	    { echo "$rows rows, not $(cat "$set.rows")"; return 1; }
	[ "$1" != positions ] || fields=$((fields - names * ncolumns))
	[ "$fields" -gt 0 ] || return 0
	[ -e "$set.fields" ] || echo "$fields" >"$set.fields"
	[ "$fields" -eq "$(cat "$set.fields")" ] ||
	    { echo "$fields fields, not $(cat "$set.fields")"; return 1; }
}

# Data set $1, form $2: all its ways in turn, then the table; $3 says it.
measure()
{
	set=$1 form=$2 names=0
	[ -e "$set.data" ] || return 0
	[ "$form" != header ] || names=1
	ncolumns=$(head -n 1 "$set.data" | awk -F, '{ print NF }')
	say "$set: comparing, then $runs runs"
	case $form in
	json) ways_of_json ;;
	*) ways_of_csv ;;
	esac
	check
	i=0
	while [ "$i" -lt "$runs" ]; do
		n=0
		while IFS='	' read -r _ label command; do
			n=$((n + 1))
			printf '%d\t%s\t' "$n" "$label"
			run "$command"
		done <"$set.good"
		i=$((i + 1))
	done >"$set.times"
	sort -t '	' -k1,1n -k3,3n "$set.times" >sorted
	awk -v set="$set" -v title="$3" -v medians=medians \
	    -f "$here/table.awk" sorted
	rm "$set.data"
}

versions()
{
	machine
	echo "$(./libs -V), $(wc --version 2>&1 | head -n 1)"
	[ -z "$python" ] || "$python" peers.py version
	cat <<-END

	Each way once in turn, $runs times, each a process of its own; the
	clock is inside, around the reading alone, but for wc (from fork to
	exit).  Files are in the page cache.  memory: fed from memory into
	which the file was read before; read: by read(2), 256 KiB at a time
	(ours) or 64 KiB (libcsv, yajl), from opening the file on.  Positions:
	where each field ends, fields counted; libcsv and csv.reader copy
	them, too.  All fields: each number parsed, each other field hashed.
	ms: the median; MB/s and Mrow/s are of it.  ratio: time to that of
	ours by read, positions (or lines) or all fields; more is slower.
	MiB: peak resident memory, with the file where it is fed
	from memory.
	END
}

python='' pandas=''
find_python
cd "$work"
: >medians
versions
make_kdd
make_cic
make_zeek
measure kdd plain "KDD Cup 99, 10 %"
measure quoted plain "the same, each field in quotes"
measure some plain "the same, the categories in quotes"
measure cic header "CIC-IDS2017, 91 columns"
measure zeek zeek "Zeek conn.log, TSV"
measure json json "the same as JSON"
awk -f "$here/goals.awk" medians
exit "$wrong"
