#!/bin/sh
# lint.sh - what a reader would trip over
#
#	sh test/lint.sh module ...	the library's modules from low to high
#
# Includes run one way; every header stands alone; clang sees no warning;
# man pages, shell scripts and line lengths are in order.  A tool that is
# not installed fails the lint, so that nothing is passed over in silence.
set -u
failed=0

fail()
{
	echo "lint: $*" >&2
	failed=$((failed + 1))
}

need()
{
	command -v "$1" >/dev/null || fail "$1 is not installed"
}

# A module includes itself and the modules before it, and nothing of cmd/.
includes()
{
	seen=
	for module; do
		seen="$seen $module"
		for f in "lib/$module.h" "lib/$module.c"; do
			[ ! -e "$f" ] || check_file "$f" "$seen"
		done
	done
	for f in lib/*.[ch]; do
		name=${f##*/}
		case " $seen " in
		*" ${name%.*} "*) ;;
		*) echo "$f is not in the Makefile's list of modules" ;;
		esac
	done
}

check_file()
{
	sed -n 's/^#include "\(.*\)\.h"/\1/p' "$1" | while read -r h; do
		case " $2 " in
		*" $h "*) ;;
		*) echo "$1 includes $h.h, which is not below it" ;;
		esac
	done
}

tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT
includes "$@" >"$tmp"
while read -r line; do
	fail "$line"
done <"$tmp"

need clang
for f in lib/*.h cmd/*.h kafka/*.h storm/*.h; do
	echo "#include \"${f##*/}\"" |
	    clang -std=c11 -D_GNU_SOURCE -Ilib -Icmd -Ikafka -Istorm -Wall \
	    -Wextra -Werror \
	    -fsyntax-only -xc - || fail "$f does not stand alone"
done
for f in lib/*.c cmd/*.c kafka/*.c storm/*.c test/*.c test/unit/*.c test/slow/*.c \
    test/fuzz/*.c test/bench/*.c; do
	clang -std=c11 -D_GNU_SOURCE -Ilib -Icmd -Istorm -Itest/unit -Wall -Wextra \
	    -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	    -Wformat=2 -Werror -fsyntax-only "$f" || fail "$f: clang"
done

need mandoc
for f in man/*.[157]; do
	mandoc -T lint -W warning "$f" || fail "$f: mandoc"
done

need shellcheck
for f in test/*.sh test/*/*.sh examples/*.sh examples/*/*.sh models/*.sh \
    pictures/*.sh .ci/run; do
	shellcheck -x -P SCRIPTDIR -s sh "$f" || fail "$f: shellcheck"
done
shellcheck -s bash completions/kdd-tools || fail "completions: shellcheck"

# Tabs count to the next multiple of 8.
for f in lib/*.[ch] cmd/*.[ch] kafka/*.[ch] storm/*.[ch] test/*/*.[ch] test/*.c \
    examples/*/java/*/*.java test/*/*.java Makefile; do
	expand "$f" | awk -v f="$f" 'length($0) > 80 {
		print f ":" NR ": longer than 80 columns"; bad = 1
	} END { exit bad }' || fail "$f: line length"
done
if grep -nE '[[:space:]]+$' lib/*.[ch] cmd/*.[ch] kafka/*.[ch] storm/*.[ch] test/*.sh test/*/*.[ch] man/* \
    examples/*/java/*/*.java test/*/*.java Makefile
then
	fail "white space at the end of a line"
fi

[ "$failed" -eq 0 ] && echo "lint: nothing to say"
[ "$failed" -eq 0 ]
