#!/usr/bin/env bash
# Builds the five templates of create-cle, and one of ours that reads transactions (senders), as existing zkGraphs were built, into artifacts/cle-templates: NAME.wasm with cle-lib's
# unsafe mode, safe/NAME.wasm with its safe mode, which is linked before it runs. Compares each with eng/cle-templates/SHA256SUMS. The packages carry no licence, so nothing of them is kept in the repository: they
# come from npm at the versions of eng/cle-templates/package-lock.json.
# Exit code 0 built and equal, 1 different, 3 not possible here (node, npm or the packages are missing).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=artifacts/cle-templates
mkdir -p artifacts
exec 9>artifacts/cle-templates.lock
if command -v flock >/dev/null; then flock 9; fi # tests of several projects may ask at once
if [ -f "$out/SHA256SUMS" ] && cmp -s "$out/SHA256SUMS" eng/cle-templates/SHA256SUMS && (cd "$out" && sha256sum --check --quiet SHA256SUMS); then
    exit 0
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: node and npm are not installed"
    exit 3
fi
mkdir -p "$out/entry" "$out/entry-safe" "$out/safe"
cp -r eng/cle-templates/package.json eng/cle-templates/package-lock.json eng/cle-templates/.npmrc eng/cle-templates/senders "$out/"
cd "$out"
if ! npm ci --ignore-scripts --no-audit --no-fund --silent --fetch-retries=1; then
    echo "skipped: npm could not install the packages"
    exit 3
fi
compile() { # entry, output, more options
    node_modules/.bin/asc "$1.ts" --use "abort=$1/abort" --outFile "$2" --optimize --noAssert --exportRuntime \
        --disable bulk-memory --disable mutable-globals --memoryBase 70000 --target release --runtime stub "${@:3}"
}
for name in hello event multiaddr storage uniswapprice senders; do
    source="../node_modules/create-cle/templates/template-$name/src"
    if [ "$name" = senders ]; then source="../senders/src"; fi
    cat >"entry/$name.ts" <<ENTRY
import { zkmain_lib, asmain_lib, registerHandle } from "@ora-io/cle-lib/dsp/ethereum.unsafe";
import { handleBlocks } from "$source/mapping";
export function zkmain(): void {
  registerHandle(handleBlocks);
  zkmain_lib();
}
export function asmain(): Uint8Array {
  registerHandle(handleBlocks);
  return asmain_lib();
}
function abort(a: usize, b: usize, c: u32, d: u32): void {}
ENTRY
    compile "entry/$name" "$name.wasm"
    # Safe mode starts the program itself, through a function that is linked to it.
    sed -e 's/ethereum.unsafe/ethereum/' -e '/^import { handle/a declare function __call_as_start(): void;' \
        -e 's/^  registerHandle/  __call_as_start();\n&/' "entry/$name.ts" >"entry-safe/$name.ts"
    compile "entry-safe/$name" "safe/$name.wasm" --exportStart __as_start
    cp "entry/$source/cle.yaml" "$name.yaml"
done
cp ../../eng/cle-templates/SHA256SUMS .
sha256sum --check --quiet SHA256SUMS || exit 1
