#!/usr/bin/env bats
# kdd-classify -f eve against Suricata's JSON schema
#
# The schema is $KDD_EVE_SCHEMA, or got once from the source package of
# Suricata.  A validator goes into a virtual environment,
# $KDD_BUILD/eve-venv.  Without either the tests are skipped.

load ../helper

setup_file() {
	local build=${KDD_BUILD:-$root/build} log=$BATS_FILE_TMPDIR/log

	export WHY='' PYTHON=$build/eve-venv/bin/python
	export SCHEMA=${KDD_EVE_SCHEMA:-$build/eve-schema.json}
	[ -n "${KDD_EVE_SCHEMA-}" ] ||
	    sh "$root/test/slow/eve_schema.sh" "$SCHEMA" >"$log" 2>&1 ||
	    WHY="no schema: $(tail -n 1 "$log")"
	[ -n "$WHY" ] || { [ -x "$PYTHON" ] ||
	    python3 -m venv "$build/eve-venv"; } >"$log" 2>&1 ||
	    WHY="no virtual environment: $(tail -n 1 "$log")"
	[ -n "$WHY" ] || "$PYTHON" -c 'import jsonschema' 2>/dev/null ||
	    "$PYTHON" -m pip install -q jsonschema >"$log" 2>&1 ||
	    WHY="no jsonschema: $(tail -n 1 "$log")"
	real_data kddcup.data_10_percent zeek-conn-010.log zeek-conn-012.log
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	[ -z "$WHY" ] || skip "$WHY"
}

# validate N: each of at least N lines on stdin is an event of the schema
# when "kdd" is taken off, and not one when it is there
validate() {
	"$PYTHON" -c '
import json, sys
from jsonschema.validators import validator_for
schema = json.load(open(sys.argv[1], encoding="utf-8"))
validator = validator_for(schema)(schema)
n = 0
for n, line in enumerate(sys.stdin, 1):
    event = json.loads(line)
    assert not validator.is_valid(event), "the schema takes anything"
    del event["kdd"]
    for e in validator.iter_errors(event):
        sys.exit(f"line {n}: {list(e.path)}: {e.message}: {line}")
assert n >= int(sys.argv[2]), f"{n} lines"
' "$SCHEMA" "$1"
}

@test "eve: rows without addresses" {
	sample 2000 >rows
	for model in dos families bruteforce; do
		kdd-classify -q -a -f eve -m "$root/models/$model.kdt" rows |
		    awk 'NR % 20 == 1' | validate 100
	done
}

@test "eve: a log of Zeek, as TSV and as JSON" {
	cd "$WORK"
	[ -e zeek-conn-010.log ] || skip "no zeek-conn-010.log"
	kdd-train -q -s zeek -c none -o zeek.kdt zeek-conn-012.log
	awk -f "$root/test/bench/zeek2json.awk" zeek-conn-010.log >rows.json
	kdd-classify -q -a -f eve -m zeek.kdt zeek-conn-010.log |
	    awk 'NR % 10 == 1' >tsv
	kdd-classify -q -a -f eve -s json -m zeek.kdt rows.json |
	    awk 'NR % 10 == 1' >json
	validate 300 <tsv
	cmp tsv json
}

@test "eve: rows that lie" {
	fields='ts,id.orig_h,id.orig_p,id.resp_h,id.resp_p,proto'
	values='x|-1|99999999999999999999|1e400|"a""b"|::1|1.2.3.4|65536|80'
	{
		echo "x,$fields,label"
		awk -v values="$values" 'BEGIN {
			n = split(values, v, "|")
			for (i = 0; i < 400; i++) {
				line = i % 2
				for (k = 1; k < 7; k++)
					line = line "," v[1 + (i * k + k) % n]
				print line "," (i % 2 ? "dos" : "normal")
			}
			for (i = 0; i < 256; i++)
				print i % 2 ",1546301234,::1," i ",::2," \
				    i * 257 "," i ",normal"
		}'
	} >rows
	kdd-train -q -s header -c none --columns x -o lies.kdt rows
	kdd-classify -q -a -f eve -m lies.kdt rows | validate 600
}
