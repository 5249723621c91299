#!/usr/bin/env bats
# Small random tables: each split is the best there is, and the trees are
# those of scikit-learn.  setup_file gets scikit-learn by pip, once, into
# $KDD_BUILD/exact-venv; without it the tests are skipped.

load ../helper

setup_file() {
	local venv=${KDD_BUILD:-$root/build}/exact-venv log=$BATS_FILE_TMPDIR/log

	export PYTHON=$venv/bin/python WHY=
	[ -x "$PYTHON" ] || python3 -m venv "$venv" >"$log" 2>&1 || {
		WHY="no virtual environment: $(tail -n 1 "$log")"
		return 0
	}
	"$PYTHON" -c 'import sklearn' 2>/dev/null ||
	    "$PYTHON" -m pip install -q --retries 1 scikit-learn \
	    >"$log" 2>&1 ||
	    WHY="scikit-learn cannot be installed: $(tail -n 1 "$log")"
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	[ -z "$WHY" ] || skip "$WHY"
}

# exact WHAT [SETS [FIRST]]: see exact.py
exact() {
	run "$PYTHON" "$root/test/slow/exact.py" "$@"
	echo "$output"
	[ ! -e wrong.csv ] || head -n 400 wrong.csv
	assert_success
	echo "# ${lines[0]}" >&3
}

# has OPTION: skip the test if this kdd-train has no such option
has() {
	kdd-train --help | grep -q -- "$1" || skip "kdd-train has no $1"
}

@test "exact: numbers: the best splits, and those of scikit-learn" {
	exact numbers
}

@test "exact: weights of classes, as scikit-learn's class_weight" {
	has --weights
	exact weights
}

@test "exact: pruned as by scikit-learn's ccp_alpha" {
	has --prune
	exact prune
}

@test "exact: categories: the best of all subsets of values" {
	exact subsets
}

@test "exact: a tree of the other criterion is seen to be wrong" {
	run "$PYTHON" "$root/test/slow/exact.py" swapped
	assert_failure 1
	assert_output --partial "is worth"
	refute_output --partial Traceback
}
