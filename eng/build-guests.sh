#!/usr/bin/env bash
# Compiles the guests of guests/ to WebAssembly, into the projects that carry the modules. A test compares them with the sources.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build src/Supercomputer.Cli -c Release --nologo -v quiet
dotnet build guests/chain-proofs -c Release --nologo -v quiet
dotnet build guests/zkpos -c Release --nologo -v quiet
build() { # assembly, entry, module
  dotnet artifacts/bin/Supercomputer.Cli/release/wsc.dll guest build "$1" --entry "$2" --out "src/Supercomputer.Bus/Programs/$3.wasm"
}
chain=artifacts/bin/ChainProofs/release/ChainProofs.dll
build $chain ChainProofs.StateProof.Main state-proof
build $chain ChainProofs.EventProof.Main event-proof
build $chain ChainProofs.TransactionProof.Main transaction-proof
build $chain ChainProofs.EventSum.Main event-sum
build artifacts/bin/ZkPos/release/ZkPos.dll ZkPos.Program.Main zkpos
# The modules are embedded when the bus is built.
dotnet build src/Supercomputer.Cli -c Release --nologo -v quiet
