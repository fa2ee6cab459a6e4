// Reads storage slots of accounts out of a block's state: walks the account proof and the storage proofs under the
// state root itself, hashing every node.
//
// Public input: block number u64 | block hash 32 | state root 32 | accounts u32 | for each: address 20 | slots u32 | slot 32 ...
// Disclosed:    for each account its proof, then one proof for each slot (see lib/trie.ts)
// Output:       block number u64 | block hash 32 | for each slot: address 20 | slot 32 | value 32
// A slot or an account that the state does not hold has the value 0. Integers are little-endian, slots and values
// big-endian as Ethereum has them.
import { copyHash, cursor, itemLength, payload, valueLength, valueStart, walk } from "../lib/trie";
import { DISCLOSED, PUBLIC, inputSize, inputWord, output, readWords } from "../lib/wsc";

const BLOCK_WORDS: u32 = 10, STATE_ROOT: u32 = 10, ACCOUNTS: u32 = 18;

const BLOCK: usize = 1024;
const ROOT: usize = 1088; // the state root
const STORAGE: usize = 1120; // the account's storage root
const RESULT: usize = 1152, SLOT: usize = RESULT + 20, VALUE: usize = RESULT + 52;

export function zkmain(): void {
  readWords(PUBLIC, 0, BLOCK, BLOCK_WORDS);
  output(BLOCK, 40);
  readWords(PUBLIC, STATE_ROOT, ROOT, 8);
  let accounts = inputWord(PUBLIC, ACCOUNTS), index = ACCOUNTS + 1;
  for (; accounts != 0; accounts--) {
    readWords(PUBLIC, index, RESULT, 5);
    walk(ROOT, RESULT, 20);
    const held = valueLength != 0;
    if (held) takeStorageRoot();
    let slots = inputWord(PUBLIC, index + 5);
    index += 6;
    for (; slots != 0; slots--, index += 8) {
      readWords(PUBLIC, index, SLOT, 8);
      readSlot(held);
      output(RESULT, 84);
    }
  }
  if (index << 2 != inputSize(PUBLIC) || cursor << 2 != inputSize(DISCLOSED)) unreachable();
}

/** An account is the list [nonce, balance, storage root, code hash]. */
function takeStorageRoot(): void {
  let item = payload(valueStart);
  item += itemLength(item);
  item += itemLength(item);
  if (load<u8>(item) != 0xa0) unreachable();
  copyHash(item + 1, STORAGE);
}

/** Leaves the slot's value, 32 bytes, at VALUE. An account that is not there has no storage proofs in the stream. */
function readSlot(held: bool): void {
  for (let at: usize = 0; at < 32; at += 8) store<u64>(VALUE + at, 0);
  if (!held) return;
  walk(STORAGE, SLOT, 32);
  if (valueLength == 0) return;
  const start = payload(valueStart), length = <u32>(valueStart + valueLength - start);
  if (length > 32) unreachable();
  for (let i: u32 = 0; i < length; i++) store<u8>(VALUE + 32 - length + i, load<u8>(start + i));
}
