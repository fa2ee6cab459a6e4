// Makes block.json: starts a local anvil chain, deploys two small tokens, sends transactions of several accounts into one
// block, and writes that block, its receipts and account proofs as JSON-RPC gives them.
//   npm ci --ignore-scripts && node make-block.mjs [FILE]
// Everything that enters the block is fixed here, so the same anvil version writes the same file.
import { writeFileSync } from "node:fs";
import { assemble, hex, latestBlock, mine, rpc, send, withChain, word } from "./local-chain.mjs";

const transferEvent = "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"; // Transfer(address,address,uint256)
const approvalEvent = "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925"; // Approval(address,address,uint256)
const transferSelector = "a9059cbb", approveSelector = "095ea7b3", balanceSelector = "70a08231";

/** A token whose storage slot `address` holds that address's balance. */
const runtime = assemble(`
    00 CALLDATALOAD e0 SHR
    DUP1 ${transferSelector} EQ @transfer JUMPI
    DUP1 ${approveSelector} EQ @approve JUMPI
    ${balanceSelector} EQ @balance JUMPI
  poor:
    00 DUP1 REVERT
  transfer:
    24 CALLDATALOAD DUP1 CALLER SLOAD               ; balance, amount, amount
    DUP2 DUP2 LT @poor JUMPI
    SUB CALLER SSTORE                               ; amount
    DUP1 04 CALLDATALOAD SLOAD ADD 04 CALLDATALOAD SSTORE
    00 MSTORE
    04 CALLDATALOAD CALLER ${transferEvent} 20 00 LOG3
    01 00 MSTORE 20 00 RETURN
  approve:
    24 CALLDATALOAD 00 MSTORE
    04 CALLDATALOAD CALLER ${approvalEvent} 20 00 LOG3
    01 00 MSTORE 20 00 RETURN
  balance:
    04 CALLDATALOAD SLOAD 00 MSTORE 20 00 RETURN`);

/** Gives the deployer 10^24, then returns the code that follows it. */
const mint = "d3c21bcecceda1000000 CALLER SSTORE";
const creation = (() => {
  const size = hex(runtime.length / 2, 2);
  const length = assemble(`${mint} ${size} DUP1 0000 00 CODECOPY 00 RETURN`).length / 2;
  return assemble(`${mint} ${size} DUP1 ${hex(length, 2)} 00 CODECOPY 00 RETURN`) + runtime;
})();

await withChain(async () => {
  const accounts = await rpc("eth_accounts");
  const [owner, ...holders] = accounts;

  const dollar = await send({ from: owner, data: "0x" + creation });
  const euro = await send({ from: owner, data: "0x" + creation });
  await mine(1750000012);
  const [dollarToken, euroToken] = await Promise.all([dollar, euro].map(deployed));

  // One block: the legacy, access-list and fee-market kinds of transactions, two tokens, two events, one that fails.
  const kinds = [
    { gasPrice: "0x77359400" },
    { gasPrice: "0x77359400", accessList: [{ address: dollarToken, storageKeys: ["0x" + word(owner)] }] },
    { maxFeePerGas: "0xb2d05e00", maxPriorityFeePerGas: "0x3b9aca00" },
  ];
  let sent = 0;
  const token = (from, to, selector, whom, amount) => send(
    { from, to, data: "0x" + selector + word(whom) + word(amount), ...kinds[sent++ % kinds.length] });
  for (let i = 0; i < 9; i++) await token(owner, dollarToken, transferSelector, holders[i], 1000n * 10n ** 18n + BigInt(i));
  for (let i = 0; i < 5; i++) await token(holders[i], dollarToken, transferSelector, holders[i + 1], BigInt(i + 1) * 10n ** 17n);
  for (let i = 0; i < 3; i++) await token(owner, euroToken, transferSelector, holders[i], 250n * 10n ** 18n);
  for (let i = 6; i < 8; i++) await token(holders[i], dollarToken, approveSelector, owner, 10n ** 18n);
  await token(holders[8], euroToken, transferSelector, owner, 1n); // holds none: reverts, status 0, no log
  await send({ from: holders[3], to: holders[4], value: "0xde0b6b3a7640000", gas: "0x5208" });
  await mine(1750000024);

  const slots = [owner, ...holders.slice(0, 2), "0x" + "11".repeat(20)].map((account) => "0x" + word(account));
  const file = process.argv[2] ?? new URL("block.json", import.meta.url);
  const made = await latestBlock([[dollarToken, slots], ["0x" + "22".repeat(20), []]]);
  writeFileSync(file, JSON.stringify(made, null, 1) + "\n");
  const count = made.receipts.flatMap((receipt) => receipt.logs).length;
  console.log(`block ${Number(made.block.number)} ${made.block.hash}: ${made.receipts.length} receipts, ${count} logs, token ${dollarToken}`);
});

async function deployed(hash) {
  const receipt = await rpc("eth_getTransactionReceipt", hash);
  if (receipt.status !== "0x1") throw new Error("the token was not deployed");
  return receipt.contractAddress;
}
