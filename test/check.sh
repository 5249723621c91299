#!/bin/sh
# check.sh - all tests, from a bare machine: install what is missing, then
# run make check.  Arguments go to make; the status is make's.
set -eu
cd "$(dirname "$0")/.."
sh test/packages.sh build test
exec make "$@" check
