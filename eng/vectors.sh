#!/usr/bin/env bash
# The tests over data that others wrote, with their counts: light clients, mainnet, tries, RLP, curves. Usage: eng/vectors.sh
# Vectors are looked for in SUPERCOMPUTER_VECTORS, by default ../shared/vectors. Exit code 1 if a test fails or is skipped.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
command -v dotnet >/dev/null || { echo "vectors: the .NET SDK 10 is needed and 'dotnet' is not on PATH" >&2; exit 2; }

# project and classes in it
groups=(
    "Primitives Rlp.RlpTests"
    "Cryptography Tries.MerklePatriciaTrieTests Tries.TrieProofTests Curves.Bls12381.BlsVectorTests Curves.Secp256k1.EcdsaVectorTests"
    "Consensus LightClient.SpecificationTests LightClient.RealDataTests"
    "Bus TrieAndRlpTests StateTests MainnetBlockTests ZkPos.ZkPosVectorTests"
)
failed=0
for group in "${groups[@]}"; do
    read -r project classes <<<"$group"
    name=Supercomputer.$project.Tests
    printf '\n== %s\n' "$project"
    dotnet build "tests/$name" -c Release --nologo -v quiet || { failed=1; continue; }
    arguments=()
    for class in $classes; do arguments+=(-class "$name.$class"); done
    output=$("artifacts/bin/$name/release/$name" -noLogo -noColor -showLiveOutput "${arguments[@]}" 2>&1) || failed=1
    grep -E '\[OUTPUT\]|\[FAIL\]|\[SKIP\]|Total:' <<<"$output" | sed -E 's/^.*\[OUTPUT\] //'
    grep -q 'Skipped: 0,' <<<"$output" || failed=1
done
exit $failed
