// The running core: a WebAssembly instance and its areas of linear memory, which never move or grow.
import { refusal, WxPayError } from './error.js';
import { write } from './list.js';

const ABI = 1;
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

/** Gives a list or a document to a verb, perhaps with a key; returns the length of the answer. */
export function call(verb, input, key, kind) {
  core ??= start();
  const length = write(input, core.input);
  const count = input.length / 2; // of a list; for documents it is ignored
  if (!key) return answered(() => core.verbs[verb](length, count));
  const previous = key.previous === undefined ? -1 : write(key.previous, core.previous);
  const secret = write(key.secret, core.secret);
  return answered(() => core.verbs[verb](length, count, key.use, secret, previous, kind));
}

/** The verb that takes two lists. */
export function compare(list, kind, expected) {
  core ??= start();
  const lengths = [write(list, core.input), write(expected, core.expected)];
  return answered(() => core.verbs.expect(lengths[0], list.length / 2, kind, lengths[1], expected.length / 2));
}

function answered(verb) {
  let length;
  try {
    length = verb();
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
