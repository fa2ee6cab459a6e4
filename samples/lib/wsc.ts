// The host interface `wsc` for AssemblyScript programs: what a program may read, and the only ways out.

/** The streams: the public input and the disclosed stream are known to the verifier, the private one is not. */
export const PUBLIC: u32 = 0;
export const DISCLOSED: u32 = 1;
export const PRIVATE: u32 = 2;

// @ts-ignore: decorator
@external("wsc", "input_size")
export declare function inputSize(stream: u32): u32;

/** The index-th 32-bit little-endian word of a stream (the last one padded with zeros); traps beyond the end. */
// @ts-ignore: decorator
@external("wsc", "input_word")
export declare function inputWord(stream: u32, index: u32): u32;

// @ts-ignore: decorator
@external("wsc", "output")
export declare function output(bytes: usize, length: u32): void;

// @ts-ignore: decorator
@external("wsc", "keccak256")
export declare function keccak256(bytes: usize, length: u32, digest: usize): void;

/** Makes sure that memory reaches `end`; traps when it cannot grow so far. */
export function reserve(end: usize): void {
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}

/** Copies words of a stream to an address divisible by 4. Inline: a call with a constant stream is cheaper to prove. */
// @ts-ignore: decorator
@inline
export function readWords(stream: u32, index: u32, to: usize, count: u32): void {
  const end = to + (count << 2);
  while (to < end) {
    store<u32>(to, inputWord(stream, index));
    to += 4;
    index += 1;
  }
}
