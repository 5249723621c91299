#!/usr/bin/env bats
# what is said to those whose rows or options are not what a program expects

load helper

# told STATUS LINE OPTION...: kdd-train ends so and says this
told() {
	local status_wanted=$1 line=$2

	shift 2
	run kdd-train -o m.kdt "$@"
	assert_failure "$status_wanted"
	assert_line "kdd-train: $line"
}

@test "hints: labels that no class has are summed up" {
	{ row 42=normal. 5=1; row 42=smurf. 5=9; } >rows
	row 42=BENIGN >more
	told 3 '1 row has a label that is not in the class map (the first: "BENIGN"): -c none learns labels as they are, -c FILE gives a map' \
	    rows more
	row 42=other >>more
	told 3 '2 rows have a label that is not in the class map (the first: "BENIGN"): -c none learns labels as they are, -c FILE gives a map' \
	    -q rows more
	kdd-train -c none -o m.kdt rows more 2>log
	run grep 'class map' log
	assert_output ""
}

@test "hints: a target that is none: the classes, and the labels seen" {
	printf '%s\n' a,label 1,BENIGN 2,DDoS 3,DDoS >in.csv
	told 2 '"BENIGN" is no class or label of the class map (-c none: labels are classes); the classes are "normal" "dos" "probe" "r2l" "u2r" "bruteforce" "attack"' \
	    -s header -t BENIGN in.csv
	told 2 '"guess_paswd" is no class or label (did you mean "guess_passwd"?); the classes are "normal" "dos" "probe" "r2l" "u2r" "bruteforce" "attack"' \
	    -t guess_paswd in.csv
	told 1 'no row of the target "ddos" among 3 rows (did you mean "DDoS"?); their labels are "BENIGN" "DDoS"' \
	    -s header -c none -t ddos in.csv
	seq 12 | sed '1i label' | paste -d, - <(seq 13) >in.csv
	sed -i '1s/.*/label,a/' in.csv
	told 1 'no row of the target "x" among 12 rows; their labels are "1" "2" "3" "4" "5" "6" "7" "8" "9" "10" and 2 more' \
	    -s header -c none -t x in.csv
	row 42=normal. >rows
	told 1 'no row of the target "dos" among 1 row; their labels are "normal"' \
	    -t dos rows
}

@test "hints: a first line that is no row of kdd99 says which form it is" {
	printf '%s\n' a,b,label 1,2,x 3,4,y >in.csv
	told 1 'in.csv:1:10: 3 fields, not 42 or 43; if the line names the columns, try -s header' \
	    in.csv
	told 1 'in.csv:2:6: 3 fields, not 42 or 43' in.csv
	tail -n 2 in.csv >in
	told 1 'in:1:6: 3 fields, not 42 or 43' in
	printf '#separator \\x09\n#fields\ta\n' >in.log
	told 1 'in.log:1:16: 1 field, not 42 or 43; this is a log of Zeek: try -s zeek' \
	    in.log
	echo '{"a":1}' >in.json
	told 1 'in.json:1:8: 1 field, not 42 or 43; if this is JSON, try -s json' \
	    in.json
	echo '{"a":1,"label":2}' >in.json
	told 1 'in.json:1:8: field 2: the quote is still open at the end of the line; if this is JSON, try -s json' \
	    in.json
	toy_model >toy.kdt
	run kdd-classify -m toy.kdt in.json
	assert_failure 3
	assert_line --partial '; if this is JSON, try -s json'
}

@test "hints: a header of one field says what seems to divide it" {
	local byte word

	while read -r byte word; do
		printf "%s${byte}%s${byte}%s\n" a b label 1 2 x 3 4 y >in.csv
		told 1 "in.csv:1: the line is a single field with ${word}s in it: kdd-schema -d $word makes a schema file that says so" \
		    -s header -c none in.csv
		run kdd-schema in.csv
		assert_line --partial "-d $word "
		kdd-schema -d $word in.csv >names
		kdd-train -q -s names -c none -o m.kdt in.csv
	done <<-'END'
	\t tab
	; semicolon
	| pipe
	END
}

@test "hints: names that are nearly right" {
	printf '%s\n' 'Flow Duration,proto,Label' 1,tcp,BENIGN 2,udp,DDoS \
	    >in.csv
	set -- -s header -c none in.csv
	told 2 '--columns Flow duration: no such column (did you mean "Flow Duration"?)' \
	    --columns 'proto,Flow duration' "$@"
	told 2 '--exclude porto: no such column (did you mean "proto"?)' \
	    --exclude porto "$@"
	told 2 '--group prot: no such column (did you mean "proto"?)' \
	    -k 2 --group prot "$@"
	told 2 '--group bytes: no such column' -k 2 --group bytes "$@"
	told 1 'in.csv:1: there is no column "Lable" to be the label (did you mean "Label"?); the columns are "Flow Duration" "proto" "Label"' \
	    -l Lable "$@"
	told 2 '-l srv_cuont: no such column (did you mean "srv_count"?)' \
	    -l srv_cuont
	told 1 'a weight is given for "BENING", which is no class of these rows (did you mean "BENIGN"?)' \
	    --weights BENING=2 "$@"
}

@test "hints: which column is the label, unless that was said" {
	printf '%s\n' a,Label 1,x 2,y >in.csv
	kdd-train -s header -c none -o m.kdt in.csv 2>log
	grep -qx 'kdd-train: the label is the column "Label" (-l names another)' log
	kdd-train -s header -c none -l Label -o m.kdt in.csv 2>log
	run grep 'the label is' log
	assert_output ""
	run kdd-train -q -s header -c none -o m.kdt in.csv
	assert_success
	assert_output ""
	echo '{"a":1,"label":"x"}' >in.json
	kdd-train -s json -c none -o m.kdt in.json 2>log
	grep -qx 'kdd-train: the label is the column "label" (-l names another)' log
}

@test "hints: more than a hundred classes are hardly meant" {
	{ echo a,label; seq 101 | sed 's/.*/&,v&/'; } >in.csv
	run kdd-train -q -s header -c none -o m.kdt in.csv
	assert_success
	assert_line 'kdd-train: each of the 101 values of "label" is a class: is it the label? (-l names its column, -c FILE groups labels)'
	run kdd-train -q -s header -c none -t v1 -o m.kdt in.csv
	assert_success
	assert_output ""
	sed -i 101d in.csv
	run kdd-train -q -s header -c none -o m.kdt in.csv
	assert_success
	assert_output ""
}

@test "hints: blanks count in values, not in the names of a header" {
	printf '%s\n' 'a, b, c,label' '1, 2, x,y' '3, 4,x,n' '5, ?, x,n' >in.csv
	kdd-train -s header -c none -o m.kdt in.csv 2>log
	run grep -E '^(column|value) ' m.kdt
	assert_output 'column number a
column category b
value " 2"
value " 4"
value " ?"
column category c
value " x"
value x
column label label'
	run grep 'taken for a category' log
	assert_output 'kdd-train: "b" is taken for a category: blanks stand around its numbers, as in " 2"; take them out first'
	sed 's/, */,/g' in.csv >out.csv
	kdd-train -s header -c none -o m.kdt out.csv 2>log
	grep -qx 'column number b' m.kdt
	# where it has to be a number the row is rejected
	kdd-schema out.csv >names
	told 1 'in.csv:2:3: field 2 "b": " 2" is not a number' \
	    -s names -c none in.csv
}
