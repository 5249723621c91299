#!/usr/bin/env bats
# kdd-compile -f json on all rows of KDD Cup 99, 10 %, beside kdd-classify
#
# The rows are taken from $KDD_DATA or ../shared/data.  A validator goes into
# a virtual environment, $KDD_BUILD/json-venv, if python3 has none.

load ../helper

setup_file() {
	local venv=${KDD_BUILD:-$root/build}/json-venv

	real_data kddcup.data_10_percent
	export PYTHON=python3
	python3 -c 'import jsonschema' 2>/dev/null || {
		export PYTHON=$venv/bin/python
		"$PYTHON" -c 'import jsonschema' || {
			python3 -m venv "$venv" &&
			    "$PYTHON" -m pip install -q jsonschema
		}
	} >"$WORK/log" 2>&1 || export PYTHON=
}

setup() {
	cd "$WORK" || return
}

@test "targets: walks of the JSON alone give kdd-classify's verdicts" {
	local rows=kddcup.data_10_percent

	need $rows
	kdd-train -q -o whole.kdt $rows
	for model in "$root"/models/{dos,families,bruteforce}.kdt whole.kdt; do
		kdd-compile -f json -o model.json "$model"
		python3 "$root/test/walk.py" model.json <$rows >got
		kdd-classify -qa -m "$model" $rows | cut -d, -f2,3 | cmp - got
		[ "$(wc -l <got)" -eq 494021 ]
	done
}

@test "targets: the JSON of all models is what its schema says" {
	[ -n "$PYTHON" ] || skip "no jsonschema: $(tail -n 1 log)"
	for model in "$root"/models/*.kdt; do
		kdd-compile -f json -o "$(basename "$model").json" "$model"
	done
	"$PYTHON" "$root/test/valid.py" "$root/models/model.schema.json" \
	    ./*.kdt.json
}
