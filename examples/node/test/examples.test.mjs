// Runs every script as a person would. Messages are made here with node:crypto alone.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ApiKey } from 'wxpay-core';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SECRET = '192006250b4c09247ec02edce69f6a2d';
const ENV = { PATH: process.env.PATH, WXPAY_API_KEY: SECRET };
const temporary = mkdtempSync(join(tmpdir(), 'wxpay-examples-'));
after(() => rmSync(temporary, { recursive: true }));

const NOTICE = {
  appid: 'wx2421b1c4370ec43b', attach: '支付测试', bank_type: 'CFT', cash_fee: '1200', fee_type: 'CNY', is_subscribe: 'Y', mch_id: '10000100',
  nonce_str: '5d2b6c2a8db53831f7eda20af46e531c', openid: 'oUpF8uMEb4qRXf22hE3X68TekukE', out_trade_no: '1409811653', result_code: 'SUCCESS',
  return_code: 'SUCCESS', time_end: '20140903131540', total_fee: '1200', trade_type: 'JSAPI', transaction_id: '1004400740201409030005092168',
};

function signature(fields, algorithm = 'md5') {
  const text = `${Object.keys(fields).sort().map((name) => `${name}=${fields[name]}`).join('&')}&key=${SECRET}`;
  const digest = algorithm === 'md5' ? createHash('md5') : createHmac('sha256', SECRET);
  return digest.update(text).digest('hex').toUpperCase();
}

const xmlOf = (fields) => `<xml>${Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('')}</xml>`;
const signed = (fields, algorithm) => xmlOf({ ...fields, sign: signature(fields, algorithm) });

function file(name, text) {
  writeFileSync(join(temporary, name), text);
  return join(temporary, name);
}

function node(args, { env = ENV, input } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', ...args], { cwd: FOLDER, env, input, encoding: 'utf8', timeout: 60_000 });
  assert.doesNotMatch(stdout + stderr, new RegExp(SECRET), 'a script shows the key');
  return { status, stdout, stderr };
}

test('every script has --help and says what it missed', () => {
  for (const name of ['sign-order.mjs', 'check-notice.mjs', 'notify-server.mjs', 'replay.mjs', 'close-order.cjs']) {
    const help = node([name, '--help'], { env: { PATH: process.env.PATH } });
    assert.equal(help.status, 0, help.stderr);
    assert.match(help.stdout, new RegExp(`^usage: node ${name}`));
    assert.match(help.stdout, /[一-龥]/);
    assert.ok(readFileSync(join(FOLDER, 'README.md'), 'utf8').includes(name));
  }
  assert.equal(node(['check-notice.mjs', '--nonsense']).status, 2);
  assert.equal(node(['sign-order.mjs', 'a', 'b']).status, 2);
  assert.equal(node(['close-order.cjs', 'wx1']).status, 2);
  const keyless = node(['sign-order.mjs'], { env: { PATH: process.env.PATH } });
  assert.deepEqual([keyless.status, keyless.stderr.includes('WXPAY_API_KEY')], [2, true]);
});

test('sign-order shows the text, the signature and the XML', () => {
  const order = { appid: 'wx1', body: '茶', mch_id: '1', nonce_str: 'n', notify_url: 'https://a', out_trade_no: '1', spbill_create_ip: '1.1.1.1', total_fee: '5', trade_type: 'NATIVE' };
  const { status, stdout } = node(['sign-order.mjs', file('order.json', JSON.stringify(order))]);
  assert.equal(status, 0);
  assert.ok(stdout.includes('signed:    appid=wx1&body=茶&mch_id=1&'));
  assert.ok(stdout.includes('&key=********\n'));
  assert.ok(stdout.includes(`signature: ${signature(order)} ApiKey(MD5)`));
  assert.ok(stdout.includes(`<sign>${signature(order)}</sign></xml>`));
  const keyFile = { PATH: process.env.PATH, WXPAY_API_KEY_FILE: file('key', `${SECRET}\n`), WXPAY_SIGN_TYPE: 'HMAC-SHA256' };
  assert.ok(node(['sign-order.mjs', join(temporary, 'order.json')], { env: keyFile }).stdout.includes(signature(order, 'sha256')));
  assert.equal(node(['sign-order.mjs']).status, 0);
  const wrong = node(['sign-order.mjs', file('wrong.json', JSON.stringify({ ...order, total_fee: 5 }))]);
  assert.deepEqual([wrong.status, wrong.stderr], [2, 'ARG at total_fee: must be a string, not Number; see fen()\n']);
});

test('check-notice tells genuine from forged, from a file and from standard input', () => {
  const genuine = node(['check-notice.mjs', file('notice.xml', signed(NOTICE))]);
  assert.equal(genuine.status, 0, genuine.stdout);
  assert.match(genuine.stdout, /^genuine, and it says: succeeded\n {2}appid = "wx2421b1c4370ec43b"\n/);
  const piped = node(['check-notice.mjs'], { input: signed(NOTICE, 'sha256') });
  assert.equal(piped.status, 0, piped.stdout);
  const forged = node(['check-notice.mjs'], { input: signed(NOTICE).replaceAll('1200', '1') });
  assert.deepEqual([forged.status, forged.stdout.split('\n')[0]], [1, 'refused: MISMATCH at sign: the signature does not belong to this message and key']);
  const failed = node(['check-notice.mjs'], { input: signed({ appid: '1', mch_id: '1', return_code: 'SUCCESS', result_code: 'FAIL' }) });
  assert.match(failed.stdout, /does NOT say/);
  assert.equal(node(['check-notice.mjs', '--kind', 'orderquery_reply'], { input: signed({ ...NOTICE, trade_state: 'SUCCESS' }) }).status, 0);
  assert.equal(node(['check-notice.mjs', '--kind', 'nonsense'], { input: '' }).status, 2);
  assert.equal(node(['check-notice.mjs', join(temporary, 'nowhere.xml')]).status, 2);
  const dangerous = node(['check-notice.mjs'], { input: '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><a>&a;</a></xml>' });
  assert.deepEqual([dangerous.status, dangerous.stdout.startsWith('refused: DOCTYPE')], [1, true]);
});

test('close-order works through require', () => {
  const { status, stdout } = node(['close-order.cjs', 'wx1', '10', 'order1']);
  assert.equal(status, 0);
  const nonce_str = /<nonce_str>(\w{32})<\/nonce_str>/.exec(stdout)[1];
  assert.ok(stdout.includes(`<sign>${signature({ appid: 'wx1', mch_id: '10', out_trade_no: 'order1', nonce_str })}</sign>`));
});

/** A POST in two halves, as the network may bring it. */
async function post(url, body) {
  const request = httpRequest(url, { method: 'POST', headers: { 'Content-Type': 'text/xml', 'Content-Length': Buffer.byteLength(body) } });
  const bytes = Buffer.from(body);
  const middle = bytes.indexOf(Buffer.from('支')) + 1 || bytes.length >> 1; // inside a character, if there is one
  request.write(bytes.subarray(0, middle));
  setTimeout(() => request.end(bytes.subarray(middle)), 20);
  request.on('error', () => {});
  const [response] = await once(request, 'response');
  const chunks = await response.toArray();
  return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
}

async function holdsItsPromises(url, booked) {
  const SUCCESS = '<return_code>SUCCESS</return_code>';
  for (const algorithm of ['md5', 'sha256']) assert.ok((await post(url, signed(NOTICE, algorithm))).text.includes(SUCCESS));
  assert.deepEqual(await booked(), ['1409811653 1004400740201409030005092168']);
  const refusals = {
    MISMATCH: signed(NOTICE).replace('支付测试', '支付测验'),
    NO_SIGN: xmlOf(NOTICE),
    IDENTITY: signed({ ...NOTICE, total_fee: '1' }),
    DOCTYPE: `<!DOCTYPE xml>${signed(NOTICE)}`,
    DUPLICATE: signed(NOTICE).replace('</xml>', '<total_fee>1</total_fee></xml>'),
    'unknown order': signed({ ...NOTICE, out_trade_no: 'other' }),
  };
  for (const [why, body] of Object.entries(refusals)) assert.ok((await post(url, body)).text.includes(`<return_msg>${why}</return_msg>`), why);
  const { total_fee, ...unpaid } = { ...NOTICE, result_code: 'FAIL' };
  assert.ok((await post(url, signed(unpaid))).text.includes(SUCCESS));
  assert.equal((await post(url, 'x'.repeat(200_000))).status, 413);
  assert.deepEqual(await booked(), ['1409811653 1004400740201409030005092168']);
}

describe('servers that receive notices', () => {
  test('node:http, and replay against it', async (t) => {
    const orders = file('orders.json', '{"1409811653": 1200}');
    const server = spawn(process.execPath, ['--no-warnings', 'notify-server.mjs', '--appid', NOTICE.appid, '--mch-id', NOTICE.mch_id, '--orders', orders, '--port', '0'], { cwd: FOLDER, env: ENV });
    t.after(() => server.kill());
    let said = '';
    server.stdout.on('data', (data) => (said += data));
    server.stderr.on('data', (data) => (said += data));
    while (!said.includes('listening on ')) await once(server.stdout, 'data');
    const url = /listening on (\S+)/.exec(said)[1];
    await holdsItsPromises(url, () => [...said.matchAll(/^paid: (\S+) with (\S+)$/gm)].map(([, order, transaction]) => `${order} ${transaction}`));
    assert.match(said, /^notice refused: MISMATCH at sign: /m);
    assert.ok(!said.includes(SECRET));
    assert.equal((await fetch(url)).status, 404);

    const genuine = node(['replay.mjs', file('notice.xml', signed(NOTICE)), url, '--times', '3']);
    assert.deepEqual([genuine.status, genuine.stdout.match(/HTTP 200 .*SUCCESS/g).length], [0, 3]);
    assert.equal(node(['replay.mjs', file('forged.xml', xmlOf(NOTICE)), url]).status, 1);
    assert.equal(node(['replay.mjs', join(temporary, 'nowhere.xml'), url]).status, 2);
    assert.equal(node(['replay.mjs', join(temporary, 'notice.xml'), 'http://127.0.0.1:1/notify']).status, 2);
    assert.equal(node(['replay.mjs', join(temporary, 'notice.xml')]).status, 2);
  });

  for (const [name, listen] of [['express', (app) => createServer(app)], ['koa', (app) => createServer(app.callback())]]) {
    test(name, async (t) => {
      const { notifyApp } = await import(`../${name}.mjs`);
      t.mock.method(console, 'error', () => {});
      const paid = new Set();
      const app = notifyApp({
        key: ApiKey.verifyOnly(SECRET), appid: NOTICE.appid, mch_id: NOTICE.mch_id,
        amountOf: async (order) => ({ 1409811653: 1200 })[order],
        book: async (order, transaction) => paid.add(`${order} ${transaction}`),
      });
      const server = listen(app).listen(0, '127.0.0.1');
      t.after(() => server.close());
      await once(server, 'listening');
      await holdsItsPromises(`http://127.0.0.1:${server.address().port}/notify`, () => [...paid]);
    });
  }
});

test('this file runs every script there is', () => {
  const scripts = readdirSync(FOLDER).filter((name) => /\.[mc]js$/.test(name));
  assert.deepEqual(scripts.sort(), ['check-notice.mjs', 'close-order.cjs', 'express.mjs', 'koa.mjs', 'notice.mjs', 'notify-server.mjs', 'replay.mjs', 'settings.mjs', 'sign-order.mjs']);
});
