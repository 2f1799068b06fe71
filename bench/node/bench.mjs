// wxpay-core beside node:crypto and what people use today. Both sides of a row run in turns of half a millisecond, so that
// what else the machine does hits both alike or neither; a row is the median of their ratios. `node bench.mjs [turns]`; what it
// prints is a part of ../README.md.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import Payment from 'tenpay';
import { parse } from 'txml';
import axiosPlugin from 'wechatpay-axios-plugin';
import { ApiKey, decodeVerified, encodeSigned, sign } from 'wxpay-core';

const SECRET = '192006250b4c09247ec02edce69f6a2d';
const key = ApiKey.md5(SECRET);

const ORDER = {
  appid: 'wx2421b1c4370ec43b', attach: '支付测试', body: 'JSAPI支付测试', device_info: 'WEB', fee_type: 'CNY', goods_tag: 'WXG', limit_pay: 'no_credit',
  mch_id: '10000100', nonce_str: '1add1a30ac87aa2db72f57a2375d8fec', notify_url: 'https://wxpay.wxutil.com/pub_v2/pay/notify.v2.php',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', out_trade_no: '1415659990', sign_type: 'MD5', spbill_create_ip: '14.23.150.211',
  time_start: '20141030133525', total_fee: '1', trade_type: 'JSAPI',
};
const NOTICE = {
  appid: 'wx2421b1c4370ec43b', attach: '支付测试', bank_type: 'CFT', cash_fee: '1', coupon_count: '1', coupon_fee: '10', coupon_fee_0: '10', coupon_id_0: '10000',
  fee_type: 'CNY', is_subscribe: 'Y', mch_id: '10000100', nonce_str: '5d2b6c2a8db53831f7eda20af46e531c', openid: 'oUpF8uMEb4qRXf22hE3X68TekukE',
  out_trade_no: '1409811653', result_code: 'SUCCESS', return_code: 'SUCCESS', time_end: '20140903131540', total_fee: '1', trade_type: 'JSAPI',
  transaction_id: '1004400740201409030005092168',
};

function plainSign(fields) {
  const names = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '').sort();
  return createHash('md5').update(`${names.map((name) => `${name}=${fields[name]}`).join('&')}&key=${SECRET}`).digest('hex').toUpperCase();
}

const notice = Buffer.from(`<xml>${Object.entries({ ...NOTICE, sign: plainSign(NOTICE) }).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('')}</xml>`);

// tenpay: its private methods are what its API calls around the request.
const tenpay = new Payment({ appid: ORDER.appid, mchid: ORDER.mch_id, partnerKey: SECRET, notify_url: ORDER.notify_url });
const { buildXML } = await import('tenpay/lib/util.js').then((module) => module.default);
const { Transformer } = axiosPlugin;
const transformer = new Transformer(ORDER.mch_id, SECRET);
const chain = (steps, input) => steps.reduce((data, step) => step.call({ method: 'POST', url: '/pay/unifiedorder' }, data), input);

function txmlVerified(xml) {
  const [{ children }] = parse(xml.toString('utf8'));
  const fields = Object.create(null);
  for (const { tagName, children: [text] } of children) fields[tagName] = text ?? '';
  assert.equal(plainSign(fields), fields.sign);
  return fields;
}

const ours = {
  sign: () => sign(ORDER, key),
  encodeSigned: () => encodeSigned(ORDER, key, 'unifiedorder'),
  decodeVerified: () => decodeVerified(notice, key, 'pay_notice').get('total_fee'),
};
const ROWS = [
  ['sign', 'plain sort, join, createHash', () => plainSign(ORDER)],
  ['encodeSigned', 'tenpay', () => buildXML({ ...ORDER, sign: tenpay._getSign(ORDER, 'MD5') })],
  ['encodeSigned', 'wechatpay-axios-plugin', () => chain(transformer.request, ORDER)],
  ['decodeVerified', 'tenpay', async () => (await tenpay._parse(notice, '', 'MD5')).total_fee],
  ['decodeVerified', 'wechatpay-axios-plugin', () => chain(transformer.response, notice).total_fee],
  ['decodeVerified', 'txml + node:crypto', () => txmlVerified(notice).total_fee],
];

// All of them do the same work.
const signature = plainSign(ORDER);
assert.equal(ours.sign(), signature);
for (const [verb, name, work] of ROWS) {
  const theirs = await work();
  if (verb === 'sign') assert.equal(theirs, signature, name);
  else if (verb === 'encodeSigned') assert.ok(theirs.includes(signature) && ours.encodeSigned().includes(signature), name);
  else assert.deepEqual([String(theirs), ours.decodeVerified()], ['1', '1'], name);
}

/** Lets V8 compile what is hot, and returns how many calls make half a millisecond. */
async function warmUp(work) {
  let best = Infinity;
  for (const end = Date.now() + 1500; Date.now() < end; ) best = Math.min(best, await spent(work, 100));
  return Math.ceil(500_000 / best);
}

async function spent(work, times) {
  const start = process.hrtime.bigint();
  if (work.constructor.name === 'AsyncFunction') for (let i = 0; i < times; i += 1) await work();
  else for (let i = 0; i < times; i += 1) work();
  return Number(process.hrtime.bigint() - start) / times;
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const TURNS = Number(process.argv[2] ?? 500);

console.log('| wxpay-core | beside | ratio | us | us of the other |\n|---|---|---|---|---|');
for (const [verb, name, theirs] of ROWS) {
  const times = [await warmUp(ours[verb]), await warmUp(theirs)];
  const turns = [];
  for (let i = 0; i < TURNS; i += 1) turns.push([await spent(ours[verb], times[0]), await spent(theirs, times[1])]);
  const us = (side) => (Math.min(...turns.map((turn) => turn[side])) / 1000).toFixed(1);
  console.log(`| ${verb} | ${name} | ${median(turns.map(([a, b]) => a / b)).toFixed(2)} | ${us(0)} | ${us(1)} |`);
}

// CPU time of a whole process: require and the first call, against a script that does nothing.
const cwd = fileURLToPath(new URL('.', import.meta.url));
const cpu = (script) => {
  const end = "const { user, system } = process.cpuUsage(); console.log(user + system)";
  return Number(spawnSync(process.execPath, ['--no-warnings', '-e', `${script};${end}`], { cwd, encoding: 'utf8' }).stdout);
};
const first = `const { ApiKey, sign } = require('wxpay-core'); sign({ a: '1' }, ApiKey.md5('k'))`;
const starts = Array.from({ length: Math.max(5, TURNS >> 4) }, () => [cpu(first), cpu('')]);
const ms = (side) => (median(starts.map((turn) => turn[side])) / 1000).toFixed(0);
console.log(`| start: require, first call | an empty script (CPU ms) | ${median(starts.map(([a, b]) => a / b)).toFixed(2)} | ${ms(0)} ms | ${ms(1)} ms |`);

const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url)));
const versions = Object.entries(devDependencies).filter(([name]) => name !== 'wxpay-core').map(([name, version]) => `${name} ${version}`);
console.log(`
Measured ${new Date().toISOString().slice(0, 10)} on ${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.version}, ${versions.join(', ')}.
Both sides of a row run in turns; a ratio is the median of ${TURNS}, times are the fastest turn. All have to give the same result first.`);
