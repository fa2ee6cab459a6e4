#!/usr/bin/env bash
# Proves and verifies every assertion of a return or a trap of the WebAssembly 2.0 suite, SIMD included, many to a proof; what is not is counted apart by name.
# SPEC_SECURITY=100 proves at 100 bits, else 128.
# Needs SUPERCOMPUTER_VECTORS (default ../shared/vectors). The last line says "N proved, 0 failed".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 SPEC_PROOFS=all
dotnet build -c Release --nologo -v quiet tests/Supercomputer.Machine.Tests || exit 1
log=$(mktemp)
artifacts/bin/Supercomputer.Machine.Tests/release/Supercomputer.Machine.Tests -noLogo -noColor -showLiveOutput \
    -class Supercomputer.Machine.SpecProofs.SpecProofTests | tee "$log" | sed -n 's/.*\[OUTPUT\] //p; /\[FAIL\]/,$p'
code=${PIPESTATUS[0]}
grep -o 'specification suite through prove and verify.*' "$log" | tail -1
rm -f "$log"
exit "$code"
