#!/bin/sh
# Make a virtual environment that has pip: sh tools/venv.sh FOLDER [PYTHON]. One that is there and fits is kept.
set -eu
folder=$1
shift

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }

if fits "$folder/bin/python" && "$folder/bin/python" -m pip --version >/dev/null 2>&1; then exit 0; fi

[ $# -gt 0 ] || set -- python3 python3.13 python3.12 python3.11
python=
for candidate in "$@"; do
    if fits "$candidate"; then python=$candidate && break; fi
done
if [ -z "$python" ]; then
    echo "Digit Lab needs Python 3.11, 3.12 or 3.13. Received: none of $*." \
        "Install one, or name it: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi

rm -rf "$folder"
if "$python" -c 'import ensurepip' 2>/dev/null; then
    exec "$python" -m venv "$folder"
fi

# Debian keeps pip apart from Python. Its wheel package brings it, without root and without changing the system.
echo "This Python has no pip of its own: fetching Debian's."
wheels=$(mktemp -d)
trap 'rm -rf "$wheels"' EXIT
fetch() { (cd "$wheels" && apt-get -qq "$@" download python3-pip-whl && dpkg-deb -x python3-pip-whl_*.deb .) 2>&1; }
fetch_with_own_lists() {
    mkdir -p "$wheels/lists/partial" "$wheels/cache/archives/partial"
    set -- -o Dir::State::lists="$wheels/lists" -o Dir::Cache="$wheels/cache" -o APT::Sandbox::User="$(id -un)"
    apt-get -qq "$@" update && fetch "$@"
}
if ! fetch >/dev/null && ! fetch_with_own_lists; then
    echo "This Python cannot make virtual environments. Ask your administrator for: apt-get install python3-venv" >&2
    exit 1
fi
"$python" -m venv --without-pip "$folder"
pip=$(echo "$wheels"/usr/share/python-wheels/pip-*.whl)
"$folder/bin/python" "$pip/pip" install -q --no-index "$pip"
