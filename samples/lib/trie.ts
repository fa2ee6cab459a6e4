// Walks a Merkle-Patricia proof (Ethereum yellow paper, appendix D) read from the disclosed stream: for each node its
// length u32 and its bytes padded to a word; a zero word ends the proof. Every node is hashed before it is read.
import { DISCLOSED, inputWord, keccak256, readWords, reserve } from "./wsc";

/** Where a walk found its value; length 0 when the trie holds none. */
export let valueStart: usize = 0;
export let valueLength: u32 = 0;

/** The next word of the disclosed stream. */
export let cursor: u32 = 0;

const EXPECTED: usize = 256; // the hash the next node must have
const DIGEST: usize = 288;
const KEY: usize = 320; // the hashed key
const NODE: usize = 8192;

/** Looks `key` up under the root at `root` (both 32 bytes in memory, `key` before hashing and `keyLength` long). */
export function walk(root: usize, key: usize, keyLength: u32): void {
  keccak256(key, keyLength, KEY);
  copyHash(root, EXPECTED);
  valueLength = 0;
  let depth: u32 = 0;
  for (;;) {
    const end = readNode();
    if (end == 0) { // no node: only the empty trie proves with none
      if (depth != 0 || !isEmptyRoot()) unreachable();
      return;
    }
    let node = NODE;
    for (;;) { // a node shorter than a hash lies inside its parent
      let item = node + listHeaderAt(node);
      const second = item + itemLength(item), close = node + itemLength(node);
      if (close > end) unreachable();
      if (second + itemLength(second) == close) {
        const flags = load<u8>(payload(item)) >> 4;
        const matched = matchPath(item, depth);
        if (matched < 0) return finish();
        depth += matched;
        if (flags & 2) {
          if (depth != 64) unreachable();
          valueStart = payload(second);
          valueLength = <u32>(close - valueStart);
          return finish();
        }
        item = second;
      } else {
        if (depth == 64) unreachable();
        for (let skip = nibble(KEY, depth); skip != 0; skip--) item += itemLength(item);
        depth += 1;
      }
      const first = load<u8>(item);
      if (first == 0x80) return finish();
      if (first == 0xa0) {
        copyHash(item + 1, EXPECTED);
        break;
      }
      if (first < 0xc0) unreachable();
      node = item;
    }
  }
}

/** The length of the header of a list in memory. */
export function listHeaderAt(item: usize): usize {
  const first = load<u8>(item);
  if (first < 0xc0) unreachable();
  return first < 0xf8 ? 1 : first - 0xf6;
}

/** Where the payload of an item in memory starts. */
export function payload(item: usize): usize {
  const first = load<u8>(item);
  if (first < 0x80) return item;
  if (first < 0xb8) return item + 1;
  if (first < 0xc0) return item + (first - 0xb6);
  return item + (first < 0xf8 ? 1 : first - 0xf6);
}

/** The length of an item in memory, header included. */
export function itemLength(item: usize): usize {
  const first: u32 = load<u8>(item);
  if (first < 0x80) return 1;
  if (first < 0xb8) return first - 0x7f;
  if (first >= 0xc0 && first < 0xf8) return first - 0xbf;
  const lengthBytes = first < 0xc0 ? first - 0xb7 : first - 0xf7;
  if (lengthBytes == 1) return 2 + <usize>load<u8>(item + 1);
  if (lengthBytes != 2) unreachable();
  return 3 + ((<usize>load<u8>(item + 1) << 8) | load<u8>(item + 2));
}

export function copyHash(from: usize, to: usize): void {
  store<u64>(to, load<u64>(from));
  store<u64>(to + 8, load<u64>(from + 8));
  store<u64>(to + 16, load<u64>(from + 16));
  store<u64>(to + 24, load<u64>(from + 24));
}

/** Reads the next node and checks its hash; returns its end, 0 at the end of the proof. */
function readNode(): usize {
  const length = inputWord(DISCLOSED, cursor);
  cursor += 1;
  if (length == 0) return 0;
  const words = (length + 3) >> 2;
  reserve(NODE + (words << 2));
  readWords(DISCLOSED, cursor, NODE, words);
  cursor += words;
  keccak256(NODE, length, DIGEST);
  for (let at: usize = 0; at < 32; at += 8) {
    if (load<u64>(DIGEST + at) != load<u64>(EXPECTED + at)) unreachable();
  }
  return NODE + length;
}

/** After the node that decides, the proof must end. */
function finish(): void {
  if (inputWord(DISCLOSED, cursor) != 0) unreachable();
  cursor += 1;
}

// @ts-ignore: decorator
@inline
function nibble(bytes: usize, index: u32): u32 {
  const byte: u32 = load<u8>(bytes + (index >> 1));
  return index & 1 ? byte & 15 : byte >> 4;
}

/** The number of nibbles of a compact path when the key goes on with them, else -1. */
function matchPath(item: usize, depth: u32): i32 {
  const path = payload(item), end = <u32>(item + itemLength(item) - path) << 1;
  let at: u32 = (load<u8>(path) >> 4) & 1 ? 1 : 2;
  const count = end - at;
  if (depth + count > 64) unreachable();
  for (; at < end; at++, depth++) {
    if (nibble(path, at) != nibble(KEY, depth)) return -1;
  }
  return count;
}

/** Whether EXPECTED is the Keccak-256 of 0x80, the root of a trie that holds nothing. */
function isEmptyRoot(): bool {
  store<u8>(DIGEST, 0x80);
  keccak256(DIGEST, 1, DIGEST);
  for (let at: usize = 0; at < 32; at += 8) {
    if (load<u64>(DIGEST + at) != load<u64>(EXPECTED + at)) return false;
  }
  return true;
}
