#!/bin/sh
# demo.sh - from a bare Debian 12 to attacks flagged in a paced stream
#
#	sh examples/demo.sh	install what is missing, build, show
#	sh examples/demo.sh -n	only show: what make demo does
#
# Trains on made-up rows (sample.awk).  With KDD_DATA set to a directory
# that holds KDDTrain+.txt and KDDTest+.txt, plain or as .xz, on those.
# Everything happens in a temporary directory, which is removed at the end.
set -eu
LC_ALL=C
export LC_ALL

die()
{
	echo "demo.sh: $*" >&2
	exit 1
}

install=yes
if [ "${1-}" = -n ] && [ $# -eq 1 ]; then
	install=
elif [ $# -gt 0 ]; then
	echo "usage: demo.sh [-n]" >&2
	exit 2
fi
data=
if [ -n "${KDD_DATA-}" ]; then
	data=$(cd "$KDD_DATA" 2>/dev/null && pwd) ||
		die "KDD_DATA=$KDD_DATA: no such directory"
fi
cd "$(dirname "$0")/.."
sample=$PWD/examples/sample.awk
PATH=$PWD/build:$PATH

say()
{
	printf '\n== %s\n' "$*"
}

# Run a command; a status other than 0 is noted, so that none is lost in a
# pipeline.
stage()
{
	( eval "$1" ) || echo "$1: status $?" >>"$tmp/failed"
}

pipe()
{
	if [ $# -eq 1 ]; then
		stage "$1"
	else
		stage "$1" | { shift; pipe "$@"; }
	fi
}

# Show a pipeline, each argument one of its commands, and run it.
run()
{
	{
		printf '$ %s' "$1"
		[ $# -eq 1 ] || ( shift; printf ' | %s' "$@" )
		echo
	} >&3
	pipe "$@"
}

# Stop if a command has failed.
ok()
{
	[ ! -s "$tmp/failed" ] || die "$(cat "$tmp/failed")"
}

# A file of the data set, plain or compressed, as a file here.
fetch()
{
	if [ -e "$data/$1" ]; then
		ln -s "$data/$1" "$tmp/$2"
	elif [ ! -e "$data/$1.xz" ]; then
		die "no $1 or $1.xz in $data"
	elif command -v xz >/dev/null; then
		xz -dc "$data/$1.xz" >"$tmp/$2"
	else
		die "$1.xz needs xz: apt-get install xz-utils"
	fi
}

alert_line()
{
	printf '%6s  %-10s %-8s %-5s %-11s %-6s %10s %10s\n' "$@"
}

alert_head()
{
	echo "Shown: the first of each model in a row, then each 25th"
	alert_line alert model score proto service flag src_bytes dst_bytes
}

# Alerts in short, as they come: the first when the model changes, then each
# 25th; and at the end how many there were.
shorten()
{
	shown=0 alerts=0 last='' run=0
	while IFS=, read -r model _ score _ proto service flag src dst _
	do
		alerts=$((alerts + 1))
		[ "$alerts" -gt 1 ] || alert_head
		[ "$model" = "$last" ] || run=0
		last=$model
		if [ $((run % 25)) -eq 0 ]; then
			shown=$((shown + 1))
			alert_line "$alerts" "$model" "$score" "$proto" \
			    "$service" "$flag" "$src" "$dst"
		fi
		run=$((run + 1))
	done
	echo "$alerts alerts, $shown of them shown"
}

if [ -n "$install" ]; then
	groups=build
	case $data in
	?*)	[ -e "$data/KDDTrain+.txt" ] && [ -e "$data/KDDTest+.txt" ] ||
			groups='build xz' ;;
	esac
	# shellcheck disable=SC2086
	sh test/packages.sh $groups
	make -s -j "$(getconf _NPROCESSORS_ONLN)"
fi
command -v kdd-train >/dev/null || die "nothing is built yet: run make"

tmp=
trap '[ -z "$tmp" ] || rm -rf "$tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
tmp=$(mktemp -d)
exec 3>&1

if [ -n "$data" ]; then
	say "Real rows: NSL-KDD's training and test set, from $data"
	fetch KDDTrain+.txt train.csv
	fetch KDDTest+.txt test.csv
	cd "$tmp"
else
	say "Made-up rows, in the form of KDD Cup 99: synthetic, not real traffic"
	cd "$tmp"
	cp "$sample" .
	run 'awk -v rows=20000 -v seed=1 -f sample.awk > train.csv'
	run 'awk -v rows=20000 -v seed=2 -f sample.awk > test.csv'
	ok
fi

say 'Train a tree for denial of service, and cross-validate it'
run 'kdd-train -t dos -k 5 -o dos.kdt train.csv'
ok
say 'One for guessed passwords, and one for all classes of attack'
run 'kdd-train -q -t bruteforce -o bruteforce.kdt train.csv'
run 'kdd-train -q -o classes.kdt train.csv'
ok

say 'Other rows, their labels cut off, as a stream of 1,000 rows a second'
run 'head -n 3000 test.csv' 'cut -d, -f1-41 > stream.csv'
ok
run 'kdd-replay -q -r 1000 stream.csv' \
    'kdd-classify -m dos.kdt -m bruteforce.kdt' | shorten
ok

say 'How good are the trees? All rows of the test set, with their labels'
run 'kdd-classify -q -a -m dos.kdt -m classes.kdt test.csv' \
    'kdd-score -m dos.kdt -m classes.kdt'
ok
[ -z "$data" ] || echo "Lower than in cross-validation: training" \
    "never met 17 of the labels (kdd99(7))"
