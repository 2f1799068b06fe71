// The same page against a running shop and gateway, when the environment names them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from './phone.mjs';

const { WXPAY_SHOP_URL: base, WXPAY_GATEWAY_URL: gateway, WXPAY_APPID: appId } = process.env;
const missing = Object.entries({ WXPAY_SHOP_URL: base, WXPAY_GATEWAY_URL: gateway, WXPAY_APPID: appId })
  .filter(([, value]) => !value)
  .map(([name]) => name);
const skip = missing.length > 0 && `not set: ${missing.join(', ')}`;

async function post(path, body) {
  const response = await fetch(gateway + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10000),
  });
  assert.equal(response.status, 200, path);
  return response.json();
}

test('the real shop books the payment once', { skip }, async () => {
  const { page, seen } = phone({
    base,
    login: async () => (await post('/phone/login', {})).code,
    // The phone itself knows the appid; the program never sends it.
    pay: async (five) => (await post('/phone/pay', { appId, ...five })).errMsg,
    pause: (ms) => ms,
  });
  await page.pay();
  assert.equal(page.data.note, '支付成功');

  const { out_trade_no: number } = seen.requests.at(-1).data;
  const order = await (await fetch(`${base}/order.do?${new URLSearchParams({ out_trade_no: number })}`)).json();
  assert.equal(order.state, 'PAID');
  assert.equal(order.bookings, 1);
});

test('the real gateway refuses a changed payment', { skip }, async () => {
  const { page } = phone({
    base,
    login: async () => (await post('/phone/login', {})).code,
    pay: async (five) => (await post('/phone/pay', { appId, ...five, nonceStr: `${five.nonceStr.slice(0, -1)}_` })).errMsg,
    pause: (ms) => ms,
  });
  await page.pay();
  assert.match(page.data.note, /微信没有完成支付/);
});
