#!/bin/sh
# train.sh - how fast we train, beside pandas with scikit-learn and LightGBM
#
#	make bench-train	or, once it is built,
#	sh test/bench/train.sh [runs]
#
# On one core, each way to make a tree of a file once in turn, runs times
# (7).  Only cross_val_score, with two jobs, gets all cores there are.
#
# First each way runs once, and what it made must agree: as many rows; our
# errors on the rows learned from are those that no tree can avoid (equal
# features, different classes), scikit-learn's too, to 0.01 % of the rows,
# with features as its float32; leaves within a factor of two (splits of
# categories differ: subsets here, codes there; of equal splits either may
# be taken); accuracy of folds within 0.01.  LightGBM makes another kind of
# tree: its errors are told, its rows compared.  What does not agree is left
# out of the table, and the status is 1.
#
# KDD_DATA	where the data sets are (../shared/data), plain or .xz
# KDD_BUILD	where the programs are (build)
# KDD_BENCH_VENV	a virtual environment of Python with pandas,
#		scikit-learn and LightGBM; made there (by default in
#		$KDD_BUILD/bench-venv) if it has none
# KDD_BENCH_SETS	what to measure (dos five folds noise growth)
# KDD_BENCH_COPIES	noisy copies of UNSW-NB15 and CIC-IDS2017 (8)
# KDD_BENCH_ROWS	rows of KDD Cup 99, 10 %, at most (all)
# KDD_BENCH_CPU	the core (the last one)
#
# Needs awk, taskset, xz and Python, which holds the clock.  The only thing
# that needs the network is to get the peers; without, they are left out.
set -eu
name=train.sh
runs=${1:-7}
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
sets=${KDD_BENCH_SETS:-dos five folds noise growth}
copies=${KDD_BENCH_COPIES:-8}
[ -x "$build/kdd-train" ] || { say "no $build/kdd-train: make"; exit 2; }
command -v python3 >/dev/null || { say "no python3"; exit 2; }

find_python()
{
	find_venv || return 0
	! have pandas pandas || ! have sklearn scikit-learn || sklearn=yes
	! have lightgbm lightgbm || lightgbm=yes
}

wanted()
{
	case " $sets " in
	*" $1 "*) return 0 ;;
	*) return 1 ;;
	esac
}

# The rows of KDD Cup 99, once.
kdd()
{
	[ ! -e kdd.data ] || return 0
	get kddcup.data_10_percent || return 1
	head -n "${KDD_BENCH_ROWS:-100000000}" kddcup.data_10_percent >kdd.data
	rm kddcup.data_10_percent
}

# With a header, no dot behind the label, and a column of noise.
kdd_noise()
{
	kdd || return 1
	"$build/kdd-train" -q -o m kdd.data
	{
		awk '$1 == "column" && $3 != "difficulty" {
			printf "%s%s", n++ ? "," : "", $3
		} END { print "" }' m
		sed 's/\.$//' kdd.data
	} | "$python" "$here/noise.py" column 1 >noise.data
}

# Noisy copies of file $1; $2: column, or jitter too.
copies_of()
{
	get "$1" || return 1
	"$python" "$here/noise.py" "$2" "$copies" <"$1" >noise.data
	rm "$1"
}

# A way to make a tree: a label, a command.
way()
{
	printf '%s\t%s\n' "$1" "$2" >>"$set.ways"
}

# Set $1 is file $2, kdd-train's options are $3.  The model that comes of it
# says to the others what the columns are.
learn()
{
	set=$1 file=$2
	# shellcheck disable=SC2086 # options are words
	"$build/kdd-train" -q $3 -o "$set.kdt" "$file"
	"$python" "$here/train.py" found "$set.kdt" >"$set.ours"
}

# The same, and we are the first way.
start()
{
	say "$1: comparing, then $runs runs"
	learn "$@"
	: >"$set.ways"
	way "kdd-train $3" "ours $3"
}

# Run command $1 on the file; with $2, let it write there what it made.
run()
{
	# shellcheck disable=SC2086 # options are words
	case $1 in
	ours*)
		"$python" "$here/train.py" ours "$build/kdd-train" -q \
		    ${1#ours} -o m "$file"
		;;
	folds)
		taskset -c "$KDD_BENCH_CORES" "$python" "$here/train.py" \
		    folds "$set.kdt" "$file" ${2:+"$2"}
		;;
	lightgbm)
		"$python" "$here/train.py" lightgbm "$set.kdt" codes.data \
		    ${2:+"$2"}
		;;
	*) "$python" "$here/train.py" "$1" "$set.kdt" "$file" ${2:+"$2"} ;;
	esac
}

# Leave out a way: why is the last line of the log.
leave_out()
{
	say "$set: $1: left out: $(tail -n 1 log)"
	wrong=1
}

# Leave out the ways that fail, or made something else; tell what they made.
check()
{
	: >"$set.good"
	set -- "$set.ours"
	while IFS='	' read -r label command; do
		if [ "${command#ours}" = "$command" ]; then
			run "$command" "$set.$command" >log 2>&1 ||
			    { leave_out "$label"; continue; }
			"$python" "$here/train.py" agree "$set.ours" \
			    "$set.$command" >log 2>&1 ||
			    { leave_out "$label"; continue; }
			set -- "$@" "$set.$command"
		fi
		printf '%s\t%s\n' "$label" "$command" >>"$set.good"
	done <"$set.ways"
	"$python" "$here/train.py" agree "$@" >"$set.made"
}

# All ways in turn, then the table; $1 is above it.
measure()
{
	check
	i=0
	while [ "$i" -lt "$runs" ]; do
		n=0
		while IFS='	' read -r label command; do
			n=$((n + 1))
			printf '%d\t%s\t' "$n" "$label"
			run "$command" 2>>log
		done <"$set.good"
		i=$((i + 1))
	done >"$set.times"
	sort -t '	' -k1,1n -k3,3n "$set.times" >sorted
	printf '\n%s: %d MB\n' "$1" $(($(wc -c <"$file") / 1000000))
	cat "$set.made"
	awk -v set="$set" -v medians=medians \
	    -f "$here/train_table.awk" sorted
	awk -v set="$set" '{ print set "\t" $1 "\t" $2 }' "$set.ours" >>limits
}

# KDD Cup 99, classes as in options $2: with LightGBM, and numbers alone.
tree_of_kdd()
{
	kdd || return 0
	start "$1" kdd.data "$2"
	[ -z "$sklearn" ] || way "pandas, DecisionTreeClassifier" pandas
	if [ -n "$lightgbm" ]; then
		awk -f "$here/code.awk" "$set.kdt" kdd.data >codes.data
		way "LightGBM, its CSV, one round" lightgbm
	fi
	measure "$3"
	[ -z "$sklearn" ] || without_categories "$2"
}

# The same from numbers alone, where splits are of one kind; not timed.
without_categories()
{
	{
		echo 'label-suffix dot.'
		awk '$1 == "column" {
			kind = $2 == "number" ? "continuous" : \
			    $2 == "label" ? "label" : "ignore"
			print $3 ": " kind "."
		}' "$set.kdt"
	} >names
	# shellcheck disable=SC2086 # options are words
	"$build/kdd-train" -q $1 -s names -o numbers.kdt kdd.data
	"$python" "$here/train.py" found numbers.kdt >ours
	"$python" "$here/train.py" pandas numbers.kdt kdd.data theirs >log
	"$python" "$here/train.py" agree ours theirs |
	    sed 's/^/numbers alone: /'
}

folds_of_kdd()
{
	kdd || return 0
	start folds kdd.data "-k 10"
	[ -z "$sklearn" ] || way "pandas, cross_val_score, 2 jobs" folds
	measure "KDD Cup 99, 10 %, five classes, 10 folds"
}

# Set $1 of noise.data, which was just made.
noisy()
{
	start "$1" noise.data "$2"
	[ -z "$sklearn" ] || way "pandas, DecisionTreeClassifier" pandas
	measure "$3"
	rm noise.data
}

noisy_sets()
{
	! kdd_noise || noisy kdd-noise "-s header" \
	    "KDD Cup 99, 10 %, five classes, and a column of noise"
	for how in column jitter; do
		with="a column of noise"
		[ $how = column ] || with="$with, floats jittered"
		! copies_of unsw-nb15.csv $how || noisy "unsw-$how" \
		    "-s header -c none -l attack_cat" \
		    "UNSW-NB15, $copies copies, $with"
		! copies_of cicids2017-improved-sample.csv $how ||
		    noisy "cic-$how" "-s header -c none" \
		    "CIC-IDS2017, $copies copies, $with"
	done
}

# 1, 2, 4 ... copies of UNSW-NB15 with a column of noise, ours alone.
growth()
{
	copies_of unsw-nb15.csv column || return 0
	say "growth: $runs runs"
	rows=$((($(wc -l <noise.data) - 1) / copies))
	: >sizes
	n=1
	while [ "$n" -le "$copies" ]; do
		head -n $((n * rows + 1)) noise.data >"grown$n.data"
		learn "growth$n" "grown$n.data" "-s header -c none -l attack_cat"
		awk -v n="$n" '{ f[$1] = $2 }
		    END { print n, f["rows"], f["distinct"], f["bytes"] }' \
		    "growth$n.ours" >>sizes
		n=$((n * 2))
	done
	i=0
	while [ "$i" -lt "$runs" ]; do
		while read -r n more; do
			file=grown$n.data
			printf '%s %s ' "$n" "$more"
			run "ours -s header -c none -l attack_cat"
		done <sizes
		i=$((i + 1))
	done >growth.times
	printf '\nGrowth: kdd-train on 1, 2 ... copies of UNSW-NB15'
	printf ', a column of noise\n'
	tr '\t' ' ' <growth.times | sort -k1,1n -k5,5n |
	    awk -f "$here/growth.awk"
	rm -f noise.data grown*.data
}

versions()
{
	machine
	"$python" "$here/train.py" version
	cat <<-END

	Each way once in turn, $runs times, each a process of its own, on one
	core; cross_val_score has cores $KDD_BENCH_CORES.  Files are in the
	page cache.  kdd-train: from the start of the process to its end,
	reading the file, with the model written.  pandas: read_csv of the
	columns learned from, a code for each value of a category, float32,
	DecisionTreeClassifier(random_state=0) or cross_val_score(cv=
	StratifiedKFold(10), n_jobs=2).  LightGBM: num_threads=1, one round
	(a tree for each class, or one for two), num_leaves that of
	kdd-train's tree, learning_rate=1, else its defaults; its file was
	coded as numbers before.  Theirs are timed inside, after the imports,
	which stand apart.  s: the median; MiB: the peak of resident memory
	(of kdd-train, what is below the 11 MiB of the Python that starts it
	is not seen; of Python's ways, with the imports; of cross_val_score,
	of the process and two workers); ratio: time to that of kdd-train, more is slower.
	Of noise, each copy of a row has its own: test/bench/noise.py.
	Folds: kdd-train keeps equal rows on one side, StratifiedKFold does
	not.
	END
}

sklearn='' lightgbm=''
find_python
cd "$work"
: >medians
: >limits
versions
! wanted dos || tree_of_kdd dos "-t dos" "KDD Cup 99, 10 %, denial of service"
! wanted five || tree_of_kdd five "" "KDD Cup 99, 10 %, five classes"
! wanted folds || folds_of_kdd
! wanted noise || noisy_sets
! wanted growth || growth
awk -f "$here/train_goals.awk" limits medians
exit "$wrong"
