#!/usr/bin/env bats
# kdd-train: rows to models and tables

load helper

setup_file() {
	load helper
	sample 3000 >"$BATS_FILE_TMPDIR/rows"
}

@test "train: a tree without limits errs on no row that it can tell apart" {
	run bash -c "kdd-train '$BATS_FILE_TMPDIR/rows' 2>&1 >m.kdt |
	    grep -A2 '^tree'"
	assert_success
	assert_line "accuracy 1.000000 (3000 of 3000 rows)"
}

@test "train: its table is what kdd-classify and kdd-score find" {
	kdd-train --max-depth 3 "$BATS_FILE_TMPDIR/rows" >m.kdt 2>table
	kdd-classify -qa -m m.kdt "$BATS_FILE_TMPDIR/rows" |
	    kdd-score -q -m m.kdt | tail -n +2 >scored
	fit table >trained
	[ "$(wc -l <scored)" -gt 10 ]
	cmp trained scored
}

@test "train: the same model for any order, line end and locale" {
	local rows=$BATS_FILE_TMPDIR/rows
	local options=(-q -k 3 -t dos -r 2:1 -S 7)

	kdd-train "${options[@]}" "$rows" >want
	sort -r "$rows" | kdd-train "${options[@]}" >sorted
	sort -k5 -t, "$rows" | sed 's/$/\r/' |
	    kdd-train "${options[@]}" >crlf
	head -c -1 "$rows" | kdd-train "${options[@]}" >cut
	tac "$rows" | LC_ALL=de_DE.UTF-8 kdd-train "${options[@]}" >locale
	head -n 1000 "$rows" >a; tail -n +1001 "$rows" >b
	kdd-train "${options[@]}" b a >files
	for f in sorted crlf cut locale files; do cmp want $f; done
	grep -q '^option ratio 2:1$' want
	grep -q '^folds 3$' want
}

@test "train: another seed is another sample" {
	kdd-train -q -t dos -r 1:1 -S 1 "$BATS_FILE_TMPDIR/rows" >a
	kdd-train -q -t dos -r 1:1 -S 2 "$BATS_FILE_TMPDIR/rows" >b
	run cmp -s a b
	assert_failure
}

@test "train: -r thins the larger side to the ratio" {
	local dos rest

	kdd-train -q -t dos -r 2:1 "$BATS_FILE_TMPDIR/rows" >m.kdt
	read -r _ _ _ dos rest _ < <(grep '^node 0' m.kdt)
	[ "$dos" -gt 0 ]
	# one side is whole, the other thinned to 2 to 1 of it
	[ $((dos * 2)) -eq "$rest" ] || [ $((rest / 2)) -eq "$dos" ]
	run grep -c '^rows' m.kdt
	assert_output 1
}

@test "train: a category splits by a subset of its values" {
	{
		for s in http smtp ftp; do row 3=$s 42=normal.; done
		for s in ecr_i eco_i; do row 3=$s 42=smurf.; done
	} | kdd-train -q -t dos >m.kdt
	run grep -E '^(node|leaf)' m.kdt
	assert_line --index 0 "node 0 rest 2 3 service in eco_i ecr_i"
	assert_line --index 1 "leaf 1 dos 2 0"
	assert_line --index 2 "leaf 1 rest 0 3"
}

@test "train: missing values take the side where they do better" {
	{
		row 5=1 42=normal.; row 5=2 42=normal.; row 5= 42=normal.
		row 5=8 42=smurf.; row 5=9 42=smurf.; row 5=7 42=smurf.
		row 5='?' 42=normal. 6=7
	} | kdd-train -q -t dos >m.kdt
	run grep '^node 0' m.kdt
	assert_output "node 0 rest 3 4 src_bytes <= 4.5 left"
}

@test "train: entropy and gini are both there" {
	kdd-train -q --criterion entropy "$BATS_FILE_TMPDIR/rows" >m.kdt
	grep -q '^option criterion entropy$' m.kdt
	run kdd-train --criterion twoing "$BATS_FILE_TMPDIR/rows"
	assert_failure 2
}

@test "train: limits hold" {
	kdd-train -q --max-depth 2 --min-leaf 50 "$BATS_FILE_TMPDIR/rows" >m
	run awk '/^(node|leaf)/ && $2 > 2' m
	assert_output ""
	run awk '/^leaf/ { n = 0; for (i = 4; i <= NF; i++) n += $i
	    if (n < 50) print }' m
	assert_output ""
	kdd-train -q --min-split 4000 "$BATS_FILE_TMPDIR/rows" >m
	run grep -c '^leaf 0' m
	assert_output 1
}

@test "train: -n drops what is neither side, and says so" {
	kdd-train -t dos -n normal "$BATS_FILE_TMPDIR/rows" >m.kdt 2>log
	run grep -c 'alert\|quiet' m.kdt
	assert_output 2
	grep -q '^class normal quiet$' m.kdt
	[ "$(grep -c dropped log)" -eq 1 ]
	run grep -o ' 0 dropped' log
	assert_output ""
}

@test "train: a class map from a file, and none" {
	printf '# mine\nnormal good\nsmurf bad\nneptune bad\n' >map
	grep -E '(normal|smurf|neptune)\.$' "$BATS_FILE_TMPDIR/rows" >rows
	kdd-train -q -c map rows >m.kdt
	run grep '^class' m.kdt
	assert_output "class bad alert
class good alert"
	kdd-train -q -c none rows >m.kdt
	run grep '^class' m.kdt
	assert_output "class neptune alert
class normal quiet
class smurf alert"
	kdd-train -q -c none -t smurf rows >m.kdt
	grep -q '^other rest$' m.kdt
}

@test "train: a label that the map lacks is a reject, status 3" {
	toy_model >/dev/null
	{ row 42=normal. 5=1; row 42=smurf. 5=9; row 42=newattack.; } >rows
	run kdd-train -o m.kdt -t dos rows
	assert_failure 3
	assert_line --partial 'rows:3:'
	assert_line --partial '"newattack." is not in the class map'
	grep -q '^rows 2 2$' m.kdt
}

@test "train: a word where a number belongs is a reject with its place" {
	{ row 42=normal. 5=1; row 42=smurf. 5=9; row 5=many 42=smurf.; } >rows
	run kdd-train -o m.kdt --rejects bad -t dos rows
	assert_failure 3
	assert_line 'kdd-train: rows:3:15: field 5 "src_bytes": "many" is not a number'
	run cut -f1-4 bad
	assert_output $'3\trows\tvalue\tfield 5 "src_bytes": "many" is not a number'
	run bash -c 'cut -f5- bad'
	assert_output "$(row 5=many 42=smurf.)"
}

@test "train: NSL-KDD rows have a difficulty, unlabelled rows are rejected" {
	{ row 42=normal 43=21; row 42=smurf 5=9 43=3; row; } >rows
	run kdd-train -o m.kdt -t dos rows
	assert_failure 3
	assert_line --partial 'rows:3:'
	assert_line --partial '41 fields, not 42 or 43'
}

@test "train: folds keep equal rows together" {
	# 40 copies each of 6 rows: units are distinct rows, rows are pooled
	for i in 1 2 3 4 5 6; do
		for j in $(seq 40); do
			row 5=$i 42=$([ $i -le 3 ] && echo normal. ||
			    echo smurf.)
		done
	done >rows
	run kdd-train -k 3 -t dos -o m.kdt rows
	assert_success
	[ "$(grep -c '2 distinct rows held out' <<<"$output")" -eq 3 ]
	assert_line --partial "(equal rows in one fold)"
}

@test "train: nothing to learn from is an error and leaves no model" {
	run kdd-train -o m.kdt -t dos /dev/null
	assert_failure 1
	assert_line --partial 'no rows to learn from'
	row 42=normal. >rows
	run kdd-train -o m.kdt -t dos rows
	assert_failure 1
	assert_line --partial 'no row of the target "dos"'
	row 42=smurf. >rows
	run kdd-train -o m.kdt -t dos rows
	assert_failure 1
	run kdd-train -o m.kdt -k 5 rows
	assert_failure 1
	assert_line --partial '5 folds, but only 1 distinct row '
	[ ! -e m.kdt ]
	run ls
	assert_output rows
}

@test "train: one class only is a tree of one leaf" {
	row 42=normal. >rows
	run kdd-train -o m.kdt rows
	assert_success
	run grep -c '^leaf 0 normal' m.kdt
	assert_output 1
}

@test "train: --max-errors gives up, and leaves no model" {
	for i in 1 2 3; do row 42=what.; done >rows
	run kdd-train --max-errors 2 -o m.kdt rows
	assert_failure 1
	assert_line --partial 'gave up after 2 rejected rows'
	[ ! -e m.kdt ]
}

@test "train: a missing file leaves no model" {
	run kdd-train -o m.kdt "$BATS_FILE_TMPDIR/rows" nowhere
	assert_failure 1
	assert_line --partial 'nowhere: No such file or directory'
	[ ! -e m.kdt ]
}

@test "train: infinity is a value, never a cut" {
	{
		row 5=inf 42=smurf.; row 5=1 42=normal.; row 5=-inf 42=smurf.
		row 5=1e999 42=smurf. 6=1; row 5=2 42=normal.
	} | kdd-train -q -t dos >m.kdt
	run grep -c inf m.kdt
	assert_output 0
	run bash -c "{ row 5=inf; row 5=-inf; row 5=1; } |
	    kdd-classify -qa -m m.kdt | cut -d, -f2"
}

@test "train: a target that is normal leaves the rest to be alerted" {
	{ row 42=normal. 5=1; row 42=smurf. 5=9; } >rows
	kdd-train -q -t normal rows >m.kdt
	run grep '^class' m.kdt
	assert_output "class normal quiet
class rest alert"
}

@test "train: the pooled folds come last, with their spread" {
	run bash -c "kdd-train -k 4 '$BATS_FILE_TMPDIR/rows' 2>&1 >m.kdt |
	    sed '1,/^all 4 folds/d'"
	assert_line --index 0 --regexp \
	    '^accuracy by fold: mean 0\.9[0-9]*, least 0\.9[0-9]*, greatest'
	assert_line --index 1 --regexp '^accuracy .* of 3000 rows\)$'
}

@test "train: a single leaf is warned about, -q or not" {
	row 42=normal. >rows
	run kdd-train -q -o m.kdt rows
	assert_success
	assert_output --partial 'a single leaf: it says "normal" of every row'
}

@test "train: a table of many classes fits a line" {
	local i

	for i in $(seq 12); do
		row 5=$i 42=kind$i.; row 5=$i 42=kind1.
	done >rows
	run kdd-train -c none -o m.kdt rows
	assert_success
	assert_line --regexp '^actual +verdict +rows +\(wrong verdicts\)$'
	for i in "${lines[@]}"; do
		[ "${#i}" -le 80 ] || fail "$i"
	done
}

@test "train: an unknown target names the classes" {
	run kdd-train -t dso "$BATS_FILE_TMPDIR/rows"
	assert_failure 2
	assert_line 'kdd-train: "dso" is no class or label (did you mean "dos"?); the classes are "normal" "dos" "probe" "r2l" "u2r" "bruteforce" "attack"'
}

@test "train: a rejected row leaves no trace in the model" {
	{ row 5=1 42=normal.; row 5=2 42=smurf.; } >rows
	kdd-train -q -t dos -o want rows
	row 3=zzz 38=bad 42=smurf. >>rows
	run kdd-train -q -t dos -o got rows
	assert_failure 3
	cmp want got
}

@test "train: -r keeps exactly as many, missing and 0 alike" {
	{ row 42=smurf.; row 5=0 42=normal.; row 5='?' 42=normal.
	    row 5=7 42=normal.; } >rows
	for seed in 1 2 3 4 5; do
		kdd-train -q -t dos -r 1:1 -S $seed rows >m.kdt
		grep -q '^rows 2 2$' m.kdt
		kdd-train -q -t dos -r 2:1 -S $seed rows >m.kdt
		grep -q '^rows 3 3$' m.kdt
	done
}

@test "train: the best subset under --min-leaf too" {
	{ row 3=g 42=smurf.; row 3=a 42=normal.; row 3=b 42=smurf.
	    row 3=g 42=smurf. 1=1; } >rows
	kdd-train -q -t dos --min-leaf 2 rows >m.kdt
	grep -q '^node 0 dos 3 1 service in a b$' m.kdt
}
