#!/usr/bin/env bats
# the largest of the input matrix: a line of 1 GB, a million categories

load ../helper

gb=$((1024 * 1024 * 1024))

# The model cuts x at 5.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	printf '%s.\n' 'x: continuous' 'c: symbolic' 'label: label' >names
	printf '%s\n' 1,a,good 2,a,good 8,b,bad 9,b,bad >plain
	{ echo x,c,label; cat plain; } >header
	sed '1s/^/#fields\t/' header | tr , '\t' >zeek
	awk -F, '{ printf "{\"x\":%s,\"c\":\"%s\",\"label\":\"%s\"}\n",
	    $1, $2, $3 }' plain >json
	kdd-train -q -s names -c none --name toy -o toy.kdt plain
	for form in plain header zeek json; do
		kdd-classify -qa -s $form -m toy.kdt $form >$form.verdicts
	done
}

# round COMMAND: for each program and form set run, and good, a file with
# sound rows of it; then do COMMAND
round() {
	local program form dir=$BATS_FILE_TMPDIR

	for program in kdd-train kdd-classify kdd-score kdd-schema; do
		for form in plain header zeek json; do
			good=$dir/$form
			case $program in
			kdd-train)
				run=(kdd-train -c none -s "$form")
				[ $form != plain ] ||
				    run=(kdd-train -c none -s "$dir/names")
				;;
			kdd-classify)
				run=(kdd-classify -a -s $form
				    -m "$dir/toy.kdt")
				;;
			kdd-score)
				run=(kdd-score -s $form -m "$dir/toy.kdt")
				good=$dir/$form.verdicts
				;;
			kdd-schema) run=(kdd-schema) ;;
			esac
			"$@"
		done
	done
	echo "# peaks of memory, in kB:$most" >&3
}

# enormous COMMAND...: the output of COMMAND among the rows is one reject, and
# less than 16 MB are taken
enormous() {
	local pid peak status=0

	"${run[@]}" <"$good" >want 2>log
	rm -f in
	mkfifo in
	"${run[@]}" --rejects bad <in >got 2>log &
	pid=$!
	exec 5>in
	head -n -1 "$good" >&5
	"$@" >&5
	tail -n 1 "$good" >&5
	peak=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$pid/status")
	exec 5>&-
	wait $pid || status=$?
	[ $status -eq 3 ] || fail "${run[*]}: status $status: $(head log)"
	cmp got want || fail "${run[*]}: $(diff got want)"
	[ "$(cut -f3 bad)" = length ]
	[ -n "${KDD_ASAN-}" ] || [ "$peak" -lt 16384 ] ||
	    fail "${run[*]}: $peak kB"
	most="$most $peak"
}

fill() {
	head -c "$gb" /dev/zero | tr '\0' "$1"
	echo
}

@test "input: a line of 1 GB is one reject, in less than 16 MB" {
	local most= good run

	round enormous fill x
}

@test "input: 1 GB of delimiters, quotes or braces, too" {
	local most= good run byte dir=$BATS_FILE_TMPDIR

	for byte in , '"' '\t'; do
		good=$dir/plain
		run=(kdd-classify -a -m "$dir/toy.kdt")
		enormous fill "$byte"
	done
	good=$dir/json
	run=(kdd-classify -a -s json -m "$dir/toy.kdt")
	enormous fill '{'
	good=$dir/zeek
	run=(kdd-classify -a -s zeek -m "$dir/toy.kdt")
	enormous fill '\t'
	echo "# peaks of memory, in kB:$most" >&3
}

# At each node all categories are put in order by the share of each class.
@test "input: a million categories of three classes, and 100000 of 23" {
	local start

	start=$SECONDS
	seq 1000000 | awk '{ print "1,s" $1 ",l" $1 % 3 }' >rows
	kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none -o m.kdt rows
	[ "$(grep -c '^leaf' m.kdt)" -eq 3 ]
	kdd-classify -qa -m m.kdt rows | awk -F, '$2 != $6 { exit 1 }'
	echo "# 3 classes: $((SECONDS - start)) s" >&3
	start=$SECONDS
	seq 100000 | awk '{ print "1,s" $1 ",l" $1 * 7919 % 23 }' >rows
	kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none -o m.kdt rows
	[ "$(grep -c '^leaf' m.kdt)" -eq 23 ]
	kdd-classify -qa -m m.kdt rows | awk -F, '$2 != $6 { exit 1 }'
	echo "# 23 classes: $((SECONDS - start)) s" >&3
}
