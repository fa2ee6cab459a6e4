#!/usr/bin/env bash
# The one check: restore, build, format, test. A contributor and CI run this same file.
# Last line: "N passed, N failed, N skipped", summed over all test projects; exit code 0 only when nothing failed and a test ran.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
step() { printf '\n== %s\n' "$1"; }
fail() { echo "check: $1" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

command -v dotnet >/dev/null || fail "the .NET SDK 10 is needed and 'dotnet' is not on PATH"
step "restore and build"
dotnet build Supercomputer.slnx -c Release --nologo -v quiet || fail "the build failed (above)"
step "format"
dotnet format whitespace Supercomputer.slnx --no-restore --verify-no-changes -v quiet || fail "run 'dotnet format whitespace'"

step "test"
passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    log=$(mktemp)
    "artifacts/bin/$name/release/$name" -noLogo -noColor "$@" >"$log" 2>&1
    code=$?
    grep -vE '^\s*$|Discover(ing|ed):|Start(ing|ed):|Finished:' "$log"
    summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+' "$log" | tail -1)
    if [[ $summary =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+) ]]; then
        bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
        passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4]))
        failed=$((failed + bad)) skipped=$((skipped + BASH_REMATCH[4]))
        [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && broken=1 && echo "$name: exit code $code without a failed test"
    elif [ "$code" -ne 0 ] || ! grep -q 'Total: 0' "$log"; then
        broken=1; echo "$name: no totals line, exit code $code"
    fi
    rm -f "$log"
done
[ "$broken" -ne 0 ] && failed=$((failed + 1))
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
