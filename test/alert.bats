#!/usr/bin/env bats
# kdd-classify -f json: verdicts as JSON objects

load helper

setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	toy_model >dos.kdt
	printf 'x,what,id,label\n1,a,7,no\n2,a,8,no\n3,b,9,yes\n4,b,10,yes\n' |
	    kdd-train -q -s header -c none -t yes --name odd -o odd.kdt
}

json() {
	kdd-classify -q -a -f json -m "$BATS_FILE_TMPDIR/$1.kdt" "${@:2}"
}

# get PATH: of the object on each line of stdin, by Python
get() {
	python3 -c '
import json, sys
def unique(pairs):
    assert len({k for k, _ in pairs}) == len(pairs), "a name comes twice"
    return dict(pairs)
for line in sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]:
    o = json.loads(line, object_pairs_hook=unique)
    for key in sys.argv[1].split("/"):
        o = o[key]
    print(json.dumps(o))' "$1"
}

@test "json: the verdict, why, and the row by names" {
	row 5=400 42=smurf. >rows
	run -0 json dos rows
	assert_line --index 0 --partial '{"kdd":{"model":"dos","digest":"'
	assert_line --index 0 --partial '"class":"dos","score":1.000000,'
	assert_line --index 0 --partial '"why":["src_bytes > 300"],"row":1},'
	assert_line --index 0 --partial '"duration":0,"protocol_type":"tcp",'
	assert_line --index 0 --partial '"src_bytes":400,'
	assert_line --index 0 --partial '"label":"smurf"}'
	run get kdd/digest < <(json dos rows)
	assert_output "\"$(sed -n 's/^sha256 //p' "$BATS_FILE_TMPDIR/dos.kdt")\""
}

@test "json: alerts alone without -a, and as many lines as csv has" {
	sample 2000 >rows
	kdd-classify -q -f json -m "$BATS_FILE_TMPDIR/dos.kdt" rows >got
	[ "$(wc -l <got)" = "$(kdd-classify -q -m "$BATS_FILE_TMPDIR/dos.kdt" \
	    rows | wc -l)" ]
	run get kdd/class <got
	run sort -u <<<"$output"
	assert_output '"dos"'
}

@test "json: row counts all rows, rejected ones too" {
	{ row; echo 1,2; row; } >one
	row >two
	run get kdd/row < <(json dos one two 2>err)
	assert_output "1
3
4"
}

@test "json: numbers stay as JSON has them; what is missing is null" {
	{
		row 5=007; row 5=.5; row 5=5.; row 5=+5; row 5=1e3; row 5=x
		row 5=; row 5='?'; row 5=nan; row 5=inf; row 5=-0.50
	} >rows
	run get src_bytes < <(json dos rows)
	assert_output '7
0.5
5
5
1000.0
"x"
null
null
null
"inf"
-0.5'
}

@test "json: hostile fields cannot forge a member or a line" {
	{
		row 3='a"b'
		row 3='x"}{"x":1'
		row 3=$'\x01\x1f\x7f\\'
		row 3=$'\xff\xc3\x28\xed\xa0\x80'
		row 3='"a"",""kdd"":""x"'
		row 3=$'\xe2\x80\xa8'
	} >rows
	json dos rows >got
	[ "$(wc -l <got)" = "$(json dos rows | grep -c '^{"kdd":{"model":')" ]
	run -0 get service <got
	assert_line --index 0 '"a\"b"'
	run -0 get kdd/model <got
	[ "$(sort -u <<<"$output")" = '"dos"' ]
}

@test "json: fields beyond the schema are extra, as -e says" {
	row 42=smurf. 43=21 44=10.0.0.1 45=x >rows
	run get extra < <(json dos -e 2 rows)
	assert_output '["10.0.0.1", "x"]'
}

@test "json: under a header all fields have its names" {
	printf 'host,what,x\nh1,b,4\nh2,a,1\n' >rows
	json odd rows >got
	[ "$(wc -l <got)" = 2 ]
	run get host <got
	assert_output '"h1"
"h2"'
	run get x <got
	assert_output '4
1'
}

@test "json: a header cannot take the verdict's name, nor one twice" {
	printf 'kdd,kdd,what,x,"a""b",\n1,2,b,4,5,6\n' >rows
	run -0 get kdd/class < <(json odd rows)
	assert_output '"yes"'
}

@test "json: Zeek's logs, whose columns may change" {
	printf '#separator \\x09\n#fields\tx\twhat\tid.orig_h\n4\tb\t::1\n%b' \
	    '#fields\twhat\tx\tuid\na\t-\tC1\n' >log
	json odd -s zeek log >got
	run -0 get x <got
	assert_output '4
null'
	assert_equal "$(head -n 1 got | get id.orig_h)" '"::1"'
	assert_equal "$(tail -n 1 got | get uid)" '"C1"'
}

@test "json: of JSON rows the bytes stay, of an empty one too" {
	printf '%s\n' '{"x": 4, "what":"b","more":[1, 2]}' ' { }' >rows
	run -0 json odd -s json rows
	assert_line --index 0 --regexp '"row":1\},"x": 4, "what":"b","more":\[1, 2\]\}$'
	assert_line --index 1 --regexp '"row":2\} \}$'
}

@test "json: a JSON row's own kdd cannot overrule the verdict" {
	printf '%s\n' '{"kdd":{"class":"no"},"x":4,"kdd":1,"what":"b"}' \
	    '{"x":4, "\u006bdd" :{"kdd":2},"what":"b","\\kdd":3}' >rows
	for way in "-f json" "-f csv"; do
		kdd-classify -q $way -m "$BATS_FILE_TMPDIR/odd.kdt" \
		    -s json rows >got
		run sed 's/^{"kdd":{[^}]*"class":"yes"[^}]*},/V /' got
		assert_line --index 0 \
		    'V "_kdd":{"class":"no"},"x":4,"_kdd":1,"what":"b"}'
		assert_line --index 1 \
		    'V "x":4, "_\u006bdd" :{"kdd":2},"what":"b","\\kdd":3}'
	done
	echo '{"x":4,"what":"b"}' | json odd -s json | json odd -s json >got
	run -0 get kdd/class <got
	assert_output '"yes"'
	run -0 get _kdd/class <got
	assert_output '"yes"'
}

@test "json: --columns chooses and orders" {
	row 5=400 >rows
	run -0 json dos --columns service,src_bytes,none rows
	assert_output --regexp \
	    '"row":1\},"service":"http","src_bytes":400,"none":null\}$'
	echo '{"x":4,"what":"b"}' >rows
	run -0 json odd -s json --columns what rows
	assert_output --regexp '"row":1\},"what":"b"\}$'
	echo '{"x":4,"what":"b","d":{"k":"\u00e9"},"n":5}' >rows
	run -0 json odd -s json --columns n,d.k,what,none rows
	assert_output --partial \
	    '"row":1},"n":"5","d.k":"é","what":"b","none":null}'
	run kdd-classify --columns x -m "$BATS_FILE_TMPDIR/dos.kdt" rows
	assert_failure 2
	assert_output --partial "--columns has no effect without -f json"
}

@test "json: why says what the rules say" {
	cd "$BATS_FILE_TMPDIR"
	sample 3000 >rows
	kdd-train -q -o all.kdt rows
	json all rows >got
	run -0 get kdd/leaf <got
	[ "$(sort -u <<<"$output" | wc -l)" = \
	    "$(kdd-compile -f rules all.kdt | grep -vc '^#')" ]
	kdd-compile -f rules all.kdt | grep -v '^#' >rules
	get kdd/why <got | sort -u | python3 -c '
import json, sys
rules = open("rules").read()
for line in sys.stdin:
    why = " and ".join(json.loads(line))
    assert why in rules, why'
}

@test "json: still right when the model is read again" {
	cp "$BATS_FILE_TMPDIR/dos.kdt" m.kdt
	mkfifo in
	kdd-classify -a -f json --metrics m.prom -m m.kdt <in >out 2>err &
	pid=$!
	exec 5>in
	wait_for m.prom
	row 5=400 >&5
	wait_for out
	for i in 1 2 3; do
		{
			row 5=100 42=normal.; row 5=$((400 + i)) 42=smurf.
		} | kdd-train -q -t dos -o new
		mv new m.kdt
		kill -HUP "$pid"
		for _ in $(seq 100); do
			[ "$(grep -c reloaded err)" -lt "$i" ] || break
			sleep 0.05
		done
		row 5=400 >&5
	done
	exec 5>&-
	wait "$pid"
	run -0 get kdd/why <out
	assert_output '["src_bytes > 300"]
["src_bytes > 250.5"]
["src_bytes > 251"]
["src_bytes > 251.5"]'
	run -0 get service <out
}

eve() {
	kdd-classify -q -a -f eve --now 2026-11-29T05:06:10.25Z \
	    -m "$BATS_FILE_TMPDIR/$1.kdt" "${@:2}"
}

@test "eve: an alert of Suricata's, and the verdict in kdd" {
	row 5=400 >rows
	run -0 eve dos rows
	assert_output --regexp '^\{"timestamp":"2026-11-29T05:06:10.250000\+0000",'"\
"'"event_type":"alert","alert":\{"action":"allowed","gid":9,'"\
"'"signature_id":9[0-9]{6},"rev":1,"signature":"kdd-tools dos: dos",'"\
"'"category":"Detection of a Denial of Service Attack","severity":2\},'"\
"'"kdd":\{"model":"dos",.*"row":1\}\}$'
	run get alert/gid < <(eve dos rows)
	assert_output 9
	row 5=100 >rows
	run get alert/category < <(eve dos rows)
	assert_output '"Not Suspicious Traffic"'
}

@test "eve: the signature's number is that of model and class, on any row" {
	sample 500 >rows
	run get alert/signature_id < <(kdd-classify -q -f eve \
	    -m "$BATS_FILE_TMPDIR/dos.kdt" rows)
	want=$((9000000 + (0x$(printf 'dos\ndos' | sha256sum | cut -c1-6) >> 5)))
	assert_equal "$(sort -u <<<"$output")" "$want"
}

@test "eve: addresses, ports, protocol, time and Community ID of a Zeek log" {
	fields='#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto'
	{
		printf "#separator \\\\x09\n#unset_field\t-\n$fields\tx\twhat\n"
		printf '%s\t4\tb\n' \
		    $'1546301234.567891\t128.232.110.120\t34855\t66.35.250.204\t80\ttcp' \
		    $'1546301234\t192.168.0.89\t8\t192.168.0.1\t0\ticmp' \
		    $'-\tfe80::200:86ff:fe05:80da\t135\tfe80::260:97ff:fe07:69ea\t0\ticmp' \
		    $'x"y\t1.2.3\t70000\t10.0.0.1\t-\tudp'
	} >log
	eve odd -s zeek log >got
	run get timestamp <got
	assert_output '"2019-01-01T00:07:14.567891+0000"
"2019-01-01T00:07:14.000000+0000"
"2026-11-29T05:06:10.250000+0000"
"2026-11-29T05:06:10.250000+0000"'
	run head -n 1 got
	assert_output --partial ',"src_ip":"128.232.110.120","src_port":34855,'"\
"'"dest_ip":"66.35.250.204","dest_port":80,"proto":"TCP",'"\
"'"community_id":"1:LQU9qZlK+B5F3KDmev6m5PMibrg=",'
	run sed -n 2p got
	assert_output --partial '"icmp_type":8,"dest_ip":"192.168.0.1",'"\
"'"icmp_code":0,"proto":"ICMP",'"\
"'"community_id":"1:X0snYXpgwiv9TZtqg64sgzUn6Dk="'
	run sed -n 3p got
	assert_output --partial '"proto":"IPv6-ICMP",'"\
"'"community_id":"1:dGHyGvjMfljg6Bppwm3bg0LO8TY="'
	run sed -n 4p got
	assert_output --partial '"event_type":"alert","dest_ip":"10.0.0.1",'"\
"'"proto":"UDP","alert":'
	get event_type <got
}

@test "eve: of JSON rows, by the keys of Zeek, Suricata and ECS" {
	printf '%s\n' '{"x":4,"what":"b","ts":1546301234.567891,
	    "id.orig_h":"128.232.110.120","id.orig_p":34855,
	    "id.resp_h":"66.35.250.204","id.resp_p":80,"proto":"tcp"}' \
	    '{"timestamp":"2019-01-01T00:07:14.567891+0000","src_port":34855,
	    "src_ip":"128.232.110.120","dest_ip":"66.35.250.204",
	    "dest_port":80,"proto":"TCP","x":4,"what":"b"}' \
	    '{"@timestamp":"2019-01-01T00:07:14.567891Z","x":4,"what":"b",
	    "source":{"ip":"128.232.110.120","port":34855},
	    "destination":{"ip":"66.35.250.204","port":80},
	    "network":{"transport":"tcp"}}' |
	    sed -e ':a' -e '/}$/!{N;s/\n[\t ]*//;ba' -e '}' >rows
	eve odd -s json rows >got
	run sed 's/"alert":.*//' got
	want='{"timestamp":"2019-01-01T00:07:14.567891+0000",'"\
"'"event_type":"alert","src_ip":"128.232.110.120",'"\
"'"src_port":34855,"dest_ip":"66.35.250.204","dest_port":80,'"\
"'"proto":"TCP","community_id":"1:LQU9qZlK+B5F3KDmev6m5PMibrg=",'
	assert_output "$want
$want
$want"
}

@test "eve: --columns adds fields, one that is not there is null" {
	row 5=400 >rows
	run get kdd/fields < <(eve dos --columns src_bytes,service,none rows)
	assert_output '{"src_bytes": 400, "service": "http", "none": null}'
	run get timestamp < <(kdd-classify -q -f eve --now 1700000000 \
	    -m "$BATS_FILE_TMPDIR/dos.kdt" rows)
	assert_output '"2023-11-14T22:13:20.000000+0000"'
	run kdd-classify -f eve --now tomorrow -m x rows
	assert_failure 2
}

@test "eve: without --now a row that tells no time has that of its reading" {
	row 5=400 >rows
	before=$(date -u +%Y-%m-%dT%H:%M:%S)
	run get timestamp < <(kdd-classify -q -f eve \
	    -m "$BATS_FILE_TMPDIR/dos.kdt" rows)
	[[ $output > "\"$before" ]]
	[[ $output < "\"$(date -u -d '+2 seconds' +%Y-%m-%dT%H:%M:%S)" ]]
}
