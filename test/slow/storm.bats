# storm - examples/storm on a real cluster: what Storm promises, and kills
#
# Storm, Kafka and what they run on are got once from Maven Central; without
# them, or without namespaces, all is skipped.  Each test ends by comparing
# what came out with what kdd-classify says of the same rows; each row has a
# number behind its 41 fields, so that lost and foreign ones show.

load ../helper

port=19095

storm() {
	sh "$root/examples/storm/storm.sh" "$@" 3>&-
}

why() {
	local tool
	for tool in javac jar ip ps pgrep unshare nsenter kcat; do
		command -v "$tool" >/dev/null || { echo "no $tool"; return; }
	done
	command -v kdd-storm >/dev/null || { echo "no kdd-storm"; return; }
	unshare -n true 2>/dev/null || unshare -rn true 2>/dev/null ||
		{ echo "no namespaces here"; return; }
	storm fetch >"$WORK/fetch.log" 2>&1 || { echo "no Storm here"; return; }
	sh "$root/examples/kafka/broker.sh" fetch >>"$WORK/fetch.log" 2>&1 ||
		echo "no Kafka here"
}

setup_file() {
	export WORK=$BATS_FILE_TMPDIR STORM_HOME=$BATS_FILE_TMPDIR/storm
	export STORM_LIB=${STORM_LIB:-$HOME/.cache/kdd-tools/storm/lib}
	export KAFKA_PORT=$port
	export WHY
	WHY=$(why)
	[ -z "$WHY" ] || return 0
	sample 100000 3 | cut -d, -f1-41 | awk '{ print $0 "," NR }' \
	    >"$WORK/rows.csv"
	offline "$WORK/rows.csv" >"$WORK/want"
	storm up
	storm broker up
}

teardown_file() {
	[ -n "$WHY" ] || storm down
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	[ -z "$WHY" ] || skip "$WHY"
}

# No topology outlives its test.
teardown() {
	local t

	[ -z "$WHY" ] || return 0
	[ "$BATS_TEST_COMPLETED" = 1 ] ||
		grep -h "ERROR\|Caused by" "$STORM_HOME"/logs/worker*.log |
		cut -c 1-200 | tail -n 10
	pgrep -f "$STORM_HOME" >/dev/null || return 0
	for t in $(storm status | awk '$1 == "topology" { print $2 }'); do
		storm kill "$t" wait=0
	done
}

# offline ROWS: the alerts of each model, sorted
offline() {
	local m
	for m in dos bruteforce; do
		kdd-classify -q -e 1 -m "$root/models/$m.kdt" "$1"
	done | sort -u
}

# submit KEY=VALUE ...: with a bolt for each model, for rows with a number
submit() {
	local m bolts=()
	for m in dos bruteforce; do
		bolts+=("bolt=$m=$(command -v kdd-storm) -q -e 1
		    -m $root/models/$m.kdt")
	done
	storm submit timeout=10 "${bolts[@]}" "$@"
}

# until_true SECONDS COMMAND ...
until_true() {
	local end=$((SECONDS + $1))
	shift
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || fail "not within time: $*"
		sleep 0.3
	done
}

topics() {
	local t
	for t; do storm broker topic "$t" 4; done
}

# feed FILE RATE TOPIC: rows a second, in the background
feed() {
	mkfifo "pipe.$3.$1"
	sh "$root/examples/storm/storm.sh" enter kcat -P \
	    -b 127.0.0.1:$port -t "$3" <"pipe.$3.$1" 3>&- &
	fed=$!
	kdd-replay -q -r "$2" "$1" >"pipe.$3.$1" 3>&- &
	feed=$!
}

feeding() {
	kill -0 "$feed" 2>/dev/null
}

# fed: when the last of the rows is in the topic
fed() {
	wait "$feed" || [ $? -eq 143 ]
	wait "$fed"
}

# written TOPIC: how many records it has
written() {
	storm enter kcat -Q -b 127.0.0.1:$port -t "$1:0:-1" -t "$1:1:-1" \
	    -t "$1:2:-1" -t "$1:3:-1" |
	    awk '{ n += $NF } END { print n + 0 }'
}

more_than() {
	[ "$(written "$1")" -gt "$2" ]
}

# all_done GROUP N: N records, and all of them committed
all_done() {
	storm broker group "$1" 2>/dev/null | awk -v group="$1" -v want="$2" '
		$1 == group { at += $4; end += $5 }
		END { exit !(at == want && end == want) }'
}

# come_out TOPIC: its records, sorted, each once
come_out() {
	storm enter kcat -C -e -q -b 127.0.0.1:$port -t "$1" >raw
	sort -u raw
}

# The line of a worker that has a part, or its process, or a bolt's process.
worker_of() {
	storm status | grep "^worker.* $1\["
}

process_of() {
	storm status | awk -v part=" $1[[]" '$1 == "worker" { on = $0 ~ part }
	    on && $1 == "process" { print $2; exit }'
}

bolts_of() {
	storm status | awk -v model="/$1.kdt" '
	    $1 == "bolt" && index($0, model) { print $2 }'
}

new_bolt() {
	local now
	now=$(bolts_of "$1")
	[ -n "$now" ] && [ "$now" != "$2" ]
}

new_process() {
	local now
	now=$(process_of "$1")
	[ -n "$now" ] && [ "$now" != "$2" ]
}

# kill_now PID ...: as the kernel would, for lack of memory
kill_now() {
	storm enter kill -9 "$@"
	until_true 5 gone "$@"
}

# hold PID: stop a bolt's process until tuples have piled up before it, and
# offsets would have been committed that must not be
hold() {
	storm enter kill -STOP "$1"
	sleep 3
}

gone() {
	local pid

	for pid; do
		! storm enter kill -0 "$pid" 2>/dev/null || return 1
	done
}

@test "storm: our serializer and Storm's write and read the same" {
	mkdir classes
	javac -cp "$STORM_HOME/kdd-alerts.jar:$STORM_LIB/*" -d classes \
	    "$root/test/slow/SerializerCheck.java"
	run java -Xmx512m -cp "classes:$STORM_HOME/kdd-alerts.jar:$STORM_LIB/*" \
	    SerializerCheck
	assert_success
	assert_output --regexp '^[0-9]{6} checks$'
}

@test "storm: a bolt and a worker are killed: no alert lost, none foreign" {
	local bolt worker before

	topics rows alerts
	submit name=kills from=topic:rows group=kills to=topic:alerts rows=50 \
	    workers=2 pending=500
	head -n 50000 "$WORK/rows.csv" >first
	tail -n +50001 "$WORK/rows.csv" >second

	until_true 60 new_bolt dos ""
	bolt=$(bolts_of dos)
	feed first 2500 rows
	until_true 60 more_than alerts 100
	hold "$bolt"
	kill_now "$bolt"
	feeding || fail "the rows had all gone before the bolt was killed"
	before=$(written alerts)
	echo "# bolt $bolt killed, $before alerts so far" >&3
	until_true 60 new_bolt dos "$bolt"
	fed
	until_true 90 all_done kills 50000

	worker=$(process_of rows)
	bolt=$(bolts_of dos)
	before=$(written alerts)
	feed second 2500 rows
	until_true 60 more_than alerts $((before + 100))
	hold "$bolt"
	kill_now "$worker" "$bolt"
	feeding || fail "the rows had all gone before the worker was killed"
	before=$(written alerts)
	echo "# worker $worker killed, $before alerts so far" >&3
	until_true 60 new_process rows "$worker"
	fed

	until_true 90 all_done kills 100000
	come_out alerts >got
	echo "# $(wc -l <raw) alerts came, $(wc -l <got) of them distinct" >&3
	[ "$(wc -l <raw)" -gt "$before" ]
	cmp "$WORK/want" got
	grep -q ^dos, got
	grep -q ^bruteforce, got
	cp got "$WORK/got"
}

@test "storm: what was just compared can differ" {
	[ -s "$WORK/got" ] || skip "the test before did not get there"
	sed 100d "$WORK/got" >less
	run cmp -s "$WORK/want" less
	assert_failure 1
	sed '100s/,1$/,2/; 100s/$/0/' "$WORK/got" >other
	run cmp -s "$WORK/want" other
	assert_failure 1
	# numbers that are lost show by themselves
	[ "$(cut -d, -f 45 "$WORK/want" | sort -u | wc -l)" -gt 20000 ]
}

@test "storm: rebalanced twice under way, Storm's own serializer" {
	local before

	topics rows2 alerts2
	submit name=moves from=topic:rows2 group=moves to=topic:alerts2 \
	    rows=20 tasks=dos=2 serializer=stock
	until_true 60 new_bolt dos ""
	worker_of dos | grep -q 'dos\[[0-9]*-[0-9]*\]'
	cp "$WORK/rows.csv" .
	feed rows.csv 1000 rows2
	until_true 60 more_than alerts2 100

	storm rebalance moves workers=3 parallel=dos=2 wait=1
	until_true 60 workers 3
	worker_of dos | grep -q 'dos\[[0-9]*\]'
	before=$(written alerts2)
	until_true 60 more_than alerts2 "$before"
	echo "# three workers, $before alerts so far" >&3

	storm rebalance moves workers=1 parallel=dos=1 wait=1
	until_true 60 workers 1
	before=$(written alerts2)
	until_true 60 more_than alerts2 "$before"
	echo "# one worker, $before alerts so far" >&3
	feeding || fail "the rows had all gone before the moves were done"
	kill "$feed"
	fed

	come_out rows2 >given
	echo "# $(wc -l <given) rows were given" >&3
	until_true 90 all_done moves "$(wc -l <given)"
	come_out alerts2 >got
	offline given | cmp - got
}

workers() {
	[ "$(storm status | grep -c ^worker)" -eq "$1" ]
}

@test "storm: a bolt with workers of its own dies alone; rejects" {
	local bolt other

	storm wipe
	storm up ras
	head -n 20000 "$WORK/rows.csv" >good
	# a line that is longer than any row may be, and one that is no row
	{
		head -n 10000 good
		head -c 3000000 /dev/zero | tr '\0' x
		echo
		tail -n +10001 good
		printf no,row
	} >rows
	submit name=apart from=file:rows rows=20 sleep=10 to=file:alerts \
	    rejects=file:bad report=report own=dos parallel=dos=2
	until_true 60 test -s alerts
	worker_of dos | tee line
	[ "$(tr ' ' '\n' <line | grep -c '^dos\[')" -eq 2 ]
	[ "$(wc -w <line)" -eq 4 ]

	bolt=$(bolts_of dos | head -n 1)
	other=$(process_of rows)
	[ -n "$other" ]
	kill_now "$bolt"
	until_true 60 new_bolt dos "$bolt"
	until_true 120 test -s report
	[ "$(process_of rows)" = "$other" ]
	cat report
	grep -q ' 20002 rows acked' report
	sort -u alerts >got
	offline good | cmp - got
	run bash -c 'sort -u bad | cut -c 1-120'
	assert_line --regexp '^fields	.*	no,row$'
	assert_line --regexp '^length	1:1048577: 1048577 bytes long, more than 1048576	x*$'
	[ "${#lines[@]}" -eq 2 ]
}

@test "storm: without the scheduler for it, no workers of its own" {
	storm down
	storm up
	run submit name=apart from=file:rows to=file:alerts own=dos
	assert_failure 2
	assert_output "own= needs the resource-aware scheduler: sh storm.sh up ras"
}

@test "storm: arguments that are wrong are named" {
	run submit from=file:x to=file:y row=3
	assert_failure 2
	assert_output --partial "row=3: no such argument; there are name, from"
	run submit from=x to=file:y
	assert_failure 2
	assert_output "from=x: neither file:FILE nor topic:TOPIC"
	run submit from=file:x to=file:y parallel=dso=2
	assert_failure 2
	assert_output --partial "dso: no such part; there are dos, bruteforce"
	run submit from=file:x to=file:y bolt=rows=true
	assert_failure 2
	assert_output "bolt=rows: another part has this name"
	run submit from=file:x to=file:y rows=0
	assert_failure 2
	assert_output "rows=0: not a whole number from 1 on"
	run submit from=file:x to=file:y name="a b"
	assert_failure 2
	assert_output "name=a b: only letters, digits, - and _"
	run submit from="topic:a b" to=file:y
	assert_failure 2
	assert_output "topic:a b: only letters, digits, ., - and _"
	run storm kill nobody
	assert_failure 1
	assert_output --partial "nobody: no such topology"
	run storm rebalance nobody workers=2
	assert_failure 1
	assert_output --partial "nobody: no such topology"
}

@test "storm: what could not run is refused" {
	echo >rows
	run submit from=file:nothing to=file:y
	assert_failure 2
	assert_output "from=file:$PWD/nothing: no such file"
	run submit from=file:rows to=file:none/y
	assert_failure 2
	assert_output "to=$PWD/none/y: no such directory"
	run submit from=file:rows to=file:./rows
	assert_failure 2
	assert_output "to=file:./rows: from= has it, too; name another"
	run submit from=file:rows to=file:y tasks=alerts=2 rejects=file:y.1
	assert_failure 2
	assert_output "rejects=file:y.1: to= has it, too; name another"
	run submit from=topic:rows to=topic:rows
	assert_failure 2
	assert_output "to=topic:rows: from= has it, too; name another"
	run storm submit from=file:rows to=file:y bolt=dos=./kdd-storm
	assert_failure 2
	assert_output --partial "bolt=dos=./kdd-storm: no such program"
	run storm submit from=file:rows to=file:y \
	    "bolt=dos=$(command -v kdd-storm) -q -m dos.kdt"
	assert_failure 2
	assert_output --partial "kdd-storm: dos.kdt: No such file"
	run env KDD_STORM=/none PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	    sh "$root/examples/storm/storm.sh" submit from=file:rows to=file:y
	assert_failure 1
	assert_output "storm.sh: no kdd-storm: run make storm, or set KDD_STORM"
	run storm up rsa
	assert_failure 1
	assert_output "storm.sh: up rsa: only up, or up ras"
	run storm up ras
	assert_failure 1
	assert_output --partial "it is up with the other scheduler"
	run storm up
	assert_success
	assert_output "storm.sh: it is up already"
}

@test "storm: down leaves no process" {
	run pgrep -f "$STORM_HOME"
	assert_success
	storm down
	run pgrep -f "$STORM_HOME"
	assert_failure 1
	run storm status
	assert_failure 1
	assert_output "storm.sh: no cluster is up here: sh storm.sh up"
}

@test "storm: the demo shows alerts and leaves nothing" {
	mkdir tmp
	TMPDIR=$PWD/tmp run sh "$root/examples/storm/demo.sh" 3000
	assert_success
	assert_line --regexp '^ *[0-9]+ alerts; the last: (dos|bruteforce),'
	assert_line --regexp '^== The same [0-9]+ alerts as kdd-classify$'
	run ls tmp
	assert_output ""
	run pgrep -f "$PWD/tmp"
	assert_failure 1
}
