#!/usr/bin/env bats
# kdd-classify: rows to alerts

load helper

setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	toy_model >dos.kdt
	sample 2000 >rows
	kdd-train -q rows >classes.kdt
	kdd-train -q -t bruteforce rows >bruteforce.kdt
}

classify() {
	kdd-classify -q -m "$BATS_FILE_TMPDIR/dos.kdt" "$@"
}

@test "classify: an alert is model, class, score and the row unchanged" {
	row 5=400 >rows
	run classify rows
	assert_success
	assert_output "dos,dos,1.000000,$(row 5=400)"
}

@test "classify: normal rows pass in silence, -a writes each verdict" {
	{ row 5=100; row 5=400; } >rows
	run classify rows
	assert_output "dos,dos,1.000000,$(row 5=400)"
	run classify -a rows
	assert_line --index 0 "dos,rest,1.000000,$(row 5=100)"
	assert_line --index 1 "dos,dos,1.000000,$(row 5=400)"
}

@test "classify: order in is order out, models in turn for each row" {
	cd "$BATS_FILE_TMPDIR"
	kdd-classify -qa -m classes.kdt rows >one
	kdd-classify -qa -m bruteforce.kdt rows >two
	paste -d '\n' one two >want
	kdd-classify -qa -m classes.kdt -m bruteforce.kdt <rows >both
	cmp want both
	cut -d, -f4- one | cmp - rows
}

@test "classify: -T applies to the models after it" {
	cd "$BATS_FILE_TMPDIR"
	kdd-train -q --max-depth 1 --name low rows >low.kdt
	# a tree of depth 1 has leaves below a share of 1
	[ -n "$(kdd-classify -q -m low.kdt rows)" ]
	run kdd-classify -q -T 1 -m low.kdt rows
	assert_output ""
	kdd-classify -q -m low.kdt -T 1 -m classes.kdt rows | cut -d, -f1 |
	    sort | uniq -c >mixed
	grep -q low mixed
	run kdd-classify -T 1.5 -m low.kdt rows
	assert_failure 2
}

@test "classify: a threshold of exactly the score is reached" {
	# 1 normal row among 10 of the leaf: a share of 0.9
	{
		for i in 1 2 3 4 5 6 7 8 9; do row 5=9 42=smurf.; done
		row 5=9 42=normal.; row 5=1 42=normal.
	} | kdd-train -q -t dos --name ninety >m.kdt
	row 5=9 >rows
	run kdd-classify -q -T 0.9 -m m.kdt rows
	assert_output "ninety,dos,0.900000,$(row 5=9)"
	run kdd-classify -q -T 0.9000001 -m m.kdt rows
	assert_output ""
}

@test "classify: CRLF is kept, a missing last newline is added" {
	{ row 5=400 | sed 's/$/\r/'; row 5=500 | tr -d '\n'; } >rows
	classify rows >got
	{
		printf 'dos,dos,1.000000,'; row 5=400 | sed 's/$/\r/'
		printf 'dos,dos,1.000000,'; row 5=500
	} >want
	cmp want got
}

@test "classify: quoted fields are read, and written as they came" {
	row 5=400 3='"http"' 2='"tcp"' >rows
	run classify rows
	assert_output "dos,dos,1.000000,$(cat rows)"
}

@test "classify: 41, 42 and 43 fields; 40 and 44 are rejected" {
	{ row 5=400; row 5=400 42=x.; row 5=400 42=x 43=1; row 5=400 44=1
	    row 5=400 | cut -d, -f1-40; } >rows
	run kdd-classify -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_failure 3
	[ "$(grep -c '^dos,dos' <<<"$output")" -eq 3 ]
	assert_line --regexp 'rows:4:[0-9]+: 44 fields, not 41 to 43'
	assert_line --regexp 'rows:5:[0-9]+: 40 fields, not 41 to 43'
	assert_line --partial '5 rows: 3 judged, 2 rejected (2 fields); 3 alerts of dos'
}

@test "classify: -e passes further fields through" {
	row 5=400 42=host 43=user >rows
	run classify -e 2 rows
	assert_success
	assert_output "dos,dos,1.000000,$(cat rows)"
	row 5=400 >rows
	run classify -e 2 rows
	assert_failure 3
}

@test "classify: NUL, open quote, a line too long: the next row is judged" {
	{
		row 5=400 | sed 's/http/ht\x00p/'; row 5=400
		row 5=400 3='"http'; row 5=400
		head -c 10000000 /dev/zero | tr '\0' x; echo; row 5=400
	} >rows
	run kdd-classify --rejects bad -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_failure 3
	[ "$(grep -c '^dos,dos' <<<"$output")" -eq 3 ]
	assert_line --partial 'rows:1:9: a NUL byte'
	assert_line --partial 'rows:3:7: field 3: the quote is still open'
	assert_line --partial 'rows:5:1048577: 10000000 bytes long, more than 1048576'
	assert_line --partial '3 rejected (1 nul, 1 quote, 1 length)'
	run bash -c 'cut -f1 bad | tr "\n" " "'
	assert_output "1 3 5 "
}

@test "classify: an unknown service takes the default branch" {
	row 3=gopher 5=400 >rows
	run kdd-classify -a -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_success
	assert_line --partial "dos,dos,1.000000,"
}

@test "classify: an unreadable field is missing, counted, and no reject" {
	row 5=lots >rows
	run kdd-classify -a -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_success
	assert_line --partial 'column "src_bytes": of 1 values asked for, 1 unreadable'
	run kdd-classify -q --strict -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_failure 3
	assert_line 'kdd-classify: rows:1:15: field 5 "src_bytes": "lots" is not a number'
}

@test "classify: a reject in a stream says no control bytes to the terminal" {
	row 5=$'\033[31mred' >rows
	run kdd-classify --strict -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_line --partial '"\x1b[31mred" is not a number'
}

@test "classify: --max-errors stops there with status 1" {
	for i in 1 2 3 4 5; do echo x; done >rows
	run classify --max-errors 3 rows
	assert_failure 1
	assert_line --partial "gave up after 3 rejected rows"
}

@test "classify: blank lines are no rows, but they are lines" {
	{ echo; row 5=400; printf '\r\n'; echo bad; } >rows
	run kdd-classify -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_failure 3
	assert_line --partial 'rows:4:4: 1 field, not 41 to 43'
	assert_line --partial '2 rows: 1 judged'
}

@test "classify: an alert does not wait for the next row" {
	mkfifo in
	classify <in >out &
	exec 5>in
	row 5=400 >&5
	wait_for out
	exec 5>&-
	wait
}

@test "classify: SIGTERM finishes the row, flushes and dies by the signal" {
	mkfifo in
	kdd-classify -m "$BATS_FILE_TMPDIR/dos.kdt" <in >out 2>log &
	local pid=$!
	exec 5>in
	row 5=400 >&5
	wait_for out
	kill -TERM $pid
	local status=0
	wait $pid || status=$?
	[ "$status" -eq 143 ]
	exec 5>&-
	[ "$(wc -l <out)" -eq 1 ]
	grep -q '1 rows: 1 judged' log
}

@test "classify: a reader that leaves is no error message" {
	for _ in $(seq 300); do cat "$BATS_FILE_TMPDIR/rows"; done >many
	run bash -c "kdd-classify -a -m '$BATS_FILE_TMPDIR/dos.kdt' \
	    --rejects bad many 2>log | head -n 1; echo \${PIPESTATUS[0]}"
	assert_line --index 1 141
	run cat log
	assert_output ""
}

@test "classify: two models of one name are refused" {
	run classify -m "$BATS_FILE_TMPDIR/dos.kdt" /dev/null
	assert_failure 1
	assert_output --partial 'both named "dos"'
}

@test "classify: cut anywhere, the stream gives the same verdicts" {
	head -n 40 "$BATS_FILE_TMPDIR/rows" >rows
	row 5=400 3='"ht""tp"' >>rows
	kdd-classify -qa -m "$BATS_FILE_TMPDIR/classes.kdt" rows >want
	for size in 1 2 3 7 64; do
		dd bs=$size if=rows 2>/dev/null |
		    kdd-classify -qa -m "$BATS_FILE_TMPDIR/classes.kdt" >got
		cmp want got
	done
}

@test "classify: a header that lacks a column is refused, and it is named" {
	names=$(sed -n 's/^column [a-z]* //p' "$BATS_FILE_TMPDIR/dos.kdt" |
	    head -n 41 | paste -sd,)
	{ echo "$names"; row 5=400; } >good
	{ echo "${names/,flag,/,flags,}"; row 5=400; } >bad
	run kdd-classify -q -m "$BATS_FILE_TMPDIR/dos.kdt" good
	assert_success
	assert_output "model,class,score,$names
dos,dos,1.000000,$(row 5=400)"
	run kdd-classify -q -m "$BATS_FILE_TMPDIR/dos.kdt" bad
	assert_failure 1
	assert_output 'kdd-classify: bad:1: there is no column "flag", which is one of the features'
}

@test "classify: -T after the last model is refused" {
	run classify -T 0.5 /dev/null
	assert_failure 2
	assert_output --partial "-T after the last -m"
}

@test "classify: -q still tells of rows that do not fit the model" {
	for i in 1 2 3; do row 5=x; done >rows
	run classify rows
	assert_output --partial 'column "src_bytes": of 3 values asked for, 3 unreadable'
	{ row 5=1; row 5=x; } >rows
	run classify rows
	assert_output ""
	{ row 5=1; echo bad; } >rows
	run classify rows
	assert_failure 3
	assert_line --partial '2 rows: 1 judged, 1 rejected'
}

@test "classify: a line cut off by a signal is said so" {
	mkfifo in
	kdd-classify -m "$BATS_FILE_TMPDIR/dos.kdt" <in 2>log &
	local pid=$! status=0
	exec 5>in
	printf '0,tcp,http' >&5
	sleep 0.3
	kill -TERM $pid
	wait $pid || status=$?
	exec 5>&-
	[ $status -eq 143 ]
	grep -q 'stdin: 10 bytes of a line whose end had not come' log
}
