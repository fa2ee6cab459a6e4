#!/usr/bin/env bash
# Alters the streams of the chain proofs' programs at random and checks that nothing false is accepted.
#   eng/chain-mutations.sh [RUNS [SEED]]     altered streams for each program (default 100000), the seed of the first; a tenth as many bundles
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Supercomputer.Bus.Tests -c Release --nologo -v quiet
SUPERCOMPUTER_BUNDLE_MUTATIONS="$((${1:-100000} / 10))" SUPERCOMPUTER_CHAIN_MUTATIONS="${1:-100000}" SUPERCOMPUTER_CHAIN_SEED="${2:-1}" \
  artifacts/bin/Supercomputer.Bus.Tests/release/Supercomputer.Bus.Tests -class "*.MutationTests" -class "*.GraphMutationTests" -class "*.BundleTests" -showliveoutput
