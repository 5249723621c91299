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

# rules_are MODEL ROWS: one rule matches each row, with the tree's verdict
rules_are() {
	kdd-compile -f rules -o rules "$1"
	awk -f "$root/test/rules.awk" "$1" rules "$2" >got
	kdd-classify -qa -m "$1" "$2" | grep -v '^#' | tr '\t' , |
	    cut -d, -f2,3 >want
	[ -s want ]
	cmp got want
	[ "$(wc -l <rules)" -eq "$(grep -c '^leaf' "$1")" ]
}

@test "compile: the rules are the tree, also for missing and unseen values" {
	{
		sample 500 5
		sample 500 5 | damage '?,,nan,x,1e9,gopher,-inf,0,1'
	} >more
	rules_are m.kdt more
	damage '?,,NaN' <rows | kdd-train -q -c none -o odd.kdt
	grep -q ' left$' odd.kdt
	rules_are odd.kdt more
	grep -q ' [<>]=* [0-9.e-]* or missing)' rules
	grep -q ' not in ' rules
	kdd-train -q --max-depth 5 --min-leaf 20 -o five.kdt rows
	rules_are five.kdt more
}

@test "compile: a missing value with a branch of its own" {
	{
		for _ in 1 2 3; do
			row 2=tcp 42=normal.; row 2=udp 42=normal.
			row 2=icmp 42=normal.; row 2= 42=smurf.
		done
	} >few
	kdd-train -q -c none few >few.kdt
	row 2=gopher >>few
	rules_are few.kdt few
	run cat rules
	assert_output "\
9 rows: normal 1.000000 if protocol_type in {icmp, tcp, udp}
3 rows: smurf 1.000000 if (protocol_type missing or unseen)"
}

@test "compile: tests of one column are one condition of a rule" {
	{
		printf '%s\n' 'kdd-model 1' 'name hand' 'delimiter ,' \
		    'column number x' 'column category c' \
		    'value a' 'value b' 'value c' 'value d' \
		    'class bad alert' 'class good quiet' 'rows 20 9' \
		    'node 0 good 5 15 x <= 9 left' \
		    'node 1 bad 5 5 c in a b c' \
		    'node 2 bad 5 3 x <= 2.5 right' 'leaf 3 bad 4 0' \
		    'node 3 good 1 3 c in b d' 'leaf 4 bad 1 0' \
		    'leaf 4 good 0 3' 'node 2 good 0 2 c in d' \
		    'leaf 3 good 0 1' 'leaf 3 good 0 1' \
		    'node 1 good 0 10 c in b' 'leaf 2 good 0 1' \
		    'node 2 good 0 9 c in a' 'leaf 3 good 0 1' \
		    'node 3 good 0 8 x <= 3 left' 'leaf 4 good 0 1' \
		    'leaf 4 good 0 7'
	} >hand.kdt
	echo "sha256 $(sha256sum <hand.kdt | cut -c1-64)" >>hand.kdt
	printf '%s\n' 1,a 2.5,d 2.6,b 9,c 9.5,a 10,b 11,e ?,a ?,b ?,e 2, >more
	rules_are hand.kdt more
	run cat rules
	assert_output "\
7 rows: good 1.000000 if x > 9 and c not in {a, b}
4 rows: bad 1.000000 if x <= 2.5 and c in {a, b, c}
3 rows: good 1.000000 if (2.5 < x <= 9 or missing) and c in {a, c}
1 row: bad 1.000000 if (2.5 < x <= 9 or missing) and c in {b}
1 row: good 1.000000 if (x <= 9 or missing) and c in {d}
1 row: good 1.000000 if (x <= 9 or missing) and (c missing or unseen)
1 row: good 1.000000 if x > 9 and c in {b}
1 row: good 1.000000 if x > 9 and c in {a}
1 row: good 1.000000 if 9 < x <= 3 and c not in {a, b}"
}

@test "compile: a tree that is a leaf is a rule without conditions" {
	row 42=normal. >one
	kdd-train -q -c none one >one.kdt
	rules_are one.kdt one
	run cat rules
	assert_output "1 row: normal 1.000000 always"
}

@test "compile: rules stand in the order of coverage, then of the leaves" {
	for model in m.kdt "$root/test/golden/classes.kdt"; do
		kdd-compile -f rules "$model" | cut -d' ' -f1,3 >got
		awk '/^leaf/ {
			rows = 0
			for (i = 4; i <= NF; i++)
				rows += $i
			print rows, $3
		}' "$model" | sort -s -k1,1nr >want
		[ -s want ]
		cmp got want
	done
}

@test "compile: the same rules from every form of the model" {
	kdd-compile -f rules m.kdt >a
	kdd-compile --format=rules --output=b m.kdt
	cmp a b
	kdd-compile -f so -o m.so m.kdt
	kdd-compile -f rules m.so | cmp - a
	kdd-train -q <(sort -r rows) | tee other.kdt | cmp - m.kdt
	kdd-compile -f rules other.kdt | cmp - a
	run kdd-compile -f rule m.kdt
	assert_failure 2
	assert_output --partial "-f rule: not awk, c, "
}

@test "compile: no name forges a rule" {
	{
		printf '#separator \\x09\n#fields\tand\t5\t"q" or (missing'
		printf '\ta<b\tlabel\n'
		for v in and missing '' '}' 'a, b' '"' '\' 'a"}' 'in {x}' '"a"'
		do
			for n in 1,1,x 1,2,or 2,1,x 2,2,x 1,2,x 2,2,or; do
				IFS=, read -r i j w <<<"$n"
				printf '%s\t%s\t%s\t%s\t%s} if %s\n' \
				    "$v" "$i" "$w" "$j" "$n" "$v"
			done
		done
	} >odd
	kdd-train -q -c none -s zeek -o odd.kdt odd
	kdd-classify -qa -m odd.kdt odd >verdicts
	kdd-compile -f rules odd.kdt >rules
	awk -f "$root/test/rules.awk" odd.kdt rules odd >got
	grep -v '^#' verdicts | cut -f2,3 | tr '\t' , | cmp got -
	[ "$(wc -l <rules)" -eq "$(grep -c '^leaf' odd.kdt)" ]
	for quoted in '"and" in {"missing"}' '"5" <= 1.5' '"\"q\" or (missing" ' \
	    '"a<b" > 1.5' '{"or"}'; do
		grep -qF "$quoted" rules
	done

	printf '{"c":"%s","label":"%s"}\n' '\n9 rows: b 1.000000 always' a \
	    '\rx' b y c >lines
	kdd-train -q -c none -s json -o lines.kdt lines
	kdd-compile -f rules lines.kdt >rules
	run grep -vc '^1 row: [^[:cntrl:]]*}$' rules
	assert_output 0
	assert_equal "$(wc -l <rules)" "$(grep -c '^leaf' lines.kdt)"
}
