#!/usr/bin/env bats
# what every program does the same way

load helper

programs="kdd-train kdd-compile kdd-classify kdd-score kdd-replay kdd-schema"

# The program with arguments that make it do its work on /dev/null.
work() {
	case $1 in
	kdd-train) set -- kdd-train rows ;;
	kdd-compile) set -- kdd-compile dos.kdt ;;
	kdd-classify) set -- kdd-classify -a -m dos.kdt rows ;;
	kdd-score) set -- kdd-score -m dos.kdt verdicts ;;
	kdd-replay) set -- kdd-replay rows ;;
	kdd-schema) set -- kdd-schema rows ;;
	esac
	"$@"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	toy_model >dos.kdt
	sample 200 >rows
	kdd-classify -qa -m dos.kdt rows >verdicts
}

@test "cli: -h is help on stdout, -V a version" {
	for p in $programs; do
		run --separate-stderr $p -h
		assert_success
		assert_line --index 0 --partial "usage: $p "
		[ -z "$stderr" ]
		run $p --version
		assert_success
		assert_output --regexp "^$p [0-9]+\.[0-9]+\.[0-9]+$"
	done
}

@test "cli: a wrong option is status 2, with the usage line" {
	for p in $programs; do
		run $p --no-such-option
		assert_failure 2
		assert_output --partial "usage: $p "
		run $p -Z
		assert_failure 2
	done
}

@test "cli: a full disk is an error" {
	for p in $programs; do
		run bash -c "$(declare -f work); work $p >/dev/full 2>log"
		[ "$status" -eq 1 ] || echo "$p: $status"
		[ "$status" -eq 1 ]
		grep -q "^$p: stdout: No space left on device" log
	done
}

@test "cli: a missing file and a directory are named, status 1" {
	for p in kdd-train kdd-classify kdd-score kdd-replay kdd-schema; do
		args=()
		case $p in
		kdd-classify | kdd-score) args=(-m dos.kdt) ;;
		esac
		run $p "${args[@]}" nowhere
		assert_failure 1
		assert_line "$p: nowhere: No such file or directory"
		run $p "${args[@]}" .
		assert_failure 1
		assert_line "$p: .: Is a directory"
	done
}

@test "cli: a filter goes on with the other files" {
	run kdd-classify -qa -m dos.kdt nowhere rows
	assert_failure 1
	[ "$(grep -c '^dos,' <<<"$output")" -eq 200 ]
}

@test "cli: an empty file is no error for a filter" {
	run kdd-classify -m dos.kdt /dev/null
	assert_success
	assert_output --partial "0 rows: 0 judged, 0 rejected"
	run kdd-replay -q /dev/null
	assert_success
	assert_output ""
	run kdd-score -q -m dos.kdt /dev/null
	assert_failure 1
	assert_output "kdd-score: no verdicts to score among 0 lines"
}

@test "cli: -o writes the whole file or none" {
	kdd-classify -qa -m dos.kdt -o out rows
	cmp out verdicts
	run ls
	assert_output "dos.kdt
out
rows
verdicts"
	run kdd-classify -qa -m dos.kdt -o nowhere/out rows
	assert_failure 1
	assert_output --partial "nowhere/out"
}

@test "cli: - is stdin" {
	kdd-classify -qa -m dos.kdt - <rows | cmp - verdicts
}

@test "cli: a number that is none is status 2" {
	for o in "kdd-train -k 1" "kdd-train -k x" "kdd-train -S -1" \
	    "kdd-train --min-leaf 0" "kdd-train -r 3" "kdd-train -r 0:1" \
	    "kdd-train -e 1.5" "kdd-train -k 99999999999999999999999"; do
		run $o rows
		assert_failure 2
	done
}

@test "cli: options that need others say so" {
	run kdd-train -n normal rows
	assert_failure 2
	assert_output --partial "needs a target"
	run kdd-train -r 1:1 rows
	assert_failure 2
	run kdd-classify rows
	assert_failure 2
	assert_output --partial "no model"
	run kdd-score rows
	assert_failure 2
	run kdd-compile
	assert_failure 2
	run kdd-compile -f so dos.kdt
	assert_failure 2
	run kdd-train -t nonsense rows
	assert_failure 2
	run kdd-train -l nonsense rows
	assert_failure 2
	run kdd-train --name 'a b' rows
	assert_failure 2
}

# faulty CALL AFTER COMMAND...: run it while CALL fails (see faults.c)
faulty() {
	[ -z "${KDD_ASAN-}" ] || skip "the sanitizer wants malloc for itself"
	run env LD_PRELOAD="${KDD_BUILD:-$root/build}/faults.so" \
	    KDD_FAULT="$1" KDD_AFTER="$2" "${@:3}"
}

@test "cli: failures to read, write, sync and rename are told" {
	for fault in read write fsync rename; do
		faulty $fault 0 kdd-train -q -o m.kdt rows
		assert_failure 1
		assert_output --regexp '^kdd-train: .*: [A-Z]'
		[ ! -e m.kdt ]
	done
	run ls
	refute_output --partial "m.kdt"
}

@test "cli: a failure to read in mid-stream keeps what was judged" {
	faulty read 4 kdd-classify -qa -m dos.kdt -o out rows rows
	assert_failure 1
	cmp out verdicts
}

# without_memory COMMAND N...: the Nth malloc fails; an error, and no crash
without_memory() {
	local n

	for n in "${@:2}"; do
		faulty malloc $n $1
		[ "$status" -le 1 ] || fail "$1, $n: $status: $output"
		[ "$status" -eq 0 ] || [ -n "$output" ]
	done
}

@test "cli: out of memory, anywhere, is an error and no crash" {
	sample 30 >few
	for program in "kdd-train -q -k 2 -t dos few" \
	    "kdd-classify -qa -m dos.kdt few" \
	    "kdd-score -q -C kdd99 -m dos.kdt verdicts" \
	    "kdd-compile dos.kdt" "kdd-compile -f rules dos.kdt" \
	    "kdd-compile -f json dos.kdt" "kdd-compile -f dot dos.kdt" \
	    "kdd-compile -f info dos.kdt" \
	    "kdd-replay -q few" "kdd-schema few"; do
		without_memory "$program" $(seq 0 3 60) $(seq 61 29 1200)
	done
}

@test "cli: out of memory in every form of rows" {
	printf 'x,"c",label\n1,"a""b",y\n2,b,n\n' >header
	printf '#separator \\x09\n#fields\tx\tc\tlabel\n1\ta\ty\n2\tb\tn\n' \
	    >zeek
	printf '{"x":1,"c":"a\\u00e4","label":"y"}\n{"c":{"d":2},"label":"n"}\n' \
	    >json
	kdd-schema header >names
	for form in header zeek json; do
		kdd-train -q -c none -s $form -o $form.kdt $form
		for program in "kdd-train -q -c none -s $form $form" \
		    "kdd-classify -qa -m $form.kdt $form" \
		    "kdd-schema $form" "kdd-train -q -c none -s names header"
		do
			without_memory "$program" $(seq 0 120) $(seq 121 13 600)
		done
	done
}

@test "cli: no output overwrites what is read" {
	cp rows before
	cp dos.kdt model
	for wrong in "kdd-train -o rows rows" "kdd-train --rejects rows rows" \
	    "kdd-classify -m dos.kdt -o rows rows" \
	    "kdd-classify -m dos.kdt -o dos.kdt rows" \
	    "kdd-classify -m dos.kdt --rejects ./rows rows" \
	    "kdd-classify -m dos.kdt --rejects before -o before rows" \
	    "kdd-score -m dos.kdt -o rows rows" \
	    "kdd-compile -o dos.kdt dos.kdt"; do
		run $wrong
		assert_failure 2
		assert_output --partial "would overwrite"
	done
	run bash -c 'kdd-classify -q -m dos.kdt -o rows <rows'
	assert_failure 2
	cmp rows before
	cmp dos.kdt model
}

@test "cli: a failure to open the input leaves the old output" {
	echo old >out
	run kdd-classify -q -m dos.kdt -o out nowhere
	assert_failure 1
	run kdd-score -q -m dos.kdt -o out nowhere
	assert_failure 1
	run kdd-score -q -m dos.kdt -o out /dev/null
	assert_failure 1
	run cat out
	assert_output old
	run ls
	refute_output --partial "out."
}

@test "cli: SIGHUP ends like SIGTERM, but for kdd-classify" {
	mkfifo in
	kdd-replay -q <in >out &
	local pid=$! status=0
	exec 5>in
	cat rows >&5
	wait_for out
	kill -HUP $pid
	wait $pid 2>log || status=$?
	exec 5>&-
	[ $status -eq 129 ]
	cmp out rows
}

@test "cli: a signal leaves no temporary file" {
	mkfifo in
	kdd-classify -q -m dos.kdt -a -o out <in &
	local pid=$! status=0
	exec 5>in
	cat rows >&5
	printf '0,tcp' >&5
	sleep 0.3
	kill -TERM $pid
	wait $pid 2>log || status=$?
	exec 5>&-
	[ $status -eq 143 ]
	cmp out verdicts
	run ls
	refute_output --partial "out."
}

@test "cli: signals that the caller has blocked are let through" {
	env --block-signal true || skip "env blocks no signals"
	mkfifo in
	env --block-signal kdd-classify -qa -m dos.kdt <in >out 2>log &
	local pid=$! status=0
	exec 5>in
	cat rows >&5
	wait_for out
	kill -USR1 $pid
	wait_for log
	run cat log
	assert_output --partial "stats rows=200"
	kill -TERM $pid
	wait $pid || status=$?
	exec 5>&-
	[ $status -eq 143 ]
}

# first COMMAND...: as process 1 of a namespace, until it catches SIGTERM; its
# process is pid, and parent ends with its status
first() {
	unshare ${user:+-U -r} -p -f --kill-child "$@" <&0 3>&- &
	parent=$!
	for _ in $(seq 100); do
		pid=$(pgrep -P $parent) &&
		    grep -q '^SigCgt:.*[4567cdef]...$' "/proc/$pid/status" &&
		    return
		sleep 0.05
	done
	fail "no process 1 that catches signals"
}

# ends STATUS
ends() {
	local status=0

	wait $parent || status=$?
	[ $status -eq "$1" ]
}

@test "cli: as process 1 of a container a signal ends it all the same" {
	local parent pid user

	[ "$(id -u)" -eq 0 ] || user=yes
	unshare ${user:+-U -r} -p -f true ||
	    skip "no process namespace to be had"
	mkfifo in
	exec 5<>in
	first kdd-classify -qa -m dos.kdt <in >out
	cat rows >&5
	wait_for out
	kill -TERM "$pid"
	ends 143
	cmp out verdicts
	first kdd-schema in
	kill -TERM "$pid"
	ends 143
}

@test "cli: as process 1 it is ended by a second signal while it cannot write" {
	local parent pid user

	[ "$(id -u)" -eq 0 ] || user=yes
	unshare ${user:+-U -r} -p -f true ||
	    skip "no process namespace to be had"
	mkfifo full
	exec 5<>full
	times 2000 "$(row)" >many
	first kdd-classify -qa -m dos.kdt -o full many
	kill -TERM "$pid"
	sleep 0.3
	[ -e "/proc/$pid" ]
	kill -TERM "$pid"
	ends 143
}

@test "cli: a symbolic link is written through, not replaced" {
	echo old >target
	ln -s target link
	kdd-classify -qa -m dos.kdt -o link rows
	[ -L link ]
	cmp target verdicts
	ln -s /proc/self/fd/1 stdout
	kdd-classify -qa -m dos.kdt -o stdout rows >got
	[ -L stdout ]
	cmp got verdicts
}

@test "cli: a closed descriptor does not become one of the files" {
	echo bad >>rows
	kdd-classify -qa -m dos.kdt -o out rows 2>&- || [ $? -eq 3 ]
	cmp out verdicts
	run bash -c 'kdd-classify -qa -m dos.kdt --rejects bad rows >&-'
	assert_failure 1
	run cut -f1,5 bad
	assert_output $'201\tbad'
	run bash -c 'kdd-classify -qa -m dos.kdt <&-'
	assert_failure 1
}

@test "cli: nohup keeps what it ignores" {
	mkfifo in
	(trap '' HUP; exec kdd-classify -q -m dos.kdt -a <in >out) &
	local pid=$!
	exec 5>in
	cat rows >&5
	sleep 0.2
	kill -HUP $pid
	cat rows >&5
	exec 5>&-
	wait $pid
	[ "$(wc -l <out)" -eq 400 ]
}

@test "cli: an interrupted kdd-compile leaves nothing" {
	mkdir tmp
	printf '#!/bin/sh\necho $$ >pid\nexec sleep 10\n' >slow
	chmod +x slow
	TMPDIR=$PWD/tmp CC=$PWD/slow kdd-compile -f so -o x.so dos.kdt &
	local pid=$! status=0
	while [ ! -s pid ]; do sleep 0.05; done
	kill -TERM $pid
	kill -TERM "$(cat pid)"
	wait $pid || status=$?
	[ $status -ne 0 ]
	run ls tmp
	assert_output ""
	[ ! -e x.so ]
}

@test "cli: an output that cannot be is said before the work" {
	run kdd-train -o nowhere/m.kdt rows
	assert_failure 1
	assert_output 'kdd-train: nowhere/m.kdt: No such file or directory'
	mkdir dir
	run kdd-train -o dir rows
	assert_failure 1
	assert_output 'kdd-train: dir: Is a directory'
}

@test "cli: the largest seed is a seed" {
	kdd-train -q -S 18446744073709551615 rows >m.kdt
	grep -q '^option seed 18446744073709551615$' m.kdt
	run kdd-train -S 18446744073709551616 rows
	assert_failure 2
}
