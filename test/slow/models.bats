#!/usr/bin/env bats
# The models of models/, made anew from $KDD_DATA or ../shared/data

load ../helper

setup_file() {
	real_data kddcup.data_10_percent KDDTrain+.txt KDDTest+.txt
	export KDD_DATA=$WORK
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

@test "models: made anew, they are those shipped, byte for byte" {
	need kddcup.data_10_percent KDDTrain+.txt
	sh "$root/models/make.sh" .
	for m in "$root"/models/*.kdt; do
		cmp "${m##*/}" "$m" || fail "make models, and look at the diff"
	done
	[ "$(find . -name '*.kdt' | wc -l)" -eq 6 ]
}

@test "models: the tables of README.md are those of make.sh -s" {
	need kddcup.data_10_percent KDDTrain+.txt KDDTest+.txt
	sh "$root/models/make.sh" -s >want
	sed -n '/^<!-- table/,/^<!-- end/p' "$root/models/README.md" |
	    diff want - || fail "make models, and look at the text around them"
}

@test "models: installed, found there, and taken away again" {
	make -s -C "$root" B="${KDD_BUILD:-$root/build}" DESTDIR="$PWD" \
	    PREFIX=/usr install
	(cd "$root/models" && sha256sum ./*.kdt ./*.json) >sums
	(cd usr/share/kdd-tools && sha256sum -c --quiet) <sums
	sample 100 | usr/bin/kdd-classify -q -a \
	    -m usr/share/kdd-tools/dos.kdt >out
	[ "$(wc -l <out)" -eq 100 ]
	make -s -C "$root" DESTDIR="$PWD" PREFIX=/usr uninstall
	run find usr -type f
	assert_output ''
	[ ! -e usr/share/kdd-tools ]
}
