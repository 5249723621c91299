#!/bin/sh
# eve_schema.sh - get Suricata's JSON schema of EVE
#
#	sh test/slow/eve_schema.sh file
#
# No binary package has it, but the source of Suricata 8 does: it is taken
# from Debian's unstable suite, from where this machine gets its packages, in
# lists of its own.  Does nothing if the file is there.
set -eu
[ ! -s "$1" ] || exit 0
to=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
mkdir parts lists cache
for f in /etc/apt/sources.list.d/*.sources; do
	[ ! -e "$f" ] || awk -v RS= -v ORS='\n\n' '
	    /URIs:[^\n]*\/debian\/?(\n|$)/ && !n++' "$f" | sed \
	    's/^Types:.*/Types: deb-src/; s/^Suites:.*/Suites: sid/' \
	    >"parts/$(basename "$f")"
done
[ ! -e /etc/apt/sources.list ] || sed -n \
    's,^deb \(\[[^]]*\] \)*\([^ ]*/debian/*\) .*,deb-src \1\2 sid main,p' \
    /etc/apt/sources.list | head -n 1 >parts/main.list

apt()
{
	tool=$1
	shift
	"apt-$tool" -q -o Dir::Etc::SourceParts="$tmp/parts" \
	    -o Dir::Etc::SourceList=/dev/null -o Dir::Cache="$tmp/cache" \
	    -o Dir::State::Lists="$tmp/lists" -o APT::Sandbox::User= \
	    "$@"
}

apt get update >&2
apt cache showsrc suricata | sed -n 's/^Version: //p' | sort -ruV |
    while read -r version; do
	apt get source --download-only --tar-only "suricata=$version" >&2 ||
	    continue
	for tar in suricata_*.orig.tar.*z; do
		tar -xOf "$tar" --wildcards '*/etc/schema.json' \
		    >schema.json 2>/dev/null || continue
		mv schema.json "$to"
		exit
	done
	rm -f suricata_*
    done
[ -s "$to" ]
