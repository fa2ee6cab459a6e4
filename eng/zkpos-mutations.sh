#!/usr/bin/env bash
# So many altered light client updates, judged by the zkPoS guest and by the light client: usage: eng/zkpos-mutations.sh [COUNT]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Supercomputer.Bus.Tests -c Release --nologo -v quiet
SUPERCOMPUTER_ZKPOS_MUTATIONS=${1:-5000} artifacts/bin/Supercomputer.Bus.Tests/release/Supercomputer.Bus.Tests -class "*ZkPosMutationTests" -showLiveOutput
