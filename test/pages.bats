#!/usr/bin/env bats
# the manual pages: their form, their options, and their examples

load helper

setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	sample 3000 1 >train.csv
	sample 1000 2 >test.csv
	cut -d, -f1-41 test.csv >day.csv
	kdd-train -q -t dos train.csv >dos.kdt
	kdd-train -q -t bruteforce train.csv >bruteforce.kdt
}

# each_program COMMAND: run it for each program that has a page
each_program() {
	local page n=0

	for page in "$root"/man/kdd-*.1; do
		page=${page##*/}
		case $page in
		kdd-kafka.1 | kdd-storm.1)
			command -v "${page%.1}" >/dev/null || continue ;;
		esac
		"$1" "${page%.1}" || return
		n=$((n + 1))
	done
	[ "$n" -ge 6 ]
}

# help_options PROGRAM: the options that its -h lists
help_options() {
	"$1" -h | awk '/^$/ { usage = 1 } usage && /^ +-/ {
		for (i = 1; i <= 2; i++) if ($i ~ /^-/) {
			sub(/[,=\[].*/, "", $i)
			print $i
		}
	}' | sort
}

# page_options PROGRAM: the options that its page has an item for
page_options() {
	awk '/^\.It Fl/ {
		for (i = 2; i < NF; i++) if ($i == "Fl") {
			dash = "-"
			if ($(i + 1) == "Fl") {
				dash = "--"
				i++
			}
			print dash $(i + 1)
		}
	}' "$root/man/$1.1" | sort
}

same_options() {
	help_options "$1" >"$1.help"
	page_options "$1" >"$1.page"
	[ -s "$1.help" ] || return
	diff "$1.help" "$1.page"
}

# plain PAGE: the page as text, without overstriking
plain() {
	mandoc -T ascii -O width=200 "$1" | sed "s/.$(printf '\b')//g"
}

same_usage() {
	"$1" -h | sed -n 's/^usage: //; /^$/q; p' | tr -s ' \n' ' ' >usage
	plain "$root/man/$1.1" | sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' |
	    sed '1d;$d' | tr -s ' \n' ' ' | sed 's/^ //' >synopsis
	diff usage synopsis
}

# examples PAGE: its literal blocks under EXAMPLES, to block.1, block.2, ...
examples() {
	rm -f block.*
	awk '/^\.Sh/ { examples = $2 == "EXAMPLES" }
	    /^\.Ed/ { inside = 0 }
	    inside { gsub(/\\e/, "\\"); gsub(/\\&/, ""); print >"block." n }
	    examples && /^\.Bd -literal/ { inside = 1; n++ }' "$1"
}

# run_examples PAGE N: all blocks, at least N; C, models, schemas and rules
# become files
run_examples() {
	local n=1

	cp "$BATS_FILE_TMPDIR"/* .
	examples "$root/man/$1"
	for (( ; ; n++)); do
		[ -e "block.$n" ] || break
		case $(head -n 1 "block.$n") in
		"/* judge.c"*) cp "block.$n" judge.c ;;
		"kdd-model "*) cp "block.$n" page.kdt ;;
		"| From "*) cp "block.$n" page.names ;;
		[1-9]*" rows: "*) cp "block.$n" page.rules ;;
		*)
			cat "block.$n"
			bash -e -o pipefail "block.$n" </dev/null
			;;
		esac
	done
	[ "$n" -gt "$2" ]
}

@test "pages: mandoc has nothing to say" {
	local page

	for page in "$root"/man/*.[157]; do
		run mandoc -T lint -W warning "$page"
		assert_success
		assert_output ''
	done
}

@test "pages: every option of -h is in the page, and the reverse" {
	run each_program same_options
	assert_success
	assert_output ''
}

@test "pages: the synopsis is the usage line" {
	run each_program same_usage
	assert_success
	assert_output ''
}

@test "pages: each program has a page" {
	local program

	for program in $(sed -n 's/^PROGRAMS = //p' "$root/Makefile"); do
		[ -s "$root/man/$program.1" ]
	done
}

@test "pages: the examples of kdd-train.1 run" {
	run_examples kdd-train.1 9
	grep -q '^option ratio 3:1$' attack.kdt
	grep -q '^name five$' five.kdt
	grep -q '"pruning":{"rule":"1se",' small.json
	grep -q '^option laplace yes$' cost.kdt
	grep -q '^column ignored src_ip src_ip$' guess.kdt
}

@test "pages: the examples of kdd-classify.1 run" {
	run_examples kdd-classify.1 7
	grep -q '^dos,dos,' alerts
	[ "$(head -n 1 alerts.csv)" = \
	    model,class,score,bytes,proto,service,flag ]
	grep -q '^dos,dos,1.000000,' alerts.csv
	grep -q '^{"kdd":{"model":"dos","class":"dos",' alerts.json
}

@test "pages: the examples of kdd-schema.1 run" {
	run_examples kdd-schema.1 5
	cmp page.names flows.names
	grep -q '^column label attack_cat$' cat.kdt
	grep -q '^column ignored label$' cat.kdt
	[ "$(kdd-classify -q -m plain.kdt test.csv)" = \
	    "$(kdd-classify -q -m dos.kdt test.csv)" ]
	[ "$(grep -c '^column' json.kdt)" -eq 3 ]
}

# trains SCHEMA: on the rows of stdin, into m.kdt
trains() {
	kdd-train -q -c none -o m.kdt -s "$1"
}

@test "pages: examples of kdd-alert.5" {
	run_examples kdd-alert.5 2
	[ -s numbers ]
	[ -s eve.json ]
}

@test "pages: the schemas in kdd-schema.5 train" {
	run_examples kdd-schema.5 5
	kdd-classify -a -m g.kdt logins.csv | grep -q '^guess;guess;1.000000;'

	printf '%s\n' 'Label,Flow Bytes/s,Dst Port,Flow Duration,Protocol,x' \
	    bad,7,80,3,6,? good,9,53,3,17,? | trains flows.names
	grep -q '^column category Protocol proto$' m.kdt
	printf '%s\n' 'Fwd Header Length,Bwd Header Length,Fwd Header Length,Label' \
	    20,20,20,bad 20,20,40,good | trains twice.names
	grep -q '^node 0 .* "Fwd Header Length 2" <= 30 ' m.kdt
	{
		printf '#fields\tproto\tservice\tlabel\tduration\tconn_state\tid.resp_p\n'
		printf 'tcp\t-\tbad\t-\tS0\t22\nudp\tdns\tgood\t0.1\tSF\t53\n'
	} | trains conn.names
	grep -A 1 'category service' m.kdt | grep -q '^value dns$'
	printf '%s\n' 0,icmp,ecr_i,SF,1032,smurf. 0,tcp,http,SF,181,normal. |
	    trains kddcup.names
	grep -q '^class smurf alert$' m.kdt
}

@test "pages: the examples of kdd-score.1 run" {
	run_examples kdd-score.1 4
	grep -q '"cost":' scores.json
}

@test "pages: the examples of kdd-compile.1 run" {
	run_examples kdd-model.5 2
	run_examples kdd-compile.1 6
	kdd-compile -f rules m.kdt | cmp - page.rules
	grep -q '^dos,dos,' alerts
	[ "$(./judge | cut -d' ' -f1)" = dos ]
	kdd-classify -qa -m dos.kdt day.csv | cut -d, -f2,3 |
	    sed 's/,/ /; s/0*$//; s/[.]$/.0/' | cmp - verdicts
}

@test "pages: the example of kdd-storm.1 runs" {
	command -v kdd-storm || skip "kdd-storm is not built (make storm)"
	run run_examples kdd-storm.1 1
	assert_success
	assert_line '{"command":"ack","id":"1"}'
}

@test "pages: the model in kdd-model.5 is the one that its example trains" {
	run_examples kdd-model.5 2
	cmp page.kdt m.kdt
}

@test "pages: the model in kdd-model.5 verifies and loads" {
	run_examples kdd-model.5 2
	run sh -c 'head -n -1 page.kdt | sha256sum'
	assert_output "$(sed -n '$s/^sha256 //p' page.kdt)  -"
	run kdd-classify -q -m page.kdt ten.csv
	assert_success
	assert_equal "${#lines[@]}" 3
}

@test "pages: the grammar in kdd-model.5 has every keyword of a model" {
	local word

	kdd-train -q -c none -t smurf -k 2 "$BATS_FILE_TMPDIR/train.csv" >m.kdt
	for word in $(cut -d' ' -f1 m.kdt | sort -u); do
		grep -q "\"$word\"" "$root/man/kdd-model.5"
	done
}
