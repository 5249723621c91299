#!/usr/bin/env bats
# completions/kdd-tools: what bash offers for the programs

load helper

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	# shellcheck disable=SC1091
	source "$root/completions/kdd-tools"
}

programs() {
	local page

	for page in "$root"/man/kdd-*.1; do
		page=${page##*/}
		! command -v "${page%.1}" >/dev/null || echo "${page%.1}"
	done
}

# offered WORD...: what is offered for the last of them, a line each
offered() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_kdd_tools "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
	[ "${#COMPREPLY[@]}" -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}" | sort
}

# offers WORD... : EXPECTED...: just that is offered
offers() {
	local words=()

	while [ "$1" != : ]; do
		words+=("$1")
		shift
	done
	shift
	run offered "${words[@]}"
	assert_output "$(printf '%s\n' "$@")"
}

@test "completion: of each program, the options that its -h lists" {
	local program n=0

	for program in $(programs); do
		complete -p "$program"
		"$program" -h | awk '/^$/ { on = 1 } on && /^ +-/ {
			for (i = 1; i <= 2; i++) if ($i ~ /^-/) {
				sub(/[,=].*/, "", $i)
				print $i
			}
		}' | sort >want
		offered "$program" - | diff want -
		n=$((n + 1))
	done
	[ "$n" -ge 6 ]
}

@test "completion: what begins alike, behind other words and with a path" {
	offers kdd-train -k 5 --fo : --folds --folds-by-order --folds-plain
	offers "${KDD_BUILD:-$root/build}/kdd-replay" --l : --loop
	offers kdd-nosuch - : ''
}

@test "completion: formats are those of the usage line" {
	offers kdd-compile -f r : rules
	offers kdd-score -q --format = : json table tsv
	offers kdd-classify --format = j : json
	for program in kdd-classify kdd-compile kdd-score; do
		"$program" -h | sed -n 's/.*\[-f \([a-z|]*\)\].*/\1/p' |
		    head -n 1 | tr '|' '\n' | sort >want
		[ "$(wc -l <want)" -ge 3 ]
		offered "$program" -f '' | diff want -
	done
}

# help_of PROGRAM OPTION: what -h says of it, as one line
help_of() {
	"$1" -h | awk -v option="$2" '/^ +-/ || /^$/ { on = 0 }
	    $1 == option || $2 == option || index($1, option "=") == 1 ||
	    index($2, option "=") == 1 { on = 1 }
	    on' | tr -s ' \n' ' '
}

@test "completion: words that are offered stand in -h" {
	local program option word teller n=0

	for program in $(programs); do
		for option in $(offered "$program" --); do
			teller=$program
			case $program$option in
			*--target | *--normal) continue ;;
			kdd-replay--delimiter) teller=kdd-schema ;;
			esac
			for word in $(_kdd_words "$program" "$option"); do
				help_of "$teller" "$option" | grep -qw -- "$word" ||
				    fail "$program $option: no $word"
				n=$((n + 1))
			done
		done
	done
	[ "$n" -ge 30 ]
}

@test "completion: classes that are offered can be learned" {
	local class classes

	sample 3000 >rows
	classes=$(offered kdd-train -t '')
	[ "$(wc -w <<<"$classes")" -eq 7 ]
	for class in $classes; do
		kdd-train -q -t "$class" -o "$class.kdt" rows
	done
	offers kdd-train -n '' : normal
	kdd-train -q -t dos -n normal -o normal.kdt rows
}

@test "completion: models for -m, and directories on the way to them" {
	touch a.kdt 'b c.kdt' a.csv
	mkdir models
	touch models/x.kdt models/x.so models/README
	offers kdd-classify -m '' : a.kdt 'b c.kdt' models
	offers kdd-score --model = models/ : models/x.kdt models/x.so
	offers kdd-compile models/ : models/x.kdt models/x.so
}

@test "completion: files where the program takes one, nothing for a number" {
	touch rows.csv map
	offers kdd-train '' : map rows.csv
	offers kdd-train -o r : rows.csv
	offers kdd-train -c '' : map none rows.csv
	offers kdd-train --schema = '' : header json kdd99 map rows.csv zeek
	offers kdd-classify -s '' : header json plain zeek
	offers kdd-train -k '' : ''
	offers kdd-classify -T '' : ''
}

@test "completion: installed under the name of each program" {
	local program

	make -s -C "$root" B="${KDD_BUILD:-$root/build}" DESTDIR="$PWD" \
	    PREFIX=/usr install
	for program in $(programs); do
		cmp "usr/share/bash-completion/completions/$program" \
		    "$root/completions/kdd-tools"
	done
	make -s -C "$root" DESTDIR="$PWD" PREFIX=/usr uninstall
	run find usr ! -type d
	assert_output ''
}
