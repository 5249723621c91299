#!/usr/bin/env bats
# kdd-score: verdicts to scores

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	toy_model >dos.kdt
	# 3 attacks: 2 found; 5 normal rows: 1 accused
	{
		row 5=400 42=smurf.; row 5=500 42=neptune.; row 5=1 42=smurf.
		for i in 1 2 3 4; do row 5=$i 42=normal.; done
		row 5=900 42=normal.
	} >rows
	kdd-classify -qa -m dos.kdt rows >verdicts
}

@test "score: the table, by hand" {
	run kdd-score -q -m dos.kdt verdicts
	assert_success
	assert_output "model    dos
accuracy 0.750000 (6 of 8 rows)
balanced 0.733333 (macro: precision 0.733333, recall 0.733333, F1 0.733333)
class        rows precision   recall       F1       MCC  FP rate  ROC AUC
dos             3  0.666667 0.666667 0.666667  0.466667 0.200000 0.733333
rest            5  0.800000 0.800000 0.800000  0.466667 0.333333 0.733333
actual          dos       rest   <- verdict
dos               2          1
rest              1          4"
}

@test "score: TSV and JSON say the same" {
	run kdd-score -q -f tsv -m dos.kdt verdicts
	assert_line $'dos\taccuracy\t-\t-\t0.750000'
	assert_line $'dos\tbalanced\t-\t-\t0.733333'
	assert_line $'dos\tmacro_precision\t-\t-\t0.733333'
	assert_line $'dos\tmacro_recall\t-\t-\t0.733333'
	assert_line $'dos\tmacro_f1\t-\t-\t0.733333'
	assert_line $'dos\trecall\tdos\t-\t0.666667'
	assert_line $'dos\tmcc\trest\t-\t0.466667'
	assert_line $'dos\trows\tdos\trest\t1'
	run kdd-score -q -f json -m dos.kdt verdicts
	assert_output '{"model":"dos","rows":8,"right":6,"accuracy":0.750000,"balanced_accuracy":0.733333,"macro":{"precision":0.733333,"recall":0.733333,"f1":0.733333},"classes":{"dos":{"rows":3,"precision":0.666667,"recall":0.666667,"f1":0.666667,"mcc":0.466667,"false_positive_rate":0.200000,"roc_auc":0.733333,"verdicts":{"dos":2,"rest":1}},"rest":{"rows":5,"precision":0.800000,"recall":0.800000,"f1":0.800000,"mcc":0.466667,"false_positive_rate":0.333333,"roc_auc":0.733333,"verdicts":{"dos":1,"rest":4}}}}'
}

@test "score: what is not defined is said so" {
	grep normal verdicts | grep ',rest,' >some
	run kdd-score -q -m dos.kdt some
	assert_line --regexp '^dos +0 +- +- +- +- +0\.000000 +-$'
	run kdd-score -q -f json -m dos.kdt some
	assert_output --partial '"precision":null'
	assert_output --partial '"mcc":null'
}

@test "score: a class without rows is left out of macro averages" {
	# rest: recall 1 of 2; dos: no row, one verdict
	grep normal verdicts | sed -n '1p; s/,rest,/,dos,/; 2p' >some
	run kdd-score -q -m dos.kdt some
	assert_line 'accuracy 0.500000 (1 of 2 rows)'
	assert_line 'balanced 0.500000 (macro: precision 1.000000, recall 0.500000, F1 0.666667)'
	# both have rows, and no verdict is dos: its precision counts as 0
	{ grep normal verdicts; grep smurf verdicts; } | grep ',rest,' >some
	run kdd-score -q -f json -m dos.kdt some
	assert_output --partial '"balanced_accuracy":0.500000,"macro":{"precision":0.400000,"recall":0.500000,"f1":0.444444}'
}

@test "score: a single row is one" {
	head -n 1 verdicts >one
	run kdd-score -q -m dos.kdt one
	assert_line 'accuracy 1.000000 (1 of 1 row)'
}

@test "score: of many kinds of mistakes the table shows 15, the worst first" {
	local i

	# 18 labels; i rows of label i get the verdict of the next, and one more
	for i in {10..27}; do
		echo "$i,name_of_class_$i"
	done >rows
	{ echo a,label; cat rows; } >in.csv
	kdd-train -q -s header -c none --name m -o m.kdt in.csv
	{
		echo model,class,score,a,label
		for i in {10..26}; do
			times "$i" "m,name_of_class_$((i + 1)),1,$i,name_of_class_$i"
		done
		times 16 m,name_of_class_10,1,27,name_of_class_27
		times 3 m,name_of_class_27,1,27,name_of_class_27
	} >many
	run kdd-score -q -m m.kdt many
	sed -n '/(wrong verdicts)$/,$p' <<<"$output" >list
	[ "$(awk 'NR > 1 { print $3 }' list | head -n 15 | xargs)" = \
	    "26 25 24 23 22 21 20 19 18 17 16 16 15 14 13" ]
	# of equal ones the first in the matrix
	[ "$(awk '$3 == 16 { print $1 }' list | xargs)" = \
	    "name_of_class_16 name_of_class_27" ]
	[ "$(wc -l <list)" -eq 17 ]
	[ "$(tail -n 1 list)" = 'and 3 more, on 33 rows' ]
	# nothing is left out of the other formats
	[ "$(kdd-score -q -f tsv -m m.kdt many | grep -c '	rows	')" -eq 324 ]
}

@test "score: the Cup's cost, by hand" {
	sample 500 >rows
	kdd-train -q --max-depth 2 rows >c.kdt
	kdd-classify -qa -m c.kdt rows >verdicts
	kdd-score -q -f tsv -C kdd99 -m c.kdt verdicts >tsv
	want=$(awk -F'\t' 'BEGIN {
		split("normal probe dos u2r r2l", n, " ")
		split("0 1 2 2 2 1 0 2 2 2 2 1 0 2 2 3 2 2 0 2 4 2 2 2 0", c, " ")
		for (i = 0; i < 5; i++) for (j = 0; j < 5; j++)
			cost[n[i + 1], n[j + 1]] = c[i * 5 + j + 1]
	}
	$2 == "rows" { sum += $5 * cost[$3, $4]; rows += $5 }
	END { printf "%.6f", sum / rows }' tsv)
	run grep -P '\tcost\t' tsv
	assert_output $'classes\tcost\t-\t-\t'"$want"
	[ "$want" != 0.000000 ]
}

@test "score: a cost matrix from a file, and a bad one" {
	printf '  dos rest\ndos 0 10\nrest 1 0\n' >cost
	run kdd-score -q -C cost -m dos.kdt verdicts
	assert_line "cost     1.375000 a row"
	run kdd-score -q -C kdd99 -m dos.kdt verdicts
	assert_failure 1
	assert_output --partial 'no class "rest"'
	printf '  dos rest\ndos 0\nrest 1 0\n' >cost
	run kdd-score -q -C cost -m dos.kdt verdicts
	assert_failure 1
	assert_output --partial 'cost:2: 2 costs'
	printf '  dos rest\ndos 0 1\n' >cost
	run kdd-score -q -C cost -m dos.kdt verdicts
	assert_failure 1
}

@test "score: verdicts that it cannot judge are rejected, status 3" {
	{
		head -n 1 verdicts
		sed -n '1s/^dos/other/p; 2s/,dos,/,what,/p' verdicts
		sed -n '3s/smurf/martian/p' verdicts
		row 5=1 42=normal.
	} >mixed
	run kdd-score -m dos.kdt mixed
	assert_failure 3
	assert_line --partial 'mixed:2:1: field 1: "other" is none of the models'
	assert_line --partial 'mixed:3:5: field 2: "what" is no class'
	assert_line --partial '"martian." is a label that the model knows'
	assert_line --regexp 'mixed:5:[0-9]+: 42 fields, not 45 or 46'
	assert_line --partial '5 verdicts: 1 scored, 0 dropped, 4 rejected'
}

@test "score: several models, each its own table" {
	kdd-train -q --name two rows >two.kdt
	kdd-classify -qa -m dos.kdt -m two.kdt rows |
	    kdd-score -q -m two.kdt -m dos.kdt >table
	run grep '^model' table
	assert_output "model    two
model    dos"
}

@test "score: rows that are neither of -t nor of -n take no part" {
	{ row 5=1 42=normal.; row 5=9 42=smurf.; row 5=5 42=satan. 6=7; } >rows
	for map in "" "-c none"; do
		kdd-train -q $map -t smurf -n normal rows >m.kdt
		kdd-classify -qa -m m.kdt rows >verdicts
		run kdd-score -m m.kdt verdicts
		assert_success
		assert_line "accuracy 1.000000 (2 of 2 rows)"
		assert_line --partial "3 verdicts: 2 scored, 1 dropped"
	done
}

@test "score: models of other rows, or with other labels, are refused" {
	kdd-train -q -c none -l protocol_type --name proto rows >proto.kdt
	run kdd-score -m proto.kdt -m dos.kdt verdicts
	assert_failure 1
	assert_output --partial "rows of different columns"
}

@test "score: what fails leaves no file behind" {
	run kdd-score -q -C kdd99 -o scores -m dos.kdt verdicts
	assert_failure 1
	run ls
	assert_output "dos.kdt
rows
verdicts"
}

@test "score: alerts alone are warned about" {
	kdd-classify -q -m dos.kdt rows >alerts
	run kdd-score -q -m dos.kdt alerts
	assert_success
	assert_line --partial "all 3 verdicts are alerts: was it kdd-classify -a?"
}

@test "score: -o keeps the old scores when it is stopped" {
	mkfifo in
	echo old >scores
	kdd-score -q -m dos.kdt -o scores <in &
	local pid=$! status=0
	exec 5>in
	cat verdicts >&5
	sleep 0.3
	kill -TERM $pid
	wait $pid || status=$?
	exec 5>&-
	[ $status -eq 143 ]
	run cat scores
	assert_output old
}

@test "score: stopped before the first verdict, it dies by the signal" {
	mkfifo in
	kdd-score -m dos.kdt <in >out 2>log &
	local pid=$! status=0
	exec 5>in
	sleep 0.3
	kill -TERM $pid
	wait $pid || status=$?
	exec 5>&-
	[ $status -eq 143 ]
	[ ! -s out ]
	[ ! -s log ]
}

# verdict CLASS SCORE LABEL: a line that kdd-classify might write
verdict() {
	echo "dos,$1,$2,$(row 42="$3")"
}

@test "score: the curves of two classes, by hand" {
	{
		verdict dos 0.9 smurf.; verdict dos 0.9 normal.
		verdict dos 0.8 smurf.; verdict rest 0.6 smurf.
		verdict rest 0.7 normal.; verdict rest 1.000000 normal.
		verdict rest 1 normal.
	} >some
	run kdd-score -q -f tsv -m dos.kdt some
	assert_line $'dos\troc_auc\tdos\t-\t0.791667'
	assert_line $'dos\troc_auc\trest\t-\t0.791667'
	# 1/3 1/2 + 1/3 2/3 + 1/3 3/4
	assert_line $'dos\taverage_precision\tdos\t-\t0.638889'
	run awk -F'\t' '$2 ~ /_at$/ { print $2, $3, $4, $5 }' <<<"$output"
	assert_output "recall_at dos 0.900000 0.333333
fpr_at dos 0.900000 0.250000
precision_at dos 0.900000 0.500000
recall_at dos 0.800000 0.666667
fpr_at dos 0.800000 0.250000
precision_at dos 0.800000 0.666667
recall_at dos 0.400000 1.000000
fpr_at dos 0.400000 0.250000
precision_at dos 0.400000 0.750000
recall_at dos 0.300000 1.000000
fpr_at dos 0.300000 0.500000
precision_at dos 0.300000 0.600000
recall_at dos 0.000000 1.000000
fpr_at dos 0.000000 1.000000
precision_at dos 0.000000 0.428571"
}

@test "score: a score that is none is rejected, status 3" {
	{ verdict dos 0.9 smurf.; verdict dos 1.1 smurf.
	    verdict dos x smurf.; verdict dos -1 smurf.; } >some
	run -3 kdd-score -m dos.kdt some
	assert_line --partial 'some:2:9: field 3: "1.1" is no number from 0 to 1'
	assert_line --partial "3 rejected (3 score)"
}

@test "score: of more classes there are no curves" {
	sample 500 >train
	kdd-train -qo five.kdt train
	kdd-classify -qam five.kdt train >some
	run kdd-score -q -f tsv -m five.kdt some
	refute_output --regexp 'roc_auc|_at|average_precision'
}
