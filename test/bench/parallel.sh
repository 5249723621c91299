#!/bin/sh
# parallel.sh - kdd-classify in 1, 2, 4 and 8 processes, containers and hosts
#
#	make bench-parallel RUNS=3	or, once it is built,
#	sh test/bench/parallel.sh [runs]
#
# Rows of a file through examples/parallel/classify.sh, two models, beside one
# kdd-classify that reads the same file by itself:
#
# plain		KDD Cup 99's rows as they are, four of five alerts
# json		the same as JSON objects
#
# What comes out must be the bytes of that one process, or the time does not
# count.  Then what it costs to start one that has nothing to do.  Everything
# runs on this machine: "hosts" are namespaces of it (../slow/hosts.sh), reached
# by ssh, one piece at a time each, and all share its cores.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_ROWS	of plain (2000000); of json a quarter
# KDD_BENCH_BLOCK	about how many bytes a piece has (16M)
# KDD_BENCH_COUNTS	how many there are ("1 2 4 8")
# CONTAINER	podman or docker
#
# Needs xz, taskset and GNU parallel.  Containers are left out where none can be
# built, hosts without root, sshd and ip: "sh test/packages.sh bench parallel".
set -eu
name=parallel.sh
runs=${1:-3}
here=$(cd "$(dirname "$0")" && pwd)
cores=all
# shellcheck source=common.sh
. "$here/common.sh"
export PATH="$build:$PATH"
rows=${KDD_BENCH_ROWS:-2000000}
block=${KDD_BENCH_BLOCK:-16M}
counts=${KDD_BENCH_COUNTS:-1 2 4 8}
image=kdd-tools-bench
starts=20	# of each kind, for what one costs
classify=$top/examples/parallel/classify.sh
ways=processes

# shellcheck disable=SC2317 # the trap calls it
stop_all()
{
	[ ! -e "$work/hosts" ] || sh "$top/test/slow/hosts.sh" down \
	    "$work/hosts"
	case $ways in *containers*)
		"$CONTAINER" rmi "$image" >/dev/null 2>&1 || : ;;
	esac
	rm -rf "$work"
}
trap stop_all EXIT

# Containers: the image, built of this tree.
find_containers()
{
	tool=${CONTAINER:-$(command -v podman || command -v docker)} ||
	    { say "neither podman nor docker: no containers"; return 1; }
	export CONTAINER="$tool"
	say "building the image $image"
	{ "$tool" build -t "$image" "$top" &&
	    "$tool" run --rm --network none "$image"; } >"$work/log" 2>&1 ||
	    { say "no containers: $(tail -n 1 "$work/log")"; return 1; }
}

# Hosts: as many as the greatest count.
find_hosts()
{
	n=$(echo "$counts" | tr ' ' '\n' | sort -n | tail -n 1)
	[ "$(id -u)" -eq 0 ] || { say "not root: no hosts"; return 1; }
	for program in sshd ip unshare nsenter; do
		command -v "$program" >/dev/null ||
		    { say "no $program: no hosts"; return 1; }
	done
	sh "$top/test/slow/hosts.sh" up "$work/hosts" "$n" "$PATH" \
	    >"$work/log" 2>&1 ||
	    { say "no hosts: $(tail -n 1 "$work/log")"; return 1; }
	export PARALLEL_SSH="ssh -F $work/hosts/config"
}

enter()
{
	sh "$top/test/slow/hosts.sh" enter "$work/hosts" "$@"
}

# Of rows, the objects that their columns in the model make.
as_json()
{
	awk -F , '
	FNR == NR {
		if ($0 ~ /^column (number|category)/) {
			split($0, word, " ")
			name[++n] = word[3]
			quote[n] = word[2] == "category" ? "\"" : ""
		}
		next
	}
	{
		line = ""
		for (i = 1; i <= n; i++)
			line = line (i > 1 ? "," : "{") "\"" name[i] "\":" \
			    quote[i] $i quote[i]
		print line "}"
	}' dos.kdt "$1"
}

# Way $1 with $2 of its kind, over the set $form; prints its output.
run_way()
{
	set -- "$1" "$2" "$form" "$form.rows" -q \
	    -m "$work/dos.kdt" -m "$work/bruteforce.kdt"
	way=$1 n=$2
	shift 2
	case $way in
	alone) shift 2; kdd-classify -s "$form" "$@" "$form.rows" ;;
	processes) sh "$classify" -B "$block" -j "$n" "$@" ;;
	containers) sh "$classify" -B "$block" -c "$image" -j "$n" "$@" ;;
	hosts) enter sh "$classify" -B "$block" -j 1 \
	    -S "$(seq -s , -f 'h%.0f' "$n")" "$@" ;;
	esac
}

now()
{
	date +%s%N
}

# A line for the file taken: set, way, how many, nanoseconds.
measure()
{
	from=$(now)
	run_way "$1" "$2" >got || :
	to=$(now)
	if cmp -s got "$form.want"; then
		printf '%s\t%s\t%s\t%s\n' "$form" "$1" "$2" $((to - from)) \
		    >>taken
	else
		say "$form, $2 $1: not the alerts of one process"
		wrong=1
	fi
}

# Set $1: rows of that form.
one_set()
{
	form=$1
	run_way alone 1 >"$form.want"
	for run in $(seq "$runs"); do
		say "$form: run $run of $runs"
		measure alone 1
		for way in $ways; do
			for n in $counts; do
				measure "$way" "$n"
			done
		done
	done
}

# How many nanoseconds $1 of them take, one after the other.
take()
{
	n=$1
	shift
	from=$(now)
	for _ in $(seq "$n"); do
		"$@" </dev/null >/dev/null
	done
	echo $(($(now) - from))
}

# What one costs: label $1, a command.
start_cost()
{
	label=$1
	shift
	printf '%s\t%s\n' "$label" $(($(take "$starts" "$@") / starts)) \
	    >>starts
}

# The same of a job of parallel, without what parallel itself takes.
job_cost()
{
	# shellcheck disable=SC2046 # words
	all=$(take 1 parallel -j 1 -n 0 "$*" ::: $(seq $((starts + 1))))
	one=$(take 1 parallel -j 1 -n 0 "$*" ::: 1)
	printf 'a process, by parallel\t%s\n' $(((all - one) / starts)) \
	    >>starts
	printf 'parallel itself, and a process\t%s\n' "$one" >>starts
}

start_costs()
{
	set -- kdd-classify -q -m "$work/dos.kdt"
	start_cost "a process" "$@"
	job_cost "$@"
	case $ways in *containers*)
		start_cost "a container" "$CONTAINER" run --rm -i \
		    --network none --read-only --cap-drop all \
		    --no-healthcheck -v "$PWD:$PWD:ro" "$image" "$@" ;;
	esac
	case $ways in *hosts*)
		start_cost "a process on a host, by ssh" enter ssh \
		    -F "$work/hosts/config" h1 "$*" ;;
	esac
}

# A line of the table: way $1, how many, a label.
line()
{
	awk -F '\t' -v form="$form" -v way="$1" -v n="$2" \
	    '$1 == form && $2 == way && $3 == n { print $4 / 1e9 }' taken |
	    sort -n | awk -v label="$3" -v rows="$(wc -l <"$form.rows")" '
	{ t[NR] = $1 }
	END {
		if (NR == 0)
			exit
		median = NR % 2 ? t[(NR + 1) / 2] : \
		    (t[NR / 2] + t[NR / 2 + 1]) / 2
		if ((getline alone <"alone") < 1)
			print alone = median >"alone"
		printf "%-24s%12.0f%12.0f%12.0f%8.2f\n", label, \
		    rows / median, rows / t[NR], rows / t[1], alone / median
	}'
}

table()
{
	for form in plain json; do
		rm -f alone
		printf '\n%s, %s rows: rows a second, median, least, most; %s\n' \
		    "$form" "$(wc -l <"$form.rows")" "to one process"
		line alone 1 "kdd-classify alone"
		for way in $ways; do
			for n in $counts; do
				line "$way" "$n" "$n $way"
			done
		done
	done
	printf '\nto start one that has nothing to do, ms, mean of %s\n' \
	    "$starts"
	awk -F '\t' '{ printf "%-32s%8.1f\n", $1, $2 / 1e6 }' starts
}

cd "$work"
parallel --version 2>/dev/null | grep -q '^GNU parallel' ||
    { say "GNU parallel is not installed: sh test/packages.sh test"; exit 2; }
get kddcup.data_10_percent || exit 2
cp "$top"/models/dos.kdt "$top"/models/bruteforce.kdt .
chmod 755 "$work"
! find_containers || ways="$ways containers"
! find_hosts || ways="$ways hosts"
repeated "$rows" | cut -d , -f 1-41 >plain.rows
head -n $((rows / 4)) plain.rows >json.plain
as_json json.plain >json.rows
rm json.plain kddcup.data_10_percent
one_set plain
one_set json
start_costs
machine
parallel --version | head -n 1
case $ways in *containers*) "$CONTAINER" --version ;; esac
case $ways in *hosts*) ssh -V 2>&1 ;; esac
echo "pieces of $block"
table
exit "$wrong"
