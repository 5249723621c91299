#!/usr/bin/env bats
# kdd-kafka on librdkafka's mock cluster; see slow/kafka.bats for a real broker

load helper

setup_file() {
	load helper
	export WHY=
	command -v kcat >/dev/null || WHY="kcat is not installed"
	command -v kdd-kafka >/dev/null ||
	    WHY="kdd-kafka is not built (make kafka)"
	[ -z "$WHY" ] || return 0
	cd "$BATS_FILE_TMPDIR" || return
	${CC:-cc} -O1 -o mock "$root/test/mock.c" -lrdkafka
	sample 3000 1 >train.csv
	kdd-train -q -o classes.kdt train.csv
}

# Each test has a broker of its own, with these topics, at $at.
setup() {
	[ -z "$WHY" ] || skip "$WHY"
	cd "$BATS_TEST_TMPDIR" || return
	mkfifo hold
	"$BATS_FILE_TMPDIR/mock" flows:2 alerts:2 dead:1 one:1 many:64 <hold >at \
	    2>log.mock 3>&- &
	exec 5>hold
	wait_for at
	at=$(cat at)
	m=$BATS_FILE_TMPDIR/classes.kdt
	sample 2000 2 >rows
}

teardown() {
	[ -n "$WHY" ] || exec 5>&-
}

produce() {
	kcat -P -b "$at" -X log_level=0 -t "$1"
}

consume() {
	kcat -C -e -q -b "$at" -X isolation.level=read_committed \
	    -X log_level=0 -t "$1" "${@:2}" 2>log.kcat
}

# drain TOPIC N: until it holds N messages, at most 20 s; then all of them
drain() {
	for _ in $(seq 100); do
		consume "$1" >drained
		[ "$(wc -l <drained)" -lt "$2" ] || break
		sleep 0.2
	done
	cat drained
}

# member ARG ... -- FILTER: in the background; $pid
member() {
	kdd-kafka -q -b "$at" -g ids -t flows -T alerts "$@" 2>log 3>&- 5>&- &
	pid=$!
}

leave() {
	kill "$pid"
	wait "$pid" || :
}

@test "kafka: what comes out is what the filter makes of what went in" {
	produce flows <rows
	member -n 300 -- kdd-classify -q -a -m "$m"
	drain alerts 2000 | sort >got
	leave
	kdd-classify -q -a -m "$m" rows | sort | cmp - got
}

@test "kafka: a rejected row goes to -D, with where it comes from and why" {
	{ head -n 99 rows; echo bad,row; tail -n 100 rows; } >some
	kcat -P -b "$at" -X log_level=0 -t flows -p 1 <some
	member -n 70 -D dead -- kdd-classify -q -a -m "$m" \
	    --rejects /dev/fd/3
	drain alerts 199 | sort >got
	drain dead 1 >/dev/null
	leave
	{ head -n 99 rows; tail -n 100 rows; } |
	    kdd-classify -q -a -m "$m" | sort | cmp - got
	run consume dead -f '%h %s\n'
	assert_output \
	    "topic=flows,partition=1,offset=99,reason=fields bad,row"
}

@test "kafka: without -D a rejected row stops it, and nothing is done" {
	{ echo 1; cat rows; } | produce flows
	run timeout 30 kdd-kafka -b "$at" -g ids -t flows -T alerts -- \
	    kdd-classify -q -a -m "$m" --rejects /dev/fd/3
	assert_failure 1
	assert_output --partial "rejected (fields), and there is no dead-letter"
	run consume alerts
	assert_output ''
}

@test "kafka: a filter that rejects and does not say what is stopped" {
	echo 1 | produce flows
	run timeout 30 kdd-kafka -b "$at" -g ids -t flows -T alerts -D dead \
	    -- kdd-classify -q -a -m "$m"
	assert_failure 1
	assert_output --partial "give it --rejects /dev/fd/3"
}

@test "kafka: a row that the filter dies of stands alone in the end" {
	cat >dies <<-'END'
	#!/bin/sh
	awk '/poison/ { exit 7 } { line = line $0 "\n" }
	    END { if (!/poison/) printf "%s", line }'
	END
	{ seq 100; echo poison; seq 101 200; } |
	    kcat -P -b "$at" -X log_level=0 -t flows -p 0
	member -n 1000 -D dead -- sh dies
	drain alerts 200 >got
	leave
	sort -n got | cmp - <(seq 200)
	run consume dead -f '%h %s\n'
	assert_output \
	    "topic=flows,partition=0,offset=100,reason=status 7 poison"
}

@test "kafka: newlines, nothing, tombstones, a MB, no output" {
	{
		printf 'a|'
		printf 'with\nnewline|'
		printf '|b'
	} | kcat -P -b "$at" -X log_level=0 -t flows -p 0 -D '|'
	printf 'k:' | kcat -P -Z -K : -b "$at" -X log_level=0 -t flows -p 0
	head -c 900000 /dev/zero | tr '\0' x >long
	kcat -P -b "$at" -X log_level=0 -t flows -p 0 long
	member -D dead -- grep -v b
	for _ in $(seq 50); do
		[ "$(consume alerts | wc -c)" -lt 900000 ] || break
		sleep 0.2
	done
	drain dead 2 >/dev/null
	leave
	consume alerts | sort >got
	{ echo a; cat long; echo; } | sort | cmp - got
	run consume dead -f '%h|%s'
	assert_output --partial $'reason=newline|with\nnewline'
}

@test "kafka: a message as long as may be goes to -D, or through" {
	for n in 499872 499873 500000; do
		{ head -c "$n" /dev/zero | tr '\0' x; echo; } |
		    kcat -P -b "$at" -X log_level=0 -t flows -p 0
	done
	member -D dead -X message.max.bytes=500000 -- cat
	drain dead 2 >/dev/null
	drain alerts 1 >/dev/null
	leave
	run consume alerts -f '%S\n'
	assert_output 499872
	run consume dead -f '%h\n'
	assert_line --partial "offset=1,reason=output too long,cut=499873"
	assert_line --partial "offset=2,reason=output too long,cut=500000"
}

@test "kafka: a filter that fails without a row, too, stops it" {
	produce flows <rows
	run timeout 30 kdd-kafka -b "$at" -g ids -t flows -T alerts -D dead \
	    -- kdd-classify -m no-such.kdt
	assert_failure 1
	assert_output --partial "status 1, even without a row"
	run consume dead
	assert_output ''
}

@test "kafka: SIGTERM does not wait for the filter" {
	seq 10 | produce flows
	member -- sh -c 'echo $$ >"$0"; exec sleep 100' filter.pid
	wait_for filter.pid
	kill "$pid"
	status=0
	timeout 10 tail --pid="$pid" -f /dev/null
	wait "$pid" || status=$?
	[ "$status" -eq 143 ]
	run kill -0 "$(cat filter.pid)"
	assert_failure
}

@test "kafka: a filter that does not read all, and one that is not there" {
	seq 1000 | produce flows
	member -n 100000 -w 500 -- head -n 3
	drain alerts 3 >got
	leave
	[ "$(wc -l <got)" -ge 3 ]
	run timeout 30 kdd-kafka -b "$at" -g other -t flows -T alerts -- \
	    no-such-filter
	assert_failure 1
	assert_output --partial "no-such-filter: No such file"
}

@test "kafka: the filter dies with it" {
	seq 10 | produce flows
	member -- sh -c 'echo $$ >"$0"; exec sleep 100' filter.pid
	wait_for filter.pid
	kill -9 "$pid"
	for _ in $(seq 50); do
		kill -0 "$(cat filter.pid)" 2>/dev/null || return 0
		sleep 0.1
	done
	fail "the filter lives"
}

@test "kafka: output that is too long for a message, and a letter that is" {
	{ echo a; head -c 990000 /dev/zero | tr '\0' x; echo; echo b; } |
	    kcat -P -b "$at" -X log_level=0 -t flows -p 0
	member -D dead -X message.max.bytes=500000 -- cat
	drain alerts 2 >got
	drain dead 1 >/dev/null
	leave
	printf 'a\nb\n' | cmp - got
	run consume dead -f '%h %S'
	assert_output --partial \
	    "offset=1,reason=output too long,cut=990000 498848"
}

@test "kafka: counts for Prometheus, and in words" {
	{ echo 1; cat rows; } | kcat -P -b "$at" -X log_level=0 -t flows -p 1
	member -D dead --metrics counts.prom --stats 1 -- \
	    kdd-classify -q -a -m "$m" --rejects /dev/fd/3
	drain alerts 2000 >/dev/null
	for _ in $(seq 50); do
		! grep -q 'rows=2001 ' log || break
		sleep 0.1
	done
	leave
	run grep -o 'rows=2001 empty=0 written=2000 rejected=1 ' log
	assert_success
	grep -v '^#' counts.prom >samples
	for words in "rows_total 2001" "written_total 2000" \
	    "rejected_total 1" "empty_total 0" "batches_undone_total 0"; do
		grep -qx "kdd_kafka_$words" samples || fail "no $words"
	done
	grep -qE '^kdd_kafka_commit_seconds_count [1-9]' samples
	grep -qE '^kdd_last_row_time_seconds [1-9]' samples
	if command -v promtool >/dev/null; then
		promtool check metrics <counts.prom
	fi
}

@test "kafka: from one partition to one, the order stays" {
	produce one <rows
	kdd-kafka -q -b "$at" -g ids -t one -T dead -n 170 -- \
	    kdd-classify -q -a -m "$m" 2>log 3>&- 5>&- &
	pid=$!
	drain dead 2000 >got
	leave
	kdd-classify -q -a -m "$m" rows | cmp - got
}

@test "kafka: 64 partitions, at least once with --plain" {
	produce many <rows
	kdd-kafka -q -b "$at" -g ids -t many -T alerts --plain -- \
	    kdd-classify -q -a -m "$m" 2>log 3>&- 5>&- &
	pid=$!
	drain alerts 2000 | sort >got
	leave
	kdd-classify -q -a -m "$m" rows | sort | cmp - got
}

@test "kafka: SIGTERM ends it while it looks for its broker, too" {
	# killed, if it is there 5 seconds later: that is status 137
	run timeout -k 5 1 kdd-kafka -b 127.0.0.1:1 -g g -t flows -T alerts \
	    -- cat
	assert_failure 124
}

@test "kafka: wrong brokers, topics, properties and usage are told" {
	run timeout 25 kdd-kafka -b 127.0.0.1:1 -g g -t flows -T alerts -- cat
	assert_failure 1
	assert_output --partial "127.0.0.1:1"
	assert_output --partial "is it running"
	run timeout 25 kdd-kafka -b "$at" -g g -t flows -T alerts \
	    -X nonsense=1 -- cat
	assert_failure 2
	assert_output --partial "property nonsense=1"
	run timeout 25 kdd-kafka -b "$at" -g g -t flows -T alerts \
	    -X enable.auto.commit=true -- cat
	assert_failure 2
	assert_output --partial "property enable.auto.commit: not to be set"
	run kdd-kafka -b "$at" -g g -t flows -T alerts -X $'a=b\nc' -- cat
	assert_failure 2
	run kdd-kafka -b "$at" -g "$(printf '%0300d' 0)" -t flows -T alerts \
	    -- cat
	assert_failure 2
	assert_output --partial "at most 255 bytes"
	for arguments in "-b x -g g -t a" "-b x -g g -t a -T a -- cat" \
	    "-b x -g g -t a -T b" "-b x -g g -t a -T b -X y -- cat" \
	    "-b x -g g -t a -T b -D b -- cat" "-n 0"; do
		# shellcheck disable=SC2086
		run kdd-kafka $arguments
		assert_failure 2
	done
}
