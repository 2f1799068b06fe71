/**
 * WeChat Pay API v2: signs, writes, reads and verifies messages. No network: your program posts.
 * 微信支付 v2：签名、生成、解析并校验报文；不含网络请求。
 *
 * ```js
 * const key = ApiKey.md5(process.env.WXPAY_API_KEY);
 * const xml = encodeSigned({ appid, mch_id, total_fee: fen(1200), ... }, key, 'unifiedorder');
 * const notice = decodeVerified(body, key, 'pay_notice').expect({ appid, mch_id, total_fee: fen(order.fen) });
 * if (notice.succeeded) bookOnce(notice.get('out_trade_no'));
 * ```
 *
 * Limits: 64 KiB of text or XML, 1024 fields, names of 64 bytes. Every function throws {@link WxPayError} and nothing else.
 * @module
 */

import type { Kind } from './kinds.js';

export type { Kind };

/**
 * Names and values. Values are text exactly as it is meant: a number, null, undefined, boolean or Date is refused with the
 * name of its field; see {@link fen} for amounts. 字段值一律为字符串；金额请用 fen()。
 */
export type Fields =
  | { readonly [name: string]: string }
  | ReadonlyMap<string, string>
  | ReadonlyArray<readonly [name: string, value: string]>;

/** A body as it came, byte for byte. 原始报文，不要先转换。 */
export type Document = string | Uint8Array | ArrayBuffer;

/**
 * The API v2 key from the merchant console with the algorithm it is used with. The key decides the algorithm, never the
 * message. It shows its secret to nobody. A secret is checked where it is used: an empty one is ARG, one over 256 bytes is SIZE.
 * 商户平台的 API v2 密钥及其签名算法；算法由密钥决定，不由报文决定。
 */
export class ApiKey {
  private constructor();
  readonly #parts: unknown;

  /** Signs with MD5 and accepts MD5 only. 仅使用 MD5。 */
  static md5(this: void, secret: string): ApiKey;

  /** Signs with HMAC-SHA256 and accepts it only; such requests carry `sign_type: 'HMAC-SHA256'`. 仅使用 HMAC-SHA256。 */
  static hmacSha256(this: void, secret: string): ApiKey;

  /**
   * Accepts both algorithms and signs nothing: for the notices of a shop whose orders use both.
   * 两种算法都接受，但不能签名；用于校验通知。
   */
  static verifyOnly(this: void, secret: string): ApiKey;

  /**
   * A key that also accepts the secret before the last reset, which WeChat goes on using for some days.
   * 重置密钥后的过渡期内，同时接受旧密钥。
   */
  orPrevious(oldSecret: string): ApiKey;

  /** The algorithm, not the secret. 只显示算法，不显示密钥。 */
  toString(): string;
}

/**
 * A message whose signature holds: exactly the fields that were signed. Only {@link verify} and {@link decodeVerified} make
 * one. 签名校验通过的报文，只含被签名的字段。
 */
export class Verified {
  private constructor();
  readonly #fields: unknown;

  /** All fields in document order, frozen, without `sign` and empty ones. 全部字段，按报文顺序。 */
  readonly fields: { readonly [name: string]: string };

  /**
   * The question the kind is about: paid (notice, order query), prepay_id issued (order). A genuine message may well say that
   * the payment failed. 业务是否成功：验签通过不等于支付成功。
   */
  readonly succeeded: boolean;

  /** Whether the secret given to {@link ApiKey.orPrevious} was the right one. 是否由旧密钥签名。 */
  readonly signedWithPreviousKey: boolean;

  /** The value of a field; absent and empty are the same to the signature. 取字段值。 */
  get(name: string): string | undefined;

  /**
   * Compares with what the host knows: appid, mch_id, order number, amount in fen. An absent `fee_type` counts as CNY.
   * 与商户自己的订单核对；不一致则抛出 IDENTITY。
   *
   * @returns this message
   * @throws {WxPayError} IDENTITY naming the first field that differs or is absent
   */
  expect(expected: Fields): this;
  expect(name: string, value: string): this;
}

/**
 * The text that is signed, without the trailing `&key=`. 待签名字符串，不含密钥。
 *
 * @throws {WxPayError} SIZE, NAME, CHAR, UTF8, DUPLICATE; ARG when there is nothing to sign
 */
export function canonical(fields: Fields): string;

/**
 * The signature: 32 or 64 upper-case hexadecimal digits. A `sign` among the fields is left out. 计算签名。
 *
 * @throws {WxPayError} as {@link canonical}; ARG when the key signs nothing; SIGN_TYPE when `sign_type` contradicts the key
 */
export function sign(fields: Fields, key: ApiKey): string;

/**
 * Verifies a list that carries `sign`, read by other means. Prefer {@link decodeVerified}, which also sees what a list cannot
 * show. 校验已解析、带 sign 的字段。
 *
 * @throws {WxPayError} as {@link decodeVerified}, without the codes about XML
 */
export function verify(fields: Fields, key: ApiKey, kind: Kind): Verified;

/**
 * XML without a signature: the answer to a notice. 生成不签名的 XML，用于应答通知。
 *
 * @throws {WxPayError} SIZE, NAME, CHAR, UTF8, DUPLICATE
 */
export function encode(fields: Fields): string;

/**
 * XML with the signature as its last element, to be posted as UTF-8. Amounts are in fen. 生成带签名的 XML，金额单位为分。
 *
 * @throws {WxPayError} as {@link sign}; NAME also for a `sign` handed in; FIELD for an amount that is not a plain number
 */
export function encodeSigned(fields: Fields, key: ApiKey, kind: Kind): string;

/**
 * Reads a reply or notice and verifies it; what comes back is exactly what was signed. Then ask {@link Verified.succeeded}, and
 * compare with {@link Verified.expect} before booking anything. 解析并校验应答或通知；入账前还须核对 succeeded 与 expect。
 *
 * @param kind what the caller expects; the message is never asked
 * @throws {WxPayError} in this order: SIZE, UTF8; SYNTAX, DOCTYPE, ENTITY, ENCODING, CHAR, STRUCTURE, NAME; DUPLICATE; NO_SIGN
 *   (also a return_code FAIL answer, which is never signed), SIGN_FORMAT, SIGN_TYPE, MISMATCH; AMBIGUOUS, MISSING, FIELD
 */
export function decodeVerified(xml: Document, key: ApiKey, kind: Kind): Verified;

/**
 * Reads XML and trusts nothing. Never decide about money on the result. 仅解析，不校验；不可据此入账。
 *
 * @returns the fields in document order, in an object without prototype
 * @throws {WxPayError} SIZE, UTF8, SYNTAX, DOCTYPE, ENTITY, ENCODING, CHAR, STRUCTURE, NAME, DUPLICATE
 */
export function decodeUnverified(xml: Document): { [name: string]: string };

/**
 * The parameters of `wx.requestPayment` in a mini program, signed with the algorithm of the order. 小程序调起支付的参数。
 *
 * @param prepayId as WeChat returned it, without `prepay_id=`
 * @param nonceStr fresh for every payment
 * @param timeStamp seconds since 1970, as text
 * @throws {WxPayError} ARG, SIZE, UTF8, FIELD
 */
export function miniProgram(
  appId: string,
  prepayId: string,
  nonceStr: string,
  timeStamp: string,
  key: ApiKey,
): { timeStamp: string; nonceStr: string; package: string; signType: 'MD5' | 'HMAC-SHA256'; paySign: string };

/**
 * An amount in fen as text: `fen(1200)` is `'1200'`. 金额（分）转为字段值。
 *
 * @throws {WxPayError} ARG for anything but a safe whole number, 0 or more
 */
export function fen(amount: number): string;

/**
 * Loads the core in a browser; await it once before the first call. Elsewhere it does nothing. 浏览器中须先等待一次；其他环境无需调用。
 *
 * @param source in a browser: a URL, a `Response`, the bytes or a `WebAssembly.Module` of `wxpay-core/core.wasm`, or a promise of
 *   one; needed only where a bundler loses the file beside the script
 * @throws {WxPayError} ARG at `core.wasm` when it cannot be loaded; the next call tries again
 */
export function init(source?: string | object): Promise<void>;

/** What is wrong: the same in every language. 错误码，各语言一致。 */
export type Code =
  /** An argument makes no sense: a wrong type, an empty key, nothing to sign. 参数错误。 */
  | 'ARG'
  /** A buffer is too small; does not happen in JavaScript. */
  | 'SHORT'
  /** A limit is exceeded. 超出限制。 */
  | 'SIZE'
  /** A field name that is not usable, or reserved. 字段名不合法。 */
  | 'NAME'
  /** A character that XML forbids. XML 不允许的字符。 */
  | 'CHAR'
  /** Bytes that are not UTF-8, or half of a surrogate pair. 编码错误。 */
  | 'UTF8'
  /** The same field twice. 字段重复。 */
  | 'DUPLICATE'
  /** The signed text has a second valid reading; ask orderquery. 签名文本有歧义，请查询订单。 */
  | 'AMBIGUOUS'
  /** A field without the syntax of its kind. 字段格式错误。 */
  | 'FIELD'
  /** A required field is not there. 缺少字段。 */
  | 'MISSING'
  /** Not well-formed XML. XML 语法错误。 */
  | 'SYNTAX'
  /** A DOCTYPE, refused unread. 含 DOCTYPE。 */
  | 'DOCTYPE'
  /** An entity that is not predefined. 未知实体。 */
  | 'ENTITY'
  /** An encoding other than UTF-8 is declared. 非 UTF-8 声明。 */
  | 'ENCODING'
  /** Not a flat list of fields. 不是扁平的字段列表。 */
  | 'STRUCTURE'
  /** No signature. 没有签名。 */
  | 'NO_SIGN'
  /** Not 32 or 64 upper-case hexadecimal digits. 签名格式错误。 */
  | 'SIGN_FORMAT'
  /** An algorithm the key does not allow. 签名算法不符。 */
  | 'SIGN_TYPE'
  /** A wrong signature. 签名错误。 */
  | 'MISMATCH'
  /** Genuine, but not the expected message. 报文真实，但与预期不符。 */
  | 'IDENTITY'
  /** An encrypted notice that does not decrypt. 解密失败。 */
  | 'DECRYPT'
  /** A fault of this library. 本库的错误。 */
  | 'INTERNAL';

/**
 * Why a message was refused: a code, where, one plain sentence; never a value, a key or a signature, so the message may go
 * into any log. 错误只含错误码与位置，绝不含字段值、密钥或签名，可直接写入日志。
 */
export class WxPayError extends Error {
  private constructor();
  readonly name: 'WxPayError';
  readonly code: Code;
  /** A field name, `byte N` of the document, or both; for SIZE the limit; empty if unknown. 出错的字段或字节位置。 */
  readonly where: string;
}
