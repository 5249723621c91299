#!/usr/bin/env bats
# Real data of other forms, from $KDD_DATA or ../shared/data: UNSW-NB15 and
# CIC-IDS2017 with headers, two logs of Zeek's connections

load ../helper

setup_file() {
	real_data unsw-nb15.csv cicids2017-improved-sample.csv \
	    zeek-conn-010.log zeek-conn-012.log
}

setup() {
	cd "$WORK" || return
}

# turned FILE: its columns in another order, and two more among them
turned() {
	awk -F, '{ sub(/\r$/, "")
		line = NR == 1 ? "one more" : NR
		for (i = NF; i > 0; i -= 2)
			line = line "," $i
		line = line "," (NR == 1 ? "and another" : "x" NR)
		for (i = NF - 1; i > 0; i -= 2)
			line = line "," $i
		print line
	}' "$1"
}

# halves FILE: of its rows, taken by turns: FILE.a and FILE.b, with its header
halves() {
	awk -v name="$1" 'NR == 1 || /^#/ { print >(name ".a")
	    print >(name ".b"); next }
	    { print >(name (NR % 2 ? ".a" : ".b")) }' "$1"
}

# verdicts: class and score of the rows on stdin, without the header
verdicts() {
	tail -n +2 | cut -d, -f2,3
}

accuracy() {
	sed -n 's/^accuracy \([0-9.]*\).*/\1/p'
}

# more A B
more() {
	awk -v a="$1" -v b="$2" 'BEGIN { exit !(a > b) }' ||
	    fail "$1 is not more than $2"
}

# by_name FILE MODEL: the verdicts do not depend on where columns stand, nor
# on a byte-order mark, line ends and the label
by_name() {
	local file=$1 model=$2

	kdd-classify -qa -m "$model" "$file" >out
	verdicts <out >want
	[ "$(wc -l <want)" -eq $(($(wc -l <"$file") - 1)) ]
	kdd-classify -qa -m "$model" out 2>log | verdicts | cmp want - ||
	    fail "$(head log)"
	turned "$file" >other
	kdd-classify -qa -m "$model" other | verdicts | cmp want -
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' other; } |
	    kdd-classify -qa -m "$model" | verdicts | cmp want -
	# training finds them, too
	kdd-train -q -s names -c none --name t other >m.kdt
	kdd-train -q -s names -c none --name t "$file" | cmp - m.kdt
}

# split FILE SCHEMA: accuracy on every other row of a tree from the others
split() {
	halves "$1"
	kdd-train -q -c none -s "$2" -o half.kdt "$1.a"
	kdd-classify -qa -m half.kdt "$1.b" |
	    kdd-score -q -m half.kdt | accuracy
}

@test "forms: UNSW-NB15 by its header; attack_cat, but not from label" {
	need unsw-nb15.csv
	kdd-schema unsw-nb15.csv >draft
	grep -q '^label: label\.' draft
	grep -q '^id: ignore\.' draft
	sed -e 's/^attack_cat: [a-z]*/attack_cat: label/' \
	    -e 's/^label: [a-z]*/label: ignore/' draft >names
	kdd-train -c none -s names -o unsw.kdt unsw-nb15.csv 2>log
	grep -q ': 57585 rows: 57585 used, .* 0 rejected$' log
	grep -qx 'column ignored label' unsw.kdt
	run grep -cE '^node .* (label|id|attack_cat) ' unsw.kdt
	assert_output 0
	[ "$(grep -c '^class' unsw.kdt)" -eq 10 ]
	by_name unsw-nb15.csv unsw.kdt
	# as -s header has it, for which -l attack_cat leaves label out
	kdd-train -q -s header -l attack_cat -c none unsw-nb15.csv |
	    grep -E '^(node|leaf)' >found
	grep -E '^(node|leaf)' unsw.kdt | cmp - found
	got=$(split unsw-nb15.csv names)
	echo "# UNSW-NB15, 10 classes, every other row: accuracy $got" >&3
	more "$got" 0.6
}

@test "forms: CIC-IDS2017 by its header" {
	local got

	need cicids2017-improved-sample.csv
	kdd-schema cicids2017-improved-sample.csv >draft
	grep -q '^Label: label\.' draft
	for f in id 'Flow ID' 'Src IP' 'Src Port' 'Dst IP' Timestamp; do
		grep -q "^$f: ignore" draft || fail "$f: $(grep "^$f" draft)"
	done
	sed 's/^Attempted Category: [a-z]*/Attempted Category: ignore/' \
	    draft >names
	kdd-train -c none -s names -o cic.kdt cicids2017-improved-sample.csv \
	    2>log
	grep -q ': 26130 rows: 26130 used, .* 0 rejected$' log
	by_name cicids2017-improved-sample.csv cic.kdt
	# discovered as drafted
	kdd-train -q -c none -s draft cicids2017-improved-sample.csv >a.kdt
	kdd-train -q -c none -s header cicids2017-improved-sample.csv |
	    cmp - a.kdt
	got=$(split cicids2017-improved-sample.csv names)
	echo "# CIC-IDS2017, every other row: accuracy $got" >&3
	more "$got" 0.9
}

# to_json: a log of Zeek as its own JSON writer has it
to_json() {
	awk -F'\t' '
	function text(s) {
		gsub(/["\\]/, "\\\\&", s)
		return "\"" s "\""
	}
	function value(s, type, part, n, i, list) {
		if (type ~ /^(set|vector)\[/) {
			sub(/^[a-z]*\[/, "", type)
			sub(/\]$/, "", type)
			n = s == "(empty)" ? 0 : split(s, part, ",")
			for (i = 1; i <= n; i++)
				list = list (i > 1 ? "," : "") \
				    value(part[i], type)
			return "[" list "]"
		}
		if (type == "bool")
			return s == "T" ? "true" : "false"
		if (type ~ /^(time|interval|count|int|port|double)$/)
			return s
		return text(s == "(empty)" ? "" : s)
	}
	/^#fields/ { for (i = 2; i <= NF; i++) name[i - 1] = $i }
	/^#types/ { for (i = 2; i <= NF; i++) type[i - 1] = $i }
	/^#/ { next }
	{
		line = ""
		for (i = 1; i <= NF; i++)
			if ($i != "-")
				line = line (line == "" ? "" : ",") \
				    text(name[i]) ":" value($i, type[i])
		print "{" line "}"
	}'
}

# The detailed label gives the answer away.
zeek_models() {
	need zeek-conn-010.log zeek-conn-012.log
	[ ! -e tsv.kdt ] || return 0
	to_json <zeek-conn-010.log >010.json
	to_json <zeek-conn-012.log >012.json
	[ "$(wc -l <010.json)" -eq 5347 ]
	[ "$(wc -l <012.json)" -eq 4740 ]
	kdd-schema zeek-conn-010.log >draft
	sed 's/^detailedlabel: [a-z]*/detailedlabel: ignore/' draft >tsv.names
	sed 's/^form zeek/form json/' tsv.names >json.names
	kdd-schema 010.json |
	    sed 's/^detailedlabel: [a-z]*/detailedlabel: ignore/' >own.names
	kdd-train -q -c none -s tsv.names -o tsv.kdt zeek-conn-010.log
}

# of_json: class and score of verdicts in JSON; of_tsv: in a log
of_json() {
	sed 's/^{"kdd":{"model":"[^"]*","class":"\([^"]*\)","score":\([0-9.]*\)},.*/\1\t\2/'
}

of_tsv() {
	grep -v '^#' | cut -f2,3
}

@test "forms: a log of Zeek as TSV and as JSON: the same verdicts" {
	zeek_models
	kdd-classify -qa -m tsv.kdt zeek-conn-012.log >012.out
	of_tsv <012.out >want
	[ "$(wc -l <want)" -eq 4740 ]
	[ "$(cut -f1 want | sort -u | wc -l)" -eq 3 ]
	kdd-classify -qa -s json -m tsv.kdt 012.json >json.out
	of_json <json.out | cmp want -
	# the output is a log and JSON again, and scored alike
	kdd-classify -qa -m tsv.kdt 012.out | of_tsv | cmp want -
	kdd-score -q -m tsv.kdt 012.out >table
	kdd-score -q -s json -m tsv.kdt json.out | cmp table -
	[ "$(of_tsv <012.out | wc -l)" -eq 4740 ]
	awk -F'\t' '/^#(fields|types)/ { n = NF - 1 }
	    !/^#/ && NF != n { print NR ": " NF; exit 1 }' 012.out
	# both logs at once, as cat(1) makes one of them
	cat zeek-conn-010.log zeek-conn-012.log |
	    kdd-classify -qa -m tsv.kdt >both.out
	of_tsv <both.out | tail -n 4740 | cmp want -
	[ "$(grep -c '^#fields' both.out)" -eq 1 ]
}

@test "forms: trained from JSON as from TSV: the same tree and verdicts" {
	zeek_models
	kdd-train -q -c none -s json.names -o json.kdt 010.json
	grep -Ev '^(form|delimiter|sha256)' tsv.kdt >a
	grep -Ev '^(form|delimiter|sha256)' json.kdt | cmp a -
	# as -s json has the columns: in the order of their names
	kdd-train -q -c none -s own.names -o own.kdt 010.json
	kdd-classify -qa -m tsv.kdt zeek-conn-012.log | of_tsv >want
	for model in json.kdt own.kdt; do
		kdd-classify -qa -m $model 012.json | of_json | cmp want -
		kdd-classify -qa -s zeek -m $model zeek-conn-012.log |
		    of_tsv | cmp want -
	done
	# found by the form: the same with both labels
	kdd-train -q -c none -s zeek zeek-conn-010.log >found.kdt
	kdd-train -q -c none -s draft zeek-conn-010.log | cmp - found.kdt
	kdd-train -q -c none -s json 010.json >found.kdt
	kdd-schema 010.json >draft.json
	kdd-train -q -c none -s draft.json 010.json | cmp - found.kdt
}

@test "forms: Zeek, how good: another day, and every other row" {
	local day rows

	zeek_models
	day=$(kdd-classify -qa -m tsv.kdt zeek-conn-012.log |
	    kdd-score -q -m tsv.kdt | accuracy)
	cat zeek-conn-010.log zeek-conn-012.log >both.log
	rows=$(split both.log tsv.names)
	echo "# Zeek, 3 classes, log 010 on 012: accuracy $day; both, every other row: $rows" >&3
	more "$day" 0.5
	more "$rows" 0.9
}
