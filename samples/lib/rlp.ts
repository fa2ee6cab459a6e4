// RLP item headers (Ethereum yellow paper, appendix B), from the four bytes at an item's start, first byte lowest.
// Items of 2^24 bytes or more are refused: no receipt or trie node is so long.

/** The length of the header of a list. */
// @ts-ignore: decorator
@inline
export function listHeader(start: u32): u32 {
  const first = start & 0xff;
  if (first < 0xc0) unreachable();
  return first < 0xf8 ? 1 : first - 0xf6;
}

/** The length of the payload of a list. */
// @ts-ignore: decorator
@inline
export function listPayload(start: u32): u32 {
  const first = start & 0xff;
  if (first < 0xf8) return first - 0xc0;
  if (first == 0xf8) return (start >> 8) & 0xff;
  if (first == 0xf9) return (start & 0xff00) | ((start >> 16) & 0xff);
  if (first != 0xfa) unreachable();
  return bswap<u32>(start) & 0xffffff;
}

/** The length, header included, of a byte string of at most 55 bytes. */
// @ts-ignore: decorator
@inline
export function shortItem(start: u32): u32 {
  const first = start & 0xff;
  if (first < 0x80) return 1;
  if (first > 0xb7) unreachable();
  return first - 0x7f;
}
