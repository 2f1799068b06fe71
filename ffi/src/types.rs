//! What crosses the border. Every number and layout is pinned by a test.
#![allow(dead_code, non_camel_case_types, reason = "some are only for the header, all have its names")]

use core::ffi::c_char;

use wxpay_core::{Flat, Verified};

/// Counts changes that a compiled program would notice: compare with wxp_abi(). 二进制接口版本。
pub const WXP_ABI: u32 = 1;
/// The result of a call that did what it should. 成功。
pub const WXP_OK: i32 = 0;
/// Longest document, in and out, and longest list, in bytes. 报文与列表的最大字节数。
pub const WXP_MAX_TEXT: usize = 65536;
const _: () = assert!(WXP_MAX_TEXT == wxpay_core::MAX_TEXT && WXP_ABI == wxpay_core::border::ABI);

/// An algorithm: signs with MD5 and accepts MD5 only. 签名算法，由密钥决定，报文不能改变。
pub const WXP_MD5: u32 = 0;
/// An algorithm: signs with HMAC-SHA256 and accepts HMAC-SHA256 only.
pub const WXP_HMAC_SHA256: u32 = 1;
/// Accepts both algorithms and signs nothing: for a shop whose orders use both. 只验签。
pub const WXP_VERIFY_ONLY: u32 = 2;

/// A field of a list: UTF-8, exactly as it is meant; amounts in fen. 一个字段：名与值，UTF-8，金额以分为单位。
#[repr(C)]
pub struct wxp_field {
    pub name: *const c_char,
    pub name_len: usize,
    pub value: *const c_char,
    pub value_len: usize,
}

/// The API v2 key of the merchant console; read during a call, never kept. 商户 API v2 密钥，只在调用期间读取。
#[repr(C)]
pub struct wxp_api_key {
    /// WXP_MD5, WXP_HMAC_SHA256 or WXP_VERIFY_ONLY.
    pub algorithm: u32,
    /// The secret, 1 to 256 bytes.
    pub secret: *const c_char,
    pub secret_len: usize,
    /// The secret before the last reset, which verifying accepts as well; NULL if there is none.
    pub previous: *const c_char,
    pub previous_len: usize,
}

/// The place of a fault: a field, a byte, or both. Never a value, a key or a signature. 出错位置：字段名或字节偏移。
#[repr(C)]
pub struct wxp_where {
    /// The byte at fault, in the document when reading, in the field's value when writing; -1 if none is.
    pub offset: i64,
    /// The field at fault (for SIZE the limit, for ENTITY the entity), ended by NUL; empty if none is.
    pub field: [c_char; 65],
}

/// Fields that were read: `name NUL value NUL ...`, in document order, inside your `out`. 读出的字段，位于调用者的缓冲区内。
#[repr(C)]
pub struct wxp_flat {
    /// Bytes in `text`; after WXP_SHORT the bytes needed. 0 after any other failure.
    pub len: usize,
    /// Your `out`; NULL after a failure.
    pub text: *const c_char,
    pub count: usize,
}

/// A genuine message: exactly the fields that were signed, never `sign`. Only verifying makes one. 已验签的报文。
#[repr(C)]
pub struct wxp_verified {
    pub fields: wxp_flat,
    pub kind: u32,
    /// 1 if what the message is about has happened: paid, or a prepay_id issued. A genuine message may say 0.
    pub succeeded: u32,
    /// 1 if it was signed with the previous secret.
    pub previous_key: u32,
}

impl From<Flat<&str>> for wxp_flat {
    fn from(flat: Flat<&str>) -> Self {
        Self { len: flat.as_str().len(), text: flat.as_str().as_ptr().cast(), count: flat.len() }
    }
}

impl From<Verified<&str>> for wxp_verified {
    fn from(message: Verified<&str>) -> Self {
        let fields = message.as_flat().clone().into();
        let [succeeded, previous_key] = [message.succeeded(), message.signed_with_previous_key()].map(u32::from);
        Self { fields, kind: message.kind().number(), succeeded, previous_key }
    }
}
