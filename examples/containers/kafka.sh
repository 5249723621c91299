#!/bin/sh
# kafka.sh - a Kafka broker as process 1 of a container, with its topics
#
#	kafka			the broker
#	kafka ready SECONDS	wait for its topics, at most so long
#
# (its name in the image).  One node, without a password, for the network of
# its containers alone.  What it holds is in /var/lib/kafka, of the user 65534.
#
# NAME		what the others call it (broker); it listens on port 9092
# TOPICS	NAME:PARTITIONS ..., made if they are not there
# HEAP		of Java (512m)
set -eu
name=${NAME:-broker} data=/var/lib/kafka

usage()
{
	echo "usage: kafka [ready SECONDS]" >&2
	exit 2
}

run()
{
	java -XX:TieredStopAtLevel=1 \
	    -Dlog4j.configuration=file:/opt/kafka/log4j.properties \
	    -cp '/opt/kafka/lib/*' "$@"
}

# Until they are there: the network may not know our name yet.
make_topics()
{
	for topic in ${TOPICS-}; do
		until run -Xmx128m org.apache.kafka.tools.TopicCommand \
		    --create --if-not-exists --topic "${topic%:*}" \
		    --partitions "${topic#*:}" --replication-factor 1 \
		    --bootstrap-server "$name:9092" >/tmp/topics.log 2>&1; do
			sleep 1
		done
	done
}

# Can this topic be written to?
has()
{
	kcat -L -m 2 -b "$name:9092" -t "$1" 2>/dev/null |
	    grep -q 'topic.* with [1-9]'
}

ready()
{
	end=$(($(date +%s) + $1))
	for topic in ${TOPICS-}; do
		until has "${topic%:*}"; do
			if [ "$(date +%s)" -ge "$end" ]; then
				echo "kafka: no topic ${topic%:*} yet" >&2
				exit 1
			fi
			sleep 1
		done
	done
}

case $# in
0) ;;
2)
	[ "$1" = ready ] || usage
	ready "$2"
	exit
	;;
*) usage ;;
esac
cat >/tmp/server.properties <<-END
	process.roles=broker,controller
	node.id=1
	controller.quorum.voters=1@127.0.0.1:9093
	listeners=PLAINTEXT://:9092,CONTROLLER://127.0.0.1:9093
	advertised.listeners=PLAINTEXT://$name:9092
	listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
	controller.listener.names=CONTROLLER
	log.dirs=$data/log
	auto.create.topics.enable=false
	offsets.topic.replication.factor=1
	transaction.state.log.replication.factor=1
	transaction.state.log.min.isr=1
	END
[ -e "$data/log/meta.properties" ] ||
    run kafka.tools.StorageTool format -c /tmp/server.properties \
    -t "$(run kafka.tools.StorageTool random-uuid)"
make_topics &
exec java -Xmx"${HEAP:-512m}" -XX:+UseG1GC \
    -Dlog4j.configuration=file:/opt/kafka/log4j.properties \
    -cp '/opt/kafka/lib/*' kafka.Kafka /tmp/server.properties
