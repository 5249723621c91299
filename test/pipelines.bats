#!/usr/bin/env bats
# the pipelines of kdd.7 and of the README run as they stand

load helper

setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	sample 3000 1 >train.csv
	sample 1000 2 >test.csv
	cp test.csv yesterday.csv
	cut -d, -f1-41 test.csv >day.csv
	awk -F, 'BEGIN { print "id,src_bytes,count,proto,attack_cat,label" }
	    { print NR "," $5 "," $23 "," $2 "," $42 "," ($42 != "normal.") }' \
	    train.csv >flows.csv
	ln -s "$root/models" models
	kdd-train -q -t dos train.csv >dos.kdt
	kdd-train -q -t bruteforce train.csv >bruteforce.kdt
	# A stand-in for kcat: consuming reads a file, producing writes one.
	mkdir bin
	cat >bin/kcat <<-'END'
	#!/bin/sh
	case " $* " in
	*" -C "*) cat day.csv ;;
	*" -P "*) cat >produced ;;
	esac
	END
	chmod +x bin/kcat
}

# blocks FILE: each literal block as one shell script, NUL after each
blocks() {
	case $1 in
	*.md) awk '/^```sh$/ { on = 1; next }
	    /^```$/ { if (on) printf "%c", 0; on = 0 } on' "$1" ;;
	*) awk '/^\.Bd -literal/ { on = 1; next }
	    /^\.Ed/ { if (on) printf "%c", 0; on = 0 }
	    on { gsub(/\\e/, "\\"); gsub(/\\&/, ""); print }' "$1" ;;
	esac
}

run_blocks() {
	local n=0 script

	PATH=$PWD/bin:$PATH
	while IFS= read -r -d '' script; do
		echo "$script"
		bash -e -o pipefail -c "$script"
		n=$((n + 1))
	done < <(blocks "$1")
	[ "$n" -ge "$2" ]
}

@test "pipelines: every one of kdd.7" {
	cd "$BATS_FILE_TMPDIR"
	run_blocks "$root/man/kdd.7" 10
	grep -q '^dos,dos,' alerts
	grep -q '^dos,dos,' produced
	grep -q '^dos	accuracy	' yesterday.tsv
}

@test "pipelines: every one of the README" {
	cd "$BATS_FILE_TMPDIR"
	run_blocks "$root/README.md" 4
}
