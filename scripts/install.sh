#!/usr/bin/env bash
# Makes .venv and installs the locked dependencies: `install.sh base` to run, `install.sh test` to run and test.
# A second run returns at once: a stamp holds the checksum of the lock files, of pyproject.toml and the place of the checkout.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly set_name="${1:?usage: install.sh base|test}"
readonly lock_file="requirements/${set_name}.txt"
here="$(pwd -P)"
readonly here
# pip keeps what it downloads inside the checkout too, unless the environment names another place.
export PIP_CACHE_DIR="${PIP_CACHE_DIR:-$here/.cache/pip}" PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
# A virtual environment does not look at the packages of the person who runs it.
export PYTHONNOUSERSITE=1
unset PYTHONHOME PYTHONPATH

wanted_stamp() { # $1: base or test
    printf '%s %s\n' "$here" "$(cat "requirements/$1.txt" pyproject.toml | cksum)"
}

is_current() { # $1: base or test
    [ -x .venv/bin/python ] && [ -f ".venv/.installed-$1" ] && [ "$(cat ".venv/.installed-$1")" = "$(wanted_stamp "$1")" ]
}

works() { # $1: an interpreter; a pyenv shim may exist for a version that does not
    "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

find_python() { # prints an interpreter that can make a virtual environment; 3.11 first, the lock was made on it
    local candidate without_venv=""
    for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3 python3.14 /usr/bin/python3; do
        works "$candidate" || continue
        if has_venv "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
        without_venv="$candidate"
    done
    if [ -n "$without_venv" ]; then
        cat >&2 <<MISSING
Il manque le module venv de ${without_venv} : sous Debian ou Ubuntu, « apt install python3-venv », puis recommencez.
(${without_venv} cannot make a virtual environment: on Debian or Ubuntu run: apt install python3-venv)
MISSING
    else
        cat >&2 <<'MISSING'
Il manque Python 3.11 ou plus récent (sous Debian ou Ubuntu : « apt install python3 python3-venv »).
S’il est ailleurs : « make run PYTHON=/chemin/vers/python3 ».
(Python 3.11 or newer was not found: install it, or name it with PYTHON=/path/to/python3)
MISSING
    fi
    return 1
}

make_venv() { # a checkout that moved needs new scripts: they hold its absolute path
    if [ -x .venv/bin/python ] && works .venv/bin/python && grep -qF "$here/.venv" .venv/bin/activate; then
        return 0
    fi
    local python
    python="$(find_python)"
    rm -rf .venv
    "$python" -m venv .venv
}

install() {
    echo "Installation des dépendances ($lock_file)…" >&2
    .venv/bin/python -m pip install --quiet --requirement "$lock_file"
    # setuptools comes with the lock, so the build needs no network and no second environment.
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
    wanted_stamp base >.venv/.installed-base
    if [ "$set_name" = test ]; then wanted_stamp test >.venv/.installed-test; fi
}

is_current "$set_name" && exit 0
mkdir -p .cache
if command -v flock >/dev/null 2>&1; then # two `make` in one checkout take turns
    exec 9>.cache/install.lock
    flock 9
    is_current "$set_name" && exit 0
fi
make_venv
install
