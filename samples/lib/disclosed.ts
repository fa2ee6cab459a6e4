// Reads the disclosed stream at any byte offset without copying it into memory first.
// A 32-bit word at an unaligned offset touches two words of the stream, so a stream that is read to its last byte must
// end with one more word (the zero word that ends every list of the streams written by `wsc block` serves).
import { DISCLOSED, PUBLIC, inputWord } from "./wsc";

/** The four bytes at `offset`, little-endian. */
// @ts-ignore: decorator
@inline
export function bytes4(offset: u32): u32 {
  const index = offset >> 2, shift = (offset & 3) << 3;
  const low = inputWord(DISCLOSED, index);
  return shift == 0 ? low : (low >> shift) | (inputWord(DISCLOSED, index + 1) << (32 - shift));
}

/** Whether the bytes at `offset` are those of the `count` words of the public input from `index` on. */
export function equalsPublic(offset: u32, index: u32, count: u32): bool {
  const end = index + count, shift = (offset & 3) << 3;
  let from = offset >> 2;
  if (shift == 0) {
    for (; index < end; index++, from++) {
      if (inputWord(DISCLOSED, from) != inputWord(PUBLIC, index)) return false;
    }
    return true;
  }
  const back = 32 - shift;
  for (let low = inputWord(DISCLOSED, from) >> shift; index < end; index++) {
    from += 1;
    const next = inputWord(DISCLOSED, from);
    if ((low | (next << back)) != inputWord(PUBLIC, index)) return false;
    low = next >> shift;
  }
  return true;
}

/**
 * Appends the bytes [offset, end) of the disclosed stream at `to`, with aligned stores only: the bytes of the first
 * word that lie before `to` are kept, and up to three bytes of junk are left after the copy.
 */
export function append(to: usize, offset: u32, end: u32): usize {
  const lead = <u32>(to & 3), result = to + (end - offset);
  to -= lead;
  offset -= lead; // the stream holds a length word before any item, so this stays inside it
  const kept: u32 = (1 << (lead << 3)) - 1;
  let index = offset >> 2;
  const shift = (offset & 3) << 3;
  store<u32>(to, (load<u32>(to) & kept) | (bytes4(offset) & ~kept));
  to += 4;
  index += 1;
  if (shift == 0) {
    for (; to < result; to += 4, index += 1) store<u32>(to, inputWord(DISCLOSED, index));
    return result;
  }
  const back = 32 - shift;
  let low = inputWord(DISCLOSED, index) >> shift;
  for (; to + 16 <= result; to += 16, index += 4) { // four words a turn: the loop's own work is a third of a copied word
    const a = inputWord(DISCLOSED, index + 1);
    store<u32>(to, low | (a << back));
    const b = inputWord(DISCLOSED, index + 2);
    store<u32>(to, (a >> shift) | (b << back), 4);
    const c = inputWord(DISCLOSED, index + 3);
    store<u32>(to, (b >> shift) | (c << back), 8);
    const d = inputWord(DISCLOSED, index + 4);
    store<u32>(to, (c >> shift) | (d << back), 12);
    low = d >> shift;
  }
  for (; to < result; to += 4) {
    index += 1;
    const next = inputWord(DISCLOSED, index);
    store<u32>(to, low | (next << back));
    low = next >> shift;
  }
  return result;
}
