#!/usr/bin/env bats
# kdd-storm on recorded conversations, without Storm; see slow/storm.bats for
# a real cluster

load helper

setup_file() {
	load helper
	export WHY=
	command -v kdd-storm >/dev/null ||
	    WHY="kdd-storm is not built (make storm)"
	[ -z "$WHY" ] || return 0
	cd "$BATS_FILE_TMPDIR" || return
	sample 3000 1 >train.csv
	kdd-train -q -o five.kdt train.csv
	kdd-train -q -t dos -o dos.kdt train.csv
	kdd-train -q -t bruteforce -o bruteforce.kdt train.csv
	# a text, two numbers, addresses; a quoted class
	cat >flows.names <<-'END'
	bad, good.
	name: symbolic.
	bytes: continuous.
	Src IP: ignore as src_ip.
	Dst IP: ignore as dest_ip.
	label: label.
	END
	cat >flows.csv <<-'END'
	"a, b",5,10.0.0.1,10.0.0.2,good
	"a, b",900,10.0.0.1,10.0.0.2,bad
	caf|,5,10.0.0.3,10.0.0.2,good
	x,950,10.0.0.3,10.0.0.2,bad
	END
	sed -i "s/|/$(printf '\303\251')/" flows.csv
	kdd-train -q -c none -t bad -s flows.names -o flows.kdt flows.csv
}

setup() {
	[ -z "$WHY" ] || skip "$WHY"
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR"/*.kdt "$BATS_FILE_TMPDIR"/flows.csv .
	mkdir pids
}

# say TEXT: a message
say() {
	printf '%s\nend\n' "$1"
}

# hello: the handshake, its slashes escaped as Storm does
hello() {
	local dir=$PWD/pids

	say "{\"pidDir\":\"${dir//\//\\/}\",\"context\":{\"taskid\":3},\"conf\":{\"a\":[1,{}]}}"
}

# tuple ID VALUES: of that id, its values as JSON
tuple() {
	say "{\"comp\":\"rows\",\"tuple\":[$2],\"task\":3,\"stream\":\"default\",\"id\":\"$1\"}"
}

beat() {
	say '{"id":"-5","comp":"__system","stream":"__heartbeat","task":-1,"tuple":[]}'
}

# escaped: the lines of stdin as they stand in a string of JSON
escaped() {
	sed 's/\\/&&/g; s/"/\\"/g; s/\t/\\t/g; s/\r/\\r/g; s,/,\\/,g'
}

# tuples N: the rows of stdin, N a tuple; their ids are t1, t2, ...
tuples() {
	escaped | awk -v n="$1" '
		function send() {
			printf "{\"id\":\"t%d\",\"stream\":\"default\"," \
			    "\"comp\":\"rows\",\"task\":3,\"tuple\":[\"", ++id
			printf "%s", text
			print "\"]}\nend"
			text = ""
			rows = 0
		}
		{ text = text (rows > 0 ? "\\n" : "") $0 }
		++rows == n { send() }
		END { if (rows > 0) send() }'
}

# storm ARG...: run it on stdin; its messages to out, a line each.  FAULTS is
# preloaded into it alone.
storm() {
	# shellcheck disable=SC2016
	run --separate-stderr bash -c \
	    'LD_PRELOAD=${FAULTS-} exec kdd-storm "$@" >raw' bash "$@"
	# every message has its end, and no line is anything else
	awk 'NR % 2 == 1 && !/^\{.*\}$/ || NR % 2 == 0 && $0 != "end" { bad = 1 }
	    END { exit bad || NR % 2 }' raw || fail "odd frames: $(cat raw)"
	grep -v '^end$' raw | sed 's/^{"pid":[0-9]*}$/{"pid":PID}/' >out
}

# unquote: strings of JSON as text, one a line of stdin
unquote() {
	sed 's/\\\\/\\x5c/g; s/\\"/\\x22/g' |
	    while IFS= read -r text; do printf '%b\n' "$text"; done
}

# said: what the models say, of all tuples
said() {
	sed -n 's/^{"command":"emit","anchors":\["[^"]*"\],"tuple":\["\(.*\)"\],"need_task_ids":false}$/\1/p' \
	    out | unquote
}

# emits ID: what the models say of that tuple, as JSON has it
emits() {
	sed -n 's/^{"command":"emit","anchors":\["'"$1"'"\],"tuple":\["\(.*\)"\],"need_task_ids":false}$/\1/p' \
	    out
}

# rejects ID: the three strings of each reject of that tuple
rejects() {
	sed -n 's/^{"command":"emit","anchors":\["'"$1"'"\],"stream":"rejects","tuple":\[\(.*\)\],"need_task_ids":false}$/\1/p' \
	    out
}

# acks: the ids that were acknowledged, in order
acks() {
	sed -n 's/^{"command":"ack","id":"\(.*\)"}$/\1/p' out | tr '\n' ' '
}

# logged: the log's messages with their levels
logged() {
	sed -n 's/^{"command":"log","msg":"\(.*\)","level":\([0-9]\)}$/\2 \1/p' \
	    "${1:-out}"
}

@test "storm: the handshake: a file for the process, and its id" {
	hello >recorded
	storm -q -m dos.kdt <recorded
	assert_success
	assert_equal "$stderr" ''
	assert_equal "$(cat out)" '{"pid":PID}'
	run ls pids
	assert_equal "$(cat raw)" "{\"pid\":$output}"$'\nend'
	[ ! -s "pids/$output" ]
}

@test "storm: what it emits are kdd-classify's lines, one emit a tuple" {
	sample 1000 2 >rows
	kdd-classify -q -m dos.kdt rows >want
	[ "$(wc -l <want)" -gt 100 ]
	for n in 1 7 128 1000; do
		{ hello; tuples $n <rows; } >recorded
		storm -q -m dos.kdt <recorded
		assert_success
		said | cmp want -
		[ "$(acks | wc -w)" -eq $(((999 + n) / n)) ]
		assert_equal "$(acks)" "$(seq -f t%.0f -s ' ' \
		    $(((999 + n) / n))) "
	done
	[ "$(grep -c emit out)" -eq 1 ]
}

@test "storm: a tuple of which there is nothing to say is acknowledged" {
	row 42=normal. >rows
	kdd-classify -q -m dos.kdt rows | cmp - /dev/null
	{ hello; tuples 1 <rows; tuple t2 '""'; tuple t3 '"\n\r\n"'; } >recorded
	storm -q -m dos.kdt <recorded
	assert_success
	run cat out
	assert_output '{"pid":PID}
{"command":"ack","id":"t1"}
{"command":"ack","id":"t2"}
{"command":"ack","id":"t3"}'
}

@test "storm: all messages, letter by letter" {
	{
		hello
		tuple a1 '"x,950,1.2.3.4,5.6.7.8\nx,1,::,::\nx\n"'
		beat
		tuple -77 '7'
	} >recorded
	storm -q -a -m flows.kdt <recorded
	assert_success
	run cat out
	assert_output '{"pid":PID}
{"command":"emit","anchors":["a1"],"stream":"rejects","tuple":["fields","3:2: 1 field, not 2 to 5","x"],"need_task_ids":false}
{"command":"emit","anchors":["a1"],"tuple":["bad,bad,1.000000,x,950,1.2.3.4,5.6.7.8\nbad,rest,1.000000,x,1,::,::"],"need_task_ids":false}
{"command":"ack","id":"a1"}
{"command":"sync"}
{"command":"emit","anchors":["-77"],"stream":"rejects","tuple":["tuple","the tuple'"'"'s first value is not a string","[7]"],"need_task_ids":false}
{"command":"ack","id":"-77"}'
}

# same_as_classify ROWS ARG...: all rows of the file in one tuple, and one each
same_as_classify() {
	local rows=$1 i=0

	shift
	kdd-classify -q "$@" "$rows" >want
	[ -s want ]
	{ hello; tuples 100000 <"$rows"; } >recorded
	storm -q "$@" <recorded
	assert_success
	said | cmp want -

	{ hello; tuples 3 <"$rows"; } >recorded
	storm -q "$@" <recorded
	assert_success
	split -l 3 -a 4 "$rows" part.
	for part in part.*; do kdd-classify -q "$@" "$part"; done >want
	rm part.*
	said | cmp want -
}

@test "storm: the options of kdd-classify mean the same" {
	sample 200 3 | cut -d, -f1-41 >rows
	same_as_classify rows -a -m dos.kdt
	same_as_classify rows -a -m dos.kdt -m bruteforce.kdt -m five.kdt
	same_as_classify rows -T 0.999 -m dos.kdt -T 0.5 -m five.kdt
	same_as_classify rows -f json -m dos.kdt -m five.kdt
	same_as_classify rows -a -f json --columns service,none -m five.kdt
	same_as_classify rows -f eve --now 1700000000 -m dos.kdt
	sed 's/$/,09:30,host/' rows >extra
	same_as_classify extra -a -e 2 -m five.kdt
}

@test "storm: quotes, bytes beyond ASCII, tabs, CRLF, addresses" {
	same_as_classify flows.csv -a -m flows.kdt
	same_as_classify flows.csv -a -f json -m flows.kdt
	same_as_classify flows.csv -a -f eve --now 0 -m flows.kdt
	sed 's/$/\r/; s/a, b/a\t\\ b/' flows.csv >crlf
	same_as_classify crlf -a -m flows.kdt
	same_as_classify crlf -a -f json -m flows.kdt
}

@test "storm: rows of JSON, of Zeek, and with a header" {
	awk -F, '{ printf "{\"name\":\"%s\",\"bytes\":%d,\"kdd\":[{}]}\n", $1, $2 }
	    ' <<-'END' >rows.json
	a\/b,950
	c\u00e9\"\\,950
	d,1
	END
	same_as_classify rows.json -a -s json -m flows.kdt
	same_as_classify rows.json -s json -f json -m flows.kdt
	same_as_classify rows.json -a -s json -f eve --now 0 --columns bytes \
	    -m flows.kdt

	{ printf '#separator \\x09\n#fields\tbytes\tname\tsrc\n'
	  printf '950\tx\t::1\n-\ty\t::2\n'; } >zeek.log
	{ hello; tuple t1 '"#separator ,\n#fields,bytes,name\n950,x"'
	  tuple t2 '"#fields\tbytes\tname\n951\ty"'; } >recorded
	storm -q -s zeek -m flows.kdt <recorded
	run said
	assert_output "bad,bad,1.000000,950,x
$(printf 'bad\tbad\t1.000000\t951\ty')"
	for form in csv json; do
		kdd-classify -q -a -s zeek -f $form -m flows.kdt zeek.log |
		    grep -v '^#' >want
		{ hello; tuples 10 <zeek.log; } >recorded
		storm -q -a -s zeek -f $form -m flows.kdt <recorded
		assert_success
		said | cmp want -
	done
}

@test "storm: a header holds for its tuple alone" {
	{
		hello
		tuple t1 '"bytes,odd,name\n950,1,x\nbytes,odd,name\n951,2,y"'
		tuple t2 '"x,952,1.2.3.4"'
		tuple t3 '"name,bytes\nx,953"'
		tuple t4 '"x,954"'
	} >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	run said
	assert_output 'bad,bad,1.000000,950,1,x
bad,bad,1.000000,951,2,y
bad,bad,1.000000,x,952,1.2.3.4
bad,bad,1.000000,x,953
bad,bad,1.000000,x,954'
	storm -q -f json -m flows.kdt <recorded
	said | sed 's/.*"row":/"row":/' >got
	run cat got
	assert_output '"row":1},"bytes":950,"odd":"1","name":"x"}
"row":2},"bytes":951,"odd":"2","name":"y"}
"row":1},"name":"x","bytes":952,"Src IP":"1.2.3.4"}
"row":1},"name":"x","bytes":953}
"row":1},"name":"x","bytes":954}'
}

@test "storm: rejected rows, by reason, and the tuple is acknowledged" {
	{
		hello
		tuple t1 '"x,950\n1,2,3,4,5,6\n\"x,1\ny,951"'
		tuple t2 '"x,\u0000,\/"'
		tuple t3 '"x,1e,,\ny,960,,"'
	} >recorded
	storm -q --strict -m flows.kdt <recorded
	assert_success
	run rejects t1
	assert_output '"fields","2:11: 6 fields, not 2 to 5","1,2,3,4,5,6"
"quote","3:1: field 1: the quote is still open at the end of the line","\"x,1"'
	run rejects t2
	assert_output '"nul","1:3: a NUL byte","x,\u0000,/"'
	run rejects t3
	assert_output '"value","1:3: field 2 \"bytes\": \"1e\" is not a number","x,1e,,"'
	assert_equal "$(emits t1)" \
	    'bad,bad,1.000000,x,950\nbad,bad,1.000000,y,951'
	assert_equal "$(emits t3)" 'bad,bad,1.000000,y,960,,'
	assert_equal "$(acks)" 't1 t2 t3 '

	{ hello; tuple t1 '"{\"bytes\":1}\n{]\n3"'; } >recorded
	storm -q -s json -m flows.kdt <recorded
	run rejects t1
	assert_output '"json","2:2: not valid JSON","{]"
"json","3:1: not one JSON object","3"'
}

@test "storm: a first row that looks like UTF-16 or compressed is one row" {
	{
		hello
		tuple t1 '"a\u0000b\u0000\nx,950\nx,951"'
		tuple t2 '"\u001f\u008b\nx,952"'
		tuple t3 '"x,953"'
	} >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	run rejects t1
	assert_output --regexp '^"utf16","1:1: UTF-16 text: .*","a.u0000b.u0000"$'
	assert_equal "$(emits t1)" \
	    'bad,bad,1.000000,x,950\nbad,bad,1.000000,x,951'
	assert_equal "$(emits t2)" bad,bad,1.000000,x,952
	assert_equal "$(emits t3)" bad,bad,1.000000,x,953
}

@test "storm: what cannot be read any further is rejected from there on" {
	{
		hello
		tuple t1 '"name,odd,x\n1,2,3"'
		tuple t2 '"name,bytes\nx,950"'
		tuple t3 '"\u001f\u008b"'
		tuple t4 '"a\u0000b\u0000"'
	} >recorded
	storm -q -s header -m flows.kdt <recorded
	assert_success
	run rejects t1
	assert_output '"tuple","1: there is no column \"bytes\", which is one of the features","name,odd,x\n1,2,3"'
	assert_equal "$(emits t2)" 'bad,bad,1.000000,x,950'
	run rejects t4
	assert_output --partial '"tuple","1: UTF-16 text: make it UTF-8 first'
	assert_equal "$(acks)" 't1 t2 t3 t4 '

	{ hello
	  tuple t1 '"#fields\tname\tbytes\nx\t950\n#separator xyz\ny\t950\n"'
	  tuple t2 '"#fields\tname\tbytes\nz\t950\n"'; } >recorded
	storm -q -s zeek -m flows.kdt <recorded
	assert_equal "$(emits t1)" 'bad\u0009bad\u00091.000000\u0009x\u0009950'
	run rejects t1
	assert_output --partial '"tuple","3: #separator'
	assert_output --partial ',"#separator xyz\ny\u0009950"'
	assert_equal "$(emits t2)" 'bad\u0009bad\u00091.000000\u0009z\u0009950'
}

@test "storm: a tuple whose first value is no text" {
	{
		hello
		tuple t1 17
		tuple t2 null
		tuple t3 ''
		tuple t4 '{"a":["x,950"]},"x,950"'
		tuple t5 '["x,950"],"x,950"'
		tuple t6 ' true , "x,950" '
		say '{"id":"t7"}'
		say '{"id":"t8","tuple":"x,950"}'
		say '{"id":"t9","tuple":{"a":"x,950"}}'
		say '{"id":"t10","tuple":["x,1"],"tuple":[3]}'
		tuple t11 ' "x,950", 8, "x,950"'
	} >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	grep -o '"tuple":\["tuple","the tuple.s first value is not a string",.*' \
	    out | sed 's/.*is not a string",\(.*\)\],"need.*/\1/' >got
	run cat got
	assert_output '"[17]"
"[null]"
"[]"
"[{\"a\":[\"x,950\"]},\"x,950\"]"
"[[\"x,950\"],\"x,950\"]"
"[ true , \"x,950\" ]"
""
""
""
"[3]"'
	assert_equal "$(said)" bad,bad,1.000000,x,950
	assert_equal "$(acks)" 't1 t2 t3 t4 t5 t6 t7 t8 t9 t10 t11 '
}

@test "storm: heartbeats, ticks and ids of tasks, in their order" {
	{
		hello
		beat
		tuple t1 '"x,950"'
		say '[4,5]'
		beat
		say '[]'
		say '{"id":"t2","comp":"__system","stream":"__tick","task":-1,"tuple":[5]}'
		beat
		tuple t3 '"x,951"'
		say '{"stream":"__heartbeat"}'
	} >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	run sed 's/"anchors.*/.../' out
	assert_output '{"pid":PID}
{"command":"sync"}
{"command":"emit",...
{"command":"ack","id":"t1"}
{"command":"sync"}
{"command":"ack","id":"t2"}
{"command":"sync"}
{"command":"emit",...
{"command":"ack","id":"t3"}
{"command":"sync"}'
}

@test "storm: escapes: those of JSON, pairs, halves of pairs, in ids too" {
	{
		hello
		tuple 'a\"\\\/\u00e9\n' '"caf\u00e9 \ud83d\ude00 \ud800 \udc00\ud800 \/\b\f\u0041,950"'
	} >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	r=$(printf '\357\277\275') e=$(printf '\303\251')
	run tail -n 2 out
	assert_output '{"command":"emit","anchors":["a\"\\/'"$e"'\n"],"tuple":["bad,bad,1.000000,caf'"$e $(printf '\360\237\230\200') $r $r$r"' /\u0008\u000cA,950"],"need_task_ids":false}
{"command":"ack","id":"a\"\\/'"$e"'\n"}'
	# bytes that are no UTF-8 should not come; if they do, they harm nothing
	{ hello; tuple "t$(printf '\377')" "\"x$(printf '\300\200'),950\""; } >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	run tail -n 2 out
	assert_output '{"command":"emit","anchors":["t\ufffd"],"tuple":["bad,bad,1.000000,x\ufffd\ufffd,950"],"need_task_ids":false}
{"command":"ack","id":"t\ufffd"}'
}

@test "storm: a message may span lines, its members come in any order" {
	{
		hello
		printf '{\n"id" :\n"t1",\r\n\t"tuple":[\n"x,950"\n]\n,"end":\n"end"\n}\n\nend\n'
		printf '\n\n{"tuple":["x,951"],"id":"t2","task":{"id":"t9","tuple":["y"]}}\nend\n'
	} >recorded
	storm -q -m flows.kdt <recorded
	assert_success
	run said
	assert_output $'bad,bad,1.000000,x,950\nbad,bad,1.000000,x,951'
	assert_equal "$(acks)" 't1 t2 '
}

@test "storm: the same answers, however the conversation is cut" {
	[ -z "${KDD_ASAN-}" ] || skip "the sanitizer wants malloc for itself"
	{
		hello
		beat
		sample 40 4 | tuples 9
		tuple x1 '"a\u00e9\ud83d\ude00\\\"\n\"q\n1,2"'
		say '[1]'
		tuple x2 '5'
		printf '{\n"id":"x3","tuple":[\n\n"name"]}\nend\n'
		beat
	} >recorded
	storm -q -a -m five.kdt <recorded
	assert_success
	mv out want
	[ "$(wc -l <want)" -gt 10 ]
	for n in $(seq 1 40) 63 64 65 127 128 1000 4095 4096; do
		FAULTS=${KDD_BUILD:-$root/build}/faults.so \
		    KDD_PIECE=$n storm -q -a -m five.kdt <recorded
		assert_success
		cmp want out
	done
}

@test "storm: all answers are JSON, and of the form that Storm expects" {
	command -v python3 >/dev/null || skip "python3 is not installed"
	sample 300 5 >rows
	damage '"x",?,nan,"a,'"$(printf '\303\251\t\1\377')"',' <rows >odd
	{
		hello
		tuples 7 <odd | sed "s/$(printf '\1')/\\\\u0001/g"
		beat
		tuple q '"\u0000\ud800\"\\\n","x"'
		tuple 'i\u0000d\ud9ff\u007f' 8
	} >recorded
	for form in csv json eve; do
		storm -a --strict -f $form -m five.kdt <recorded
		assert_success
		python3 - raw recorded <<-'END'
		import json, sys
		def messages(path):
		    text = open(path, "rb").read()
		    assert text.endswith(b"\nend\n")
		    for m in text[:-5].split(b"\nend\n"):
		        yield m
		out = [json.loads(m.decode("utf-8")) for m in messages(sys.argv[1])]
		ids = [json.loads(m.decode("utf-8", "replace")).get("id")
		       for m in messages(sys.argv[2])][1:]
		assert isinstance(out[0].pop("pid"), int) and out[0] == {}
		tuples, anchors, lines, rejects = [], set(), 0, 0
		for m in out[1:]:
		    c = m.pop("command")
		    if c == "sync":
		        assert m == {}
		    elif c == "ack":
		        tuples.append(m.pop("id"))
		        assert m == {} and anchors <= {tuples[-1]}, anchors
		        anchors = set()
		    elif c == "log":
		        assert sorted(m) == ["level", "msg"] and m["level"] in (2, 3)
		    else:
		        assert c == "emit" and m.pop("need_task_ids") is False
		        anchors.update(m.pop("anchors"))
		        t = m.pop("tuple")
		        assert all(isinstance(s, str) for s in t)
		        if m:
		            assert m == {"stream": "rejects"} and len(t) == 3
		            rejects += 1
		        else:
		            assert len(t) == 1
		            lines += t[0].count("\n") + 1
		assert len(tuples) == len(ids) - 1
		assert tuples[:43] == ids[:43], tuples
		assert lines > 10 and rejects > 100, (lines, rejects)
		END
	done
}

@test "storm: answers do not wait for the next message" {
	start kdd-storm -q -m flows.kdt
	hello >&5
	until_match '"pid":' out
	for i in 1 2 3; do
		tuple t$i '"x,950"' >&5
		until_match "\"ack\",\"id\":\"t$i\"" out
		beat >&5
		until_match sync out $i
	done
	printf '{"id":"t4","tuple":["x,9' >&5
	beat_comes=$(grep -c sync out)
	printf '50"]}\nend' >&5
	echo >&5
	until_match '"ack","id":"t4"' out
	[ "$beat_comes" -eq 3 ]
	finish 0
}

@test "storm: SIGHUP in a quiet stream: the models are read again" {
	cp flows.kdt m.kdt
	start kdd-storm -q -m m.kdt
	hello >&5
	tuple t1 '"x,950"' >&5
	until_match '"ack","id":"t1"' out
	sed '/^sha256 /d; s/^option seed .*/option seed 77/; s/^name .*/name new/' \
	    flows.kdt >text
	{ cat text; echo "sha256 $(sha256sum <text | cut -d' ' -f1)"; } >m.new
	mv m.new m.kdt
	kill -HUP $pid
	until_match 'reloaded as new' out
	tuple t2 '"x,950"' >&5
	until_match '"ack","id":"t2"' out
	echo junk >m.new
	mv m.new m.kdt
	kill -HUP $pid
	until_match 'model new stays' out
	tuple t3 '"x,951"' >&5
	until_match '"ack","id":"t3"' out
	finish 0
	[ ! -s log ]
	run said
	assert_output 'bad,bad,1.000000,x,950
new,bad,1.000000,x,950
new,bad,1.000000,x,951'
	run logged
	assert_line --index 0 --regexp '^3 kdd-storm: model bad reloaded as new: digest [0-9a-f]{12} -> [0-9a-f]{12}$'
	assert_line --index 1 --regexp '^3 kdd-storm: m\.kdt: model refused: .*; model new stays$'
	assert_equal "${#lines[@]}" 2
}

@test "storm: signals between the handshake and the first tuple, and before" {
	start kdd-storm -q -m flows.kdt
	sleep 0.1
	kill -HUP $pid
	wait_for log
	run cat log
	assert_output --partial 'model bad unchanged'
	hello >&5
	until_match '"pid":' out
	kill -HUP $pid
	until_match 'model bad unchanged' out
	finish 0
}

@test "storm: SIGUSR1: a line of statistics in Storm's log" {
	start kdd-storm -q -m flows.kdt
	hello >&5
	tuple t1 '"x,950\nx\ny,1\n"' >&5
	until_match ack out
	kill -USR1 $pid
	until_match stats out
	finish 0
	run logged
	assert_output --regexp '^2 kdd-storm: stats rows=3 judged=2 rejected=1 rejected_fields=1 written_bad=1 seconds=[0-9.]+ rate=[0-9.]+$'
}

@test "storm: SIGTERM: what came is answered, and it dies by the signal" {
	start kdd-storm -q -m flows.kdt
	{ hello; tuple t1 '"x,950"'; } >&5
	until_match ack out
	kill -TERM $pid
	finish 143
	[ ! -s log ]
}

@test "storm: at the end of its input a summary, but not with -q" {
	{ hello; tuple t1 '"x,950\nx"'; tuple t2 '"y,abc"'; } >recorded
	storm -m flows.kdt <recorded
	assert_success
	assert_equal "$stderr" ''
	run logged
	assert_output '3 kdd-storm: model bad: column \"bytes\": of 2 values asked for, 1 unreadable and judged as missing
2 kdd-storm: 2 tuples, 3 rows: 2 judged, 1 rejected (1 fields); 1 alerts of bad'
	storm -q -m flows.kdt <recorded
	run logged
	assert_output ''
	# without a handshake there is nobody to tell but stderr
	storm -m flows.kdt </dev/null
	assert_success
	assert_equal "$stderr" \
	    'kdd-storm: 0 tuples, 0 rows: 0 judged, 0 rejected; 0 alerts of bad'
	assert_equal "$(cat raw)" ''
}

@test "storm: when Storm has gone it ends without a word" {
	sample 20000 >rows
	{ hello; tuples 10 <rows; } >recorded
	run -0 --separate-stderr bash -c '{
		kdd-storm -a -m five.kdt <recorded
		echo $? >status
	} | head -c 1000 >/dev/null'
	assert_equal "$(cat status)" 141
	assert_equal "$stderr" ''
}

@test "storm: standard input or output that cannot be used is an error" {
	{ hello; tuple t1 '"x,950"'; } >recorded
	run bash -c 'kdd-storm -q -m flows.kdt <recorded >/dev/full'
	assert_failure 1
	assert_output 'kdd-storm: stdout: No space left on device'
	run bash -c 'kdd-storm -q -m flows.kdt <&-'
	assert_failure 1
	assert_output 'kdd-storm: stdin: Bad file descriptor'
	run bash -c 'kdd-storm -q -m flows.kdt <recorded >&-'
	assert_failure 1
	run bash -c 'kdd-storm -q -m flows.kdt <.'
	assert_failure 1
}

# refused N WHAT: it ends with an error about message N
refused() {
	local what="stdin: message $1: $2"

	storm -q -m flows.kdt <recorded
	assert_failure 1
	assert_equal "$stderr" "kdd-storm: $what"
	what=${what//\\/\\\\}
	[ "$1" -eq 1 ] || assert_equal "$(tail -n 1 out)" \
	    "{\"command\":\"error\",\"msg\":\"kdd-storm: ${what//\"/\\\"}\"}"
}

@test "storm: what is no message of Storm's ends it, and it says why" {
	local none='it has no pidDir and is no handshake; kdd-storm is to be started by Storm'

	tuple t1 '"x,950"' >recorded; refused 1 "$none"
	say '[1]' >recorded; refused 1 "$none"
	say '{"pidDir":5}' >recorded; refused 1 "$none"
	say '{"pidDir":""}' >recorded; refused 1 "$none"
	say '{"pidDir":"nowhere"}' >recorded
	refused 1 'pidDir nowhere: No such file or directory'
	say 'x,950' >recorded; refused 1 'not valid JSON near byte 1'
	echo end >recorded; refused 1 'not one JSON object or array'
	row >recorded; refused 1 'the input ends within it'
	printf '{"pidDir"' >recorded; refused 1 'the input ends within it'
	for bad in '{"id":"t1"' '[' '{"id":"t' '{"a":tru'; do
		{ hello; beat; say "$bad"; } >recorded
		refused 3 'its JSON ends too early'
	done
	for bad in 5 '"x"' null '{}{}' '{}[]' '' '[] tru' '[] 1'; do
		{ hello; beat; say "$bad"; } >recorded
		refused 3 'not one JSON object or array'
	done
	{ hello; tuple t1 '"x,950"'; say '{"id":"t2",}'; beat; } >recorded
	refused 3 'not valid JSON near byte 12'
	assert_equal "$(said)" bad,bad,1.000000,x,950
	assert_equal "$(acks)" 't1 '
	{ hello; tuple t1 '"x\q,950"'; } >recorded
	refused 2 'not valid JSON near byte 27'
	{ hello; tuple t1 "\"x$(printf '\001')\""; } >recorded
	refused 2 'not valid JSON near byte 26'
	{ hello; say '{"command":"next"}'; } >recorded
	refused 2 'neither a tuple nor a heartbeat: it has no id that is a string'
	{ hello; say '{"id":5,"tuple":["x,950"]}'; } >recorded
	refused 2 'neither a tuple nor a heartbeat: it has no id that is a string'
	{ hello; hello; } >recorded
	refused 2 'neither a tuple nor a heartbeat: it has no id that is a string'
	{ hello; tuple t1 '"x,950"'; printf '{"id":"t2","tuple":["x'; } >recorded
	refused 3 'the input ends within it'
	{ hello; beat; printf '{"id":"t2","tuple":["x"]}\nen'; } >recorded
	refused 3 'the input ends within it'
	{ hello; printf '%02000d' 0 | tr 0 '['; printf '\nend\n'; } >recorded
	refused 2 'nested too deeply'
}

@test "storm: a message of 64 MiB is taken, a longer one is not" {
	fill() { head -c "$1" /dev/zero | tr '\0' "$2"; }

	# with its end: 27 bytes, the y, and 8
	{ hello; printf '{"id":"t1","tuple":["x,950,'
	  fill $((64 * 1048576 - 35)) y; printf '"]}\nend\n'; } >recorded
	[ "$(hello | wc -c)" -eq $(($(wc -c <recorded) - 64 * 1048576)) ]
	beat >>recorded
	storm -q -m flows.kdt <recorded
	assert_success
	rejects t1 >got
	grep -q '^"length","1:1048577: 67108835 bytes long, more than' got
	[ "$(wc -c <got)" -lt 1050000 ]
	assert_equal "$(tail -n 1 out)" '{"command":"sync"}'
	sed 's/x,950,y/x,950,yy/' recorded >longer
	mv longer recorded
	refused 2 'longer than 64 MiB: let the spout put fewer rows into a tuple'
	{ hello; beat; fill 70000000 '['; } >recorded
	refused 3 'longer than 64 MiB: let the spout put fewer rows into a tuple'
	{ hello; beat; fill 70000000 '\n'; } >recorded
	refused 3 'longer than 64 MiB: let the spout put fewer rows into a tuple'
}

@test "storm: memory is bounded by the largest message" {
	sample 1000 6 >rows
	tuples 500 <rows >two
	{ hello; for _ in $(seq 200); do cat two; done; } >recorded
	[ "$(wc -c <recorded)" -gt 25000000 ]
	start kdd-storm -q -a -f json -m five.kdt
	cat recorded >&5
	beat >&5
	until_match sync out
	peak=$(awk '$1 == "VmHWM:" { print $2 }' /proc/$pid/status)
	finish 0
	[ "$(grep -c '"ack"' out)" -eq 400 ]
	[ -n "${KDD_ASAN-}" ] || [ "$peak" -lt 16384 ] || fail "$peak kB"
}

@test "storm: out of memory: the tuple fails, or the program says so" {
	[ -z "${KDD_ASAN-}" ] || skip "the sanitizer wants malloc for itself"
	row 5=400 | escaped >text
	{
		hello
		sample 20 1 | tuples 5
		tuple big "\"bad\n$(for _ in $(seq 400); do printf '%s\\n' "$(cat text)"; done)\""
		beat
	} >recorded
	local failed=0 died=0 enough=0

	# in steps until there is enough, then each call before that
	short_of_memory 0
	while [ $had_all = no ]; do
		enough=$((enough + 60))
		[ $enough -lt 6000 ]
		short_of_memory $enough
	done
	for n in $(seq $((enough - 90)) $enough); do
		short_of_memory "$n"
	done
	[ "$failed" -gt 0 ]
	[ "$died" -gt 0 ]
}

# short_of_memory N: kdd-storm on what is recorded, without memory after N
# calls; counts it in failed or died, or had_all is yes.
short_of_memory() {
	FAULTS=${KDD_BUILD:-$root/build}/faults.so KDD_FAULT=malloc \
	    KDD_AFTER=$1 storm -q -a -m five.kdt <recorded
	had_all=yes
	if [ "$status" -ne 0 ]; then
		assert_equal "$status" 1
		[ -n "$stderr" ]
		died=$((died + 1))
		had_all=no
	fi
	if grep -q '"fail"' out; then
		failed=$((failed + 1))
		run logged
		assert_output --partial 'out of memory: a tuple failed, and will come again'
		run grep -c -e '"ack","id":"big"' -e '\["big"\]' out
		assert_output 0
		had_all=no
	fi
}

@test "storm: before the handshake, messages are on stderr" {
	run kdd-storm
	assert_failure 2
	assert_output --partial 'no model: -m FILE says what to look for'
	run kdd-storm -m flows.kdt rows.csv
	assert_failure 2
	assert_output --partial 'rows.csv: no files are read, but tuples of Storm'
	run kdd-storm -m none.kdt
	assert_failure 1
	assert_output 'kdd-storm: none.kdt: No such file or directory'
	run kdd-storm -m flows.kdt -m dos.kdt
	assert_failure 1
	run kdd-storm --columns a -m dos.kdt
	assert_failure 2
	run kdd-storm -m dos.kdt -T 0.5
	assert_failure 2
	for wrong in '-s x' '-f x' '-e x' '--now x' '-T 2' '-o x' '--rejects x'; do
		# shellcheck disable=SC2086
		run kdd-storm $wrong -m dos.kdt
		assert_failure 2
	done
}

@test "storm: compiled models" {
	command -v "${CC:-cc}" >/dev/null || skip "no C compiler"
	kdd-compile -f so -o ./flows.so flows.kdt
	{ hello; tuples 2 <flows.csv; } >recorded
	storm -q -a -m ./flows.so <recorded
	assert_success
	kdd-classify -q -a -m flows.kdt flows.csv >want
	said | cmp want -
}
