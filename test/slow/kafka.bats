#!/usr/bin/env bats
# kdd-kafka and examples/kafka on a real broker; kills.py does the killing

load ../helper

setup_file() {
	load ../helper
	real_data kddcup.data_10_percent
	export WHY='' tool
	for tool in java mvn kcat kdd-kafka python3; do
		command -v "$tool" >/dev/null || WHY="no $tool"
	done
	[ -z "$WHY" ] || return 0
	export KAFKA_HOME=$BATS_FILE_TMPDIR/broker
	export KAFKA_PORT=${KAFKA_PORT:-19392}
	export at=127.0.0.1:$KAFKA_PORT
	# fetched once, and only then wiped
	broker up >/dev/null && broker wipe
}

setup() {
	[ -z "$WHY" ] || skip "$WHY"
	cd "$BATS_TEST_TMPDIR" || return
	export KAFKA_SET=
	m=$root/models/dos.kdt
	filter=(kdd-classify -q -m "$m")
}

teardown() {
	[ -z "$WHY" ] || return 0
	broker wipe
}

broker() {
	sh "$root/examples/kafka/broker.sh" "$@" 3>&-
}

# rows N: real ones if they are there
rows() {
	if [ -e "$WORK/kddcup.data_10_percent" ]; then
		while cat "$WORK/kddcup.data_10_percent"; do :; done |
		    head -n "$1"
	else
		sample "$1"
	fi
}

# up TOPIC ...: the broker, and topics of 4 partitions
up() {
	broker up >/dev/null
	for topic; do broker topic "$topic" 4; done
}

produce() {
	kcat -P -b "$at" -X log_level=0 -t "$1"
}

consume() {
	kcat -C -e -q -o beginning -b "$at" \
	    -X isolation.level=read_committed -t "$1"
}

# await TOPIC N: until it holds N messages, at most a minute
await() {
	for _ in $(seq 60); do
		[ "$(consume "$1" | wc -l)" -lt "$2" ] || return 0
		sleep 1
	done
	fail "$1 holds $(consume "$1" | wc -l) messages, not $2"
}

kills() {
	python3 "$root/test/slow/kills.py" "$@" "$BATS_FILE_TMPDIR" \
	    "$KAFKA_PORT" "$root/models/dos.kdt" \
	    "$root/models/bruteforce.kdt" 3>&- 2>log
}

@test "exactly once: nothing is lost or doubled, whatever is killed" {
	n=${KDD_KILLS:-100}
	rows $((n * 10000)) >in
	run kills --kills "$n" --brokers $(((n + 19) / 20)) <in
	echo "$output" | sed 's/^/# /' >&3
	[ "$status" -eq 0 ] || { tail -n 20 log >&2; false; }
}

@test "the same test finds what a chain of kcat loses and doubles" {
	rows 100000 >in
	run kills --chain kcat --kills 6 --brokers 0 <in
	echo "$output" | sed 's/^/# /' >&3
	[ "$status" -eq 1 ]
}

@test "a password, and TLS" {
	keytool -genkeypair -alias broker -keyalg EC -storetype PKCS12 \
	    -keystore keys.p12 -storepass changeit -dname CN=127.0.0.1 \
	    -ext SAN=IP:127.0.0.1 2>/dev/null
	keytool -exportcert -rfc -alias broker -keystore keys.p12 \
	    -storepass changeit >ca.pem 2>/dev/null
	safe=$((KAFKA_PORT + 2))
	module=org.apache.kafka.common.security.plain.PlainLoginModule
	KAFKA_SET="
	listeners=PLAINTEXT://$at,CONTROLLER://127.0.0.1:$((KAFKA_PORT + 1)),SASL_SSL://127.0.0.1:$safe
	advertised.listeners=PLAINTEXT://$at,SASL_SSL://127.0.0.1:$safe
	listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
	sasl.enabled.mechanisms=PLAIN
	listener.name.sasl_ssl.plain.sasl.jaas.config=$module required user_ids=\"secret\";
	ssl.keystore.type=PKCS12
	ssl.keystore.location=$PWD/keys.p12
	ssl.keystore.password=changeit"
	up in out
	rows 1000 | produce in
	cat >ids.conf <<-END
	# of librdkafka
	security.protocol=SASL_SSL
	sasl.mechanism=PLAIN
	sasl.username=ids
	sasl.password=secret
	ssl.ca.location=ca.pem
	END
	kdd-kafka -q -b "127.0.0.1:$safe" -F ids.conf -g g -t in -T out -- \
	    "${filter[@]}" -a 2>log 3>&- &
	pid=$!
	await out 1000
	kill "$pid"
	wait "$pid" || :
	rows 1000 | "${filter[@]}" -a | sort | cmp - <(consume out | sort)

	run timeout 30 kdd-kafka -b "127.0.0.1:$safe" -F ids.conf \
	    -X sasl.password=wrong -g g -t in -T out -- cat
	assert_failure 1
	assert_output --partial "Authentication failed"
}

@test "a broker that is away for a while is waited for" {
	up in out
	rows 1000 | produce in
	kdd-kafka -q -b "$at" -g g -t in -T out -- "${filter[@]}" -a \
	    2>log 3>&- &
	pid=$!
	await out 1000
	broker down
	sleep 3
	broker up >/dev/null
	rows 1000 | produce in
	await out 2000
	kill -USR1 "$pid"
	for _ in $(seq 50); do
		! grep -q 'rows=2000 .* lag=0 ' log || break
		sleep 0.1
	done
	kill "$pid"
	wait "$pid" || :
	grep -q 'rows=2000 empty=0 written=2000 .* lag=0 ' log
}

@test "batch.sh: what is new, once; a filter that fails keeps the offset" {
	up in out
	batch() {
		sh "$root/examples/kafka/batch.sh" "$at" in out 4 state "$@"
	}
	rows 1000 | produce in
	batch "${filter[@]}" -a
	rows 3000 | tail -n 2000 | produce in
	run batch sh -c 'head -n 5; exit 1'
	assert_failure 1
	assert_output --partial "the filter failed"
	batch "${filter[@]}" -a
	batch "${filter[@]}" -a
	rows 3000 | "${filter[@]}" -a | sort | cmp - <(consume out | sort)
	[ "$(awk '{ n += $1 } END { print n }' state/[0-3])" -eq 3000 ]
	echo bad | produce in
	run batch "${filter[@]}" -a
	assert_failure 3
}

@test "stream.sh and partitions.sh carry rows from topic to topic" {
	up in out by-partition
	setsid sh "$root/examples/kafka/stream.sh" "$at" g in out \
	    "${filter[@]}" -a 2>log 3>&- &
	stream=$!
	setsid sh "$root/examples/kafka/partitions.sh" "$at" in by-partition \
	    4 "${filter[@]}" -a 2>log.partitions 3>&- &
	partitions=$!
	sleep 8		# they begin with what is new
	rows 1000 | produce in
	rows 1000 | "${filter[@]}" -a | sort >want
	# each kcat that writes may hold back a KiB, at most 7 rows of these
	await out 993
	await by-partition 972
	for topic in out by-partition; do
		consume "$topic" | sort | comm -13 want - | cmp - /dev/null
	done
	kill -- -"$stream" -"$partitions"
	wait "$stream" "$partitions" || :
}
