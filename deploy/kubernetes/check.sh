#!/usr/bin/env bash
# Builds the manifests and checks them, without a cluster: against the published schemas of several
# releases of Kubernetes, strictly, and against each other and our sources.
#
# Needs kustomize 5 (or kubectl 1.27 or newer, which has it built in) and, for Python,
# kubernetes-validate and PyYAML:
#
#   go install sigs.k8s.io/kustomize/kustomize/v5@v5.0.3
#   pip install -r deploy/kubernetes/requirements.txt
#
#   KUSTOMIZE   the command that builds; kustomize, or else kubectl kustomize
#   PYTHON      the Python that has the two packages; python3
set -euo pipefail

here="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)"
python="${PYTHON:-python3}"
# The first with native gRPC probes for all, and the newest the schemas are known of.
releases=(1.27 1.37)

fail() {
  echo "check: $*" >&2
  exit 1
}

if [[ -n "${KUSTOMIZE:-}" ]]; then
  read -ra build <<<"$KUSTOMIZE"
elif command -v kustomize >/dev/null; then
  build=(kustomize build)
elif command -v kubectl >/dev/null; then
  build=(kubectl kustomize)
else
  fail "there is neither kustomize nor kubectl"
fi
"$python" -c 'import kubernetes_validate, yaml' 2>/dev/null ||
  fail "$python has no kubernetes-validate: pip install -r deploy/kubernetes/requirements.txt"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
for folder in "$here"/base "$here"/overlays/*; do
  name="$(basename "$folder")"
  "${build[@]}" "$folder" >"$work/$name.yaml" || fail "$name does not build"
  for release in "${releases[@]}"; do
    "$python" -m kubernetes_validate --strict --quiet -k "$release" "$work/$name.yaml" ||
      fail "$name is not valid for Kubernetes $release"
  done
  "$python" "$here/check.py" "$work/$name.yaml" || fail "$name does not fit together"
  echo "check: $name: $(grep -c '^kind:' "$work/$name.yaml") objects"
done
