#!/usr/bin/env bats
# examples/parallel on many processes, in containers, and on hosts by ssh
#
# What comes out is what one process writes, byte for byte, whoever dies on
# the way.  Containers need podman or docker (CONTAINER), hosts need root:
# they are namespaces of this one, see hosts.sh.

load ../helper
load containers

setup_file() {
	local tool

	export WORK=$BATS_FILE_TMPDIR WHY='' NO_HOSTS='' NO_BOX IMAGE='' SLOW=''
	cd "$WORK" || return
	parallel --version 2>/dev/null | grep -q '^GNU parallel' ||
	    WHY="GNU parallel is not installed"
	[ -z "$WHY" ] || return 0
	cp "$root"/models/dos.kdt "$root"/models/bruteforce.kdt .
	sample 30000 | cut -d, -f1-41 >rows
	kdd-classify -q -m dos.kdt -m bruteforce.kdt rows >want
	make_slow
	start_hosts
	make_images
	NO_BOX=$WHY WHY=''
}

# In slow/, a kdd-classify that takes 1,000 rows a second, and says in the file
# "ran" which host judged which piece.
make_slow() {
	mkdir slow
	cat >slow/kdd-classify <<-END
		#!/bin/sh
		PATH=$PATH
		echo "\$(hostname) \$PARALLEL_SEQ" >>'$WORK/ran'
		kdd-replay -q -r 1000 | kdd-classify "\$@"
	END
	chmod +x slow/kdd-classify
}

start_hosts() {
	for tool in sshd ip unshare nsenter; do
		command -v "$tool" >/dev/null || NO_HOSTS="no $tool"
	done
	[ "$(id -u)" -eq 0 ] || NO_HOSTS="hosts need root"
	[ -z "$NO_HOSTS" ] || return 0
	sh "$root/test/slow/hosts.sh" up hosts 2 "$WORK/slow:$PATH" \
	    >hosts.log 2>&1 3>&- || NO_HOSTS="no hosts: $(tail -n 1 hosts.log)"
	export PARALLEL_SSH="ssh -F $WORK/hosts/config"
}

# Two images: as it is, and with the slow kdd-classify.
make_images() {
	find_container
	[ -z "$WHY" ] || return 0
	IMAGE=kdd-tools-parallel SLOW=kdd-tools-parallel-slow
	build "$IMAGE"
	mkdir box
	cat >box/kdd-classify <<-'END'
		#!/bin/sh
		kdd-replay -q -r 1000 | /usr/bin/kdd-classify "$@"
	END
	printf 'FROM %s\nCOPY --chmod=755 kdd-classify /usr/local/bin/\n' \
	    "$IMAGE" >box/Dockerfile
	"$CONTAINER" build -t "$SLOW" box >build.log 2>&1 ||
	    fail "$(tail -n 20 build.log)"
}

setup() {
	[ -z "$WHY" ] || skip "$WHY"
	cd "$WORK" || return
	rm -f ran runs torn got
}

teardown_file() {
	[ ! -e "$WORK/hosts" ] || sh "$root/test/slow/hosts.sh" down \
	    "$WORK/hosts"
	for image in $SLOW $IMAGE; do
		"$CONTAINER" rmi -f "$image" >/dev/null 2>&1 || true
	done
}

# classify OPTION...: what is wanted, in pieces of some 5,000 rows, into got
classify() {
	sh "$root/examples/parallel/classify.sh" -B 600k "$@" \
	    plain rows -q -m dos.kdt -m bruteforce.kdt >got
}

@test "parallel: on any number of processes, of a file and of a pipe" {
	local n

	for n in 1 2 4 8; do
		classify -j $n
		cmp got want
		cat rows | sh "$root/examples/parallel/classify.sh" -B 600k \
		    -j $n plain - -q -m dos.kdt -m bruteforce.kdt | cmp - want
	done
}

@test "parallel: by partition: the line of the documentation" {
	split -n l/7 rows part.
	parallel -k kdd-classify -q -m dos.kdt -m bruteforce.kdt ::: part.* |
	    cmp - want
	parallel kdd-classify -q -m dos.kdt -m bruteforce.kdt ::: part.* |
	    sort | cmp - <(sort want)
}

@test "parallel: on any number of containers" {
	[ -z "$NO_BOX" ] || skip "$NO_BOX"
	for n in 1 2 4; do
		classify -c "$IMAGE" -j $n
		cmp got want
	done
	run -2 classify -c "$IMAGE" --rejects 'r.{#}'
}

# count_runs: a program for CONTAINER that notes the status of each run
count_runs() {
	printf '#!/bin/sh\n%s "$@"\ns=$?\necho $s >>%s/runs\nexit $s\n' \
	    "$CONTAINER" "$WORK" >"$WORK/counted"
	chmod +x "$WORK/counted"
}

# kill_one: the first container that has written some alerts, kept in torn
kill_one() {
	local id image

	image=$("$CONTAINER" image inspect -f '{{.Id}}' "$SLOW")
	for _ in $(seq 200); do
		for id in $("$CONTAINER" ps -q --filter ancestor="$image"); do
			"$CONTAINER" logs "$id" >torn 2>/dev/null || continue
			[ "$(wc -l <torn)" -lt 100 ] || break 2
		done
		sleep 0.1
	done
	[ "$(wc -l <torn)" -ge 100 ]
	"$CONTAINER" kill "$id"
}

@test "parallel: a container that is killed midway is run again" {
	[ -z "$NO_BOX" ] || skip "$NO_BOX"
	local pid pieces status=0

	pieces=$(parallel --pipe --block 600k echo <rows | wc -l)
	count_runs
	CONTAINER=$WORK/counted classify -c "$SLOW" -j 3 -r 3 3>&- &
	pid=$!
	kill_one
	wait $pid
	cmp got want
	# that one was killed, behind some of its alerts, and no other
	[ "$(sort runs | uniq -c | awk '{ printf "%sx%s ", $1, $2 }')" = \
	    "${pieces}x0 1x137 " ]
	echo "# killed behind $(wc -l <torn) of its alerts" >&3
	# without -r something is missing, and it says so
	CONTAINER=$WORK/counted classify -c "$SLOW" -j 3 3>&- &
	pid=$!
	kill_one
	wait $pid || status=$?
	[ $status -eq 1 ]
	run ! cmp got want
}

# on_hosts OPTION...: where they can be reached
on_hosts() {
	sh "$root/test/slow/hosts.sh" enter hosts sh \
	    "$root/examples/parallel/classify.sh" -B 600k "$@" \
	    plain rows -q -m "$WORK/dos.kdt" -m "$WORK/bruteforce.kdt" >got
}

@test "parallel: on hosts, each of which does its share" {
	[ -z "$NO_HOSTS" ] || skip "$NO_HOSTS"
	on_hosts -S h1,h2 -j 2
	cmp got want
	[ "$(cut -d ' ' -f 1 ran | sort -u | tr '\n' ' ')" = "h1 h2 " ]
	[ "$(cut -d ' ' -f 2 ran | sort | uniq -d)" = "" ]
}

@test "parallel: with root, a host that dies midway: the other does its work" {
	[ -z "$NO_HOSTS" ] || skip "$NO_HOSTS"
	local pid

	on_hosts -S h1,h2 -j 2 -r 3 3>&- &
	pid=$!
	for _ in $(seq 100); do
		! grep -qs h2 ran || break
		sleep 0.1
	done
	sleep 1
	sh "$root/test/slow/hosts.sh" kill hosts h2
	wait $pid
	cmp got want
	# what was at h2 was done again
	[ "$(cut -d ' ' -f 2 ran | sort | uniq -d | wc -l)" -ge 1 ]
	for piece in $(cut -d ' ' -f 2 ran | sort | uniq -d); do
		grep -x "h2 $piece" ran
		grep -x "h1 $piece" ran
	done
	# and with that host away from the start
	on_hosts -S h1,h2 -j 3 -r 3
	cmp got want
}
