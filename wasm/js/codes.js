// Made by `cargo xtask kinds` from core/src/error.rs; edit that.

/** What can be wrong, by the numbers that cross the border; never reused. */
export const CODES = {
  __proto__: null,
  1: 'ARG',
  2: 'SHORT',
  3: 'SIZE',
  10: 'NAME',
  11: 'CHAR',
  12: 'UTF8',
  13: 'DUPLICATE',
  14: 'AMBIGUOUS',
  15: 'FIELD',
  16: 'MISSING',
  20: 'SYNTAX',
  21: 'DOCTYPE',
  22: 'ENTITY',
  23: 'ENCODING',
  24: 'STRUCTURE',
  30: 'NO_SIGN',
  31: 'SIGN_FORMAT',
  32: 'SIGN_TYPE',
  33: 'MISMATCH',
  34: 'IDENTITY',
  35: 'DECRYPT',
  99: 'INTERNAL',
};
