// Memory, secrets left in it, and traps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import binaryen from 'binaryen';

const CORE = readFileSync(new URL('../pkg/core.wasm', import.meta.url));
const SECRET = '192006250b4c09247ec02edce69f6a2d';
const FIELDS = { appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test', nonce_str: 'ibuaiVcKdpRxkhJA' };
const SIGNATURE = '9A0A8659F005D6984697E2CA0A9CF3B7';

// Every instance that the package makes, so that its memory can be looked at.
const instances = [];
globalThis.WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct: (target, parts) => instances[instances.push(Reflect.construct(target, parts)) - 1],
});
const memory = () => Buffer.from(instances.at(-1).exports.memory.buffer);
const { ApiKey, decodeUnverified, decodeVerified, encodeSigned, init, sign, WxPayError } = await import('../pkg/browser.js');

test('before init every call says what is missing', async () => {
  assert.throws(() => sign(FIELDS, ApiKey.md5(SECRET)), { code: 'ARG', where: 'init' });
  await assert.rejects(init(Buffer.from('not wasm')), { name: 'WxPayError', code: 'ARG', where: 'core.wasm' });
  await assert.rejects(init(new Response('', { status: 404 })), (error) => error.where === 'core.wasm' && /404/.test(error.cause.message));
  await init(Promise.resolve(new Response(CORE)));
  await init();
  assert.equal(sign(FIELDS, ApiKey.md5(SECRET)), SIGNATURE);
});

test('100,000 mixed calls: one instance, memory of one size, the heap no larger than before', () => {
  const keys = [ApiKey.md5(SECRET), ApiKey.hmacSha256(SECRET), ApiKey.verifyOnly(SECRET).orPrevious(SECRET)];
  const large = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`field_${i}`, 'x'.repeat(40)]));
  const round = (i) => {
    const key = keys[i % 3];
    try {
      if (i % 500 === 7) encodeSigned(large, keys[0], 'unlisted');
      else if (i % 500 === 9) decodeUnverified(Buffer.alloc(200_000, '<'));
      else if (i % 4 === 0) sign(FIELDS, key);
      else if (i % 4 === 1) decodeVerified(encodeSigned({ ...FIELDS, body: `茶${i}` }, keys[0], 'unlisted'), key, 'unlisted').expect(FIELDS);
      else if (i % 4 === 2) decodeVerified(`<xml><a>${i}</a></xml>`, key, 'pay_notice');
      else decodeUnverified('<xml><a>1</a><a>2</a></xml>');
    } catch (error) {
      if (!(error instanceof WxPayError)) throw error;
    }
  };
  for (let i = 0; i < 20_000; i += 1) round(i);
  const size = memory().length;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 100_000; i += 1) round(i);
  globalThis.gc?.();
  assert.equal(instances.length, 1);
  assert.equal(memory().length, size);
  assert.ok(size <= 32 * 65_536, `${size} bytes`);
  if (globalThis.gc) assert.ok(process.memoryUsage().heapUsed < before + 2_000_000, 'the heap has grown');
});

test('no secret stays in linear memory after a call', () => {
  const previous = '8934e7d15453e97507ef794cf7b0519d';
  sign(FIELDS, ApiKey.md5(SECRET).orPrevious(previous));
  encodeSigned(FIELDS, ApiKey.hmacSha256(SECRET).orPrevious(previous), 'unlisted');
  assert.throws(() => decodeVerified('<xml/>', ApiKey.md5(SECRET).orPrevious(previous), 'unlisted'), { code: 'NO_SIGN' });
  const { exports } = instances.at(-1);
  for (const area of [2, 3]) assert.ok(memory().subarray(exports.place(area), exports.place(area) + exports.room(area)).every((byte) => byte === 0));
});

test('after the stack overflows inside the core the next call works', () => {
  const key = ApiKey.md5(SECRET);
  const before = instances.length;
  let traps = 0;
  const dive = (depth) => {
    try {
      sign(FIELDS, key);
    } catch (error) {
      if (error.code === 'INTERNAL') traps += 1;
    }
    if (depth < 100_000) dive(depth + 1);
  };
  for (let round = 0; round < 50 && traps === 0; round += 1) {
    try {
      dive(0);
    } catch (error) {
      assert.ok(error instanceof RangeError);
    }
    assert.equal(sign(FIELDS, key), SIGNATURE);
  }
  assert.ok(traps > 0, 'the core was never the one to overflow');
  assert.ok(instances.length > before);
});

test('a trap is INTERNAL, and the call after it has a fresh instance', async () => {
  const module = binaryen.readBinary(CORE);
  const exported = Array.from({ length: module.getNumExports() }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i)));
  const { value } = exported.find(({ name }) => name === 'canonical');
  binaryen.Function.setBody(module.getFunction(value), module.unreachable());
  const broken = await WebAssembly.compile(module.emitBinary());
  const { moduleFrom } = await import('../pkg/machine.js');
  const { canonical } = await import('../pkg/wxpay.js');
  moduleFrom(() => broken);
  const before = instances.length;
  for (let i = 0; i < 3; i += 1) {
    assert.equal(sign(FIELDS, ApiKey.md5(SECRET)), SIGNATURE);
    assert.throws(() => canonical(FIELDS), (error) => error instanceof WxPayError && error.code === 'INTERNAL' && error.cause instanceof WebAssembly.RuntimeError);
  }
  assert.equal(instances.length, before + 3);
  moduleFrom(() => new WebAssembly.Module(binaryen.parseText('(module (memory (export "memory") 1))').emitBinary()));
  assert.throws(() => canonical(FIELDS), { code: 'ARG', where: 'core.wasm' });
});
