// A local anvil chain for scripts that make blocks, and an assembler for the small contracts on it.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const port = 18645;

export const hex = (number, bytes) => number.toString(16).padStart(2 * bytes, "0");
export const word = (value) => BigInt(value).toString(16).padStart(64, "0");

const opcodes = {
  ADD: "01", SUB: "03", LT: "10", EQ: "14", SHR: "1c", CALLER: "33", CALLDATALOAD: "35", CALLDATASIZE: "36",
  CALLDATACOPY: "37", CODECOPY: "39", MSTORE: "52", SLOAD: "54", SSTORE: "55", JUMPI: "57", DUP1: "80", DUP2: "81",
  LOG1: "a1", LOG3: "a3", LOG4: "a4", RETURN: "f3", REVERT: "fd",
};

/** EVM assembly: opcodes, constants in hex (pushed), `name:` a jump target, `@name` its address (pushed, two bytes). */
export function assemble(source) {
  const pieces = source.replace(/;.*/g, "").split(/\s+/).filter(Boolean).map((token) => {
    if (token.endsWith(":")) return { label: token.slice(0, -1), code: "5b" };
    if (token.startsWith("@")) return { target: token.slice(1), code: "610000" };
    return { code: opcodes[token] ?? hex(0x5f + token.length / 2, 1) + token };
  });
  const targets = {};
  let at = 0;
  for (const piece of pieces) {
    if (piece.label) targets[piece.label] = at;
    at += piece.code.length / 2;
  }
  return pieces.map((piece) => (piece.target ? "61" + hex(targets[piece.target], 2) : piece.code)).join("");
}

let calls = 0;
export async function rpc(method, ...params) {
  const response = await fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: ++calls, method, params }),
  });
  const answer = await response.json();
  if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}

async function ready() {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      return await rpc("eth_chainId");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`anvil does not answer on port ${port}`);
}

/** Runs `use` with a chain that mines only when told; everything that enters its blocks is fixed. */
export async function withChain(use) {
  const require = createRequire(import.meta.url);
  const system = process.platform;
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const binary = `@foundry-rs/anvil-${system}-${machine}/bin/anvil${system === "win32" ? ".exe" : ""}`;
  const options = ["--silent", "--port", port, "--no-mining", "--order", "fifo", "--timestamp", 1750000000, "--hardfork", "prague"];
  const anvil = spawn(require.resolve(binary), options.map(String), { stdio: "inherit" });
  try {
    await ready();
    await rpc("evm_setBlockGasLimit", "0x1c9c380");
    await use();
  } finally {
    anvil.kill();
  }
}

export const send = (transaction) => rpc("eth_sendTransaction", { gas: "0x30d40", ...transaction });

export async function mine(timestamp) {
  await rpc("evm_setNextBlockTimestamp", timestamp);
  await rpc("evm_mine");
}

/** The latest block as `wsc block` reads it; `accounts` are pairs of an address and the slots to prove. */
export async function latestBlock(accounts) {
  const block = await rpc("eth_getBlockByNumber", "latest", true);
  const receipts = await rpc("eth_getBlockReceipts", "latest");
  const proofs = [];
  for (const [address, slots] of accounts) proofs.push(await rpc("eth_getProof", address, slots, "latest"));
  return { block, receipts, proofs };
}
