import { WxPayError, wrongType } from './error.js';
import { KINDS } from './kinds.js';
import { documentOf, textOf, withList } from './list.js';
import { byte, call, text } from './machine.js';

export { WxPayError };

const ours = Symbol('made here');
let partsOf;

export class ApiKey {
  #parts;

  static {
    partsOf = (key) => {
      if (key === null || typeof key !== 'object' || !(#parts in key)) throw wrongType('key', 'an ApiKey', key);
      return key.#parts;
    };
  }

  constructor(token, use, secret, previous) {
    if (token !== ours) throw new WxPayError('ARG', 'ApiKey', 'only md5, hmacSha256 and verifyOnly make one');
    this.#parts = { use, secret: textOf(secret, 'key'), previous };
  }

  static md5 = (secret) => new ApiKey(ours, 0, secret);
  static hmacSha256 = (secret) => new ApiKey(ours, 1, secret);
  static verifyOnly = (secret) => new ApiKey(ours, 2, secret);

  orPrevious(oldSecret) {
    return new ApiKey(ours, this.#parts.use, this.#parts.secret, textOf(oldSecret, 'key'));
  }

  toString() {
    return `ApiKey(${['MD5', 'HMAC-SHA256', 'verify only'][this.#parts.use]})`;
  }
}

export class Verified {
  #fields;
  #flags;
  #kind;

  constructor(token, fields, flags, kind) {
    if (token !== ours) throw new WxPayError('ARG', 'Verified', 'only verify and decodeVerified make one');
    [this.#fields, this.#flags, this.#kind] = [Object.freeze(fields), flags, kind];
  }

  get fields() { return this.#fields; }
  get succeeded() { return (this.#flags & 1) !== 0; }
  get signedWithPreviousKey() { return (this.#flags & 2) !== 0; }
  get(name) { return this.#fields[name]; }

  expect(expected, value) {
    const wanted = typeof expected === 'string' ? [[expected, value]] : expected;
    withList(this.#fields, 'fields', (mine) => withList(wanted, 'expected', (theirs) => call('expect', mine, undefined, this.#kind, theirs)));
    return this;
  }
}

function numberOf(kind) {
  if (typeof kind === 'string' && Object.hasOwn(KINDS, kind)) return KINDS[kind];
  throw wrongType('kind', `one of ${Object.keys(KINDS).join(', ')}`, kind);
}

/** What the last answer holds. */
function answered(length) {
  const fields = Object.create(null);
  const parts = text(4, length).split('\0');
  for (let i = 0; i + 1 < parts.length; i += 2) fields[parts[i]] = parts[i + 1];
  return fields;
}
const verified = (length, kind) => new Verified(ours, answered(length), byte(1), kind);
const list = (verb, fields, key, kind) => withList(fields, 'fields', (made) => call(verb, made, key, kind));
const body = (verb, xml, key, kind) => call(verb, { text: documentOf(xml), count: 0 }, key, kind);

export const canonical = (fields) => text(1, list('canonical', fields));
export const encode = (fields) => text(1, list('encode', fields));
export const sign = (fields, key) => text(1, list('sign', fields, partsOf(key)));
export const encodeSigned = (fields, key, kind) => text(1, list('encode_signed', fields, partsOf(key), numberOf(kind)));
export const verify = (fields, key, kind) => verified(list('verify', fields, partsOf(key), numberOf(kind)), KINDS[kind]);
export const decodeVerified = (xml, key, kind) => verified(body('decode_verified', xml, partsOf(key), numberOf(kind)), KINDS[kind]);
export const decodeUnverified = (xml) => answered(body('decode_unverified', xml));
export const miniProgram = (appId, prepayId, nonceStr, timeStamp, key) =>
  answered(list('mini_program', { appId, prepayId, nonceStr, timeStamp }, partsOf(key)));

export function fen(amount) {
  if (Number.isSafeInteger(amount) && amount >= 0) return String(amount);
  throw wrongType('amount', 'a whole number of fen, 0 or more', amount);
}
