const CODES = {
  1: 'ARG', 2: 'SHORT', 3: 'SIZE',
  10: 'NAME', 11: 'CHAR', 12: 'UTF8', 13: 'DUPLICATE', 14: 'AMBIGUOUS', 15: 'FIELD', 16: 'MISSING',
  20: 'SYNTAX', 21: 'DOCTYPE', 22: 'ENTITY', 23: 'ENCODING', 24: 'STRUCTURE',
  30: 'NO_SIGN', 31: 'SIGN_FORMAT', 32: 'SIGN_TYPE', 33: 'MISMATCH', 34: 'IDENTITY', 35: 'DECRYPT',
};

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
