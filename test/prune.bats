#!/usr/bin/env bats
# kdd-train: pruning, folds, and what it reports

load helper

setup_file() {
	load helper
	sample 1500 >"$BATS_FILE_TMPDIR/rows"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	rows=$BATS_FILE_TMPDIR/rows
}

# learn OPTION...: from rows with a header on stdin, into m.kdt
learn() {
	kdd-train -q -s header -c none -o m.kdt "$@"
}

tree() {
	grep -E '^(node|leaf) ' m.kdt
}

leaves() {
	grep -c '^leaf ' "${1:-m.kdt}"
}

# errors: rows that their leaf errs on, with a leaf's commonest class
errors() {
	awk '/^leaf/ {
		most = 0
		for (i = 4; i <= NF; i++) { sum += $i; if ($i > most) most = $i }
		sum -= most
	} END { print sum + 0 }' "${1:-m.kdt}"
}

# noise ROWS: two numbers, one that tells something and one that does not
noise() {
	awk -v rows="$1" 'BEGIN {
		srand(7)
		print "a,b,label"
		for (i = 0; i < rows; i++) {
			a = int(rand() * 100)
			print a "," int(rand() * 1000) "," \
			    ((a < 50) == (rand() < 0.85) ? "x" : "y")
		}
	}'
}

# steps JSON: of its pruning table, alpha, leaves, error, cv error, cv se
steps() {
	grep -o '{"alpha":[^}]*}' "$1" | sed 's/"[a-z_]*"://g; s/[{}]//g; y/,/ /'
}

# held LOG: the rows that each fold held out, in ascending order
held() {
	awk '/^fold [0-9]+ of/ { fold = 1 }
	fold && /^accuracy/ { sub(/.* of /, ""); print $1; fold = 0 }' "$1" |
	    sort -n | xargs
}

@test "prune: alpha is impurity a leaf, a share of all rows" {
	{ echo a,label; times 4 1,x; times 4 2,y; } >in.csv
	learn --prune 0.49 in.csv
	[ "$(leaves)" -eq 2 ]
	learn --prune 0.5 in.csv
	[ "$(leaves)" -eq 1 ]
	# and entropy is in bits
	learn --criterion entropy --prune 0.99 in.csv
	[ "$(leaves)" -eq 2 ]
	learn --criterion entropy --prune 1 in.csv
	[ "$(leaves)" -eq 1 ]
	grep -q '^option prune alpha$' m.kdt
	grep -q '^option alpha 1$' m.kdt
}

@test "prune: 0 keeps the errors on training rows, 1e9 a single leaf" {
	noise 400 >in.csv
	learn in.csv
	errors >want
	learn --prune 0 in.csv
	errors >got
	cmp want got
	learn --prune 1e9 in.csv
	[ "$(leaves)" -eq 1 ]
	kdd-train -q -o a.kdt "$rows"
	kdd-train -q --prune 0 -o b.kdt "$rows"
	[ "$(errors a.kdt)" -eq "$(errors b.kdt)" ]
	[ "$(leaves b.kdt)" -le "$(leaves a.kdt)" ]
}

@test "prune: a greater alpha has fewer leaves" {
	local alpha last=1000000

	noise 400 >in.csv
	for alpha in 0 1e-4 1e-3 2e-3 4e-3 1e-2 0.1 1; do
		learn --prune $alpha in.csv
		[ "$(leaves)" -le "$last" ]
		last=$(leaves)
	done
	[ "$last" -eq 1 ]
}

@test "prune: cv and 1se take ten folds and a tree that noise does not fill" {
	local all cv se

	noise 600 >in.csv
	learn in.csv
	all=$(leaves)
	learn --prune cv in.csv
	cv=$(leaves)
	grep -q '^folds 10$' m.kdt
	grep -q '^option prune cv$' m.kdt
	learn --prune 1se in.csv
	se=$(leaves)
	grep -q '^option prune 1se$' m.kdt
	echo "# leaves: $all, $cv, $se"
	[ "$se" -le "$cv" ]
	[ "$cv" -lt $((all / 2)) ]
	[ "$se" -ge 2 ]
	learn --prune cv -k 3 in.csv
	grep -q '^folds 3$' m.kdt
}

@test "prune: the alpha that was chosen gives the tree again" {
	local rule

	noise 600 >in.csv
	for rule in cv 1se; do
		learn --prune $rule in.csv
		tree >want
		learn --prune "$(sed -n 's/^option alpha //p' m.kdt)" in.csv
		tree | cmp want -
	done
}

@test "prune: the table of alphas, in parts of the root's errors" {
	local chosen

	noise 600 >in.csv
	kdd-train -s header -c none --prune 1se --report r.json -o m.kdt \
	    in.csv 2>log
	steps r.json >table
	grep -q "^$(wc -l <table) ways to prune" log
	# 12 rows of it are shown, the chosen one among them
	awk '$1 == "alpha" { table = 1; next }
	table && ! /^ *[0-9.]+e/ { exit }
	table' log >shown
	[ "$(wc -l <shown)" -eq 12 ]
	grep '<- chosen$' shown >line
	[ "$(awk '{ print $2 }' line)" -eq "$(leaves)" ]
	# alphas ascend, leaves fall, errors rise
	awk 'NR > 1 && ($1 <= a || $2 >= l || $3 < e) { exit 1 }
	{ a = $1; l = $2; e = $3 }' table
	# the root's error is the unit
	[ "$(tail -n 1 table | cut -d' ' -f2,3)" = "1 1" ]
	chosen=$(leaves)
	# the least error, and the smallest tree within a standard error of it
	awk -v chosen="$chosen" '{ leaves[NR] = $2; error[NR] = $4; se[NR] = $5
		if (NR == 1 || $4 <= error[best]) best = NR }
	END {
		for (i = best; i <= NR; i++)
			if (error[i] <= error[best] + se[best]) at = i
		exit leaves[at] != chosen
	}' table
}

@test "prune: what is no alpha is refused" {
	local bad

	echo a,label >in.csv
	for bad in '' x -1 nan inf 1x cv1 CV '1 '; do
		run learn --prune "$bad" in.csv
		assert_failure 2
		assert_output --partial 'not cv, 1se or a number from 0'
	done
}

@test "prune: --max-leaves first, then alpha" {
	noise 400 >in.csv
	learn --max-leaves 8 --prune 0 in.csv
	[ "$(leaves)" -le 8 ]
	learn --max-leaves 8 --prune cv in.csv
	[ "$(leaves)" -le 8 ]
}

@test "prune: with costs a fold's errors are what they cost" {
	noise 600 >in.csv
	printf '%s\n' 'x y' 'x 0 1' 'y 20 0' >cost
	learn --cost cost --prune cv in.csv
	# y is missed at 20 times the price: little is called x
	awk '/^confusion y/ { exit !($3 * 5 < $4) }' m.kdt
}

@test "folds: rows of a group are in one fold" {
	{
		echo a,site,label
		times 1 1,A,x; times 2 2,B,x; times 4 3,C,y; times 8 4,D,y
	} >in.csv
	kdd-train -s header -c none -k 4 --group site -o m.kdt in.csv 2>log
	[ "$(grep -c '1 group held out' log)" -eq 4 ]
	[ "$(held log)" = "1 2 4 8" ]
	grep -q '^option folds-by group$' m.kdt
	grep -q '^column ignored site$' m.kdt
	kdd-train -s header -c none -k 2 --group site -o m.kdt in.csv 2>log
	[ "$(grep -c '2 groups held out' log)" -eq 2 ]
}

@test "folds: groups are texts, and rows without one are a group" {
	{
		echo a,site,label
		times 1 1,1,x; times 2 2,1.0,x; times 4 3,,y; times 8 3,?,y
	} >in.csv
	kdd-train -s header -c none -k 3 --group site -o m.kdt in.csv 2>log
	[ "$(held log)" = "1 2 12" ]
}

@test "folds: a group in JSON that the first rows lack" {
	printf '%s\n' '{"a":1,"label":"x"}' '{"a":2,"label":"y"}' \
	    '{"a":3,"site":"A","label":"y"}' '{"a":3,"site":"B","label":"x"}' \
	    >in.json
	kdd-train -s json -c none -k 3 --group site -o m.kdt in.json 2>log
	[ "$(held log)" = "1 1 2" ]
	tac in.json | kdd-train -q -s json -c none -k 3 --group site -o n.kdt
	cmp m.kdt n.kdt
}

@test "folds: a group in columns of kdd99" {
	kdd-train -q -k 3 -t dos --group service -o m.kdt "$rows"
	grep -q '^column ignored service$' m.kdt
	kdd-classify -qa -m m.kdt "$rows" >verdicts
	[ "$(wc -l <verdicts)" -eq 1500 ]
}

@test "folds: plain ones part equal rows, units do not" {
	{ echo a,label; times 8 1,x; times 4 2,y; } >in.csv
	kdd-train -s header -c none -k 4 --folds-plain -o m.kdt in.csv 2>log
	[ "$(held log)" = "3 3 3 3" ]
	[ "$(grep -c ': 3 rows held out' log)" -eq 4 ]
	grep -q '^option folds-by plain$' m.kdt
	# each class is dealt round
	[ "$(grep -c '^x  *2 ' log)" -ge 4 ]
	run learn -k 4 in.csv
	assert_failure 1
	assert_output --partial '4 folds, but only 2 distinct rows'
}

@test "folds: by order they are runs of rows as they came" {
	{ echo a,label; times 5 1,x; times 5 2,y; } >in.csv
	kdd-train -s header -c none -k 3 --folds-by-order -o m.kdt in.csv \
	    2>log
	[ "$(held log)" = "3 3 4" ]
	grep -q '^option folds-by order$' m.kdt
	# a single fold in the middle holds both classes
	[ "$(grep -c '^x  *3 ' log)" -eq 1 ]
	[ "$(grep -c '^y  *4 ' log)" -eq 1 ]
	# each half is of one class: the other half knows nothing of it
	learn -k 2 --folds-by-order in.csv
	grep -q '^confusion x 0 5$' m.kdt
	grep -q '^confusion y 5 0$' m.kdt
	{ echo a,label; times 5 "$(printf '1,x\n2,y')"; } |
	    learn -k 2 --folds-by-order
	grep -q '^confusion x 5 0$' m.kdt
}

@test "folds: kinds exclude each other, and need -k" {
	local kind other

	echo a,label >in.csv
	for kind in "--group a" --folds-plain --folds-by-order; do
		for other in "--group a" --folds-plain --folds-by-order; do
			[ "$kind" != "$other" ] || continue
			# shellcheck disable=SC2086
			run learn -k 2 $kind $other in.csv
			assert_failure 2
			assert_output --partial 'do not go together'
		done
		# shellcheck disable=SC2086
		run learn $kind in.csv
		assert_failure 2
		assert_output --partial 'need folds (-k)'
	done
	# but the folds of --prune will do
	noise 100 | learn --prune cv --folds-plain
	grep -q '^folds 10$' m.kdt
}

@test "folds: more than there are to fill" {
	{ echo a,site,label; times 3 1,A,x; times 3 2,B,y; } >in.csv
	run learn -k 3 in.csv
	assert_failure 1
	assert_output --partial '3 folds, but only 2 distinct rows to deal out'
	run learn -k 3 --group site in.csv
	assert_failure 1
	assert_output --partial '3 folds, but only 2 groups to deal out'
	run learn -k 7 --folds-plain in.csv
	assert_failure 1
	assert_output --partial '7 folds, but only 6 rows to deal out'
	run learn -k 7 --folds-by-order in.csv
	assert_failure 1
	assert_output --partial '7 folds, but only 6 rows to deal out'
	learn -k 6 --folds-by-order in.csv
	run learn --prune cv in.csv
	assert_failure 1
	assert_output --partial '10 folds, but only 2 distinct rows'
	[ "$(ls)" = "$(printf 'in.csv\nm.kdt')" ]
}

@test "folds: the order of rows has a say in those by order alone" {
	local options

	printf '%s\n' 'rest dos' 'rest 0 1' 'dos 5 0' >cost
	awk '{ print NR * 7919 % 1501, $0 }' "$rows" | sort -n |
	    cut -d' ' -f2- >shuffled
	for options in "--prune cv -k 3" "--prune 1se -k 3" "--prune 1e-3" \
	    "--weights balanced -k 3" "--cost cost --laplace -k 2" \
	    "--max-leaves 9 -k 2" "--dedup -k 2" "--folds-plain -k 3" \
	    "--group service -k 3" "--columns service,src_bytes,count -k 2" \
	    "--exclude service" "--leave-attack-out" \
	    "--criterion entropy --weights dos=0.3 -r 1:1 -k 2"; do
		# shellcheck disable=SC2086
		kdd-train -q -t dos $options --report a.json -o a "$rows"
		# shellcheck disable=SC2086
		kdd-train -q -t dos $options --report b.json -o b shuffled
		cmp a b
		cmp a.json b.json
	done
	kdd-train -q -t dos -k 3 --folds-by-order -o a "$rows"
	kdd-train -q -t dos -k 3 --folds-by-order -o b shuffled
	diff <(grep -v '^confusion\|^sha256' a) <(grep -v '^confusion\|^sha256' b)
}

# value KEY JSON: of the first member of that name
value() {
	grep -o "\"$1\":[^,}]*" "$2" | head -n 1 | cut -d: -f2
}

@test "report: rows, conflicts and what they leave" {
	{
		echo a,label
		times 6 1,x; times 2 1,y; times 1 2,y; times 1 3,x
	} >in.csv
	learn --report r.json in.csv
	[ "$(value all r.json)" = 10 ]
	[ "$(value distinct r.json)" = 4 ]
	[ "$(value units r.json)" = 3 ]
	[ "$(value most_copies r.json)" = 6 ]
	[ "$(value conflict_units r.json)" = 1 ]
	[ "$(value conflict_rows r.json)" = 8 ]
	[ "$(value lost_rows r.json)" = 2 ]
	[ "$(value ceiling r.json)" = 0.8 ]
	[ "$(value held_out r.json)" = false ]
	grep -q '"cross_validation":null,"pruning":null,"novel":null}$' r.json
	[ "$(wc -l <r.json)" -eq 1 ]
	# the tree reaches the ceiling
	[ "$(value accuracy <(sed 's/.*"training"//' r.json))" = 0.800000 ]
}

@test "report: controls, suspects and importances" {
	awk 'BEGIN {
		print "a,b,n,label"
		for (i = 0; i < 40; i++)
			print i % 2 "," i % 3 "," i * 1.5 "," i % 2
	}' >in.csv
	kdd-train -s header -c none -k 4 --report r.json -o m.kdt in.csv 2>log
	grep -q '"suspects":\[{"column":"n","values":40}\]' r.json
	grep -q '"column":{"name":"a","accuracy":1}' r.json
	grep -q '"majority":{"class":"[01]","accuracy":0.5}' r.json
	grep -q '"importance":\[{"column":"a","share":1},{"column":"b","share":0},{"column":"n","share":0}\]' r.json
	grep -q '^almost a value for each unit: n (40)$' log
	grep -q '^1.000000  the commonest class of each value of a, held out$' log
	grep -q '^1.000000  a$' log
	grep -q '"roc_auc":1.000000' r.json
}

@test "report: the program, its version and the format come first" {
	noise 20 >in.csv
	learn --report r.json in.csv
	version=$(kdd-train -V | awk '{ print $NF }')
	grep -q '^{"format":1,"tool":"kdd-train","version":"'"$version"'","model":"classes",' \
	    r.json
}

@test "report: importances fall" {
	kdd-train -q -t dos --report r.json -o m.kdt "$rows"
	grep -o '"share":[^}]*' r.json | cut -d: -f2 >shares
	[ "$(wc -l <shares)" -eq 41 ]
	sort -gr shares | cmp - shares
	[ "$(head -n 1 shares)" != 0 ]
}

@test "report: what was dropped and rejected, by reason" {
	printf '%s\n' 'normal normal' 'smurf dos' 'satan probe' >map
	{
		echo a,b,label
		times 3 1,2,normal; times 3 2,2,smurf; times 2 3,3,satan
		echo 1,2; echo 1,2,martian; echo 1,2,3,normal
	} >in.csv
	run kdd-train -q -s header -c map -t dos -n normal --report r.json \
	    -o m.kdt in.csv
	assert_failure 3
	grep -q '"rows":{"read":11,"dropped":2,"rejected":{"fields":2,"label":1},"all":6,' \
	    r.json
}

@test "report: each fold, and the folds add up" {
	kdd-train -t dos -k 3 --report r.json -o m.kdt "$rows" 2>log
	grep -o '"dealt":[0-9]*,"leaves":[^}]*' r.json >folds
	[ "$(wc -l <folds)" -eq 3 ]
	tr -c '0-9\n' ' ' <folds | awk '{ print $1, $2, $4, $3 }' >got
	awk '/^fold/ { units = $5; leaves = $(NF - 1) }
	/^accuracy/ && units { gsub(/[()]/, "")
		print units, leaves, $3, $5; units = 0 }' log >want
	diff got want
	right=$(awk '{ sum += $3 } END { print sum }' got)
	grep -q '}}}\],"rows":1500,"right":'"$right"',"accuracy":' r.json
	# the recall of each class in each fold
	awk '/^fold/ { n = 3 } n && /^(dos|rest) / { print $4 } /^$/ { n = 0 }' \
	    log | head -n 6 >want
	grep -o '"by_fold":.*"roc_auc"' r.json | grep -o '"right":[0-9]*,"recall":[0-9.]*' |
	    head -n 6 | awk -F: '{ printf "%.6f\n", $3 }' >got
	diff got want
}

@test "report: columns of too many values for a table are counted" {
	awk 'BEGIN {
		print "a,b,c,label"
		for (i = 0; i < 30; i++)
			print i "," i % 2 "," i * i "," i % 3
	}' >in.csv
	kdd-train -s header -c none --report r.json -o m.kdt in.csv 2>log
	grep -qx 'not tried: 2 columns with more values than half the units' log
	grep -q '"columns_not_tried":2}' r.json
	kdd-train -s header -c none --exclude a --report r.json -o m.kdt \
	    in.csv 2>log
	grep -qx 'not tried: 1 column with more values than half the units' log
	awk 'BEGIN {
		print "a,b,label"
		for (i = 0; i < 30; i++)
			print i % 5 "," i % 2 "," i % 3
	}' >in.csv
	kdd-train -s header -c none --report r.json -o m.kdt in.csv 2>log
	run grep -c 'not tried' log
	assert_output 0
	grep -q '"columns_not_tried":0}' r.json
}

@test "report: one is no plural" {
	printf 'a,label\n1,x\n' >in.csv
	kdd-train -s header -c none -o m.kdt in.csv 2>log
	grep -q '^tree classes: 1 leaf, depth 0, from 1 row, 1 distinct$' log
	grep -qx 'accuracy 1.000000 (1 of 1 row)' log
}

@test "report: without -k nothing is held out, and it says so" {
	noise 200 >in.csv
	kdd-train -s header -c none -o m.kdt in.csv 2>log
	grep -q ', not held out$' log
	run grep -c ' folds, pooled' log
	assert_output 0
}

@test "report: -q has no say in it" {
	noise 200 >in.csv
	kdd-train -s header -c none -k 3 --report a.json -o m.kdt in.csv
	run kdd-train -q -s header -c none -k 3 --report b.json -o m.kdt in.csv
	assert_output ''
	cmp a.json b.json
}

@test "report: each attack that training did not see" {
	# a is 1 for normal rows, 2 for flood and smurf, 3 for scan alone
	{
		echo a,label
		times 6 1,normal; times 3 2,flood; times 2 2,smurf
		times 4 0,scan
	} >in.csv
	kdd-train -s header -c none --leave-attack-out --report r.json \
	    -o m.kdt in.csv 2>log
	[ "$(grep -o '"label":"[^"]*"' r.json | cut -d'"' -f4 | xargs)" = \
	    "flood scan smurf" ]
	grep -q '"label":"flood","class":"flood","rows":3,"judged":true,"alerted":3,"own_class":0}' r.json
	grep -q '"label":"scan","class":"scan","rows":4,"judged":true,"alerted":0,"own_class":0}' r.json
	grep -q '^ *mean   0.666667 ' log
	# the model is that of all rows
	kdd-train -q -s header -c none -o n.kdt in.csv
	cmp m.kdt n.kdt
	# attack against the rest: now the class of smurf is known without it
	printf '%s\n' 'normal good' 'flood bad' 'smurf bad' 'scan bad' >map
	kdd-train -q -s header -c map -t bad --leave-attack-out \
	    --report r.json -o m.kdt in.csv
	grep -q '"label":"smurf","class":"bad","rows":2,"judged":true,"alerted":2,"own_class":2}' r.json
}

@test "report: an only attack cannot be left out" {
	{ echo a,label; times 3 1,normal; times 3 2,smurf; } >in.csv
	kdd-train -s header -c none --leave-attack-out --report r.json \
	    -o m.kdt in.csv 2>log
	grep -q '"recall":null,"false_alarms":null,"labels":\[{"label":"smurf",.*"judged":false,' \
	    r.json
	grep -q '^ *mean          - ' log
}

@test "report: a file that is in use is refused" {
	echo a,label >in.csv
	cp in.csv copy.csv
	run kdd-train -q -s header -c none --report in.csv -o m.kdt in.csv
	assert_failure 2
	assert_output --partial '--report in.csv: would overwrite in.csv'
	run kdd-train -q -s header -c none --report in.csv -o m.kdt <./in.csv
	assert_failure 2
	cmp in.csv copy.csv
	: >m.kdt
	run kdd-train -q -s header -c none --report m.kdt -o m.kdt in.csv
	assert_failure 2
	: >bad
	run kdd-train -q -s header -c none --report bad --rejects bad -o n in.csv
	assert_failure 2
}

@test "report: not the model's file, though neither is there yet" {
	printf 'a,label\n1,x\n' >in.csv
	run kdd-train -q -s header -c none --report new -o new in.csv
	assert_failure 2
	[ ! -e new ]
}

@test "report: nor the class map, the schema file or the costs" {
	local file option

	printf 'x good\ny bad\n' >map
	printf '%s\n' 'bad good' 'bad 0 1' 'good 1 0' >cost
	printf 'a,label\n1,x\n2,y\n' >in.csv
	kdd-schema in.csv >s.names
	for file in map cost s.names; do
		cp $file copy
		for option in --report -o --rejects; do
			run kdd-train -q -c map -s s.names --cost cost \
			    $option $file in.csv
			assert_failure 2
			assert_output --partial "would overwrite $file"
			cmp $file copy
		done
	done
}

@test "report: a full disk leaves no model" {
	run kdd-train -q --report /dev/full -o m.kdt "$rows"
	assert_failure 1
	assert_output --partial '/dev/full: No space left on device'
	[ ! -e m.kdt ]
	run kdd-train -q --report nowhere/r.json -o m.kdt "$rows"
	assert_failure 1
	run kdd-train -q --report . -o m.kdt "$rows"
	assert_failure 1
	[ ! -e m.kdt ]
	run bash -c "kdd-train -q --report r.json '$rows' >/dev/full"
	assert_failure 1
}

@test "options: a model of all options classifies, compiles and is scored" {
	printf '%s\n' 'rest dos' 'rest 0 1' 'dos 5 0' >cost
	kdd-train -t dos -k 3 -r 3:1 --columns service,src_bytes,count,flag \
	    --exclude flag --group protocol_type --cost cost --laplace \
	    --weights dos=2,rest=0.5 --dedup --max-leaves 30 --max-depth 9 \
	    --min-leaf 2 --min-split 5 --criterion entropy --prune cv \
	    --leave-attack-out --report r.json --name all -o m.kdt "$rows" \
	    2>log
	[ "$(grep '^option ' m.kdt | cut -d' ' -f2 | xargs)" = "target criterion max-depth min-leaf min-split max-leaves weights cost laplace dedup ratio prune alpha folds-by seed" ]
	grep -q '^option weights dos=2,rest=0.5$' m.kdt
	grep -q '^option cost "0 5; 1 0"$' m.kdt
	kdd-classify -qa -m m.kdt "$rows" >verdicts
	[ "$(wc -l <verdicts)" -eq 1500 ]
	kdd-score -m m.kdt verdicts >score
	grep -q '^model    all$' score
	kdd-compile -f rules m.kdt | grep -q .
	grep -q '"model":"all","options":{"target":"dos",' r.json
}
