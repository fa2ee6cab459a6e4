#!/usr/bin/env bash
# Differential testing: generated and altered modules, V8 against validator and interpreter, the register machine against the interpreter.
# Usage: eng/differential.sh [COUNT] [SEED]; 20000 modules of seed 1 without. The same count and seed give the same modules.
# Needs node (20) and wasm-opt (binaryen). Writes artifacts/differential/report.json, and each module that disagrees to disagreements/
# beside it. The last line says "N modules, M calls, 0 disagreements".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DIFFERENTIAL_COUNT=${1:-20000} DIFFERENTIAL_SEED=${2:-1}
for tool in dotnet node wasm-opt; do
    command -v "$tool" >/dev/null || { echo "differential: '$tool' is not on PATH" >&2; exit 2; }
done
[[ $DIFFERENTIAL_COUNT =~ ^[1-9][0-9]*$ && $DIFFERENTIAL_SEED =~ ^[0-9]+$ ]] || { echo "differential: expected [COUNT] [SEED], two numbers" >&2; exit 2; }
dotnet build -c Release --nologo -v quiet tests/Supercomputer.Machine.Tests || exit 1
log=$(mktemp)
artifacts/bin/Supercomputer.Machine.Tests/release/Supercomputer.Machine.Tests -noLogo -noColor -showLiveOutput \
    -method Supercomputer.Machine.Tests.Differential.DifferentialTests.All_agree_in_a_long_run | tee "$log" | sed -un 's/.*\[OUTPUT\] //p; /\[FAIL\]/,$p'
code=${PIPESTATUS[0]}
grep -oE '[0-9]+ modules, [0-9]+ calls, [0-9]+ disagreements' "$log" | tail -1
rm -f "$log"
exit "$code"
