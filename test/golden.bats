#!/usr/bin/env bats
# outputs that must not change unseen: make golden writes them anew

load helper

@test "golden: every output is byte for byte what test/golden holds" {
	sh "$root/test/golden.sh" "$PWD"
	run diff -r "$root/test/golden" .
	assert_success
}
