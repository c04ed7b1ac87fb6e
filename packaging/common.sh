# What run.sh and test.sh share. Sourced, POSIX sh; ${project} is the checkout.

# What Qt and PortAudio need from the system; everything else comes as wheels.
RUNTIME_PACKAGES="libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4
libxcb-keysyms1 libxcb-shape0 libdbus-1-3 libportaudio2"

say() {
    printf '%s\n' "$*" >&2
}

# debian_packages NAME...: install those that are missing. Never fails: a desktop has most of them anyway.
debian_packages() {
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=
    for package; do
        dpkg-query -W -f '${Status}\n' "${package}" 2>/dev/null | grep -q ' ok installed' ||
            missing="${missing} ${package}"
    done
    [ -n "${missing}" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root="env"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "These Debian packages are missing and need an administrator:${missing}"
        return 0
    fi
    say "Installing Debian packages:${missing}"
    ${as_root} apt-get update -q >&2 || say "apt-get update failed; going on with the lists there are."
    # shellcheck disable=SC2086  # a list of names
    debian_install ${missing} && return 0
    # One unknown name (another release) must not keep the others away.
    for package in ${missing}; do
        debian_install "${package}" || say "Could not install the Debian package ${package}; going on without."
    done
}

debian_install() {
    ${as_root} env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "$@" >&2
}

# Sets ${python} to a Python that is new enough and can make virtual environments.
find_python() {
    command -v python3 >/dev/null 2>&1 || debian_packages python3
    for python in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
        command -v "${python}" >/dev/null 2>&1 || continue
        "${python}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        "${python}" -c 'import ensurepip, venv' 2>/dev/null && return 0
        debian_packages python3-venv
        "${python}" -c 'import ensurepip, venv' 2>/dev/null && return 0
    done
    say "ALM Studio needs Python 3.11 or newer with its venv module. Install it, or set PYTHON to its path."
    exit 1
}

# install_program EXTRA: .venv with the program and an extra, when pyproject.toml changed since the last time.
# Sets ${python} to the environment's.
install_program() {
    environment=${project}/.venv
    stamp="$(cksum <"${project}/pyproject.toml") ${project}"
    for extra in "$1" test; do # the extra "test" includes "offline"
        [ "$(cat "${environment}/.installed-${extra}" 2>/dev/null)" = "${stamp}" ] || continue
        python=${environment}/bin/python
        "${python}" -c '' 2>/dev/null && return 0
    done
    find_python
    say "Installing ALM Studio into ${environment}; the first time takes some minutes."
    "${python}" -m venv "${environment}"
    python=${environment}/bin/python
    pip_install "${project}[$1]" || {
        [ "$1" = offline ] || exit 1
        say "The offline model could not be installed; a model will be downloaded when it is needed."
        pip_install "${project}"
    }
    printf '%s' "${stamp}" >"${environment}/.installed-$1"
}

pip_install() {
    "${python}" -m pip install --quiet --disable-pip-version-check --editable "$1" >&2
}
