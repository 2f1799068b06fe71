#!/usr/bin/env node
// Signs an order and shows each step; posts nothing.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonical, encodeSigned, fen, sign, WxPayError } from 'wxpay-core';
import { apiKey, fail, KEY_HELP, options } from './settings.mjs';

const HELP = `usage: node sign-order.mjs [ORDER.json]

Signs an order for /pay/unifiedorder and prints what is signed (with the key masked), the signature, and the XML to post.
ORDER.json holds the fields, all of them text; without it a made-up order is used. A missing nonce_str is filled in.
签名一笔统一下单请求：显示待签名字符串（密钥已遮盖）、签名与 XML，不会发送。

${KEY_HELP}`;

const MADE_UP = {
  appid: 'wx2421b1c4370ec43b',
  mch_id: '10000100',
  body: '龙井茶',
  out_trade_no: `test${Date.now()}`,
  total_fee: fen(1200),
  spbill_create_ip: '203.0.113.7',
  notify_url: 'https://shop.example/notify',
  trade_type: 'NATIVE',
  product_id: 'tea',
};

const [, [file]] = options(HELP, {}, 1);
try {
  const order = { nonce_str: randomBytes(16).toString('hex'), ...(file ? JSON.parse(readFileSync(file, 'utf8')) : MADE_UP) };
  const key = apiKey();
  console.log(`signed:    ${canonical(order)}&key=********`);
  console.log(`signature: ${sign(order, key)} ${key}`);
  console.log(`to post:   ${encodeSigned(order, key, 'unifiedorder')}`);
} catch (error) {
  if (!(error instanceof WxPayError || error instanceof SyntaxError || error.code === 'ENOENT')) throw error;
  fail(error.message);
}
