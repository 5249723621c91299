#!/usr/bin/env bats
# kdd-compile -f awk, sql and h, and the proof of C; see slow/targets.bats

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	sample 2000 >rows
	kdd-train -q rows >m.kdt
}

# probes MODEL: its probes, as rows
probes() {
	[ -x probes.bin ] || ${CC:-cc} -std=c11 -D_GNU_SOURCE -O1 \
	    ${KDD_ASAN:+-fsanitize=address,undefined} -I"$root/lib" \
	    -o probes.bin "$root/test/probes.c" \
	    "${KDD_BUILD:-$root/build}/libkdd.a" -lcsv -lmd -lyajl -ldl -lm
	./probes.bin "$1"
}

# by_awk MODEL ROWS [OPTION ...]: awk writes what kdd-classify writes
by_awk() {
	kdd-compile -f awk -o model.awk "$1"
	kdd-classify -q -a -m "$1" "$2" >want
	LC_ALL=C awk -v all=1 "${@:3}" -f model.awk "$2" >got || return
	cmp want got
	kdd-classify -q -m "$1" "$2" >want
	LC_ALL=C awk "${@:3}" -f model.awk "$2" | cmp want -
}

# by_sql MODEL ROWS: SQLite gives kdd-classify's verdicts
by_sql() {
	kdd-compile -f sql -o model.sql "$1"
	kdd-classify -q -a -m "$1" "$2" >verdicts
	python3 "$root/test/slow/targets.py" want verdicts >want
	[ -s want ]
	python3 "$root/test/slow/targets.py" sqlite "$1" model.sql "$2" |
	    cmp want -
}

# odd_rows: with values that any form may trip on
odd_rows() {
	printf '%s\n' "1|%d \$(x)|yes" "2|back\\slash|no" \
	    "3|?.??/|yes" "?|\\n\\\\|no" "5|;--|yes" "6|\$1 & /x/|no" \
	    "7|$(printf '\001\177')|yes" "8|ä|no" "9|'|yes" "10|{}|no"
}

odd_model() {
	printf 'delimiter pipe.\n%s: continuous.\n%s: symbolic.\n%s: label.\n' \
	    "a'b%s" '*/' "it's" >odd.names
	odd_rows >odd
	kdd-train -q -s odd.names -c none -o odd.kdt odd
}

@test "targets: probes reach each leaf, on both sides of each test" {
	probes m.kdt >more
	kdd-classify -q -a -f json -m m.kdt more |
	    sed 's/.*"leaf":\([0-9]*\).*/\1/' | sort -un >got
	awk '$1 == "node" || $1 == "leaf" { if ($1 == "leaf") print n + 0
	    n++ }' m.kdt | cmp - got
}

@test "targets: awk writes what kdd-classify writes" {
	{ sample 1000 5; probes m.kdt; printf '\n\r\n'; } >more
	by_awk m.kdt more
	sed 's/$/\r/' rows >crlf
	by_awk m.kdt crlf
	sed 's/$/,x,y/; s/^,x,y$//' rows >wide
	kdd-classify -qae 2 -m m.kdt wide >want
	awk -v all=1 -v extra=2 -f model.awk wide | cmp want -
}

@test "targets: awk counts what it cannot take apart, status 3" {
	kdd-compile -f awk -o model.awk m.kdt
	{ cat rows; echo 1,2; row 3='"a"'; } >more
	run --separate-stderr -3 awk -v all=1 -f model.awk more
	assert_equal "${#lines[@]}" 2000
	assert_equal "$stderr" \
	    "2 rows rejected, for a quote or the number of their fields"
}

@test "targets: awk under a header, and of Zeek's logs" {
	{
		echo 'proto,service,flag,bytes,label'
		cut -d, -f2-5,42 rows | sed 's/\.$//'
	} >named
	kdd-train -q -s header --name h -o h.kdt named
	awk -F, -v OFS=, '{ print $4, "more", $3, $2, $1 }' named >turned
	by_awk h.kdt turned
	cat turned turned >twice
	by_awk h.kdt twice
	probes h.kdt >more
	by_awk h.kdt more
	{
		printf '#separator \\x09\n#fields\t'
		head -n 1 named | tr , '\t'
		printf '#types\tstring\tstring\tstring\tcount\tstring\n'
		tail -n +2 named | tr , '\t'
		printf '#close\n'
	} >log
	kdd-train -q -s zeek --name z -o z.kdt log
	by_awk z.kdt log
	run awk -f model.awk <<<$'#fields\tproto\nudp'
	assert_failure 1
	assert_output --partial "no column"
}

@test "targets: a deep tree in awk and SQL" {
	awk 'BEGIN { for (i = 0; i < 160; i++) print i ",a," i % 2 }' >deep
	printf 'x: continuous.\ny: symbolic.\nlabel: label.\n' >deep.names
	kdd-train -q -s deep.names -c none -o deep.kdt deep
	probes deep.kdt >more
	by_awk deep.kdt more
	by_sql deep.kdt more
	grep -q '^WITH step1' model.sql
	kdd-train -q -o deep.kdt -s deep.names -c none --max-depth 40 \
	    --min-leaf 1 deep
	by_sql deep.kdt deep
}

@test "targets: a tree that is a leaf" {
	printf 'x: continuous.\ny: symbolic.\nlabel: label.\n' >one.names
	printf '1,a,no\n2,b,no\n' >one
	kdd-train -q -s one.names -c none -o one.kdt one 2>log
	by_awk one.kdt one
	by_sql one.kdt one
	kdd-compile -o one.c one.kdt
}

@test "targets: no name forges a statement" {
	odd_model
	by_awk odd.kdt odd
	kdd-compile -f sql odd.kdt >odd.sql
	python3 - odd.sql >got <<-'END'
	import sqlite3, sys
	db = sqlite3.connect(":memory:")
	db.execute('''CREATE TABLE connections ("a'b%s" REAL, "*/" TEXT,
	    "it's" TEXT, n INTEGER)''')
	for n, line in enumerate(open("odd", encoding="utf-8")):
	    a, b, c = line.rstrip("\n").split("|")
	    a = float(a) if a.isdigit() else None
	    db.execute("INSERT INTO connections VALUES (?, ?, ?, ?)",
	               (a, b, c, n))
	query = open(sys.argv[1], encoding="utf-8").read().rstrip("; \n")
	for row in db.execute(f"SELECT class FROM ({query}) ORDER BY n"):
	    print(*row)
	END
	kdd-classify -qam odd.kdt odd | cut -d'|' -f2 | cmp - got
	kdd-compile -o odd.c odd.kdt
}

@test "targets: what a form cannot say is refused" {
	printf '{"x":1,"label":"a"}\n{"x":2,"label":"b"}\n' >json
	kdd-train -q -s json -c none -o json.kdt json
	run kdd-compile -f awk -o x json.kdt
	assert_failure 1
	assert_output --partial "rows are JSON"
	printf '1,\xff,a\n2,b,b\n' >bytes
	printf 'x: continuous.\ny: symbolic.\nlabel: label.\n' >bytes.names
	kdd-train -q -s bytes.names -c none -o bytes.kdt bytes
	run kdd-compile -f sql -o x bytes.kdt
	assert_failure 1
	assert_output --partial "is not UTF-8"
	printf '%070d: continuous.\nlabel: label.\n' 0 | tr 0 n >long.names
	printf '1,a\n2,b\n' >long
	kdd-train -q -s long.names -c none -o long.kdt long
	run kdd-compile -f sql -o x long.kdt
	assert_failure 1
	assert_output --partial "longer than 63 bytes"
	[ ! -e x ]
	run kdd-compile -f pascal m.kdt
	assert_failure 2
	assert_output --partial "-f pascal: not awk, c, "
}

@test "targets: a compiler that is wrong is found out" {
	[ -z "${KDD_ASAN-}" ] || skip "the sanitizer wants to be first"
	cat >wrong <<-'END'
	#!/bin/sh
	for f; do :; done
	sed -i "$WRONG" "$f"
	exec cc "$@"
	END
	chmod +x wrong
	for WRONG in 's/v <= nd->cut/v < nd->cut/' 's/lo = mid + 1/lo = mid + 2/' \
	    's/nodes\[leaf\].label/(nodes[leaf].label ^ 1)/' \
	    's/2000000ull/2000002ull/' 's/nd->test == 3/nd->test == 2/'; do
		export WRONG
		for f in c so; do
			run env CC=./wrong kdd-compile -f $f -o x.so m.kdt
			assert_failure 1
			assert_output --partial \
			    "the compiled model is not the model"
			[ ! -e x.so ]
		done
	done
}

@test "targets: the header of C, for C and C++" {
	kdd-compile -f h -o model.h m.kdt
	kdd-compile -o model.c m.kdt
	{ echo '#include "model.h"'; echo '#include "model.h"'
	    cat model.c; } >both.c
	cc -std=c99 -pedantic -Wall -Wextra -Werror -c both.c
	! command -v g++ >/dev/null ||
	    g++ -x c++ -std=c++11 -pedantic -Wall -Wextra -Werror -c both.c
}
