// The running core: a WebAssembly instance and its areas of linear memory, which never move or grow.
import { refusal, WxPayError } from './error.js';
import { write } from './list.js';

const ABI = 1;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

let load; // returns the WebAssembly.Module; each entry of the package says how
let module; // loaded once, at the first call
let core; // undefined until the first call, and again after a trap

export function moduleFrom(source) {
  [load, module, core] = [source, undefined, undefined];
}

function start() {
  if (!load) throw new WxPayError('ARG', 'init', 'await init() once before the first call');
  const verbs = new WebAssembly.Instance((module ??= load())).exports;
  if (verbs.abi?.() !== ABI) throw new WxPayError('ARG', 'core.wasm', 'this file belongs to another version of wxpay-core');
  const area = (number) => new Uint8Array(verbs.memory.buffer, verbs.place(number), verbs.room(number));
  return { verbs, input: area(0), expected: area(1), secret: area(2), previous: area(3), answer: area(4) };
}

/**
 * Gives a verb a list or a document and what else it takes; returns the answer without its code, 0. The next call overwrites
 * it. Half the length of a list is its count; with a document the core ignores it.
 */
export function call(verb, input, { key, kind, expected }) {
  core ??= start();
  const numbers = [write(input, core.input), input.length / 2];
  if (key) numbers.push(key.use, write(key.secret, core.secret), key.previous === undefined ? -1 : write(key.previous, core.previous));
  numbers.push(kind);
  if (expected) numbers.push(write(expected, core.expected), expected.length / 2);
  const { answer } = core;
  let length;
  try {
    length = core.verbs[verb](...numbers);
  } catch (cause) {
    core = undefined;
    throw new WxPayError('INTERNAL', '', 'the core has trapped; the next call gets a new one', { cause });
  }
  if (answer[0] !== 0) throw refusal(answer[0], text(answer.subarray(1, length)));
  return answer.subarray(1, length);
}

export const text = (bytes) => decoder.decode(bytes);
