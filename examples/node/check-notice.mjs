#!/usr/bin/env node
// Says whether a recorded message is genuine, and if not, why and where.
import { readFileSync } from 'node:fs';
import { decodeUnverified, decodeVerified, WxPayError } from 'wxpay-core';
import { apiKey, fail, KEY_HELP, options } from './settings.mjs';

const HELP = `usage: node check-notice.mjs [--kind KIND] [FILE]

Verifies a message recorded byte for byte, from FILE or standard input. KIND is pay_notice unless given: unifiedorder_reply,
orderquery_reply, closeorder_reply, unlisted ... Exit code: 0 genuine, 1 refused, 2 could not be checked.
校验一份原样保存的报文（文件或标准输入）：0 为真，1 为拒绝，2 为无法检查。

${KEY_HELP}`;

const [{ kind }, [file]] = options(HELP, { kind: { type: 'string', default: 'pay_notice' } }, 1);
const key = apiKey({ verifying: true });
let body;
try {
  body = readFileSync(file ?? 0);
} catch (error) {
  fail(error.message);
}

try {
  const message = decodeVerified(body, key, kind);
  console.log(`genuine, and ${message.succeeded ? 'it says: succeeded' : 'it does NOT say that anything succeeded'}`);
  for (const [name, value] of Object.entries(message.fields)) console.log(`  ${name} = ${JSON.stringify(value)}`);
} catch (error) {
  if (!(error instanceof WxPayError)) throw error;
  if (error.code === 'ARG') fail(error.message);
  console.log(`refused: ${error.message}`);
  try {
    console.log(`  elements, none of them to be believed: ${Object.keys(decodeUnverified(body)).join(' ')}`);
  } catch {
    // Not even a flat list of fields; the refusal has said so.
  }
  process.exitCode = 1;
}
