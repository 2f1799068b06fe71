import { WxPayError, wrongType } from './error.js';
import { KINDS } from './kinds.js';
import { documentOf, listOf, stringOf } from './list.js';
import { call, text } from './machine.js';

export { WxPayError };

const ours = Symbol('made here');
const keys = new WeakMap(); // what an ApiKey holds and shows to nobody

function partsOf(key) {
  const parts = keys.get(key);
  if (parts) return parts;
  throw wrongType('key', 'an ApiKey', key);
}

export class ApiKey {
  constructor(token, use, secret, previous) {
    if (token !== ours) throw new WxPayError('ARG', 'ApiKey', 'only md5, hmacSha256 and verifyOnly make one');
    keys.set(this, { use, secret: stringOf(secret, 'key'), previous });
  }

  static md5 = (secret) => new ApiKey(ours, 0, secret);
  static hmacSha256 = (secret) => new ApiKey(ours, 1, secret);
  static verifyOnly = (secret) => new ApiKey(ours, 2, secret);

  orPrevious(oldSecret) {
    const { use, secret } = partsOf(this);
    return new ApiKey(ours, use, secret, stringOf(oldSecret, 'key'));
  }

  toString() {
    return `ApiKey(${['MD5', 'HMAC-SHA256', 'verify only'][partsOf(this).use]})`;
  }
}

export class Verified {
  #list;
  #flags;
  #kind;
  #fields;

  constructor(token, answer, kind) {
    if (token !== ours) throw new WxPayError('ARG', 'Verified', 'only verify and decodeVerified make one');
    [this.#list, this.#flags, this.#kind] = [listFrom(answer), answer[0], kind];
  }

  get fields() { return (this.#fields ??= Object.freeze(objectOf(this.#list))); }
  get succeeded() { return (this.#flags & 1) !== 0; }
  get signedWithPreviousKey() { return (this.#flags & 2) !== 0; }

  get(name) {
    for (let i = 0; i < this.#list.length; i += 2) if (this.#list[i] === name) return this.#list[i + 1];
    return undefined;
  }

  expect(expected, value) {
    const list = listOf(typeof expected === 'string' ? [[expected, value]] : expected, 'expected');
    call('expect', this.#list, { kind: this.#kind, expected: list });
    return this;
  }
}

function numberOf(kind) {
  if (typeof kind === 'string' && Object.hasOwn(KINDS, kind)) return KINDS[kind];
  throw wrongType('kind', `one of ${Object.keys(KINDS).join(', ')}`, kind);
}

/** Names and values in turn. */
const listFrom = (answer) => (answer.length > 3 ? text(answer.subarray(3, -1)).split('\0') : []);

function objectOf(list) {
  const fields = Object.create(null);
  for (let i = 0; i < list.length; i += 2) fields[list[i]] = list[i + 1];
  return fields;
}

function verified(verb, input, key, name) {
  const kind = numberOf(name);
  return new Verified(ours, call(verb, input, { key: partsOf(key), kind }), kind);
}

export const canonical = (fields) => text(call('canonical', listOf(fields), {}));
export const encode = (fields) => text(call('encode', listOf(fields), {}));
export const sign = (fields, key) => text(call('sign', listOf(fields), { key: partsOf(key) }));
export const encodeSigned = (fields, key, kind) => text(call('encode_signed', listOf(fields), { key: partsOf(key), kind: numberOf(kind) }));
export const verify = (fields, key, kind) => verified('verify', listOf(fields), key, kind);
export const decodeVerified = (xml, key, kind) => verified('decode_verified', documentOf(xml), key, kind);
export const decodeUnverified = (xml) => objectOf(listFrom(call('decode_unverified', documentOf(xml), {})));
export const miniProgram = (appId, prepayId, nonceStr, timeStamp, key) =>
  objectOf(listFrom(call('mini_program', listOf({ appId, prepayId, nonceStr, timeStamp }), { key: partsOf(key) })));

export function fen(amount) {
  if (Number.isSafeInteger(amount) && amount >= 0) return String(amount);
  throw wrongType('amount', 'a whole number of fen, 0 or more', amount);
}
