#!/bin/sh
# As root on Debian: installs the packages named, without making a database cluster or starting a service.
set -eu

cluster=/etc/postgresql-common/createcluster.d/duly-tests.conf
policy=/usr/sbin/policy-rc.d
ours=""

cleanup() {
  rm -f "$cluster"
  [ -z "$ours" ] || rm -f "$policy"
}
trap cleanup EXIT

mkdir -p "$(dirname "$cluster")"
echo "create_main_cluster = false" >"$cluster"
if [ ! -e "$policy" ]; then
  ours=yes
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "$@" >/dev/null
