#!/usr/bin/env bats
# kdd-compile: the same verdicts in another form

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	sample 2000 >rows
	kdd-train -q rows >m.kdt
}

@test "compile: the shared object gives the text model's bytes" {
	kdd-compile -f so -o m.so m.kdt
	{
		sample 3000 5; row 3=gopher; row 5=x; row 5= 2=; row 23=nan
		row 24=inf 25=-inf
	} >more
	kdd-classify -qa -m m.kdt more >text
	kdd-classify -qa -m m.so more >so
	cmp text so
	kdd-classify -a -m m.kdt -o text more 2>log.text
	kdd-classify -a -m m.so -o so more 2>log.so
	cmp log.text log.so
}

@test "compile: C by every compiler there is, as C and as C++" {
	local compilers=0

	kdd-compile -o m.c m.kdt
	{ sample 3000 5; row 3=gopher 42=x; row 5= 2= 42=x; } >more
	kdd-classify -qa -m m.kdt more | cut -d, -f2,3 >want
	for cc in gcc clang; do
		command -v $cc >/dev/null || continue
		$cc -std=c99 -pedantic -Wall -Wextra -Werror -c -o m.o m.c
		$cc -D_GNU_SOURCE -o judge "$root/test/judge.c" m.o -lm
		./judge <more | cmp - want
		compilers=$((compilers + 1))
	done
	for cc in g++ clang++; do
		command -v $cc >/dev/null || continue
		$cc -x c++ -std=c++11 -pedantic -Wall -Wextra -Werror \
		    -c -o m.o m.c || continue
		gcc -D_GNU_SOURCE -o judge "$root/test/judge.c" m.o -lm
		./judge <more | cmp - want
		compilers=$((compilers + 1))
	done
	[ $compilers -gt 0 ]
}

@test "compile: the same model, the same bytes" {
	kdd-compile m.kdt >a.c
	kdd-compile --output=b.c m.kdt
	cmp a.c b.c
}

@test "compile: names that C would stumble over" {
	{
		row 3='a*/b' 42=normal.; row 3='??/' 42=normal.
		row 3='"q"' 42=smurf.; row 3='%s\n' 42=smurf.
	} >odd
	kdd-train -q -c none --name 3.odd-name odd >odd.kdt
	kdd-compile odd.kdt >odd.c
	cc -std=c99 -Wall -Wextra -Werror -trigraphs -c odd.c
	kdd-compile -f so -o odd.so odd.kdt
	kdd-classify -qa -m odd.kdt odd >a
	kdd-classify -qa -m odd.so odd >b
	cmp a b
	run grep -c ,1.000000, a
	assert_output 4
}

@test "compile: without a compiler it says so, and leaves nothing" {
	run env CC=/nowhere/cc kdd-compile -f so -o x.so m.kdt
	assert_failure 1
	assert_output --partial "/nowhere/cc, could not be run"
	[ ! -e x.so ]
	run kdd-compile -f so -o x m.kdt
	assert_failure 2
	assert_output --partial "ends in .so"
	run env CC=false kdd-compile -f so -o x.so m.kdt
	assert_failure 1
	[ ! -e x.so ]
}
