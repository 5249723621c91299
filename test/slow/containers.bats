#!/usr/bin/env bats
# The Dockerfile and the compose files of examples/containers
#
# They are built of the working tree, and what comes out of them is compared
# with what the programs of the host say.  CONTAINER is podman or docker, and
# COMPOSE what reads compose files for it.  Kafka and Storm are fetched by Maven
# in a container.  Leaves the images kdd-tools, kdd-broker and kdd-storm.

load ../helper
load containers

models="-m dos.kdt -m bruteforce.kdt"
shared=/usr/share/kdd-tools

setup_file() {
	export WORK=$BATS_FILE_TMPDIR WHY=''
	cd "$WORK" || return
	find_container
	[ -z "$WHY" ] || return 0
	build kdd-tools
	build kdd-tools:static --target static
	cp "$root"/models/dos.kdt "$root"/models/bruteforce.kdt .
	sample 20000 2 | cut -d, -f1-41 >rows
	chmod 644 rows
	# shellcheck disable=SC2086 # words
	kdd-classify -q $models rows >want
	sort want >want.sorted
}

setup() {
	cd "$WORK" || return
	project=
}

# need_containers: skip the test if there are none
need_containers() {
	[ -z "$WHY" ] || skip "$WHY"
}

teardown() {
	[ -z "$project" ] || [ -n "$BATS_TEST_COMPLETED" ] || tell
	[ -z "$project" ] || down
}

# What the containers of the project said last.
tell() {
	"$CONTAINER" ps -a --filter "$(label project "kdd-check-$project")"
	for id in $(of); do
		echo "$id"
		"$CONTAINER" logs "$id" 2>&1 | tail -n 5
	done
}

# box ARG...: as it should be run, without any rights
box() {
	"$CONTAINER" run --read-only --network none --cap-drop all \
	    --no-healthcheck "$@"
}

size() {
	"$CONTAINER" image inspect -f '{{.Size}}' "$1"
}

@test "containers: the images are small, and their alerts those of the host" {
	need_containers
	local image

	echo "# kdd-tools: $((($(size kdd-tools) - $(size "$base")) / 1000)) kB" \
	    "over $base; static: $(($(size kdd-tools:static) / 1000)) kB" >&3
	[ $((($(size kdd-tools) - $(size "$base")) / 1000)) -lt 30000 ]
	[ $(($(size kdd-tools:static) / 1000)) -lt 30000 ]
	for image in kdd-tools kdd-tools:static; do
		box -i --rm "$image" kdd-classify -q -m $shared/dos.kdt \
		    -m $shared/bruteforce.kdt <rows | cmp - want
	done
	run box --rm kdd-tools sh -c 'id -u; touch /usr/x'
	assert_failure
	assert_line 65534
	for program in kdd-kafka kdd-storm kdd-compile; do
		box --rm kdd-tools "$program" -V
	done
}

@test "containers: a shared object: loaded, or refused by the static image" {
	need_containers
	kdd-compile -f so -o dos.so dos.kdt
	box -i --rm -v "$PWD:/here:ro" kdd-tools kdd-classify -q \
	    -m /here/dos.so <rows >got
	kdd-classify -q -m dos.kdt rows | cmp - got
	run -1 box --rm -v "$PWD:/here:ro" kdd-tools:static \
	    kdd-classify -q -m /here/dos.so
	assert_output --partial "this program is static"
}

# ends COMMAND...: as process 1, on SIGTERM, and with nobody's help
ends() {
	local id

	id=$(box -d -i kdd-tools "$@" 2>/dev/null)
	sleep 1
	"$CONTAINER" stop -t 60 "$id"
	run "$CONTAINER" inspect -f '{{.State.ExitCode}}' "$id"
	"$CONTAINER" rm -f "$id"
	assert_output 143
}

@test "containers: as process 1 each program ends on SIGTERM" {
	need_containers
	local model="-m $shared/dos.kdt" file=$shared/families.kdt

	ends sh -c "exec kdd-classify $model"
	ends sh -c "exec kdd-classify $model /dev/zero"
	ends sh -c "mkfifo f; exec kdd-classify $model f"
	ends kdd-train /dev/zero
	ends kdd-replay -r 1 $file
	ends kdd-replay --loop $file
	ends sh -c "mkfifo f; kdd-replay --loop $file >f &
	    exec kdd-kafka -b 127.0.0.1:1 -g g -t a -T b -- cat"
}

@test "containers: the health check goes by the age of a file" {
	local healthy=$root/examples/containers/healthy.sh

	touch fresh
	touch -d '1 minute ago' old
	run -0 sh "$healthy" fresh
	assert_output --regexp '^fresh: [0-9] s old$'
	run -1 sh "$healthy" old
	KDD_HEALTHY=300 run -0 sh "$healthy" old
	run -1 sh "$healthy" none
	assert_output --partial none
}

@test "containers: the health check tells one that is stuck" {
	need_containers
	local id

	run "$CONTAINER" image inspect kdd-tools
	assert_output --partial '"kdd-healthy"'
	# nobody writes to the FIFO: idle, and well
	id=$(box -d -e KDD_HEALTHY=6 kdd-tools sh -c "mkfifo f; exec \
	    kdd-classify --stats 1 --metrics m -m $shared/dos.kdt f" \
	    2>/dev/null)
	sleep 10
	run "$CONTAINER" exec "$id" kdd-healthy
	"$CONTAINER" rm -f "$id"
	assert_success
	assert_output --regexp '^m: [0-6] s old$'
	# nobody reads it: it waits to write, for ever
	id=$(box -d -e KDD_HEALTHY=6 -v "$PWD/rows:/rows:ro" kdd-tools sh -c \
	    "mkfifo f; exec 3<>f; exec kdd-classify -a --stats 1 \
	    --metrics=m -m $shared/dos.kdt /rows >f" 2>/dev/null)
	for _ in $(seq 60); do
		"$CONTAINER" exec "$id" kdd-healthy || break
		sleep 0.5
	done
	run "$CONTAINER" exec "$id" kdd-healthy
	"$CONTAINER" rm -f "$id"
	assert_failure
	assert_output --regexp '^m: [0-9]+ s old$'
}

# compose ARG...: of $project; its words go to compose.log
compose() {
	# shellcheck disable=SC2086 # words
	$COMPOSE -p "kdd-check-$project" \
	    -f "$root/examples/containers/$project.yaml" "$@" \
	    >>compose.log 2>&1 3>&-
}

# images NAME: of NAME.yaml
images() {
	if [ -z "$COMPOSE" ]; then
		COMPOSE="podman-compose"
		[ "$CONTAINER" = podman ] || COMPOSE="$CONTAINER compose"
	fi
	# shellcheck disable=SC2086 # words
	$COMPOSE version >compose.log 2>&1 ||
	    skip "$COMPOSE: $(tail -n 1 compose.log)"
	project=$1
	compose build || fail "$(tail -n 20 compose.log)"
}

# up [SERVICE]; podman-compose succeeds also where a container did not start
up() {
	compose up -d "$@" || fail "$(tail -n 20 compose.log)"
	[ -z "$("$CONTAINER" ps -aq --filter status=created --filter \
	    "$(label project "kdd-check-$project")")" ] ||
	    fail "$(tail -n 20 compose.log)"
}

# Podman-compose of Debian 12 leaves networks.
down() {
	compose down -v || true
	"$CONTAINER" network rm "kdd-check-${project}_default" \
	    "kdd-check-${project}_inside" >/dev/null 2>&1 || true
	project=
}

label() {
	echo "label=com.docker.compose.$1=$2"
}

# of [SERVICE]: its containers, or all of them
of() {
	"$CONTAINER" ps -aq --filter "$(label project "kdd-check-$project")" \
	    ${1:+--filter "$(label service "$1")"}
}

# in_time COMMAND...: until it succeeds, at most two minutes
in_time() {
	for _ in $(seq 240); do
		! "$@" || return 0
		sleep 0.5
	done
	fail "not in time: $*"
}

@test "containers: plain.yaml: the alerts of the host" {
	need_containers
	export ROWS=$WORK/rows RATE=10000

	images plain
	# the reader is not there yet: the writer waits, and can be stopped
	up replay
	run "$CONTAINER" stop -t 60 "$(of replay)"
	run "$CONTAINER" inspect -f '{{.State.ExitCode}}' "$(of replay)"
	assert_output 143
	up
	"$CONTAINER" wait "$(of classify)"
	run "$CONTAINER" inspect -f '{{.State.ExitCode}}' "$(of classify)"
	assert_output 0
	box -i --rm -v kdd-check-plain_chain:/chain:ro kdd-tools \
	    cat /chain/alerts | cmp - want
}

@test "containers: plain.yaml: models of one's own" {
	need_containers
	export ROWS=$WORK/rows RATE=100000 MODELS=$WORK/own
	export OPTIONS="-m $shared/own.kdt"

	mkdir -p own
	cp dos.kdt own/own.kdt
	images plain
	up
	"$CONTAINER" wait "$(of classify)"
	kdd-classify -q -m dos.kdt rows >dos
	box -i --rm -v kdd-check-plain_chain:/chain:ro kdd-tools \
	    cat /chain/alerts | cmp - dos
}

# alerts N: are there so many in the topic, or more?
alerts() {
	"$CONTAINER" exec "$(of broker)" kcat -C -e -q -b broker:9092 \
	    -X isolation.level=read_committed -t alerts >got 2>got.log
	[ "$(wc -l <got)" -ge "$1" ]
}

# names: containers find each other by name, which Podman needs a plugin for
names() {
	for _ in $(seq 20); do
		! "$CONTAINER" exec "$(of broker)" getent hosts broker ||
		    return 0
		sleep 0.5
	done
	skip "no names in networks: no aardvark-dns, nor CNI's dnsname"
}

feed() {
	"$CONTAINER" exec -i "$(of broker)" kcat -P -b broker:9092 -t flows
}

# says ID WORDS: its line of statistics has them
says() {
	"$CONTAINER" kill -s USR1 "$1" >/dev/null 2>&1
	sleep 0.2
	"$CONTAINER" logs "$1" 2>&1 | grep -q "stats $2"
}

@test "containers: kafka.yaml: a member that is killed loses and doubles none" {
	need_containers
	local n id

	export MEMBERS=3
	images kafka
	up
	names
	"$CONTAINER" exec "$(of broker)" kafka ready 60
	run -1 "$CONTAINER" exec -e TOPICS=none:1 "$(of broker)" kafka ready 1
	assert_output --partial "no topic none yet"
	[ "$(of classify | wc -l)" -eq 3 ]
	n=$(wc -l <want)
	for id in $(of classify); do
		in_time says "$id" rows=0
	done
	kdd-replay -q -r 1000 rows | feed 3>&- &
	in_time alerts 100
	in_time says "$id" 'rows=[1-9]'
	"$CONTAINER" kill -s KILL "$id"
	alerts 0
	echo "# killed behind $(wc -l <got) of $n alerts" >&3
	[ "$(wc -l <got)" -lt "$n" ]
	"$CONTAINER" start "$id" || true
	wait
	in_time alerts "$n"
	sort got | cmp - want.sorted
	# once more, with all of them there
	feed <rows
	in_time alerts $((2 * n))
	sort got | uniq -c | awk '$1 % 2 { exit 1 }'
	[ "$(wc -l <got)" -eq $((2 * n)) ]
	for id in $(of classify); do
		"$CONTAINER" exec "$id" kdd-healthy
		"$CONTAINER" stop -t 60 "$id"
		run "$CONTAINER" inspect -f '{{.State.ExitCode}}' "$id"
		assert_output 143
	done
}

@test "containers: storm.yaml: the alerts of the host, at least once" {
	need_containers
	images storm
	up
	names
	"$CONTAINER" exec "$(of broker)" kafka ready 60
	"$CONTAINER" exec "$(of nimbus)" storm ready 120
	"$CONTAINER" exec "$(of nimbus)" storm submit from=topic:flows \
	    to=topic:alerts group=ids rows=100
	feed <rows
	in_time alerts "$(wc -l <want)"
	sort -u got | cmp - <(sort -u want)
}
