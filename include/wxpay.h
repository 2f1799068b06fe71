/*
 * wxpay.h - WeChat Pay API v2: sort, sign, write, read, verify.  微信支付 API v2：排序、签名、生成、解析、验签。
 *
 * This file is the manual. The contract of every function:
 *
 * 1. It works on memory that is yours, allocates nothing and keeps nothing, so there is nothing to free, and any number of
 *    threads may call at once. 只使用调用者的内存，无须释放，线程安全。
 * 2. Text goes in as UTF-8 with its length in bytes (with length 0 the pointer may be anything, also NULL) and comes out in
 *    `out`, which holds `cap` bytes and overlaps nothing that goes in. 输入为 UTF-8 加字节长度，输出缓冲区不得与输入重叠。
 * 3. It returns WXP_OK or a number of enum wxp_code; a call that fails leaves a length of 0 or an empty list, and `out` as it
 *    was or filled with zeros, never a part of a message. 失败时没有任何部分结果。
 * 4. WXP_SHORT leaves the length that is needed instead (to ask, `out` may be NULL with `cap` 0), and after any failure `place`
 *    (may be NULL) tells the field or byte at fault. 缓冲区太小时返回所需长度，place 指出错误位置。
 *
 * Every function returns ARG for NULL where something is needed, for an unknown algorithm or kind and for an empty secret, and
 * SIZE for whatever is over a limit. A call takes 12 KiB of stack for an ordinary message, 60 KiB for the largest, and 6 more to
 * look into values that could hold another field. Link with -lwxpay (pkg-config: wxpay, CMake: wxpay::wxpay). A whole program:
 *
 *     #include <stdio.h>
 *     #include <string.h>
 *     #include "wxpay.h"
 *
 *     #define FIELD(name, value) { name, sizeof(name) - 1, value, sizeof(value) - 1 }
 *
 *     int main(void)
 *     {
 *         // A real program reads its key from a file or the environment.
 *         const char *secret = "192006250b4c09247ec02edce69f6a2d";
 *         const wxp_api_key key = { WXP_MD5, secret, strlen(secret), NULL, 0 };
 *         const wxp_field query[] = {
 *             FIELD("appid", "wxd930ea5d5a258f4f"), FIELD("mch_id", "10000100"),
 *             FIELD("out_trade_no", "1415659990"), FIELD("nonce_str", "ibuaiVcKdpRxkhJA"),
 *         };
 *         const char *reply = "<xml><return_code>FAIL</return_code></xml>";
 *         char out[2048];
 *         size_t len;
 *         wxp_verified message;
 *         wxp_where place;
 *         int code;
 *
 *         // What to post to /pay/orderquery.
 *         code = wxp_encode_signed(query, 4, &key, WXP_KIND_ORDER_QUERY, out, sizeof out, &len, &place);
 *         if (code != WXP_OK) {
 *             fprintf(stderr, "%s at %s: %s\n", wxp_code_name(code), place.field, wxp_code_sentence(code));
 *             return 1;
 *         }
 *         printf("%.*s\n", (int)len, out);
 *
 *         // What came back: nothing in it is true before the signature holds.
 *         code = wxp_decode_verified(reply, strlen(reply), &key, WXP_KIND_ORDER_QUERY_REPLY, out, sizeof out, &message, &place);
 *         if (code == WXP_OK && message.succeeded)
 *             printf("paid: %s\n", wxp_get(&message.fields, "transaction_id"));
 *         else
 *             printf("not paid: %s at %s\n", wxp_code_name(code), place.field);
 *         return 0;
 *     }
 */
#ifndef WXPAY_H
#define WXPAY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ====================================================================================================
 * Fields, keys, results  字段、密钥、结果
 * ==================================================================================================== */

// Counts changes that a compiled program would notice: compare with wxp_abi(). 二进制接口版本。
#define WXP_ABI 1

// The result of a call that did what it should. 成功。
#define WXP_OK 0

// Longest document, in and out, and longest list, in bytes. 报文与列表的最大字节数。
#define WXP_MAX_TEXT 65536

// An algorithm: signs with MD5 and accepts MD5 only. 签名算法，由密钥决定，报文不能改变。
#define WXP_MD5 0

// An algorithm: signs with HMAC-SHA256 and accepts HMAC-SHA256 only.
#define WXP_HMAC_SHA256 1

// Accepts both algorithms and signs nothing: for a shop whose orders use both. 只验签。
#define WXP_VERIFY_ONLY 2

// The API v2 key of the merchant console; read during a call, never kept. 商户 API v2 密钥，只在调用期间读取。
typedef struct wxp_api_key {
  // WXP_MD5, WXP_HMAC_SHA256 or WXP_VERIFY_ONLY.
  uint32_t algorithm;
  // The secret, 1 to 256 bytes.
  const char *secret;
  size_t secret_len;
  // The secret before the last reset, which verifying accepts as well; NULL if there is none.
  const char *previous;
  size_t previous_len;
} wxp_api_key;

// A field of a list: UTF-8, exactly as it is meant; amounts in fen. 一个字段：名与值，UTF-8，金额以分为单位。
typedef struct wxp_field {
  const char *name;
  size_t name_len;
  const char *value;
  size_t value_len;
} wxp_field;

// Fields that were read: `name NUL value NUL ...`, in document order, inside your `out`. 读出的字段，位于调用者的缓冲区内。
typedef struct wxp_flat {
  // Bytes in `text`; after WXP_SHORT the bytes needed. 0 after any other failure.
  size_t len;
  // Your `out`; NULL after a failure.
  const char *text;
  size_t count;
} wxp_flat;

// A genuine message: exactly the fields that were signed, never `sign`. Only verifying makes one. 已验签的报文。
typedef struct wxp_verified {
  struct wxp_flat fields;
  uint32_t kind;
  // 1 if what the message is about has happened: paid, or a prepay_id issued. A genuine message may say 0.
  uint32_t succeeded;
  // 1 if it was signed with the previous secret.
  uint32_t previous_key;
} wxp_verified;

// The place of a fault: a field, a byte, or both. Never a value, a key or a signature. 出错位置：字段名或字节偏移。
typedef struct wxp_where {
  // The byte at fault, in the document when reading, in the field's value when writing; -1 if none is.
  int64_t offset;
  // The field at fault (for SIZE the limit, for ENTITY the entity), ended by NUL; empty if none is.
  char field[65];
} wxp_where;

/* ====================================================================================================
 * Result codes  结果代码
 * ==================================================================================================== */

// What went wrong. The numbers are the same in Rust, C, Java and JavaScript and are never reused.
enum wxp_code {
  // An argument makes no sense: an empty key, nothing to sign, signing with a verify-only key.
  WXP_ARG = 1,
  // The output buffer is too small; the size needed is told. Nothing usable was written.
  WXP_SHORT = 2,
  // A limit is exceeded: document, list, name, number of fields, key.
  WXP_SIZE = 3,
  // A field name is not `[A-Za-z_][A-Za-z0-9_.-]*`, or it is reserved (`key`, or `sign` where `sign` is ours to set).
  WXP_NAME = 10,
  // A character that XML 1.0 forbids, as itself or as a reference.
  WXP_CHAR = 11,
  // Bytes that are not UTF-8 (in Java and JavaScript: a lone surrogate).
  WXP_UTF8 = 12,
  // The same field twice.
  WXP_DUPLICATE = 13,
  // The signed string has a second valid reading, so the signature does not tell which message was meant.
  WXP_AMBIGUOUS = 14,
  // A field does not have the syntax of its kind.
  WXP_FIELD = 15,
  // A field that the kind of message requires is not there.
  WXP_MISSING = 16,
  // The document is not well-formed.
  WXP_SYNTAX = 20,
  // The document has a DOCTYPE.
  WXP_DOCTYPE = 21,
  // An entity other than lt, gt, amp, quot, apos.
  WXP_ENTITY = 22,
  // The declaration names an encoding other than UTF-8.
  WXP_ENCODING = 23,
  // Well-formed, but not a flat message: an attribute, a child in a field, text between fields, another root.
  WXP_STRUCTURE = 24,
  // No signature, or none that this kind of message could carry.
  WXP_NO_SIGN = 30,
  // The signature is not 32 or 64 upper-case hexadecimal digits.
  WXP_SIGN_FORMAT = 31,
  // An algorithm that the key does not allow, or a `sign_type` that contradicts it.
  WXP_SIGN_TYPE = 32,
  // The signature is wrong.
  WXP_MISMATCH = 33,
  // The message is genuine but speaks of something else than the host expects.
  WXP_IDENTITY = 34,
  // An encrypted notice that does not decrypt.
  WXP_DECRYPT = 35,
  // A fault of this library.
  WXP_INTERNAL = 99,
};

/* ====================================================================================================
 * Kinds of messages  报文种类
 * ==================================================================================================== */

// What a message is about. The caller says which kind it expects; the message is never asked.
enum wxp_kind {
  // Any signed message this library has no data for. Weaker: signature, duplicates and client-side readings only.
  WXP_KIND_UNLISTED = 0,
  // `unifiedorder`: an order sent to /pay/unifiedorder (统一下单请求).
  WXP_KIND_UNIFIED_ORDER = 1,
  // `unifiedorder_reply`: the gateway's answer to an order; it succeeded when a prepay_id was issued (统一下单的应答；成功即得到 prepay_id).
  WXP_KIND_UNIFIED_ORDER_REPLY = 2,
  // `orderquery`: a question sent to /pay/orderquery (查询订单请求).
  WXP_KIND_ORDER_QUERY = 3,
  // `orderquery_reply`: the gateway's answer about an order; it succeeded when the order is paid (查询订单的应答；成功即订单已支付).
  WXP_KIND_ORDER_QUERY_REPLY = 4,
  // `closeorder`: a request sent to /pay/closeorder (关闭订单请求).
  WXP_KIND_CLOSE_ORDER = 5,
  // `closeorder_reply`: the gateway's answer to a close request; it succeeded when the order is closed (关闭订单的应答；成功即订单已关闭).
  WXP_KIND_CLOSE_ORDER_REPLY = 6,
  // `pay_notice`: a payment result posted to the notify_url; it succeeded when the order is paid (支付结果通知；成功即订单已支付).
  WXP_KIND_PAY_NOTICE = 7,
  // `notice_answer`: the host's answer to a notice; never signed (商户对通知的应答；不签名).
  WXP_KIND_NOTICE_ANSWER = 8,
};

/* ====================================================================================================
 * Documents  报文
 * ==================================================================================================== */

// Signs a list and writes the document to post; `sign` comes last. 签名并生成要提交的 XML。
// Nothing else is added: with WXP_HMAC_SHA256 most requests must have `sign_type` in the list. `kind` knows the amounts.
// Results: OK; ARG: nothing to sign, a verify-only key; SIZE: over 1023 fields, a list or document too long; NAME: `sign`,
// `key` or no name; CHAR, UTF8: in a value; DUPLICATE; SIGN_TYPE: contradicts the key; FIELD: an amount; SHORT.
int32_t wxp_encode_signed(const wxp_field *fields,
                          size_t count,
                          const wxp_api_key *key,
                          uint32_t kind,
                          char *out,
                          size_t cap,
                          size_t *len,
                          wxp_where *place);

// Writes an unsigned document, such as the answer to a notice. 生成不签名的 XML，例如对通知的应答。
// Results: OK; ARG; SIZE; NAME: `key` or no name; CHAR; UTF8; DUPLICATE; SHORT.
int32_t wxp_encode(const wxp_field *fields,
                   size_t count,
                   char *out,
                   size_t cap,
                   size_t *len,
                   wxp_where *place);

// Reads a document and verifies it as a message of this kind; `cap` is at least `xml_len`. 解析并验签。
// OK does not mean paid yet: ask `succeeded`, and wxp_expect() for your appid, mch_id and amount.
// Results: OK; ARG; SHORT; those of wxp_decode_unverified(); NO_SIGN; SIGN_FORMAT; SIGN_TYPE: not the key's; MISMATCH: a
// wrong signature; AMBIGUOUS: what was signed has a second reading; MISSING, FIELD: what the kind demands.
int32_t wxp_decode_verified(const char *xml,
                            size_t xml_len,
                            const wxp_api_key *key,
                            uint32_t kind,
                            char *out,
                            size_t cap,
                            wxp_verified *message,
                            wxp_where *place);

// Reads a document and trusts nothing: a FAIL reply, a log, what was refused. 只解析，不验签，内容不可信。
// Results: OK; ARG; SHORT; SIZE, UTF8, CHAR, SYNTAX, DOCTYPE, ENTITY, ENCODING, STRUCTURE, NAME, DUPLICATE: its first fault.
int32_t wxp_decode_unverified(const char *xml,
                              size_t xml_len,
                              char *out,
                              size_t cap,
                              wxp_flat *list,
                              wxp_where *place);

/* ====================================================================================================
 * What was read  读出的内容
 * ==================================================================================================== */

// Compares a message with what you know: appid, mch_id, the stored order's number and amount. 与商户已知的值核对。
// Results: OK; IDENTITY: the first that differs or is absent (but no `fee_type` is CNY); ARG; SIZE; NAME; CHAR; UTF8.
int32_t wxp_expect(const wxp_verified *message,
                   const wxp_field *expected,
                   size_t count,
                   wxp_where *place);

// The value of a field, ended by NUL; NULL if there is none. `name` ends with NUL. 取一个字段的值，没有则为 NULL。
const char *wxp_get(const wxp_flat *list,
                    const char *name);

// The next field: 1, or 0 after the last; `*at` is 0 at the start. Both texts also end with NUL. 依次取出字段，取完返回 0。
int32_t wxp_next(const wxp_flat *list,
                 size_t *at,
                 wxp_field *field);

/* ====================================================================================================
 * The payer's side  付款端
 * ==================================================================================================== */

// The five parameters of wx.requestPayment; the key stays on the server. 小程序调起支付的五个参数。
// Four texts that end with NUL: `nonce_str` of 1 to 32 secure random characters, `time_stamp` of 10 digits (unix time).
// Results: OK; ARG: NULL, a verify-only key; UTF8, FIELD: one of the four; SIZE: a key over 256 bytes; SHORT.
int32_t wxp_mini_program(const char *app_id,
                         const char *prepay_id,
                         const char *nonce_str,
                         const char *time_stamp,
                         const wxp_api_key *key,
                         char *out,
                         size_t cap,
                         wxp_flat *list,
                         wxp_where *place);

/* ====================================================================================================
 * Lists without XML  只处理字段
 * ==================================================================================================== */

// Signs a list, leaving out `sign` and empty values: 32 or 64 upper-case hexadecimal digits. 计算签名。
// Results: OK; ARG: nothing to sign, a verify-only key; SIZE; NAME: `key` or no name; CHAR; UTF8; DUPLICATE; SHORT.
int32_t wxp_sign(const wxp_field *fields,
                 size_t count,
                 const wxp_api_key *key,
                 char *out,
                 size_t cap,
                 size_t *len,
                 wxp_where *place);

// The text that is signed, without the key: `appid=..&body=..`. 待签名字符串，不含密钥。
// Results: OK; ARG: nothing to sign; SIZE; NAME: `key` or no name; CHAR; UTF8; DUPLICATE; SHORT.
int32_t wxp_canonical(const wxp_field *fields,
                      size_t count,
                      char *out,
                      size_t cap,
                      size_t *len,
                      wxp_where *place);

// Verifies a list that carries `sign`, as wxp_decode_verified() does. 对已解析的字段验签。
// Results: OK; ARG; SIZE; NAME; CHAR; UTF8; from DUPLICATE on as wxp_decode_verified(); SHORT.
int32_t wxp_verify(const wxp_field *fields,
                   size_t count,
                   const wxp_api_key *key,
                   uint32_t kind,
                   char *out,
                   size_t cap,
                   wxp_verified *message,
                   wxp_where *place);

/* ====================================================================================================
 * Texts and version  文字与版本
 * ==================================================================================================== */

// The name of a result, as this manual spells it: NO_SIGN. 结果代码的名称。
const char *wxp_code_name(int32_t code);

// One plain sentence about a result, for logs. 一句话说明，供日志使用。
const char *wxp_code_sentence(int32_t code);

// The WXP_ABI of the library; if it is not yours, header and library do not belong together. 库的接口版本。
uint32_t wxp_abi(void);

#ifdef __cplusplus
}
#endif

#endif
