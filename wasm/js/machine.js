// The running core: a WebAssembly instance and its areas of linear memory, which never move or grow.
import { refuse, refuseAsCore } from './error.js';
import { write } from './list.js';

const ABI = 1;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const text = (bytes) => decoder.decode(bytes);

let load; // returns the WebAssembly.Module; each entry of the package says how
let core; // undefined until the first call, and again after a trap

export function moduleFrom(source) {
  [load, core] = [source, undefined];
}

function start() {
  if (!load) refuse('ARG', 'init', 'await init() once before the first call');
  const verbs = new WebAssembly.Instance(load()).exports;
  if (verbs.abi?.() !== ABI) refuse('ARG', 'core.wasm', 'this file belongs to another version of wxpay-core');
  const area = (number) => new Uint8Array(verbs.memory.buffer, verbs.place(number), verbs.room(number));
  return { verbs, input: area(0), expected: area(1), secret: area(2), previous: area(3), answer: area(4) };
}

/**
 * Gives a verb its list or document and what else it takes; returns the answer without its code, 0. The next call overwrites
 * it. All verbs take the same row of numbers, each as many as it needs; where one stands for nothing, it is ignored.
 */
export function call(verb, input, key, kind, expected) {
  core ??= start();
  const { verbs, answer } = core;
  const length = write(input, core.input);
  const secret = key && write(key.secret, core.secret);
  const previous = key?.previous === undefined ? -1 : write(key.previous, core.previous);
  const other = expected && write(expected, core.expected);
  let end;
  try {
    end = verbs[verb](length, input.length / 2, key?.use, secret, previous, kind, other, expected?.length / 2);
  } catch (cause) {
    core = undefined;
    refuse('INTERNAL', '', 'the core has trapped; the next call gets a new one', { cause });
  }
  if (answer[0] !== 0) refuseAsCore(answer[0], text(answer.subarray(1, end)));
  return answer.subarray(1, end);
}
