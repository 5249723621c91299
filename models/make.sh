#!/bin/sh
# make.sh - the six models of this directory, made anew from the data
#
#	sh models/make.sh [directory]	write the models there; default: here
#	sh models/make.sh -s		print the tables of README.md
#	sh models/make.sh -u		write the models here, and the tables
#					into README.md; its text is by hand
#
# The data are kddcup.data_10_percent and KDDTrain+.txt, and for the tables
# KDDTest+.txt, plain or as .xz, in $KDD_DATA or ../shared/data.  The programs
# are those of $KDD_BUILD, build/ or PATH.  The same data and programs give
# the same bytes.  The recipes were fixed before any score on KDDTest+ was
# seen, and are not to be changed for one; README.md has the reasons.
set -eu
LC_ALL=C
export LC_ALL

tmp=

# The mark tells of a failure inside a pipeline.
die()
{
	echo "make.sh: $*" >&2
	[ -z "$tmp" ] || : >"$tmp/failed"
	exit 1
}

must()
{
	"$@" || die "$1: status $?"
}

usage()
{
	echo "usage: make.sh [-s | -u | directory]" >&2
	exit 2
}

show='' update=''
case ${1-} in
-s)	show=yes; shift ;;
-u)	show=yes update=yes; shift ;;
-*)	usage ;;
esac
[ $# -eq 0 ] || { [ $# -eq 1 ] && [ -z "$show" ]; } || usage
here=$(cd "$(dirname "$0")" && pwd)
data=${KDD_DATA:-$here/../../shared/data}
PATH=${KDD_BUILD:-$here/../build}:$PATH
out=${1:-$here}
[ -d "$out" ] || die "$out: no such directory"
command -v kdd-train >/dev/null || die "no kdd-train: run make"

models='dos bruteforce families nsl-dos nsl-bruteforce nsl-families'

trap '[ -z "$tmp" ] || rm -rf "$tmp"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
tmp=$(mktemp -d)

# A file of the data as $tmp/NAME
fetch()
{
	if [ -e "$data/$1" ]; then
		ln -s "$(cd "$data" && pwd)/$1" "$tmp/$1"
	elif [ -e "$data/$1.xz" ]; then
		xz -dc "$data/$1.xz" >"$tmp/$1" || die "$1.xz: xz failed"
	else
		die "no $1 or $1.xz in $data (set KDD_DATA)"
	fi
}

# The file that a model is trained on
rows_of()
{
	case $1 in
	nsl-*)	echo KDDTrain+.txt ;;
	*)	echo kddcup.data_10_percent ;;
	esac
}

recipe()
{
	case ${1#nsl-} in
	families)
		echo "--criterion entropy --dedup --cost kdd99 --prune cv -k 10" ;;
	*)	echo "-t ${1#nsl-} --dedup --prune 1se -k 10" ;;
	esac
}

# train NAME FILE [option ...]: the model NAME by its recipe, into FILE
train()
{
	name=$1 file=$2
	shift 2
	# shellcheck disable=SC2046
	must kdd-train $(recipe "$name") --name "$name" "$@" -o "$file" \
	    "$tmp/$(rows_of "$name")"
}

fetch kddcup.data_10_percent
fetch KDDTrain+.txt
[ -z "$show" ] || fetch KDDTest+.txt

for m in $models; do
	train "$m" "$tmp/$m.kdt" -q
done
if [ -z "$show" ] || [ -n "$update" ]; then
	for m in $models; do
		cp "$tmp/$m.kdt" "$out/.$m.kdt.new"
		mv "$out/.$m.kdt.new" "$out/$m.kdt"
	done
fi
[ -n "$show" ] || exit 0

# shellcheck disable=SC1091
. "$here/tables.sh"
tables >"$tmp/tables"
[ ! -e "$tmp/failed" ] || die "no tables"
if [ -z "$update" ]; then
	cat "$tmp/tables"
	exit 0
fi
# A block goes from <!-- table NAME --> to <!-- end -->.
awk 'FNR == NR { if (/^<!-- table /) name = $0
	block[name] = block[name] $0 "\n"
	next }
    /^<!-- table / { if (!($0 in block)) {
		print "make.sh: README.md: " $0 ": no such table" >"/dev/stderr"
		exit 1
	}
	printf "%s", block[$0]
	skip = 1 }
    !skip
    /^<!-- end -->/ { skip = 0 }' "$tmp/tables" "$here/README.md" \
    >"$tmp/README.md" || exit 1
cp "$tmp/README.md" "$here/.README.md.new"
mv "$here/.README.md.new" "$here/README.md"
