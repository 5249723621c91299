#!/bin/sh
# run.sh - run test programs and bats files, count, and say N passed, N failed
#
#	sh test/run.sh file ...
#
# Each prints TAP (test-anything-protocol).  A file that ends with a status
# other than 0, or prints another number of tests than it planned, counts as
# a failure of its own, so that a test that dies early is not overlooked.
# The status is 0 only if some test ran and none failed.
set -u
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0

for file; do
	case $file in
	*.bats) bats --tap "$file" >"$log" 2>&1 </dev/null ;;
	*) "./$file" >"$log" 2>&1 </dev/null ;;
	esac
	status=$?
	planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$log" | head -n 1)
	skips=$(grep -c '^ok .*# skip' "$log")
	oks=$(grep -c '^ok ' "$log")
	bad=$(grep -c '^not ok ' "$log")
	if [ $((oks + bad)) -ne "${planned:-0}" ] || [ "${planned:-0}" -eq 0 ] ||
	    { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
		echo "not ok - $file ended early: status $status," \
		    "$((oks + bad)) of ${planned:-no} tests" >>"$log"
		bad=$((bad + 1))
	fi
	passed=$((passed + oks - skips))
	skipped=$((skipped + skips))
	failed=$((failed + bad))
	if [ "$bad" -gt 0 ]; then
		grep -v '^ok ' "$log"
	else
		grep -E '^# |# skip' "$log"	# measured values, if any
	fi
	echo "$file: $oks of ${planned:-0} ok"
done
skip=
[ "$skipped" -eq 0 ] || skip=", $skipped skipped"
echo "$passed passed, $failed failed$skip"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
