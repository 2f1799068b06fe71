// The page in a real browser, against a running `cargo xtask demo --serve` whose address is in WXPAY_DEMO_URL.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';

const { CI, WXPAY_CHROMIUM: executablePath = '/usr/bin/chromium', WXPAY_DEMO_URL, WXPAY_SHOTS: shots } = process.env;
const url = WXPAY_DEMO_URL && new URL('/', WXPAY_DEMO_URL).href;
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const CODES = { 'no-sign': 'NO_SIGN', 'amount-changed': 'MISMATCH', doctype: 'DOCTYPE', duplicate: 'DUPLICATE',
  'hidden-field': 'AMBIGUOUS', replay: 'SUCCESS' };
const STEPS = ['phone gateway', 'phone shop', 'shop gateway', 'shop gateway', 'shop phone', 'phone gateway', 'gateway shop', 'phone shop'];

const reason = !url ? 'WXPAY_DEMO_URL is not set: run `cargo xtask demo --serve` and put its address there'
  : !existsSync(executablePath) && `${executablePath} is not there (apt-get install chromium, or set WXPAY_CHROMIUM)`;
if (reason) test('the demo and a browser are there', { skip: CI !== 'true' && reason }, () => assert.fail(reason));
else describe('the page of the demo', { timeout: 180_000 }, () => {
  let browser;
  before(async () => {
    browser = await chromium.launch({ executablePath, args: ARGS });
    if (shots) mkdirSync(shots, { recursive: true });
  });
  after(() => browser?.close());

  /** A fresh page; whatever it complains about fails the test that opened it. */
  async function open(t, options = {}, prepare = () => {}) {
    const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce', viewport: { width: 1360, height: 900 }, ...options });
    await prepare(context);
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => request.url().startsWith(url) || request.url().startsWith('data:') || complaints.push(`asked for ${request.url()}`));
    t.after(async () => {
      await context.close();
      assert.deepEqual(complaints, []);
    });
    await page.goto(url);
    return page;
  }

  async function shoot(page, name) {
    await page.evaluate(() => scrollTo(0, 0));
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  }

  async function pay(page) {
    await page.locator('#pay').click();
    await page.locator('.phone[data-state="paid"]').waitFor();
    await page.locator('#status.good').waitFor();
  }

  async function attack(page, id) {
    await page.locator(`[data-attack="${id}"]`).click();
    await page.locator('#status.good').waitFor();
    return page.locator(`[data-attack="${id}"] .badge.good`).textContent();
  }

  test('pay: the messages, the paid phone, one booking', async (t) => {
    const page = await open(t);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    await pay(page);
    assert.equal(await page.locator('#outcome').textContent(), 'Paid');
    const ways = await page.locator('.message .from-to').allTextContents();
    const names = { phone: 'Phone', shop: 'Shop', gateway: 'WeChat' };
    assert.deepEqual(ways, STEPS.map((step) => step.split(' ').map((party) => names[party]).join(' → ')));
    assert.equal(await page.locator('.message .badge.bad').count(), 0);

    const number = await page.locator('#number').textContent();
    const orders = await (await page.request.get(`${url}api/orders`)).json();
    const order = orders.find((one) => one.out_trade_no === number);
    assert.deepEqual([order.state, order.bookings, order.total_fee], ['PAID', 1, 1200]);
    await page.locator('#books td', { hasText: number.slice(0, 10) }).waitFor();
  });

  test('messages are shown to the character, keys never', async (t) => {
    const page = await open(t);
    await page.evaluate(() => {
      const real = window.fetch;
      window.fetch = async (...request) => {
        const response = await real(...request);
        if (request[0] === 'api/pay') window.copy = response.clone().text();
        return response;
      };
    });
    await pay(page);
    const events = (await page.evaluate(() => window.copy)).trim().split('\n').map((line) => JSON.parse(line)).filter((event) => !event.done);
    const signed = signedStrings(events);
    for (const [index, event] of events.entries()) {
      const wanted = [event.sent, signed[event.step], event.answer].filter(Boolean);
      const shown = await page.locator('.message').nth(index).locator('pre').evaluateAll((nodes) => nodes.map((node) => node.textContent));
      assert.deepEqual(shown, wanted, event.step);
    }
    assert.deepEqual(Object.keys(signed), ['order', 'params', 'notice']);
  });

  test('the strings that were signed come from the npm package', async (t) => {
    const page = await open(t, {}, (context) => context.route('**/wxpay-core/browser.js', (route) => route.fulfill({
      contentType: 'text/javascript',
      body: `export class WxPayError extends Error {}
        export const init = async () => {};
        export const decodeUnverified = (xml) => ({ xml });
        export const canonical = (fields) => 'from the package: ' + Object.keys(fields);`,
    })));
    await pay(page);
    const shown = await page.locator('.message pre', { hasText: 'from the package' }).allTextContents();
    assert.deepEqual(shown, ['xml', 'appId,timeStamp,nonceStr,package,signType', 'xml'].map((names) => `from the package: ${names}&key=********`));
  });

  for (const [id, code] of Object.entries(CODES)) {
    test(`attack ${id}: ${code}`, async (t) => {
      const page = await open(t);
      assert.equal(await attack(page, id), code);
      const shown = page.locator('.message', { has: page.locator('.verdict') });
      assert.equal(await shown.count(), 1);
      assert.equal(await shown.locator('.badge').textContent(), code);
      const bookings = id === 'replay' ? 1 : 0;
      assert.match(await shown.locator('.verdict.good').textContent(), new RegExp(`Expected ${code}, got ${code}\\. .* ${bookings} ×`));
    });
  }

  test('Chinese: by the browser, and by the switch; everything is translated', async (t) => {
    const page = await open(t, { locale: 'zh-CN' });
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    assert.equal(await page.locator('#pay').textContent(), '微信支付');
    await pay(page);
    assert.equal(await page.locator('#outcome').textContent(), '支付成功');
    await attack(page, 'hidden-field');
    const leftovers = await page.locator('h2, h3, h4, .name, .why, .verdict, .status, .muted:not(.call)').allTextContents();
    for (const text of leftovers.filter(Boolean)) assert.match(text, /\p{Script=Han}|^(wx\.|DOCTYPE)/u);

    await page.getByRole('button', { name: 'English' }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    for (const text of await page.locator('h2, h3, h4, .name, .why, .verdict, .status, .muted').allTextContents()) {
      assert.doesNotMatch(text, /\p{Script=Han}/u);
    }
  });

  test('by keyboard alone', async (t) => {
    const page = await open(t);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.locator('#pay').focus();
    await page.keyboard.press('Enter');
    await page.locator('.phone[data-state="paid"]').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'result');
    await page.locator('#status.good').waitFor();
    await page.locator('#again').press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'pay');
  });

  test('every text has the contrast of WCAG AA, light and dark', async (t) => {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(t, { colorScheme });
      await pay(page);
      await attack(page, 'amount-changed');
      await page.locator('#unfold').click();
      assert.deepEqual(await page.evaluate(poorContrast), [], colorScheme);
    }
  });

  test('nothing is wider than a small phone; pictures of all looks', async (t) => {
    for (const [name, options] of Object.entries({
      'light-en': {},
      'dark-zh': { colorScheme: 'dark', locale: 'zh-CN' },
      'narrow-en': { viewport: { width: 360, height: 780 } },
      'narrow-dark-zh': { viewport: { width: 360, height: 780 }, colorScheme: 'dark', locale: 'zh-CN' },
    })) {
      const page = await open(t, options);
      await shoot(page, `${name}-1-start`);
      await pay(page);
      await shoot(page, `${name}-2-paid`);
      await page.locator('#all').click();
      await page.locator('#status.good').waitFor();
      for (const [id, code] of Object.entries(CODES)) assert.equal(await page.locator(`[data-attack="${id}"] .badge`).textContent(), code);
      await page.locator('.messages').scrollIntoViewIfNeeded();
      if (shots) await page.locator('.message', { has: page.locator('.verdict') }).nth(4).screenshot({ path: join(shots, `${name}-3-hidden-field.png`) });
      await shoot(page, `${name}-4-attacked`);
      const [wide, available] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= available, `${name}: ${wide} > ${available}`);
    }
  });

  test('the sheet on the phone', async (t) => {
    const page = await open(t, { reducedMotion: 'no-preference' });
    await page.locator('#pay').click();
    await page.locator('.phone[data-state="sheet"]').waitFor();
    if (shots) {
      await page.waitForTimeout(400); // the sheet has arrived
      await shoot(page, 'sheet');
    }
    await page.locator('.phone[data-state="paid"]').waitFor();
    await page.locator('#status.good').waitFor();
  });

  test('another web site is refused', async () => {
    const host = new URL(url).host;
    const ask = async (path, options) => (await fetch(new URL(path, url), options)).status;
    assert.equal(await ask('api/pay', { method: 'POST' }), 403);
    assert.equal(await ask('api/pay', { method: 'POST', headers: { origin: 'https://evil.example' } }), 403);
    assert.equal(await ask('api/attack/nothing', { method: 'POST', headers: { origin: `http://${host}` } }), 404);
    for (const path of ['..%2fpackage.json', 'package.json', '../../Cargo.toml', 'wxpay-core/', 'wxpay-core/..%2f..%2fCargo.toml', 'wxpay-core/LICENSE-MIT', 'wxpay-core/package.json']) assert.equal(await ask(path), 404, path);
    const { headers } = await fetch(url);
    assert.match(headers.get('content-security-policy'), /default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  });
});

/** What the official rule makes of the messages that carry a signature, step by step. */
function signedStrings(events) {
  const string = (fields) => `${Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '').sort()
    .map((name) => `${name}=${fields[name]}`).join('&')}&key=********`;
  const element = /<(\w+)>(?:<!\[CDATA\[([^]*?)\]\]>|([^<]*))<\/\1>/g;
  const read = (xml) => Object.fromEntries([...xml.replace(/^<xml>/, '').matchAll(element)].map(([, name, cdata, text]) => [name, cdata ?? text]));
  const sent = Object.fromEntries(events.map((event) => [event.step, event.sent]));
  const [order, notice] = [read(sent.order), read(sent.notice)];
  const { out_trade_no, paySign, ...params } = JSON.parse(sent.params);
  return { order: string(order), params: string({ ...params, appId: order.appid }), notice: string(notice) };
}

/** Runs in the page: texts whose colour is too close to what is behind them. Large text is not let off. */
function poorContrast() {
  const rgb = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = rgb(color).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if ((rgb(backgroundColor)[3] ?? 1) > 0) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || node.closest('template') || !node.checkVisibility({ visibilityProperty: true })) continue;
    const [a, b] = [luminance(getComputedStyle(node).color), luminance(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${node.className || node.tagName}: ${node.textContent.slice(0, 40)}`);
  }
  return [...new Set(poor)];
}
