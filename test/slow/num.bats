#!/usr/bin/env bats
# Numbers: 100 million texts, or $KDD_NUM_TEXTS, read as strtod(3) reads them

load ../helper

@test "num: agrees with strtod bit for bit, refuses what is no number" {
	local lib=${KDD_BUILD:-$root/build}/libkdd.a start=$SECONDS

	cc -std=c11 -D_GNU_SOURCE -O2 -I"$root/lib" -I"$root/test/unit" \
	    -o num "$root/test/slow/num.c" "$lib" -lm
	run ./num "${KDD_NUM_TEXTS:-100000000}"
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(grep -c '^ok ' <<<"$output")" -eq 10 ]
	echo "# ${KDD_NUM_TEXTS:-100000000} texts," \
	    "$((SECONDS - start)) s" >&3
}
