#!/usr/bin/env bats
# examples/sample.awk: the synthetic rows of the demo

load helper

script=$root/examples/sample.awk

# The awks there are, one a line, as commands.
awks()
{
	local awk

	for awk in awk mawk gawk original-awk "busybox awk"; do
		if $awk 'BEGIN { exit 0 }' >/dev/null 2>&1; then
			echo "$awk"
		fi
	done
}

@test "sample: the same bytes from every awk" {
	local awk

	awk -v rows=3000 -v seed=1 -f "$script" >want
	while read -r awk; do
		echo "# $awk"
		$awk -v rows=3000 -v seed=1 -f "$script" >got
		cmp want got
	done < <(awks)
}

@test "sample: the rows of a seed never change" {
	run bash -c "awk -v rows=3000 -v seed=1 -f '$script' | sha256sum"
	assert_output "91fe5e01b3ed0dc729347be4569c469d856b798400400d1763b97ee8dbccac5e  -"
}

@test "sample: as many rows as asked for, each of 42 fields, none empty" {
	run awk -v rows=2000 -v seed=7 -f "$script"
	assert_success
	assert_equal "${#lines[@]}" 2000
	run awk -F, 'NF != 42 || /,,/ || $42 !~ /^[a-z_]+\.$/' \
	    <<<"$output"
	assert_output ""
}

@test "sample: shares lie between 0 and 1, counts within their windows" {
	run bash -c "awk -v rows=5000 -v seed=3 -f '$script' | awk -F, '
		{ for (i = 25; i <= 41; i++)
			if (i != 32 && i != 33 && !(\$i >= 0 && \$i <= 1))
				print NR, i, \$i }
		\$23 < 1 || \$23 > 511 || \$24 < 1 || \$24 > 511 ||
		    \$32 > 255 || \$33 > 255 { print NR, \$23, \$24 }'"
	assert_output ""
}

@test "sample: another seed, other rows" {
	awk -v rows=500 -v seed=1 -f "$script" | sort -u >one
	awk -v rows=500 -v seed=2 -f "$script" | sort -u >two
	run comm -12 one two
	assert [ "${#lines[@]}" -lt 25 ]
}

@test "sample: every class it promises is in 20,000 rows" {
	run bash -c "awk -f '$script' | cut -d, -f42 | LC_ALL=C sort -u"
	assert_output "back.
buffer_overflow.
guess_passwd.
ipsweep.
neptune.
normal.
portsweep.
satan.
smurf.
teardrop.
warezclient."
}
