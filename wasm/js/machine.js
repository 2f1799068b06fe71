// The running core: a WebAssembly instance and its areas of linear memory, which never move or grow.
import { refusal, WxPayError } from './error.js';

const ABI = 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

let compiled; // returns the WebAssembly.Module; each entry of the package says how
let core; // undefined until the first call, and again after a trap

export function moduleFrom(source) {
  [compiled, core] = [source, undefined];
}

function start() {
  if (!compiled) throw new WxPayError('ARG', 'init', 'await init() once before the first call');
  const verbs = new WebAssembly.Instance(compiled()).exports;
  if (verbs.abi?.() !== ABI) throw new WxPayError('ARG', 'core.wasm', 'this file belongs to another version of wxpay-core');
  const area = (number) => new Uint8Array(verbs.memory.buffer, verbs.place(number), verbs.room(number));
  return { verbs, input: area(0), expected: area(1), secret: area(2), previous: area(3), answer: area(4) };
}

/** How much text a call can take: a little more than the core accepts. */
export const room = () => (core ??= start()).input.length;

/** Copies text or bytes in. What does not fit is announced as long as the area: the core refuses it for its length. */
function write(text, area) {
  if (text.length > area.length) return area.length;
  if (typeof text !== 'string') {
    area.set(text);
    return text.length;
  }
  const { read, written } = encoder.encodeInto(text, area);
  return read === text.length ? written : area.length;
}

/** Gives a list or a document to a verb, with a key or a second list; returns the length of the answer. */
export function call(verb, { text, count }, key, kind, expected) {
  core ??= start();
  const length = write(text, core.input);
  if (expected) return run(verb, length, count, kind, write(expected.text, core.expected), expected.count);
  if (!key) return run(verb, length, count);
  const previous = key.previous === undefined ? -1 : write(key.previous, core.previous);
  return run(verb, length, count, key.use, write(key.secret, core.secret), previous, kind);
}

function run(verb, ...numbers) {
  let length;
  try {
    length = core.verbs[verb](...numbers);
  } catch (cause) {
    core = undefined;
    throw new WxPayError('INTERNAL', '', 'the core has trapped; the next call gets a new one', { cause });
  }
  if (core.answer[0] !== 0) throw refusal(core.answer[0], text(1, length));
  return length;
}

/** Parts of the last answer. */
export const text = (from, to) => decoder.decode(core.answer.subarray(from, to));
export const byte = (at) => core.answer[at];
