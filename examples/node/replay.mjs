#!/usr/bin/env node
// Posts a recorded notice to a server of yours, byte for byte, as WeChat would.
import { readFileSync } from 'node:fs';
import { decodeUnverified } from 'wxpay-core';
import { fail, options } from './settings.mjs';

const HELP = `usage: node replay.mjs NOTICE.xml URL [--times N]

Posts a recorded notice to URL and prints each answer. A genuine notice must be answered SUCCESS every time and booked once.
Exit code: 0 if every answer was SUCCESS, 1 if not, 2 if nothing could be sent.
把一份保存的通知原样发送到 URL。真实的通知每次都应得到 SUCCESS，且只入账一次。`;

const [{ times }, [file, url]] = options(HELP, { times: { type: 'string', default: '1' } }, 2);
if (!file || !url || !/^[1-9]\d{0,3}$/.test(times)) fail(HELP);

try {
  const body = readFileSync(file);
  for (let i = 0; i < Number(times); i += 1) {
    const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/xml' }, body, signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    console.log(`HTTP ${response.status} ${text}`);
    if (!response.ok || codeOf(text) !== 'SUCCESS') process.exitCode = 1;
  }
} catch (error) {
  fail(`${error.message}${error.cause ? `: ${error.cause.message}` : ''}`);
}

function codeOf(answer) {
  try {
    return decodeUnverified(answer).return_code; // answers carry no signature
  } catch {
    return undefined;
  }
}
