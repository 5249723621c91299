#!/usr/bin/env bats
# the models in models/: they load, alone and together, and are as documented

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	models=(dos bruteforce families nsl-dos nsl-bruteforce nsl-families)
	sample 500 >rows
}

@test "shipped: six models, each in README.md by file and name" {
	local m

	for m in "${models[@]}"; do
		grep -qx "name $m" "$root/models/$m.kdt"
		grep -q "^| \`$m.kdt\` | $m | " "$root/models/README.md"
	done
	[ "$(find "$root/models" -name '*.kdt' | wc -l)" -eq 6 ]
}

@test "shipped: each digest holds, and each model judges synthetic rows" {
	local m

	for m in "${models[@]}"; do
		[ "$(head -n -1 "$root/models/$m.kdt" | sha256sum |
		    cut -c1-64)" = \
		    "$(tail -n 1 "$root/models/$m.kdt" | cut -d' ' -f2)" ]
		kdd-classify -q -a -m "$root/models/$m.kdt" rows >out
		[ "$(cut -d, -f1 out | sort | uniq -c | tr -s ' ')" = \
		    " 500 $m" ]
	done
}

@test "shipped: the options are those of the recipes" {
	local m t

	for m in "${models[@]}"; do
		t=$root/models/$m.kdt
		grep -qx 'option dedup yes' "$t"
		grep -qx 'folds 10' "$t"
		grep -qx 'option seed 1' "$t"
		case $m in
		*families)
			grep -qx 'option criterion entropy' "$t"
			grep -q '^option cost "' "$t"
			grep -qx 'option prune cv' "$t"
			;;
		*)
			grep -qx "option target ${m#nsl-}" "$t"
			grep -qx 'option prune 1se' "$t"
			;;
		esac
	done
}

@test "shipped: any two of them together" {
	local a b m=$root/models

	row >one
	for a in "${models[@]}"; do
		for b in "${models[@]}"; do
			[ "$a" != "$b" ] || continue
			run kdd-classify -q -a -m "$m/$a.kdt" -m "$m/$b.kdt" one
			assert_success
			assert_line --index 0 --partial "$a,"
			assert_line --index 1 --partial "$b,"
		done
	done
}

@test "shipped: make.sh on other rows: six models, twice the same bytes" {
	mkdir data a b
	sample 3000 1 >data/kddcup.data_10_percent
	sample 3000 2 | sed 's/\.$/,21/' >data/KDDTrain+.txt
	sample 2000 3 | sed 's/\.$/,21/' >data/KDDTest+.txt
	KDD_DATA=data sh "$root/models/make.sh" a
	xz data/KDDTrain+.txt || skip "xz is not installed"
	KDD_DATA=data sh "$root/models/make.sh" b
	diff -r a b
	[ "$(find a -type f | wc -l)" -eq 6 ]
	KDD_DATA=data sh "$root/models/make.sh" -s >tables
	[ "$(grep -c '^<!-- table' tables)" -eq 13 ]
	# the numbers of test set and cross-validation are kdd-score's
	kdd-classify -q -a -m a/families.kdt data/KDDTest+.txt |
	    kdd-score -q -C kdd99 -m a/families.kdt >score
	want=$(awk '$1 == "accuracy" { a = $2 } $1 == "cost" { print a, $2 }' \
	    score)
	sed -n '/^<!-- table on_test/,/^<!-- end/p' tables |
	    awk '/^[|] families .* all five / { print $12, $14 }' >got
	[ "$(cat got)" = "$want" ]
	want=$(awk '$1 == "probe" && NF == 7 { print $2, $4, $3, $7; exit }' \
	    score)
	sed -n '/^<!-- table on_test/,/^<!-- end/p' tables |
	    awk '/^[|] families .* probe / { print $6, $8, $10, $12 }' >got
	[ "$(cat got)" = "$want" ]
}

@test "shipped: make.sh without data or with a wrong argument" {
	KDD_DATA=$PWD run sh "$root/models/make.sh" .
	assert_failure 1
	assert_output --partial "no kddcup.data_10_percent"
	run find . -name '*.kdt'
	assert_output ''
	run sh "$root/models/make.sh" -x
	assert_failure 2
	run sh "$root/models/make.sh" -s .
	assert_failure 2
	run sh "$root/models/make.sh" nowhere
	assert_failure 1
}
