import { WxPayError, wrongType } from './error.js';
import { KINDS } from './kinds.js';
import { documentOf, listOf, stringOf } from './list.js';
import { byte, call, compare, text } from './machine.js';

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
    this.#parts = { use, secret: stringOf(secret, 'key'), previous };
  }

  static md5 = (secret) => new ApiKey(ours, 0, secret);
  static hmacSha256 = (secret) => new ApiKey(ours, 1, secret);
  static verifyOnly = (secret) => new ApiKey(ours, 2, secret);

  orPrevious(oldSecret) {
    return new ApiKey(ours, this.#parts.use, this.#parts.secret, stringOf(oldSecret, 'key'));
  }

  toString() {
    return `ApiKey(${['MD5', 'HMAC-SHA256', 'verify only'][this.#parts.use]})`;
  }
}

export class Verified {
  #list;
  #flags;
  #kind;
  #fields;

  constructor(token, list, flags, kind) {
    if (token !== ours) throw new WxPayError('ARG', 'Verified', 'only verify and decodeVerified make one');
    [this.#list, this.#flags, this.#kind] = [list, flags, kind];
  }

  get fields() { return (this.#fields ??= Object.freeze(objectOf(this.#list))); }
  get succeeded() { return (this.#flags & 1) !== 0; }
  get signedWithPreviousKey() { return (this.#flags & 2) !== 0; }

  get(name) {
    for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === name) return this.#list[i + 1];
    return undefined;
  }

  expect(expected, value) {
    compare(this.#list, this.#kind, listOf(typeof expected === 'string' ? [[expected, value]] : expected, 'expected'));
    return this;
  }
}

function numberOf(kind) {
  if (typeof kind === 'string' && Object.hasOwn(KINDS, kind)) return KINDS[kind];
  throw wrongType('kind', `one of ${Object.keys(KINDS).join(', ')}`, kind);
}

/** Names and values in turn, as the last answer holds them. */
const listFrom = (length) => (length > 4 ? text(4, length - 1).split('\0') : []);

function verified(verb, input, key, kind) {
  const number = numberOf(kind);
  return new Verified(ours, listFrom(call(verb, input, partsOf(key), number)), byte(1), number);
}

function objectOf(list) {
  const fields = Object.create(null);
  for (let i = 0; i < list.length; i += 2) fields[list[i]] = list[i + 1];
  return fields;
}

export const canonical = (fields) => text(1, call('canonical', listOf(fields)));
export const encode = (fields) => text(1, call('encode', listOf(fields)));
export const sign = (fields, key) => text(1, call('sign', listOf(fields), partsOf(key)));
export const encodeSigned = (fields, key, kind) => text(1, call('encode_signed', listOf(fields), partsOf(key), numberOf(kind)));
export const verify = (fields, key, kind) => verified('verify', listOf(fields), key, kind);
export const decodeVerified = (xml, key, kind) => verified('decode_verified', documentOf(xml), key, kind);
export const decodeUnverified = (xml) => objectOf(listFrom(call('decode_unverified', documentOf(xml))));
export const miniProgram = (appId, prepayId, nonceStr, timeStamp, key) =>
  objectOf(listFrom(call('mini_program', listOf({ appId, prepayId, nonceStr, timeStamp }), partsOf(key))));

export function fen(amount) {
  if (Number.isSafeInteger(amount) && amount >= 0) return String(amount);
  throw wrongType('amount', 'a whole number of fen, 0 or more', amount);
}
