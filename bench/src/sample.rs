//! The traffic that is measured: one order to sign and send, one notice to read and verify.

use crate::peers;

/// The secret of a merchant that does not exist.
pub const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

/// A unified order as a shop builds it: 17 parameters, in no particular order, some Chinese, a little JSON.
pub const ORDER: [(&str, &str); 17] = [
    ("appid", "wx2421b1c4370ec43b"),
    ("mch_id", "10000100"),
    ("device_info", "WEB"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
    ("sign_type", "MD5"),
    ("body", "云南茶馆-明前普洱礼盒"),
    ("detail", r#"{"goods_detail":[{"goods_id":"tea-888","quantity":1,"price":888}]}"#),
    ("attach", "昆明分店"),
    ("out_trade_no", "20250402190155000042"),
    ("fee_type", "CNY"),
    ("total_fee", "888"),
    ("spbill_create_ip", "203.0.113.42"),
    ("time_start", "20250402190155"),
    ("time_expire", "20250402193155"),
    ("notify_url", "https://shop.example.com/wxpay/notify.do"),
    ("trade_type", "JSAPI"),
    ("openid", "oUpF8uMEb4qRXf22hE3X68TekukE"),
];

/// A pay notice as the gateway lists it, with one coupon; `sign` makes it 24 fields.
pub const NOTICE: [(&str, &str); 23] = [
    ("appid", "wx2421b1c4370ec43b"),
    ("attach", "昆明分店"),
    ("bank_type", "CMB_DEBIT"),
    ("cash_fee", "788"),
    ("cash_fee_type", "CNY"),
    ("coupon_count", "1"),
    ("coupon_fee", "100"),
    ("coupon_fee_0", "100"),
    ("coupon_id_0", "2000000125048311901"),
    ("coupon_type_0", "NO_CASH"),
    ("device_info", "WEB"),
    ("fee_type", "CNY"),
    ("is_subscribe", "N"),
    ("mch_id", "10000100"),
    ("nonce_str", "5d2b6c2a8db53831f7eda20af46e531c"),
    ("openid", "oUpF8uMEb4qRXf22hE3X68TekukE"),
    ("out_trade_no", "20250402190155000042"),
    ("result_code", "SUCCESS"),
    ("return_code", "SUCCESS"),
    ("time_end", "20250402190233"),
    ("total_fee", "888"),
    ("trade_type", "JSAPI"),
    ("transaction_id", "4200002601202504027913570246"),
];

/// The text that is signed, key included, joined without the library that is measured.
#[must_use]
pub fn signed_text(fields: &[(&str, &str)]) -> String {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let joined: Vec<String> = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{}&key={SECRET}", joined.join("&"))
}

/// The notice as it is posted: text in CDATA, `total_fee` and coupon amounts bare, one element a line, `sign` amid the rest.
#[must_use]
pub fn notice_document() -> String {
    let sign = peers::upper_hex(&peers::md5(signed_text(&NOTICE).as_bytes()));
    let mut fields = NOTICE.to_vec();
    fields.insert(19, ("sign", &sign));
    let lines: Vec<String> = fields
        .iter()
        .map(|(name, value)| match *name {
            "total_fee" | "coupon_count" | "coupon_fee" | "coupon_fee_0" => format!("<{name}>{value}</{name}>"),
            _ => format!("<{name}><![CDATA[{value}]]></{name}>"),
        })
        .collect();
    format!("<xml>{}\n</xml>", lines.join("\n"))
}

/// The fields of the notice document in the flat form `(name NUL value NUL)*`.
#[must_use]
pub fn flat(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect()
}
