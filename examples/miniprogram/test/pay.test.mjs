// The page's journeys against a shop and a WeChat made of node:crypto.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phone } from './phone.mjs';
import { pay, paySign, shop } from './wechat.mjs';

/** Runs `journey` with an open page and a shop; `wechat` says what WeChat does on the phone. */
function journey(name, { wechat = {}, ...set }, run) {
  test(name, async (t) => {
    const store = Object.assign(await shop(), set);
    t.after(store.close);
    const { page, seen } = phone({ base: store.base, login: () => 'code-1', pay, ...wechat });
    await run(page, seen, store);
    // Whatever happened: the phone names an item or an order, never an amount, and waits 10 s at most.
    for (const { url, data, timeout } of seen.requests) {
      assert.deepEqual(Object.keys(data), url.endsWith('/prepay.do') ? ['code', 'item'] : ['out_trade_no']);
      assert.equal(timeout, 10000);
    }
    assert.equal(page.data.running, false, 'the button works again');
  });
}

// The oracle itself, against results computed elsewhere (Python hashlib and hmac).
test('paySign of the simulated WeChat', () => {
  const four = { nonceStr: 'n', package: 'prepay_id=p', timeStamp: '1700000000' };
  assert.equal(paySign({ ...four, signType: 'MD5' }), '140CF8EB5F92AD107F5895CC906BCDFD');
  assert.equal(
    paySign({ ...four, signType: 'HMAC-SHA256' }),
    '83861429CF647CB5AA58180570D32C326B0CAF4CB9C99AB1963FA754074D198E',
  );
});

for (const signType of ['MD5', 'HMAC-SHA256']) {
  journey(`${signType}: paid when the shop says so`, { signType, paidAfter: 4 }, async (page, seen, store) => {
    assert.equal(page.data.label, '微信支付');
    await page.pay();
    assert.equal(page.data.note, '支付成功');
    assert.equal(page.data.mood, 'good');
    assert.equal(page.data.label, '再来一杯');
    assert.deepEqual(seen.toasts, [{ title: '支付成功', icon: 'success' }]);
    assert.equal(store.questions, 4);
    assert.equal(seen.loginTimeout, 10000);
    assert.deepEqual(seen.requests[0].data, { code: 'code-1', item: 'tea' });
    assert.deepEqual(seen.requests[1].data, { out_trade_no: 'order-1' });
    assert.equal(seen.drawn[0].running, true, 'disabled from the first moment');
    assert.ok(seen.drawn.slice(0, -1).every((drawn) => drawn.running), 'and until the end');

    await page.pay();
    assert.equal(store.prepays, 2, 'another cup is another order');
  });
}

journey('a wrong paySign is refused by WeChat', { apiKey: 'x'.repeat(32), paidAfter: Infinity }, async (page, seen) => {
  await page.pay();
  assert.match(page.data.note, /微信没有完成支付.*支付验证签名失败/);
  assert.equal(page.data.label, '微信支付');
  assert.deepEqual(seen.toasts, []);
});

const cancel = { pay: () => 'requestPayment:fail cancel' };

journey('cancel', { wechat: cancel, paidAfter: Infinity }, async (page, seen, store) => {
  await page.pay();
  assert.equal(page.data.note, '已取消，没有支付。');
  assert.equal(page.data.label, '微信支付');
  assert.equal(store.questions, 1);
});

journey('the phone says cancel, the shop says paid: paid', { wechat: cancel }, async (page) => {
  await page.pay();
  assert.equal(page.data.note, '支付成功');
});

journey('the phone says ok, the shop does not: not paid, and no second order', { paidAfter: Infinity }, async (page, seen, store) => {
  await page.pay();
  assert.match(page.data.note, /店铺还没有收到付款通知.*不要重复支付/);
  assert.equal(page.data.label, '查询结果');
  assert.deepEqual(seen.toasts, []);
  assert.equal(store.questions, 30);

  store.paidAfter = 0;
  await page.pay();
  assert.equal(page.data.note, '支付成功');
  assert.equal(store.prepays, 1);
  assert.equal(seen.payments.length, 1);
});

journey('the shop fails after the payment: the order is kept', { order: [502, '<html>Bad Gateway</html>'] }, async (page, seen, store) => {
  await page.pay();
  assert.match(page.data.note, /HTTP 502/);
  assert.equal(page.data.label, '查询结果');

  store.order = null;
  await page.pay();
  assert.equal(page.data.note, '支付成功');
  assert.equal(store.prepays, 1);
});

journey(
  'the error of the shop is shown',
  { prepay: [502, { error: 'BAD_SIGN', where: 'sign', message: 'The signature is wrong.' }] },
  async (page, seen) => {
    await page.pay();
    assert.equal(page.data.note, '店铺没有受理。 (BAD_SIGN: The signature is wrong.)');
    assert.equal(page.data.label, '微信支付');
    assert.deepEqual(seen.payments, []);
  },
);

for (const [what, prepay, shown] of [
  ['no JSON', [200, 'hello'], /HTTP 200/],
  ['an empty page with an error status', [404, ''], /HTTP 404/],
  ['JSON without an error code', [500, {}], /HTTP 500/],
  ['JSON null', [200, null], /HTTP 200/],
  ['no order number', [200, {}], /answer without out_trade_no/],
  ['a number for a text', [200, { out_trade_no: 'order-1', timeStamp: 1700000000 }], /answer without timeStamp/],
]) {
  journey(`the shop answers ${what}`, { prepay }, async (page, seen) => {
    await page.pay();
    assert.match(page.data.note, shown);
    assert.deepEqual(seen.payments, []);
  });
}

journey('no answer in time', { silent: true, wechat: { patience: () => 50 } }, async (page, seen) => {
  await page.pay();
  assert.match(page.data.note, /10 秒内没有回应/);
  assert.equal(seen.requests.length, 1);
});

journey('no network', {}, async (page, seen, store) => {
  store.close();
  await page.pay();
  assert.match(page.data.note, /网络不通/);
});

journey('no login', { wechat: { login: () => new Error('system error') } }, async (page, seen) => {
  await page.pay();
  assert.match(page.data.note, /微信登录失败.*system error/);
  assert.deepEqual(seen.requests, []);
});

journey('two taps, one order', {}, async (page, seen, store) => {
  await Promise.all([page.pay(), page.pay()]);
  assert.equal(store.prepays, 1);
  assert.equal(seen.payments.length, 1);
});

for (const [language, title, label] of [
  ['zh_CN', '茶铺', '微信支付'],
  ['zh_TW', '茶铺', '微信支付'],
  ['en', 'Tea shop', 'Pay with WeChat'],
  ['fr', 'Tea shop', 'Pay with WeChat'],
]) {
  journey(`language ${language}`, { wechat: { language, ...cancel }, paidAfter: Infinity }, async (page, seen) => {
    assert.equal(seen.title, title);
    assert.equal(page.data.label, label);
    await page.pay();
    assert.equal(page.data.note, title === '茶铺' ? '已取消，没有支付。' : 'Cancelled. Nothing was paid.');
  });
}
