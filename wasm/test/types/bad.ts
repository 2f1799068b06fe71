// Every line marked with ts-expect-error must not compile; tsc reports those that do.
import { ApiKey, type Code, type Kind, Verified, WxPayError, decodeUnverified, decodeVerified, encode, encodeSigned, fen, miniProgram, sign } from 'wxpay-core';

declare const key: ApiKey;
declare const xml: Uint8Array;
declare function book(message: Verified): void;

// @ts-expect-error a kind that does not exist
decodeVerified(xml, key, 'pay_notce');
// @ts-expect-error the name of another language
decodeVerified(xml, key, 'PAY_NOTICE');
// @ts-expect-error any text is no kind
decodeVerified(xml, key, 'pay_notice' as string);
// @ts-expect-error a number is no kind
const kind: Kind = 7;
// @ts-expect-error a forgotten key
decodeVerified(xml, 'pay_notice');
// @ts-expect-error a forgotten kind
decodeVerified(xml, key);
// @ts-expect-error a forgotten key
sign({ a: '1' });
// @ts-expect-error a forgotten key
encodeSigned({ a: '1' }, 'unifiedorder');
// @ts-expect-error a secret is no key
sign({ a: '1' }, 'secret');
// @ts-expect-error something that looks like a key
sign({ a: '1' }, { orPrevious: () => key, toString: () => '' });
// @ts-expect-error a key is made by its functions
new ApiKey('secret');
// @ts-expect-error the secret cannot be read
key.secret;
// @ts-expect-error unverified data where verified is wanted
book(decodeUnverified(xml));
// @ts-expect-error a plain object where verified is wanted
book({ fields: {}, succeeded: true, signedWithPreviousKey: false, get: () => '', expect: () => book });
// @ts-expect-error nobody else makes a verified message
new Verified();
// @ts-expect-error verified fields do not change
decodeVerified(xml, key, 'pay_notice').fields['total_fee'] = '1';
// @ts-expect-error succeeded is no function
decodeVerified(xml, key, 'pay_notice').succeeded();
// @ts-expect-error a field may be absent
const definitely: string = decodeVerified(xml, key, 'pay_notice').get('attach');
// @ts-expect-error an amount is text
encode({ total_fee: 1200 });
// @ts-expect-error no value may be undefined
encode({ attach: undefined });
// @ts-expect-error no value may be null
encode({ attach: null });
// @ts-expect-error no value may be a Date
encode({ time_start: new Date() });
// @ts-expect-error nor in a Map
encode(new Map([['total_fee', 1200]]));
// @ts-expect-error nor in pairs
encode([['total_fee', 1200]]);
// @ts-expect-error an amount is a number
fen('1200');
// @ts-expect-error the time is text
miniProgram('wx', 'p', 'n', 1490840662, key);
// @ts-expect-error a body that was not awaited
decodeVerified(fetch('/'), key, 'pay_notice');
// @ts-expect-error a code that does not exist
const code: Code = 'MISMATCHED';
// @ts-expect-error errors come from the package
new WxPayError('ARG', 'x', 'y');

export { code, definitely, kind };
