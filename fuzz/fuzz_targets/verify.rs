//! A genuine notice with changed bytes is refused, or means the same to every application.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wxpay_core::{ApiKey, Fields, Kind, Verified, decode_verified, encode_signed};

static KEY: LazyLock<ApiKey> = LazyLock::new(|| ApiKey::md5("0123456789abcdefghijklmnopqrstuv").unwrap());

const NOTICE: &[(&str, &str)] = &[
    ("return_code", "SUCCESS"), ("result_code", "SUCCESS"), ("appid", "wx2421b1c4370ec43b"), ("mch_id", "10000100"),
    ("attach", "茶 & <co>"), ("bank_type", "CFT"), ("cash_fee", "1"), ("out_trade_no", "1409811653"), ("total_fee", "2"),
    ("time_end", "20140903131540"), ("transaction_id", "1004400740201409030005092168"), ("some_future_field", "x & y"),
];

static XML: LazyLock<String> = LazyLock::new(|| encode_signed(Fields::new(NOTICE).unwrap(), &KEY, Kind::PayNotice).unwrap());

// Edits: where (two bytes), how many bytes go, and one byte that comes.
fuzz_target!(|edits: &[u8]| {
    let mut bytes = XML.clone().into_bytes();
    for edit in edits.chunks_exact(4) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % bytes.len();
        let end = (at + usize::from(edit[2] % 8)).min(bytes.len());
        bytes.splice(at..end, [edit[3]]);
    }
    if let Ok(verified) = decode_verified(&bytes, &KEY, Kind::PayNotice) {
        let sorted = |message: &Verified<String>| {
            let mut pairs: Vec<_> = message.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
            pairs.sort();
            pairs
        };
        let mut genuine: Vec<_> = NOTICE.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        genuine.sort();
        assert_eq!(sorted(&verified), genuine);
    }
});
