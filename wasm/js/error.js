import { CODES } from './codes.js';

export class WxPayError extends Error {
  constructor(code, where, sentence, options) {
    super(`${code}${where && ` at ${where}`}: ${sentence}`, options);
    Object.defineProperty(this, 'name', { value: 'WxPayError' });
    Object.assign(this, { code, where });
  }
}

export const refuse = (...parts) => { throw new WxPayError(...parts); };

/** What the core says when it refuses: `field NUL offset NUL sentence` under the number of the code. */
export function refuseAsCore(number, text) {
  const [field, offset, sentence] = text.split('\0');
  refuse(CODES[number] ?? 'INTERNAL', [field, offset && `byte ${offset}`].filter(Boolean).join(', '), sentence);
}

/** Tells what came instead, never its value. */
export const wrongType = (where, wanted, got, hint = '') =>
  refuse('ARG', where, `must be ${wanted}, not ${Object.prototype.toString.call(got).slice(8, -1)}${hint}`);
