#!/usr/bin/env bats
# What is handed out: the tarball, the Debian package, the container
#
# All of them are made of HEAD, in a clone.  CONTAINER names the program that
# builds and runs containers; otherwise it is podman or docker.

load ../helper

setup_file() {
	local tool

	export WORK=$BATS_FILE_TMPDIR WHY='' CONTAINER IMAGE=kdd-tools-test
	git clone -q "$root" "$WORK/src" 2>"$WORK/log" ||
	    WHY="no clone: $(tail -n 1 "$WORK/log")"
	for tool in podman docker; do
		[ -n "$CONTAINER" ] || ! command -v "$tool" >/dev/null ||
		    CONTAINER=$tool
	done
	awk -v rows=20000 -v seed=2 -f "$root/examples/sample.awk" |
	    cut -d, -f1-41 >"$WORK/rows"
	kdd-classify -q -m "$root/models/dos.kdt" "$WORK/rows" >"$WORK/alerts"
	[ "$(wc -l <"$WORK/alerts")" -gt 1000 ]
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	[ -z "$WHY" ] || skip "$WHY"
	# The make that runs this test is not the one under test.
	unset MAKEFLAGS MAKELEVEL CFLAGS
}

# unpack: the tarball, here
unpack() {
	make -s -C "$WORK/src" dist
	tar -xf "$WORK"/src/kdd-tools-*.tar.gz
}

# alerts COMMAND...: it writes the alerts that the programs under test write
alerts() {
	"$@" <"$WORK/rows" >out
	cmp out "$WORK/alerts"
}

@test "packages: the tarball is what git tracks, and the same each time" {
	unpack
	(cd kdd-tools-*/ && find . -type f | sed 's,^\./,,' | sort) >got
	git -C "$WORK/src" ls-files | sort | diff - got
	cp "$WORK"/src/kdd-tools-*.tar.gz first.tar.gz
	git clone -q "$WORK/src" again
	git -C again config tar.umask 0077
	(umask 077 && sleep 1 && make -s -C again dist)
	cmp first.tar.gz again/kdd-tools-*.tar.gz
}

@test "packages: the tarball says what it leaves out" {
	git clone -q "$WORK/src" dirty
	run make -s -C dirty dist
	assert_output ''
	echo >>dirty/README.md
	run make -s -C dirty dist
	assert_output 'dist: what is not committed is not in it'
}

@test "packages: the tarball builds, without git" {
	unpack
	cd kdd-tools-*/
	sh test/packages.sh build
	make -s -j "$(nproc)"
	alerts build/kdd-classify -q -m models/dos.kdt
	make -s DESTDIR="$PWD/at" PREFIX=/usr install
	alerts at/usr/bin/kdd-classify -q -m at/usr/share/kdd-tools/dos.kdt
}

@test "packages: a Debian package, of which lintian has nothing to say" {
	local tool version

	for tool in dpkg-buildpackage dh lintian; do
		command -v "$tool" || skip "no $tool"
	done
	make -C "$WORK/src" deb >log 2>&1 || fail "$(tail -n 20 log)"
	cd "$WORK/src/build/deb"
	run lintian --fail-on error,warning ./*.changes
	assert_success
	refute_output --regexp '(^|
)[EW]: '
	version=$(dpkg-parsechangelog -l "$root/debian/changelog" -S Version)
	[ "kdd-train $version" = "$(kdd-train -V)" ]
	echo "# $(stat -c '%n %s bytes,' kdd-tools*_*.deb | tr '\n' ' ')" >&3
}

@test "packages: it was built with the flags of Debian" {
	[ -e "$WORK/src/build/deb" ] || skip "no package"
	cd "$WORK"/src/build/deb/kdd-tools-*/
	readelf -d build/kdd-train | grep -w BIND_NOW
	readelf -s build/kdd-train | grep -w __stack_chk_fail
	readelf -s build/kdd-train | grep __printf_chk
}

@test "packages: unpacked, its programs run and find what is shipped" {
	local program

	[ -e "$WORK/src/build/deb" ] || skip "no package"
	for program in tools tools-kafka; do
		dpkg-deb -x "$WORK/src/build/deb/kdd-${program}"_*.deb .
	done
	for program in "$root"/man/kdd-*.1; do
		program=${program##*/}
		program=${program%.1}
		usr/bin/"$program" -h
		[ -e "usr/share/man/man1/$program.1.gz" ]
		[ -e "usr/share/bash-completion/completions/$program" ]
	done
	alerts usr/bin/kdd-classify -q -m usr/share/kdd-tools/dos.kdt
	awk -v rows=20000 -v seed=2 -f usr/share/doc/kdd-tools/examples/sample.awk |
	    cut -d, -f1-41 | cmp - "$WORK/rows"
	[ "$(find usr/share/doc/kdd-tools -name 'README.md*' \
	    ! -path '*/examples/*' | wc -l)" -eq 2 ]
}

container() {
	"$CONTAINER" run --rm -i --read-only --network none --cap-drop all \
	    "$IMAGE" "$@"
}

size() {
	"$CONTAINER" image inspect -f '{{.Size}}' "$1"
}

@test "packages: a container without rights gives the alerts of the host" {
	local base=debian:bookworm-slim over

	[ -n "$CONTAINER" ] || skip "neither podman nor docker (set CONTAINER)"
	timeout 60 "$CONTAINER" run --rm "$base" true >log 2>&1 ||
	    skip "$CONTAINER does not run $base: $(tail -n 1 log)"
	"$CONTAINER" build -t "$IMAGE" "$WORK/src" >log 2>&1 ||
	    fail "$(tail -n 20 log)"
	over=$((($(size "$IMAGE") - $(size "$base")) / 1000))
	echo "# image: $over kB over $base" >&3
	[ "$over" -lt 30000 ]
	alerts container kdd-classify -q -m /usr/share/kdd-tools/dos.kdt
	run container sh -c 'id -u; touch /usr/x'
	assert_failure
	assert_line 65534
	run container
	assert_output --partial 'usage: kdd-classify'
}

teardown_file() {
	[ -z "$CONTAINER" ] || "$CONTAINER" rmi "$IMAGE" >/dev/null 2>&1 || true
}
