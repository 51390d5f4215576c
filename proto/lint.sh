#!/usr/bin/env bash
# Checks the contracts: buf's lint rules (STANDARD and COMMENTS), and that nothing breaks a client
# built against the recorded baseline. `lint.sh --record` takes the present contracts as the new
# baseline; do that only together with a reason in the commit message.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

buf_version=1.75.0
baseline=baseline/semlink-v1.binpb

if [[ -n "${BUF:-}" ]]; then
  buf=("$BUF")
elif command -v buf >/dev/null 2>&1 && [[ "$(buf --version 2>&1)" == "$buf_version" ]]; then
  buf=(buf)
elif command -v npx >/dev/null 2>&1; then
  buf=(npx --yes --package "@bufbuild/buf@$buf_version" buf)
else
  echo "lint.sh: needs buf $buf_version, or npm to fetch it" >&2
  exit 2
fi

"${buf[@]}" lint
if [[ "${1:-}" == --record ]]; then
  mkdir -p "$(dirname "$baseline")"
  "${buf[@]}" build --exclude-source-info -o "$baseline"
  echo "contracts: recorded as $baseline"
else
  "${buf[@]}" breaking --against "$baseline"
  echo "contracts: lint and breaking checks passed"
fi
