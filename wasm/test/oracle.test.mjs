// Signatures and XML against node:crypto and against what the official pages print.
import assert from 'node:assert/strict';
import { createHash, createHmac, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { ApiKey, canonical, decodeUnverified, decodeVerified, encode, encodeSigned, fen, miniProgram, sign, verify } from '../pkg/node.js';

const SECRET = '192006250b4c09247ec02edce69f6a2d';
const OFFICIAL = { appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test', nonce_str: 'ibuaiVcKdpRxkhJA' };

/** The rule as the official page words it. */
function plain(fields, secret, algorithm) {
  const joined = Object.entries(fields)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const digest = algorithm === 'md5' ? createHash('md5') : createHmac('sha256', secret);
  return [joined, digest.update(`${joined}&key=${secret}`, 'utf8').digest('hex').toUpperCase()];
}

test('the signatures of the official page', () => {
  assert.equal(sign(OFFICIAL, ApiKey.md5(SECRET)), '9A0A8659F005D6984697E2CA0A9CF3B7');
  assert.equal(sign(OFFICIAL, ApiKey.hmacSha256(SECRET)), '6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6');
});

test('random lists sign as node:crypto does, whatever form they come in', () => {
  const letters = 'abcXYZ_0189.-';
  const texts = ['', '0', '茶', '𠮷🍵', 'a=b&c', ' x ', ']]>', '<&>"\'', '\r\n\t', '\u007f\u0085', '\ufeff', 'é'.repeat(300), 'x'.repeat(2000)];
  const pick = (list) => list[randomInt(list.length)];
  for (let round = 0; round < 500; round += 1) {
    const fields = Object.fromEntries(Array.from({ length: randomInt(1, 40) }, () => [
      `f${Array.from({ length: randomInt(0, 12) }, () => pick(letters)).join('')}`,
      pick(texts) + pick(texts),
    ]));
    fields.last = 'x';
    for (const [algorithm, key] of [['md5', ApiKey.md5(SECRET)], ['sha256', ApiKey.hmacSha256(SECRET)]]) {
      const [joined, signature] = plain(fields, SECRET, algorithm);
      for (const form of [fields, new Map(Object.entries(fields)), Object.entries(fields), Object.assign(Object.create(null), fields)]) {
        assert.equal(canonical(form), joined);
        assert.equal(sign(form, key), signature);
      }
      const nonempty = Object.entries(fields).filter(([, value]) => value !== '');
      assert.deepEqual(Object.entries(decodeVerified(encodeSigned(fields, key, 'unlisted'), key, 'unlisted').fields), nonempty);
      assert.deepEqual(Object.entries(verify({ ...fields, sign: signature }, key, 'unlisted').fields), nonempty);
    }
    assert.deepEqual(Object.entries(decodeUnverified(encode(fields))), Object.entries(fields));
  }
});

test('the first and the last character of each length in UTF-8', () => {
  const text = String.fromCodePoint(0x20, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0x10000, 0x10fffd);
  for (const character of text) {
    for (const value of [character, `a${character}`, `${character}a`, character.repeat(3), `${text}${character}`]) assert.equal(canonical({ a: value }), `a=${value}`);
  }
  assert.equal(sign({ a: text }, ApiKey.md5(text)), plain({ a: text }, text, 'md5')[1]);
});

test('the mini program parameters are signed as the official page says', () => {
  for (const [algorithm, key, signType] of [['md5', ApiKey.md5(SECRET), 'MD5'], ['sha256', ApiKey.hmacSha256(SECRET), 'HMAC-SHA256']]) {
    const got = miniProgram('wxd678efh567hg6787', 'wx2017033010242291fcfe0db70013231072', '5K8264ILTKCH16CQ2502SI8ZNMTM67VS', '1490840662', key);
    const { paySign, ...rest } = got;
    assert.deepEqual({ ...rest }, {
      timeStamp: '1490840662', nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS', package: 'prepay_id=wx2017033010242291fcfe0db70013231072', signType,
    });
    assert.equal(paySign, plain({ appId: 'wxd678efh567hg6787', ...rest }, SECRET, algorithm)[1]);
  }
});

test('the previous secret verifies, and the message tells', () => {
  const old = ApiKey.md5(SECRET);
  const key = ApiKey.md5('8934e7d15453e97507ef794cf7b0519d').orPrevious(SECRET);
  const xml = encodeSigned(OFFICIAL, old, 'unlisted');
  assert.equal(decodeVerified(xml, key, 'unlisted').signedWithPreviousKey, true);
  assert.equal(decodeVerified(xml, old, 'unlisted').signedWithPreviousKey, false);
  assert.equal(sign(OFFICIAL, key), plain(OFFICIAL, '8934e7d15453e97507ef794cf7b0519d', 'md5')[1]);
  assert.equal(decodeVerified(xml, ApiKey.verifyOnly(SECRET), 'unlisted').get('body'), 'test');
});

test('fen makes text of whole amounts', () => {
  assert.deepEqual([0, 1, 1200, Number.MAX_SAFE_INTEGER].map(fen), ['0', '1', '1200', '9007199254740991']);
});

test('a document may be text, a Buffer, a view into something larger, an ArrayBuffer or shared memory', () => {
  const text = '<xml><a>茶</a><__proto__>p</__proto__><constructor>c</constructor></xml>';
  const bytes = Buffer.from(text);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const large = Buffer.concat([Buffer.from('<x>'), bytes, Buffer.from('</x>')]);
  const forms = [text, bytes, large.subarray(3, 3 + bytes.length), new Uint8Array(bytes).buffer, new DataView(new Uint8Array(bytes).buffer), shared];
  for (const form of forms) {
    const fields = decodeUnverified(form);
    assert.equal(Object.getPrototypeOf(fields), null);
    assert.deepEqual(Object.entries(fields), [['a', '茶'], ['__proto__', 'p'], ['constructor', 'c']]);
  }
});
