#!/usr/bin/env bats
# examples/parallel: by GNU parallel the same bytes as by one process

load helper

setup_file() {
	export WHY=
	parallel --version 2>/dev/null | grep -q '^GNU parallel' ||
	    WHY="GNU parallel is not installed"
	[ -z "$WHY" ] || return 0
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	sample 3000 >rows
	kdd-train -qo dos.kdt -t dos rows
	{
		echo 'src_bytes,service,label'
		cut -d, -f5,3,42 rows | awk -F, '{
		    sub(/\.$/, "", $3); print $2 "," $1 "," $3 }'
	} >flows.csv
	kdd-train -q -s header --name flows -o flows.kdt flows.csv
	{
		printf '#separator \\x09\n#path\tconn\n#fields\tsrc_bytes\tservice'
		printf '\tlabel\n#types\tcount\tstring\tstring\n'
		tail -n +2 flows.csv | tr , '\t'
		printf '#close\t2026-01-01-00-00-00\n'
	} >conn.log
	awk -F, 'NR > 1 { printf "{\"src_bytes\":%s,\"service\":\"%s\"}\n",
	    $1, $2 }' flows.csv >flows.json
}

setup() {
	[ -z "$WHY" ] || skip "$WHY"
	cd "$BATS_FILE_TMPDIR" || return
}

# same FORM FILE OPTION...: pieces of 20 kB, of a file and of a pipe
same() {
	kdd-classify -s "$1" "${@:3}" "$2" >want
	sh "$root/examples/parallel/classify.sh" -B 20k "$@" >got || return
	cmp want got || return
	sh "$root/examples/parallel/classify.sh" -B 20k "$1" - "${@:3}" \
	    <"$2" >got || return
	cmp want got
}

@test "parallel: plain rows, alerts and all verdicts" {
	same plain rows -q -m dos.kdt
	same plain rows -qa -m dos.kdt
}

@test "parallel: the line of the documentation" {
	parallel --pipe --block 16M -k kdd-classify -q -m dos.kdt <rows >got
	kdd-classify -q -m dos.kdt rows | cmp - got
}

@test "parallel: a header comes once" {
	same header flows.csv -qa -m flows.kdt
	[ "$(grep -c '^model,' got)" -eq 1 ]
}

@test "parallel: Zeek's lines come once" {
	same zeek conn.log -qa -m flows.kdt
	[ "$(grep -c '^#' got)" -eq 5 ]
}

@test "parallel: JSON" {
	same json flows.json -qa -m flows.kdt
}

@test "parallel: the status is the worst" {
	{ cat rows; echo bad; } >some
	run -3 sh "$root/examples/parallel/classify.sh" -B 20k plain some \
	    -q -m dos.kdt --rejects 'rejects.{#}'
	run cat rejects.*
	assert_output --partial $'\tfields\t'
	run -1 sh "$root/examples/parallel/classify.sh" -B 20k plain rows \
	    -q -m none.kdt
	run -1 sh "$root/examples/parallel/classify.sh" plain none -q -m dos.kdt
	run -2 sh "$root/examples/parallel/classify.sh" -B 20k plain rows -q
	run -2 sh "$root/examples/parallel/classify.sh" odd rows -m dos.kdt
	run -1 bash -c "sh '$root/examples/parallel/classify.sh' header \
	    flows.csv -qa -m flows.kdt >/dev/full"
}

@test "parallel: a worker that is killed is a failure, not a rejected row" {
	mkdir -p bin
	printf '#!/bin/sh\nexec 9<&0\n%s' "[ \"\$(wc -c <&9)\" -lt 15000 ] ||
	    kill -9 \$\$
	exit 3
" >bin/kdd-classify
	chmod +x bin/kdd-classify
	PATH=$PWD/bin:$PATH run -1 sh "$root/examples/parallel/classify.sh" \
	    -B 20k json rows -q -m dos.kdt
}

@test "parallel: options reach kdd-classify as they are" {
	cp dos.kdt "a b;touch forged.kdt"
	same plain rows -q -m "a b;touch forged.kdt"
	[ ! -e forged.kdt ]
	{ cat rows; echo bad; } >some
	run -3 sh "$root/examples/parallel/classify.sh" -B 20k plain some \
	    -q -m dos.kdt --rejects 're jects.{#}'
	run cat "re jects."*
	assert_output --partial $'\tfields\t'
}

# names: a line with those of the columns
names() {
	awk '$1 == "column" { printf "%s%s", c, $3; c = "," }
	    $1 == "column" && $2 == "label" { exit }
	    END { print "" }' dos.kdt
}

@test "parallel: what would lose rows is refused" {
	{ names; cat rows; } >headed
	for from in headed -; do
		run -2 sh "$root/examples/parallel/classify.sh" -B 20k \
		    plain $from -q -m dos.kdt <headed
		assert_output --partial "the form is header"
	done
	for option in "-o out" "-qo out" "--rejects rej" "--metrics=m.prom"; do
		# shellcheck disable=SC2086
		run -2 sh "$root/examples/parallel/classify.sh" -B 20k \
		    plain rows -m dos.kdt $option
		[ ! -e out ]
	done
}

@test "parallel: empty lines before the rows, and no row at all" {
	for first in '' '\n' '\r\n' '\n\r\n\n'; do
		# shellcheck disable=SC2059 # a format
		{ printf "$first"; cat rows; } >some
		same plain some -q -m dos.kdt
		# shellcheck disable=SC2059
		printf "$first" >some
		same plain some -q -m dos.kdt
		# shellcheck disable=SC2059
		{ printf "$first"; cat flows.csv; } >some
		same header some -qa -m flows.kdt
	done
	{ echo; names; cat rows; } >some
	for from in some -; do
		run -2 sh "$root/examples/parallel/classify.sh" \
		    plain $from -q -f json -m dos.kdt <some
		assert_output --partial "the form is header"
	done
}

@test "parallel: -h says how" {
	run -0 --separate-stderr sh "$root/examples/parallel/classify.sh" -h
	assert_output --partial "usage: classify.sh"
	[ -z "$stderr" ]
}

@test "parallel: alike rows under a header are all alerts as JSON" {
	{
		head -n 1 flows.csv
		tail -n +2 flows.csv | grep smurf | head -n 1 |
		    awk '{ for (i = 0; i < 4000; i++) print }'
	} >alike
	kdd-classify -q -f json -s header -m flows.kdt alike | wc -l >want
	sh "$root/examples/parallel/classify.sh" -B 20k header alike -q \
	    -f json -m flows.kdt | wc -l | cmp - want
}

# A kdd-classify in bin/ that is killed in its first try at the second piece,
# behind its first lines; runs has a line for each try.
make_mortal() {
	rm -rf bin killed runs
	mkdir bin
	cat >bin/kdd-classify <<-END
		#!/bin/sh
		PATH='$PATH'
		[ -n "\$PARALLEL_SEQ" ] || exec kdd-classify "\$@"
		echo "\$PARALLEL_SEQ" >>runs
		[ "\$PARALLEL_SEQ" -eq 2 ] && mkdir killed 2>/dev/null ||
		    exec kdd-classify "\$@"
		head -c 9000 | kdd-classify "\$@" | tee torn
		kill -9 \$\$
	END
	chmod +x bin/kdd-classify
}

# again FORM FILE OPTION...: a piece that dies is judged again, once
again() {
	local from

	kdd-classify -s "$1" "${@:3}" "$2" >want
	for from in "$2" -; do
		make_mortal
		PATH=$PWD/bin:$PATH sh "$root/examples/parallel/classify.sh" \
		    -B 20k -r 3 "$1" "$from" "${@:3}" <"$2" >got || return
		cmp want got
		[ -s torn ]
		[ "$(sort runs | uniq -d)" = 2 ]
	done
}

@test "parallel: -r: a piece whose worker is killed comes out whole, and once" {
	again plain rows -qa -m dos.kdt
	again header flows.csv -qa -m flows.kdt
	again zeek conn.log -qa -m flows.kdt
	again json flows.json -qa -m flows.kdt
	# and without -r
	make_mortal
	PATH=$PWD/bin:$PATH run -1 sh "$root/examples/parallel/classify.sh" \
	    -B 20k json flows.json -qa -m flows.kdt
}

@test "parallel: -r: rejected rows are no failure, failures are tried again" {
	{ cat rows; echo bad; } >some
	make_mortal
	mkdir killed
	PATH=$PWD/bin:$PATH run -3 --separate-stderr sh \
	    "$root/examples/parallel/classify.sh" -B 20k -r 3 plain some \
	    -qa -m dos.kdt
	[ "${#lines[@]}" -eq 3000 ]
	[ -z "$(sort runs | uniq -d)" ]
	[[ $stderr = *"1 rejected"* && $stderr != *classify.sh* ]]
	rm runs
	PATH=$PWD/bin:$PATH run -1 sh "$root/examples/parallel/classify.sh" \
	    -B 20k -r 3 json flows.json -q -m none.kdt
	[ "$(sort runs | uniq -c | awk '{ print $1 }' | uniq)" -eq 3 ]
	for tries in 0 x; do
		run -2 sh "$root/examples/parallel/classify.sh" -r "$tries" \
		    plain rows -q -m dos.kdt
	done
}
