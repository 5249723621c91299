#!/usr/bin/env bats
# kdd-schema: rows to a draft of their columns

load helper

top='| From %s rows.  Edit the kinds: continuous, symbolic, ignore, label; see kdd-schema(5).\n'
unlabelled='| No column is the label yet; kdd-train needs one.\n'

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cat >rows <<-'END'
	x,c,src_ip,label
	1,a,10.0.0.1,good
	2.5,?,10.0.0.1,good
	-8,b,10.0.0.3,bad
	,b,10.0.0.4,bad
	END
}

# writes FILE OPTION...: just this, silently
writes() {
	kdd-schema "${@:2}" >got 2>log
	cmp got "$1" || fail "$(diff got "$1")"
	[ ! -s log ] || fail "$(cat log)"
}

# same_tree MODEL MODEL: the same columns, values, rows and nodes
same_tree() {
	grep -Ev '^(sha256|form|delimiter)' "$1" >a
	grep -Ev '^(sha256|form|delimiter)' "$2" | cmp a - ||
	    fail "$(diff "$1" "$2")"
}

@test "schema: of a header" {
	{
		printf "$top" 4
		cat <<-'END'
		form header.
		x: continuous.            | -8 to 2.5; 1 missing
		c: symbolic.              | "a", "b"; 1 missing
		src_ip: ignore as src_ip. | tells rows apart: "10.0.0.1", "10.0.0.3", "10.0.0.4"
		label: label.             | "good", "bad"
		END
	} >want
	writes want rows
	writes want <rows
	writes want - <rows
	writes want -d comma rows
	writes want -d , rows
	sed 's/$/\r/' rows >crlf
	writes want crlf
	{ printf '\xef\xbb\xbf'; sed '1s/\([^,]*\)/" \1 "/g' rows; } >mark
	writes want mark
	# the same header comes again, and in another file
	{ cat rows; head -n 1 rows; } >again
	writes want again
	head -n 1 rows >only
	writes want rows only
	writes want only rows
	{ head -n 1 rows; tail -n 2 rows; } >b
	head -n 3 rows >a
	writes want a b
}

@test "schema: of plain rows" {
	tail -n +2 rows >bare
	{
		printf "$top$unlabelled" 4
		cat <<-'END'
		field1: continuous. | -8 to 2.5; 1 missing
		field2: symbolic.   | "a", "b"; 1 missing
		field3: symbolic.   | "10.0.0.1", "10.0.0.3", "10.0.0.4"
		field4: symbolic.   | "good", "bad"
		END
	} >want
	writes want bare
	writes want - <bare
	head -n 1 bare >a
	tail -n 3 bare >b
	writes want a b
	# with a label there is no such line
	sed -i '2d; s/^field4: symbolic\. /field4: label.    /' want
	writes want -l field4 bare
	# one number in the first line makes it a row; nan and inf are such
	printf '%s\n' a,inf,c >odd
	kdd-schema odd | grep -qx 'field2: continuous\. | "inf"'
	printf '%s\n' a,b2,c >odd
	run kdd-schema odd
	assert_success
	assert_line 'b2: continuous. | no values'
}

# log: the rows as one of Zeek's
log() {
	printf '#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n'
	printf '#unset_field\t-\n#path\tconn\n'
	awk -F, -v OFS='\t' '{ gsub(/\?/, "-"); $1 = $1 }
	    NR == 1 { print "#fields", $0; next } { print }' rows |
	    sed 's/^\t/-\t/'
	printf '#close\t2026-11-25-04-00-00\n'
}

@test "schema: of a log of Zeek, and JSON" {
	log >conn.log
	{
		printf "$top" 4
		cat <<-'END'
		form zeek.
		x: continuous.            | -8 to 2.5; 1 missing
		c: symbolic.              | "a", "b"; 1 missing
		src_ip: ignore as src_ip. | tells rows apart: "10.0.0.1", "10.0.0.3", "10.0.0.4"
		label: label.             | "good", "bad"
		END
	} >want
	writes want conn.log
	cat >eve.json <<-'END'
	{"x":1,"c":"a","src_ip":"10.0.0.1","label":"good","n":{"o":true}}
	{"x":2.5,"src_ip":"10.0.0.1","label":"good","c":null}
	{"label":"bad","x":-8,"c":"b","src_ip":"10.0.0.3","n":{"o":false}}
	{"c":"b","src_ip":"10.0.0.4","label":"bad","n":{"p":[]},"x":"?"}
	END
	kdd-schema eve.json >got
	run cat got
	assert_line --index 0 "$(printf "$top" 4)"
	assert_line --index 1 'form json.'
	sed -n '3,$s/  */ /gp' got | sort >sorted
	run cat sorted
	assert_output 'c: symbolic. | "a", "b"; 1 missing
label: label. | "good", "bad"
n.o: symbolic. | "T", "F"; 2 missing
n.p: symbolic. | "(empty)"; 3 missing
src_ip: ignore as src_ip. | tells rows apart: "10.0.0.1", "10.0.0.3", "10.0.0.4"
x: continuous. | -8 to 2.5; 1 missing'
}

@test "schema: the form shows behind a byte-order mark, too" {
	local file

	log >conn.log
	echo '{"x":1,"label":"good"}' >eve.json
	for file in conn.log eve.json; do
		kdd-schema $file >want
		grep -Eq '^form (zeek|json)\.' want
		{ printf '\xef\xbb\xbf'; cat $file; } >mark
		writes want mark
		# empty files tell nothing
		: >empty
		writes want empty $file empty
		# in pieces of a byte
		dd bs=1 oflag=direct <mark 2>/dev/null | writes want
	done
}

@test "schema: -d says what stands between, and that it is no log, no JSON" {
	local name byte

	kdd-schema rows >comma
	for name in tab semicolon pipe space '\x01' '\t' ';' '|' ' ' '#' '\x3B' \
	    $'\t' : '\'; do
		case $name in
		tab | '\t') byte=$'\t' ;;
		semicolon | '\x3B') byte=';' ;;
		pipe) byte='|' ;;
		space) byte=' ' ;;
		'\x01') byte=$'\x01' ;;
		*) byte=$name ;;
		esac
		perl -pe 'BEGIN { $b = shift } s/,/$b/g' "$byte" rows >other
		kdd-schema -d "$name" other >got
		grep -v ^delimiter got | cmp - comma ||
		    fail "$name: $(cat got)"
		[ "$(grep -c '^delimiter .*\.$' got)" -eq 1 ]
		# and it is of use
		kdd-train -q -s got -c none other >m.kdt
		kdd-train -q -s comma -c none rows >n.kdt
		same_tree m.kdt n.kdt
	done
	for name in '' , a 7 . _ + - '"' 'xx' '\n' '\x0a' '\x00' '\x41' '\x'; do
		[ "$name" != , ] || continue
		run kdd-schema -d "$name" rows
		assert_failure 2
		assert_line --index 0 --partial 'kdd-schema: -d '
	done
	printf '#x,y\n1,2\n' >odd
	kdd-schema -d , odd | grep -qx '#x: continuous\. | "1"'
	printf '{x,y\n1,2\n' >odd
	kdd-schema -d , odd | grep -qx '{x: continuous\. | "1"'
	# without it a log of another separator tells it itself
	log | perl -pe '/^#separator/ ? s/x09/x3b/ : s/\t/;/g' >conn.log
	kdd-schema conn.log >got
	grep -qx 'x: continuous\. *| -8 to 2\.5; 1 missing' got
	# a wrong one, and none where one is needed, are hinted at
	tr , ';' <rows >other
	run kdd-schema other
	assert_output --partial '-d semicolon names what stands between'
}

@test "schema: -l names the label" {
	kdd-schema -l c rows >got
	grep -qx 'c: label\. *| "a", "b"; 1 missing' got
	[ "$(grep -c ': label\.' got)" -eq 1 ]
	run kdd-schema -l nothing rows
	assert_failure 1
	assert_line 'kdd-schema: rows:1: there is no column "nothing" to be the label; the columns are "x" "c" "src_ip" "label"'
	refute_output --partial From
	# by itself in any case
	sed '1s/label/Label/' rows >other
	kdd-schema other | grep -q '^Label: label\.'
	run kdd-schema -l label other
	assert_failure 1
	# none: it says so
	sed '1s/label/verdict/' rows >other
	kdd-schema other >got
	[ "$(sed -n 2p got)" = "$(printf "$unlabelled")" ]
	grep -q '^verdict: symbolic\.' got
	run kdd-train -s got -c none -o m.kdt other
	assert_failure 2
	assert_line --partial 'got has no label column: name it with -l'
	kdd-train -q -s got -l verdict -c none -o m.kdt other
	grep -qx 'column label verdict' m.kdt
	log | kdd-schema -l c | grep -q '^c: label\.'
	echo '{"x":1,"c":"a"}' | kdd-schema -l c | grep -q '^c: label\.'
}

@test "schema: names that come twice or are empty get others" {
	printf '%s\n' 'a,b,a,a 3,,a,field5,,label' 1,2,3,4,5,6,7,8,good \
	    1,2,3,9,5,6,7,8,bad 1,2,3,4,5,9,7,8,odd 1,2,3,4,5,6,7,9,even \
	    1,2,9,4,5,6,7,8,last >rows
	kdd-schema rows >names
	# no two of one name; from says which the header has
	sed -n 's/:.*//p' names | grep -v '^|' | sort | uniq -d >twice
	[ ! -s twice ]
	run sed -n 's/^\([^:|]*\): [a-z]*\( from [^.]*\)*\..*/\1\2/p' names
	assert_output --regexp '^a
b
(.*) from a
a 3
(.*) from ""
(.*) from a
field5
(.*) from ""
label$'
	kdd-train -q -s names -c none --name t -o m.kdt rows
	[ "$(grep -c '^from' m.kdt)" -eq 4 ]
	kdd-classify -qa -m m.kdt rows >out
	run awk -F, 'NR > 1 && $2 == $12' out	# the verdict is the label
	[ "${#lines[@]}" -eq 5 ]
}

@test "schema: odd names and values come back whole" {
	cat >rows <<-'END'
	a:b,"c,d",e|f,g\h,i. j,k.,from,as, l ,"m ""q""",größe,x from y as z,discrete,"label: no",-d,l.,"""""",label
	1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,good
	9,"a|b. c",|,.,\x01,|. x: label.,"1,2\",é,"a""b",longer than twenty-four bytes of text,ü,1e999,-inf,"|",".",:,'',bad
	END
	printf '1,\x01,\x7f,\xff,\r,\t,\x1b[31m,8,9,10,11,12,13,14,15,16,17,odd\n' \
	    >>rows
	kdd-schema rows >names
	kdd-train -q -s names -c none --name t -o m.kdt rows
	kdd-train -q -s header -c none --name t -o n.kdt rows
	cmp m.kdt n.kdt || fail "$(cat names)"
	# no byte of a value reaches the terminal that it should not
	run grep -c '[^[:print:][:space:]]' <(LC_ALL=C tr -d '\200-\377' <names)
	assert_output 0
	[ "$(wc -l <names)" -eq 20 ]
}

@test "schema: a column is a number if every value is, whatever its place" {
	local order

	printf '%s\n' x,y,z,v,w 1,0x1,+1,nan,1e3 2,2,-0,?,.5 3,3,1e999,,-7. >r
	kdd-schema r >got
	run sed -n 's/ *|.*//p' <(sed 1,2d got)
	assert_output 'x: continuous.
y: symbolic.
z: continuous.
v: continuous.
w: continuous.'
	grep -qx 'v: continuous\. | no values' got
	grep -qx 'z: continuous\. | 0 to inf' got
	grep -qx 'w: continuous\. | -7 to 1000' got
	# a word in the last row, or the first
	printf '%s\n' x,label 1,a 2,b word,a >r
	kdd-schema r | grep -qx 'x: symbolic\. *| "1", "2", "word"'
	printf '%s\n' x,label word,a 2,b 1,a >r
	kdd-schema r | grep -qx 'x: symbolic\. *| "word", "2", "1"'
	# NaN in any of its spellings is no value
	printf '%s\n' x,label -nan,a 2,b 1,a +NaN,b >r
	kdd-schema r | grep -qx 'x: continuous\. | 1 to 2; 2 missing'
	# one value only is shown as it stands; more than four are not
	printf '%s\n' x,label 1.0,a 1.0,b >r
	kdd-schema r | grep -qx 'x: continuous\. | "1\.0"'
	printf '%s\n' x,label a,a b,b a,c c,d d,e e,f >r
	kdd-schema r >got
	grep -qx 'x: symbolic\. *| "a", "b", "c", "d", \.\.\.' got
	grep -qx 'label: label\. *| "a", "b", "c", "d", \.\.\.' got
}

@test "schema: rows, schema, training: the model of training by the form" {
	local form

	sample 1500 5 >bare
	{
		for i in $(seq 41); do printf 'f%02d,' "$i"; done
		echo label
		cat bare
	} >header
	awk -F, -v OFS='\t' 'NR == 1 { $1 = $1; print "#fields", $0; next }
	    { $1 = $1; print }' header >zeek
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) key[i] = $i; next } {
		line = ""
		for (i = 1; i <= NF; i++)
			line = line "\"" key[i] "\":" \
			    ($i ~ /^[0-9.]+$/ ? $i + 0 : "\"" $i "\"") ","
		sub(/,$/, "", line)
		print "{" line "}"
	}' header >json
	for form in header zeek json; do
		kdd-schema $form >$form.names
		kdd-train -q -k 2 -s $form.names -c none -o $form.kdt $form
		kdd-train -q -k 2 -s $form -c none $form >want.kdt
		cmp $form.kdt want.kdt || fail "$(diff $form.kdt want.kdt)"
	done
	same_tree header.kdt zeek.kdt
	# plain: names are other, the tree is the same
	kdd-schema -l field42 bare >plain.names
	kdd-train -q -k 2 -s plain.names -c none -o plain.kdt bare
	sed 's/\bfield\([0-9]\)\b/f0\1/g; s/\bfield42\b/label/g
	    s/\bfield\([0-9]*\)\b/f\1/g' plain.kdt >renamed.kdt
	same_tree renamed.kdt header.kdt
	grep -q '^node' header.kdt
}

@test "schema: a schema that was edited is what is trained" {
	kdd-schema rows >names
	sed -e 's/^x: continuous/x: symbolic/' -e 's/^c: symbolic/c: ignore/' \
	    -e 's/^src_ip: ignore/src_ip: symbolic/' names >edited
	kdd-train -q -s edited -c none -o m.kdt rows
	run grep ^column m.kdt
	assert_output 'column category x
column ignored c
column category src_ip src_ip
column label label'
}

@test "schema: rejected rows are status 3, and told" {
	printf '%s\n' x,c,label 1,a,good 1,a '1,"a,bad' 1,a,b,c 2,b,bad >other
	printf '1,\0,bad\n' >>other
	kdd-schema --rejects bad other >got 2>log || [ $? -eq 3 ]
	run kdd-schema other
	assert_failure 3
	assert_line 'kdd-schema: other:3:4: 2 fields, not 3'
	assert_line 'kdd-schema: other:4:3: field 2: the quote is still open at the end of the line'
	assert_line 'kdd-schema: other:5:7: 4 fields, not 3'
	assert_line 'kdd-schema: other:7:3: a NUL byte'
	assert_line --regexp '^\| From 2 rows\.'
	run cut -f1-3 bad
	assert_output '3	other	fields
4	other	quote
5	other	fields
7	other	nul'
	{ echo x,c,label; echo 1,a,good; echo 2,b,bad; } >good
	writes got good
	# -max-errors gives up without a schema
	run kdd-schema --max-errors 3 other
	assert_failure 1
	assert_line 'kdd-schema: gave up after 3 rejected rows (--max-errors)'
	refute_output --partial From
	run kdd-schema --max-errors 5 other
	assert_failure 3
	# JSON; a broken line leaves no column behind
	printf '%s\n' '{"x":1,"label":"a"}' '{"y":2,' '[3]' >other
	run kdd-schema other
	assert_failure 3
	assert_line --partial 'other:2:8: '
	assert_line --partial 'other:3:1: not one JSON object'
	assert_line --regexp '^\| From 1 row\.'
	refute_output --partial 'y: '
	# a log; rows before #fields
	{ echo 1; log; } >other
	sed -i '1!b; s/.*/#path x\n1/' other
	run kdd-schema other
	assert_failure 3
	assert_line --partial 'other:2: no #fields line before it'
	assert_line --regexp '^\| From 4 rows\.'
}

@test "schema: the first row is bad, those that follow tell the columns" {
	local first

	tail -n +2 rows >bare
	kdd-schema bare >want
	for first in '"1,a,b,c' '1,\0,b,c' "1,$(printf '%01048576d' 1),b,c"; do
		{ printf "$first\n"; cat bare; } >other
		kdd-schema other >got 2>log || [ $? -eq 3 ]
		cmp got want || fail "$(cut -c1-200 log)"
		[ "$(grep -c '^kdd-schema: other:1:' log)" -eq 1 ]
	done
}

@test "schema: nothing, or nothing good, is an error without output" {
	local text

	for text in '' '\n' '\xef\xbb\xbf' '#close\tx\n' '{"x":\n' \
	    '#path\tx\n1\t2\n' '"a\n'; do
		printf "$text" >other
		kdd-schema other >got 2>log && fail "status 0 of $text"
		[ ! -s got ] || fail "$text: $(cat got)"
		grep -q '^kdd-schema: ' log
	done
	printf '' >other
	run kdd-schema other
	assert_failure 1
	assert_output 'kdd-schema: no rows to make a schema of'
	run kdd-schema nowhere rows
	assert_failure 1
	assert_line 'kdd-schema: nowhere: No such file or directory'
	refute_output --partial From
	run kdd-schema rows .
	assert_failure 1
	assert_line 'kdd-schema: .: Is a directory'
	refute_output --partial From
	printf '\xff\xfex\0' >utf16
	run kdd-schema rows utf16
	assert_failure 1
	assert_line --partial 'kdd-schema: utf16:1: UTF-16 text'
	refute_output --partial From
}

@test "schema: files of different columns are an error" {
	printf '%s\n' x,c,src_ip,label,new 1,a,1,good,7 >more
	run kdd-schema rows more
	assert_failure 1
	assert_line --partial 'kdd-schema: more:1: a new column "new", which the rows before did not have'
	refute_output --partial From
	# in another order they are the same
	printf '%s\n' label,x,c,src_ip worse,7,a,10.0.0.1 >turned
	kdd-schema rows turned >got
	grep -qx 'x: continuous\. *| -8 to 7; 1 missing' got
	grep -qx 'label: label\. *| "good", "bad", "worse"' got
	# plain: the first row says how many
	printf '%s\n' 1,2,3 >a
	printf '%s\n' 1,2 4,5,6 >b
	run kdd-schema a b
	assert_failure 3
	assert_line 'kdd-schema: b:1:4: 2 fields, not 3'
	assert_line --regexp '^\| From 2 rows\.'
}

@test "schema: the kinds do not depend on the order of rows" {
	sample 300 9 >r
	kdd-schema r >want
	sed 's/^\([^|]*\)|.*/\1/' want >kinds
	for seed in 1 2 3; do
		awk -v seed=$seed 'BEGIN { srand(seed) }
		    { print rand() "\t" $0 }' r | sort | cut -f2- |
		    kdd-schema >got
		sed 's/^\([^|]*\)|.*/\1/' got | cmp - kinds
	done
	# numbers: the comment neither
	grep ': continuous' want >numbers
	[ -s numbers ]
	grep ': continuous' got | cmp - numbers
}

@test "schema: help, version, wrong usage, a full disk" {
	run --separate-stderr kdd-schema -h
	assert_success
	assert_line --index 0 --partial 'usage: kdd-schema '
	[ -z "$stderr" ]
	run kdd-schema -V
	assert_success
	assert_output --regexp '^kdd-schema [0-9.]+$'
	run kdd-schema -Z
	assert_failure 2
	run bash -c 'kdd-schema rows >/dev/full'
	assert_failure 1
	assert_output 'kdd-schema: stdout: No space left on device'
	cp rows before
	run kdd-schema --rejects rows rows
	assert_failure 2
	assert_output --partial 'would overwrite'
	cmp rows before
	run bash -c 'kdd-schema rows >&-'
	assert_failure 1
}
