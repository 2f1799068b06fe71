// What a shop and WeChat do to a payment, computed with node:crypto alone, and a small shop to talk to.
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export const APP_ID = 'wx0123456789abcdef';
const API_KEY = '0123456789abcdefghijklmnopqrstuv';

/** paySign over appId, nonceStr, package, signType, timeStamp: their sorted order. */
export function paySign(five, apiKey = API_KEY) {
  const fields = { appId: APP_ID, ...five };
  const names = ['appId', 'nonceStr', 'package', 'signType', 'timeStamp'];
  const message = `${names.map((name) => `${name}=${fields[name]}`).join('&')}&key=${apiKey}`;
  const hash = five.signType === 'MD5' ? createHash('md5') : createHmac('sha256', apiKey);
  return hash.update(message, 'utf8').digest('hex').toUpperCase();
}

/** WeChat on the phone: takes exactly five texts and checks paySign. */
export function pay(five) {
  const names = Object.keys(five).sort().join();
  if (names !== 'nonceStr,package,paySign,signType,timeStamp') return `requestPayment:fail parameters ${names}`;
  const odd = Object.keys(five).find((name) => typeof five[name] !== 'string');
  if (odd) return `requestPayment:fail parameter ${odd} should be String`;
  if (!/^\d{10}$/.test(five.timeStamp)) return 'requestPayment:fail timeStamp is not in seconds';
  if (!five.package.startsWith('prepay_id=')) return 'requestPayment:fail package';
  return five.paySign === paySign(five) ? 'requestPayment:ok' : 'requestPayment:fail 支付验证签名失败';
}

/** The shop. Its fields are what a test may change; `server.close()` ends it. */
export async function shop() {
  const self = {
    signType: 'MD5',
    apiKey: API_KEY,
    prepays: 0,
    questions: 0,
    paidAfter: 1, // the question that is answered with PAID
    prepay: null, // [status, body] instead of an order
    order: null, // [status, body] instead of the state
    silent: false, // takes the request and never answers
  };

  const newOrder = () => {
    const four = {
      timeStamp: '1700000000',
      nonceStr: 'abcdefghijklmnopqrstuvwxyz012345',
      package: 'prepay_id=wx20170000000000000000000000000000',
      signType: self.signType,
    };
    return [200, { out_trade_no: `order-${++self.prepays}`, ...four, paySign: paySign(four, self.apiKey) }];
  };
  const state = (number) => [200, { out_trade_no: number, state: ++self.questions >= self.paidAfter ? 'PAID' : 'NOTPAY' }];

  const server = createServer((request, response) => {
    if (self.silent) return;
    const { pathname, searchParams } = new URL(request.url, 'http://shop');
    const [status, body] =
      pathname === '/prepay.do' && request.method === 'POST' ? (self.prepay ?? newOrder())
      : pathname === '/order.do' && request.method === 'GET' ? (self.order ?? state(searchParams.get('out_trade_no')))
      : [404, 'not found'];
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  self.base = `http://127.0.0.1:${server.address().port}`;
  self.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return self;
}
