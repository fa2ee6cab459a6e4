#!/usr/bin/env bash
# Rebuilds the sample programs from source and compares each with the committed SHA-256 (samples/SHA256SUMS).
#   eng/build-samples.sh            build into artifacts/samples, compare
#   eng/build-samples.sh --update   build, copy into samples/, rewrite SHA256SUMS (after a change of a source)
# C needs clang-19 and lld-19 (19.1.7, Debian: apt-get install clang-19 lld-19), with the C library wasi-libc and libclang-rt-19-dev-wasm32; AssemblyScript needs node and npm (the
# compiler and its version come from samples/package-lock.json). What is absent is skipped, and said.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../samples"
out=$PWD/../artifacts/samples
mkdir -p "$out"
built=()

if clang-19 --version 2>/dev/null | grep -q 'version 19\.1\.7' && command -v wasm-ld-19 >/dev/null; then
    for name in sha256 sort; do
        # In two steps: when clang links, it runs whatever wasm-opt it finds.
        clang-19 --target=wasm32 -std=c17 -O2 -mcpu=mvp -msign-ext -ffreestanding -Wall -Wextra -Werror -c -o "$out/$name.o" "$name/$name.c"
        wasm-ld-19 -m wasm32 --no-entry --strip-all -z stack-size=4096 -o "$out/$name.wasm" "$out/$name.o"
        built+=("$name")
    done
else
    echo "skipped: sha256, sort (clang-19 and lld-19 of version 19.1.7 are not installed)"
fi

# The C library over WASI: wasi-libc 0.0~git20220510 and libclang-rt-19-dev-wasm32 of Debian.
wasi=/usr/lib/wasm32-wasi
builtins=/usr/lib/llvm-19/lib/clang/19/lib/wasi/libclang_rt.builtins-wasm32.a
if clang-19 --version 2>/dev/null | grep -q 'version 19\.1\.7' && [ -f "$wasi/libc.a" ] && [ -f "$builtins" ]; then
    clang-19 --target=wasm32-wasi -std=c17 -O2 -mcpu=mvp -msign-ext -Wall -Wextra -Werror -c -o "$out/word-count.o" word-count/word-count.c
    wasm-ld-19 -m wasm32 -L"$wasi" --strip-debug -z stack-size=65536 -o "$out/word-count.wasm" "$wasi/crt1-command.o" "$out/word-count.o" -lc "$builtins"
    built+=(word-count)
else
    echo "skipped: word-count (clang-19 of version 19.1.7, wasi-libc and libclang-rt-19-dev-wasm32 are not installed)"
fi

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "skipped: token-transfers, account-proof (node and npm are not installed)"
elif ! [ -x node_modules/.bin/asc ] && ! npm ci --ignore-scripts --no-audit --no-fund --silent --fetch-retries=1; then
    echo "skipped: token-transfers, account-proof (npm could not install the compiler)"
else
    for name in token-transfers account-proof; do
        node_modules/.bin/asc "$name/index.ts" --outFile "$out/$name.wasm" --runtime stub --noAssert -O3 --use abort= \
            --memoryBase 2048 --disable bulk-memory
        built+=("$name")
    done
fi

differing=0
for name in ${built[@]+"${built[@]}"}; do
    if [ "${1:-}" = --update ]; then
        install -m 644 "$out/$name.wasm" "$name/$name.wasm"
    elif cmp -s "$out/$name.wasm" "$name/$name.wasm"; then
        echo "equal: samples/$name/$name.wasm"
    else
        echo "DIFFERS: samples/$name/$name.wasm is not what its source builds to" >&2
        differing=1
    fi
done
[ "${1:-}" != --update ] || sha256sum */*.wasm >SHA256SUMS
sha256sum --check --quiet SHA256SUMS
exit $differing
