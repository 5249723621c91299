#!/bin/sh
# run.sh - build the fuzz targets with clang and run them for a while
#
#	sh test/fuzz/run.sh [runs [target ...]]
#
# Each target starts from a copy of its corpus, which stays as it is.  An
# input that fails is kept in the directory that is named at the end.
# FUZZ_MAX_LEN is the longest input (512), FUZZ_SANITIZE the sanitizers
# (address,undefined), FUZZ_SEED a seed (1).
set -u
here=$(cd "$(dirname "$0")" && pwd)
lib=$here/../../lib
runs=${1:-100000}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- read source names model alert storm
sanitize=${FUZZ_SANITIZE-address,undefined}
passed=0 failed=0
tmp=$(mktemp -d)

# What a target needs beside the library.
beside()
{
	case $1 in
	storm)
		for m in cli cli_in cli_out cli_signal judge judge_options \
		    load rows tally; do
			echo "$lib/../cmd/$m.c"
		done
		for m in answer bolt frames message; do
			echo "$lib/../storm/$m.c"
		done ;;
	esac
}

compile()
{
	clang -std=c11 -D_GNU_SOURCE -I"$lib" -I"$lib/../cmd" \
	    -I"$lib/../storm" -O2 -g -ffp-contract=off \
	    -fno-sanitize-recover=all "$@"
}

mkdir "$tmp/lib"
for f in "$lib"/*.c; do
	compile -fsanitize="fuzzer-no-link,$sanitize" -c \
	    -o "$tmp/lib/$(basename "$f" .c).o" "$f" || exit 1
done
for target; do
	# shellcheck disable=SC2046
	compile -fsanitize="fuzzer,$sanitize" -o "$tmp/fuzz-$target" \
	    "$here/$target.c" $(beside "$target") "$tmp"/lib/*.o -lcsv -lmd -lyajl -ldl -lm ||
	    exit 1
done

for target; do
	cp -r "$here/corpus/$target" "$tmp/$target"
	mkdir "$tmp/$target.found"
	if "$tmp/fuzz-$target" -runs="$runs" -max_len="${FUZZ_MAX_LEN:-512}" \
	    -seed="${FUZZ_SEED:-1}" -timeout=20 -rss_limit_mb=2048 \
	    -artifact_prefix="$tmp/$target.found/" "$tmp/$target" \
	    >"$tmp/$target.log" 2>&1; then
		passed=$((passed + 1))
		echo "$target: $(tail -n 1 "$tmp/$target.log")"
	else
		failed=$((failed + 1))
		tail -n 40 "$tmp/$target.log"
		echo "$target: see $tmp/$target.found"
	fi
done
[ "$failed" -gt 0 ] || rm -rf "$tmp"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
