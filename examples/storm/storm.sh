#!/bin/sh
# storm.sh - a real Storm cluster on this machine, and alerts by kdd-storm on it
#
#	sh storm.sh up [ras]		fetch it (once), start it, wait for it
#	sh storm.sh submit KEY=VALUE ...	a topology; the keys: README.md
#	sh storm.sh status		topologies, workers, processes of bolts
#	sh storm.sh rebalance NAME [workers=N] [parallel=PART=N ...] [wait=S]
#	sh storm.sh kill NAME [wait=S]	take a topology away
#	sh storm.sh broker VERB ...	../kafka/broker.sh, beside the cluster
#	sh storm.sh enter COMMAND ...	run a command beside the cluster
#	sh storm.sh down		stop all of it; what it holds stays
#	sh storm.sh wipe		stop it, and throw away what it holds
#	sh storm.sh fetch		fetch and compile, and no more
#
# ZooKeeper, nimbus and a supervisor, a JVM each; the supervisor starts workers.
# Nimbus and workers listen on all addresses and ask for no password, so the
# cluster has a network namespace of its own, with loopback and nothing else:
# nobody gets in, or out, but by "enter".  It has a process namespace, too:
# with "down", or when its first process dies, all its processes are gone.
# Without root, a user namespace goes with them.
#
# STORM_HOME	where it lives (~/.cache/kdd-tools/storm)
# STORM_LIB	the jars, 154 MB from Maven Central (STORM_HOME/lib)
# STORM_SET	more lines of storm.yaml
# KDD_STORM	the program of the bolts (../../build/kdd-storm, or in PATH)
#
# Needs a JDK 17, ip, ps, flock and, to fetch, Maven:
# "sh test/packages.sh storm".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
home=${STORM_HOME:-$HOME/.cache/kdd-tools/storm}
lib=${STORM_LIB:-$home/lib}
jar=$home/kdd-alerts.jar
zookeeper=org.apache.storm.shade.org.apache.zookeeper.server.ZooKeeperServerMain

fail()
{
	echo "storm.sh: $*" >&2
	exit 1
}

need()
{
	command -v "$1" >/dev/null || fail "no $1: sh test/packages.sh storm"
}

is_up()
{
	[ -f "$home/pid" ] &&
	    grep -qs storm.sh "/proc/$(cat "$home/pid")/cmdline"
}

# The first process of the namespaces: the only child of unshare.
first()
{
	pgrep -P "$(cat "$home/pid")" || :
}

# One at a time.  Descriptor 9 has the lock; what stays, or takes its time,
# must not have it.
lock()
{
	need flock
	mkdir -p "$home"
	exec 9>"$home/lock"
	flock -n 9 || {
		echo "storm.sh: waits for another up, down or wipe" >&2
		flock 9
	}
}

# Run a command in the namespaces, in this directory.
enter()
{
	is_up || fail "no cluster is up here: sh storm.sh up"
	pid=$(first)
	user=
	[ "$(id -u)" -eq 0 ] || user='-U --preserve-credentials'
	# shellcheck disable=SC2016,SC2086 # words; for the inner shell
	nsenter -t "$pid" $user -n -p -m \
	    sh -c 'cd "$1" && shift && exec "$@"' sh "$PWD" "$@" 9>&-
}

fetch()
{
	need javac
	if [ ! -e "$lib.ok" ]; then
		need mvn
		echo "storm.sh: fetching Storm" >&2
		mvn -q -B -ntp -f "$here/pom.xml" \
		    dependency:copy-dependencies -DincludeScope=compile \
		    -DoutputDirectory="$lib" >&2 ||
		    fail "Maven could not fetch Storm"
		touch "$lib.ok"
	fi
	if [ ! -e "$jar" ] || [ -n "$(find "$here/java" -newer "$jar")" ]; then
		rm -rf "$home/classes"
		javac -cp "$lib/*" -d "$home/classes" "$here"/java/kdd/*.java
		jar cf "$jar" -C "$home/classes" .
	fi
}

# Workers in Storm's default scheduler are as many as a topology asks for;
# the resource-aware one reckons with memory, and can keep parts apart.
scheduler()
{
	case $1 in
	'') echo org.apache.storm.scheduler.DefaultScheduler ;;
	ras) echo org.apache.storm.scheduler.resource.ResourceAwareScheduler ;;
	*) fail "up $1: only up, or up ras" ;;
	esac
}

storm_yaml()
{
	cat <<-END
	storm.zookeeper.servers: ["127.0.0.1"]
	nimbus.seeds: ["127.0.0.1"]
	storm.local.hostname: "127.0.0.1"
	storm.local.dir: "$home/local"
	storm.log4j2.conf.dir: "$home/log4j2"
	storm.scheduler: "$1"
	nimbus.monitor.freq.secs: 2
	supervisor.monitor.frequency.secs: 1
	supervisor.slots.ports: [6700, 6701, 6702, 6703, 6704, 6705, 6706, 6707]
	worker.heap.memory.mb: 512
	worker.childopts: "-Xmx%HEAP-MEM%m"
	worker.profiler.enabled: false
	${STORM_SET-}
	END
}

# Arguments of each JVM but the workers.
jvm()
{
	cat <<-END
	-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
	-cp "$home/conf:$jar:$lib/*"
	-Dstorm.home="$home"
	-Dstorm.log.dir="$home/logs"
	-Dstorm.conf.file=storm.yaml
	-Dstorm.jar="$jar"
	-Dlog4j2.configurationFile="$here/log4j2.xml"
	END
}

zoo_cfg()
{
	cat <<-END
	dataDir=$home/zookeeper
	clientPort=2181
	clientPortAddress=127.0.0.1
	admin.enableServer=false
	END
}

# Process 1 of the namespaces.  Nimbus and the supervisor wait for ZooKeeper.
# Nimbus gets the time to say that it leads no more: the next one need not wait
# for that.
inside()
{
	ip link set lo up
	daemon zookeeper "$zookeeper" "$home/zoo.cfg"
	daemon supervisor org.apache.storm.daemon.supervisor.Supervisor
	daemon nimbus org.apache.storm.daemon.nimbus.Nimbus
	nimbus=$!
	trap 'kill "$nimbus"; wait "$nimbus"; exit' TERM
	wait
}

daemon()
{
	log=$1
	shift
	java "@$home/jvm" -Dkdd.log="$log" "$@" &
}

# A class of ours that talks to nimbus.
client()
{
	enter java "@$home/jvm" -Dkdd.log=client "$@"
}

# Is what is up what is asked for?
already()
{
	grep -q "^storm.scheduler: \"$1\"" "$home/conf/storm.yaml" ||
	    fail "it is up with the other scheduler: sh storm.sh down, then up"
	client kdd.Control ready 10 ||
	    fail "it is up and not ready: sh storm.sh down, then up"
	echo "storm.sh: it is up already" >&2
}

up()
{
	scheduler=$(scheduler "$1")
	if is_up; then
		already "$scheduler"
		return
	fi
	for tool in java ip ps pgrep unshare nsenter; do
		need "$tool"
	done
	mkdir -p "$home/conf" "$home/log4j2" "$home/logs" "$home/zookeeper"
	fetch
	storm_yaml "$scheduler" >"$home/conf/storm.yaml"
	zoo_cfg >"$home/zoo.cfg"
	jvm >"$home/jvm"
	cp "$here/log4j2.xml" "$home/log4j2/worker.xml"
	ln -sfn "$lib" "$home/lib-worker"
	rm -f "$home/kafka/pid"
	user=
	[ "$(id -u)" -eq 0 ] || user=-r
	# shellcheck disable=SC2086 # no word or one
	setsid unshare $user -n -p -f --mount-proc --kill-child \
	    sh "$here/storm.sh" inside >"$home/logs/out" 2>&1 </dev/null 9>&- &
	echo $! >"$home/pid"
	sleep 0.5
	is_up || fail "no namespaces of its own: $(cat "$home/logs/out")"
	client kdd.Control ready 90 || {
		down
		fail "it was not ready in 90 s, and is down: see $home/logs"
	}
}

# The kernel ends what is in a process namespace when the first process dies,
# and that is gone when all are.
down()
{
	if is_up; then
		pid=$(first)
		kill "$pid"
		n=0
		while kill -0 "$pid" 2>/dev/null; do
			n=$((n + 1))
			[ "$n" -ne 100 ] || kill -9 "$pid"
			sleep 0.1
		done
	fi
	rm -f "$home/pid" "$home/kafka/pid"
}

# A word of bolt= that may have spaces.
word()
{
	printf '%s\n' "$1" | sed 's/ /\\ /g'
}

# The program of the bolts, and the models if no bolt is named.
bolts()
{
	models=$(cd "$here/../../models" && pwd)
	program=${KDD_STORM:-$(cd "$here/../.." && pwd)/build/kdd-storm}
	[ -x "$program" ] || program=$(command -v kdd-storm) ||
	    fail "no kdd-storm: run make storm, or set KDD_STORM"
	for name in dos bruteforce; do
		printf 'bolt=%s=%s -q -m %s\n' "$name" "$(word "$program")" \
		    "$(word "$models/$name.kdt")"
	done
}

submit()
{
	case " $* " in
	*" bolt="*) ;;
	*)
		bolts=$(bolts)
		set -f
		IFS='
'
		# shellcheck disable=SC2086 # a line is a word
		set -- "$@" $bolts
		unset IFS
		;;
	esac
	client -Dkdd.here=true kdd.AlertTopology submit \
	    "broker=127.0.0.1:${KAFKA_PORT:-19092}" "$@"
}

# What nimbus says, and below each worker its process and those of its bolts.
status()
{
	client kdd.Control status >"$home/status"
	enter ps -e -ww -o pid= -o ppid= -o args= | awk '
		FNR == NR {
			if (/LogWriter/)
				next
			line[$1] = $0
			sub(/^ *[0-9]+ +[0-9]+ +/, "", line[$1])
			parent[$1] = $2
			if (match($0, /-Dworker\.port=[0-9]+/))
				worker[substr($0, RSTART + 14, RLENGTH - 14)] \
				    = $1
			next
		}
		{ print }
		$1 == "worker" && $2 in worker {
			print "  process " worker[$2]
			for (p in parent)
				if (parent[p] == worker[$2])
					print "  bolt " p " " line[p]
		}' - "$home/status"
}

# Nimbus has forgotten the topology before its workers have ended.
kill_topology()
{
	id=$(client kdd.Control kill "$@")
	while enter pgrep -f "worker\.Worker $id " >/dev/null; do
		sleep 0.2
	done
}

# The jars of Kafka stay where broker.sh puts them; data and pid are ours.
broker()
{
	jars=${KAFKA_HOME:-$HOME/.cache/kdd-tools/kafka}
	[ "${1-}" != up ] || sh "$here/../kafka/broker.sh" fetch
	mkdir -p "$home/kafka"
	ln -sfn "$jars/lib" "$home/kafka/lib"
	ln -sfn "$jars/lib.ok" "$home/kafka/lib.ok"
	enter env KAFKA_HOME="$home/kafka" \
	    sh "$here/../kafka/broker.sh" "$@"
}

usage()
{
	sed -n '/^#	sh storm.sh/s/^#	//p' "$here/storm.sh" >&2
	exit 2
}

[ $# -gt 0 ] || usage
verb=$1
shift
case $verb in
fetch)
	mkdir -p "$home"
	fetch
	;;
up)
	lock
	up "${1-}"
	;;
inside) inside ;;
enter) enter "$@" ;;
submit) submit "$@" ;;
status) status ;;
rebalance) client kdd.Control rebalance "$@" ;;
kill) kill_topology "$@" ;;
broker) broker "$@" ;;
down)
	lock
	down
	;;
wipe)
	lock
	down
	rm -rf "$home/local" "$home/zookeeper" "$home/logs" "$home/kafka" \
	    "$home/storm_rocks"
	;;
*) usage ;;
esac
