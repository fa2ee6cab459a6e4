#!/usr/bin/env bash
# The long form of the soundness tests, of which eng/check.sh runs a sample:
#   every byte of a proof flipped twice and every truncation (about ten minutes on two cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
command -v dotnet >/dev/null || { echo "soundness: the .NET SDK 10 is needed and 'dotnet' is not on PATH" >&2; exit 2; }
dotnet build tests/Supercomputer.Machine.Tests -c Release --nologo -v quiet
SUPERCOMPUTER_EVERY_BYTE=1 artifacts/bin/Supercomputer.Machine.Tests/release/Supercomputer.Machine.Tests -noLogo -noColor \
    -class Supercomputer.Machine.Tests.Proving.AlteredBytesTests
