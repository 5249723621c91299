#!/usr/bin/env bats
# rows of every form: header, zeek, json, plain of any delimiter

load helper

# bad is what has x above 5 and b for c; two nodes, so a column that is taken
# for another shows.
setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	cat >rows <<-'END'
	x,c,y,id,label
	1,a,5,1,good
	2,b,5,2,good
	8,a,6,3,good
	9,b,5,4,bad
	8,b,5,5,bad
	2,a,6,6,good
	END
	tail -n +2 rows >bare
	to_zeek <rows >conn.log
	to_json <rows >eve.json
	kdd-train -q -s header -c none --name t -o header.kdt rows
	kdd-train -q -s zeek -c none --name t -o zeek.kdt conn.log
	kdd-train -q -s json -c none --name t -o json.kdt eve.json
	cat >names <<-'END'
	x: continuous.
	c: symbolic.
	y: continuous.
	id: ignore.
	label: label.
	END
	kdd-train -q -s names -c none --name t -o plain.kdt bare
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	dir=$BATS_FILE_TMPDIR
	header=$dir/header.kdt zeek=$dir/zeek.kdt json=$dir/json.kdt
	plain=$dir/plain.kdt rows=$dir/rows
	verdicts="good good good bad bad good"
}

# to_zeek: a header and rows as a log
to_zeek() {
	awk -F, -v OFS='\t' 'NR == 1 {
		print "#separator \\x09"
		print "#set_separator", ","
		print "#empty_field", "(empty)"
		print "#unset_field", "-"
		print "#path", "conn"
		print "#open", "2026-11-25-04-00-00"
		$1 = $1
		print "#fields", $0
		gsub(/[^\t]+/, "string")
		print "#types", $0
		next
	} { for (i = 1; i <= NF; i++) if ($i == "") $i = "-"; $1 = $1; print }
	END { print "#close", "2026-11-25-05-00-00" }'
}

# to_json: a header and rows as objects
to_json() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) key[i] = $i; next } {
		line = ""
		for (i = 1; i <= NF; i++) {
			if ($i == "")
				continue
			value = $i ~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/ ? $i : \
			    "\"" $i "\""
			line = line (line == "" ? "" : ",") \
			    "\"" key[i] "\":" value
		}
		print "{" line "}"
	}'
}

# write FORM FILE: from a header and rows on stdin
write() {
	case $1 in
	header) cat >"$2" ;;
	zeek) to_zeek >"$2" ;;
	json) to_json >"$2" ;;
	esac
}

# pick NAME...: these columns of what has a header; @ is one of its own
pick() {
	awk -F, -v want="$*" 'NR == 1 {
		for (i = 1; i <= NF; i++)
			at[$i] = i
		n = split(want, name, " ")
	} {
		line = ""
		for (i = 1; i <= n; i++)
			line = line (i > 1 ? "," : "") (name[i] in at ? \
			    $at[name[i]] : NR == 1 ? "more " i : "z" NR)
		print line
	}'
}

# classes: of verdicts in any form, on one line
classes() {
	sed -n 's/^{"kdd":{"model":"[^"]*","class":"\([^"]*\)".*/\1/p
	    t
	    s/^[^#,;|	]*[,;|	]\([^,;|	]*\).*/\1/p' |
	    grep -vx class | tr '\n' ' ' | sed 's/ $//'
}

# gives MODEL FILE [OPTION...]: the verdicts are those that they should be
gives() {
	kdd-classify -qa "${@:3}" -m "$1" "$2" >out
	[ "$(classes <out)" = "$verdicts" ] ||
	    fail "$(classes <out), not $verdicts: $(cat out)"
}

# nodes MODEL: the tree in it, and what its columns are
nodes() {
	grep -E '^(column|value|class|label|rows|node|leaf)' "$1"
}

# same_nodes MODEL MODEL
same_nodes() {
	nodes "$1" >a
	nodes "$2" >b
	[ -s a ]
	diff a b
}

# --- header

@test "forms: a header in any order of its columns" {
	local order n=0

	for order in "x c y label id" "label id y c x" "id label x y c" \
	    "c x id y label" "y c label x id" "@ c @ @ x y label" "y x c" \
	    "c y @ x" "x y c label id"; do
		pick $order <"$rows" >other
		gives "$header" other
		gives "$plain" other
		gives "$plain" other -s header
		# the rows and the header come out as they were
		cut -d, -f4- out | cmp - other
		n=$((n + 1))
	done
	[ $n -eq 9 ]
}

@test "forms: training finds the columns of a header in any order" {
	local order

	# with a file the columns are the file's: the model is the same
	sed '1i form header.' "$dir/names" >names
	kdd-train -q -s names -c none --name t -o want.kdt "$rows"
	for order in "label y c x id" "c id @ x label @ y" "y x c label"; do
		pick $order <"$rows" >other
		kdd-train -q -s names -c none --name t other | cmp - want.kdt
		# a plain schema takes a header, too
		kdd-train -q -s "$dir/names" -c none --name t other |
		    cmp - "$plain"
	done
	same_nodes want.kdt "$header"
	same_nodes "$plain" "$header"
}

@test "forms: blanks around names and quotes do not count" {
	{ printf ' x ,\tc\t,"y"," id ", label \n'; cat "$dir/bare"; } >other
	gives "$header" other
	kdd-train -q -s header -c none --name t other | cmp - "$header"
	{ echo '"x","c","y","id","label"'; cat "$dir/bare"; } >other
	gives "$header" other
	kdd-train -q -s header -c none --name t other | cmp - "$header"
	# inside a name they do, and so does case
	{ echo 'X,c,y,id,label'; cat "$dir/bare"; } >other
	run kdd-classify -a -m "$header" other
	assert_failure 1
	assert_line 'kdd-classify: other:1: there is no column "x", which is one of the features'
}

@test "forms: names of any bytes, with delimiters, quotes and UTF-8" {
	{ echo '"a,b","say ""x""",größe,label'; echo '1,2,3,good'
	    echo '1,2,4,bad'; echo '2,2,3,odd'; } >other
	kdd-train -q -s header -c none --name t -o m.kdt other
	[ "$(kdd-classify -qa -m m.kdt other | classes)" = "good bad odd" ]
	{ echo 'größe,"a,b","say ""x"""'; echo 4,1,2; echo 3,2,2; } >turned
	[ "$(kdd-classify -qa -m m.kdt turned | classes)" = "bad odd" ]
}

@test "forms: a header that lacks a column names it" {
	pick y x label <"$rows" >other
	for model in "$header" "$plain"; do
		run kdd-classify -a -m "$model" other
		assert_failure 1
		assert_line 'kdd-classify: other:1: there is no column "c", which is one of the features'
		# the other files are judged
		kdd-classify -qa -m "$model" other "$rows" >out 2>log ||
		    [ $? -eq 1 ]
		[ "$(classes <out)" = "$verdicts" ]
		kdd-classify -qa -m "$model" "$rows" other "$rows" >out \
		    2>log || [ $? -eq 1 ]
		[ "$(classes <out)" = "$verdicts $verdicts" ]
	done
	run kdd-train -s "$dir/names" -c none -o m.kdt other
	assert_failure 1
	assert_line 'kdd-train: other:1: there is no column "c", which is one of the features'
	pick x c y <"$rows" >other
	run kdd-train -s header -c none -o m.kdt other
	assert_failure 1
	assert_line 'kdd-train: other:1: there is no column "label" to be the label (-l names another); the columns are "x" "c" "y"'
	run kdd-train -s header -l verdict -c none -o m.kdt other
	assert_failure 1
	assert_line 'kdd-train: other:1: there is no column "verdict" to be the label; the columns are "x" "c" "y"'
	run kdd-train -s "$dir/names" -c none -o m.kdt other
	assert_failure 1
	assert_line 'kdd-train: other:1: there is no column "label", which is the label'
	[ ! -e m.kdt ]
	# kdd-score needs the label, kdd-classify does not
	gives "$header" other
	mv out verdicts
	run kdd-score -m "$header" verdicts
	assert_failure 1
	assert_line 'kdd-score: verdicts:1: there is no column "label", which is the label'
}

@test "forms: plain rows may have a header; one that lacks some is refused" {
	local names

	# half of the features or more: a header; less than half: a row
	for names in x,c,q,id,label q,c,y,id,label; do
		{ echo $names; cat "$dir/bare"; } >other
		run kdd-classify -a -m "$plain" other
		assert_failure 1
		assert_line --regexp '^kdd-classify: other:1: there is no column "[xy]", which is one of the features$'
		refute_output --partial t,good
	done
	{ echo q,r,y,id,label; cat "$dir/bare"; } >other
	run kdd-classify -a -m "$plain" other
	assert_success
	assert_line --partial '7 rows: 7 judged'
	assert_line t,good,1.000000,q,r,y,id,label
	gives "$plain" "$dir/bare"
}

@test "forms: a name that comes twice is refused where it matters" {
	local say='the column name "x" comes twice, as field 2 and 4; a schema file can tell them apart (see kdd-schema)'

	printf '%s\n' c,x,y,x,label a,1,5,9,good >other
	run kdd-classify -a -m "$header" other
	assert_failure 1
	assert_line "kdd-classify: other:1: $say"
	run kdd-train -s header -c none -o m.kdt other
	assert_failure 1
	assert_line "kdd-train: other:1: $say"
	run kdd-train -s "$dir/names" -c none -o m.kdt other
	assert_failure 1
	assert_line "kdd-train: other:1: $say"
	[ ! -e m.kdt ]
	# of one that no column has it does not matter
	pick q y q x c label <"$rows" | sed '1s/more [0-9]/q/g' >other
	gives "$header" other
	# an empty one
	printf '%s\n' x,,label 1,2,good >other
	run kdd-train -s header -c none -o m.kdt other
	assert_failure 1
	assert_line 'kdd-train: other:1: field 2 has no name; a schema file can give it one (see kdd-schema)'
	# the label twice
	printf '%s\n' label,x,label good,1,bad >other
	run kdd-train -s header -c none -o m.kdt other
	assert_failure 1
	assert_line --partial 'the column name "label" comes twice, as field 1 and 3'
}

@test "forms: from renames a column, and tells two of a name apart" {
	cat >names <<-'END'
	form header.
	first: continuous from n.
	second: continuous from n.
	kind: symbolic from the kind.
	blank: continuous from "".
	verdict: label from label.
	END
	printf '%s\n' 'n,label,the kind,,n' 1,good,a,0,9 1,bad,a,0,2 \
	    1,odd,b,0,9 1,even,b,7,9 >other
	kdd-train -q -s names -c none --name t -o m.kdt other
	run grep -E '^(column|from)' m.kdt
	assert_output 'column number first
from n
column number second
from n
column category kind
from "the kind"
column number blank
from ""
column label verdict
from label'
	run bash -c "sed -n 's/^node [0-9]* [a-z]* [0-9 ]*//p' m.kdt | sort"
	assert_output 'blank <= 3.5 left
kind in a
second <= 5.5 right'
	[ "$(kdd-classify -qa -m m.kdt other | classes)" = \
	    "good bad odd even" ]
	# elsewhere in the header; the first n stays the first
	printf '%s\n' ',n,the kind,n' 0,1,a,9 0,1,a,2 0,1,b,9 7,1,b,9 >other
	[ "$(kdd-classify -qa -m m.kdt other | classes)" = \
	    "good bad odd even" ]
	# one n is too few, three too many
	printf '%s\n' ',n,the kind' 0,1,a >other
	run kdd-classify -m m.kdt other
	assert_failure 1
	assert_line 'kdd-classify: other:1: there is no column "n", which is one of the features'
	printf '%s\n' ',n,n,n,the kind' 0,1,2,3,a >other
	run kdd-classify -m m.kdt other
	assert_failure 1
	assert_line --partial 'the column name "n" comes twice'
	# its own name is not what the header is asked for
	printf '%s\n' ',n,n,kind' 0,1,2,a >other
	run kdd-classify -m m.kdt other
	assert_failure 1
	assert_line --partial 'there is no column "the kind"'
}

@test "forms: a row has as many fields as the header" {
	printf '%s\n' c,more,x,y a,1,1,5 a,1,1 b,1,9,5,0 b,1,9,5 >other
	run kdd-classify -a -m "$header" other
	assert_failure 3
	assert_line t,good,1.000000,a,1,1,5
	assert_line t,bad,1.000000,b,1,9,5
	assert_line 'kdd-classify: other:3:6: 3 fields, not 4'
	assert_line 'kdd-classify: other:4:9: 5 fields, not 4'
	# -e is for rows without names, and does not loosen this
	run kdd-classify -e 1 -a -m "$header" other
	assert_failure 3
	assert_line 'kdd-classify: other:4:9: 5 fields, not 4'
	# plain rows: what is behind the last feature may be absent
	printf '%s\n' 1,a,5 1,a,5,9 1,a 1,a,5,9,good,0 >other
	run kdd-classify -a -m "$plain" other
	assert_failure 3
	assert_line 'kdd-classify: other:3:4: 2 fields, not 3 to 5'
	assert_line 'kdd-classify: other:4:14: 6 fields, not 3 to 5'
	assert_line --partial '4 rows: 2 judged, 2 rejected (2 fields)'
}

@test "forms: -e passes further fields by, in plain rows alone" {
	sed 's/$/,host,7/' "$dir/bare" >other
	gives "$plain" other -e 2
	cut -d, -f4- out | cmp - other
	kdd-train -q -e 2 -s "$dir/names" -c none --name t other |
	    cmp - "$plain"
	kdd-score -q -e 2 -f tsv -m "$plain" out | head -n 1 >score
	printf 't\taccuracy\t-\t-\t1.000000\n' | cmp - score
	# none of them may be the label, or stand in for a field
	cut -d, -f1-3,6- other >short
	run kdd-classify -a -e 2 -m "$plain" short
	assert_success
	[ "$(classes <<<"$output" | cut -d' ' -f1-6)" = "$verdicts" ]
	cut -d, -f1-3,6 other >short
	run kdd-classify -a -e 2 -m "$plain" short
	assert_failure 3
	assert_line 'kdd-classify: short:1:11: 4 fields, not 5 to 7'
}

@test "forms: a header that comes again is passed over, another is a row" {
	{ cat "$rows" "$rows"; head -n 1 "$rows" | sed 's/$/\r/'
	    sed '1s/x,/x ,/' "$rows"; } >other
	kdd-classify -a -m "$header" other >out 2>log
	[ "$(classes <out)" = "$verdicts $verdicts good $verdicts" ]
	grep -qx t,good,1.000000,x\ ,c,y,id,label out
	grep -q '19 rows: 19 judged, 0 rejected' log
	[ "$(grep -c ^model, out)" -eq 1 ]
	# in training the other one is a row that cannot be read
	run kdd-train -s "$dir/names" -c none --name t -o m.kdt other
	assert_failure 3
	assert_line 'kdd-train: other:16:1: field 1 "x": "x " is not a number'
	grep -qx 'rows 18 6' m.kdt
	# discovered columns have no such rule: the words count
	run kdd-train -q -s header -c none -o m.kdt other
	assert_success
	grep -qx 'column category x' m.kdt
	# verdicts of two runs, one behind the other
	kdd-classify -qa -m "$header" "$rows" >once
	cat once once >twice
	kdd-score -f tsv -m "$header" twice 2>log >score
	grep -q '12 verdicts: 12 scored, 0 dropped, 0 rejected' log
	kdd-score -q -f tsv -m "$header" once twice |
	    grep -c "$(printf '^t\trows\tbad\tbad\t6$')"
}

@test "forms: the header of a run is written once, for all its files" {
	cp "$rows" a
	cp "$rows" b
	kdd-classify -a -m "$header" a b >out 2>log
	head -n 1 out | cmp - <(sed '1s/^/model,class,score,/;q' "$rows")
	[ "$(grep -c ^model, out)" -eq 1 ]
	[ "$(classes <out)" = "$verdicts $verdicts" ]
	# with line end as it came
	sed 's/$/\r/' a >c
	kdd-classify -qa -m "$header" c | head -n 1 |
	    cmp - <(printf 'model,class,score,x,c,y,id,label\r\n')
	# it does not wait for a row
	mkfifo in
	kdd-classify -qa -m "$header" <in >out &
	exec 5>in
	head -n 1 "$rows" >&5
	wait_for out
	exec 5>&-
	wait
	# without -a there may be no alert; the header is there
	kdd-train -q -s header -c none -t bad -o m.kdt "$rows"
	head -n 2 "$rows" >a
	run kdd-classify -q -m m.kdt a
	assert_success
	assert_output model,class,score,x,c,y,id,label
}

@test "forms: the files of a run must have the same header, or none" {
	local say='its rows cannot stand under the same names; read it in a run of its own'

	pick c x y <"$rows" >turned
	for model in "$header" "$plain"; do
		kdd-classify -a -m "$model" "$rows" turned "$rows" >out \
		    2>log || [ $? -eq 1 ]
		grep -qxF "kdd-classify: turned:1: not the header of the files before: $say" log
		[ "$(classes <out)" = "$verdicts $verdicts" ]
		[ "$(grep -c ^model, out)" -eq 1 ]
	done
	run kdd-classify -a -m "$plain" "$rows" "$dir/bare"
	assert_failure 1
	assert_line "kdd-classify: $dir/bare:1: no header, as the files before have: $say"
	run kdd-classify -a -m "$plain" "$dir/bare" "$rows"
	assert_failure 1
	assert_line "kdd-classify: $rows:1: a header, which the files before have not: $say"
	# empty files say nothing
	: >empty
	kdd-classify -qa -m "$plain" empty "$rows" empty "$rows" >out
	[ "$(classes <out)" = "$verdicts $verdicts" ]
	kdd-classify -qa -m "$plain" empty "$dir/bare" empty "$dir/bare" >out
	[ "$(classes <out)" = "$verdicts $verdicts" ]
	# training and scoring write no rows: each file has its own
	pick label c x y id <"$rows" >turned
	sed '1i form header.' "$dir/names" >names
	kdd-train -q -s names -c none --name t "$rows" "$rows" >want.kdt
	kdd-train -q -s names -c none --name t turned "$rows" | cmp - want.kdt
	kdd-train -q -s header -c none --name t "$rows" turned >got.kdt
	kdd-train -q -s header -c none --name t "$rows" "$rows" |
	    cmp - got.kdt
	kdd-train -q -s "$dir/names" -c none --name t turned "$dir/bare" \
	    "$rows" >got.kdt
	kdd-train -q -s "$dir/names" -c none --name t "$dir/bare" \
	    "$dir/bare" "$dir/bare" | cmp - got.kdt
	kdd-classify -qa -m "$header" "$rows" >a
	kdd-classify -qa -m "$header" turned >b
	kdd-score -f tsv -m "$header" a b 2>log | head -n 1 >score
	printf 't\taccuracy\t-\t-\t1.000000\n' | cmp - score
	grep -q '12 verdicts: 12 scored' log
	# columns found in the first file are those of the next
	pick label c x more <"$rows" >fewer
	run kdd-train -s header -c none -o m.kdt "$rows" fewer
	assert_failure 1
	assert_line --regexp '^kdd-train: fewer:1: .*"(y|more 4)"'
}

@test "forms: a label that is absent, or elsewhere, changes no verdict" {
	pick y c x id <"$rows" >other
	gives "$header" other
	cut -d, -f1-3 "$dir/bare" >other
	gives "$plain" other
	cut -d, -f1-4 "$dir/bare" >other
	gives "$plain" other
	sed 's/[a-z]*$/what/' "$dir/bare" >other
	gives "$plain" other
}

# --- any delimiter

@test "forms: any delimiter, by a schema file" {
	local name byte other

	for name in tab semicolon pipe space '\x01' '#' ! '\:' '\\' '\x80' '&' \
	    '\xff' comma; do
		case $name in
		tab) byte=$'\t' ;;
		semicolon) byte=';' ;;
		pipe) byte='|' ;;
		space) byte=' ' ;;
		comma) byte=, ;;
		'\x01') byte=$'\x01' ;;
		'\x80') byte=$'\x80' ;;
		'\xff') byte=$'\xff' ;;
		*) byte=${name#\\} ;;
		esac
		perl -pe 'BEGIN { $b = shift } s/,/$b/g' "$byte" "$dir/bare" \
		    >bare
		perl -pe 'BEGIN { $b = shift } s/,/$b/g' "$byte" "$rows" >rows
		{ echo "delimiter $name."; cat "$dir/names"; } >names
		kdd-train -q -s names -c none --name t -o m.kdt bare
		same_nodes m.kdt "$plain"
		kdd-train -q -s names -c none --name t rows | cmp - m.kdt
		for other in bare rows; do
			kdd-classify -qa -m m.kdt $other >out
			# verdict and row are divided alike
			perl -ne 'BEGIN { $b = shift } chomp;
			    @f = split /\Q$b\E/; print "$f[1] "
			    unless $f[1] eq "class"; die unless @f == 8' \
			    "$byte" out >got
			[ "$(cat got)" = "$verdicts " ] ||
			    fail "$name: $(cat got)"
			kdd-score -q -f tsv -m m.kdt out | head -n 1 |
			    grep -q '1\.000000$'
		done
		kdd-compile -f c m.kdt >/dev/null
	done
}

@test "forms: a field in quotes may hold the delimiter, whichever it is" {
	printf '%s\n' 'delimiter semicolon.' 'x: continuous.' 'c: symbolic.' \
	    'label: label.' >names
	printf '%s\n' '1;"a;b";good' '1;a,b;bad' >other
	kdd-train -q -s names -c none --name t -o m.kdt other
	run kdd-classify -qa -m m.kdt other
	assert_output 't;good;1.000000;1;"a;b";good
t;bad;1.000000;1;a,b;bad'
	# a class that holds it is quoted
	printf '%s\n' '1;a;"go;od"' '1;b;"b""ad"' >other
	kdd-train -q -s names -c none --name t -o m.kdt other
	kdd-classify -qa -m m.kdt other >out
	run cat out
	assert_output 't;"go;od";1.000000;1;a;"go;od"
t;"b""ad";1.000000;1;b;"b""ad"'
	kdd-score -q -f tsv -m m.kdt out | grep -q 'accuracy.*1\.000000$'
}

# --- zeek

@test "forms: a log of Zeek gives such a log, and that one again" {
	kdd-classify -a -m "$zeek" "$dir/conn.log" >out 2>log
	[ "$(classes <out)" = "$verdicts" ]
	# # lines are passed on, #fields and #types with three more in front
	grep '^#' "$dir/conn.log" |
	    sed 's/^\(#fields\)/\1\tmodel\tclass\tscore/
		s/^\(#types\)/\1\tstring\tstring\tdouble/' >want
	grep '^#' out | cmp want -
	grep -v '^#' out | cut -f4- | cmp - <(grep -v '^#' "$dir/conn.log")
	# as many names as types as fields
	[ "$(awk -F'\t' '/^#(fields|types)/ { print NF - 1 } !/^#/ { print NF }' \
	    out | sort -u)" = 8 ]
	# scored, and judged once more
	kdd-score -m "$zeek" out >table 2>log
	grep -qx 'accuracy 1.000000 (6 of 6 rows)' table
	grep -q '6 verdicts: 6 scored, 0 dropped, 0 rejected' log
	gives "$zeek" "$dir/conn.log"
	mv out once
	gives "$zeek" once
	grep -v '^#' out | cut -f4- | cmp - <(grep -v '^#' once)
}

@test "forms: -s of kdd-classify names the form, the columns are the model's" {
	local model

	for model in "$header" "$zeek" "$json" "$plain"; do
		gives "$model" "$dir/conn.log" -s zeek
		kdd-score -q -s zeek -f tsv -m "$model" out | grep -q \
		    'accuracy.*1\.000000$'
		gives "$model" "$dir/eve.json" -s json
		kdd-score -q -s json -f tsv -m "$model" out | grep -q \
		    'accuracy.*1\.000000$'
	done
	for model in "$header" "$json" "$plain"; do
		gives "$model" "$rows" -s header
		kdd-score -q -s header -f tsv -m "$model" out | grep -q \
		    'accuracy.*1\.000000$'
	done
	gives "$header" "$dir/bare" -s plain
	kdd-score -q -s plain -f tsv -m "$header" out | grep -q \
	    'accuracy.*1\.000000$'
	tr , '\t' <"$rows" >tsv
	gives "$zeek" tsv -s header
	tail -n +2 tsv >bare
	gives "$zeek" bare -s plain
	run kdd-classify -s csv -m "$header" "$rows"
	assert_failure 2
	assert_line --partial '-s csv: not plain, header, zeek or json'
	run kdd-score -s kdd99 -m "$header" "$rows"
	assert_failure 2
}

@test "forms: the form and the roles are in the model" {
	printf '%s\n' ts,id.orig_h,id.resp_p,proto,x,label \
	    1,10.0.0.1,80,tcp,1,good 2,10.0.0.2,22,tcp,9,bad >r
	local form
	for form in header zeek json; do
		write $form other <r
		kdd-train -s $form -c none -o $form.kdt other 2>log
		run grep -E '^(form|delimiter)' $form.kdt
		case $form in
		header) assert_output "delimiter ,
form header" ;;
		zeek) assert_output 'delimiter "\x09"
form zeek' ;;
		json) assert_line "form json" ;;
		esac
		run grep ^column $form.kdt
		assert_line 'column ignored ts timestamp'
		assert_line 'column ignored id.orig_h src_ip'
		assert_line 'column number id.resp_p dest_port'
		assert_line 'column category proto proto'
		assert_line 'column number x'
		assert_line 'column label label'
		grep -q '^kdd-train: not learned from, by their names (a schema file can change that):.* "id.orig_h"' log
		gives_any=$(kdd-classify -qa -m $form.kdt other | classes)
		[ "$gives_any" = "good bad" ]
	done
	# of a plain schema file there is none to be said
	run grep -c ^form "$plain"
	assert_output 0
}

@test "forms: #separator, the tab and others" {
	local byte text

	for text in '\x2c' '\x3b' '\x7c' '\x20' ';' '\x01' ,; do
		case $text in
		\\x*) byte=$(printf "$text") ;;
		*) byte=$text ;;
		esac
		perl -pe 'BEGIN { $b = shift; $t = shift }
		    /^#separator/ ? s/ .*/ $t/ : s/\t/$b/g' \
		    "$byte" "$text" "$dir/conn.log" >log
		kdd-classify -qa -m "$zeek" log >out
		perl -ne 'BEGIN { $b = shift } chomp;
		    @f = split /\Q$b\E/; print "$f[1] " if !/^#/;
		    die "$_" if !/^#/ && @f != 8 || /^#fields/ && @f != 9' \
		    "$byte" out >got
		[ "$(cat got)" = "$verdicts " ] || fail "$text: $(cat got)"
		kdd-score -q -f tsv -m "$zeek" out | grep -q \
		    'accuracy.*1\.000000$'
		kdd-train -q -s zeek -c none --name t log >m.kdt
		same_nodes m.kdt "$zeek"
	done
	# in mid-stream, and back; a file starts anew
	{ cat "$dir/conn.log"; cat log; cat "$dir/conn.log"; } >mixed
	kdd-classify -a -m "$zeek" mixed >out 2>log2
	grep -q '18 rows: 18 judged, 0 rejected' log2
	kdd-score -q -m "$zeek" out >table
	grep -qx 'accuracy 1.000000 (18 of 18 rows)' table
	kdd-classify -a -m "$zeek" log "$dir/conn.log" 2>log2 >out
	grep -q '12 rows: 12 judged, 0 rejected' log2
	# one that cannot be
	for text in '\x41' x '"' '\x0' ',,'; do
		{ echo "#separator $text"; grep -v '^#sep' "$dir/conn.log"
		} >other
		run kdd-classify -a -m "$zeek" other
		assert_failure 1
		assert_line --partial 'other:1: #separator '
	done
}

@test "forms: each log starts anew, with the tab and -" {
	printf '%s\n' '#separator \x3b' '#unset_field;NIL' '#fields;c;x;y' \
	    'b;9;5' 'b;NIL;5' >other
	printf '#fields\tx\tc\ty\n2\tb\t5\n-\tb\t5\nNIL\tb\t5\n' >log
	run kdd-classify -a -m "$zeek" other log
	assert_success
	assert_line 't;bad;1.000000;b;9;5'
	assert_line 't	good	1.000000	2	b	5'
	assert_line 'kdd-classify: model t: column "x": of 5 values asked for, 2 missing, 1 unreadable and judged as missing'
	assert_line --partial '5 rows: 5 judged, 0 rejected'
}

@test "forms: #unset_field is missing, #empty_field is a value" {
	printf '%s\n' x,c,label 1,a,good ,a,bad 1,,odd '1,(empty),even' >r
	to_zeek <r >other
	kdd-train -q -s zeek -c none --name t -o m.kdt other
	run grep -E '^(column|value)' m.kdt
	assert_output 'column number x
column category c
value (empty)
value a
column label label'
	kdd-classify -a -m m.kdt other >out 2>log
	[ "$(classes <out)" = "good bad odd even" ]
	grep -q 'column "x": of [0-9]* values asked for, 1 missing$' log
	# another text
	sed 's/-$/NIL/; s/\t-\t/\tNIL\t/; s/^-\t/NIL\t/' other >nil
	grep -qx "$(printf '#unset_field\tNIL')" nil
	kdd-train -q -s zeek -c none --name t nil >n.kdt
	same_nodes m.kdt n.kdt
	[ "$(kdd-classify -qa -m m.kdt nil | classes)" = "good bad odd even" ]
	# it holds until the next, and for the lines behind it alone
	{ cat nil; grep -v '^#' other; } >both
	run kdd-classify -a -m m.kdt both
	assert_success
	assert_line --regexp 'column "x": .* 1 missing, 1 unreadable'
	# then - is a value like others
	printf '%s\n' '#unset_field	NIL' '#fields	x	c' '1	-' >other
	run kdd-classify -a -m m.kdt other
	assert_success
	assert_line --regexp 'column "c": .* never seen in training$'
}

@test "forms: rotation in mid-stream changes the columns of a log" {
	local t=$'\t'

	{
		cat "$dir/conn.log"
		# another order, and one more
		echo "#fields${t}label${t}more${t}c${t}y${t}x"
		echo "#types${t}string${t}string${t}string${t}count${t}count"
		echo "bad${t}0${t}b${t}5${t}9"
		echo "good${t}0${t}b${t}5${t}2"
		# one less: rows are rejected until it is there again
		echo "#fields${t}label${t}y${t}x"
		echo "bad${t}5${t}9"
		echo "bad${t}5${t}9"
		echo "bad${t}5${t}9${t}0"
		echo "#fields${t}c${t}y${t}x"
		echo "b${t}5${t}9"
	} >log
	kdd-classify -a --rejects bad -m "$zeek" log >out 2>err || [ $? -eq 3 ]
	[ "$(classes <out)" = "$verdicts bad good bad" ]
	grep -qx 'kdd-classify: log:21: there is no column "c", which is one of the features' err ||
	    fail "$(cat err)"
	run cut -f1,3 bad
	assert_output '21	columns
22	columns
23	fields'
	# each #fields is passed on
	[ "$(grep -c '^#fields	model	class	score	' out)" -eq 4 ]
	grep -q '9 judged, 3 rejected' err
	# the label is needed in training, and a new column is an error
	sed '1i form zeek.' "$dir/names" >names
	kdd-train -q -s names -c none --name t --rejects bad -o m.kdt log \
	    2>err || [ $? -eq 3 ]
	grep -q '^rows 8 ' m.kdt
	run cut -f1,3 bad
	assert_line '25	columns'
	grep -q 'log:25: there is no column "label", which is the label' err
	run kdd-train -s zeek -c none -o d.kdt log
	assert_failure 1
	assert_line --partial 'kdd-train: log:16: a new column "more", which the rows before did not have'
	[ ! -e d.kdt ]
}

@test "forms: a new column is an error where columns are found, in any order" {
	local files

	printf '%s\n' x,id,label 1,1,good >a
	printf '%s\n' x,new,label 2,1,bad >b
	printf '%s\n' x,new,id,label 2,1,1,bad >c
	for files in "a b" "a c"; do
		run kdd-train -q -s header -c none -o m.kdt $files
		assert_failure 1
		assert_line --partial "kdd-train: ${files#* }:1: a new column \"new\", which the rows before did not have"
		run kdd-schema $files
		assert_failure 1
		assert_line --partial "kdd-schema: ${files#* }:1: a new column \"new\""
	done
	run kdd-train -q -s header -c none -o m.kdt b a
	assert_failure 1
	assert_line --partial 'kdd-train: a:1: a new column "id"'
	[ ! -e m.kdt ]
	# a column that is ignored, and the label's place, may change
	printf '%s\n' label,x bad,2 >d
	kdd-train -q -s header -c none -o m.kdt a d
	grep -qx 'node 0 bad 1 1 x <= 1.5 left' m.kdt
}

@test "forms: rows before #fields are rejected, in each file" {
	grep -v '^#' "$dir/conn.log" >bare
	run kdd-classify --rejects bad -a -m "$zeek" "$dir/conn.log" bare
	assert_failure 3
	assert_line --regexp '^kdd-classify: bare:1(:1)?: no #fields line before it names the columns$'
	assert_line --partial '12 rows: 6 judged, 6 rejected (6 columns)'
	[ "$(cut -f3 bad | sort | uniq -c | tr -d ' ')" = 6columns ]
	run kdd-train -s zeek -c none -o m.kdt bare
	assert_failure 1
	assert_line --partial 'no #fields line before it names the columns'
	assert_line 'kdd-train: no rows to learn from'
	run kdd-score -s zeek -m "$zeek" bare
	assert_failure 1
	assert_line 'kdd-score: no verdicts to score among 6 lines'
	# and the rest of such a file is read
	cat bare "$dir/conn.log" >log
	kdd-train -q -s zeek -c none --name t log >m.kdt 2>err || [ $? -eq 3 ]
	cmp m.kdt "$zeek"
}

@test "forms: #close, #open and unknown lines are no rows" {
	{ cat "$dir/conn.log" "$dir/conn.log"; echo '#'; echo '#what is this'
	    echo '#fieldsx	y'; tail -n 3 "$dir/conn.log"; } >log
	kdd-classify -a -m "$zeek" log >out 2>err
	[ "$(classes <out)" = "$verdicts $verdicts bad good" ]
	grep -q '14 rows: 14 judged, 0 rejected' err
	# a line that repeats the last of its kind is not written again
	[ "$(grep -c '^#fields	' out)" -eq 1 ]
	[ "$(grep -c '^#close' out)" -eq 1 ]
	grep -qx '#what is this' out
	kdd-train -q -s zeek -c none --name t "$dir/conn.log" "$dir/conn.log" \
	    >two.kdt
	cat "$dir/conn.log" "$dir/conn.log" |
	    kdd-train -q -s zeek -c none --name t | cmp - two.kdt
	# a # that does not stand first is data
	printf '#fields\tc\tx\ty\nb#\t9\t5\n' >log
	run kdd-classify -a -m "$zeek" log
	assert_success
	assert_line --partial 'never seen in training'
	# in the other forms it is always data
	printf 'c,x,y\n#b,9,5\n' >csv
	run kdd-classify -a -m "$header" csv
	assert_success
	assert_line --partial '1 rows: 1 judged'
}

@test "forms: in a log of Zeek a quote is a byte like others" {
	printf '#fields\tx\tc\tlabel\n' >log
	printf '1\t"a\tgood\n1\ta"\tbad\n"1"\ta"\todd\n1\t""\tnone\n' >>log
	kdd-train -q -s zeek -c none --name t -o m.kdt log
	run grep -E '^(column|value)' m.kdt
	assert_output 'column category x
value "\"1\""
value 1
column category c
value "\"\""
value "\"a"
value "a\""
column label label'
	kdd-classify -a -m m.kdt log >out 2>err
	[ "$(classes <out)" = "good bad odd none" ]
	grep -q '4 rows: 4 judged, 0 rejected' err
	kdd-score -q -m m.kdt out | grep -qx 'accuracy 1.000000 (4 of 4 rows)'
}

# --- json

@test "forms: objects inside are keys with dots" {
	printf '%s\n' \
	    '{"flow":{"n":1,"k":"a","deep":{"er":7}},"label":"good"}' \
	    '{"flow.n":9,"flow.k":"a","flow":{"deep.er":7},"label":"bad"}' \
	    '{"label":"odd","flow":{"deep":{"er":7},"k":"b","n":1}}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	run grep ^column m.kdt
	assert_output 'column number flow.deep.er
column category flow.k
column number flow.n
column label label'
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = "good bad odd" ]
	# a header may call them so
	printf '%s\n' flow.k,flow.n,flow.deep.er a,9,7 b,1,7 >csv
	[ "$(kdd-classify -qa -s header -m m.kdt csv | classes)" = "bad odd" ]
	# an object is no value itself
	printf '%s\n' '{"flow":5,"label":"good"}' \
	    '{"flow":{"n":5},"label":"bad"}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	run grep ^column m.kdt
	assert_output 'column number flow
column number flow.n
column label label'
}

@test "forms: an absent key is missing, and null is" {
	local row

	printf '%s\n' '{"x":1,"c":"a","label":"good"}' \
	    '{"x":9,"c":"a","label":"bad"}' '{"c":"a","label":"odd"}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	for row in '{"c":"a"}' '{"x":null,"c":"a"}' '{}' '{"x":"","y":1}' \
	    '{"x":"?"}' '{"x":"NaN"}' '{"x":[null]}' '{"x":[{"a":1},[2]]}' \
	    '{"X":1}' '{"x":{}}' '{"x":{"x":1}}' ' { } '; do
		echo "$row" >row
		run kdd-classify -a -m m.kdt row
		assert_success
		[ "$row" != '{"x":"","y":1}' ] || {
			# an empty string is Zeek's (empty), and no number
			assert_line --partial '2 unreadable'
			continue
		}
		assert_line --partial '"class":"odd"'
		assert_line --regexp 'column "x": of [0-9]+ values asked for, [0-9]+ missing$'
	done
	# the label too
	printf '%s\n' '{"x":1,"label":null}' '{"x":1}' '{"x":1,"label":"a"}' \
	    >rows
	run kdd-train -s json -c none -o m.kdt rows
	assert_failure 3
	assert_line --partial 'rows:1: '
	assert_line --partial 'rows:2: '
	assert_line --partial '3 rows: 1 used, 1 distinct, 0 dropped, 2 rejected (2 label)'
}

@test "forms: values of JSON are those of Zeek's own logs" {
	printf '#fields\tb\te\tf\tn\ts\tv\tlabel\n' >log
	printf 'T\t(empty)\tF\t1e2\tx\ta,b\tgood\n' >>log
	printf 'F\t(empty)\tT\t-0.5\t(empty)\ta\tbad\n' >>log
	printf 'F\t-\tT\t7\tx,y\t1,T\todd\n' >>log
	cat >rows <<-'END'
	{"b":true,"e":[],"f":false,"n":1e2,"s":"x","v":["a","b"],"label":"good"}
	{"b":false,"e":"","f":true,"n":-0.5,"s":"","v":["a"],"label":"bad"}
	{"b":false,"e":null,"f":true,"n":7,"s":"x,y","v":[1,null,true,{"a":1},[2]],"label":"odd"}
	END
	kdd-train -q -s zeek -c none --name t log >zeek.kdt
	kdd-train -q -s json -c none --name t rows >json.kdt
	# but for the place of the label, and the form
	nodes zeek.kdt | grep -v '^column label' >a
	nodes json.kdt | grep -v '^column label' | cmp a -
	grep -qx 'value a,b' json.kdt
	grep -qx 'value 1,T' json.kdt
	grep -qx 'column number n' json.kdt
	for model in zeek.kdt json.kdt; do
		[ "$(kdd-classify -qa -s zeek -m $model log | classes)" = \
		    "good bad odd" ]
		[ "$(kdd-classify -qa -s json -m $model rows | classes)" = \
		    "good bad odd" ]
	done
	# escapes are their characters
	printf '%s\n' '{"c":"\u0041\n\"\/\\\u00e9\ud83d\ude00","label":"a"}' \
	    '{"c":"B","label":"b"}' >rows
	kdd-train -q -s json -c none --name t rows >json.kdt
	printf '{"c":"A\\n\\"/\\\\é😀"}\n{"\\u0063":"\\u0042"}\n' >rows
	kdd-classify -a -m json.kdt rows >out 2>err
	[ "$(classes <out)" = "a b" ]
	grep -q seen err && fail "$(cat err)"
	true
}

@test "forms: of a key that comes twice the first value counts" {
	printf '%s\n' '{"x":1,"x":9,"label":"good","label":"bad"}' \
	    '{"x":9,"x":1,"label":"bad","label":"good"}' \
	    '{"x":null,"x":9,"label":"odd"}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = "good bad odd" ]
	printf '%s\n' '{"x":9}' '{"x":1}' '{"x":9,"x":"no"}' \
	    '{"x":null,"x":9}' >rows
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = \
	    "bad good bad odd" ]
	# two ways to write one key
	printf '%s\n' '{"a":{"b":1},"a.b":2,"label":"good"}' \
	    '{"a.b":2,"a":{"b":1},"label":"bad"}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	[ "$(grep -c ^column m.kdt)" -eq 2 ]
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = "good bad" ]
}

@test "forms: a line that is no JSON object is a reject, the next is judged" {
	local line n=0

	while IFS= read -r line; do
		printf '{"x":9,"c":"b","y":5}\n%s\n{"x":2,"c":"b","y":5}\n' \
		    "$line" >rows
		run kdd-classify --rejects bad -a -m "$json" rows
		assert_failure 3
		assert_line --partial '3 rows: 2 judged, 1 rejected (1 json)'
		assert_line --regexp '^kdd-classify: rows:2:[0-9]+: '
		assert_line '{"kdd":{"model":"t","class":"bad","score":1.000000},"x":9,"c":"b","y":5}'
		assert_line '{"kdd":{"model":"t","class":"good","score":1.000000},"x":2,"c":"b","y":5}'
		run cut -f1,3,5- bad
		assert_output "2	json	$line"
		n=$((n + 1))
	done <<-'END'
	[1]
	1
	"x"
	null
	x
	{"x":9
	{"x":9,}
	{"x":9}}
	{"x":9} {"x":9}
	{"x":9}x
	{"x":09}
	{"x":.5}
	{"x":+1}
	{"x":NaN}
	{"x":'a'}
	{x:9}
	{"x" 9}
	{"x":"a}
	{"x":"\q"}
	{"x":"\u12"}
	{"x":[1,]}
	{"x":[1}
	{"x":tru}
	{"x":1 "y":2}
	{,}
	// {"x":9}
	{"x":9 /* no */}
	1,a,5,good
	END
	[ $n -eq 28 ]
	# UTF-8's mark, CRLF, blanks and no last newline
	printf '\xef\xbb\xbf \t{ "x" : 9 , "c" : "b" , "y" : 5 } \r\n\r\n{"x":2}' \
	    >rows
	kdd-classify -a -m "$json" rows >out 2>err
	[ "$(classes <out)" = "bad good" ]
	printf '{"kdd":{"model":"t","class":"bad","score":1.000000}, "x" : 9 , "c" : "b" , "y" : 5 } \r\n{"kdd":{"model":"t","class":"good","score":1.000000},"x":2}\n' |
	    cmp - out || fail "$(cat -A out)"
}

@test "forms: keys that cannot be names are passed over" {
	local long

	long=$(printf '%01024d' 7)
	printf '%s\n' '{"":1,"a\u0001b":1,"\t":1,"x":1,"label":"good"}' \
	    '{"":2,"a\u0001b":2,"\t":2,"x":1,"label":"good"}' \
	    "{\"7$long\":1,\"o\":{\"$long\":1},\"label\":\"good\"}" \
	    '{"ü \"q\"":3,"$":1,"label":"bad"}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	run grep ^column m.kdt
	assert_output 'column number $
column label label
column number x
column number "ü \"q\""'
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = "good good good bad" ]
	# of 1024 bytes, the dot counted, it is one
	printf '{"%s":1,"label":"good"}\n{"o":{"%s":2},"label":"bad"}\n' \
	    "$long" "${long:2}" >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	[ "$(grep -c ^column m.kdt)" -eq 3 ]
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = "good bad" ]
}

# deep N: an object with so many inside one another
deep() {
	printf '{"a":%.0s' $(seq "$1")
	printf 1
	printf '}%.0s' $(seq "$1")
	echo
}

@test "forms: JSON nested a thousand times is read, deeper is a reject" {
	{ deep 1000; deep 1001; deep 100000; echo '{"x":9,"c":"b","y":5}'
	    printf '['; printf '{"x":'; printf '[%.0s' $(seq 100000); echo
	    echo '{"x":2}'; } >rows
	run kdd-classify --rejects bad -qa -m "$json" rows
	assert_failure 3
	[ "$(cut -f1,3 bad | tr '\n\t' ' :')" = "2:json 3:json 5:json " ]
}

@test "forms: the verdict goes into the object, which stays valid JSON" {
	printf '%s\n' '{"x":9,"c":"b","y":5,"s":"\"}{"}' '{}' '{ }' \
	    '  {"kdd":{"model":"o","class":"c"},"x":9,"c":"b","y":5}' >rows
	kdd-classify -qa -m "$json" rows >out
	run cat out
	assert_line --index 0 '{"kdd":{"model":"t","class":"bad","score":1.000000},"x":9,"c":"b","y":5,"s":"\"}{"}'
	assert_line --index 1 '{"kdd":{"model":"t","class":"bad","score":1.000000}}'
	assert_line --index 2 --regexp '^\{"kdd":\{"model":"t","class":"bad","score":1\.000000\} *\}$'
	assert_line --index 3 '{"kdd":{"model":"t","class":"bad","score":1.000000},"_kdd":{"model":"o","class":"c"},"x":9,"c":"b","y":5}'
	# it is read again as JSON, by ourselves and by whoever is there
	run kdd-classify -qa -m "$json" out
	assert_success
	[ "${#lines[@]}" -eq 4 ]
	if [ "$(type -t jq)" = file ]; then
		[ "$(jq -r .kdd.score <out | wc -l)" -eq 4 ]
	elif [ "$(type -t python3)" = file ]; then
		while IFS= read -r line; do
			python3 -m json.tool <<<"$line" >/dev/null
		done <out
	fi
	# a class that needs escapes
	printf '%s\n' '{"x":1,"label":"a\"b\\"}' '{"x":2,"label":"é"}' >rows
	kdd-train -q -s json -c none --name t -o m.kdt rows
	kdd-classify -qa -m m.kdt rows >out
	run cat out
	assert_line --index 0 '{"kdd":{"model":"t","class":"a\"b\\","score":1.000000},"x":1,"label":"a\"b\\"}'
	assert_line --index 1 '{"kdd":{"model":"t","class":"é","score":1.000000},"x":2,"label":"é"}'
	kdd-score -q -m m.kdt out | grep -qx 'accuracy 1.000000 (2 of 2 rows)'
}

@test "forms: what is rejected leaves no trace in the model" {
	local form

	# JSON: a line that breaks off, one whose label is none, with new keys
	{ cat "$dir/eve.json"; echo '{"new":1,"x":'; echo '{"odd":1}'
	    echo '{"new":2,"x":3,"label":null}'; echo '{"z":[1,{"q":2}],}'
	    printf '{"nul":"\0"}\n'
	    printf '{"w":1,"x":"%01048576d","label":"good"}\n' 1; } >rows
	kdd-train -q -s json -c none --name t --rejects bad -o m.kdt rows \
	    2>err || [ $? -eq 3 ]
	[ "$(cut -f3 bad | tr '\n' ' ')" = \
	    "json label label json nul length " ] || fail "$(cut -f1-4 bad)"
	cmp m.kdt "$json" || fail "$(diff m.kdt "$json")"
	# with a map: labels that it does not know, or that -n drops
	printf '%s\n' 'good g' 'bad b' 'worse w' >map
	{ cat "$dir/eve.json"; echo '{"new":1,"x":4,"label":"what"}'
	    echo '{"newer":1,"x":4,"label":"worse"}'; } >rows
	kdd-train -q -s json -c map -t b -n g "$dir/eve.json" >want.kdt
	kdd-train -q -s json -c map -t b -n g -o m.kdt rows 2>err ||
	    [ $? -eq 3 ]
	cmp m.kdt want.kdt || fail "$(diff m.kdt want.kdt)"
	# the other forms: words in a column of numbers
	for form in header zeek; do
		case $form in
		header)
			{ cat "$dir/rows"; echo word,q,word,7,; echo w,q
			    echo 'w,"q,w,7,good'; } >rows
			;;
		zeek)
			{ cat "$dir/conn.log"; printf 'w\tq\tw\t7\t-\nw\tq\n'
			    printf 'w\0\tq\tw\t7\tgood\n'; } >rows
			;;
		esac
		kdd-train -q -s $form -c none --name t --rejects bad \
		    -o m.kdt rows 2>err || [ $? -eq 3 ]
		[ "$(wc -l <bad)" -eq 3 ]
		cmp m.kdt "$dir/$form.kdt"
	done
}

# --- the same in all forms

@test "forms: one log as CSV, TSV and JSON: one tree, equal verdicts" {
	local model

	same_nodes "$header" "$zeek"
	sample 1500 7 | awk -F, 'NR == 1 {
		for (i = 1; i < NF; i++) printf "f%02d,", i
		print "label"
	} 1' >all
	head -n 1001 all >train
	{ head -n 1 all; tail -n 500 all; } >test
	to_zeek <train >train.log; to_zeek <test >test.log
	to_json <train >train.json; to_json <test >test.json
	kdd-train -q -s header -c none train >h.kdt
	kdd-train -q -s zeek -c none train.log >z.kdt
	kdd-train -q -s json -c none train.json >j.kdt
	same_nodes h.kdt z.kdt
	same_nodes h.kdt j.kdt
	kdd-classify -qa -m h.kdt test | tail -n +2 | cut -d, -f2,3 >want
	[ "$(wc -l <want)" -eq 500 ]
	[ "$(cut -d, -f1 want | sort -u | wc -l)" -gt 3 ]
	for model in h.kdt z.kdt j.kdt; do
		kdd-classify -qa -s zeek -m $model test.log | grep -v '^#' |
		    cut -f2,3 | tr '\t' , | cmp want -
		kdd-classify -qa -s json -m $model test.json | sed \
		    's/.*"class":"\([^"]*\)","score":\([0-9.]*\)},.*/\1,\2/' |
		    cmp want -
		[ $model = z.kdt ] || kdd-classify -qa -s header -m $model \
		    test | tail -n +2 | cut -d, -f2,3 | cmp want -
	done
}

@test "forms: a column is a number if every value in it is, last row too" {
	local form order

	for order in first last; do
		printf '%s\n' 1,a,good 2,a,bad 3,a,good >r
		if [ $order = last ]; then echo word,a,bad >>r
		else sed -i '1i word,a,bad' r
		fi
		sed -i '1i x,c,label' r
		for form in header zeek json; do
			write $form rows <r
			kdd-train -q -s $form -c none --name t \
			    -o $form.$order rows
			grep -qx 'column category x' $form.$order
			[ "$(grep -c ^value $form.$order)" -eq 5 ]
		done
	done
	for form in header zeek json; do
		cmp $form.first $form.last
	done
	# missing values do not decide, nor do infinities and spellings
	printf '%s\n' x,c,label '?,1,good' ,-,bad NaN,1,good inf,1,bad +1.e3,,odd \
	    >rows
	kdd-train -q -s header -c none -o m.kdt rows
	grep -qx 'column number x' m.kdt
	grep -qx 'column category c' m.kdt
	# with no value at all: no matter
	printf '%s\n' x,c,label '?,1,good' ,2,bad >rows
	kdd-train -q -s header -c none -o m.kdt rows
	[ "$(kdd-classify -qa -m m.kdt rows | classes)" = "good bad" ]
}

@test "forms: 1, 1.0 and 01 are one number and one row, or three words" {
	local form

	printf '%s\n' x,c,label 1,a,good 1.0,a,good 01,a,good +1e0,a,good \
	    5,a,bad >numbers
	{ cat numbers; echo w,a,odd; } >words
	for form in header zeek json; do
		write $form rows <numbers
		kdd-train -s $form -c none -o m.kdt rows 2>log
		grep -q ' 5 used, 2 distinct, 0 dropped, 0 rejected$' log
		grep -qx 'column number x' m.kdt
		grep -qx 'node 0 good 1 4 x <= 3 left' m.kdt
		write $form rows <words
		kdd-train -s $form -c none -o m.kdt rows 2>log
		grep -q ' 6 used, 6 distinct, 0 dropped, 0 rejected$' log
		run grep -A6 '^column .* x' m.kdt
		assert_output 'column category x
value +1e0
value 01
value 1
value 1.0
value 5
value w'
	done
}

@test "forms: the same model for any order of rows, in each form" {
	local form seed

	sample 600 3 | awk -F, 'NR == 1 {
		for (i = 1; i < NF; i++) printf "f%02d,", i
		print "label"
	} { $0 = $0 } 1' >all
	# a column that only some rows have, of words and numbers
	awk -F, -v OFS=, 'NR == 1 { print "new", $0; next }
	    { print NR % 7 ? "" : NR % 2 ? NR % 5 : "w" NR % 5, $0 }' all >r
	for form in header zeek json; do
		write $form rows <r
		kdd-train -q -k 3 -s $form -c none -o want.kdt rows
		for seed in 1 2 3; do
			{
				grep '^#' rows || true
				[ $form != header ] || head -n 1 rows
				grep -v '^#' rows | grep -v ^new, |
				    awk -v seed=$seed 'BEGIN { srand(seed) }
					{ print rand() "\t" $0 }' |
				    sort | cut -f2-
			} >shuffled
			run cmp -s rows shuffled
			assert_failure
			kdd-train -q -k 3 -s $form -c none shuffled |
			    cmp - want.kdt
		done
	done
	# JSON: any order of the keys, too
	awk '{ gsub(/[{}]/, ""); n = split($0, m, ",")
	    line = ""; for (i = n; i > 0; i--)
		line = line (i < n ? "," : "") m[i]
	    print "{" line "}" }' rows >turned
	kdd-train -q -k 3 -s json -c none turned | cmp - want.kdt
}

@test "forms: a schema that cannot be read is an error that says so" {
	run kdd-train -s headr -o m.kdt "$rows"
	assert_failure 1
	assert_line --partial 'headr: No such file or directory'
	run kdd-train -s . -o m.kdt "$rows"
	assert_failure 1
	assert_line 'kdd-train: .: Is a directory'
	: >empty
	run kdd-train -s empty -o m.kdt "$rows"
	assert_failure 1
	assert_line 'kdd-train: empty: no column in it'
	run kdd-train -s "$rows" -o m.kdt "$rows"
	assert_failure 1
	assert_line --partial "kdd-train: $rows:1: "
	run kdd-train -s plain -o m.kdt "$rows"
	assert_failure 2
	assert_line --partial 'plain rows do not name their columns'
	run kdd-train -s '' -o m.kdt "$rows"
	assert_failure
	printf 'x: continuous.\nx: symbolic.\n' >twice
	run kdd-train -s twice -o m.kdt "$rows"
	assert_failure 1
	assert_line --partial 'kdd-train: twice:2: a second column of the name "x"'
	# no label in it
	printf 'form header.\nx: continuous.\nlabel: symbolic.\n' >none
	run kdd-train -s none -o m.kdt "$rows"
	assert_failure 2
	assert_line --partial 'none has no label column: name it with -l'
	kdd-train -q -s none -l label -c none -o m.kdt "$rows"
	grep -qx 'column label label' m.kdt
	# the model is not written over what is read
	cp none keep
	run kdd-train -s none -l label -c none -o none "$rows"
	assert_failure 2
	assert_output --partial 'would overwrite'
	cmp none keep
}

@test "forms: -l makes another column the label" {
	kdd-train -q -s header -l c -c none --name t -o m.kdt "$rows"
	grep -qx 'column label c' m.kdt
	grep -qx 'column ignored label' m.kdt
	[ "$(kdd-classify -qa -m m.kdt "$rows" | classes)" = "a b a b b a" ]
	kdd-train -q -s zeek -l c -c none --name t "$dir/conn.log" |
	    grep -qx 'column label c'
	kdd-train -q -s json -l c -c none --name t "$dir/eve.json" |
	    grep -qx 'column label c'
	# of two the named one; without -l in any case
	sed '1s/label/LABEL/' "$rows" >other
	kdd-train -q -s header -c none --name t -o m.kdt other
	grep -qx 'column label LABEL' m.kdt
	run kdd-train -q -s header -l label -c none --name t -o n.kdt other
	assert_failure 1
	assert_line --partial 'there is no column "label" to be the label'
}
