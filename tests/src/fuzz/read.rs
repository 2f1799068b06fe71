use wxpay_core::{Code, Fields, decode_unverified, encode};

use crate::parsers::{by_quick_xml, by_roxmltree};

/// Any bytes: what is accepted, two other parsers accept with equal text; what is written is read back.
pub fn read(bytes: &[u8]) {
    let Ok(flat) = decode_unverified(bytes) else { return };
    let pairs = flat.pairs();
    let ours = Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let text = std::str::from_utf8(bytes).expect("what is accepted is UTF-8");
    assert_eq!(ours, by_roxmltree(text), "roxmltree");
    assert_eq!(ours, by_quick_xml(text), "quick-xml");
    match Fields::new(&pairs).and_then(encode) {
        Ok(again) => assert_eq!(decode_unverified(again.as_bytes()).map(|again| again.pairs() == pairs), Ok(true), "read back"),
        // An element `key` is tolerated when reading; escapes may grow a document over the limit.
        Err(error) => assert!(matches!(error.code(), Code::Name | Code::Size), "{error}"),
    }
}
