// Everything here must compile under `tsc --strict`.
import { ApiKey, type Code, type Fields, type Kind, Verified, WxPayError, canonical, decodeUnverified, decodeVerified, encode, encodeSigned, fen, init, miniProgram, sign, verify } from 'wxpay-core';
import * as inline from 'wxpay-core/inline';

const key: ApiKey = ApiKey.md5('secret').orPrevious('old');
const keys: ApiKey[] = ['a', 'b'].map(ApiKey.hmacSha256);
const kind: Kind = 'pay_notice';

interface Order {
  appid: string;
  total_fee: string;
}
const order: Order = { appid: 'wx', total_fee: fen(1200) };
const forms: Fields[] = [{ ...order }, new Map([['a', '1']]), [['a', '1']], [['a', '1']] as const, { a: '1' } as const];

const text: string = canonical(forms[0]!) + sign(forms[1]!, key) + encode({ a: '1' }) + encodeSigned({ ...order }, key, 'unifiedorder');
const verified: Verified = decodeVerified(Buffer.from(text), key, kind).expect('a', '1').expect({ b: '2' });
const again: Verified = inline.verify({ a: '1', sign: 'x' }, keys[0]!, 'unlisted');
const value: string | undefined = verified.get('a') ?? again.fields['a'];
const paid: boolean = verified.succeeded && verified.signedWithPreviousKey;
const unverified: Record<string, string> = decodeUnverified(new ArrayBuffer(1));
const signType: 'MD5' | 'HMAC-SHA256' = miniProgram('wx', 'p', 'n', '1', key).signType;
const ready: Promise<void> = init(new URL('https://shop.example/core.wasm'));

function book(message: Verified): Code | undefined {
  try {
    message.expect('total_fee', '1');
  } catch (error) {
    if (error instanceof WxPayError && error.code === 'IDENTITY') return error.code satisfies Code;
    throw error;
  }
  return undefined;
}

export { book, paid, ready, signType, unverified, value, verify };
