#!/usr/bin/env bash
# Makes certificates for a link that is encrypted on both ends.
set -euo pipefail

days=365
owner=65532:65532
key_mode=0600
folder=
services=(transmitter channel-sim receiver)

usage() {
  cat <<TEXT
Usage: make-certificates.sh [OPTIONS] FOLDER

Makes a certificate authority and, signed by it, a certificate for each service and one for
clients. Needs openssl 1.1.1 or newer. In FOLDER there will be

  ca/ca.pem, ca/ca.key        the authority; keep the key away from the services
  NAME/cert.pem, NAME/key.pem, NAME/ca.pem
                              for transmitter, channel-sim, receiver and client

A service's certificate holds for its name, its name in Kubernetes (NAME.semlink,
NAME.semlink.svc.cluster.local), localhost, 127.0.0.1 and ::1. Run again, it renews the
certificates with the same authority.

  --days N          how long the certificates last. Default: $days; the authority lasts ten times that
  --name DNS        further name of every service; may be repeated
  --owner UID:GID   owner of the services' keys, set if run as root. Default: $owner, as in the images
  --key-mode MODE   mode of the keys. Default: $key_mode
  -h, --help        show this
TEXT
}

fail() {
  echo "make-certificates: $*" >&2
  exit 1
}

names=()
while (($#)); do
  case "$1" in
    --days) days="${2:?--days needs a number}" && shift 2 ;;
    --name) names+=("${2:?--name needs a name}") && shift 2 ;;
    --owner) owner="${2:?--owner needs UID:GID}" && shift 2 ;;
    --key-mode) key_mode="${2:?--key-mode needs a mode}" && shift 2 ;;
    -h | --help) usage && exit 0 ;;
    -*) usage >&2 && exit 2 ;;
    *) [[ -z "$folder" ]] || { usage >&2 && exit 2; }
       folder="$1" && shift ;;
  esac
done
[[ -n "$folder" ]] || { usage >&2 && exit 2; }
[[ "$days" =~ ^[1-9][0-9]*$ ]] || fail "--days must be a number of days: $days"
command -v openssl >/dev/null || fail "there is no openssl"

umask 077
mkdir -p "$folder/ca"
chmod 0755 "$folder"

# openssl talks much; what it said is shown if it fails.
ssl() {
  local said
  said="$(openssl "$@" 2>&1)" || fail "openssl $1: $said"
}

new_key() {
  ssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

if [[ ! -f "$folder/ca/ca.key" ]]; then
  new_key "$folder/ca/ca.key"
  ssl req -x509 -new -key "$folder/ca/ca.key" -sha256 -days "$((10 * days))" -subj "/CN=Semlink CA" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -out "$folder/ca/ca.pem"
fi
chmod 0644 "$folder/ca/ca.pem"

# issue NAME USAGE [SUBJECT-ALTERNATIVE-NAMES]
issue() {
  local at="$folder/$1" work
  work="$(mktemp -d "$folder/.issue.XXXXXX")"
  mkdir -p "$at"
  new_key "$work/key.pem"
  ssl req -new -key "$work/key.pem" -subj "/CN=$1" -out "$work/request.pem"
  {
    echo "basicConstraints=critical,CA:FALSE"
    echo "keyUsage=critical,digitalSignature"
    echo "extendedKeyUsage=$2"
    [[ -z "${3:-}" ]] || echo "subjectAltName=$3"
  } >"$work/extensions"
  ssl x509 -req -in "$work/request.pem" -CA "$folder/ca/ca.pem" -CAkey "$folder/ca/ca.key" \
    -set_serial "0x$(openssl rand -hex 16)" -sha256 -days "$days" -extfile "$work/extensions" \
    -out "$work/cert.pem"
  cp "$folder/ca/ca.pem" "$work/ca.pem"
  chmod 0644 "$work/cert.pem" "$work/ca.pem"
  chmod "$key_mode" "$work/key.pem"
  chmod 0755 "$at"
  mv -f "$work"/{cert,key,ca}.pem "$at/"
  rm -r "$work"
}

for service in "${services[@]}"; do
  # Ends of the link are clients too: each shows its certificate to the next.
  san="DNS:$service,DNS:$service.semlink,DNS:$service.semlink.svc.cluster.local,DNS:localhost,IP:127.0.0.1,IP:::1"
  for name in ${names[@]+"${names[@]}"}; do
    san+=",DNS:$name"
  done
  issue "$service" serverAuth,clientAuth "$san"
  if ((EUID == 0)); then
    chown "$owner" "$folder/$service/key.pem"
  fi
done
issue client clientAuth

echo "make-certificates: made $folder, for $days days"
if ((EUID != 0)) && [[ "$key_mode" == 0600 ]]; then
  echo "make-certificates: the keys can be read by you alone; run the containers as you" \
    "(SEMLINK_USER=$(id -u):$(id -g)), or give the keys to $owner" >&2
fi
