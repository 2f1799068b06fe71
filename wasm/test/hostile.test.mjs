// What a host can get wrong, and what it can be made to pass on: each refusal has a code and a place and shows no value.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { CODES } from '../js/codes.js';
import * as wxpay from '../pkg/node.js';

const { ApiKey, canonical, decodeUnverified, decodeVerified, encode, encodeSigned, fen, miniProgram, sign, Verified, verify, WxPayError } = wxpay;
const SECRET = '192006250b4c09247ec02edce69f6a2d';
const key = ApiKey.md5(SECRET);

function refused(work, code, where, sentence) {
  assert.throws(work, (error) => {
    assert.ok(error instanceof WxPayError && error instanceof Error, String(error));
    assert.equal(error.name, 'WxPayError');
    assert.deepEqual([error.code, error.where], [code, where], error.message);
    assert.ok(error.message.startsWith(where ? `${code} at ${where}: ` : `${code}: `), error.message);
    if (sentence) assert.match(error.message, sentence);
    assert.doesNotMatch(`${error.message}${error.stack}`, /5ecret|19200625/);
    return true;
  });
}

const TAKERS = {
  canonical: (fields) => canonical(fields),
  sign: (fields) => sign(fields, key),
  encode: (fields) => encode(fields),
  encodeSigned: (fields) => encodeSigned(fields, key, 'unlisted'),
  verify: (fields) => verify(fields, key, 'unlisted'),
  expect: (fields) => decodeVerified(encodeSigned({ a: '1' }, key, 'unlisted'), key, 'unlisted').expect(fields),
};

for (const [name, take] of Object.entries(TAKERS)) {
  const place = name === 'expect' ? 'expected' : 'fields';

  test(`${name}: a value is a string or an error that names its field`, () => {
    for (const value of [5, 0, NaN, 1n, null, undefined, true, new Date(0), Symbol('5ecret'), {}, ['5ecret'], () => 1, new String('5ecret')]) {
      for (const form of [{ a: 'x', total_fee: value }, new Map([['total_fee', value]]), [['total_fee', value]]]) refused(() => take(form), 'ARG', 'total_fee');
    }
    refused(() => take({ total_fee: 1200 }), 'ARG', 'total_fee', /not Number; see fen\(\)$/);
    refused(() => take({ total_fee: { constructor: { name: '5ecret' } } }), 'ARG', 'total_fee', /not Object$/);
    refused(() => take({ 'a\nFORGED LINE': 1 }), 'ARG', 'a?FORGED?LINE');
  });

  test(`${name}: fields are a plain object, a Map or pairs`, () => {
    const iterable = { *[Symbol.iterator]() { yield ['a', '1']; } };
    const others = [undefined, null, 5, 'a=1', true, Symbol('a'), () => 1, new Date(), Promise.resolve({}), new URLSearchParams('a=1'), Buffer.from('a'), new Set(['a']), key,
      new (class Order { a = '1'; })(), Object.create({ a: '1' }), iterable[Symbol.iterator]()];
    for (const fields of others.filter((one) => !(name === 'expect' && typeof one === 'string'))) refused(() => take(fields), 'ARG', place);
    for (const fields of [['a', '1'], [['a']], [['a', '1', '2']], [undefined], [, ['a', '1']], [[5, '1']], new Map([[{}, '1']])]) refused(() => take(fields), 'ARG', place);
  });

  test(`${name}: half a surrogate pair and NUL are refused where they stand`, () => {
    for (const half of ['\ud83c', '\udf75', 'a\udf75\ud83c', '茶\ud83c']) {
      refused(() => take({ a: '1', body: half }), 'UTF8', 'body');
      refused(() => take({ a: '1', [`n${half}`]: 'x' }), 'NAME', `n${half}`.replace(/[^a-z]/g, '?'));
    }
    refused(() => take([['a', '\ud83c'], ['b', '\udf75']]), 'UTF8', 'a');
    // Where values are only compared, no message has this one.
    const nul = (fields, code, where) => refused(() => take(fields), ...(name === 'expect' ? ['IDENTITY', where.split(',')[0]] : [code, where]));
    nul({ a: '1', body: 'x\0y' }, 'CHAR', 'body, byte 1');
    nul({ a: '1\0sign\0', 'b': 'x' }, 'CHAR', 'a, byte 1');
    nul({ 'a\0b': 'x' }, 'NAME', 'a?b');
    nul({ a: '\0' }, 'CHAR', 'a, byte 0');
    nul({ a: '1', body: '茶x\0' }, 'CHAR', 'body, byte 4');
    nul({ a: '1', body: '\0茶' }, 'CHAR', 'body, byte 0');
    nul({ '\0': '' }, 'NAME', '?');
    nul({ '茶\0': '' }, 'NAME', '????');
  });

  if (name !== 'expect') test(`${name}: of two faults in a list the first is told, pair by pair in the order of the host`, () => {
    refused(() => take([['a', '\0'], ['1b', 'x']]), 'CHAR', 'a, byte 0');
    refused(() => take([['1b', 'x'], ['a', '\0']]), 'NAME', '1b');
    refused(() => take([['a', 'x\x02\0']]), 'CHAR', 'a, byte 1');
    refused(() => take([['a', 'x\0\x02']]), 'CHAR', 'a, byte 1');
    refused(() => take([['a', '\uffff'], ['b', '\0']]), 'CHAR', 'a, byte 0');
    refused(() => take([['a\0', '\0'], ['b', '\0']]), 'NAME', 'a?');
    refused(() => take([['b', '\0'], ['a\0', '']]), 'CHAR', 'b, byte 0');
    refused(() => take([['a', '1'], ['a', '2'], ['b', '\0']]), 'CHAR', 'b, byte 0');
    refused(() => take([['n'.repeat(65), ''], ['b', '\0']]), 'SIZE', 'name');
    refused(() => take([['b', '\0'], ['n'.repeat(65), '']]), 'CHAR', 'b, byte 0');
  });

  test(`${name}: too much is refused by its size`, () => {
    refused(() => take({ a: 'x'.repeat(2 ** 28) }), 'SIZE', 'list');
    refused(() => take({ a: '茶'.repeat(30_000) }), 'SIZE', 'list');
    refused(() => take(Array.from({ length: 5000 }, (_, i) => [`f${i}`, 'x'.repeat(100)])), 'SIZE', 'fields');
    refused(() => take(Array.from({ length: 1025 }, (_, i) => [`f${i}`, ''])), 'SIZE', 'fields');
    refused(() => take({ ['n'.repeat(2 ** 20)]: 'x' }), 'SIZE', 'list');
  });
}

test('a key is an ApiKey, and shows nothing', () => {
  for (const wrong of [undefined, null, SECRET, {}, { secret: SECRET }, Object.create(ApiKey.prototype), ApiKey, 5]) {
    refused(() => sign({ a: '1' }, wrong), 'ARG', 'key');
    refused(() => decodeVerified('<xml/>', wrong, 'unlisted'), 'ARG', 'key');
  }
  for (const secret of [undefined, null, 5, {}, Buffer.from(SECRET)]) {
    for (const make of [ApiKey.md5, ApiKey.hmacSha256, ApiKey.verifyOnly, (old) => key.orPrevious(old)]) refused(() => make(secret), 'ARG', 'key');
  }
  refused(() => ApiKey.md5('5ecret\ud800'), 'UTF8', 'key');
  refused(() => sign({ a: '1' }, ApiKey.md5('')), 'ARG', 'key');
  refused(() => sign({ a: '1' }, ApiKey.md5('5ecret'.repeat(50))), 'SIZE', 'key');
  refused(() => sign({ a: '1' }, ApiKey.md5('5ecret'.repeat(2 ** 22))), 'SIZE', 'key');
  refused(() => sign({ a: '1' }, key.orPrevious('')), 'ARG', 'key');
  refused(() => sign({ a: '1' }, ApiKey.verifyOnly(SECRET)), 'ARG', 'key');
  refused(() => new ApiKey(), 'ARG', 'ApiKey');
  const both = key.orPrevious('5ecret');
  const seen = [`${both}`, inspect(both, { showHidden: true, depth: 9 }), JSON.stringify(both), JSON.stringify({ ...both }), String(Reflect.ownKeys(both))].join();
  assert.doesNotMatch(seen, /19200625|5ecret/);
  assert.match(seen, /^ApiKey\(MD5\)/);
});

test('a kind is one of the names', () => {
  for (const kind of [undefined, null, 7, 'PAY_NOTICE', 'pay-notice', '', '__proto__', 'constructor', ['unlisted'], {}]) {
    refused(() => decodeVerified('<xml/>', key, kind), 'ARG', 'kind', /pay_notice/);
    refused(() => encodeSigned({ a: '1' }, key, kind), 'ARG', 'kind');
    refused(() => verify({ a: '1' }, key, kind), 'ARG', 'kind');
  }
});

test('a body is text or bytes', () => {
  for (const read of [decodeUnverified, (xml) => decodeVerified(xml, key, 'unlisted')]) {
    for (const wrong of [undefined, null, 5, {}, { length: 3 }, [60, 120], Promise.resolve('<xml/>'), new Date(), Symbol('x'), new Map()]) refused(() => read(wrong), 'ARG', 'xml');
    const bytes = new Uint8Array(Buffer.from('<xml><a>1</a></xml>'));
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    refused(() => read(bytes), 'ARG', 'xml', /detached/);
    refused(() => read(bytes.buffer), 'ARG', 'xml', /detached/);
    refused(() => read(Buffer.alloc(2 ** 30)), 'SIZE', 'document');
    refused(() => read(new ArrayBuffer(65_537)), 'SIZE', 'document');
    refused(() => read('x'.repeat(2 ** 28)), 'SIZE', 'document');
    refused(() => read('\ud800'.repeat(70_000)), 'SIZE', 'document');
    refused(() => read('<xml><a>茶🍵\ud83c</a></xml>'), 'UTF8', 'byte 15');
    refused(() => read(''), 'SYNTAX', 'byte 0');
  }
});

test('the mini program parameters take strings', () => {
  refused(() => miniProgram('wx1', '\0', 'n', '1490840662', key), 'FIELD', 'package');
  refused(() => miniProgram('wx1\0', '\0', 'n', '1490840662', key), 'FIELD', 'package');
  refused(() => miniProgram('wx1', 'p', 'n\0', '1490840662', key), 'FIELD', 'nonceStr');
  refused(() => miniProgram('wx1', 'p', 'n', '149084066\0', key), 'FIELD', 'timeStamp');
  refused(() => miniProgram('wx1', 'p', 'n', 1490840662, key), 'ARG', 'timeStamp');
  refused(() => miniProgram('wx1', undefined, 'n', '1', key), 'ARG', 'prepayId');
  refused(() => miniProgram('wx1', 'p', 'n', '1'), 'ARG', 'key');
});

test('fen refuses what is no amount', () => {
  for (const amount of [-1, 0.5, 12.01, NaN, Infinity, 2 ** 53, '1200', 1200n, null, undefined, true, new Number(5), [5]]) refused(() => fen(amount), 'ARG', 'amount');
});

test('nobody else makes a Verified, and it does not change', () => {
  refused(() => new Verified({}, { a: '1' }, 1, 0), 'ARG', 'Verified');
  const message = decodeVerified(encodeSigned({ body: '5ecret', empty: '' }, key, 'unlisted'), key, 'unlisted');
  assert.throws(() => { message.fields.body = 'x'; }, TypeError);
  assert.throws(() => { message.succeeded = true; }, TypeError);
  assert.equal(message.succeeded, false);
  assert.equal(message.get('empty'), undefined);
  assert.equal(message.get('constructor'), undefined);
  assert.equal(message.get('__proto__'), undefined);
  assert.equal(message.expect('body', '5ecret'), message);
  refused(() => message.expect('body', 'other'), 'IDENTITY', 'body');
  refused(() => message.expect({ absent: 'x' }), 'IDENTITY', 'absent');
  refused(() => message.expect('body'), 'ARG', 'body');
});

test('getters and proxies of the host run before the core is touched', () => {
  const nested = { get a() { return sign({ inner: '1' }, ApiKey.hmacSha256(SECRET)); }, b: '2' };
  const inner = sign({ inner: '1' }, ApiKey.hmacSha256(SECRET));
  assert.equal(canonical(nested), `a=${inner}&b=2`);
  const thrower = { get a() { throw new RangeError('mine'); } };
  assert.throws(() => sign(thrower, key), { name: 'RangeError', message: 'mine' });
  assert.equal(canonical(new Proxy({ a: '1' }, {})), 'a=1');
});

test('a secret is any text', () => {
  const plain = (secret) => createHash('md5').update(`a=1&key=${secret}`).digest('hex').toUpperCase();
  for (const secret of ['\0', 'k\0', '\0k', '茶\x01', ' ', '\uffff']) assert.equal(sign({ a: '1' }, ApiKey.md5(secret)), plain(secret));
});

test('what somebody adds to Object.prototype is no field', (t) => {
  Object.prototype.total_fee = '1';
  t.after(() => delete Object.prototype.total_fee);
  assert.equal(canonical({ a: '1' }), 'a=1');
});

test('the codes are those of the core', () => {
  const rust = readFileSync(new URL('../../core/src/error.rs', import.meta.url), 'utf8');
  const numbers = Object.fromEntries([...rust.matchAll(/^    ([A-Z]\w+) = (\d+),$/gm)].map(([, name, number]) => [name, Number(number)]));
  const names = Object.fromEntries([...rust.matchAll(/Self::(\w+) => \("([A-Z0-9_]+)", "/g)].map(([, variant, name]) => [numbers[variant], name]));
  assert.equal(Object.keys(names).length, 22);
  assert.deepEqual({ ...CODES }, names);
  const types = readFileSync(new URL('../js/index.d.ts', import.meta.url), 'utf8');
  assert.deepEqual([...types.matchAll(/^  \| '([A-Z0-9_]+)'/gm)].map(([, name]) => name), Object.values(names));
});
