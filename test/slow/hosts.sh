#!/bin/sh
# hosts.sh - hosts for tests, on this one: sshd in namespaces
#
#	sh hosts.sh up DIR N PATH	N hosts, h1, h2, ...
#	sh hosts.sh enter DIR COMMAND ...	run it where they can be reached
#	sh hosts.sh kill DIR HOST	the host dies, with all its processes
#	sh hosts.sh down DIR		all of them
#
# Each host has a network, a name, a /run and processes of its own, and the
# files of this machine; its commands are found by PATH.  A cable (veth) goes
# from each to the namespace of "enter", and nowhere else.  Keys and all that
# ssh needs are made in DIR: DIR/config is for ssh -F.
#
# Needs root, sshd, ip, unshare and nsenter.
set -eu
net=10.77	# host 3 is 10.77.3.2, and its other end 10.77.3.1

# The first process of the namespaces that unshare $1 has made.
first()
{
	n=0
	until pgrep -P "$1"; do
		n=$((n + 1))
		[ "$n" -lt 100 ]
		sleep 0.05
	done
}

# SHLVL: of the user's own .bashrc nothing is read.
sshd_config()
{
	cat <<-END
	HostKey $dir/hostkey
	AuthorizedKeysFile $dir/key.pub
	PidFile none
	StrictModes no
	UsePAM no
	PasswordAuthentication no
	PermitRootLogin prohibit-password
	MaxStartups 100
	SetEnv PATH=$1 SHLVL=2
	END
}

client_config()
{
	for i in $(seq "$1"); do
		printf 'Host h%s\n\tHostname %s.%s.2\n' "$i" "$net" "$i"
	done
	cat <<-END
	Host *
		User root
		IdentityFile $dir/key
		IdentitiesOnly yes
		BatchMode yes
		HostKeyAlias kdd
		UserKnownHostsFile $dir/known
	END
}

# Process 1 of host $1, once its end of the cable is there.
host()
{
	hostname "h$1"
	mount -t tmpfs none /run
	mkdir /run/sshd
	until ip address add "$net.$1.2/30" dev eth0 2>/dev/null; do
		sleep 0.05
	done
	ip link set lo up
	ip link set eth0 up
	exec "$(command -v sshd)" -D -e -f "$dir/sshd_config"
}

# Start host $1.  Its cable's near end belongs to the namespace of "enter".
start()
{
	setsid unshare -n -u -m -p -f --kill-child --mount-proc \
	    sh "$0" host "$dir" "$1" >"$dir/log.h$1" 2>&1 </dev/null &
	first $! >"$dir/h$1"
	ip link add "h$1" netns "$(cat "$dir/net")" type veth \
	    peer name eth0 netns "$(cat "$dir/h$1")"
	enter ip address add "$net.$1.1/30" dev "h$1"
	enter ip link set "h$1" up
}

enter()
{
	nsenter -t "$(cat "$dir/net")" -n "$@"
}

wait_for()
{
	n=0
	until enter ssh -F "$dir/config" "$1" true 2>"$dir/log.ssh"; do
		n=$((n + 1))
		[ "$n" -lt 100 ] || { cat "$dir/log.ssh" "$dir/log.$1" >&2
		    exit 1; }
		sleep 0.1
	done
}

up()
{
	mkdir -p "$dir"
	ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
	ssh-keygen -q -t ed25519 -N '' -f "$dir/hostkey"
	sed 's/^/kdd /' "$dir/hostkey.pub" >"$dir/known"
	sshd_config "$2" >"$dir/sshd_config"
	client_config "$1" >"$dir/config"
	setsid unshare -n -f --kill-child sleep infinity >/dev/null 2>&1 \
	    </dev/null &
	first $! >"$dir/net"
	for i in $(seq "$1"); do
		start "$i"
	done
	for i in $(seq "$1"); do
		wait_for "h$i"
	done
}

[ $# -ge 2 ] || { sed -n '/^#	sh hosts/s/^#	//p' "$0" >&2; exit 2; }
verb=$1 dir=$(realpath -m "$2")
shift 2
case $verb in
up) up "$1" "$2" ;;
enter) enter "$@" ;;
kill) kill -9 "$(cat "$dir/$1")" ;;
down)
	for first in "$dir/net" "$dir"/h[0-9]*; do
		kill -9 "$(cat "$first")" 2>/dev/null || :
	done
	;;
host) host "$1" ;;
*) echo "hosts.sh: no verb $verb" >&2; exit 2 ;;
esac
