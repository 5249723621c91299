#!/usr/bin/env bats
# what kdd-compile makes, in its real consumers, beside kdd-classify
#
# On all rows of KDD Cup 99, 10 %, from $KDD_DATA or ../shared/data, and on the
# probes of each model.  The models are trained here, on those rows.  A
# consumer that is not installed is skipped: see test/packages.sh targets.

load ../helper

setup_file() {
	local venv=${KDD_BUILD:-$root/build}/targets-venv

	real_data kddcup.data_10_percent
	cd "$WORK" || return
	[ -e kddcup.data_10_percent ] || return 0
	${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -I"$root/lib" -o probes \
	    "$root/test/probes.c" "${KDD_BUILD:-$root/build}/libkdd.a" \
	    -lcsv -lmd -lyajl -ldl -lm
	for model in dos classes; do
		[ $model = classes ] && target= || target="-t dos"
		# shellcheck disable=SC2086
		kdd-train -q $target -o $model.kdt kddcup.data_10_percent
		./probes $model.kdt >$model.probes
		[ "$(wc -l <$model.probes)" -gt 500 ]
		for rows in kddcup.data_10_percent $model.probes; do
			kdd-classify -qa -m $model.kdt "$rows"
		done >$model.verdicts
		cat kddcup.data_10_percent $model.probes >$model.rows
	done
	awk 'NR % 10 == 1' kddcup.data_10_percent >some.rows
	export DUCKDB_PYTHON=$venv/bin/python
	"$DUCKDB_PYTHON" -c 'import duckdb, pandas' 2>/dev/null ||
	    { python3 -m venv "$venv" &&
	    "$venv/bin/pip" install -q duckdb pandas; } >log 2>&1 ||
	    export DUCKDB_PYTHON=
}

setup() {
	cd "$WORK" || return
	need kddcup.data_10_percent
}

# targets VERB ARG...: targets.py
targets() {
	python3 "$root/test/slow/targets.py" "$@"
}

@test "targets: every leaf has a probe" {
	for model in dos classes; do
		kdd-classify -qa -f json -m $model.kdt $model.probes |
		    sed 's/.*"leaf":\([0-9]*\).*/\1/' | sort -u | wc -l >got
		kdd-compile -f rules $model.kdt | wc -l | cmp - got
	done
}

@test "targets: C by gcc and clang, as C and as C++" {
	kdd-compile -o classes.c classes.kdt
	cut -d, -f2,3 classes.verdicts >want
	for cc in gcc clang g++ clang++; do
		command -v $cc >/dev/null || continue
		case $cc in
		*++) std="-x c++ -std=c++11" ;;
		*) std=-std=c99 ;;
		esac
		# shellcheck disable=SC2086
		$cc $std -O2 -pedantic -Wall -Wextra -Werror -c -o m.o classes.c
		gcc -D_GNU_SOURCE -O2 -o judge "$root/test/judge.c" m.o -lm
		./judge <classes.rows | cmp - want
		echo "# $($cc --version | head -n 1): $(wc -l <want) rows" >&3
	done
}

@test "targets: a shared object" {
	for model in dos classes; do
		kdd-compile -f so -o $model.so $model.kdt
		kdd-classify -qa -m ./$model.so $model.rows |
		    cmp - $model.verdicts
	done
}

@test "targets: awk, in each awk there is" {
	for model in dos classes; do
		kdd-compile -f awk -o $model.awk $model.kdt
		for awk in gawk "gawk --posix" mawk "busybox awk"; do
			command -v ${awk%% *} >/dev/null || continue
			LC_ALL=C $awk -v all=1 -f $model.awk $model.rows |
			    cmp - $model.verdicts
			echo "# $awk: $(wc -l <$model.verdicts) rows" >&3
		done
	done
}

@test "targets: SQLite" {
	for model in dos classes; do
		kdd-compile -f sql -o $model.sql $model.kdt
		for rows in some.rows $model.probes; do
			kdd-classify -qa -m $model.kdt $rows >verdicts
			targets want verdicts >want
			targets sqlite $model.kdt $model.sql $rows |
			    cmp - want
		done
	done
	run -0 targets literals 100000
	echo "# $output" >&3
}

@test "targets: DuckDB" {
	[ -n "$DUCKDB_PYTHON" ] || skip "no DuckDB from pip"
	for model in dos classes; do
		kdd-compile -f sql -o $model.sql $model.kdt
		for rows in some.rows $model.probes; do
			kdd-classify -qa -m $model.kdt $rows >verdicts
			targets want verdicts >want
			"$DUCKDB_PYTHON" "$root/test/slow/targets.py" duckdb \
			    $model.kdt $model.sql $rows | cmp - want
		done
	done
}

# Run as postgres, if we are root, which it refuses to be.
as_postgres() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
	else
		"$@"
	fi
}

# in_postgres COMMAND...: with a server of our own, on a socket in pg/
in_postgres() {
	local bin status=0

	bin=$(find /usr/lib/postgresql -name initdb | sort | tail -n 1)
	bin=$(dirname "$bin")
	pg=$(mktemp -d)
	[ "$(id -u)" -ne 0 ] || chown postgres "$pg"
	(
		cd "$pg"
		as_postgres "$bin/initdb" -D "$pg/data" -A trust -U kdd \
		    -E UTF8 --locale=C.UTF-8
		as_postgres "$bin/pg_ctl" -D "$pg/data" -l "$pg/log" \
		    -o "-k $pg -c listen_addresses=" -w start 3>&- 4>&-
	) >pg.log 2>&1
	"$@" || status=1
	(cd "$pg" && as_postgres "$bin/pg_ctl" -D "$pg/data" -m immediate \
	    stop) >>pg.log 2>&1
	rm -rf "$pg"
	return $status
}

ask_postgres() {
	for model in dos classes; do
		kdd-compile -f sql -o $model.sql $model.kdt
		targets want $model.verdicts >want
		targets postgres $model.kdt $model.sql $model.rows |
		    psql -qAt -h "$pg" -U kdd postgres | cmp - want || return
	done
}

@test "targets: PostgreSQL" {
	[ -n "$(find /usr/lib/postgresql -name initdb 2>/dev/null)" ] ||
	    skip "PostgreSQL is not installed"
	in_postgres ask_postgres
}

@test "targets: 10,000 leaves in C: size, and time to compile and prove" {
	awk -v n=30000 'BEGIN { for (i = 0; i < n; i++)
	    print i * 7919 % 30011 ",c" i * 31 % 101 "," i % 3 }' >many
	echo 'x: continuous. y: symbolic. label: label.' | sed 's/\. /.\n/g' \
	    >many.names
	kdd-train -q -s many.names -c none --max-leaves 10000 -o many.kdt many
	[ "$(kdd-compile -f rules many.kdt | wc -l)" -eq 10000 ]
	from=${EPOCHREALTIME/./}
	kdd-compile -o many.c many.kdt
	ms=$(((${EPOCHREALTIME/./} - from) / 1000))
	[ "$(wc -c <many.c)" -le 2000000 ]
	echo "# $(wc -c <many.c) bytes, $ms ms" >&3
}
