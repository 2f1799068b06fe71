import { refuse, wrongType } from './error.js';
import { KINDS } from './kinds.js';
import { documentOf, listOf, secretOf } from './list.js';
import { call, text } from './machine.js';

export { WxPayError } from './error.js';
export async function init() {} // only a browser has to wait for the core

const ours = Symbol('made here');
const keys = new WeakMap(); // what an ApiKey holds and shows to nobody
const partsOf = (key) => keys.get(key) ?? wrongType('key', 'an ApiKey', key);
const numberOf = (kind) => (typeof kind === 'string' ? KINDS[kind] : undefined) ?? wrongType('kind', `one of ${Object.keys(KINDS).join(', ')}`, kind);

export class ApiKey {
  constructor(token, parts) {
    if (token !== ours) refuse('ARG', 'ApiKey', 'only md5, hmacSha256 and verifyOnly make one');
    keys.set(this, parts);
  }

  static md5 = (secret) => new ApiKey(ours, { name: 'MD5', use: 0, secret: secretOf(secret) });
  static hmacSha256 = (secret) => new ApiKey(ours, { name: 'HMAC-SHA256', use: 1, secret: secretOf(secret) });
  static verifyOnly = (secret) => new ApiKey(ours, { name: 'verify only', use: 2, secret: secretOf(secret) });

  orPrevious(oldSecret) { return new ApiKey(ours, { ...partsOf(this), previous: secretOf(oldSecret) }); }
  toString() { return `ApiKey(${partsOf(this).name})`; }
}

export class Verified {
  #list;
  #flags;
  #kind;
  #fields;

  constructor(token, answer, kind) {
    if (token !== ours) refuse('ARG', 'Verified', 'only verify and decodeVerified make one');
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
    call('expect', this.#list, undefined, this.#kind, list);
    return this;
  }
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
  return new Verified(ours, call(verb, input, partsOf(key), kind), kind);
}

export const canonical = (fields) => text(call('canonical', listOf(fields)));
export const encode = (fields) => text(call('encode', listOf(fields)));
export const sign = (fields, key) => text(call('sign', listOf(fields), partsOf(key)));
export const encodeSigned = (fields, key, kind) => text(call('encode_signed', listOf(fields), partsOf(key), numberOf(kind)));
export const verify = (fields, key, kind) => verified('verify', listOf(fields), key, kind);
export const decodeVerified = (xml, key, kind) => verified('decode_verified', documentOf(xml), key, kind);
export const decodeUnverified = (xml) => objectOf(listFrom(call('decode_unverified', documentOf(xml))));
export const miniProgram = (appId, prepayId, nonceStr, timeStamp, key) =>
  objectOf(listFrom(call('mini_program', listOf({ appId, prepayId, nonceStr, timeStamp }), partsOf(key))));

export const fen = (amount) =>
  Number.isSafeInteger(amount) && amount >= 0 ? String(amount) : wrongType('amount', 'a whole number of fen, 0 or more', amount);
