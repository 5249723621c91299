#!/usr/bin/env bats
# models: written, read back, refused

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	sample 300 >rows
	kdd-train -q -k 3 rows >m.kdt
}

# seal FILE: put the right digest under an altered text, as an enemy would
seal() {
	head -n -1 "$1" >"$1.body"
	{ cat "$1.body"; echo "sha256 $(sha256sum <"$1.body" | cut -c1-64)"; } \
	    >"$1"
}

refused() {
	run kdd-classify -m "$1" rows
	assert_failure 1
	assert_output --partial "$2"
	refute_output --partial "classes,"
}

@test "models: the last line is the digest of all before it" {
	run bash -c 'head -n -1 m.kdt | sha256sum | cut -c1-64'
	assert_output "$(tail -n 1 m.kdt | cut -d' ' -f2)"
}

@test "models: what is read back writes the same bytes" {
	# the shared object's text is the model's, byte for byte
	kdd-compile -f so -o m.so m.kdt
	kdd-classify -qa -m m.kdt rows >a
	kdd-classify -qa -m m.so rows >b
	cmp a b
}

@test "models: no path, date or program version inside" {
	kdd-train -q -o here.kdt "$PWD/rows"
	run grep -E "$BATS_TEST_TMPDIR|20[0-9][0-9]-|0\.1\.0" here.kdt
	assert_failure
}

@test "models: truncated anywhere, it is refused" {
	local size
	size=$(wc -c <m.kdt)
	for n in 0 1 9 100 $((size / 2)) $((size - 66)) $((size - 1)); do
		head -c "$n" m.kdt >cut.kdt
		run kdd-classify -m cut.kdt rows
		assert_failure 1
		assert_output --partial "model refused"
	done
}

@test "models: one altered byte is enough" {
	sed '0,/<= /s/<= \([0-9]\)/<= 1\1/' m.kdt >bad.kdt
	refused bad.kdt "altered or damaged"
	{ cat m.kdt; echo; } >bad.kdt
	refused bad.kdt "truncated"
	printf 'hello\n' >bad.kdt
	refused bad.kdt "not a kdd-tools model"
	refused rows "not a kdd-tools model"
	refused /dev/null "not a kdd-tools model"
}

@test "models: an enemy's model with a right digest is refused by line" {
	alter() {
		sed "$1" m.kdt >bad.kdt
		seal bad.kdt
		if cmp -s bad.kdt m.kdt; then
			fail "no change: $1"
		fi
		refused bad.kdt "$2"
	}
	alter '1s/1/9/' "version 9 of the format"
	alter '/^name/d' "part is missing"
	alter '/^delimiter/d' "part is missing"
	alter 's/^name .*/name a b/' "more on the line"
	alter 's/^name .*/name a!/' "not a model's name"
	alter '0,/^column/s/^column number duration/column number src_bytes/' \
	    "two columns of one name"
	alter '0,/ <= /s/ [a-z_]* <= .*/ service in nosuch/' \
	    "a value that its column has not"
	alter '0,/ <= /s/ [a-z_]* <= .*/ src_bytes in http/' "fit its column"
	alter '0,/ <= /s/ [a-z_]* <= .*/ nosuch <= 1 left/' "no such column"
	alter 's/^class dos alert/class zos alert/' "byte order"
	alter '0,/^label /s/^\(label [^ ]*\) .*/\1 nowhere/' "no such class"
	alter 's/^rows [0-9]*/rows 5/' ""
	alter 's/^rows \([0-9]*\) .*/rows \1 0/' "no rows"
	alter 's/^folds.*/folds 1/' "fewer than 2"
	alter '0,/^confusion/{/^confusion/d}' "one a class"
	alter '0,/ <= /s/ <= [^ ]*/ <= inf/' "not finite"
	alter '0,/ <= /s/ <= [^ ]*/ <= 1x/' "not a number"
	alter '0,/ <= /s/ \(left\|right\)$/ up/' "neither left nor right"
	alter '0,/^leaf/s/^leaf \([0-9]*\)/leaf 99/' "depth"
	alter '0,/^leaf/{/^leaf/d}' ""
	alter '$!{/^leaf/{h}};$!b;x;G' ""
	alter '0,/^node 0/s/^\(node 0 [^ ]*\) [0-9]*/\1 7/' "sum"
	alter 's/^delimiter .*/&\nform odd/' "no such form of rows"
	alter 's/^column number duration$/& odd/' "no such role of a column"
	alter 's/^delimiter .*/&\nfrom x/' "a name that follows no column"
	alter 's/^column number duration$/&\nfrom x\nfrom y/' "name that follows no column"
	alter 's/^delimiter .*/delimiter "\\x0a"/' "single byte"
	alter '/^rows/s/$/ "/' "more on the line"
	alter '0,/^class/s/^class dos/class "dos/' "plain tokens"
	alter '0,/^option/s/^option/opinion/' "does not have"
}

@test "models: a chain a hundred thousand nodes deep is read and walked" {
	awk -v n=100000 'BEGIN {
		print "kdd-model 1\nname deep\ndelimiter ,"
		for (i = 1; i <= 41; i++)
			print "column number c" i
		print "class a alert\nclass b quiet"
		print "rows " n + 1 " " n + 1
		for (i = 0; i < n; i++) {
			print "node " i " a 1 " n - i " c1 <= " i " left"
			print "leaf " i + 1 " b 0 1"
		}
		print "leaf " n " a 1 0"
	}' >deep.kdt
	echo >>deep.kdt
	seal deep.kdt
	row 1=99999 >row
	run kdd-classify -qa -m deep.kdt row
	assert_success
	assert_output --partial "deep,b,1.000000,99999"
	row 1=1e9 >row
	run kdd-classify -q -m deep.kdt row
	assert_output --partial "deep,a,1.000000"
}

@test "models: an endless file is refused, not read for ever" {
	run timeout 60 kdd-classify -m /dev/zero rows
	assert_failure 1
	assert_output --partial "larger than"
}

@test "models: a .so that is none, or not there, is refused" {
	printf 'no object' >bad.so
	run kdd-classify -m bad.so rows
	assert_failure 1
	run kdd-classify -m nowhere.so rows
	assert_failure 1
	printf 'int x;' >x.c
	cc -shared -fPIC -o x.so x.c
	run kdd-classify -m x.so rows
	assert_failure 1
	assert_output --partial "not a model compiled by kdd-compile"
	printf 'struct { unsigned v; } kdd_compiled = { 77 };' >x.c
	cc -shared -fPIC -o x.so x.c
	run kdd-classify -m x.so rows
	assert_failure 1
	assert_output --partial "interface 77"
}

@test "models: a .so that is cut short or altered is refused" {
	local n size

	kdd-compile -f so -o m.so m.kdt
	size=$(wc -c <m.so)
	for n in 0 100 2000 5000 $((size / 2)) $((size - 100)); do
		head -c "$n" m.so >cut.so
		run kdd-classify -m cut.so rows
		assert_failure 1
		assert_output --partial "cut.so: "
	done
	# one cut of the tables, told by the text's own
	kdd-compile -f so -o m.so m.kdt
	cut=$(sed -n 's/.* <= \([0-9]*\.5\) .*/\1/p' m.kdt | head -n 1)
	[ -n "$cut" ]
	perl -0777 -pe 'BEGIN { $cut = shift; $old = pack("d<", $cut);
	    $new = pack("d<", $cut + 1) } s/\Q$old\E/$new/g' \
	    "$cut" m.so >bad.so
	run cmp -s m.so bad.so
	assert_failure
	run kdd-classify -m bad.so rows
	assert_failure 1
	assert_output --partial "its tables are not those of its text"
}

@test "models: names that could forge a line are refused" {
	sed 's/^class dos alert/class "dos\\x0aevil" alert/
	    s/^\(label .*\) dos$/\1 "dos\\x0aevil"/' m.kdt >bad.kdt
	seal bad.kdt
	refused bad.kdt "a control byte in a name"
	for d in . 0 a -; do
		sed "s/^delimiter .*/delimiter $d/" m.kdt >bad.kdt
		seal bad.kdt
		refused bad.kdt "not a byte that can be a delimiter"
	done
	{ row 5=1 42=a; row 5=2 42=$'b\001'; } >odd
	run kdd-train -q -c none -o odd.kdt odd
	assert_failure 3
	assert_output --partial '"b\x01" holds a control byte'
}
