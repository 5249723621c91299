#!/usr/bin/env bats
# kdd-replay --stamp and kdd-score --latency: how long rows are on their way

load helper

# seconds_ago N: a stamp
seconds_ago() {
	echo $(($(date +%s) - $1))000000000
}

# ns NAME: that member of the JSON in $output
ns() {
	[[ $output =~ \"$1\":([0-9]+) ]] || fail "no $1: $output"
	echo "${BASH_REMATCH[1]}"
}

@test "stamp: a last field with the time, the rest unchanged" {
	sample 500 >rows
	from=$(date +%s%N)
	for pace in "" "-r 100000" "-b 300 -i 1"; do
		kdd-replay -q --stamp $pace rows >out
		sed 's/,[0-9]*$//' out | cmp - rows
	done
	to=$(date +%s%N)
	awk -F, -v from="$from" -v to="$to" '
	    $NF < from || $NF > to || $NF < last || $NF !~ /^[0-9]+$/ { bad++ }
	    { last = $NF } END { exit bad > 0 || NR != 500 }' out
}

@test "stamp: before a CR, on a last line without its end, not on none" {
	printf 'a\r\n\r\n\nb,"\nc' >odd
	for size in 1 2 3 100; do
		dd if=odd obs=$size status=none | kdd-replay -q --stamp |
		    sed 's/,[0-9]\{19\}/,T/' >out
		printf 'a,T\r\n\r\n\nb,",T\nc,T\n' | cmp - out
	done
}

@test "stamp: behind another delimiter" {
	run bash -c "printf 'a\tb\n' | kdd-replay -q --stamp \
	    --delimiter=tab"
	assert_output --regexp $'^a\tb\t[0-9]{19}$'
	run kdd-replay --delimiter=x </dev/null
	assert_failure 2
	assert_line -p "--delimiter=x: cannot stand between fields"
}

@test "stamp: a row is judged as it would be without" {
	sample 300 >rows
	kdd-train -qo dos.kdt -t dos rows
	kdd-classify -qam dos.kdt rows >want
	kdd-replay -q --stamp rows | kdd-classify -qae 1 -m dos.kdt |
	    sed 's/,[0-9]*$//' | cmp - want
}

@test "latency: from the stamp to the reading, as JSON" {
	for i in $(seq 98); do echo "a,$(seconds_ago 100)"; done >rows
	echo "b	$(seconds_ago 1000)" >>rows
	printf 'c;%s' "$(seconds_ago 10)" >>rows
	for size in 1 7 100000; do
		run --separate-stderr bash -c "dd if=rows obs=$size \
		    status=none | kdd-score -q --latency -f json"
		assert_success
		assert_equal "$stderr" ""
		assert_equal "$(ns rows)" 100
		for name in min:10 median:100 p90:100 p99:100 p999:1000 \
		    max:1000; do
			got=$(ns "${name%:*}_ns") want=${name#*:}
			[ "$got" -ge "${want}000000000" ]
			# by so much at most the test itself may be late
			[ "$got" -lt $(((want + 8) * 1005000000)) ]
		done
	done
}

@test "latency: a table, and lines of TSV as those of scores" {
	seconds_ago 1 >rows
	run kdd-score -q --latency rows
	assert_line --index 0 "latency  1 rows"
	assert_line --index 2 --regexp '^median +[0-9]+\.[0-9] us$'
	kdd-score -q --latency -f tsv -o out rows
	awk -F'\t' 'NF != 5 || $2 !~ /^latency_/ || $5 !~ /^[0-9]+$/ { bad++ }
	    END { exit bad > 0 || NR != 7 }' out
}

@test "latency: through the filter, from one process to the other" {
	sample 200 >rows
	kdd-train -qo dos.kdt -t dos rows
	run --separate-stderr bash -c "kdd-replay -qr 2000 --stamp rows |
	    kdd-classify -qae 1 -m dos.kdt | kdd-score --latency -f json"
	assert_success
	assert_equal "$stderr" \
	    "kdd-score: 200 lines: 200 with a stamp, 0 rejected"
	assert_equal "$(ns rows)" 200
	[ "$(ns min_ns)" -gt 0 ]
	[ "$(ns median_ns)" -le "$(ns p99_ns)" ]
	[ "$(ns max_ns)" -lt 60000000000 ]
}

@test "latency: lines without a stamp are told, status 3" {
	printf 'a,%s\nb,17.5\n\nb,1.%s\r\nc\na,1764405370\nx%s\n' \
	    "$(seconds_ago 1)" "$(seconds_ago 1)" "$(seconds_ago 1)" >rows
	run --separate-stderr kdd-score --latency -f json rows
	assert_failure 3
	assert_equal "$(ns rows)" 1
	assert_equal "${stderr_lines[0]}" "kdd-score: rows:2: ends in \
\"b,17.5\", not in a time of kdd-replay --stamp"
	assert_equal "${stderr_lines[2]}" "kdd-score: rows:5: ends in \"c\", \
not in a time of kdd-replay --stamp"
	assert_equal "${stderr_lines[5]}" \
	    "kdd-score: 6 lines: 1 with a stamp, 5 rejected"
	run kdd-score --latency </dev/null
	assert_failure 1
	assert_output -p "no line ends in a time of kdd-replay --stamp"
}

@test "latency: a clock that is ahead is told" {
	seconds_ago -1000 >rows
	run --separate-stderr kdd-score -q --latency -f json rows
	assert_success
	assert_equal "$(ns max_ns)" 0
	[[ $stderr == *"1 stamps are later than the time of reading"* ]]
}

@test "latency: not with a model, nor onto its input" {
	toy_model >dos.kdt
	seconds_ago 1 >rows
	run kdd-score --latency -m dos.kdt rows
	assert_failure 2
	assert_line -p "--latency judges times and no verdicts: with -f, -o \
and -q alone"
	for option in "-C kdd99" "-e 1" "-s json" "--rejects r" \
	    "--max-errors 2"; do
		# shellcheck disable=SC2086
		run kdd-score --latency $option rows
		assert_failure 2
	done
	run kdd-score --latency -o rows rows
	assert_failure 2
}
