use core::ffi::c_char;
use core::{iter, ptr};

use wxpay_core::border::{expect_pairs, fault, kind_of};
use wxpay_core::{self as wxpay, Code, Error, client, sign};

use crate::raw::{self, answer, c_text, with_fields, with_key};
use crate::text::texts;
use crate::types::{WXP_ABI, wxp_api_key, wxp_field, wxp_flat, wxp_verified, wxp_where};

/// Signs a list and writes the document to post; `sign` comes last. 签名并生成要提交的 XML。
/// Nothing else is added: with WXP_HMAC_SHA256 most requests must have `sign_type` in the list. `kind` knows the amounts.
/// Results: OK; ARG: nothing to sign, a verify-only key; SIZE: over 1023 fields, a list or document too long; NAME: `sign`,
/// `key` or no name; CHAR, UTF8: in a value; DUPLICATE; SIGN_TYPE: contradicts the key; FIELD: an amount; SHORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_encode_signed(
    fields: *const wxp_field, count: usize, key: *const wxp_api_key, kind: u32,
    out: *mut c_char, cap: usize, len: *mut usize, place: *mut wxp_where) -> i32 {
    answer(out, cap, len, place, |out| {
        with_key(key, |key| {
            let kind = kind_of(kind)?;
            with_fields(fields, count, &mut |fields| wxpay::encode_signed_into(fields, key, kind, out))
        })
    })
}

/// Writes an unsigned document, such as the answer to a notice. 生成不签名的 XML，例如对通知的应答。
/// Results: OK; ARG; SIZE; NAME: `key` or no name; CHAR; UTF8; DUPLICATE; SHORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_encode(
    fields: *const wxp_field, count: usize,
    out: *mut c_char, cap: usize, len: *mut usize, place: *mut wxp_where) -> i32 {
    answer(out, cap, len, place, |out| with_fields(fields, count, &mut |fields| wxpay::encode_into(fields, out)))
}

/// Reads a document and verifies it as a message of this kind; `cap` is at least `xml_len`. 解析并验签。
/// OK does not mean paid yet: ask `succeeded`, and wxp_expect() for your appid, mch_id and amount.
/// Results: OK; ARG; SHORT; those of wxp_decode_unverified(); NO_SIGN; SIGN_FORMAT; SIGN_TYPE: not the key's; MISMATCH: a
/// wrong signature; AMBIGUOUS: what was signed has a second reading; MISSING, FIELD: what the kind demands.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_decode_verified(
    xml: *const c_char, xml_len: usize, key: *const wxp_api_key, kind: u32,
    out: *mut c_char, cap: usize, message: *mut wxp_verified, place: *mut wxp_where) -> i32 {
    answer(out, cap, message, place, |out| {
        let xml = raw::document(xml, xml_len, out)?;
        with_key(key, |key| read(xml, out, |out| Ok(wxpay::decode_verified_into(xml, key, kind_of(kind)?, out)?.into())))
    })
}

/// Reads a document and trusts nothing: a FAIL reply, a log, what was refused. 只解析，不验签，内容不可信。
/// Results: OK; ARG; SHORT; SIZE, UTF8, CHAR, SYNTAX, DOCTYPE, ENTITY, ENCODING, STRUCTURE, NAME, DUPLICATE: its first fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_decode_unverified(
    xml: *const c_char, xml_len: usize,
    out: *mut c_char, cap: usize, list: *mut wxp_flat, place: *mut wxp_where) -> i32 {
    answer(out, cap, list, place, |out| {
        let xml = raw::document(xml, xml_len, out)?;
        read(xml, out, |out| Ok(wxpay::decode_unverified_into(xml, out)?.into()))
    })
}

/// Reading works in `out`, since 64 KiB more of stack are too much for small threads; what a failure leaves there is cleared.
fn read<T>(xml: &[u8], out: &mut [u8], read: impl FnOnce(&mut [u8]) -> Result<T, Error>) -> Result<T, Error> {
    let result = read(out);
    if result.as_ref().is_err_and(|error| error.needed().is_none()) {
        out.iter_mut().zip(xml).for_each(|(byte, _)| *byte = 0);
    }
    result
}

/// Compares a message with what you know: appid, mch_id, the stored order's number and amount. 与商户已知的值核对。
/// Results: OK; IDENTITY: the first that differs or is absent (but no `fee_type` is CNY); ARG; SIZE; NAME; CHAR; UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_expect(
    message: *const wxp_verified, expected: *const wxp_field, count: usize, place: *mut wxp_where) -> i32 {
    raw::done(place, raw::read(message, "message").and_then(|wxp_verified { fields, kind, .. }| {
        with_fields(expected, count, &mut |expected| expect_pairs(raw::flat(&fields)?, fields.count, kind, expected.pairs()))
    }))
}

/// The value of a field, ended by NUL; NULL if there is none. `name` ends with NUL. 取一个字段的值，没有则为 NULL。
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_get(list: *const wxp_flat, name: *const c_char) -> *const c_char {
    let (mut at, name) = (0, c_text(name, "name").ok());
    iter::from_fn(|| raw::step(list, &mut at)).find(|field| c_text(field.name, "").ok() == name).map_or(ptr::null(), |field| field.value)
}

/// The next field: 1, or 0 after the last; `*at` is 0 at the start. Both texts also end with NUL. 依次取出字段，取完返回 0。
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_next(list: *const wxp_flat, at: *mut usize, field: *mut wxp_field) -> i32 {
    raw::step(list, at).is_some_and(|found| raw::write(field, found).is_ok()).into()
}

/// The five parameters of wx.requestPayment; the key stays on the server. 小程序调起支付的五个参数。
/// Four texts that end with NUL: `nonce_str` of 1 to 32 secure random characters, `time_stamp` of 10 digits (unix time).
/// Results: OK; ARG: NULL, a verify-only key; UTF8, FIELD: one of the four; SIZE: a key over 256 bytes; SHORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_mini_program(
    app_id: *const c_char, prepay_id: *const c_char, nonce_str: *const c_char, time_stamp: *const c_char,
    key: *const wxp_api_key, out: *mut c_char, cap: usize, list: *mut wxp_flat, place: *mut wxp_where) -> i32 {
    answer(out, cap, list, place, |out| {
        let (app_id, prepay_id) = (c_text(app_id, "appId")?, c_text(prepay_id, "package")?);
        let (nonce_str, time_stamp) = (c_text(nonce_str, "nonceStr")?, c_text(time_stamp, "timeStamp")?);
        with_key(key, |key| Ok(client::mini_program_into(app_id, prepay_id, nonce_str, time_stamp, key, out)?.into()))
    })
}

/// Signs a list, leaving out `sign` and empty values: 32 or 64 upper-case hexadecimal digits. 计算签名。
/// Results: OK; ARG: nothing to sign, a verify-only key; SIZE; NAME: `key` or no name; CHAR; UTF8; DUPLICATE; SHORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_sign(
    fields: *const wxp_field, count: usize, key: *const wxp_api_key,
    out: *mut c_char, cap: usize, len: *mut usize, place: *mut wxp_where) -> i32 {
    answer(out, cap, len, place, |out| {
        let signature = with_key(key, |key| with_fields(fields, count, &mut |fields| sign(fields, key)))?;
        let digits = signature.as_str().as_bytes();
        out.get_mut(..digits.len()).ok_or_else(|| fault(Code::Short, b"", Some(digits.len())))?.copy_from_slice(digits);
        Ok(digits.len())
    })
}

/// The text that is signed, without the key: `appid=..&body=..`. 待签名字符串，不含密钥。
/// Results: OK; ARG: nothing to sign; SIZE; NAME: `key` or no name; CHAR; UTF8; DUPLICATE; SHORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_canonical(
    fields: *const wxp_field, count: usize,
    out: *mut c_char, cap: usize, len: *mut usize, place: *mut wxp_where) -> i32 {
    answer(out, cap, len, place, |out| with_fields(fields, count, &mut |fields| wxpay::canonical_into(fields, out)))
}

/// Verifies a list that carries `sign`, as wxp_decode_verified() does. 对已解析的字段验签。
/// Results: OK; ARG; SIZE; NAME; CHAR; UTF8; from DUPLICATE on as wxp_decode_verified(); SHORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn wxp_verify(
    fields: *const wxp_field, count: usize, key: *const wxp_api_key, kind: u32,
    out: *mut c_char, cap: usize, message: *mut wxp_verified, place: *mut wxp_where) -> i32 {
    answer(out, cap, message, place, |out| {
        with_key(key, |key| {
            let kind = kind_of(kind)?;
            with_fields(fields, count, &mut |fields| Ok(wxpay::verify_into(fields, key, kind, out)?.into()))
        })
    })
}

/// The name of a result, as this manual spells it: NO_SIGN. 结果代码的名称。
#[unsafe(no_mangle)]
pub extern "C" fn wxp_code_name(code: i32) -> *const c_char {
    texts(code).1.as_ptr().cast()
}

/// One plain sentence about a result, for logs. 一句话说明，供日志使用。
#[unsafe(no_mangle)]
pub extern "C" fn wxp_code_sentence(code: i32) -> *const c_char {
    texts(code).2.as_ptr().cast()
}

/// The WXP_ABI of the library; if it is not yours, header and library do not belong together. 库的接口版本。
#[unsafe(no_mangle)]
pub extern "C" fn wxp_abi() -> u32 {
    WXP_ABI
}
