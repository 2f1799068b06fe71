//! Any bytes: no crash; what is accepted, another parser accepts with equal text; what is written is read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wxpay_core::{Code, Fields, decode_unverified, encode};

fuzz_target!(|bytes: &[u8]| {
    let Ok(flat) = decode_unverified(bytes) else { return };
    let pairs = flat.pairs();
    let text = std::str::from_utf8(bytes).unwrap();
    let doc = roxmltree::Document::parse(text).unwrap();
    let value = |node: roxmltree::Node<'_, '_>| node.children().filter(|n| n.is_text()).filter_map(|n| n.text()).collect::<String>();
    let theirs: Vec<_> = doc.root_element().children().filter(|n| n.is_element()).map(|n| (n.tag_name().name().to_owned(), value(n))).collect();
    assert_eq!(pairs, theirs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>());
    match Fields::new(&pairs).and_then(encode) {
        Ok(again) => assert_eq!(decode_unverified(again.as_bytes()).unwrap().pairs(), pairs),
        // An element `key` is tolerated when reading; escapes may grow a document over the limit.
        Err(error) => assert!(matches!(error.code(), Code::Name | Code::Size), "{error}"),
    }
});
