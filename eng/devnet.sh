#!/usr/bin/env bash
# A network of one's own on loopback: a consensus client (lodestar 1.5.1) over an execution client (@ethereumjs/client 0.10.5), and anvil.
#
#   eng/devnet.sh check                     say what is missing here to install or run it; exits 3 when something is
#   eng/devnet.sh install                   fetch the packages into artifacts/devnet and build their native parts (once)
#   eng/devnet.sh up [minimal|mainnet] [seconds a slot] [validators]
#   eng/devnet.sh status | down
#   eng/devnet.sh anvil [port] [options]    a chain without consensus, in the foreground
#
# DEVNET_FOLDER names another folder, DEVNET_PORTS the first of five ports (default 18545).
# The versions are fixed: lodestar's packages depend on ranges whose newest members no longer fit one another.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${DEVNET_FOLDER:-$root/artifacts/devnet}
ports=${DEVNET_PORTS:-18545}
rpc_port=$ports engine_port=$((ports + 1)) peer_port=$((ports + 2)) beacon_port=$((ports + 3)) gossip_port=$((ports + 4))
lodestar=$folder/lodestar ethereumjs=$folder/ethereumjs tools=$folder/tools anvil=$folder/anvil
installed=$folder/installed
versions="lodestar-1.5.1 ethereumjs-0.10.5 anvil-1.7.1"
native_modules="snappy bcrypto c-kzg bigint-buffer gc-stats secp256k1 keccak"
node_headers=${NODE_HEADERS:-/usr}

missing() {
    local command list=()
    for command in node npm curl od ps; do command -v "$command" > /dev/null || list+=("$command"); done
    if command -v node > /dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then list+=("node of version 20 or newer"); fi
    if [ "$(cat "$installed" 2> /dev/null)" != "$versions" ]; then
        for command in g++ make python3; do command -v "$command" > /dev/null || list+=("$command (native parts are built)"); done
        [ -f "$node_headers/include/node/node.h" ] || list+=("node's headers in $node_headers/include/node (NODE_HEADERS names another prefix)")
    fi
    local IFS=,
    echo "${list[*]-}"
}

require() {
    local list
    list=$(missing)
    [ -z "$list" ] || { echo "devnet: missing here: $list" >&2; exit 3; }
}

# package FOLDER JSON: a private package of which only the dependencies matter.
package() {
    mkdir -p "$1"
    printf '%s\n' "$2" > "$1/package.json"
    printf 'omit-lockfile-registry-resolved=true\nfund=false\naudit=false\nupdate-notifier=false\n' > "$1/.npmrc"
}

install() {
    require
    if [ "$(cat "$installed" 2> /dev/null)" = "$versions" ]; then echo "devnet: installed in $folder"; return; fi
    package "$tools" '{"private":true,"dependencies":{"pnpm":"9.15.9","npm":"10.9.4"}}'
    package "$ethereumjs" '{"private":true,"dependencies":{"@ethereumjs/client":"0.10.5"}}'
    package "$anvil" '{"private":true,"dependencies":{"@foundry-rs/anvil":"1.7.1"}}'
    local part overrides=""
    for part in api beacon-node config db fork-choice params reqresp state-transition types utils validator light-client; do
        overrides+="\"@lodestar/$part\":\"1.5.1\","
    done
    # libp2p 0.42 takes addresses of multiaddr 11 and mafmt 11 only.
    package "$lodestar" "{\"private\":true,\"dependencies\":{\"@chainsafe/lodestar\":\"1.5.1\"},\"pnpm\":{\"overrides\":{$overrides\"@multiformats/multiaddr\":\"11.6.1\",\"@multiformats/mafmt\":\"11.1.2\"}}}"
    for part in "$tools" "$ethereumjs" "$anvil"; do
        (cd "$part" && npm install --silent) || { echo "devnet: npm install failed in $part; is a package registry in reach?" >&2; exit 3; }
    done
    (cd "$lodestar" && node "$tools/node_modules/pnpm/bin/pnpm.cjs" install --silent --store-dir "$folder/store" --node-linker=hoisted --ignore-scripts) \
        || { echo "devnet: pnpm install failed in $lodestar; is a package registry in reach?" >&2; exit 3; }
    local module pids=()
    for module in $native_modules; do build_native "$module" & pids+=($!); done
    for part in "${pids[@]}"; do wait "$part" || exit 3; done
    echo "$versions" > "$installed"
    rm -rf "$folder/store"
    echo "devnet: installed in $folder"
}

build_native() {
    local gyp=$tools/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js
    (cd "$lodestar/node_modules/$1" && node "$gyp" rebuild --nodedir="$node_headers" > "$lodestar/native-$1.log" 2>&1) \
        || { echo "devnet: the native part of $1 was not built, see $lodestar/native-$1.log" >&2; return 1; }
}

configure() {
    # Some newer packages below lodestar 1.5.1 use a function of node 22.
    cat > "$lodestar/polyfill.cjs" << 'END'
Promise.withResolvers ??= function () { let resolve, reject; const promise = new this((a, b) => { resolve = a; reject = b; }); return { promise, resolve, reject }; };
END
    # Shanghai from genesis on, as Capella needs; the account is that of the usual test key 0xac09..ff80.
    cat > "$ethereumjs/genesis.json" << 'END'
{"config":{"chainId":32382,"homesteadBlock":0,"eip150Block":0,"eip155Block":0,"eip158Block":0,"byzantiumBlock":0,"constantinopleBlock":0,
"petersburgBlock":0,"istanbulBlock":0,"berlinBlock":0,"londonBlock":0,"mergeNetsplitBlock":0,"terminalTotalDifficulty":0,
"terminalTotalDifficultyPassed":true,"shanghaiTime":0},
"alloc":{"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266":{"balance":"0x3635c9adc5dea00000"},"0x4242424242424242424242424242424242424242":{"balance":"0x0"}},
"coinbase":"0x0000000000000000000000000000000000000000","difficulty":"0x0","extraData":"0x","gasLimit":"0x1c9c380","nonce":"0x0",
"mixHash":"0x0000000000000000000000000000000000000000000000000000000000000000",
"parentHash":"0x0000000000000000000000000000000000000000000000000000000000000000","timestamp":"0x0","baseFeePerGas":"0x3b9aca00"}
END
    [ -f "$ethereumjs/jwt.hex" ] || printf '0x%s' "$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')" > "$ethereumjs/jwt.hex"
}

up() {
    local preset=${1:-minimal} slot_seconds=${2:-1} validators=${3:-16} hash=""
    require
    [ "$(cat "$installed" 2> /dev/null)" = "$versions" ] || { echo "devnet: not installed; run eng/devnet.sh install" >&2; exit 3; }
    down
    configure
    cd "$ethereumjs"
    rm -rf data && mkdir data
    nohup node node_modules/@ethereumjs/client/dist/esm/bin/cli.js --gethGenesis genesis.json --dataDir ./data \
        --rpc --rpcAddr 127.0.0.1 --rpcPort "$rpc_port" --rpcEngine --rpcEngineAddr 127.0.0.1 --rpcEnginePort "$engine_port" --jwtSecret jwt.hex \
        --isSingleNode --sync none --minPeers 0 --dnsAddr 127.0.0.1 --port "$peer_port" --extIP 127.0.0.1 --saveReceipts --logFile false > log.txt 2>&1 &
    echo $! > pid
    for _ in $(seq 100); do
        hash=$(curl -s -m 1 -X POST -H 'content-type: application/json' "http://127.0.0.1:$rpc_port" \
            -d '{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x0",false]}' | grep -oE '"hash":"0x[0-9a-f]{64}' | head -1 | cut -d'"' -f4 || true)
        [ -n "$hash" ] && break
        sleep 0.3
    done
    [ -n "$hash" ] || { echo "devnet: the execution client did not start, see $ethereumjs/log.txt" >&2; down; exit 1; }
    mkdir -p "$lodestar/run" && cd "$lodestar/run"
    rm -rf data genesis.ssz
    LODESTAR_PRESET=$preset nohup node --require ../polyfill.cjs --max-old-space-size=4096 ../node_modules/@chainsafe/lodestar/lib/index.js dev \
        --genesisValidators "$validators" --startValidators "0..$((validators - 1))" --genesisEth1Hash "$hash" \
        --params.ALTAIR_FORK_EPOCH 0 --params.BELLATRIX_FORK_EPOCH 0 --params.CAPELLA_FORK_EPOCH 0 --params.TERMINAL_TOTAL_DIFFICULTY 0 \
        --params.SECONDS_PER_SLOT "$slot_seconds" --params.DEPOSIT_CHAIN_ID 32382 --params.DEPOSIT_NETWORK_ID 32382 \
        --execution.urls "http://127.0.0.1:$engine_port" --jwt-secret "$ethereumjs/jwt.hex" --suggestedFeeRecipient 0x1111111111111111111111111111111111111111 \
        --discv5 false --listenAddress 127.0.0.1 --port "$gossip_port" --rest.namespace '*' --rest.port "$beacon_port" --beaconNodes "http://127.0.0.1:$beacon_port" \
        --dataDir ./data --reset --logLevel info > log.txt 2>&1 &
    echo $! > pid
    echo "execution http://127.0.0.1:$rpc_port beacon http://127.0.0.1:$beacon_port chain 32382"
}

down() {
    local file pid
    for file in "$lodestar/run/pid" "$ethereumjs/pid"; do
        [ -f "$file" ] || continue
        pid=$(cat "$file")
        rm -f "$file"
        # After a restart of the machine the number may be another process's.
        [ "$(ps -o comm= -p "$pid" 2> /dev/null)" = node ] || continue
        kill "$pid" 2> /dev/null || continue
        # Lodestar asked to end may wait for ever for peers that it never had.
        for _ in $(seq 10); do kill -0 "$pid" 2> /dev/null || break; sleep 0.2; done
        kill -9 "$pid" 2> /dev/null || true
    done
}

status() {
    curl -sf -m 2 "http://127.0.0.1:$beacon_port/eth/v1/beacon/states/head/finality_checkpoints" && echo || { echo "devnet: no beacon node at port $beacon_port"; exit 1; }
}

check() {
    require
    [ "$(cat "$installed" 2> /dev/null)" = "$versions" ] && echo "devnet: ready" || echo "devnet: not installed; everything that the installation needs is here"
}

anvil() {
    local port=${1:-18546} binary
    shift || true
    binary=$(find "$anvil/node_modules/@foundry-rs" -name anvil -path '*/bin/*' -type f 2> /dev/null | head -1)
    [ -n "$binary" ] || { echo "devnet: anvil is not installed; run eng/devnet.sh install" >&2; exit 3; }
    exec "$binary" --host 127.0.0.1 --port "$port" "$@"
}

case "${1:-}" in
    check | install | up | down | status | anvil) "$@" ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
