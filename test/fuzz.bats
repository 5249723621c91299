#!/usr/bin/env bats
# The fuzz targets over their corpora, without libFuzzer: see fuzz/run.sh

load helper

# replay TARGET [SOURCE...]: build it against the library under test, run it on
# all files
replay() {
	local lib=${KDD_BUILD:-$root/build}/libkdd.a sanitize=

	[ -z "${KDD_ASAN-}" ] || sanitize="-fsanitize=address,undefined"
	# shellcheck disable=SC2086
	${CC:-cc} -std=c11 -D_GNU_SOURCE -O1 -g $sanitize -I"$root/lib" \
	    -I"$root/cmd" -I"$root/storm" -I"$root/test/fuzz" -o replay \
	    "$root/test/fuzz/$1.c" "${@:2}" "$root/test/fuzz/replay.c" \
	    "$lib" -lcsv -lmd -lyajl -ldl -lm
	run ./replay "$root/test/fuzz/corpus/$1"/*
	assert_success
	[ "${#lines[@]}" -gt 10 ]
}

@test "fuzz: the reader gives the rows of a reference, however it is cut" {
	replay read
}

@test "fuzz: rows of every form are the same, however they are cut" {
	replay source
}

@test "fuzz: a schema file that is read is written and read back" {
	replay names
}

@test "fuzz: a model that is read is sound, is written and read back" {
	replay model
}

@test "fuzz: no row forges a line, a member or a verdict" {
	replay alert
}

@test "fuzz: no message makes kdd-storm break Storm's protocol" {
	local m sources=()

	for m in cli cli_in cli_out cli_signal judge judge_options load rows \
	    tally; do
		sources+=("$root/cmd/$m.c")
	done
	for m in answer bolt frames message; do
		sources+=("$root/storm/$m.c")
	done
	replay storm "${sources[@]}"
}
