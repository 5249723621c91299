#!/bin/sh
# packages.sh - install what is missing: the one list of Debian packages
#
#	sh test/packages.sh group ...
#
# Groups: build (to make the programs), test (make check), lint, slow (make
# check-data), deb (make deb), pictures (make pictures), xz (to read .xz files
# in the demo).  Touches nothing when nothing is missing.
# Needs root, or sudo; otherwise it prints the command to run and fails.
set -eu

# Can the compiler include this header?
header()
{
	printf '#include <%s>\n' "$1" | ${CC:-cc} -E - >/dev/null 2>&1
}

# A line for each package: its group, its name, and how to see it is there.
packages()
{
	cat <<-'END'
	build gcc          command -v ${CC:-cc}
	build libc6-dev    header stdio.h
	build make         command -v make
	build libcsv-dev   header csv.h
	build libmd-dev    header sha256.h
	build libyajl-dev  header yajl/yajl_parse.h
	test  bats         command -v bats
	test  bats-support test -e /usr/lib/bats/bats-support/load.bash
	test  bats-assert  test -e /usr/lib/bats/bats-assert/load.bash
	test  mandoc       command -v mandoc
	test  python3      command -v python3
	test  python3-jsonschema python3 -c 'import jsonschema'
	test  graphviz     command -v dot
	test  parallel     parallel --version
	test  locales      test -e /usr/share/i18n/locales/tr_TR
	lint  clang        command -v clang
	lint  shellcheck   command -v shellcheck
	lint  mandoc       command -v mandoc
	lint  librdkafka-dev header librdkafka/rdkafka.h
	slow  xz-utils     command -v xz
	slow  clang        command -v clang
	slow  python3      command -v python3
	slow  python3-venv python3 -c 'import ensurepip'
	targets gawk       command -v gawk
	targets mawk       command -v mawk
	targets busybox    command -v busybox
	targets clang      command -v clang
	targets g++        command -v g++
	targets postgresql find /usr/lib/postgresql -name initdb | grep -q .
	targets python3-venv python3 -c 'import ensurepip'
	kafka librdkafka-dev header librdkafka/rdkafka.h
	kafka kcat         command -v kcat
	broker openjdk-17-jre-headless command -v java
	broker maven       command -v mvn
	broker kcat        command -v kcat
	storm openjdk-17-jdk-headless command -v javac
	storm maven        command -v mvn
	storm kcat         command -v kcat
	storm iproute2     command -v ip
	storm procps       command -v pgrep
	parallel parallel  parallel --version
	parallel openssh-server command -v sshd
	parallel openssh-client command -v ssh
	parallel iproute2  command -v ip
	parallel procps    command -v pgrep
	parallel rsync     command -v rsync
	containers podman  command -v podman
	containers podman-compose command -v podman-compose
	containers netavark test -e /usr/lib/podman/netavark
	containers aardvark-dns test -e /usr/lib/podman/aardvark-dns
	containers iptables command -v iptables
	fuzz  clang        command -v clang
	fuzz  libclang-rt-14-dev ls /usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a
	deb   git          command -v git
	deb   dpkg-dev     command -v dpkg-buildpackage
	deb   build-essential dpkg-query -W build-essential
	deb   debhelper    command -v dh
	deb   lintian      command -v lintian
	deb   librdkafka-dev header librdkafka/rdkafka.h
	bench util-linux   command -v taskset
	bench xz-utils     command -v xz
	bench gawk         command -v gawk
	bench mawk         command -v mawk
	bench miller       command -v mlr
	bench pv           command -v pv
	bench tcpreplay    command -v tcpreplay
	bench python3      command -v python3
	bench python3-venv python3 -c 'import ensurepip'
	pictures gnuplot-nox command -v gnuplot
	pictures graphviz  command -v dot
	pictures fonts-liberation2 fc-match Helvetica | grep -q Liberation
	pictures xz-utils  command -v xz
	xz    xz-utils     command -v xz
	END
}

# The packages of these groups that are not there.
missing()
{
	packages | while read -r group name check; do
		case " $* " in
		*" $group "*) eval "$check" >/dev/null 2>&1 || echo "$name" ;;
		esac
	done
}

want=$(missing "$@" | tr '\n' ' ')
want=${want% }
[ -n "$want" ] || exit 0

get="apt-get install -y --no-install-recommends $want"
refuse()
{
	echo "packages.sh: $1: $want" >&2
	echo "packages.sh: as root, run: apt-get update && $get" >&2
	exit 1
}

if [ "$(id -u)" -eq 0 ]; then
	as_root='sh -c'
elif command -v sudo >/dev/null; then
	as_root='sudo sh -c'
else
	refuse "neither root nor sudo here; missing"
fi
command -v apt-get >/dev/null || refuse "no apt-get here; missing"
echo "packages.sh: installing $want" >&2
$as_root "export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
	apt-get update -qq && $get -qq" >/dev/null || refuse "not installed"

want=$(missing "$@" | tr '\n' ' ')
want=${want% }
[ -z "$want" ] || refuse "installed, but not found"
