# shellcheck shell=sh disable=SC2034,SC2154
# kafka_common.sh - a broker for the benchmarks alone, and Python that asks it
#
# To be sourced behind common.sh, with partitions set: those of each topic.
# Nothing is pinned: broker, clients and programs share all cores there are.
# start_broker sets broker, and KAFKA_HOME in the work directory; at the end
# both go away.  clock runs a program of Python so that a signal ends it at
# once, and not when it is done.
#
# KDD_BENCH_KAFKA	where Kafka's jars are kept (~/.cache/kdd-tools/kafka)
# KDD_BENCH_PORT	of the broker (19492); the next one is taken too
# KDD_BENCH_LIMIT	seconds that one run of anything may take (120)
export PATH="$build:$PATH" PYTHONDONTWRITEBYTECODE=1 work partitions
child=
models="-m $top/models/dos.kdt -m $top/models/bruteforce.kdt"
# a member of group $group; it dies with the clock, should that be killed
member="exec setpriv --pdeathsig TERM kdd-kafka -q -b \$broker -g \$group \
-I \$member -t \$in -T \$out --"

stop_all()
{
	[ -z "$child" ] || kill "$child" 2>/dev/null || :
	[ -z "$child" ] || wait "$child" || :
	[ ! -e "$work/kafka/pid" ] || sh "$brokers" down || :
	rm -rf "$work"
}

start_broker()
{
	jars=$(absolute "${KDD_BENCH_KAFKA:-$HOME/.cache/kdd-tools/kafka}")
	export KAFKA_HOME="$work/kafka"
	export KAFKA_PORT="${KDD_BENCH_PORT:-19492}"
	export KAFKA_SET="log.segment.delete.delay.ms=1000"
	brokers=$top/examples/kafka/broker.sh
	! kcat -L -m 1 -b "127.0.0.1:$KAFKA_PORT" >/dev/null 2>&1 ||
	    { say "port $KAFKA_PORT is taken: set KDD_BENCH_PORT"; exit 2; }
	trap stop_all EXIT
	KAFKA_HOME=$jars sh "$brokers" fetch || exit 1
	mkdir "$KAFKA_HOME"
	ln -s "$jars/lib" "$jars/lib.ok" "$KAFKA_HOME"
	broker=$(sh "$brokers" up) || exit 1
	export broker
}

# Run program $1 of this directory, which reads our standard input.
clock()
{
	program=$1
	shift
	# behind &, 0 would be /dev/null
	"$python" "$here/$program" "$@" <&3 3<&- &
	child=$!
	wait "$child" && status=0 || status=$?
	child=
	return "$status"
} 3<&0

# The programs that are needed, and the module that asks the broker.
need_kafka()
{
	for program in kdd-kafka kdd-classify kdd-replay; do
		[ -x "$build/$program" ] ||
		    { say "no $build/$program: make all kafka"; exit 2; }
	done
	for program in kcat java setpriv python3; do
		command -v "$program" >/dev/null || { say "no $program: sh" \
		    "test/packages.sh bench broker"; exit 2; }
	done
	find_venv && have confluent_kafka confluent-kafka || exit 2
}

kafka_versions()
{
	machine
	"$python" --version
	"$python" "$here/kafka.py" version
	kcat -V | sed -n 's/^Version \(.*\) builtin.*/kcat \1)/p'
	java -version 2>&1 | head -n 1
	echo "broker: $(basename "$(echo "$KAFKA_HOME"/lib/kafka_*.jar)" .jar)"
}
