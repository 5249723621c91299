#!/bin/sh
# broker.sh - a real Kafka broker on this machine, to try things on
#
#	sh broker.sh up			fetch it (once), start it, wait for it
#	sh broker.sh topic NAME N	make a topic of N partitions
#	sh broker.sh group NAME		where a group is: offsets and lag
#	sh broker.sh down		stop it; what it holds stays
#	sh broker.sh wipe		stop it, and throw away what it holds
#	sh broker.sh fetch		fetch it, and no more
#
# One node that is broker and controller at once (KRaft), without ZooKeeper.
# It listens on 127.0.0.1 alone, with no password: it is no broker to keep.
#
# KAFKA_HOME	where it lives (~/.cache/kdd-tools/kafka): lib/, the jars, 56 MB
#		from Maven Central; data/, pid, log
# KAFKA_PORT	(19092); the controller has the next one
# KAFKA_SET	more lines of server.properties
#
# Needs Java 17 and, to fetch, Maven: "sh test/packages.sh broker".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=${KAFKA_HOME:-$HOME/.cache/kdd-tools/kafka}
port=${KAFKA_PORT:-19092}

fail()
{
	echo "broker.sh: $*" >&2
	exit 1
}

run()
{
	java -XX:TieredStopAtLevel=1 \
	    -Dlog4j.configuration="file:$here/log4j.properties" \
	    -cp "$home/lib/*" "$@"
}

# The number alone may be another process's by now.
is_up()
{
	[ -f "$home/pid" ] &&
	    grep -qs kafka.Kafka "/proc/$(cat "$home/pid")/cmdline"
}

fetch()
{
	[ ! -e "$home/lib.ok" ] || return 0
	command -v mvn >/dev/null || fail "no mvn to fetch Kafka with"
	echo "broker.sh: fetching Kafka" >&2
	mvn -q -B -ntp -f "$here/pom.xml" dependency:copy-dependencies \
	    -DincludeScope=runtime -DoutputDirectory="$home/lib" >&2 ||
	    fail "Maven could not fetch Kafka"
	touch "$home/lib.ok"
}

properties()
{
	cat <<-END
	process.roles=broker,controller
	node.id=1
	controller.quorum.voters=1@127.0.0.1:$((port + 1))
	listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
	advertised.listeners=PLAINTEXT://127.0.0.1:$port
	listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
	controller.listener.names=CONTROLLER
	inter.broker.listener.name=PLAINTEXT
	log.dirs=$home/data
	auto.create.topics.enable=false
	offsets.topic.replication.factor=1
	offsets.topic.num.partitions=4
	transaction.state.log.replication.factor=1
	transaction.state.log.min.isr=1
	group.initial.rebalance.delay.ms=0
	${KAFKA_SET-}
	END
}

up()
{
	if is_up; then
		echo "127.0.0.1:$port"
		return
	fi
	mkdir -p "$home"
	command -v java >/dev/null || fail "no java to run Kafka with"
	fetch
	properties >"$home/server.properties"
	if [ ! -e "$home/data/meta.properties" ]; then
		id=$(run kafka.tools.StorageTool random-uuid)
		run kafka.tools.StorageTool format -t "$id" \
		    -c "$home/server.properties" >"$home/format.log" 2>&1 ||
		    fail "could not format: see $home/format.log"
	fi
	setsid java -Xms256m -Xmx1g -XX:+UseG1GC \
	    -Dlog4j.configuration="file:$here/log4j.properties" \
	    -cp "$home/lib/*" kafka.Kafka "$home/server.properties" \
	    >"$home/log" 2>&1 </dev/null &
	echo $! >"$home/pid"
	n=0
	until kcat -L -m 1 -b "127.0.0.1:$port" >/dev/null 2>&1; do
		sleep 0.5
		is_up || fail "it ended: see $home/log"
		n=$((n + 1))
		[ "$n" -lt 60 ] || fail "no answer on port $port"
	done
	echo "127.0.0.1:$port"
}

down()
{
	if is_up; then
		pid=$(cat "$home/pid")
		kill "$pid"
		n=0
		while is_up && [ "$n" -lt 100 ]; do
			n=$((n + 1))
			sleep 0.1
		done
		! is_up || kill -9 "$pid" 2>/dev/null || :
	fi
	rm -f "$home/pid"
}

case ${1-} in
up) up ;;
fetch)
	mkdir -p "$home"
	fetch
	;;
down) down ;;
wipe)
	down
	rm -rf "$home/data" "$home/format.log"
	;;
topic)
	[ $# -eq 3 ] || fail "topic NAME PARTITIONS"
	run org.apache.kafka.tools.TopicCommand --create --topic "$2" \
	    --bootstrap-server "127.0.0.1:$port" --partitions "$3" \
	    --replication-factor 1 >/dev/null
	;;
group)
	[ $# -eq 2 ] || fail "group NAME"
	run org.apache.kafka.tools.consumer.group.ConsumerGroupCommand \
	    --bootstrap-server "127.0.0.1:$port" --describe --group "$2"
	;;
*)
	echo "usage: broker.sh up | topic NAME N | group NAME | down |" \
	    "wipe | fetch" >&2
	exit 2
	;;
esac
