#!/usr/bin/env node
// CommonJS: require works as import does.
const { randomBytes } = require('node:crypto');
const { ApiKey, encodeSigned } = require('wxpay-core');

const HELP = `usage: node close-order.cjs APPID MCH_ID OUT_TRADE_NO

Prints the XML that closes an order, to be posted to /pay/closeorder. The key comes from WXPAY_API_KEY (MD5).
生成关闭订单的 XML。`;

const [appid, mch_id, out_trade_no, ...more] = process.argv.slice(2);
if (appid === '--help') {
  console.log(HELP);
} else if (!out_trade_no || more.length > 0 || !process.env.WXPAY_API_KEY) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  const nonce_str = randomBytes(16).toString('hex');
  console.log(encodeSigned({ appid, mch_id, out_trade_no, nonce_str }, ApiKey.md5(process.env.WXPAY_API_KEY), 'closeorder'));
}
