#!/usr/bin/env bats
# kdd-replay: lines at a set rate, not one lost, not one changed

load helper

# took COMMAND...: run it; ms is how long it took
took() {
	local from=${EPOCHREALTIME/./}

	"$@"
	ms=$(((${EPOCHREALTIME/./} - from) / 1000))
}

# quiet: an open pipe that nothing comes from; bats must not wait for it
quiet() {
	exec sleep 20 3>&-
}

# summary FILE ROWS: is there one line, and does it say so?
summary() {
	local rows_s='[0-9.]+ rows/s'

	[ "$(wc -l <"$1")" -eq 1 ]
	grep -qE "^kdd-replay: $2 rows? in [0-9]+\.[0-9]{3} s, $rows_s(; .*)?$" \
	    "$1"
}

@test "replay: the same bytes come out, at every pace" {
	sample 2000 >rows
	printf 'a\0b\r\n\n\n\xff\xfe"\n' >odd
	for f in rows odd; do
		for pace in "" "-r 1000000" "-b 300 -i 1" "-b 1 -i 0.01"; do
			kdd-replay -q $pace $f | cmp - $f
			kdd-replay -q $pace <$f | cmp - $f
		done
	done
}

@test "replay: pieces of input make no difference" {
	sample 300 >rows
	for size in 1 7 64 1000; do
		dd if=rows obs=$size status=none | kdd-replay -q -r 100000 |
		    cmp - rows
	done
	(printf 'ab'; sleep 0.1; printf 'c\nd'; sleep 0.1; printf '\ne') |
	    kdd-replay -q -r 1000 >out
	printf 'abc\nd\ne\n' | cmp - out
}

@test "replay: files in turn, - is stdin" {
	echo 1 >a
	echo 3 >b
	run bash -c 'echo 2 | kdd-replay -q a - b a'
	assert_success
	assert_output $'1\n2\n3\n1'
}

@test "replay: a last line without a newline gets one" {
	printf 'a\nb' >two
	printf 'c' >one
	: >none
	run kdd-replay -q two one none two
	assert_output $'a\nb\nc\na\nb'
	[ "$(kdd-replay -q one | wc -c)" -eq 2 ]
	[ "$(kdd-replay -q none | wc -c)" -eq 0 ]
	kdd-replay two one none 2>log >out
	summary log 3
}

@test "replay: a line of any length passes, in bounded memory" {
	head -c 50000000 /dev/zero | tr '\0' x >long
	printf '\nlast' >>long
	(
		[ -n "${KDD_ASAN-}" ] || ulimit -v $((64 * 1024))
		kdd-replay -r 1000 long 2>log >out
	)
	summary log 2
	echo >>long
	cmp out long
}

@test "replay: -r spreads rows over time" {
	took kdd-replay -r 100 <<<"$(seq 20)" >out 2>log
	[ "$ms" -ge 150 ]
	seq 20 | cmp - out
	summary log 20
}

@test "replay: -r takes fractions" {
	took kdd-replay -q -r 2.5 <<<$'1\n2' >out
	[ "$ms" -ge 390 ]
}

@test "replay: -b and -i send sets of rows" {
	took kdd-replay -q -b 5 -i 100 <<<"$(seq 11)" >out
	[ "$ms" -ge 190 ]
	seq 11 | cmp - out
	# a set is one write: one read gets all of it, and nothing else
	run bash -c 'seq 8 | timeout 1 kdd-replay -q -b 4 -i 60000 |
	    dd bs=64k count=1 status=none'
	assert_output "$(seq 4)"
}

@test "replay: what is late goes out at once" {
	took kdd-replay -q -b 1 -i 100 < <(echo 1; sleep 2; seq 2 20) >out
	seq 20 | cmp - out
	# the last is due after 1.9 s; 1.8 s more if they had lost their time
	[ "$ms" -ge 1990 ]
	[ "$ms" -lt 3700 ]
}

@test "replay: a quiet stdin holds no line back" {
	mkfifo pipe
	kdd-replay -q < <(echo 1; quiet) >pipe 3>&- &
	read -r -t 10 line <pipe
	kill $!
	[ "$line" = 1 ]
}

@test "replay: -n stops after that many rows" {
	run kdd-replay -q -n 3 <<<"$(seq 9)"
	assert_success
	assert_output $'1\n2\n3'
	run bash -c 'yes | kdd-replay -q -n 5000 -b 1000 -i 1 | wc -l'
	assert_output 5000
	run kdd-replay -q -n 30 <<<"$(seq 9)"
	assert_success
	assert_line --index 8 9
}

@test "replay: -n does not look at files it does not need" {
	seq 3 >a
	run kdd-replay -q -n 2 a nowhere
	assert_success
	assert_output $'1\n2'
	run kdd-replay -q -n 4 a a nowhere
	assert_success
	run timeout 10 kdd-replay -q -n 3 a - < <(quiet)
	assert_success
	printf 4 >b
	run kdd-replay -q -n 4 a b nowhere
	assert_success
}

@test "replay: -n needs no more input than those rows" {
	run timeout 10 kdd-replay -q -n 3 < <(seq 3; quiet)
	assert_success
	assert_output $'1\n2\n3'
}

@test "replay: -d stops after that many seconds" {
	took kdd-replay -q -d 0.3 -r 100 < <(yes) >out
	[ "$ms" -ge 290 ]
	[ "$(wc -l <out)" -lt 200 ]
	took kdd-replay -q -d 0.3 < <(yes) >/dev/null
	[ "$ms" -ge 290 ]
}

@test "replay: -d ends a wait for input and for the next row" {
	run timeout 10 kdd-replay -d 0.2 < <(quiet)
	assert_success
	assert_output "kdd-replay: 0 rows in 0.000 s, 0.0 rows/s"
	run timeout 10 kdd-replay -q -d 0.2 -r 0.1 <<<$'1\n2'
	assert_success
	assert_output 1
}

@test "replay: a summary of one line, none with -q" {
	kdd-replay <<<$'1\n2' >/dev/null 2>log
	summary log 2
	kdd-replay -q <<<1 >/dev/null 2>log
	[ ! -s log ]
}

@test "replay: dies by the signal, whole rows behind it" {
	export row
	row=$(row)
	for sig in INT:130 TERM:143; do
		for pace in "-r 20" "-b 1 -i 60000" "-r 1000000" ""; do
			run bash -c "yes \"\$row\" | timeout --foreground \
			    --preserve-status -s ${sig%:*} 0.3 \
			    kdd-replay $pace 2>log |
			    awk '\$0 != ENVIRON[\"row\"]'
			    echo \${PIPESTATUS[1]}"
			assert_output "${sig#*:}"
			summary log "[1-9][0-9]*"
		done
	done
}

@test "replay: a reader that leaves ends it without a word" {
	run bash -c 'yes | kdd-replay -r 100000 2>log | head -n 1
		echo "${PIPESTATUS[1]}"'
	assert_output $'y\n141'
	[ ! -s log ]
}

@test "replay: -x keeps the gaps, in part or whole" {
	printf '%s\n' ts,x 100.5,a x,b 100.7,c 100.65,d 101,e >rows
	took kdd-replay -x 2 rows 2>log >out
	[ "$ms" -ge 245 ]
	cmp out rows
	summary log 6
	grep -q '; late by [0-9.]* us (median), [0-9.]* us (99 %), [0-9.]* us (most); 2 told no time$' log
}

@test "replay: -x by another field, of a line that comes in pieces" {
	printf 'a\t7\t10\nb\t8\t10.2\n' >rows
	dd if=rows obs=3 status=none |
	    took kdd-replay -q -x 1 --time 3 --delimiter tab >out
	cmp out rows
	took kdd-replay -q -x 0.5 --time=3 --delimiter=tab rows >out
	cmp out rows
	[ "$ms" -ge 395 ]
	took kdd-replay -q -x 1 --time=2 --delimiter=tab rows >out
	[ "$ms" -ge 995 ]
}

@test "replay: --loop goes on, with gaps as before" {
	printf '10,a\n10.1,b\n' >one
	printf '10.2,c\n' >two
	took kdd-replay --loop -n 8 -x 1 one two >out 2>log
	[ "$ms" -ge 690 ]
	cut -d, -f2 out | tr -d '\n' >letters
	[ "$(cat letters)" = abcabcab ]
	summary log 8
	took kdd-replay -q --loop -n 5 -r 20 two >out
	[ "$ms" -ge 195 ]
	[ "$(wc -l <out)" -eq 5 ]
	took kdd-replay -q --loop -d 0.3 two >out
	[ "$ms" -ge 290 ]
	[ "$(sort -u out)" = "10.2,c" ]
}

@test "replay: --loop ends when there is nothing to read" {
	: >none
	run timeout 10 kdd-replay -q --loop none
	assert_success
	run timeout 10 kdd-replay -q --loop none nowhere
	assert_failure 1
}

@test "replay: without a pace there is no lateness" {
	kdd-replay <<<1 2>&1 >out | grep -q 'rows/s$'
	kdd-replay -r 1000 <<<1 2>&1 >out | grep -q '; late by .* (most)$'
}

@test "replay: a full disk is an error" {
	run bash -c 'seq 9 | kdd-replay -r 1000 >/dev/full'
	assert_failure 1
	assert_output "kdd-replay: stdout: No space left on device"
}

@test "replay: what cannot be read is named, the others go on" {
	echo 1 >a
	printf 2 >b
	run kdd-replay -q a nowhere . b
	assert_failure 1
	assert_line "kdd-replay: nowhere: No such file or directory"
	assert_line "kdd-replay: .: Is a directory"
	assert_line --index 0 1
	assert_line --index 3 2
}

@test "replay: a row that could not be read to its end is not sent" {
	[ -z "${KDD_ASAN-}" ] || skip "the sanitizer wants malloc for itself"
	sample 4000 >rows
	run --separate-stderr env KDD_FAULT=read KDD_AFTER=1 \
	    LD_PRELOAD="${KDD_BUILD:-$root/build}/faults.so" \
	    kdd-replay -q rows
	assert_failure 1
	[[ $stderr == "kdd-replay: rows: "* ]]
	[ "${#lines[@]}" -gt 1000 ]
	head -n "${#lines[@]}" rows | cmp - <(echo "$output")
}

@test "replay: progress goes to a terminal" {
	command -v script >/dev/null || skip "no script(1)"
	run script -qec 'yes | kdd-replay -r 100 -d 0.5 >out' /dev/null
	assert_output --regexp $'\r.*kdd-replay: [0-9]+ rows in .* rows/s'
	run bash -c 'yes | kdd-replay -r 100 -d 0.3 2>&1 >/dev/null | od -c'
	refute_output --partial '\r'
}

# wrong WORD ARG...: the arguments are refused, and the message has the word
wrong() {
	run kdd-replay "${@:2}"
	assert_failure 2
	assert_output --partial "$1"
	assert_output --partial "try 'kdd-replay -h'"
}

@test "replay: wrong arguments are told, status 2" {
	wrong "go together" -b 5
	wrong "go together" -i 100
	wrong "not two of them" -r 10 -b 5 -i 100
	wrong "go together" -r 10 -b 5
	wrong "-r 0: not a number from 0.1 to 10000000" -r 0
	wrong "-r 1e8:" -r 1e8
	wrong "-r -1:" -r -1
	wrong "-r fast:" --rate fast
	wrong "-r nan:" -r nan
	wrong "-r 1,5:" -r 1,5
	wrong "-b 0:" -b 0 -i 1
	wrong "-b 1.5:" --batch=1.5 -i 1
	wrong "-i 0:" -b 1 --interval 0
	wrong "-n 0:" -n 0
	wrong "-n ten:" --rows ten
	wrong "-d 0:" -d 0
	wrong "-d soon:" --duration soon
	wrong "requires an argument" -r
	wrong "-x 0:" -x 0
	wrong "not two of them" -x 1 -r 5
	wrong "--time 0:" -x 1 --time 0
	wrong "--time has no effect without -x" --time 2
	wrong "--delimiter=x: cannot stand between fields" --delimiter=x
	wrong "--loop needs files" --loop
	wrong "--loop: stdin cannot be read again" --loop a -
}

@test "replay: long options are the short ones" {
	run kdd-replay --quiet --rate 1000 --rows 2 --duration 60 <<<$'1\n2\n3'
	assert_success
	assert_output $'1\n2'
	run kdd-replay --quiet --batch 2 --interval 1 <<<$'1\n2\n3'
	assert_success
	assert_output $'1\n2\n3'
}
