#!/usr/bin/env bats
# kdd-compile -f json, dot and info: a model for programs and for people

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	sample 2000 >rows
	kdd-train -q rows >m.kdt
}

# odd_rows: JSON rows with names that some form could stumble over
odd_rows() {
	printf '{"a&lt;b \\"q\\" \\\\N \\\\n":"%s","label":"%s"}\n' \
	    '&amp;<b>x</b>' '<i>&gt;' 'back\\\\slash' 'q\"x' 'äöü' 'b\\\\l' \
	    '\u0001\u007f' c '\uffff' 'd{}|' 'nl\nx' 'e\uffff'
}

odd_model() {
	odd_rows | kdd-train -q -c none -s json -o odd.kdt
}

# seal FILE: put a model's digest right
seal() {
	sed -i '/^sha256 /d' "$1"
	echo "sha256 $(sha256sum <"$1" | cut -c1-64)" >>"$1"
}

# walks MODEL ROWS: the JSON alone gives kdd-classify's verdicts
walks() {
	kdd-compile -f json -o model.json "$1"
	python3 "$root/test/walk.py" model.json <"$2" >got
	kdd-classify -qa -m "$1" "$2" | cut -d, -f2,3 >want
	[ -s want ]
	cmp got want
}

@test "emit: the JSON alone gives the verdicts of kdd-classify" {
	{
		sample 1000 5
		sample 1000 5 | damage '?,,nan,x,1e9,gopher,-inf,-NaN,.5,5.,1_0'
	} >more
	walks m.kdt more
	damage '?,,NaN' <rows | kdd-train -q -c none -o odd.kdt
	walks odd.kdt more
	grep -q '"missing":"left"' model.json
	grep -q '"set":\[".*"missing":"right"' model.json
	row 42=normal. >one
	kdd-train -q -c none -o one.kdt one
	walks one.kdt one
}

@test "emit: JSON, a member of the text in each of its lines" {
	kdd-train -q -t dos -n normal -k 3 --prune 1se -o dos.kdt rows
	kdd-compile -f json dos.kdt >dos.json
	for keyword in node leaf column class label option drop; do
		grep -c "^$keyword" dos.kdt || true
	done | xargs >want
	for line in '  {"column"' '  {"class"' '  {"name".*"kind"' \
	    '  {"name".*"alert"' '  "[^"]*":"[a-z]*",*$' 'x' '  "[^"]*":null'
	do
		grep -c "^$line" dos.json || true
	done | xargs >got
	read -r nodes leaves columns classes labels options drops <want
	read -r n l c k texts _ d <got
	assert_equal "$n $l $c $k $d" "$nodes $leaves $columns $classes $drops"
	[ "$texts" -gt "$labels" ]
	[ "$options" -gt 5 ]
	run python3 - <<-'END'
		import json
		m = json.load(open("dos.json"))
		print(m["name"], m["row"], m["options"]["normal"], m["other"])
		print(m["trained_on"]["rows"], sum(m["nodes"][0]["counts"]))
		print(m["cross_validation"]["folds"], m["labels"]["smurf"],
		    m["labels"]["satan"])
	END
	rows=$(awk '/^rows/ { print $2 }' dos.kdt)
	assert_output "\
dos {'form': 'plain', 'delimiter': ',', 'label_suffix': '.'} normal None
$rows $rows
3 dos None"
	run grep -c "\"digest\":\"$(sed -n 's/^sha256 //p' dos.kdt)\"" dos.json
	assert_output 1
}

@test "emit: JSON is what its schema says" {
	python3 -c 'import jsonschema' || skip "no python3-jsonschema"
	kdd-train -q -t dos -n normal -k 3 -o drop.kdt rows
	kdd-train -q -c none -t smurf -o smurf.kdt rows
	row 42=normal. | kdd-train -q -c none -o one.kdt
	odd_model
	printf '%s\n' 'form header.' 'ip: ignore as src_ip.' \
	    'x: continuous.' 'x 2: continuous from x.' \
	    'p: symbolic as proto.' 'l: label.' >names
	printf '%s\n' ip,x,x,p,l 1,2,3,t,a 2,9,4,u,b 3,3,,,c |
	    kdd-train -q -c none -s names -o header.kdt
	grep -q '^from x' header.kdt
	printf '#fields\tproto\tlabel\ntcp\ta\n-\tb\n' |
	    kdd-train -q -c none -s zeek -o zeek.kdt
	for model in ./*.kdt "$root"/models/*.kdt; do
		kdd-compile -f json -o "$(basename "$model").json" "$model"
	done
	python3 "$root/test/valid.py" "$root/models/model.schema.json" ./*.json
	[ "$(ls ./*.json | wc -l)" -eq 13 ]
}

@test "emit: all bytes are in the JSON, or it is refused" {
	odd_model
	kdd-compile -f json -o odd.json odd.kdt
	odd_rows | python3 -c '
import json, sys
model = json.load(open("odd.json"))
rows = [json.loads(line) for line in sys.stdin]
column = next(c for c in model["columns"] if c["kind"] == "category")
assert sorted(column["values"]) == sorted(r[column["name"]] for r in rows)
assert sorted(model["labels"]) == sorted(r["label"] for r in rows)'
	for line in '{"a\xff":1' '{"a":"\xff"' '{"a":1,"label":"\xff\xfe"'; do
		printf "$line"',"x":%s,"label":"c%s"}\n' 1 1 2 2 |
		    kdd-train -q -c none -s json -o bad.kdt
		run kdd-compile -f json -o bad.json bad.kdt
		assert_failure 1
		assert_output --partial 'bad.kdt: '
		assert_output --partial 'is not UTF-8, so JSON cannot hold it'
		[ ! -e bad.json ]
		kdd-compile -f rules bad.kdt >/dev/null
	done
	sed "s/^label smurf /label $(printf 'smurf\377') /" m.kdt >label.kdt
	seal label.kdt
	run kdd-compile -f json label.kdt
	assert_failure 1
	assert_output --partial 'label "smurf'
	sed -i 's/^option seed 1/&\n&/' m.kdt
	seal m.kdt
	run kdd-compile -f json m.kdt
	assert_failure 1
	assert_output --partial 'an option comes twice'
}

@test "emit: the same bytes from every form of the model" {
	kdd-compile -f so -o m.so m.kdt
	kdd-train -q <(sort -r rows) >other.kdt
	for form in json dot info; do
		kdd-compile -f $form m.kdt >a
		kdd-compile -f $form m.so | cmp a -
		kdd-compile --format=$form --output=b other.kdt
		cmp a b
	done
}

@test "emit: a box for each node, and an edge to all but the root" {
	odd_model
	for model in m.kdt odd.kdt "$root/models/families.kdt"; do
		nodes=$(grep -Ec '^(node|leaf)' "$model")
		leaves=$(grep -c '^leaf' "$model")
		kdd-compile -f dot "$model" >m.dot
		assert_equal "$(grep -c '^	n[0-9]* \[' m.dot)" "$nodes"
		assert_equal "$(grep -c ' -> ' m.dot)" "$((nodes - 1))"
		assert_equal "$(grep -c 'fontcolor' m.dot)" "$leaves"
		sed -n 's/ -> .*" \(yes\|no\) or missing ".*/ \1/p' m.dot >got
		awk '/^(node|leaf)/ && ++n && /^node/ {
			print "\tn" n - 1, / <= .* left$/ ? "yes" : "no"
		}' "$model" | cmp - got
	done
}

# svg MODEL: in m.svg, without a warning
svg() {
	command -v dot >/dev/null || skip "no graphviz"
	kdd-compile -f dot "$1" >m.dot
	dot -Tsvg -o m.svg m.dot 2>warnings
	[ ! -s warnings ] || fail "$(cat warnings)"
}

@test "emit: Graphviz takes any name as it is" {
	odd_model
	svg odd.kdt
	python3 - >texts <<-'END'
		import xml.etree.ElementTree as tree
		for e in tree.parse("m.svg").iter():
		    if e.tag.endswith("}text"):
		        print(e.text)
		    for key in e.attrib:
		        if key.endswith("}title"):
		            print("title", e.attrib[key].split("\n")[0])
	END
	name='"a&lt;b \"q\" \x5cN \x5cn"'
	for value in '{"&amp;<b>x</b>"}' '{"back\x5c\x5cslash"}' '{äöü}' \
	    '{"nl\x0ax"}'; do
		grep -qxF "$name in $value" texts
		grep -qxF "title $name in $value" texts
	done
	for class in '"<i>&gt;"' '"q\"x"' '"b\x5c\x5cl"' '"d{}|"'; do
		grep -qxF "$class 1.000000" texts
	done
	grep -q 'in {.*x01' texts
	grep -qxF 'e\xef\xbf\xbf 1.000000' texts
	printf '{"a":"\xff\xc3","x":%s,"label":"\xffc%s"}\n' 1 1 2 2 3 3 |
	    kdd-train -q -c none -s json -o bad.kdt
	svg bad.kdt
	grep -q '>\\xffc1 1.000000<' m.svg
}

@test "emit: what is long is cut in a box, and whole in its tooltip" {
	local long

	long=$(printf 'ä%.0s' $(seq 3000))
	for i in $(seq 100 399); do
		row "3=value$i" 42=normal.
		row 3=value 42=normal.
		row "3=$long$i" 42=smurf.
	done | kdd-train -q -c none -o long.kdt
	svg long.kdt
	sed -i 's/" + "//g' m.dot
	run grep -oE 'label="service in [^"]*"' m.dot
	assert_output "label=\"service in {$(printf 'ä%.0s' $(seq 15))..., \
$(printf 'ä%.0s' $(seq 15))..., $(printf 'ä%.0s' $(seq 15))..., \
... 297 more}\n900 rows\""
	run grep -c "tooltip=\"service in {${long}100, .*${long}399}" m.dot
	assert_output 1
}

@test "emit: quiet classes are grey, the others have colours in turn" {
	for i in $(seq 9); do
		row 5=$i "42=c$i."
	done >nine
	row 5=10 42=normal. >>nine
	kdd-train -q -c none nine >nine.kdt
	kdd-compile -f dot nine.kdt |
	    sed -n 's/.*label="\([a-z0-9]*\) 1.0.*fillcolor="\([^"]*\)".*/\1 \2/p' |
	    sort >got
	assert_equal "$(wc -l <got)" 10
	assert_equal "$(cut -d' ' -f2 got | sort -u | wc -l)" 8
	assert_equal "$(sed -n 's/^c1 //p' got)" "$(sed -n 's/^c8 //p' got)"
	grep -q '^normal #bfbfbf$' got
}

# section NAME FILE: what follows the line that starts so, to an empty line
section() {
	sed -n "/^$1/,/^\$/p" "$2" | sed '/^$/d'
}

@test "emit: info has the importances that kdd-train reported" {
	for options in '' '--criterion entropy' '--weights balanced' \
	    '--weights dos=0.3,u2r=17.1 --criterion entropy' \
	    '-t dos -r 1:2 --weights balanced' '--dedup --prune 1se -k 3' \
	    '--cost kdd99 --max-leaves 9'; do
		# shellcheck disable=SC2086
		kdd-train $options -o m.kdt rows 2>log
		section importance log >want
		kdd-compile -f info m.kdt >info
		[ "$(wc -l <want)" -gt 3 ]
		section importance info | diff want -
	done
	sed -i 's/^option criterion .*/option criterion luck/' m.kdt
	seal m.kdt
	kdd-compile -f info m.kdt >info
	section importance info | grep -q ' not known: no criterion'
	sed -i 's/^option criterion .*/option criterion gini\noption weights x/' \
	    m.kdt
	seal m.kdt
	kdd-compile -f info m.kdt >info
	section importance info | grep -q ' not known: "x" is not CLASS=WEIGHT'
}

@test "emit: info has the cross-validation that the model keeps" {
	kdd-train -t dos -k 4 -o m.kdt rows 2>log
	kdd-compile -f info m.kdt >info
	section 'all 4 folds' log | grep '^accuracy [01]' >want
	section 'cross-validation: 4 folds' info | grep '^accuracy' | cmp want -
	kdd-train -q -o m.kdt rows
	kdd-compile -f info m.kdt >info
	run ! grep -q '^cross-validation' info
}

@test "emit: info says what the text says" {
	kdd-train -q -t dos -n normal -r 2:1 -o dos.kdt rows
	kdd-compile -f info dos.kdt >info
	leaves=$(grep -c '^leaf' dos.kdt)
	grep -qx "$leaves leaves, $((leaves - 1)) tests, depth $(
	    awk '/^leaf/ && $2 > d { d = $2 } END { print d }' dos.kdt); $(
	    wc -c <dos.kdt) bytes of text" info
	grep -qx "sha256 $(sed -n 's/^sha256 //p' dos.kdt)" info
	tr -s ' \n' ' ' <info >joined
	grep -qE '  ?dos \(alert\), [0-9]+ rows: apache2, back, ' joined
	grep -q ' normal (quiet), [0-9]* rows: normal dropped: buffer_ov' joined
	grep -qx "  ratio 2:1" info
	kdd-train -q -c none -t smurf -o smurf.kdt rows
	kdd-compile -f info smurf.kdt | tr -s ' \n' ' ' |
	    grep -q ' rest (quiet), .*, any other label smurf (alert), '
	grep -qx "trained on $(sed -n 's/^rows \(.*\) .*/\1/p' dos.kdt) rows, .*" \
	    info
	for column in service src_bytes duration; do
		tests=$(grep -cE "^node .* $column (<=|in) " dos.kdt) || tests=
		assert_equal "$(awk -v c=$column '$NF == c && NF > 2 {
			at = $2 ~ /number/ ? 3 : 4
			print (NF > at ? $at : "") }' info)" "$tests"
	done
	kdd-compile -f rules dos.kdt | head -n 5 >want
	sed -n '/^the leaves/,$p' info | sed '1d; / leaves more; /d' |
	    tr -s ' \n' ' ' | sed 's/^ //; s/ $//; s/ \([0-9]* rows*: \)/\n\1/g; a\' |
	    diff want -
}

@test "emit: info is 80 columns wide, and has no control byte" {
	odd_model
	printf 'a,\e[31mred,label\n1,2,\e]0;x\a\n2,1,ok\n' |
	    kdd-train -q -c none -s header -o escape.kdt || [ ! -s escape.kdt ]
	printf '{"k":"\\u001b[31m","label":"%s"}\n{"k":"y","label":"z"}\n' x |
	    kdd-train -q -c none -s json -o escape.kdt
	for model in odd.kdt escape.kdt m.kdt "$root"/models/*.kdt; do
		kdd-compile -f info "$model" >info
		run grep -c '[^[:print:][:space:]äöü]' info
		LC_ALL=C.UTF-8 run grep -cE '[[:cntrl:]]|.{81}' info
		assert_output 0
	done
}
