// Finds all logs of one (address, topic 0) in the complete receipts of a block. No offset is hinted: the program walks
// the RLP of every receipt itself, reading words straight from the disclosed stream.
//
// Public input: block number u64 | block hash 32 | number of filters u32 (must be 1) | address 20 | topic 0 32
// Disclosed:    for each receipt its length u32 and its consensus bytes padded to a word; a zero word ends the list
// Output:       block number u64 | block hash 32 | number of matching logs u32 | digest 32
// The digest is Keccak-256 of the matching logs' RLP encodings, in order, one after another. Integers are little-endian.
import { append, bytes4, equalsPublic } from "../lib/disclosed";
import { listHeader, listPayload, shortItem } from "../lib/rlp";
import { DISCLOSED, PUBLIC, inputSize, inputWord, keccak256, output, readWords, reserve } from "../lib/wsc";

const BLOCK: u32 = 0, BLOCK_WORDS: u32 = 10, FILTERS: u32 = 10, ADDRESS: u32 = 11, TOPIC: u32 = 16;
const BLOOM_ITEM: u32 = 0x0001b9; // the header of a byte string of 256 bytes, as it lies in a word
const BLOOM_ITEM_LENGTH: u32 = 3 + 256;
const ADDRESS_ITEM_LENGTH: u32 = 21;

const ALIGNED: usize = 1024; // four words: the first stream word that lies wholly inside an address, per alignment
const RESULT: usize = 1040; // block 40 | count 4 | digest 32
const LOGS: usize = 4096; // the matching logs, one after another

let logs: usize = LOGS;
let count: u32 = 0;

export function zkmain(): void {
  if (inputWord(PUBLIC, FILTERS) != 1) unreachable();
  prepare();
  let index: u32 = 0;
  for (;;) {
    const length = inputWord(DISCLOSED, index);
    if (length == 0) break;
    index += 1;
    walkReceipt(index << 2, length);
    index += (length + 3) >> 2;
  }
  if ((index + 1) << 2 != inputSize(DISCLOSED)) unreachable();
  readWords(PUBLIC, BLOCK, RESULT, BLOCK_WORDS);
  store<u32>(RESULT + 40, count);
  keccak256(LOGS, <u32>(logs - LOGS), RESULT + 44);
  output(RESULT, 76);
}

/** For an address item that starts at offset o, entry o mod 4 is what stream word (o + 4) / 4 must be. */
function prepare(): void {
  const low = inputWord(PUBLIC, ADDRESS), high = inputWord(PUBLIC, ADDRESS + 1);
  store<u32>(ALIGNED, (low >> 24) | (high << 8)); // the address begins one byte after the boundary: skip three bytes
  store<u32>(ALIGNED + 4, (low >> 16) | (high << 16));
  store<u32>(ALIGNED + 8, (low >> 8) | (high << 24));
  store<u32>(ALIGNED + 12, low);
}

/** Receipt: [type byte] [status, cumulative gas, bloom, [log, ...]]. */
function walkReceipt(at: u32, length: u32): void {
  const end = at + length;
  if ((inputWord(DISCLOSED, at >> 2) & 0xff) < 0x80) at += 1;
  let start = bytes4(at);
  at += listHeader(start);
  if (at + listPayload(start) != end) unreachable();
  at += shortItem(bytes4(at)); // status, or the state root before Byzantium
  at += shortItem(bytes4(at)); // cumulative gas
  if ((bytes4(at) & 0xffffff) != BLOOM_ITEM) unreachable();
  at += BLOOM_ITEM_LENGTH;
  start = bytes4(at);
  at += listHeader(start);
  if (at + listPayload(start) != end) unreachable();
  while (at < end) {
    start = bytes4(at);
    let address = at + 2, next: u32;
    if ((start & 0xff) == 0xf8) { // the common length of a log first
      next = address + ((start >> 8) & 0xff);
    } else {
      address = at + listHeader(start);
      next = address + listPayload(start);
    }
    if (inputWord(DISCLOSED, (address + 4) >> 2) == load<u32>(ALIGNED + ((address & 3) << 2))) consider(at, address, next);
    at = next;
  }
  if (at != end) unreachable();
}

/** Log: [address, [topic, ...], data]. Keeps it when address and topic 0 are the wanted ones. */
function consider(at: u32, address: u32, end: u32): void {
  if ((bytes4(address) & 0xff) != 0x94) unreachable();
  if (!equalsPublic(address + 1, ADDRESS, 5)) return;
  const topics = address + ADDRESS_ITEM_LENGTH;
  const start = bytes4(topics);
  if ((start & 0xff) == 0xc0) return; // no topics
  if (!equalsPublic(topics + listHeader(start) + 1, TOPIC, 8)) return;
  reserve(logs + (end - at) + 8);
  logs = append(logs, at, end);
  count += 1;
}
