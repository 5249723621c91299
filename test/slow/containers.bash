# containers.bash - what tests of containers share; load it behind ../helper
#
# CONTAINER names the program that builds and runs containers: otherwise it is
# podman or docker.  Images are made of the working tree.

base=debian:bookworm-slim
export BUILDAH_FORMAT=docker	# podman's own drops health checks

# Set CONTAINER, or say in WHY why there can be no containers.
find_container() {
	local tool

	export CONTAINER
	for tool in podman docker; do
		[ -n "$CONTAINER" ] || ! command -v "$tool" >/dev/null ||
		    CONTAINER=$tool
	done
	if [ -z "$CONTAINER" ]; then
		WHY="neither podman nor docker (set CONTAINER)"
	elif ! timeout 60 "$CONTAINER" run --rm "$base" true \
	    >container.log 2>&1; then
		WHY="$CONTAINER does not run $base: $(tail -n 1 container.log)"
	fi
}

# build IMAGE [ARG...]: from the tree
build() {
	"$CONTAINER" build -t "$@" "$root" >build.log 2>&1 ||
	    fail "$(tail -n 20 build.log)"
}
