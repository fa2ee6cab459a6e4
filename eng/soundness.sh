#!/usr/bin/env bash
# The long form of the soundness tests, of which eng/check.sh runs a sample. Usage: eng/soundness.sh [PART...]; all parts without one.
# Each part is a test class that writes artifacts/soundness/parts/PART.json; they are joined to artifacts/soundness/report.json.
# A part that fails leaves no counts, and the exit code is 1. SUPERCOMPUTER_CHIPS=A,B limits
# constraint-mutants, cell-mutations and determinism to those chips, SUPERCOMPUTER_MUTANTS=WORDS the first to mutants ("Deleted: send Bytes 7")
# that contain the words, SUPERCOMPUTER_ACCELERATORS=A,B accelerators to those host functions.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# part, test project, class in the project
parts=(
    "cell-mutations Machine Chips.CellMutationTests"
    "constraint-mutants Machine Chips.Mutants.MutantTests"
    "determinism Machine Chips.DeterminismTests"
    "accelerators Machine Hosts.AcceleratorFuzzTests"
    "altered-bytes Machine Proving.AlteredBytesTests"
    "altered-bytes-100 Machine Proving.AlteredBytesOf100BitsTests"
    "altered-bytes-accelerators Machine Proving.AlteredBytesOfAcceleratorsTests"
    "lying-executor Machine Lies.LyingExecutorTests"
    "fiat-shamir Machine Proving.FiatShamirTests"
    "malicious-segments Machine Segments.MaliciousSegmentTests"
)

command -v dotnet >/dev/null || { echo "soundness: the .NET SDK 10 is needed and 'dotnet' is not on PATH" >&2; exit 2; }
folder=artifacts/soundness
mkdir -p "$folder/parts"
SUPERCOMPUTER_SOUNDNESS=$(realpath "$folder/parts")
export SUPERCOMPUTER_SOUNDNESS
known=$(printf '%s\n' "${parts[@]%% *}")
for wanted in "$@"; do
    grep -qxF -- "$wanted" <<<"$known" || { echo "soundness: no part '$wanted'; expected one of:" $known >&2; exit 2; }
done

failed=0
for line in "${parts[@]}"; do
    read -r part project class <<<"$line"
    [ $# -eq 0 ] || [[ " $* " == *" $part "* ]] || continue
    name=Supercomputer.$project.Tests
    printf '\n== %s\n' "$part"
    rm -f "$folder/parts/$part.json"
    if ! dotnet build "tests/$name" -c Release --nologo -v quiet ||
        ! "artifacts/bin/$name/release/$name" -noLogo -noColor -showLiveOutput -class "$name.$class" ||
        [ ! -f "$folder/parts/$part.json" ]; then
        echo "soundness: $part failed" >&2
        rm -f "$folder/parts/$part.json"
        failed=1
    fi
done

separator="{"
for part in $known; do
    [ -f "$folder/parts/$part.json" ] || continue
    printf '%s\n"%s": ' "$separator" "$part"
    cat "$folder/parts/$part.json"
    separator=","
done >"$folder/report.json"
[ "$separator" = "," ] && echo "}" >>"$folder/report.json"
printf '\n%s\n' "$folder/report.json"
exit $failed
