// Runs modules in V8 for the differential tests: a request a line on stdin, a reply a line on stdout, both JSON.
// Request: { raw: base64, run: base64 or null, calls: [names] }. Reply: { valid, error, lines, hang }.
// The lines say what the module did, in the words of InterpreterReport.cs; the two are compared as text.
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const hangAfterMilliseconds = 10000;
const loggedAtMost = 500;

// (module (import "h" "l" (func (param i64 i64))) (func (export "f") (param v128) the two lanes of 0 to h.l))
const vectorLogger = new Uint8Array([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 10, 2, 0x60, 2, 0x7e, 0x7e, 0, 0x60, 1, 0x7b, 0, 2, 7, 1, 1, 0x68, 1, 0x6c, 0, 0,
  3, 2, 1, 1, 7, 5, 1, 1, 0x66, 0, 1, 10, 16, 1, 14, 0, 0x20, 0, 0xfd, 0x1d, 0, 0x20, 0, 0xfd, 0x1d, 1, 0x10, 0, 0x0b]);

const traps = [
  ['unreachable', 'unreachable'], ['divide by zero', 'divide'], ['remainder by zero', 'divide'],
  ['divide result unrepresentable', 'number'], ['float unrepresentable', 'number'], ['memory access out of bounds', 'memory'],
  ['data segment', 'memory'], ['table index is out of bounds', 'table'], ['table access out of bounds', 'table'],
  ['element segment', 'table'], ['table initializer', 'table'], ['null function or function signature', 'signature'],
  ['call stack size exceeded', 'stack'], ['could not allocate', 'limit'], ['Cannot allocate', 'limit'], ['Out of memory', 'limit']];

function kindOf(error) {
  const message = String(error && error.message);
  const known = traps.find(([text]) => message.includes(text));
  return known ? known[1] : `${error && error.name}: ${message}`;
}

const hex = value => typeof value === 'bigint' ? BigInt.asUintN(64, value).toString(16) : (value >>> 0).toString(16);
const floats = new DataView(new ArrayBuffer(8));

function bitsOf32(value) {
  if (Number.isNaN(value)) return 'nan';
  floats.setFloat32(0, value);
  return floats.getUint32(0).toString(16);
}

function bitsOf64(value) {
  if (Number.isNaN(value)) return 'nan';
  floats.setFloat64(0, value);
  return floats.getBigUint64(0).toString(16);
}

function importsInto(logged) {
  const log = (type, value) => { logged.count++; if (logged.lines.length < loggedAtMost) logged.lines.push(`log ${type} ${value}`); };
  const vector = new WebAssembly.Instance(new WebAssembly.Module(vectorLogger),
    { h: { l: (low, high) => log('v128', `${hex(low)} ${hex(high)}`) } });
  return { 'fuzzing-support': {
    'log-i32': value => log('i32', hex(value)), 'log-i64': value => log('i64', hex(value)),
    'log-f32': value => log('f32', bitsOf32(value)), 'log-f64': value => log('f64', bitsOf64(value)),
    'log-v128': vector.exports.f } };
}

function call(instance, name) {
  try {
    const result = instance.exports[name]();
    const values = result === undefined ? [] : Array.isArray(result) ? result : [result];
    return ['returned', ...values.map(hex)].join(' ');
  } catch (error) {
    return `trapped ${kindOf(error)}`;
  }
}

function execute(bytes, calls) {
  const logged = { count: 0, lines: [] }, lines = [];
  const take = () => { lines.push(...logged.lines); if (logged.count) lines.push(`logged ${logged.count}`); logged.count = 0; logged.lines = []; };
  let instance;
  try {
    instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), importsInto(logged));
  } catch (error) {
    take();
    lines.push(`instantiation trapped ${kindOf(error)}`);
    return lines;
  }
  take();
  for (const name of calls) {
    const ended = call(instance, name);
    take();
    lines.push(`${name} ${ended}`);
    if (ended === 'trapped stack') return lines;
    lines.push(`state ${call(instance, '$hash')}`);
  }
  const memory = instance.exports.$memory;
  if (memory) lines.push(`memory ${memory.buffer.byteLength / 65536} ${createHash('sha256').update(new Uint8Array(memory.buffer)).digest('hex')}`);
  return lines;
}

function answer({ raw, run, calls }) {
  const bytes = Buffer.from(raw, 'base64');
  const valid = WebAssembly.validate(bytes);
  let error = null;
  if (!valid) try { new WebAssembly.Module(bytes); } catch (e) { error = e.message; }
  return { valid, error, lines: run === null || !valid ? [] : execute(Buffer.from(run, 'base64'), calls), hang: false };
}

async function serve() {
  let worker;
  for await (const line of createInterface({ input: process.stdin })) {
    worker ??= new Worker(fileURLToPath(import.meta.url));
    const current = worker;
    const reply = await new Promise(resolve => {
      const timer = setTimeout(() => resolve(null), hangAfterMilliseconds);
      current.once('message', message => { clearTimeout(timer); resolve(message); });
      current.once('error', error => { clearTimeout(timer); resolve({ valid: null, error: String(error), lines: [], hang: false }); worker = undefined; });
      current.postMessage(JSON.parse(line));
    });
    if (reply === null) { await current.terminate(); worker = undefined; }
    else current.removeAllListeners('error');
    process.stdout.write(JSON.stringify(reply ?? { valid: true, error: null, lines: [], hang: true }) + '\n');
  }
  if (worker) await worker.terminate();
}

if (isMainThread) await serve();
else parentPort.on('message', request => parentPort.postMessage(answer(request)));
