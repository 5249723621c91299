# shellcheck shell=sh disable=SC2034,SC2154
# common.sh - what the benchmarks share; sourced, with $name and $runs set
#
# Sets here, top, data, build and venv, starts anew on one core (unless $cores
# is "all"), and makes a work directory that goes away at the end.  See read.sh
# for the variables.
export LC_ALL=C
wrong=0

say()
{
	echo "$name: $*" >&2
}

# A path that holds after a cd.
absolute()
{
	case $1 in
	/*) echo "$1" ;;
	*) echo "$PWD/$1" ;;
	esac
}

top=$(cd "$here/../.." && pwd)
data=$(absolute "${KDD_DATA:-$top/../shared/data}")
build=$(absolute "${KDD_BUILD:-$top/build}")
venv=$(absolute "${KDD_BENCH_VENV:-$build/bench-venv}")

case $runs in
*[!0-9]*|0|'') say "how many runs? $runs"; exit 2 ;;
esac

# All on one core: what we start inherits it.
[ -n "${KDD_BENCH_PINNED:-}" ] ||
    KDD_BENCH_CORES=$(taskset -cp $$ | sed 's/.*: *//')
if [ "${cores:-one}" = all ]; then
	KDD_BENCH_PINNED=$KDD_BENCH_CORES
elif [ -z "${KDD_BENCH_PINNED:-}" ]; then
	cpu=${KDD_BENCH_CPU:-$(echo "$KDD_BENCH_CORES" | sed 's/.*[,-]//')}
	export KDD_BENCH_CORES
	KDD_BENCH_PINNED=$cpu exec taskset -c "$cpu" sh "$0" "$@"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Does the virtual environment have module $1, by package $2, or can it?
have()
{
	"$venv/bin/python" -c "import $1" 2>/dev/null ||
	    "$venv/bin/python" -m pip install -q --retries 1 "$2" \
	    >"$work/log" 2>&1 ||
	    { say "$2 cannot be installed: $(tail -n 1 "$work/log")"
	    return 1; }
}

# The Python of the virtual environment; else the system's, and status 1.
find_venv()
{
	python=$(command -v python3) || { say "no python3"; return 1; }
	[ -x "$venv/bin/python" ] ||
	    python3 -m venv "$venv" >"$work/log" 2>&1 ||
	    { say "no venv, so no peers: $(tail -n 1 "$work/log")"
	    return 1; }
	python=$venv/bin/python
}

# Data set $1 into the work directory; fails with a message without it.
get()
{
	if [ -e "$data/$1" ]; then
		cp "$data/$1" "$1"
	elif [ -e "$data/$1.xz" ]; then
		xz -dc "$data/$1.xz" >"$1"
	else
		say "no $1 (set KDD_DATA): left out"
		return 1
	fi
}

# The first $1 of KDD Cup 99's rows, over and over.
repeated()
{
	while cat kddcup.data_10_percent; do :; done 2>/dev/null |
	    head -n "$1"
}

# $1 of them, every hundredth one of a denial of service, all others normal.
one_in_a_hundred()
{
	awk -F , -v rows="$1" '
	$42 == "normal." { normal[n++] = $0 }
	$42 ~ /^(neptune|smurf|back|teardrop|pod|land)\.$/ { dos[m++] = $0 }
	END {
		for (i = 0; i < rows; i++)
			print i % 100 == 99 ? \
			    dos[int(i / 100) * 7919 % m] : normal[i % n]
	}' kddcup.data_10_percent
}

# The machine, and what is measured on it.
machine()
{
	sed -n 's/^model name[^:]*: */CPU: /p' /proc/cpuinfo | head -n 1
	echo "core $KDD_BENCH_PINNED of $(nproc --all), $(uname -srm)," \
	    "load $(cut -d ' ' -f 1-3 /proc/loadavg)"
	echo "kdd-tools $(sed -n 's/.*KDD_VERSION "\(.*\)".*/\1/p' \
	    "$top/lib/version.h")" \
	    "$(git -C "$top" describe --always --dirty 2>/dev/null || :)," \
	    "$(${CC:-cc} --version | head -n 1)"
}
