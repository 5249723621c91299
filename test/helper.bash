# helper.bash - what the bats files share
#
# The programs under test come first in PATH: those of $KDD_BUILD, else of
# build/.  Each test starts in a directory of its own, in the C locale.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bats_require_minimum_version 1.5.0
export PATH=${KDD_BUILD:-$root/build}:$PATH
export LC_ALL=C
bats_load_library() { load "/usr/lib/bats/$1/load.bash"; }
bats_load_library bats-support
bats_load_library bats-assert

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# a test that failed leaves the program of start behind
teardown() {
	exec 5>&-
	[ -z "${pid-}" ] || kill -KILL "$pid" 2>/dev/null || true
}

# wait_for FILE: until it holds something, at most 5 seconds
wait_for() {
	for _ in $(seq 100); do
		[ ! -s "$1" ] || return 0
		sleep 0.05
	done
	fail "$1 stayed empty"
}

# until_match PATTERN FILE [N]: until N lines match, at most 5 seconds
until_match() {
	local n

	for _ in $(seq 100); do
		n=$(grep -c -e "$1" "$2" 2>/dev/null) || true
		[ "${n:-0}" -lt "${3:-1}" ] || return 0
		sleep 0.05
	done
	fail "no $1 in $2: $(cat "$2")"
}

# start PROGRAM ARG...: on a FIFO that is open as 5; its id is in pid, what it
# writes in out and log
start() {
	mkfifo in
	"$@" <in >out 2>log &
	pid=$!
	exec 5>in
}

# finish STATUS: the input ends, and so does the program
finish() {
	local status=0

	exec 5>&-
	wait "$pid" || status=$?
	pid=
	[ "$status" -eq "$1" ] || fail "status $status: $(cat log)"
}

# sample ROWS [SEED]: labelled synthetic rows
sample() {
	awk -v rows="$1" -v seed="${2:-1}" -f "$root/examples/sample.awk"
}

# row [FIELD=VALUE ...]: one plain row of 41 fields, some of them replaced
row() {
	awk -v set="$*" 'BEGIN {
		FS = OFS = ","
		$0 = "0,tcp,http,SF,181,5450,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0," \
		    "0,8,8,0.00,0.00,0.00,0.00,1.00,0.00,0.00,9,9,1.00," \
		    "0.00,0.11,0.00,0.00,0.00,0.00,0.00"
		n = split(set, pair, " ")
		for (i = 1; i <= n; i++) {
			at = index(pair[i], "=")
			$(substr(pair[i], 1, at - 1)) = substr(pair[i], at + 1)
		}
		print
	}'
}

# damage VALUES: put them, with commas between, into one field in nine of rows
damage() {
	awk -F, -v OFS=, -v values="$1" '
		BEGIN { n = split(values, value) }
		{
			for (i = 1; i <= 41; i++)
				if ((NR * 7919 + i * 104729) % 101 < 12)
					$i = value[(NR + i) % n + 1]
			print
		}'
}

# toy_model: src_bytes over 300 is an attack, and service ecr_i too
toy_model() {
	{
		row 5=100 42=normal.; row 5=200 42=normal.
		row 5=400 42=smurf.; row 5=500 42=smurf.
		row 3=ecr_i 5=100 42=smurf.; row 3=smtp 5=150 42=normal.
	} | kdd-train -q -t dos
}

# real_data FILE...: link or unpack them from $KDD_DATA or ../shared/data into
# a directory for the whole file of tests, $WORK; those that are not there stay
# away.
real_data() {
	local dir=${KDD_DATA:-$root/../shared/data} f

	export WORK=$BATS_FILE_TMPDIR
	for f; do
		if [ -e "$dir/$f" ]; then
			ln -s "$(realpath "$dir/$f")" "$WORK/$f"
		elif [ -e "$dir/$f.xz" ]; then
			xz -dc "$dir/$f.xz" >"$WORK/$f"
		fi
	done
}

# need FILE...: skip the test if one of the real data is not there
need() {
	local f

	for f; do
		[ -e "$WORK/$f" ] || skip "no $f (set KDD_DATA)"
	done
}

# times N LINE: the line, N times
times() {
	local i

	for ((i = 0; i < $1; i++)); do echo "$2"; done
}

# fit LOG: kdd-train's table of the tree's own rows as kdd-score writes it,
# which has no areas under the curve
fit() {
	sed -n '/^tree/,/^$/p' "$1" | sed '1,2d; /^$/d
	    /^class/,/^actual/ { /^actual/! s/ *[^ ]*$// }
	    s/  *ROC$//'
}
