// What all scripts here share: the key, which never comes from an argument, because arguments are seen by every user.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApiKey } from 'wxpay-core';

export const KEY_HELP = `The API v2 key is read from the environment variable WXPAY_API_KEY or from the file that WXPAY_API_KEY_FILE names;
WXPAY_SIGN_TYPE=HMAC-SHA256 or MD5 (the default) says how it is used.
密钥取自环境变量 WXPAY_API_KEY，或 WXPAY_API_KEY_FILE 所指的文件；算法取自 WXPAY_SIGN_TYPE，默认 MD5。`;

/** The options and the rest of the command line; `--help` and mistakes end here. */
export function options(help, known, most) {
  try {
    const { values, positionals } = parseArgs({ options: { ...known, help: { type: 'boolean', short: 'h' } }, allowPositionals: true });
    if (values.help) {
      console.log(help);
      process.exit(0);
    }
    if (positionals.length > most) throw new Error(`too many arguments: ${positionals.slice(most).join(' ')}`);
    return [values, positionals];
  } catch (error) {
    fail(`${error.message}\n\n${help}`);
  }
}

/** `verifying` makes a key that accepts both algorithms, as notices of one shop may use both. */
export function apiKey({ verifying = false } = {}) {
  const { WXPAY_API_KEY, WXPAY_API_KEY_FILE, WXPAY_SIGN_TYPE = 'MD5' } = process.env;
  const secret = WXPAY_API_KEY ?? (WXPAY_API_KEY_FILE && readFileSync(WXPAY_API_KEY_FILE, 'utf8').trim());
  if (!secret) fail(`no key\n${KEY_HELP}`);
  if (verifying) return ApiKey.verifyOnly(secret);
  return WXPAY_SIGN_TYPE === 'HMAC-SHA256' ? ApiKey.hmacSha256(secret) : ApiKey.md5(secret);
}

export function fail(message) {
  console.error(message);
  process.exit(2);
}
