#!/usr/bin/env bash
# Compiles the guests of guests/ to WebAssembly, into the projects that carry the modules. A test compares them with the sources.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build src/Supercomputer.Cli -c Release --nologo -v quiet
dotnet build guests/zkpos -c Release --nologo -v quiet
dotnet build guests/casper -c Release --nologo -v quiet
dotnet build samples/largest-transfer -c Release --nologo -v quiet # and guests/chain-proofs with it
build() { # assembly, entry, module
  dotnet artifacts/bin/Supercomputer.Cli/release/wsc.dll guest build "$1" --entry "$2" --out "$3.wasm"
}
chain=artifacts/bin/ChainProofs/release/ChainProofs.dll
build $chain ChainProofs.StateProof.Main src/Supercomputer.Bus/Programs/state-proof
build $chain ChainProofs.EventProof.Main src/Supercomputer.Bus/Programs/event-proof
build $chain ChainProofs.TransactionProof.Main src/Supercomputer.Bus/Programs/transaction-proof
build $chain ChainProofs.AncestorProof.Main src/Supercomputer.Bus/Programs/ancestor-proof
build $chain ChainProofs.EventSum.Main src/Supercomputer.Bus/Programs/event-sum
dotnet artifacts/bin/Supercomputer.Cli/release/wsc.dll guest build $chain --out src/Supercomputer.Bus/Programs/graph-binder.wasm \
  --method ChainProofs.GraphBinder.Begin=begin --method ChainProofs.GraphBinder.End=end --method ChainProofs.GraphBinder.EndWith=end_with \
  --method ChainProofs.GraphBinder.WasmInput=env.wasm_input --method ChainProofs.GraphBinder.MatchEvents=readblock.matchEventsOnRLP \
  --method ChainProofs.GraphBinder.InputSize=wsc.input_size --method ChainProofs.GraphBinder.InputWord=wsc.input_word \
  --method ChainProofs.GraphBinder.InputRead=wsc.input_read --method ChainProofs.GraphBinder.Output=wsc.output \
  --method ChainProofs.GraphBinder.Keccak256=wsc.keccak256 --method ChainProofs.GraphBinder.Sha256=wsc.sha256 \
  --method ChainProofs.GraphBinder.Trap=wsc.trap
dotnet artifacts/bin/Supercomputer.Cli/release/wsc.dll guest build $chain --out src/Supercomputer.Bus/Programs/safe-events.wasm \
  --method ChainProofs.SafeEvents.Match=readblock.matchEventsOnRLP
build artifacts/bin/ZkPos/release/ZkPos.dll ZkPos.Program.Main src/Supercomputer.Bus/Programs/zkpos
build artifacts/bin/CasperFfg/release/CasperFfg.dll CasperFfg.Program.Main src/Supercomputer.Bus/Programs/casper
dotnet build samples/transfer-volume -c Release --nologo -v quiet
dotnet artifacts/bin/Supercomputer.Cli/release/wsc.dll guest build artifacts/bin/TransferVolume/release/TransferVolume.dll --export zkmain --out samples/transfer-volume/transfer-volume.wasm
build artifacts/bin/LargestTransfer/release/LargestTransfer.dll LargestTransfer.Program.Main samples/largest-transfer/largest-transfer
# The modules are embedded when the bus is built.
dotnet build src/Supercomputer.Cli -c Release --nologo -v quiet
