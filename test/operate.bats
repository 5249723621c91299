#!/usr/bin/env bats
# kdd-classify as it runs for months: statistics, metrics, models read again

load helper

setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	toy_model >dos.kdt
	# the same tree under another digest
	{
		head -n -1 dos.kdt | sed 's/^option seed .*/option seed 77/'
	} >text
	signed text >other.kdt
	! cmp -s dos.kdt other.kdt
	# the reverse: few bytes are an attack
	{
		row 5=100 42=smurf.; row 5=200 42=smurf.
		row 5=400 42=normal.; row 5=500 42=normal.
	} | kdd-train -q -t dos >turned.kdt
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR/dos.kdt" m.kdt
}

# signed FILE: a model's text with its digest behind it
signed() {
	cat "$1"
	echo "sha256 $(sha256sum <"$1" | cut -d' ' -f1)"
}

# put MODEL: in the place of m.kdt, at once
put() {
	cp "$BATS_FILE_TMPDIR/$1" m.new
	mv m.new m.kdt
}

value() {
	awk -v name="$1" '$1 == name { print $2 }' "${2:-x.prom}"
}

@test "operate: SIGUSR1 in a quiet stream is a line of statistics" {
	start kdd-classify -q -m m.kdt
	{ row 5=400; row 5=100; echo bad; } >&5
	wait_for out
	kill -USR1 $pid
	until_match stats log
	run grep stats log
	assert_output --regexp '^kdd-classify: stats rows=3 judged=2 rejected=1 rejected_fields=1 .*written_dos=1 .*seconds=[0-9]+\.[0-9]{3} rate=[0-9]+\.[0-9]'
	row 5=500 >&5
	finish 3
	[ "$(wc -l <out)" -eq 2 ]
}

@test "operate: --stats comes by the clock, in a quiet stream too" {
	start kdd-classify -q --stats 1 -m m.kdt
	until_match 'stats rows=0' log 2
	row 5=400 >&5
	until_match 'stats rows=1 judged=1' log
	finish 0
	# parallel(1) ignores the signal of timers
	rm in
	start env --ignore-signal=ALRM kdd-classify -q --stats 1 -m m.kdt
	until_match 'stats rows=0' log
	finish 0
	for wrong in 0 86401 x 1.5; do
		run kdd-classify --stats $wrong -m m.kdt /dev/null
		assert_failure 2
	done
}

@test "operate: signals by the hundred cut no line and lose no row" {
	sample 20000 >rows
	kdd-classify -qa -m m.kdt rows >want
	(for _ in 1 2 3 4 5; do cat rows; done) |
	    kdd-classify -qa --metrics x.prom -m m.kdt >out 2>log &
	pid=$!
	until_match . x.prom
	while kill -USR1 $pid 2>/dev/null; do sleep 0.002; done
	wait $pid
	pid=
	for _ in 1 2 3 4 5; do cat want; done | cmp - out
	run grep -vE '^kdd-classify: stats rows=[0-9]+ .*rate=[0-9.]+( |$)' log
	assert_output ""
	[ "$(value kdd_rows_judged_total)" -eq 100000 ]
}

@test "operate: --metrics is Prometheus' format, whole at every moment" {
	start kdd-classify -q --metrics x.prom -m m.kdt
	wait_for x.prom
	[ "$(value kdd_rows_total)" -eq 0 ]
	[ "$(value kdd_last_row_time_seconds | cut -d. -f1)" -eq 0 ]
	{ row 5=400; row 5=100; row 5=x; row 3=new; row 5=; echo bad; } >&5
	wait_for out
	kill -USR1 $pid
	until_match '^kdd_rows_total 6' x.prom
	[ "$(value kdd_rows_judged_total)" -eq 5 ]
	[ "$(value 'kdd_rows_rejected_total{reason="fields"}')" -eq 1 ]
	[ "$(value 'kdd_alerts_total{model="dos"}')" -eq "$(wc -l <out)" ]
	[ "$(value 'kdd_verdicts_total{model="dos",class="dos"}')" -eq \
	    "$(wc -l <out)" ]
	[ "$(awk '/^kdd_verdicts_total/ { n += $2 } END { print n }' \
	    x.prom)" -eq 5 ]
	[ "$(value 'kdd_values_unreadable_total{model="dos",column="src_bytes"}')" -eq 1 ]
	[ "$(value 'kdd_values_missing_total{model="dos",column="src_bytes"}')" -eq 1 ]
	[ "$(value 'kdd_values_unseen_total{model="dos",column="service"}')" -eq 1 ]
	[ -z "$(value 'kdd_values_missing_total{model="dos",column="urgent"}')" ]
	digest=$(sed -n 's/^sha256 //p' m.kdt)
	[ "$(value "kdd_model_info{model=\"dos\",digest=\"$digest\"}")" -eq 1 ]
	[ "$(value kdd_model_reloads_total)" -eq 0 ]
	[ "$(value kdd_model_reload_failures_total)" -eq 0 ]
	[ "$(value kdd_start_time_seconds | cut -d. -f1)" -gt 1000000000 ]
	[ "$(value kdd_last_row_time_seconds | cut -d. -f1)" -gt 1000000000 ]
	finish 3
	# HELP and TYPE before the samples of each name, once
	run awk '/^# HELP/ { help[$3]++; next }
	    /^# TYPE/ { type[$3]++; next }
	    { n = $1; sub(/\{.*/, "", n)
	      if (help[n] != 1 || type[n] != 1) print }' x.prom
	assert_output ""
	run bash -c 'ls | grep -v "^\(in\|out\|log\|m.kdt\|x.prom\)$"'
	assert_output ""
}

@test "operate: metrics stand as of the end" {
	sample 500 >rows
	kdd-classify -q --metrics x.prom -m m.kdt rows >out
	[ "$(value kdd_rows_total)" -eq 500 ]
	[ "$(value 'kdd_alerts_total{model="dos"}')" -eq "$(wc -l <out)" ]
}

@test "operate: label values are escaped" {
	{ echo 'x"y\z,label'; echo '1,a"b'; echo '2,c\d'; } >named
	printf '%s\n' '"x""y\z",label' '1,"a""b"' '2,c\d' '1,"a""b"' >named
	kdd-train -q -c none -s header -o e.kdt named || skip
	kdd-classify -qa --metrics x.prom -m e.kdt named >out
	grep -F 'class="a\"b"' x.prom
	grep -F 'class="c\\d"' x.prom
	grep -F 'column="x\"y\\z"' x.prom
}

@test "operate: metrics replace no input, model, output or device" {
	sample 10 >rows
	sample 10 >x.tmp
	cp rows before
	cp m.kdt model
	for wrong in "--metrics rows" "--metrics m.kdt" "--metrics o -o o" \
	    "--metrics r --rejects r"; do
		run kdd-classify -q $wrong -m m.kdt rows
		assert_failure 2
	done
	cmp rows before
	cmp m.kdt model
	run kdd-classify -q --metrics nowhere/x -m m.kdt rows
	assert_failure 1
	assert_output --partial "nowhere/x"
	mkdir dir
	run kdd-classify -q --metrics dir -m m.kdt rows
	assert_failure 1
	# a name beside it is somebody else's
	cp rows x.prom.tmp
	kdd-classify -q --metrics x.prom -m m.kdt x.prom.tmp
	cmp rows x.prom.tmp
	mkfifo fifo
	run timeout 5 kdd-classify -q --metrics fifo -m m.kdt rows
	assert_failure 1
	[ -p fifo ]
}

@test "operate: metrics that cannot be written stop no alert" {
	mkdir d
	start kdd-classify -q --metrics d/x.prom -m m.kdt
	wait_for d/x.prom
	rm -r d
	kill -USR1 $pid
	until_match 'd/x.prom' log
	row 5=400 >&5
	wait_for out
	mkdir d
	kill -USR1 $pid
	wait_for d/x.prom
	finish 0
	[ "$(grep -c 'd/x.prom' log)" -eq 1 ]
}

@test "operate: SIGHUP in a quiet stream takes effect at once" {
	start kdd-classify -q -a --metrics x.prom -m m.kdt
	row 5=400 >&5
	wait_for out
	put turned.kdt
	kill -HUP $pid
	until_match 'model dos' log
	row 5=400 >&5
	put dos.kdt
	until_match . out 2
	kill -HUP $pid
	until_match 'model dos' log 2
	row 5=400 >&5
	finish 0
	cut -d, -f1,2 out >got
	printf 'dos,dos\ndos,rest\ndos,dos\n' | cmp - got
	[ "$(value kdd_model_reloads_total)" -eq 2 ]
	[ "$(value 'kdd_verdicts_total{model="dos",class="dos"}')" -eq 2 ]
	[ "$(value 'kdd_verdicts_total{model="dos",class="rest"}')" -eq 1 ]
	a=$(sed -n 's/^sha256 \(.\{8\}\).*/\1/p' "$BATS_FILE_TMPDIR/dos.kdt")
	b=$(sed -n 's/^sha256 \(.\{8\}\).*/\1/p' "$BATS_FILE_TMPDIR/turned.kdt")
	grep "$b" log
	grep "$a" log
}

@test "operate: a bad model is refused and named, the old one stays" {
	sample 3000 >rows
	kdd-train -q -t bruteforce rows >two.kdt
	sed 's/^column number src_bytes/column number bytes/' m.kdt |
	    head -n -1 >text
	signed text >columns.kdt
	start kdd-classify -q -a --metrics x.prom -m m.kdt -m two.kdt
	row 5=400 >&5
	wait_for out
	n=0
	refused() {
		kill -HUP $pid
		n=$((n + 1))
		until_match '^kdd-classify: m.kdt' log $n
	}
	head -c 700 "$BATS_FILE_TMPDIR/other.kdt" >m.kdt
	refused
	: >m.kdt
	refused
	rm m.kdt
	refused
	mkdir m.kdt
	refused
	rmdir m.kdt
	mkfifo m.kdt
	refused
	rm m.kdt
	cp two.kdt m.kdt
	refused
	cp columns.kdt m.kdt
	refused
	head -c 100000 /dev/urandom >m.kdt
	refused
	row 5=400 >&5
	put other.kdt
	until_match . out 4
	kill -HUP $pid
	until_match 'model dos' log
	row 5=400 >&5
	finish 0
	[ "$(value kdd_model_reload_failures_total)" -eq $n ]
	[ "$(cut -d, -f1,2 out | sort | uniq -c | tr -s ' ')" = \
	    $' 3 bruteforce,rest\n 3 dos,dos' ]
}

@test "operate: one bad model does not keep a good one out" {
	sample 3000 >rows
	kdd-train -q -t bruteforce rows >two.kdt
	start kdd-classify -q -a -m two.kdt -m m.kdt
	row 5=400 >&5
	wait_for out
	echo junk >two.kdt
	put turned.kdt
	kill -HUP $pid
	until_match 'two.kdt' log
	until_match 'model dos' log
	row 5=400 >&5
	finish 0
	run cut -d, -f1,2 out
	assert_output $'bruteforce,rest\ndos,dos\nbruteforce,rest\ndos,rest'
}

@test "operate: a compiled model needs a restart, and says so" {
	kdd-compile -f so -o m.so m.kdt
	start kdd-classify -q -a -m ./m.so
	row 5=400 >&5
	wait_for out
	kill -HUP $pid
	until_match 'compiled' log
	row 5=400 >&5
	finish 0
	[ "$(wc -l <out)" -eq 2 ]
	grep -q 'needs a restart' log
}

@test "operate: -T holds for the model read again" {
	{
		for i in 1 2 3 4 5 6 7 8 9; do row 5=9 42=smurf.; done
		row 5=9 42=normal.; row 5=1 42=normal.
	} | kdd-train -q -t dos --name dos >ninety.kdt
	start kdd-classify -q -T 0.95 -m m.kdt
	row 5=400 >&5
	wait_for out
	cp ninety.kdt m.new
	mv m.new m.kdt
	kill -HUP $pid
	until_match 'model dos' log
	row 5=400 >&5
	finish 0
	[ "$(wc -l <out)" -eq 1 ]
}

@test "operate: the log of a Zeek stream goes on over a new model" {
	z() { printf '#separator \\x09\n#fields\t%s\n' "$1"; }
	{ z $'x\tc\tlabel'; printf '1\ta\ty\n2\tb\tn\n1\ta\ty\n'; } >zeek
	kdd-train -q -c none -s zeek --name z -o z.kdt zeek
	head -n -1 z.kdt | sed 's/^option seed .*/option seed 77/' >text
	signed text >z2.kdt
	start kdd-classify -q -a -m z.kdt
	{ z $'x\tc'; printf '1\ta\n'; } >&5
	until_match '^z' out
	for i in 1 2 3 4; do
		cp z$((i % 2 * 2)).kdt z.new 2>/dev/null || cp z2.kdt z.new
		mv z.new z.kdt
		kill -HUP $pid
		until_match 'model z' log $i
		{ z $'c\tx'; printf 'b\t2\n'; } >&5
		until_match '^z' out $((i + 1))
	done
	finish 0
	grep '^z' out | cut -f2 | tr -d '\n' >got
	[ "$(cat got)" = ynnnn ]
}

@test "operate: a thousand SIGHUPs under load lose no row" {
	sample 30000 >rows
	kdd-classify -qa -m m.kdt rows | cut -d, -f1,2,4- >want
	for _ in 1 2 3 4 5 6 7 8 9 10; do cat rows; done |
	    kdd-replay -q -r 100000 |
	    kdd-classify -a --metrics x.prom -m m.kdt >out 2>log &
	pid=$!
	wait_for x.prom
	for _ in $(seq 500); do
		put other.kdt
		kill -HUP $pid 2>/dev/null || break
		put dos.kdt
		kill -HUP $pid 2>/dev/null || break
	done
	wait $pid
	pid=
	for _ in 1 2 3 4 5 6 7 8 9 10; do cat want; done >all
	cut -d, -f1,2,4- out | cmp all -
	run grep -vE '^kdd-classify: (model dos|300000 rows: 300000 judged)' log
	assert_output ""
	[ "$(value kdd_model_reload_failures_total)" -eq 0 ]
	[ "$(value kdd_model_reloads_total)" -gt 10 ]
	[ "$(value kdd_rows_judged_total)" -eq 300000 ]
	[ "$(awk '/^kdd_verdicts_total/ { n += $2 } END { print n }' \
	    x.prom)" -eq 300000 ]
}

@test "operate: signals while the models are being read are no end" {
	mkfifo in model
	kdd-classify -q -m model in >out 2>log &
	pid=$!
	exec 5>model		# it is open, so the program is there
	kill -HUP $pid
	kill -USR1 $pid
	cat m.kdt >&5
	exec 5>&-
	row 5=400 >in
	wait $pid
	pid=
	[ "$(wc -l <out)" -eq 1 ]
	grep -q 'model: not a regular file' log
	grep -q 'stats rows=0' log
}

@test "operate: SIGUSR1 is answered while a FIFO has no writer yet" {
	mkfifo in
	kdd-classify -m m.kdt in >out 2>log &
	pid=$!
	sleep 0.2
	kill -USR1 $pid
	until_match 'stats rows=0' log
	row 5=400 >in
	wait $pid
	pid=
	[ "$(wc -l <out)" -eq 1 ]
}

# rows_until FILE: numbered rows, five million at most, until it is there
rows_until() {
	awk -v row="$(row)" -v stop="$1" 'BEGIN {
		FS = OFS = ","; $0 = row
		for (i = 1; i <= 5000000; i++) {
			$5 = i % 500; $1 = i; print
			if (i % 100 == 0 && (getline line <stop) > 0)
				exit
		}
	}'
}

@test "operate: a thousand reloads under load: each row by one of two models" {
	dir=$BATS_FILE_TMPDIR
	rows_until enough | tee rows | kdd-replay -q -r 50000 |
	    kdd-classify -a --metrics x.prom -m m.kdt >out 2>log &
	pid=$!
	wait_for x.prom
	for ((i = 0; i < 4000; i++)); do
		for f in turned dos; do
			cp "$dir/$f.kdt" new && mv new m.kdt
			kill -HUP "$pid"
		done
		[ $((i % 50)) -ne 0 ] || [ "$(wc -l <log)" -lt 1000 ] || break
	done
	echo >enough
	wait "$pid"
	pid=
	[ "$(grep -c "^kdd-classify: model dos " log)" -ge 1000 ]
	[ "$(value kdd_model_reload_failures_total)" -eq 0 ]
	cut -d, -f4- out | cmp - rows
	# judged by one of the two, which never agree
	run awk -F, '{ n[($8 > 300) == ($2 == "dos")]++ }
	    END { print (n[0] > 0), (n[1] > 0) }' out
	assert_output "1 1"
	run grep -v "^kdd-classify: model dos " log
	assert_output --regexp "^[^ ]* ([0-9]+) rows: ([0-9]+) judged, 0 reject"
	[ "${BASH_REMATCH[1]}" = "$(wc -l <rows)" ]
}
