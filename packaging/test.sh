#!/bin/sh
# sh packaging/test.sh [PYTEST ARGUMENT...]
#
# Installs the test extras and runs every check; stops at the first that fails.
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "${project}/packaging/common.sh"
cd "${project}"

# A screen and a sound system that need no hardware; the tools to drive them; a dictionary.
TEST_PACKAGES="xvfb xauth pulseaudio pulseaudio-utils libasound2-plugins libenchant-2-2 hunspell-en-us"

# shellcheck disable=SC2086  # lists of names
debian_packages ${RUNTIME_PACKAGES} ${TEST_PACKAGES}
install_program test
bin=$(dirname -- "${python}")

say "== ruff"
"${bin}/ruff" check .
"${bin}/ruff" format --check .
say "== mypy"
"${bin}/mypy"
say "== import-linter"
"${bin}/lint-imports"
say "== pytest"
if [ -z "${DISPLAY:-}" ] && command -v xvfb-run >/dev/null 2>&1; then
    xvfb-run -a -s "-screen 0 1600x1000x24" "${python}" -m pytest "$@"
else
    "${python}" -m pytest "$@"
fi
