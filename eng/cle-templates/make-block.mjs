// Makes block.json: a block with what the manifests of create-cle's templates ask for. A local anvil chain gets small
// contracts at the templates' addresses, storage in the slots they read, and transactions that make their events.
//   (cd samples/demo && npm ci --ignore-scripts) && node eng/cle-templates/make-block.mjs [FILE]
import { writeFileSync } from "node:fs";
import { assemble, latestBlock, mine, rpc, send, withChain, word } from "../../samples/demo/local-chain.mjs";

const pair = "0xa60ecf32309539dd84f27a9563754dca818b815e";
const oracle = "0x5c7a6cf20cbd3eef32e19b9cad4eca17c432a794";
const syncEvent = "1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1"; // Sync(uint112,uint112)
const swapEvent = "d78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822"; // the pair's, which no manifest asks for
const submissionEvent = "92e98423f8adac6e64d0608e519fd1cefb861498385c6dee70d58fc926ddc68c"; // SubmissionReceived(int256,uint32,address)

// Writes a log: the first words of the call data are its topics, the rest its data.
const oneTopic = assemble("20 CALLDATASIZE SUB DUP1 20 00 CALLDATACOPY 00 CALLDATALOAD DUP2 00 LOG1");
const fourTopics = assemble("60 CALLDATALOAD 40 CALLDATALOAD 20 CALLDATALOAD 00 CALLDATALOAD 00 00 LOG4");

await withChain(async () => {
  const [first, second, third] = await rpc("eth_accounts");
  await rpc("anvil_setCode", pair, "0x" + oneTopic);
  await rpc("anvil_setCode", oracle, "0x" + fourTopics);
  await rpc("anvil_setStorageAt", pair, "0x" + word(8), "0x684ee198" + word(0x1234567890abcdefn).slice(8));
  await rpc("anvil_setStorageAt", pair, "0x" + word(9), "0x" + word(5));
  await mine(1750000012);

  // Reserves in units of 10^-6 and 10^-18: 2,000,000 and 1,000 first, 1,900,000 and 1,000 last, so the price is 1,900.
  const sync = (from, dollars) => send({ from, to: pair, data: "0x" + syncEvent + word(BigInt(dollars) * 10n ** 6n) + word(10n ** 21n) });
  const submission = (from, round) => send({ from, to: oracle, data: "0x" + submissionEvent + word(4200) + word(round) + word(from) });
  await sync(first, 2_000_000);
  await send({ from: second, to: pair, data: "0x" + swapEvent + word(7) });
  await submission(second, 1);
  await sync(third, 1_900_000);
  await submission(first, 2);
  await send({ from: third, to: first, value: "0x1" });
  await mine(1750000024);

  const made = await latestBlock([[pair, ["0x" + word(8), "0x" + word(9)]]]);
  writeFileSync(process.argv[2] ?? new URL("block.json", import.meta.url), JSON.stringify(made, null, 1) + "\n");
  console.log(`block ${Number(made.block.number)} ${made.block.hash}: ${made.receipts.length} receipts, ${made.receipts.flatMap((r) => r.logs).length} logs`);
});
