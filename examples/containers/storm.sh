#!/bin/sh
# storm.sh - the parts of a Storm cluster, each process 1 of a container
#
#	storm zookeeper | nimbus | supervisor
#	storm submit KEY=VALUE ...	a topology: ../storm/README.md
#	storm status | ready SECONDS | rebalance ... | kill NAME [wait=S]
#
# (its name in the image).  The containers call each other zookeeper, nimbus
# and broker.  Models are in /usr/share/kdd-tools; without bolt= there are
# bolts for dos and bruteforce.  What nimbus and supervisors hold, and the
# logs, are in /var/lib/storm.
set -eu
state=/var/lib/storm

storm_yaml()
{
	cat <<-END
	storm.zookeeper.servers: [zookeeper]
	nimbus.seeds: [nimbus]
	storm.local.hostname: "$(hostname)"
	storm.local.dir: $state/local
	storm.log4j2.conf.dir: /opt/storm/log4j2
	supervisor.slots.ports: [6700, 6701, 6702, 6703]
	worker.heap.memory.mb: 512
	worker.childopts: "-Xmx%HEAP-MEM%m"
	worker.profiler.enabled: false
	END
}

zoo_cfg()
{
	cat <<-END
	dataDir=$state/zookeeper
	clientPort=2181
	admin.enableServer=false
	END
}

# Become a JVM; nimbus keeps libraries where it may run them.
run()
{
	name=$1
	shift
	mkdir -p /tmp/conf "$state/tmp" "$state/logs"
	storm_yaml >/tmp/conf/storm.yaml
	zoo_cfg >/tmp/zoo.cfg
	exec java -Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
	    -cp '/opt/storm/conf:/opt/storm/kdd-alerts.jar:/opt/storm/lib/*' \
	    -Djava.io.tmpdir="$state/tmp" -Dstorm.home=/opt/storm \
	    -Dstorm.log.dir="$state/logs" -Dstorm.conf.file=storm.yaml \
	    -Dstorm.jar=/opt/storm/kdd-alerts.jar -Dkdd.log="$name" \
	    -Dlog4j2.configurationFile=/opt/storm/log4j2/worker.xml "$@"
}

submit()
{
	case " $* " in
	*" bolt="*) ;;
	*)
		for model in dos bruteforce; do
			set -- "$@" "bolt=$model=/usr/bin/kdd-storm -q \
-m /usr/share/kdd-tools/$model.kdt"
		done
		;;
	esac
	run client kdd.AlertTopology submit broker=broker:9092 "$@"
}

verb=${1-}
[ $# -eq 0 ] || shift
case $verb in
zookeeper)
	run zookeeper org.apache.storm.shade.org.apache.zookeeper.server.ZooKeeperServerMain \
	    /tmp/zoo.cfg
	;;
nimbus) run nimbus org.apache.storm.daemon.nimbus.Nimbus ;;
supervisor) run supervisor org.apache.storm.daemon.supervisor.Supervisor ;;
submit) submit "$@" ;;
status | ready | rebalance | kill) run client kdd.Control "$verb" "$@" ;;
*)
	echo "usage: storm zookeeper | nimbus | supervisor | submit ... |" \
	    "status | ready SECONDS | rebalance ... | kill ..." >&2
	exit 2
	;;
esac
