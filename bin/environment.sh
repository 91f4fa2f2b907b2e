# The project's Python environment: sourced by the other commands here, not run by itself.
# Needs bash and Python 3.11 to 3.13. Works from any folder; speaks on standard error only.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  echo "$*" >&2
  exit 1
}

is_fitting_python() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 python; do
    if is_fitting_python "$name"; then
      echo "$name"
      return
    fi
  done
  fail "Duly needs Python 3.11, 3.12 or 3.13, and none was found.
  Debian:  sudo apt-get install python3 python3-venv
  Fedora:  sudo dnf install python3.13
  macOS:   brew install python@3.13"
}

make_venv() {
  local python
  python=$(find_python)
  rm -rf .venv
  if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    "$python" -m venv .venv
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --without-pip .venv
    "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check pip
  else
    install_venv_package "$python"
    "$python" -m venv .venv
  fi
}

# Debian ships Python without venv's other half.
install_venv_package() {
  local package sudo=""
  package="python$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  if command -v apt-get >/dev/null && { [ -z "$sudo" ] || sudo -n true 2>/dev/null; }; then
    echo "Installing $package ..." >&2
    if $sudo apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -qq -y "$package" >&2; then
      return
    fi
  fi
  fail "This Python cannot make an environment. On Debian type: sudo apt-get install $package"
}

# ensure_environment FILE: .venv holds exactly what the lock file FILE names (wheels only, each with its hash).
# A copy of the file marks a finished installation, so the next start skips it.
ensure_environment() {
  local lock=$1
  if [ -x .venv/bin/python ] && is_fitting_python .venv/bin/python; then
    if cmp -s "$lock" ".venv/installed-$lock"; then
      return
    fi
  else
    make_venv
  fi
  echo "Installing the packages of $lock into .venv ..." >&2
  # The lock file is complete (--no-deps); modules are compiled when first imported, most never are (--no-compile).
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps --no-compile \
    --require-hashes --only-binary :all: --requirement "$lock" >&2
  if [ "$lock" = requirements-dev.txt ]; then
    cp requirements.txt .venv/installed-requirements.txt # the longer file holds all of the shorter one
  fi
  cp "$lock" ".venv/installed-$lock"
}
