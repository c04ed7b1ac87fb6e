#!/bin/sh
# sh packaging/run.sh [MEDIA]
#
# Installs what is missing, then opens the window on MEDIA, or on the bundled sample. Without a display it
# writes captions beside the media and prints them.
set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "${project}/packaging/common.sh"

sample=${project}/resources/sample/welcome.mp4
media=${1:-${sample}}
case ${media} in -*) media=./${media} ;; esac # a name, not an option
if [ ! -r "${media}" ]; then
    say "${media} cannot be read. Check the path."
    exit 3
fi

# shellcheck disable=SC2086  # a list of names
debian_packages ${RUNTIME_PACKAGES}
install_program offline

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]; then
    exec "${python}" -m alm_studio "${media}"
fi

if [ "${media}" = "${sample}" ]; then # its captions stay out of the project's own files
    folder=${project}/build/sample
    rm -rf "${folder}"
    mkdir -p "${folder}"
else
    folder=$(dirname -- "${media}")
fi
[ -w "${folder}" ] || folder=.

scratch=$(mktemp -d)
trap 'rm -rf "${scratch}"' EXIT
trap 'exit 130' INT TERM
"${python}" -m alm_studio transcribe "${media}" -o "${scratch}" -f srt >&2
for captions in "${scratch}"/*.srt; do
    name=$(basename -- "${captions}" .srt)
    target=${folder}/${name}.srt
    # Captions that somebody made are never replaced; those of an earlier run are.
    if [ -e "${target}" ] && ! cmp -s "${captions}" "${target}"; then
        target=${folder}/${name}.alm-studio.srt
    fi
    cp "${captions}" "${target}"
    cat "${captions}"
    say "Written to ${target}"
done
