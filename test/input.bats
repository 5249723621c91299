#!/usr/bin/env bats
# the input matrix: odd bytes, for every program that reads rows
#
# Each case goes round the programs.  The rows are plain, of three columns;
# those of kdd-score have a verdict in front, $lead.

load helper

programs="kdd-train kdd-classify kdd-score kdd-schema"

# The model cuts x at 5.
setup_file() {
	load helper
	cd "$BATS_FILE_TMPDIR" || return
	printf '%s.\n' 'x: continuous' 'c: symbolic' 'label: label' >names
	printf '%s\n' 1,a,good 2,a,good 8,b,bad 9,b,bad >plain
	kdd-train -q -s names -c none --name toy -o toy.kdt plain
}

# begin: a case for $program; its rows are to go into rows, and the file good
# holds sound ones.  n fields and at bytes stand before a row.
begin() {
	lead='' n=0 fields="not 3"
	case $program in
	kdd-classify) fields="not 2 or 3" ;;
	kdd-score) lead=toy,good,1.000000, n=3 fields="not 6" ;;
	esac
	at=${#lead}
	rm -f rows
	sed "s/^/$lead/" "$BATS_FILE_TMPDIR/plain" >good
}

# is PROGRAM...: is it one of these?
is() {
	case " $* " in *" $program "*) ;; *) return 1 ;; esac
}

# command FILE...: what to run
command() {
	local dir=$BATS_FILE_TMPDIR

	run=("$program" --rejects bad)
	case $program in
	kdd-train) run+=(-s "$dir/names" -c none --name toy) ;;
	kdd-classify) run+=(-a -m "$dir/toy.kdt") ;;
	kdd-score) run+=(-m "$dir/toy.kdt") ;;
	esac
	run+=("$@")
}

# on FILE...: run $program; output in out, messages in log, rejects in bad
on() {
	command "$@"
	status=0
	"${run[@]}" >out 2>log || status=$?
}

# ended STATUS [MESSAGE...]: so it did, and said each of these
ended() {
	local want=$1 message

	[ "$status" -eq "$want" ] ||
	    fail "$program: status $status, not $want: $(head -c 2000 log)"
	shift
	for message; do
		grep -qxF -- "$program: $message" log ||
		    fail "$program: no \"$message\": $(head -c 2000 log)"
	done
}

# rejected [LINE REASON]...: these rows and no others
rejected() {
	local want=

	[ $# -eq 0 ] || want=$(printf '%s\n' "$@")
	[ "$(cut -f1,3 bad | tr '\t' ' ')" = "$want" ] ||
	    fail "$program: rejected $(cut -f1-4 bad), not $want"
}

# as_good: the output was that of the rows in good
as_good() {
	local is=$status

	mv out got
	mv log got.log
	on good
	ended 0
	cmp got out || fail "$program: $(diff got out | head -n 20)"
	mv got.log log
	status=$is
}

# judged TEXT: kdd-classify's last line is this row, bytes unchanged
judged() {
	printf "toy,$1\n" >want
	tail -n 1 out | cmp - want || fail "$(tail -n 1 out | cut -c1-200)"
}

# under KB PID: the most memory that a process has had, as its kernel says
under() {
	local peak

	peak=$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$2/status")
	[ -n "$peak" ] || fail "no VmHWM of $program"
	most="$most $program $peak"
	[ -n "${KDD_ASAN-}" ] || [ "$peak" -lt "$1" ] ||
	    fail "$program: $peak kB in memory, not below $1"
}

# stream COMMAND...: read what it writes, then good, in less than 16 MB
stream() {
	local pid

	rm -f in
	mkfifo in
	command
	"${run[@]}" <in >out 2>log &
	pid=$!
	exec 5>in
	"$@" >&5
	cat good >&5
	under 16384 $pid
	exec 5>&-
	status=0
	wait $pid || status=$?
}

# fill N BYTE: so many of it
fill() {
	head -c "$1" /dev/zero | tr '\0' "$2"
}

@test "input: nothing" {
	local text

	for program in $programs; do
		for text in '' '\n' '\r\n' '\n\r\n\n' '\xef\xbb\xbf' \
		    '\xef\xbb\xbf\n'; do
			begin
			printf "$text" >rows
			on rows
			rejected
			case $program in
			kdd-train) ended 1 'no rows to learn from' ;;
			kdd-classify)
				ended 0 '0 rows: 0 judged, 0 rejected; 0 verdicts of toy'
				;;
			kdd-score)
				ended 1 'no verdicts to score among 0 lines' ;;
			kdd-schema) ended 1 'no rows to make a schema of' ;;
			esac
			[ ! -s out ]
		done
	done
}

@test "input: only a header" {
	local end

	for program in $programs; do
		for end in '' '\n' '\r\n'; do
			begin
			[ -z "$lead" ] || lead=model,class,score,
			printf "${lead}x,c,label$end" >rows
			on rows
			rejected
			case $program in
			kdd-train) ended 1 'no rows to learn from' ;;
			kdd-classify)
				ended 0
				printf "model,class,score,x,c,label${end:-\n}" |
				    cmp - out
				;;
			kdd-score)
				ended 1 'no verdicts to score among 0 lines' ;;
			kdd-schema)
				ended 0
				grep -qx 'form header\.' out
				grep -q '^x: .*no values$' out
				grep -q '^label: label\.' out
				;;
			esac
			is kdd-classify kdd-schema || [ ! -s out ]
		done
	done
}

@test "input: no last newline" {
	for program in $programs; do
		begin
		head -c -1 good >rows
		on rows
		ended 0
		rejected
		as_good
		on rows good	# the next file starts with a line of its own
		mv out got
		on good good
		cmp got out
	done
}

@test "input: blank lines are no rows, but they are lines" {
	local s

	for program in $programs; do
		begin
		{
			printf '\n\r\n'
			sed 's/$/\n/' good
			printf "\r\n${lead}1\n\n"
		} >rows
		on rows
		s=s
		[ "$n" -gt 0 ] || s=
		ended 3 "rows:12:$((at + 2)): $((n + 1)) field$s, $fields"
		rejected "12 fields"
		as_good
		# a space is a field
		{ cat good; echo ' '; } >rows
		on rows
		ended 3 "rows:5:2: 1 field, $fields"
		rejected "5 fields"
		as_good
	done
}

@test "input: CRLF" {
	for program in $programs; do
		begin
		sed 's/$/\r/' good >rows
		on rows
		ended 0
		rejected
		if is kdd-classify; then
			[ "$(grep -c $'\r$' out)" -eq 4 ]
			tr -d '\r' <out >t
			mv t out
		fi
		as_good
		# the CR at the end of the file, without its LF
		head -c -1 rows >cut
		on cut
		ended 0
		is kdd-classify || as_good
		# one more CR is a byte of the label
		{ cat good; printf "${lead}1,a,good\r\r\n"; } >rows
		on rows
		case $program in
		kdd-train)
			ended 3 'rows:5:5: field 3 "label": "good\x0d" holds a control byte'
			rejected "5 label"
			as_good
			;;
		kdd-classify)
			ended 0
			judged 'good,1.000000,1,a,good\r\r'
			;;
		kdd-score)
			ended 3 'rows:5:23: field 6: "good\x0d" is a label that the model knows no class for'
			rejected "5 label"
			as_good
			;;
		esac
	done
}

@test "input: a lone CR ends no line" {
	for program in $programs; do
		begin
		# within a field it is a byte of it
		{ printf "${lead}1,a\rb,good\n"; cat good; } >rows
		on rows
		ended 0
		rejected
		! is kdd-train || grep -qxF 'value "a\x0db"' out
		! is kdd-classify || sed 's/^[^,]*,[^,]*,[^,]*,//' out |
		    cmp - rows
		# all lines of an old Mac's file are one
		{ cat good; tr '\n' '\r' <good; } >rows
		on rows
		ended 3
		rejected "5 fields"
		as_good
	done
}

@test "input: a byte-order mark" {
	local mark='\xef\xbb\xbf'

	for program in $programs; do
		begin
		{ printf $mark; cat good; echo "${lead}1"; } >rows
		on rows
		ended 3
		rejected "5 fields"
		as_good
		# at the start of every file, before a header too
		{ printf $mark; cat good; } >rows
		on rows rows
		ended 0
		mv out got
		on good good
		cmp got out
		# columns of its line are counted from behind it
		{ printf "$mark${lead}1,\"a,good\n"; cat good; } >rows
		on rows
		ended 3 "rows:1:$((at + 3)): field $((n + 2)): the quote is still open at the end of the line"
		as_good
		# elsewhere it is three bytes
		is kdd-train kdd-classify || continue
		{ cat good; printf "${mark}1,a,good\n"; } >rows
		on rows
		if is kdd-train; then
			ended 3 $'rows:5:1: field 1 "x": "\xef\xbb\xbf1" is not a number'
			rejected "5 value"
			as_good
		else
			ended 0 'model toy: column "x": of 5 values asked for, 1 unreadable and judged as missing'
			rejected
			judged "good,1.000000,${mark}1,a,good"
		fi
	done
}

# utf16 FORM: from ASCII
utf16() {
	case $1 in
	le) perl -pe 's/(.)/$1\0/gs' ;;
	be) perl -pe 's/(.)/\0$1/gs' ;;
	le-mark) printf '\xff\xfe'; utf16 le ;;
	be-mark) printf '\xfe\xff'; utf16 be ;;
	esac
}

@test "input: UTF-16 is refused by name, the other files are read" {
	local form say='UTF-16 text: make it UTF-8 first, as with iconv -f UTF-16 -t UTF-8'

	fill 600000 x | utf16 le-mark >long
	printf '\xff\xfe' >mark
	for program in $programs; do
		for form in le be le-mark be-mark; do
			begin
			utf16 $form <good >rows
			{ cat good; echo "${lead}1"; } >later
			on good rows later
			ended 1 "rows:1: $say"
			[ "$(cut -f1-3 bad)" = $'5\tlater\tfields' ]
			if is kdd-classify; then
				mv out got
				on good good
				cmp got out
			else
				[ ! -s out ]
			fi
		done
		# a first line that is too long, and one of the mark alone
		on mark long later
		ended 1 "mark:1: $say" "long:1: $say"
		rejected "5 fields"
	done
}

@test "input: what is compressed is refused by name, the other files read" {
	local kind mark unpack

	while read -r kind mark unpack; do
		printf "$mark" >packed
		printf 'x,\0\n' >>packed
		for program in $programs; do
			begin
			on good packed good
			ended 1 "packed:1: this is compressed by $kind; unpack it first: $unpack FILE | ..."
			rejected
		done
	done <<-'END'
	gzip \x1f\x8b\x08 zcat
	xz \xfd7zXZ\0 xzcat
	zstd (\xb5/\xfd zstdcat
	bzip2 BZh91AY&SY bzcat
	END
	# on stdin, byte by byte
	command
	gzip <good >packed
	run bash -c 'perl -e "\$| = 1; print while read STDIN, \$_, 1" |
	    "$@" 2>&1' - "${run[@]}" <packed
	assert_failure 1
	assert_line "$program: stdin:1: this is compressed by gzip; unpack it first: zcat FILE | ..."
}

@test "input: NUL" {
	for program in $programs; do
		begin
		{
			cat good
			printf "${lead}1,a\0,good\n\0\n${lead}1,a,good\0\n"
			printf "${lead}\"1\",\"\0\",good"
		} >rows
		on rows
		ended 3 "rows:5:$((at + 4)): a NUL byte" \
		    "rows:6:1: a NUL byte" \
		    "rows:7:$((at + 9)): a NUL byte" \
		    "rows:8:$((at + 6)): a NUL byte"
		rejected "5 nul" "6 nul" "7 nul" "8 nul"
		as_good
		# in the first line; it has only one, and in the label's place
		{ printf "${lead}1,a,good\0\n"; cat good; } >rows
		on rows
		ended 3 "rows:1:$((at + 9)): a NUL byte"
		rejected "1 nul"
		as_good
	done
}

@test "input: quotes around, doubled, and in mid-field" {
	local file

	for program in $programs; do
		begin
		# the same values, written in three ways
		printf "$lead%s\n" '1,a"b,good' '9,a,bad' >good
		printf "$lead%s\n" '1,"a""b",good' '9,a,bad' >rows
		printf "$lead%s\n" '"1","a""b","good"' '"9","a","bad"' >all
		for file in rows all; do
			on $file
			ended 0
			rejected
			if is kdd-classify; then
				cut -d, -f4- out | cmp - $file
				[ "$(cut -d, -f1-3 out)" = "toy,good,1.000000
toy,bad,1.000000" ]
			else
				as_good
			fi
		done
		# nothing but a quote; delimiters
		printf "$lead%s\n" '1,"""",good' '9,"a,b,",bad' >rows
		on rows
		ended 0
		rejected
		! is kdd-train ||
		    [ "$(grep '^value' out)" = $'value "\\""\nvalue a,b,' ]
		! is kdd-classify || cut -d, -f4- out | cmp - rows
	done
}

@test "input: an open quote rejects its line alone" {
	local say='the quote is still open at the end of the line'

	for program in $programs; do
		begin
		{
			echo "$lead\"1,a,good"
			cat good
			printf "$lead%s\n" '1,"a"",good' '1,a,"good'
			printf '%s' "${lead}1,a,\""
		} >rows
		on rows
		ended 3 "rows:1:$((at + 1)): field $((n + 1)): $say" \
		    "rows:6:$((at + 3)): field $((n + 2)): $say" \
		    "rows:7:$((at + 5)): field $((n + 3)): $say" \
		    "rows:8:$((at + 5)): field $((n + 3)): $say"
		rejected "1 quote" "6 quote" "7 quote" "8 quote"
		as_good
	done
}

@test "input: bytes that are no UTF-8" {
	local byte

	for program in $programs; do
		for byte in '\xff' '\x80' '\xc3(' '\xed\xa0\x80' '\xf5'; do
			begin
			{ cat good; printf "${lead}1,$byte,good\n"; } >rows
			on rows
			ended 0
			rejected
			! is kdd-classify ||
			    judged "good,1.000000,1,$byte,good"
			# a model of such values reads back
			! is kdd-train || kdd-classify -qa -m out rows |
			    cut -d, -f4- | cmp - rows
		done
		is kdd-train || continue
		{ cat good; printf '\xff1,a,good\n9,a,b\x80d\n'; } >rows
		on rows
		ended 3
		rejected "5 value"
		grep -qxF $'class b\x80d alert' out
		echo 9,a >rows
		kdd-classify -q -m out rows >got
		printf "toy,b\x80d,1.000000,9,a\n" | cmp - got
	done
}

@test "input: a line of 100 MB, in less than 16; the next is judged" {
	local most=

	for program in $programs; do
		begin
		stream eval 'fill 100000000 x; echo'
		ended 3 'stdin:1:1048577: 100000000 bytes long, more than 1048576'
		rejected "1 length"
		as_good
	done
	echo "# peaks of memory, in kB:$most" >&3
}

@test "input: a line of 100 MB that has no end" {
	for program in $programs; do
		begin
		on - < <(cat good; fill 100000000 ,)
		ended 3 'stdin:5:1048577: 100000000 bytes long, more than 1048576'
		rejected "5 length"
		as_good
	done
}

# long N: a row that has so many bytes
long() {
	printf '%s1,' "$lead"
	fill $(($1 - at - 7)) y
	echo ,good
}

@test "input: a row of 1048576 bytes is taken, one more is too many" {
	for program in $programs; do
		begin
		{ cat good; long 1048576 | sed 's/$/\r/'; } >rows
		on rows
		ended 0
		rejected
		! is kdd-classify || cut -d, -f4- out | cmp - rows
		! is kdd-train || kdd-classify -qa -m out rows |
		    cut -d, -f4- | cmp - rows
		{ cat good; long 1048577; cat good; } >rows
		on rows
		ended 3 'rows:5:1048577: 1048577 bytes long, more than 1048576'
		rejected "5 length"
		mv out got
		on good good
		cmp got out
	done
}

@test "input: a million columns, in less than 16 MB" {
	local most= line

	for program in $programs; do
		begin
		line=1
		! is kdd-schema || line=5	# its first row says how many
		stream eval '[ $line -eq 1 ] || cat good; fill 999999 ,; echo'
		ended 3 "stdin:$line:$((n + 4)): 1000000 fields, $fields"
		rejected "$line fields"
		is kdd-schema || as_good
	done
	echo "# peaks of memory, in kB:$most" >&3
}

@test "input: a header of a million columns" {
	printf 'x,label' >rows
	fill 999998 , >>rows
	printf '\n1,good\n' >>rows
	run kdd-train -q -s header -c none -o m.kdt rows
	assert_failure 1
	assert_line --partial 'kdd-train: rows:1: '
	[ ! -e m.kdt ]
	# what no column needs may stand there
	printf 'form header.\nx: continuous.\nlabel: label.\n' >names
	seq -s , 60000 | sed 's/^/x,label,n/; s/,\([0-9]\)/,n\1/g' >rows
	seq -s , 60000 | sed 's/^/1,good,/' >>rows
	seq -s , 60000 | sed 's/^/9,bad,/' >>rows
	kdd-train -q -s names -c none -o m.kdt rows
	grep -q '^node 0 bad 1 1 x <= 5 left$' m.kdt
	[ "$(kdd-classify -qa -m m.kdt rows | cut -d, -f2,4,5)" = "class,x,label
good,1,good
bad,9,bad" ]
	kdd-schema rows >schema
	[ "$(grep -c '^n[0-9]*: continuous\.' schema)" -eq 60000 ]
}

@test "input: too few and too many fields" {
	for program in $programs; do
		begin
		{
			cat good
			printf "$lead%s\n" 1,a,good,4 1,a,good, ,,,,, 1,a
			printf "$lead"
		} >rows
		on rows
		ended 3 "rows:5:$((at + 10)): $((n + 4)) fields, $fields" \
		    "rows:6:$((at + 10)): $((n + 4)) fields, $fields" \
		    "rows:7:$((at + 4)): $((n + 6)) fields, $fields"
		if is kdd-classify; then	# the label may be absent
			rejected "5 fields" "6 fields" "7 fields"
			judged good,1.000000,1,a
		elif is kdd-score; then
			ended 3 "rows:8:$((at + 4)): 5 fields, not 6" \
			    "rows:9:$((at + 1)): 4 fields, not 6"
			rejected "5 fields" "6 fields" "7 fields" "8 fields" \
			    "9 fields"
			as_good
		else
			ended 3 "rows:8:4: 2 fields, not 3"
			rejected "5 fields" "6 fields" "7 fields" "8 fields"
			as_good
		fi
	done
}

@test "input: a number is the nearest double, in training" {
	local value is next

	# text; the double that it is; the next one above
	while read -r value is next; do
		[ "$value" != long ] || value=1.0000000000000001110223024625$(
		    )1565404236316680908203125$(printf '0%.0s' {1..346})1
		printf '%s,a,good\n%s,a,bad\n' "$value" "$next" >rows
		kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none -o m.kdt rows
		run grep '^node' m.kdt
		assert_output "node 0 bad 1 1 x <= $is left"
	done <<-'END'
	+1 1 1.0000000000000002
	-0 0 5e-324
	9007199254740993 9007199254740992 9007199254740994
	9007199254740995 9007199254740996 9007199254740998
	1.00000000000000011102230246251565404236316680908203125 1 1.0000000000000002
	long 1.0000000000000002 1.0000000000000004
	-2645e-1141622225 0 5e-324
	2.4703282292062327e-324 0 5e-324
	2.4703282292062328e-324 5e-324 1e-323
	2.2250738585072011e-308 2.225073858507201e-308 2.2250738585072014e-308
	1.7976931348623158e308 1.7976931348623157e+308 1e999
	1e23 1e+23 1.0000000000000001e+23
	6929495644600919.5 6929495644600920 6929495644600921
	9869529786083312469e9 9.869529786083313e+27 9.869529786083314e+27
	6789663682496136942e5 6.789663682496138e+23 6.789663682496139e+23
	7041976986307758809e-9 7041976986.307759 7041976986.30776
	5631954823310918527e-20 0.05631954823310919 0.056319548233109196
	.5 0.5 0.5000000000000001
	5.E0 5 5.000000000000001
	0000000000000000000000000000000000001 1 1.0000000000000002
	END
	# 0 and -0 are one value, and nothing else tells these apart
	printf '%s\n' -0,a,good 0,a,bad >rows
	kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none -o m.kdt rows
	grep -qx 'leaf 0 bad 1 1' m.kdt
}

# between A B: m.kdt says above of what is more than B, within if more than A
between() {
	printf '%s\n' "$1,a,below" "$2,a,within" inf,a,above >rows
	kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none --name m \
	    -o m.kdt rows
}

# says CLASS VALUE
says() {
	printf '%s,a\n' "$2" >rows
	run kdd-classify -a -m m.kdt rows
	assert_success
	assert_line "m,$1,1.000000,$2,a"
	assert_line 'kdd-classify: 1 rows: 1 judged, 0 rejected; 1 verdicts of m'
	[ "${#lines[@]}" -eq 2 ]	# nothing of it was odd
}

@test "input: a number is the nearest double, in classifying" {
	local value before is

	# text; the double before it; the double that it is
	while read -r value before is; do
		[ "$value" != long ] || value=0.$(printf '3%.0s' {1..400})
		between "$before" "$is"
		says within "$value"
	done <<-'END'
	+1 0.9999999999999999 1
	-0 -5e-324 0
	9007199254740993 9007199254740991 9007199254740992
	9007199254740995 9007199254740994 9007199254740996
	long 0.33333333333333326 0.3333333333333333
	-2645e-1141622225 -5e-324 0
	2.4703282292062327e-324 -5e-324 0
	2.4703282292062328e-324 0 5e-324
	1.7976931348623158e308 1.7976931348623155e308 1.7976931348623157e308
	0.1 0.09999999999999999 0.1
	1e23 9.999999999999997e22 1e23
	9869529786083312469e9 9.869529786083312e+27 9.869529786083313e+27
	5631954823310918527e-20 0.05631954823310918 0.05631954823310919
	END
	for value in 1e999 inf +INF infinity 1.7976931348623159e308 \
	    2645e1141622225 "$(printf '1%.0s' {1..400})"; do
		says above "$value"
	done
	between -1.7976931348623157e308 -1.7976931348623155e308
	for value in -1e999 -inf -Infinity "-$(printf '1%.0s' {1..400})"; do
		says below "$value"
	done
}

@test "input: what is no number" {
	local value shown column

	while IFS= read -r value; do
		shown=${value//\"}
		column=:1
		[ "$shown" = "$value" ] || column=	# it was unquoted
		for program in $programs; do
			begin
			{ cat good; echo "$lead$value,a,good"; } >rows
			on rows
			case $program in
			kdd-train)
				ended 3 "rows:5$column: field 1 \"x\": \"$shown\" is not a number"
				rejected "5 value"
				as_good
				;;
			kdd-classify)
				ended 0 'model toy: column "x": of 5 values asked for, 1 unreadable and judged as missing'
				rejected
				judged "good,1.000000,$value,a,good"
				;;
			kdd-score)	# it looks at no feature
				ended 0
				rejected
				;;
			kdd-schema)
				ended 0
				rejected
				grep -q '^field1: symbolic\.' out
				;;
			esac
		done
	done <<-'END'
	0x1p3
	0x10
	"1,5"
	1_0
	1 000
	"1 "
	 1
	1e
	1e+
	e5
	.
	-
	++1
	+-1
	1..2
	1f
	1d5
	infin
	nane
	1e5.0
	١
	END
}

@test "input: a decimal comma without quotes is a field more" {
	for program in $programs; do
		begin
		{ cat good; echo "${lead}1,5,a,good"; } >rows
		on rows
		ended 3 "rows:5:$((at + 7)): $((n + 4)) fields, $fields"
		rejected "5 fields"
		as_good
	done
}

@test "input: a missing number, in each spelling" {
	local value

	for value in '' '?' nan NaN NAN -nan '""' '"?"' '"NaN"'; do
		for program in $programs; do
			begin
			{ cat good; echo "$lead$value,b,bad"; } >rows
			on rows
			ended 0
			rejected
			case $program in
			kdd-train)	# it goes right, with the bad ones
				grep -qx 'node 0 bad 3 2 x <= 5 right' out
				;;
			kdd-classify)	# the default of equal sides is left
				ended 0 'model toy: column "x": of 5 values asked for, 1 missing'
				judged "good,1.000000,$value,b,bad"
				;;
			kdd-schema)
				grep -qx 'field1: continuous\. | 1 to 9; 1 missing' out
				;;
			esac
		done
	done
}

@test "input: an empty category is missing, and so are ? and NaN" {
	local value

	printf '%s\n' 1,a,good 1,b,bad 1,b,bad 1,,odd >rows
	kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none --name m -o m.kdt rows
	run grep -E '^(value|node|leaf)' m.kdt
	# it is no value, and a side of its own
	assert_output "value a
value b
node 0 bad 2 1 1 c in b
leaf 1 bad 2 0 0
node 1 good 0 1 1 c in a
leaf 2 good 0 1 0
leaf 2 odd 0 0 1"
	for value in '' '?' nan NaN '""' '"?"' '"NaN"'; do
		sed "s/^1,,/1,$value,/" rows >spelled
		kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none --name m \
		    spelled | cmp - m.kdt
		echo "1,$value" >row
		run kdd-classify -a -m m.kdt row
		assert_success
		assert_line "m,odd,1.000000,1,$value"
		assert_line 'kdd-classify: model m: column "c": of 2 values asked for, 2 missing'
		kdd-schema spelled >schema
		grep -qx 'field2: symbolic\.   | "a", "b"; 1 missing' schema
	done
	# what only looks like it is a value, here one never seen
	for value in ' ' - NA null None '??' '"na"'; do
		echo "1,$value" >row
		run kdd-classify -a -m m.kdt row
		assert_line "m,odd,1.000000,1,$value"
		assert_line 'kdd-classify: model m: column "c": of 2 values asked for, 2 never seen in training'
	done
}

@test "input: a million categories, and one that was never seen" {
	local many=1000000 start=$SECONDS

	[ -z "${KDD_ASAN-}" ] || many=20000
	seq "$many" | awk '{ print "1,s" $1 "," ($1 % 2 ? "good" : "bad") }' \
	    >rows
	# a limit on memory, for those who have all of them
	[ -n "${KDD_ASAN-}" ] || ulimit -v 600000
	kdd-train -q -s "$BATS_FILE_TMPDIR/names" -c none --name m -o m.kdt rows
	echo "# training: $((SECONDS - start)) s" >&3
	[ "$(grep -c '^value s' m.kdt)" -eq "$many" ]
	[ "$(grep -c '^leaf' m.kdt)" -eq 2 ]
	tail -n 5 rows >few
	echo 1,never >>few
	kdd-classify -a -m m.kdt few >got 2>log
	# each has its own class; what was never seen goes the default way
	awk -F, 'NR < 6 && $2 != $6 { exit 1 }' got
	[ "$(wc -l <got)" -eq 6 ]
	grep -qx 'kdd-classify: model m: column "c": of 6 values asked for, 1 never seen in training' log
	[ -n "${KDD_ASAN-}" ] || ulimit -v 32768	# it keeps none
	kdd-schema rows >schema
	grep -qx 'field2: symbolic\.   | "s1", "s2", "s3", "s4", \.\.\.' schema
}

# everywhere: what all programs make of rows that a locale could spoil
everywhere() {
	printf '%s\n' 'x,proto,ID,LABEL' '1.5,Iı,9,BENIGN' '2.25,İi,8,TITLE' \
	    '1e3,ß,7,TITLE' 'INF,Ä,6,title' '-INFINITY,ä,5,BENIGN' \
	    '"1,5",z,4,BENIGN' 'NaN,ñ,3,BENIGN' >rows
	printf '%s\n' 'form header.' 'x: continuous.' 'proto: symbolic.' \
	    'ID: ignore.' 'LABEL: label.' >names
	for program in $programs; do
		case $program in
		kdd-train)
			kdd-train -s header -c none --name m -o h.kdt rows
			kdd-train -k 2 -s names -c none -o m.kdt --name m rows
			cat h.kdt m.kdt
			;;
		kdd-classify)
			kdd-classify -m m.kdt rows
			kdd-classify -a --strict -m m.kdt rows
			kdd-classify -qa -m m.kdt rows >verdicts
			;;
		kdd-score)
			kdd-score -m m.kdt verdicts
			kdd-score -f json -m m.kdt verdicts
			kdd-score -f tsv -m m.kdt verdicts
			;;
		kdd-schema) kdd-schema rows ;;
		esac 2>&1 || echo "$program: status $?"
	done
}

@test "input: the locale has no say: de_DE and tr_TR" {
	local name

	[ "$(type -t localedef)" = file ] || skip "no localedef"
	[ -e /usr/share/i18n/locales/tr_TR ] &&
	    [ -e /usr/share/i18n/charmaps/UTF-8.gz ] ||
	    skip "no sources of locales (package locales)"
	everywhere >want
	# it is all there
	grep -q '^kdd-train: rows:7: field 1 "x": "1,5" is not a number$' want
	grep -q '^class BENIGN quiet$' want
	grep -q '^column ignored ID$' want
	grep -q '^node .* x <= ' want
	grep -q '^x: symbolic\.' want
	mkdir locale
	export LOCPATH=$PWD/locale
	for name in de_DE tr_TR; do
		localedef -i $name -f UTF-8 "locale/$name.UTF-8" || [ $? -eq 1 ]
		export LC_ALL=$name.UTF-8
		[ "$(locale decimal_point)" = , ]
		everywhere >got
		export LC_ALL=C
		cmp want got || fail "$name: $(diff want got)"
	done
}

# cut_up FORM: the lines of one form, among them bad ones
cut_up() {
	case $1 in
	plain)
		printf '\xef\xbb\xbf1,a,good\r\n\n2,a,good\n8,b,bad,4\n'
		printf '9,b\0,bad\n8,b,bad\n\r\n9,b,bad\n,,bad\n1'
		;;
	quoted)
		printf '"1","a",good\n2,"a""b,",good\r\n8,"b,bad\n'
		printf '"8",b,"bad"\n9,b"b,bad\n"9",x"",bad\n"1,5",a,good'
		;;
	header)
		printf 'c,label,"x",more\r\na,good,1,\na,good,2,"q"\n'
		printf 'c,label,"x",more\r\nb,bad,8,\nb,bad,9,0\nb,bad\n'
		;;
	zeek)
		printf '8\tbad\tb\n#separator \\x09\n#unset_field\t-\n'
		printf '#path\tx\n#fields\tx\tlabel\tc\n'
		printf '#types\tcount\tstring\tstring\n1\tgood\ta\n2\tgood\t-\n'
		printf '#fields\tc\tx\n7\t7\n#fields\tc\tlabel\tx\n'
		printf 'b\tbad\t9\nb\tbad\nb\tbad\t8\n#close\tx\n'
		;;
	json)
		printf '{"x":1,"c":"a","label":"good"}\r\n{"x":2}\n\n'
		printf '{"label":"good","c":"\\u0061\\"","x":2e0}\n{"x":8,\n'
		printf ' {"x": 9, "n":{"o":[1,"b"]}, "label":"bad"} \n{}\nno'
		;;
	esac
}

# pieces SIZE: stdin in pieces of so many bytes, one for each read
pieces() {
	dd bs="$1" oflag=direct 2>/dev/null
}

@test "input: dd cuts as is meant" {
	[ "$(printf 1234567 | pieces 3 | perl -e 'sleep 1;
	    print "$_ " while sysread STDIN, $_, 100')" = "123 456 7 " ]
}

# same_in_pieces WANT SIZES COMMAND...: with its input on stdin from rows
same_in_pieces() {
	local want=$1 sizes=$2 size

	shift 2
	"$@" --rejects bad <rows >want 2>want.log || [ $? -eq 3 ]
	mv bad want.bad
	[ -z "$want" ] || [ "$(wc -l <want)" -eq "$want" ]
	for size in $sizes; do
		pieces "$size" <rows | "$@" --rejects bad >got 2>log || true
		cmp want got && cmp want.log log && cmp want.bad bad ||
		    fail "$1 in pieces of $size"
	done
}

@test "input: cut into pieces, the same verdicts, whatever the form" {
	local form lines name

	for form in plain:5 quoted:6 header:5 zeek:13 json:5; do
		lines=${form#*:} form=${form%:*} name=$form
		[ $form != quoted ] || name=plain
		cut_up $form >rows
		same_in_pieces "$lines" "$(seq 64)" kdd-classify -a -s $name \
		    -m "$BATS_FILE_TMPDIR/toy.kdt"
		[ -s bad ]
	done
}

@test "input: cut into pieces, the same models, scores and schemas" {
	local form name sizes="1 2 3 5 7 8 13 16 21 34 55 64"

	for form in plain quoted header zeek json; do
		name=$form
		case $form in
		plain | quoted) name=$BATS_FILE_TMPDIR/names ;;
		esac
		cut_up $form >rows
		[ $form != zeek ] || sed -i "/^[78]/d; /^#fields\tc\tx\$/d" rows
		same_in_pieces '' "$sizes" kdd-train -q -s "$name" -c none
		same_in_pieces '' "$sizes" kdd-schema
		case $form in
		plain | quoted) name=plain ;;
		esac
		kdd-classify -qa -s $name -m "$BATS_FILE_TMPDIR/toy.kdt" \
		    rows >verdicts 2>log || [ $? -eq 3 ]
		mv verdicts rows
		same_in_pieces '' "$sizes" kdd-score -s $name \
		    -m "$BATS_FILE_TMPDIR/toy.kdt"
	done
}
