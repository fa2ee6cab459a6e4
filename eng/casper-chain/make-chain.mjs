// Makes a chain of the minimal preset that crosses Capella, Deneb, Electra and Fulu, with Lodestar's state transition, which checks every
// block whole (root, proposer, all signatures). What it says of each state is what the tests of Consensus/Casper compare with.
//   node make-chain.mjs OUT        writes OUT, JSON under brotli; the same bytes each time
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { setActivePreset, PresetName } from "@lodestar/params/setPreset";
setActivePreset(PresetName.minimal);
const { aggregateSignatures } = await import("@chainsafe/blst");
const { createBeaconConfig, createChainForkConfig } = await import("@lodestar/config");
const { DOMAIN_BEACON_ATTESTER, DOMAIN_BEACON_PROPOSER, DOMAIN_RANDAO, SLOTS_PER_EPOCH } = await import("@lodestar/params");
const { ssz } = await import("@lodestar/types");
const st = await import("@lodestar/state-transition");

const VALIDATORS = 72, EPOCHS = 18, NEVER = Infinity, ETHER = 1e9;
const DENEB = 3, ELECTRA = 6, FULU = 10;
const EMPTY_SLOTS = [13, 24, 59, 96]; // 24 begins Deneb, 96 an epoch of Fulu
const HEAVY = [[0, 1000], [1, 400]], SLASHED = 2, LEAVES = 3, COMES = 4, PENDING = 5, CONSOLIDATED = 6;
const REFUSALS_AT = [21, 44, 68, 92];
const FORKS = ["bellatrix", "capella", "deneb", "electra", "fulu"];
const hash = (...parts) => parts.reduce((h, p) => h.update(p), createHash("sha256")).digest();
const hex = (bytes) => "0x" + Buffer.from(bytes).toString("hex");
/** A number below 100 that is the same each time. */
const draw = (...words) => hash(words.join(":")).readUInt32BE() % 100;

const chain = createChainForkConfig({
  CONFIG_NAME: "casper", PRESET_BASE: "minimal",
  GENESIS_FORK_VERSION: Buffer.from("00000077", "hex"), ALTAIR_FORK_VERSION: Buffer.from("01000077", "hex"), BELLATRIX_FORK_VERSION: Buffer.from("02000077", "hex"),
  CAPELLA_FORK_VERSION: Buffer.from("03000077", "hex"), DENEB_FORK_VERSION: Buffer.from("04000077", "hex"), ELECTRA_FORK_VERSION: Buffer.from("05000077", "hex"),
  FULU_FORK_VERSION: Buffer.from("06000077", "hex"),
  ALTAIR_FORK_EPOCH: 0, BELLATRIX_FORK_EPOCH: 0, CAPELLA_FORK_EPOCH: 0, DENEB_FORK_EPOCH: DENEB, ELECTRA_FORK_EPOCH: ELECTRA, FULU_FORK_EPOCH: FULU, GLOAS_FORK_EPOCH: NEVER, HEZE_FORK_EPOCH: NEVER,
  SHARD_COMMITTEE_PERIOD: 1, MIN_PER_EPOCH_CHURN_LIMIT_ELECTRA: 700 * ETHER, MAX_PER_EPOCH_ACTIVATION_EXIT_CHURN_LIMIT: 600 * ETHER,
});
const keys = st.interopSecretKeys(VALIDATORS);

function credentials(index) {
  const kind = HEAVY.some(([i]) => i === index) ? 2 : index === CONSOLIDATED ? 1 : 0;
  return Buffer.concat([Buffer.from([kind]), kind === 0 ? hash(keys[index].toPublicKey().toBytes()).subarray(1) : Buffer.concat([Buffer.alloc(11), Buffer.alloc(20, 0xaa)])]);
}

function genesis() {
  const state = ssz.capella.BeaconState.defaultValue();
  state.genesisTime = 1600000000;
  state.fork = { previousVersion: chain.CAPELLA_FORK_VERSION, currentVersion: chain.CAPELLA_FORK_VERSION, epoch: 0 };
  for (let i = 0; i < VALIDATORS; i++) {
    state.validators.push({
      pubkey: keys[i].toPublicKey().toBytes(), withdrawalCredentials: credentials(i), effectiveBalance: 32 * ETHER, slashed: i === SLASHED,
      activationEligibilityEpoch: i === PENDING ? NEVER : 0, activationEpoch: i === PENDING ? NEVER : i === COMES ? 7 : 0,
      exitEpoch: i === SLASHED ? 30 : i === LEAVES ? 5 : NEVER, withdrawableEpoch: i === SLASHED ? 60 : i === LEAVES ? 261 : NEVER,
    });
    state.balances.push((HEAVY.find(([h]) => h === i)?.[1] ?? 32) * ETHER);
    state.previousEpochParticipation.push(0);
    state.currentEpochParticipation.push(0);
    state.inactivityScores.push(0);
  }
  state.genesisValidatorsRoot = ssz.phase0.Validators.hashTreeRoot(state.validators);
  state.randaoMixes.fill(hash("mix"));
  state.eth1Data = { depositRoot: hash("deposits"), depositCount: BigInt(VALIDATORS), blockHash: hash("eth1") };
  state.eth1DepositIndex = VALIDATORS;
  state.latestBlockHeader.bodyRoot = ssz.capella.BeaconBlockBody.hashTreeRoot(ssz.capella.BeaconBlockBody.defaultValue());
  state.latestExecutionPayloadHeader.blockHash = hash("execution");
  const pubkeys = Array.from({ length: 32 }, (_, i) => keys[8 + i].toPublicKey().toBytes());
  state.currentSyncCommittee = state.nextSyncCommittee = { pubkeys, aggregatePubkey: pubkeys[0] }; // no sync committee signs here
  return state;
}

const initial = genesis();
const config = createBeaconConfig(chain, initial.genesisValidatorsRoot);
let state = st.createCachedBeaconState(ssz.capella.BeaconState.toViewDU(initial), { config, pubkeyCache: st.createPubkeyCache() });

const signAs = (key, type, value, domain) => key.sign(st.computeSigningRoot(type, value, domain)).toBytes();
const isElectra = (slot) => slot >= ELECTRA * SLOTS_PER_EPOCH;
const committeesAt = (at, slot) => Array.from({ length: at.epochCtx.getCommitteeCountPerSlot(st.computeEpochAtSlot(slot)) }, (_, i) => Array.from(at.epochCtx.getBeaconCommittee(slot, i)));
const bitList = (bits) => ssz.phase0.CommitteeBits.fromJson(hex(bytesOf([...bits, true])));
const bitListElectra = (bits) => ssz.electra.AggregationBits.fromJson(hex(bytesOf([...bits, true])));
function bytesOf(bits) {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => { if (bit) bytes[i >> 3] |= 1 << (i & 7); });
  return bytes;
}
const domainOf = (data) => config.getDomain(data.slot, DOMAIN_BEACON_ATTESTER, data.target.epoch * SLOTS_PER_EPOCH);
function signAll(voters, data, domain = domainOf(data)) {
  if (voters.length === 0) return st.G2_POINT_AT_INFINITY;
  return aggregateSignatures(voters.map((voter) => keys[voter].sign(st.computeSigningRoot(ssz.phase0.AttestationData, data, domain)))).toBytes();
}

/** Attestations of some voters of a slot for the same data: one of several committees from Electra on, one of each before. */
function attest(committees, data, voters, form) {
  const lists = committees.map((members) => members.map((member) => voters.has(member)));
  const used = lists.map((list, i) => [i, list]).filter(([, list]) => list.includes(true));
  if (used.length === 0) return [];
  const voting = (i) => committees[i].filter((member) => voters.has(member));
  if (form) return [{
    aggregationBits: bitListElectra(used.flatMap(([, list]) => list)), data, committeeBits: ssz.electra.CommitteeBits.fromJson(hex(bytesOf([0, 1, 2, 3].map((i) => used.some(([u]) => u === i))))),
    signature: signAll(used.flatMap(([i]) => voting(i)), data),
  }];
  return used.map(([i, list]) => {
    const own = { ...data, index: i };
    return { aggregationBits: bitList(list), data: own, signature: signAll(voting(i), own) };
  });
}

/** Who votes in an epoch, in percent of the others: epochs where two thirds are missed, by heads or by balance alone. */
function isVoter(epoch, slot, validator) {
  if (epoch === 4) return draw("few", slot, validator) < 55;
  if (epoch === 11) return validator > 1;
  if (epoch === 12 || epoch === 13) return validator <= 1 || draw("half", validator) < 56;
  return draw("vote", slot, validator) < 92;
}

/** The votes of a slot after its block, with the slots of the blocks that are to carry them. */
function votesOf(slot) {
  const at = st.processSlots(state, slot + 1), epoch = st.computeEpochAtSlot(slot), start = epoch * SLOTS_PER_EPOCH;
  const own = st.computeEpochAtSlot(at.slot) === epoch ? at : null;
  const head = st.getBlockRootAtSlot(at, slot), target = start === slot ? head : st.getBlockRootAtSlot(at, start);
  const justified = own ? own.currentJustifiedCheckpoint : at.previousJustifiedCheckpoint;
  const committees = committeesAt(at, slot);
  const data = { slot, index: 0, beaconBlockRoot: head, source: { epoch: justified.epoch, root: justified.root }, target: { epoch, root: target } };
  const all = committees.flat().filter((validator) => isVoter(epoch, slot, validator));
  const late = new Set(all.filter((validator) => validator > 1 && draw("late", slot, validator) < 12));
  const stray = new Set(all.filter((validator) => validator > 1 && !late.has(validator) && slot > 8 && draw("stray", slot, validator) < 8));
  const main = new Set(all.filter((validator) => !late.has(validator) && !stray.has(validator)));
  const other = slot % 2 === 0 ? { ...data, beaconBlockRoot: st.getBlockRootAtSlot(at, Math.max(slot - 2, 0)) } : { ...data, target: { epoch, root: hash("elsewhere") } };
  const last = (epoch + 2) * SLOTS_PER_EPOCH - 1, delay = epoch >= DENEB ? Math.min(last, slot + 11) : slot + 3 + (slot % 4);
  return [[slot + 1, data, main], [slot + 2, other, stray], [delay, data, late]].map(([due, vote, voters]) => ({ due, vote, voters, committees }));
}

function requestsOf(slot) {
  const requests = ssz.electra.ExecutionRequests.defaultValue();
  const of = (index) => keys[index].toPublicKey().toBytes(), sourceAddress = Buffer.alloc(20, 0xaa);
  if (slot === 75) requests.withdrawals.push({ sourceAddress, validatorPubkey: of(0), amount: BigInt(3 * ETHER) });
  if (slot === 57) requests.consolidations.push({ sourceAddress, sourcePubkey: of(CONSOLIDATED), targetPubkey: of(1) });
  if (slot === 85) requests.deposits.push({ pubkey: of(7), withdrawalCredentials: credentials(7), amount: 1 * ETHER, signature: Buffer.alloc(96, 7), index: BigInt(VALIDATORS) });
  return requests;
}

function blockWith(pre, attestations) {
  const { slot } = pre, fork = config.getForkName(slot), types = ssz[fork], proposerIndex = pre.epochCtx.getBeaconProposer(slot), epoch = st.computeEpochAtSlot(slot);
  const block = types.BeaconBlock.defaultValue();
  Object.assign(block, { slot, proposerIndex, parentRoot: ssz.phase0.BeaconBlockHeader.hashTreeRoot(pre.latestBlockHeader) });
  block.body.randaoReveal = signAs(keys[proposerIndex], ssz.Epoch, epoch, config.getDomain(slot, DOMAIN_RANDAO));
  block.body.eth1Data = { depositRoot: pre.eth1Data.depositRoot, depositCount: BigInt(VALIDATORS), blockHash: pre.eth1Data.blockHash };
  block.body.attestations = attestations;
  block.body.syncAggregate.syncCommitteeSignature = st.G2_POINT_AT_INFINITY;
  Object.assign(block.body.executionPayload, {
    parentHash: pre.latestExecutionPayloadHeader.blockHash, prevRandao: st.getRandaoMix(pre, epoch), blockNumber: slot, gasLimit: 30000000, timestamp: st.computeTimeAtSlot(config, slot, pre.genesisTime),
    blockHash: hash("execution", String(slot)), withdrawals: st.getExpectedWithdrawals(config.getForkSeq(slot), pre).expectedWithdrawals, stateRoot: hash("state", String(slot)), receiptsRoot: hash("receipts", String(slot)),
  });
  if (isElectra(slot)) block.body.executionRequests = requestsOf(slot);
  return { block, types, key: keys[proposerIndex] };
}

const external = { executionPayloadStatus: st.ExecutionPayloadStatus.valid, dataAvailabilityStatus: st.DataAvailabilityStatus.Available };
function extend(pre, attestations) {
  const { block, types, key } = blockWith(pre, attestations);
  const draft = st.stateTransition(state, { message: block, signature: Buffer.alloc(96) }, { ...external, verifyStateRoot: false, verifyProposer: false, verifySignatures: false });
  block.stateRoot = draft.hashTreeRoot();
  const signature = signAs(key, types.BeaconBlock, block, config.getDomain(block.slot, DOMAIN_BEACON_PROPOSER));
  const post = st.stateTransition(state, { message: block, signature }, { ...external, verifyStateRoot: true, verifyProposer: true, verifySignatures: true });
  return { block, types, post };
}

const checkpointText = ({ epoch, root }) => { const n = Buffer.alloc(8); n.writeBigUInt64LE(BigInt(epoch)); return n.toString("hex") + Buffer.from(root).toString("hex"); };
function sayAfter(post) {
  return {
    previous_participation: hex(post.previousEpochParticipation.getAll()), current_participation: hex(post.currentEpochParticipation.getAll()), bits: bytesOf(post.justificationBits.toBoolArray())[0],
    checkpoints: "0x" + [post.previousJustifiedCheckpoint, post.currentJustifiedCheckpoint, post.finalizedCheckpoint].map(checkpointText).join(""),
  };
}

/** Altered votes, signed as they stand unless the signature is what is altered; the referee must refuse a block with each alone. */
function alteredVotes(pre, good) {
  const checkpoint = ({ epoch, root }) => ({ epoch, root }), slot = good.data.slot, electra = isElectra(pre.slot), committees = committeesAt(pre, slot), epoch = st.computeEpochAtSlot(pre.slot);
  // Made anew and not spread: the library keeps a root that it has made beside a value's fields, and a copy would have it too.
  const { index, beaconBlockRoot } = good.data, source = checkpoint(good.data.source), target = checkpoint(good.data.target);
  const alter = (changes) => ({ slot, index, beaconBlockRoot, source: checkpoint(source), target: checkpoint(target), ...changes });
  const data = alter({}), members = electra ? committees.flat() : committees[index];
  const make = (bits, vote, voters, more = {}, domain = undefined) => ({ ...(electra ? { aggregationBits: bitListElectra(bits), committeeBits: committeeBits([0, 1]) } : { aggregationBits: bitList(bits) }), data: vote, signature: signAll(voters, vote, domain), ...more });
  const committeeBits = (set) => ssz.electra.CommitteeBits.fromJson(hex(bytesOf([0, 1, 2, 3].map((i) => set.includes(i)))));
  const full = members.map(() => true), whole = (vote, domain) => make(full, vote, members, {}, domain);
  const earlier = (back) => { const s = slot - back, e = st.computeEpochAtSlot(s); return alter({ index: 0, slot: s, source: checkpoint(pre.previousJustifiedCheckpoint), target: { epoch: e, root: st.getBlockRootAtSlot(pre, e * SLOTS_PER_EPOCH) } }); };
  const before = (back) => { const vote = earlier(back), own = electra ? committeesAt(pre, vote.slot).flat() : committeesAt(pre, vote.slot)[0]; return make(own.map(() => true), vote, own); };
  const votes = {
    "another fork's version": whole(data, config.getDomainAtFork(FORKS[FORKS.indexOf(config.getForkName(slot)) - 1], DOMAIN_BEACON_ATTESTER)),
    "a voter who did not sign": make(full, data, members.slice(1)),
    "another source": whole(alter({ source: { epoch: source.epoch, root: hash("source") } })),
    "a target of the next epoch": whole(alter({ target: { epoch: target.epoch + 1, root: target.root } })),
    "a target of another epoch than the slot's": whole(alter({ target: { epoch: target.epoch - 1, root: target.root } })),
    "a bit too many": make([...full, false], data, members),
    "a bit too few": make(full.slice(1), data, members.slice(0, -1)),
    "no voter": make(full.map(() => false), data, []),
    "a vote of the block's own slot": (() => { const own = electra ? committeesAt(pre, pre.slot).flat() : committeesAt(pre, pre.slot)[0]; return make(own.map(() => true), alter({ index: 0, slot: pre.slot }), own); })(),
    "a target two epochs ago": whole(alter({ slot: slot - 16, target: { epoch: target.epoch - 2, root: target.root } })),
  };
  if (epoch < DENEB) votes["a vote of nine slots ago"] = before(8);
  if (!electra) votes["no such committee"] = whole(alter({ index: committees.length }));
  else Object.assign(votes, {
    "no such committee": make(full, data, members, { committeeBits: committeeBits([0, committees.length]) }),
    "an index that is not zero": whole(alter({ index: 1 })),
    "a committee without a voter": make([...committees[0].map(() => true), ...committees[1].map(() => false)], data, committees[0]),
    "no committee": make([], data, [], { committeeBits: committeeBits([]) }),
    "the bits of two committees under one": make(full, data, members, { committeeBits: committeeBits([0]) }),
  });
  const types = ssz[config.getForkName(pre.slot)];
  const accepted = epoch < DENEB ? [whole(data)] : [whole(data), before(8)];
  const judge = (vote) => st.stateTransition(
    state, { message: blockWith(pre, [vote]).block, signature: Buffer.alloc(96) }, { ...external, verifyStateRoot: false, verifyProposer: false, verifySignatures: true });
  accepted.forEach(judge);
  const refused = Object.entries(votes).map(([name, vote]) => {
    try {
      judge(vote);
    } catch (error) {
      return { name, attestation: types.Attestation.toJson(vote), referee: error.message };
    }
    throw new Error(`slot ${pre.slot}: the referee accepts ${name}`);
  });
  return { slot: pre.slot, accepted: accepted.map((vote) => types.Attestation.toJson(vote)), refused };
}

const pool = [...votesOf(0)], states = [], blocks = [], refusals = [];
let lastStateAt = -1, votes = 0;
for (let slot = 1; slot < EPOCHS * SLOTS_PER_EPOCH; slot++) {
  const pre = st.processSlots(state, slot);
  const isEmpty = EMPTY_SLOTS.includes(slot) || pre.validators.get(pre.epochCtx.getBeaconProposer(slot)).slashed;
  if (slot % SLOTS_PER_EPOCH === 1 && slot > 1 && state.slot !== lastStateAt) { // the newest block up to the epoch's first slot
    states.push({ slot: state.slot, epoch: (slot - 1) / SLOTS_PER_EPOCH, root: hex(state.hashTreeRoot()), ssz: hex(state.serialize()) });
    lastStateAt = state.slot;
  }
  if (!isEmpty) {
    const due = pool.filter((vote) => vote.due <= slot);
    for (const vote of due) pool.splice(pool.indexOf(vote), 1);
    // Votes of a committee that is not the first cannot cross into Electra: their index is not zero.
    const crossing = (vote) => isElectra(slot) && !isElectra(vote.slot);
    const attestations = due.flatMap(({ vote, voters, committees }) => attest(crossing(vote) ? committees.slice(0, 1) : committees, vote, voters, isElectra(slot)));
    if (REFUSALS_AT.includes(slot)) refusals.push(alteredVotes(pre, attestations.find((vote) => vote.data.slot === slot - 1)));
    const { block, types, post } = extend(pre, attestations);
    votes += attestations.reduce((sum, a) => sum + a.aggregationBits.getTrueBitIndexes().length, 0);
    const json = types.BeaconBlock.toJson(block), header = ssz.phase0.BeaconBlockHeader.serialize({ slot, proposerIndex: block.proposerIndex, parentRoot: block.parentRoot, stateRoot: block.stateRoot, bodyRoot: types.BeaconBlockBody.hashTreeRoot(block.body) });
    blocks.push({
      version: config.getForkName(slot), message: { slot: json.slot, proposer_index: json.proposer_index, parent_root: json.parent_root, state_root: json.state_root, body: { randao_reveal: json.body.randao_reveal, attestations: json.body.attestations } },
      header: hex(header), after: sayAfter(post),
    });
    state = post;
  }
  pool.push(...votesOf(slot));
}

// The network as a beacon node's config/spec and beacon/genesis tell it.
const spec = { PRESET_BASE: "minimal", SLOTS_PER_EPOCH: "8", SYNC_COMMITTEE_SIZE: "32", EPOCHS_PER_SYNC_COMMITTEE_PERIOD: "8", DEPOSIT_CHAIN_ID: "77", GENESIS_FORK_VERSION: hex(chain.GENESIS_FORK_VERSION) };
for (const [name, epoch] of Object.entries({ ALTAIR: 0, BELLATRIX: 0, CAPELLA: 0, DENEB, ELECTRA, FULU }))
  Object.assign(spec, { [name + "_FORK_VERSION"]: hex(chain[name + "_FORK_VERSION"]), [name + "_FORK_EPOCH"]: String(epoch) });
const network = { spec: { data: spec }, genesis: { data: { genesis_validators_root: hex(initial.genesisValidatorsRoot) } } };
const json = JSON.stringify({ ...network, states, blocks, refusals });
const packed = brotliCompressSync(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: json.length } });
if (process.argv[2]) writeFileSync(process.argv[2], packed);
for (const s of states) {
  const view = ssz[config.getForkName(s.slot)].BeaconState.deserialize(Buffer.from(s.ssz.slice(2), "hex"));
  console.log(s.epoch, s.slot, config.getForkName(s.slot), "justified", view.currentJustifiedCheckpoint.epoch, "final", view.finalizedCheckpoint.epoch,
    "pending", view.pendingDeposits?.length, view.pendingPartialWithdrawals?.length, view.pendingConsolidations?.length, "balance", view.validators.slice(0, 7).map((v) => v.effectiveBalance / ETHER).join());
}
for (const r of refusals) for (const x of r.refused) console.log(r.slot, x.name, "|", x.referee.slice(0, 90));
console.log(`${blocks.length} blocks, ${votes} votes, ${states.length} states, ${json.length} bytes, packed ${packed.length}`);
