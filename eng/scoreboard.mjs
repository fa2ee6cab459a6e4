// Measures the figures by which the project is judged, keeps them in docs/scoreboard.json with commit, machine and seed, and writes the table of docs/scoreboard.md.
//
//   node eng/scoreboard.mjs [--runs 3]      needs ./wsc (built when it is not) and the vectors (SUPERCOMPUTER_VECTORS, default ../shared/vectors)
//
// Run it on a machine that does nothing else. Cold figures are the best of so many new processes, warm ones medians.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const runs = process.argv.includes('--runs') ? Number(process.argv[process.argv.indexOf('--runs') + 1]) : 3;
const vectors = resolve(root, process.env.SUPERCOMPUTER_VECTORS ?? '../shared/vectors');
const block = join(vectors, 'ethereum/blocks/22431084.yaml'), light = join(vectors, 'ethereum/light-client-mainnet-capella');
const checkpoint = '0x5afc212a7924789b2bc86acad3ab3a6ffb1f6e97253ea50bee7f4f51422c9275';
const graph = 'samples/token-transfers/zkgraph.yaml', transfers = 'samples/token-transfers/token-transfers.wasm';
if (!Number.isInteger(runs) || runs < 1) fail(`--runs: a positive number expected, actual '${process.argv.at(-1)}'`);
for (const file of [block, light]) if (!existsSync(file)) fail(`${file} is absent: name the folder of the vectors with SUPERCOMPUTER_VECTORS`);
const folder = mkdtempSync(join(tmpdir(), 'scoreboard-'));

function fail(reason) {
    console.error(`scoreboard: ${reason}`);
    process.exit(2);
}

function wsc(...words) {
    return JSON.parse(execFileSync(join(root, 'wsc'), [...words, '--json'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 }).trim().split('\n').at(-1));
}

/** The answer with the least wall time of so many new processes, with that time as `wall_seconds`. */
function cold(...words) {
    let best = null;
    for (let run = 0; run < runs; run++) {
        const began = process.hrtime.bigint(), answer = wsc(...words);
        answer.wall_seconds = Number(process.hrtime.bigint() - began) / 1e9;
        if (best === null || answer.wall_seconds < best.wall_seconds) best = answer;
    }
    return best;
}

const temporary = name => join(folder, name);
const measured = {};
function step(name, work) {
    process.stderr.write(`scoreboard: ${name}\n`);
    measured[name] = work();
}

execFileSync(join(root, 'wsc'), ['--help'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const zkgraph = ['--block', block, '--graph', graph];
step('machine', () => wsc('bench', 'machine', '--runs', runs, '--path-chips', 16, ...zkgraph));
step('accelerators', () => wsc('bench', 'accelerators', '--runs', runs));
step('bus', () => wsc('bench', 'bus', '--runs', runs, '--block', block));
writeFileSync(temporary('turns'), Buffer.from([0x8d, 3, 0, 0]));
step('small run, cold', () => cold('prove', 'samples/fibonacci/fibonacci.wat', '--public', temporary('turns'), '--out', temporary('small')));
step('zkGraph bound to a header, cold', () => {
    wsc('bus', 'header', '--block', block, '--out', temporary('header'));
    return cold('prove', transfers, ...zkgraph, '--header', temporary('header'), '--out', temporary('bound'));
});
step('zkPoS rotation, 512 keys, cold', () => {
    const updates = JSON.parse(readFileSync(join(light, 'updates.json'), 'utf8'));
    for (const [name, part] of [['first', updates.slice(0, 2)], ['next', updates.slice(2)]]) writeFileSync(temporary(name), JSON.stringify(part));
    const trusted = ['bus', 'finalized', '--checkpoint', checkpoint, '--bootstrap', join(light, 'bootstrap.json')];
    wsc(...trusted, '--updates', temporary('first'), '--continues', '--out', temporary('proof'));
    return cold(...trusted, '--after', temporary('proof'), '--proved', temporary('first'), '--updates', temporary('next'), '--out', temporary('rotation'));
});

const machine = measured.machine, programs = machine.programs, median = list => list.toSorted((x, y) => x - y)[list.length >> 1];
const generic = programs.filter(program => !program.program.includes('path chips')), paths = programs.filter(program => program.program.includes('path chips'));
const of = (list, name) => list.find(program => (program.program ?? program.name).startsWith(name));
const sort = of(generic, 'sort'), small = of(generic, 'fibonacci 10 k'), receipts = of(generic, 'token transfers');
const bound = measured['zkGraph bound to a header, cold'], rotation = measured['zkPoS rotation, 512 keys, cold'], coldSmall = measured['small run, cold'];
const millions = number => `${(number / 1e6).toFixed(2)} M`, seconds = number => `${number.toPrecision(3)} s`, kibibytes = bytes => `${Math.round(bytes / 1024)} KiB`;
const gibibytes = bytes => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
const ratio = (time, facts = machine) => (time / facts.calibration_seconds).toPrecision(3);
const fourOf = list => ['fibonacci 2^20', 'sha256', 'token transfers', 'sort'].map(name => of(list, name).instructions_per_second);
const calls = name => measured.accelerators.accelerators.find(entry => entry.accelerator.includes(name));

const table = [
    ['rows proved a second, end to end (sort)', millions(sort.rows_per_second), '', '1 M'],
    ['WebAssembly instructions proved a second, generic chips: best and median of four programs', `${millions(Math.max(...fourOf(generic)))}, ${millions(median(fourOf(generic)))}`, '', '2 M'],
    ['the same with chips for hot paths: best and median', `${millions(Math.max(...fourOf(paths)))}, ${millions(median(fourOf(paths)))}`, '', '4 M, 6 M'],
    ['10 k instructions proved, warm', seconds(small.seconds_median), ratio(small.seconds_median), '0.15 s'],
    ['the same in a new process', seconds(coldSmall.wall_seconds), ratio(coldSmall.wall_seconds), '0.8 s'],
    ['zkGraph over all receipts of mainnet block 22431084, warm', seconds(receipts.seconds_median), ratio(receipts.seconds_median), '1 s'],
    ['the same with everything it reads bound to a header inside the proof, new process', seconds(bound.wall_seconds), ratio(bound.wall_seconds), '2 s'],
    ['proof bytes: 10 k instructions; the zkGraph; bound; sort', [small.proof_bytes, receipts.proof_bytes, bound.proof_bytes, sort.proof_bytes].map(kibibytes).join('; '), '', '200 KiB'],
    ['verified in (the zkGraph)', seconds(receipts.verify_seconds_warm), ratio(receipts.verify_seconds_warm), '20 ms'],
    ['sync committee of mainnet, 512 keys, rotation, new process', seconds(rotation.wall_seconds), ratio(rotation.wall_seconds), '2 s'],
    ['peak memory of the bound zkGraph, and its estimate', `${gibibytes(bound.peak_bytes)}, ${gibibytes(bound.estimated_peak_bytes)}`, '', 'within 10 %'],
    ['Keccak-f and SHA-256 compressions proved a second, both cores', `${Math.round(calls('keccak').calls_per_second)}, ${Math.round(calls('sha256').calls_per_second)}`, '', '62,000 SHA-256'],
];
const facts = {
    commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
    date: new Date().toISOString().slice(0, 10),
    machine: { ...machine.machine, processor: cpus()[0].model, memory_bytes: totalmem() },
    // Inputs are computed or recorded, none is drawn; blinding, where a proof has any, is the transcript's.
    seed: 'none: every input is fixed', runs,
    calibration_seconds: machine.calibration_seconds,
};
for (const program of programs) delete program.chips;
for (const claim of measured.bus.claims) delete claim.chips;
writeFileSync(join(root, 'docs/scoreboard.json'), JSON.stringify({ ...facts, measured }, null, 1) + '\n');
const lines = [
    '# Scoreboard', '',
    `\`node eng/scoreboard.mjs --runs ${runs}\` at commit ${facts.commit.slice(0, 9)}, ${facts.date}: ${facts.machine.cores} cores (${facts.machine.processor}), `
    + `${Math.round(facts.machine.memory_bytes / 2 ** 30)} GiB, ${facts.machine.runtime}; 128 bits. Ratios are to the calibration kernel (${facts.calibration_seconds} s). `
    + 'Everything measured is in [scoreboard.json](scoreboard.json).', '',
    '| figure | here | ratio | aim |', '|---|---|---|---|', ...table.map(row => `| ${row.join(' | ')} |`), '',
];
writeFileSync(join(root, 'docs/scoreboard.md'), lines.join('\n'));
console.log(lines.slice(4).join('\n'));
rmSync(folder, { recursive: true });
