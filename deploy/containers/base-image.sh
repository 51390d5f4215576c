#!/usr/bin/env bash
# Makes a base image for Semlink's images without any image registry.
set -euo pipefail

name=semlink-base:bookworm
suite=bookworm
mirror=
force=

usage() {
  cat <<TEXT
Usage: base-image.sh [OPTIONS]

Makes a base image from Debian's packages: a minimal system with a headless Java 17 runtime.
Does nothing if the image exists. Needs root, debootstrap and a Docker engine; takes a minute or
two and 500 MB in TMPDIR (${TMPDIR:-/tmp}), which are removed at the end.

  --name IMAGE    what to call it. Default: $name
  --mirror URL    Debian mirror. Default: debootstrap's
  --force         make it anew although it exists, for instance to take in security updates
  -h, --help      show this
TEXT
}

fail() {
  echo "base-image: $*" >&2
  exit 1
}

while (($#)); do
  case "$1" in
    --name) name="${2:?--name needs an image}" && shift 2 ;;
    --mirror) mirror="${2:?--mirror needs a URL}" && shift 2 ;;
    --force) force=1 && shift ;;
    -h | --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
done

docker info >/dev/null 2>&1 || fail "no Docker engine answers"
if [[ -z "$force" ]] && docker image inspect "$name" >/dev/null 2>&1; then
  echo "base-image: $name exists"
  exit 0
fi
((EUID == 0)) || fail "debootstrap needs root"
command -v debootstrap >/dev/null || fail "there is no debootstrap: apt-get install debootstrap"

work="$(mktemp -d "${TMPDIR:-/tmp}/semlink-base.XXXXXX")"
trap 'rm -rf "$work"' EXIT
log="$work/debootstrap.log"
# libstdc++ comes with Java; ca-certificates is what Java's own list is made from.
debootstrap --variant=minbase --include=ca-certificates,openjdk-17-jre-headless \
  "$suite" "$work/root" ${mirror:+"$mirror"} >"$log" 2>&1 ||
  fail "debootstrap failed: $(tail -n 3 "$log" | tr '\n' ' ')"

tar -C "$work/root" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./var/log/*' \
  --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' -c . |
  docker import --change 'ENV LANG=C.UTF-8' --change 'CMD ["/bin/sh"]' - "$name" >/dev/null
echo "base-image: made $name"
