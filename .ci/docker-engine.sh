#!/usr/bin/env bash
# Sees to it that a Docker engine answers: does nothing where one does, otherwise installs Debian's
# docker.io and iptables where they are missing and starts dockerd. Needs root for that.
set -euo pipefail

fail() {
  echo "docker-engine: $*" >&2
  exit 1
}

answers() {
  docker info >/dev/null 2>&1
}

if answers; then
  echo "docker-engine: $(docker version --format '{{.Server.Version}}') answers"
  exit 0
fi
((EUID == 0)) || fail "no engine answers, and starting one needs root"

packages=()
command -v dockerd >/dev/null || packages+=(docker.io)
command -v iptables >/dev/null || packages+=(iptables)
if ((${#packages[@]})); then
  command -v apt-get >/dev/null || fail "no engine answers, and only Debian's packages are known here"
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"
fi

# The package's own start may have been enough.
log="${TMPDIR:-/tmp}/dockerd.log"
if ! answers; then
  if [[ -d /run/systemd/system ]]; then
    systemctl start docker || fail "systemd could not start docker: journalctl -u docker"
  else
    setsid dockerd >"$log" 2>&1 </dev/null &
  fi
fi

for _ in $(seq 60); do
  if answers; then
    echo "docker-engine: $(docker version --format '{{.Server.Version}}') started"
    exit 0
  fi
  sleep 1
done
[[ ! -f "$log" ]] || tail -n 5 "$log" >&2
fail "dockerd did not answer within a minute"
