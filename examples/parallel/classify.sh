#!/bin/sh
# classify.sh - kdd-classify on all cores, by GNU parallel
#
#	sh examples/parallel/classify.sh [-j jobs] form file option ...
#
# form is that of the rows: plain, header, zeek or json.  file is read in
# pieces of whole lines, about -B bytes each (16M); "-" is standard input.
# Each piece goes to a kdd-classify of its own with the options, as many at a
# time as there are cores, or -j.  The output is that of one process, byte for
# byte: the pieces keep their order, and what stands before the rows, a header
# or Zeek's lines with #, is given to each of them and written once.
#
#	sh classify.sh plain day.csv -m dos.kdt -m bruteforce.kdt >alerts
#	zcat conn.log.gz | sh classify.sh zeek - -q -m flows.kdt >alerts
#	sh classify.sh plain day.csv -m dos.kdt --rejects rejects.{#} >alerts
#
# {#} is the number of the piece.  What counts rows counts those of a piece:
# "row" of -f json and eve, the lines of --rejects and of messages, and the
# summaries.  A log whose columns change on the way must be cut where they do;
# several logs go to parallel as they are:
#
#	parallel -k kdd-classify -q -m flows.kdt ::: conn.*.log >alerts
#
# One kdd-classify reads plain rows faster than parallel cuts them; this pays
# where a row costs more: JSON, many models, -f json, slow storage read by many.
#
# The status is the worst of kdd-classify's: 1 or 2, else 3 if rows were
# rejected, else 0.
set -eu

usage()
{
	echo "usage: classify.sh [-B bytes] [-j jobs] form file option ..." >&2
	exit 2
}

block=16M jobs=100%
while getopts B:j: option; do
	case $option in
	B) block=$OPTARG ;;
	j) jobs=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 3 ] || usage
form=$1 file=$2
shift 2
if ! parallel --version 2>/dev/null | grep -q '^GNU parallel'; then
	echo "classify.sh: GNU parallel is not installed" >&2
	exit 1
fi
log=$(mktemp)
trap 'rm -f "$log" "$log.failed"' EXIT

# Output of the pieces without what the first has said before.
once()
{
	case $form in
	header) awk 'NR == 1 { header = $0; print } $0 != header' ;;
	zeek) awk '!/^#/ || !seen[$0]++' ;;
	*) cat ;;
	esac
}

case $form in
plain | json) header= ;;
header) header='.*\n' ;;
zeek) header='(#.*\n)*' ;;
*) usage ;;
esac
if [ "$file" = - ]; then
	set -- --pipe kdd-classify -s "$form" "$@"
else
	set -- --pipepart -a "$file" kdd-classify -s "$form" "$@"
fi
[ -z "$header" ] || set -- --header "$header" "$@"
{
	parallel -k -j "$jobs" --block "$block" --joblog "$log" "$@" ||
	    echo $? >"$log.failed"
} | once
# columns 7 and 8: status, signal; a failure of parallel itself has neither
awk -v failed="$(cat "$log.failed" 2>/dev/null)" '
    NR > 1 && $8 { $7 = 1 }
    NR > 1 && $7 && (!worst || $7 < worst) { worst = $7 }
    END { exit failed && !worst ? 1 : worst }' "$log"
