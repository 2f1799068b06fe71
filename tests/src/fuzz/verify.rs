use std::sync::LazyLock;

use wxpay_core::{ApiKey, Code, Fields, Flat, Kind, border, decode_verified, encode_signed};

use super::SECRET;
use crate::notice::NOTICE;

static KEY: LazyLock<ApiKey> = LazyLock::new(|| ApiKey::md5(SECRET).expect("a key"));

static XML: LazyLock<String> =
    LazyLock::new(|| Fields::new(&NOTICE).and_then(|fields| encode_signed(fields, &KEY, Kind::PayNotice)).expect("a notice"));

/// A genuine notice with changed bytes is refused, or means the same to every application and is compared as it should be.
///
/// Input: edits of four bytes: where (two bytes), how many bytes go, one byte that comes.
pub fn verify(edits: &[u8]) {
    let mut bytes = XML.clone().into_bytes();
    for edit in edits.chunks_exact(4) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % bytes.len();
        let end = (at + usize::from(edit[2] % 8)).min(bytes.len());
        bytes.splice(at..end, [edit[3]]);
    }
    if let Ok(verified) = decode_verified(&bytes, &KEY, Kind::PayNotice) {
        let mut seen: Vec<_> = verified.iter().collect();
        let mut genuine = NOTICE.to_vec();
        seen.sort_unstable();
        genuine.sort_unstable();
        assert_eq!(seen, genuine);
        expected(verified.as_flat(), "2", 0);
        expected(verified.as_flat(), "1", Code::Identity.number());
    }
}

/// What the border says of an amount that the host knows.
fn expected(flat: &Flat<String>, amount: &str, code: u8) {
    let (text, count, kind) = (flat.as_str().as_bytes(), flat.len(), Kind::PayNotice.number());
    let mut out = [0xA5; 512];
    let len = border::expect(text, count, kind, format!("total_fee\0{amount}\0").as_bytes(), 1, &mut out);
    assert_eq!(out[..len].first(), Some(&code), "{amount}");
    let as_pairs = border::expect_pairs(text, count, kind, &[("total_fee", amount)]);
    assert_eq!(as_pairs.map_or_else(|error| error.code().number(), |()| 0), code, "{amount}");
}
