#!/usr/bin/env bats
# kdd-train: which columns, what a row and a mistake count for, limits

load helper

setup_file() {
	load helper
	sample 1500 >"$BATS_FILE_TMPDIR/rows"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rows=$BATS_FILE_TMPDIR/rows
}

# Where a is 1, 6 good and 2 bad rows; where it is 2, 10 good ones.
two_leaves() {
	echo a,b,label
	times 6 1,x,good
	times 2 1,x,bad
	times 10 2,x,good
}

# learn OPTION...: from rows with a header on stdin, into m.kdt
learn() {
	kdd-train -q -s header -c none -o m.kdt "$@"
}

tree() {
	grep -E '^(node|leaf) ' "${1:-m.kdt}"
}

# refuses STATUS MESSAGE OPTION...: for the rows above; and leaves no model
refuses() {
	local status_wanted=$1 message=$2

	shift 2
	two_leaves >in.csv
	run kdd-train -s header -c none -o m.kdt "$@" in.csv
	assert_failure "$status_wanted"
	assert_output --partial "$message"
	[ ! -e m.kdt ]
}

features() {
	awk '/^column (number|category)/ { print $3 }' m.kdt | xargs
}

@test "options: --columns are learned from, --exclude are not" {
	printf '%s\n' a,b,c,label 1,1,1,x 2,2,2,y >in.csv
	learn in.csv
	[ "$(features)" = "a b c" ]
	learn --columns c,a in.csv
	[ "$(features)" = "a c" ]
	learn --columns a --columns b in.csv
	[ "$(features)" = "a b" ]
	learn --exclude b in.csv
	[ "$(features)" = "a c" ]
	learn --columns a,b --exclude a in.csv
	[ "$(features)" = b ]
	grep -q '^column ignored a$' m.kdt
	tree | grep -q '^node 0 .* b <= '
}

@test "options: --columns in kdd99, and a model that asks for no other" {
	kdd-train -q -t dos --columns src_bytes,service -o m.kdt "$rows"
	[ "$(features)" = "service src_bytes" ]
	kdd-classify -qa -m m.kdt "$rows" >verdicts
	[ "$(wc -l <verdicts)" -eq 1500 ]
	# a word in a column that is not learned from does no harm
	row 5=1 6=many 42=normal. >one
	kdd-train -q --columns src_bytes -o one.kdt one
}

@test "options: --columns of JSON, whatever key comes when" {
	printf '%s\n' '{"a":1,"label":"x"}' '{"b":2,"a":2,"label":"y"}' \
	    '{"b":3,"a":2,"label":"x","c":1}' >in.json
	kdd-train -q -s json -c none --columns c,b -o m.kdt in.json
	[ "$(features)" = "b c" ]
	tac in.json | kdd-train -q -s json -c none --columns b,c -o n.kdt
	cmp m.kdt n.kdt
	run kdd-train -q -s json -c none --columns b,d -o o.kdt in.json
	assert_failure 2
	assert_line 'kdd-train: --columns d: no such column'
}

@test "options: --columns brings back none that identifies" {
	printf '%s\n' src_ip,a,label 192.0.2.1,1,x 192.0.2.2,2,y >in.csv
	learn --columns src_ip,a in.csv
	[ "$(features)" = a ]
	run learn --columns src_ip in.csv
	assert_failure 2
	assert_output --partial 'leave no column to learn from'
}

@test "options: names that are no columns are refused" {
	refuses 2 '--columns d: no such column' --columns a,d
	refuses 2 '--exclude d: no such column' --exclude d
	refuses 2 '--group d: no such column' -k 2 --group d
	refuses 2 '--group label: that is the label' -k 2 --group label
	refuses 2 'that is the label' --columns label
	refuses 2 'leave no column to learn from' --exclude a,b
	refuses 2 'leave no column to learn from' --columns a --exclude a
	refuses 2 'names of columns, with commas between' --columns a,
	refuses 2 'names of columns, with commas between' --exclude ''
}

@test "options: a leaf says what is expected to cost least" {
	# where a is 1: good costs 2 * 10, bad costs 6 * 1
	printf '%s\n' 'good bad' 'good 0 1' 'bad 10 0' >cost
	two_leaves | learn
	run tree
	assert_output "node 0 good 2 16 a <= 1.5 right
leaf 1 good 2 6
leaf 1 good 0 10"
	two_leaves | learn --cost cost
	run tree
	# at the root: good 2 * 10, bad 16 * 1
	assert_output "node 0 bad 2 16 a <= 1.5 right
leaf 1 bad 2 6
leaf 1 good 0 10"
	grep -q '^option cost "0 10; 1 0"$' m.kdt
	# 2 * 3 = 6 * 1: of equal costs the first class
	printf '%s\n' 'good bad' 'good 0 1' 'bad 3 0' >cost
	two_leaves | learn --cost cost
	tree | grep -q '^leaf 1 bad 2 6$'
	printf '%s\n' 'good bad' 'good 0 1' 'bad 2.9 0' >cost
	two_leaves | learn --cost cost
	tree | grep -q '^leaf 1 good 2 6$'
}

@test "options: under --cost the score stays the share of rows" {
	# with -t the classes are the target and the rest
	printf '%s\n' 'rest bad' 'rest 0 1' 'bad 10 0' >cost
	two_leaves | learn --cost cost -t bad
	printf 'a,b\n1,x\n2,x\n' | kdd-classify -qa -m m.kdt >got
	[ "$(sed -n 2p got)" = bad,bad,0.250000,1,x ]
}

@test "options: --cost kdd99, for its five classes" {
	kdd-train -q --cost kdd99 --max-depth 3 -o m.kdt "$rows"
	grep -q '^option cost "0 2 1 2 2; 2 0 1 2 2; ' m.kdt
	kdd-train -q --max-depth 3 -o n.kdt "$rows"
	# the splits are the same, only verdicts differ
	diff <(tree m.kdt | cut -d' ' -f2,4-) <(tree n.kdt | cut -d' ' -f2,4-)
}

@test "options: the mean cost of training rows falls with --cost" {
	local name

	kdd-train -q --cost kdd99 --max-depth 2 --name with -o m.kdt "$rows"
	kdd-train -q --max-depth 2 --name without -o n.kdt "$rows"
	for name in m n; do
		kdd-classify -qa -m $name.kdt "$rows" |
		    kdd-score -q -C kdd99 -f tsv -m $name.kdt |
		    awk -F'\t' '$2 == "cost" { print $5 }' >$name.cost
		[ -s $name.cost ]
	done
	awk -v m="$(<m.cost)" -v n="$(<n.cost)" 'BEGIN { exit !(m <= n) }'
}

@test "options: --laplace makes small leaves less sure" {
	printf '%s\n' 'good bad' 'good 0 1' 'bad 10 0' >cost
	{ echo a,label; echo 1,good; times 30 2,good; times 3 3,bad; } >in.csv
	# 31 + 1 good, 0 + 1 bad: good costs 10, bad 32
	learn --cost cost --laplace in.csv
	tree | grep -q '^leaf 1 good 0 31$'
	grep -q '^option laplace yes$' m.kdt
	# 1 + 1 good, 0 + 1 bad: good costs 10, bad 2
	{ echo a,label; echo 1,good; times 3 3,bad; } >in.csv
	learn --cost cost in.csv
	tree | grep -q '^leaf 1 good 0 1$'
	learn --cost cost --laplace in.csv
	tree | grep -q '^leaf 1 bad 0 1$'
	rm m.kdt
	refuses 2 '--laplace needs --cost' --laplace
}

@test "options: a cost matrix that does not fit is refused" {
	printf '%s\n' 'good ugly' 'good 0 1' 'ugly 10 0' >lacks
	refuses 1 'the cost matrix has no class "bad"' --cost lacks
	printf '%s\n' 'good bad' 'good 0 1' >short
	refuses 1 'short: 1 rows of costs for 2 classes' --cost short
	printf '%s\n' 'good bad' 'good 0 1' 'bad 1 0' 'bad 1 0' >long
	refuses 1 'long:4:' --cost long
	printf '%s\n' 'good bad' 'good 0' 'bad 1 0' >narrow
	refuses 1 'narrow:2: 2 costs' --cost narrow
	printf '%s\n' 'good bad' 'good 0 1 2' 'bad 1 0' >wide
	refuses 1 'wide:2: more than 2 costs' --cost wide
	printf '%s\n' 'good bad' 'good 0 -1' 'bad 1 0' >negative
	refuses 1 'negative:2: 2 costs, each 0 or from 1e-09 to 1e+09' --cost negative
	refuses 1 'nowhere: No such file' --cost nowhere
	refuses 1 'the cost matrix has no class' --cost kdd99
	: >empty
	refuses 1 '0 rows of costs for 0 classes' --cost empty
}

@test "options: --weights change the class of a leaf, not the score" {
	two_leaves | learn --weights balanced
	run tree
	assert_line --index 1 'leaf 1 bad 2 6'
	assert_line --index 2 'leaf 1 good 0 10'
	grep -q '^option weights balanced$' m.kdt
	two_leaves | learn -t bad --weights balanced
	printf 'a,b\n1,x\n' | kdd-classify -qa -m m.kdt >got
	[ "$(sed -n 2p got)" = bad,bad,0.250000,1,x ]
}

@test "options: --weights by class; others weigh 1" {
	two_leaves | learn --weights bad=2.9
	tree | grep -q '^leaf 1 good 2 6$'
	two_leaves | learn --weights bad=3.1
	tree | grep -q '^leaf 1 bad 2 6$'
	grep -q '^option weights bad=3.1,good=1$' m.kdt
	two_leaves | learn --weights good=.25,bad=1
	tree | grep -q '^leaf 1 bad 2 6$'
	# of equal masses the first class
	two_leaves | learn --weights bad=3
	tree | grep -q '^leaf 1 bad 2 6$'
}

@test "options: a weight of 3 is a row that came three times" {
	local criterion

	awk -F, 'NR <= 400' "$rows" >in
	{ cat in; grep -v normal in; grep -v normal in; } >thrice
	for criterion in gini entropy; do
		kdd-train -q -t attack --max-depth 3 --criterion $criterion \
		    --weights attack=3 -o m.kdt in
		kdd-train -q -t attack --max-depth 3 --criterion $criterion \
		    -o n.kdt thrice
		diff <(tree m.kdt | awk '{ $4 = $5 = ""; print }' |
		    sed 's/ \(left\|right\)$//') \
		    <(tree n.kdt | awk '{ $4 = $5 = ""; print }' |
		    sed 's/ \(left\|right\)$//')
	done
}

@test "options: weights of 1 change no tree" {
	kdd-train -q -o m.kdt "$rows"
	kdd-train -q --weights dos=1,normal=1 -o n.kdt "$rows"
	diff <(tree m.kdt) <(tree n.kdt)
}

@test "options: weights that are none are refused" {
	local bad

	for bad in bad=0 bad=-1 bad=x bad=nan bad=inf bad= bad=1,good=0; do
		refuses 2 'a weight is a number from 1e-09 to 1e+09' --weights $bad
	done
	for bad in '' 3 =1 'bad=1,' balance; do
		refuses 2 'is not CLASS=WEIGHT' --weights "$bad"
	done
	refuses 2 'that class has a weight already' --weights bad=1,bad=2
	refuses 1 'a weight is given for "ugly", which is no class' \
	    --weights ugly=2
	refuses 1 'a weight is given for "good"' -t bad --weights good=2
}

@test "options: --dedup is sort -u" {
	local options

	{ cat "$rows"; head -n 700 "$rows"; head -n 90 "$rows"; } >in
	sort -u in >unique
	for options in "" "-t dos -k 3" "-t dos -r 1:1 -k 2" \
	    "--prune cv -k 3" "--weights balanced --max-leaves 5" \
	    "-k 3 --folds-plain" "-k 2 --group service"; do
		# shellcheck disable=SC2086
		kdd-train -q $options --dedup -o m.kdt in
		# shellcheck disable=SC2086
		kdd-train -q $options -o n.kdt unique
		diff <(grep -v '^option dedup yes$\|^sha256' m.kdt) \
		    <(grep -v ^sha256 n.kdt)
		grep -q '^option dedup yes$' m.kdt
	done
	kdd-train -q --dedup --folds-by-order -k 3 -o m.kdt in
	awk '!seen[$0]++' in |	# where each came first
	    kdd-train -q --folds-by-order -k 3 -o n.kdt
	diff <(grep -v '^option dedup\|^sha256' m.kdt) \
	    <(grep -v ^sha256 n.kdt)
}

@test "options: --dedup counts rows that differ in the label alone" {
	{ echo a,label; times 5 1,x; times 2 1,y; } >in.csv
	learn --dedup in.csv
	run tree
	assert_output 'leaf 0 x 1 1'
	grep -q '^rows 2 2$' m.kdt
}

@test "options: --max-leaves is a limit, and 1 is a single leaf" {
	local n leaves

	kdd-train -q -o m.kdt "$rows"
	leaves=$(tree | grep -c ^leaf)
	[ "$leaves" -gt 10 ]
	for n in 1 2 3 7 10; do
		kdd-train -q --max-leaves $n -o n.kdt "$rows"
		[ "$(tree n.kdt | grep -c ^leaf)" -eq $n ]
		grep -q "^option max-leaves $n\$" n.kdt
	done
	kdd-train -q --max-leaves 1000000 -o n.kdt "$rows"
	diff <(tree m.kdt) <(tree n.kdt)
	kdd-train -q --max-leaves 1 -o n.kdt "$rows"
	[ "$(tree n.kdt | cut -d' ' -f1,2)" = "leaf 0" ]
	run kdd-train -q --max-leaves 0 -o n.kdt "$rows"
	assert_failure 2
}

@test "options: --max-leaves takes the split that lowers impurity most" {
	# a tells 8 rows from 8; b a single one on the left, c 3 on the right
	{
		echo a,b,c,label
		times 7 1,1,1,x; times 1 1,2,1,y
		times 5 2,1,1,z; times 3 2,1,2,y
	} >in.csv
	learn --max-leaves 3 in.csv
	run tree
	assert_line --index 1 'leaf 1 x 7 1 0'
	assert_line --index 2 --partial 'node 1 z 0 3 5 c <= 1.5'
}

@test "options: --max-depth 0 sets no limit" {
	kdd-train -q -o m.kdt "$rows"
	kdd-train -q --max-depth 0 -o n.kdt "$rows"
	cmp m.kdt n.kdt
	kdd-train -q --max-depth 1 -o n.kdt "$rows"
	[ "$(tree n.kdt | wc -l)" -eq 3 ]
}

@test "options: one class, one row, no rows" {
	local options

	for options in "" "--prune 0" "--weights balanced" "--max-leaves 1" \
	    "--dedup" "--leave-attack-out --report r" "--prune 1"; do
		# shellcheck disable=SC2086
		printf 'a,label\n1,x\n' | learn $options
		run tree
		assert_output 'leaf 0 x 1'
		# shellcheck disable=SC2086
		printf 'a,label\n1,x\n2,x\n1,x\n' | learn $options
		run tree
		assert_line --regexp '^leaf 0 x [23]$'
		# shellcheck disable=SC2086
		run learn $options <<<a,label
		assert_failure 1
		assert_output --partial 'no rows to learn from'
	done
	printf 'a,label\n1,x\n2,x\n' | learn --prune cv -k 2
	[ "$(tree)" = 'leaf 0 x 2' ]
	printf 'a,label\n1,x\n2,x\n' | learn --prune 1se -k 2 \
	    --leave-attack-out --report r --weights balanced
	[ "$(tree)" = 'leaf 0 x 2' ]
}

@test "options: no row at all is said, whatever columns are named" {
	local options

	for options in "--columns service" "--exclude service" \
	    "-k 2 --group service"; do
		# shellcheck disable=SC2086
		run kdd-train -q $options -o m.kdt /dev/null
		assert_failure 1
		assert_output --partial 'no rows to learn from'
	done
}

@test "options: a column without a value" {
	printf '%s\n' a,b,label 1,nan,x 2,,y 3,?,y >in.csv
	learn in.csv
	run tree
	assert_output "node 0 y 1 2 a <= 1.5 right
leaf 1 x 1 0
leaf 1 y 0 2"
	learn --columns b in.csv
	[ "$(tree)" = 'leaf 0 y 1 2' ]
	learn --columns b --prune cv -k 2 --folds-plain in.csv
	[ "$(tree)" = 'leaf 0 y 1 2' ]
}

@test "options: a column of labels that is not there" {
	refuses 1 'no column "class" to be the label' -l class
	run kdd-train -o m.kdt -l class "$rows"
	assert_failure 2
	assert_output --partial '-l class: no such column'
}

@test "options: memory that does not suffice is told, and how much would" {
	local limit=40000

	[ -z "${KDD_ASAN-}" ] || skip "sanitizers take address space"
	awk 'BEGIN {
		print "a,b,c,d,label"
		for (i = 0; i < 300000; i++)
			print i "," i * 7 "," i * 3 % 1000 "," i % 17 "," i % 2
	}' >in.csv
	run bash -c "ulimit -v $limit &&
	    kdd-train -q -s header -c none -o m.kdt in.csv"
	assert_failure 1
	assert_output --regexp \
	    'kdd-train: .*[0-9]+ rows, [0-9]+ of them distinct, need [0-9]+ MiB'
	[ ! -e m.kdt ]
	# with fewer columns there is room
	bash -c "ulimit -v $limit && kdd-train -q -s header -c none \
	    --columns d -o m.kdt in.csv"
	tree | grep -q ^node
}

@test "options: weights and costs of any size have a limit" {
	printf 'x,y,label\n1,5,a\n2,5,b\n3,6,a\n4,6,b\n' >w.csv
	for bad in a=1e308 a=1e-300 b=1e10 a=inf a=nan; do
		run kdd-train -q -c none -s header --criterion entropy \
		    --weights $bad -o w.kdt w.csv
		assert_failure 2
		assert_output --partial 'a weight is a number from'
	done
	run kdd-train -q -c none -s header --criterion entropy \
	    --weights a=1e-9,b=1e9 -o w.kdt w.csv
	assert_success
	printf '  a b\na 0 1e308\nb 1 0\n' >costly
	run kdd-train -q -c none -s header --cost costly -o w.kdt w.csv
	assert_failure 1
	assert_output --partial 'each 0 or from 1e-09 to 1e+09'
}

@test "options: values beside infinity and nothing are told apart" {
	for v in inf -inf; do
		printf 'x,label\n%s,a\n,b\n%s,a\n,b\n' $v $v >v.csv
		kdd-train -q -c none -s header -o v.kdt v.csv
		[ "$(grep -c ^leaf v.kdt)" -eq 2 ]
		run kdd-classify -q -a -m v.kdt v.csv
		assert_line --regexp "^classes,a,1.000000,$v,a$"
		assert_line "classes,b,1.000000,,b"
	done
	printf 'x,label\ninf,a\n,b\n-inf,a\n' >v.csv
	kdd-train -q -c none -s header -o v.kdt v.csv
	kdd-classify -q -a -m v.kdt v.csv >v.out
	run cut -d, -f2 v.out
	assert_output "$(printf 'class\na\nb\na')"
}

@test "options: results that nobody would see are not made" {
	refuses 2 'with -q needs --report' -q --leave-attack-out
}

@test "options: a column that is as good as the label is told" {
	{ echo a,b,label; seq -f 1,%g,good 40; seq -f 2,%g,bad 40; } >twice.csv
	run kdd-train -s header -c none -o m.kdt twice.csv
	assert_success
	assert_line --partial 'the values of "a" alone tell the class'
	assert_line --partial '(--exclude a)'
}

@test "options: a category that is nearly a number is told" {
	{ echo a,label; seq -f '%g,x' 50; echo n/a,y; } >odd.csv
	run kdd-train -s header -c none -o m.kdt odd.csv
	assert_success
	assert_line 'kdd-train: "a" is taken for a category: of its 51 values 1 is no number, such as "n/a"'
	{ echo a,label; seq -f '%g,x' 50; echo nan,y; } >even.csv
	run kdd-train -s header -c none -o m.kdt even.csv
	refute_output --partial 'taken for a category'
}
