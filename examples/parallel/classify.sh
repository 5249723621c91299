#!/bin/sh
# classify.sh - kdd-classify on all cores and hosts, by GNU parallel
#
#	sh classify.sh [-h] [-B bytes] [-c image | -S hosts] [-j jobs]
#	    [-r tries] form file option ...
#
# form is that of the rows: plain, header, zeek or json.  file is read in
# pieces of whole lines, about -B bytes each (16M); "-" is standard input.
# Each piece goes to a kdd-classify of its own with the options, as many at a
# time as there are cores, or -j.  The output is that of one process, byte for
# byte: the pieces keep their order, and what stands before the rows, a header
# or Zeek's lines with #, is given to each of them and written once.  plain
# rows have no header.
#
#	sh classify.sh plain day.csv -m dos.kdt -m bruteforce.kdt >alerts
#	zcat conn.log.gz | sh classify.sh zeek - -q -m flows.kdt >alerts
#	sh classify.sh plain day.csv -m dos.kdt --rejects rejects.{#} >alerts
#	sh classify.sh -S a,b -r 3 json day.json -q -m /srv/dos.kdt >alerts
#
# -c  each piece in a container of that image, by podman or docker, or the
#     program that CONTAINER names.  Of the host's files it sees this directory,
#     and cannot write there; the image has models in /usr/share/kdd-tools.
# -S  on these hosts, as parallel's --sshlogin has them; kdd-classify is there
#     in the PATH of ssh HOST COMMAND, and the models at the paths that the
#     options name.
# -r  a piece that fails, or whose process, container or host dies, is tried
#     up to so many times, on another host if there is one.  What a try wrote
#     before it failed is thrown away.
#
# {#} is the number of the piece, and --rejects and --metrics need it; -o is
# not for pieces.  What counts rows counts those of a piece: "row" of -f json
# and eve, the lines of --rejects and of messages, and the summaries.  A log
# whose columns change on the way must be cut where they do; several logs go
# to parallel as they are:
#
#	parallel -k kdd-classify -q -m flows.kdt ::: conn.*.log >alerts
#
# One kdd-classify reads plain rows faster than parallel cuts them; this pays
# where a row costs more: JSON, many models, -f json, slow storage read by many.
#
# The status is the worst of kdd-classify's: 1, then 2, then 3 if rows were
# rejected, else 0.
set -eu

fail()
{
	echo "classify.sh: $*" >&2
	exit 2
}

usage="usage: classify.sh [-h] [-B bytes] [-c image | -S hosts] [-j jobs]
       [-r tries] plain | header | zeek | json file option ..."

bad_usage()
{
	echo "$usage" >&2
	exit 2
}

# Pieces must not write over each other's files.
check_options()
{
	last=
	for option; do
		case $last in
		--rejects | --metrics) option=$last=$option ;;
		esac
		case $option in
		--rejects=*"{#}"* | --metrics=*"{#}"*) ;;
		--rejects=* | --metrics=*)
			fail "$option: {#} must be in the name, for the number"\
			    "of the piece" ;;
		-o* | -[aq]*o* | --o*) fail "$option: not for pieces" ;;
		esac
		case $image$option in
		?*--rejects=* | ?*--metrics=*)
			fail "$option: a container cannot write it" ;;
		esac
		last=$option
	done
}

# Would kdd-classify find plain rows by this first line?  It skips empty ones.
check_first()
{
	LC_ALL=C awk '!/^\r?$/ { print; exit }' "$1" >"$tmp/line"
	shift
	[ -s "$tmp/line" ] || return 0
	first=$(kdd-classify -s plain "$@" -a \
	    -o /dev/stdout --rejects /dev/null --metrics "$tmp/metrics" \
	    "$tmp/line" 2>/dev/null) || return 0
	case $first in
	'' | model?class?score?*)
		fail "the first line names the columns: the form is header" ;;
	esac
}

block=16M hosts='' image='' jobs=100% tries=''
while getopts B:c:hj:r:S: option; do
	case $option in
	B) block=$OPTARG ;;
	c) image=$OPTARG ;;
	h)
		echo "$usage"
		exit
		;;
	j) jobs=$OPTARG ;;
	r) tries=$OPTARG ;;
	S) hosts=$OPTARG ;;
	*) bad_usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 3 ] || bad_usage
[ -z "$hosts" ] || [ -z "$image" ] || fail "-c and -S: only one of them"
case $tries in
0* | *[!0-9]*) fail "-r $tries: not a number of tries" ;;
esac
form=$1 file=$2
shift 2
case $form in
plain | json) header= ;;
header) header='(\r?\n)*.*\n' ;;
zeek) header='(#.*\n)*' ;;
*) bad_usage ;;
esac
check_options "$@"
if ! parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	echo "classify.sh: GNU parallel is not installed" >&2
	exit 1
fi
if [ -n "$image" ]; then
	tool=${CONTAINER:-$(command -v podman || command -v docker)} || {
		echo "classify.sh: neither podman nor docker is installed" >&2
		exit 1
	}
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# The input: its first line is looked at, so that of a pipe is kept.
if [ "$file" = - ]; then
	first=$tmp/first cr=$(printf '\r')
	: >"$first"
	while IFS= read -r line || [ -n "$line" ]; do
		printf '%s\n' "$line" >>"$first"
		[ -z "${line%"$cr"}" ] || break
	done
else
	first=$file
	[ -r "$file" ] || { echo "classify.sh: $file: cannot be read" >&2
	    exit 1; }
fi
[ "$form" != plain ] || check_first "$first" "$@"

# Output of the pieces without what the first has said before.
once()
{
	case $form in
	header) awk 'NR == 1 && /^model.class.score./ { header = $0; print }
	    header == "" || $0 != header' ;;
	zeek) awk '!/^#/ || !seen[$0]++' ;;
	*) cat ;;
	esac
}

# A command of these words, for the shell that parallel gives it to.
quote()
{
	for word; do
		printf " '%s'" "$(printf %s "$word" | sed "s/'/'\\\\''/g")"
	done
}

# What judges a piece.  Status 3 is no failure to be tried again: it becomes a
# line of stderr, which report takes out.
judge()
{
	set -- kdd-classify -s "$form" "$@"
	[ -z "$image" ] || set -- "$tool" run --rm -i --network none \
	    --read-only --cap-drop all --no-healthcheck \
	    -v "$PWD:$PWD:ro" -w "$PWD" "$image" "$@"
	quote "$@"
	[ -z "$tries" ] || printf '%s' " || { s=\$?; [ \$s -eq 3 ] &&" \
	    " echo $mark >&2 || exit \$s; }"
}

# Tried again, a piece has its header twice, which does no harm; but parallel
# 20221122 forgets which part of a file it was, so files go by --pipe then.
pieces()
{
	set -- "$(judge "$@")"
	[ -z "$header" ] || set -- --header "$header" "$@"
	[ -z "$hosts" ] || set -- --sshlogin "$hosts" "$@"
	[ -z "$tries" ] || set -- --retries "$tries" "$@"
	set -- -k -j "$jobs" --block "$block" --joblog "$tmp/log" "$@"
	if [ "$file" = - ]; then
		{ cat "$tmp/first"; cat; } | parallel --pipe "$@"
	elif [ -n "$tries" ]; then
		parallel --pipe "$@" <"$file"
	else
		parallel --pipepart -a "$file" "$@"
	fi
}

report()
{
	while IFS= read -r line || [ -n "$line" ]; do
		if [ "$line" = "$mark" ]; then
			: >"$tmp/rejected"
		else
			printf '%s\n' "$line" >&2
		fi
	done
}

mark="classify.sh: rejected rows in $tmp"
{
	{ pieces "$@" || echo $? >"$tmp/failed"; } 2>&1 >&3 3>&- | report
} 3>&1 | once || exit 1
# columns 7 and 8: status, signal; without a piece the input held no row
awk -v failed="$(cat "$tmp/failed" 2>/dev/null)" '
    NR > 1 && ($8 || ($7 != 2 && $7 != 3)) && $7 + $8 { $7 = 1 }
    NR > 1 && $7 && (!worst || $7 < worst) { worst = $7 }
    END { exit failed && !worst ? 1 : worst ? worst : rejected }' \
    rejected="$([ ! -e "$tmp/rejected" ] || echo 3)" "$tmp/log"
