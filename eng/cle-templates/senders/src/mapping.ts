//@ts-ignore
import { Bytes, ByteArray, Block } from "@ora-io/cle-lib";

// The number of transactions that the manifest asks for, then for each: hash 32, sender 20, length of the callee and the callee, nonce, length of
// the input. Numbers have four bytes, big-endian. Nonces are what cle-lib makes of them, and so is what is empty: four zeros.
export function handleBlocks(blocks: Block[]): Bytes {
  const transactions = blocks[0].transactions;
  let state: ByteArray = ByteArray.fromI32(transactions.length);
  for (let i = 0; i < transactions.length; i++) {
    const transaction = transactions[i];
    state = state.concat(transaction.hash).concat(transaction.from).concatI32(transaction.to.length).concat(transaction.to);
    state = state.concatI32(transaction.nonce).concatI32(transaction.input.length);
  }
  return Bytes.fromByteArray(state);
}
