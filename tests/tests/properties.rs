//! What must hold for every input, against two other XML parsers.

use md5::{Digest, Md5};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use wxpay_core::{ApiKey, Code, Fields, Flat, Kind, decode_unverified, decode_verified, encode, encode_signed, sign};
use wxpay_tests::notice::NOTICE;
use wxpay_tests::parsers::{Pairs, by_quick_xml, by_roxmltree};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

fn borrowed(pairs: &Pairs) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn owned(flat: &Flat<String>) -> Pairs {
    flat.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Any character that XML allows, the troublesome ones often.
fn xml_char() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => select(&['<', '>', '&', ']', '[', '"', '\'', '\r', '\n', '\t', ' ', '=', '-', '!', '?', '/', ';', '#'][..]),
        4 => "[a-zA-Z0-9]".prop_map(|s| s.chars().next().unwrap()),
        2 => select(&['茶', '微', '😀', '\u{85}', '\u{2028}', '\u{FEFF}', '\u{FFFD}', '\u{7F}', '\u{E000}'][..]),
        1 => any::<char>().prop_filter("legal in XML", |c| !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')),
    ]
}

fn value() -> impl Strategy<Value = String> {
    vec(xml_char(), 0..40).prop_map(|chars| chars.into_iter().collect())
}

fn list(most: usize) -> impl Strategy<Value = Pairs> {
    btree_map("[A-Za-z_][A-Za-z0-9_.-]{0,12}", value(), 0..most)
        .prop_map(|map| map.into_iter().filter(|(name, _)| name != "key" && name != "sign").collect::<Pairs>())
        .prop_shuffle()
}

/// Documents near the dialect: pieces that belong there and pieces that do not.
fn document() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<a>",
        "</a>",
        "<b>",
        "</b>",
        "<a/>",
        "<c />",
        "<![CDATA[",
        "]]>",
        "x",
        " ",
        "\n",
        "\r\n",
        "&lt;",
        "&#13;",
        "&#x4E2D;",
        "&amp;",
        "&",
        ";",
        "<!-- c -->",
        "<!--",
        "-->",
        "--",
        "<?p i?>",
        "<?xml version=\"1.0\"?>",
        "]]",
        ">",
        "\"",
        "<",
        "é",
        "\u{FEFF}",
        "<d e=\"f\">",
        "</d>",
        "&#0;",
        "&x;",
        "<a>1</a>",
        "<b><![CDATA[2]]></b>",
        "<a:b>",
        "\u{1}",
    ];
    let soup = vec(select(PIECES), 0..8).prop_map(|pieces| pieces.concat());
    let field = (select(&["a", "b", "c", "d"][..]), soup.clone()).prop_map(|(name, text)| format!("<{name}>{text}</{name}>"));
    prop_oneof![
        3 => (soup.clone(), vec(field, 0..3), soup.clone()).prop_map(|(before, fields, after)| format!("{before}<xml>{}</xml>{after}", fields.concat())),
        1 => soup,
    ]
}

fn notice(attach: &str) -> Pairs {
    NOTICE.map(|(name, value)| (name.to_owned(), if name == "attach" { attach } else { value }.to_owned())).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back_by_three_parsers(list in list(12)) {
        let xml = encode(Fields::new(&borrowed(&list)).unwrap()).unwrap();
        prop_assert_eq!(owned(&decode_unverified(xml.as_bytes()).unwrap()), list.clone());
        prop_assert_eq!(by_roxmltree(&xml), Some(list.clone()));
        prop_assert_eq!(by_quick_xml(&xml), Some(list));
    }

    #[test]
    fn the_order_of_a_list_never_changes_its_signature((list, shuffled) in list(80).prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))) {
        prop_assume!(list.iter().any(|pair| !pair.1.is_empty()));
        let mut sorted: Vec<_> = list.iter().filter(|pair| !pair.1.is_empty()).collect();
        sorted.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        let text: String = sorted.iter().map(|(name, value)| format!("{name}={value}&")).collect();
        let plain: String = Md5::digest(format!("{text}key={SECRET}")).iter().map(|byte| format!("{byte:02X}")).collect();
        let key = ApiKey::md5(SECRET).unwrap();
        for order in [&list, &shuffled] {
            let signature = sign(Fields::new(&borrowed(order)).unwrap(), &key).unwrap();
            prop_assert_eq!(signature.as_str(), &plain);
        }
    }

    #[test]
    fn a_changed_byte_is_refused_or_changes_nothing(attach in value(), at in any::<Index>(), to in any::<u8>(), removed in any::<bool>()) {
        let list = notice(&attach);
        let key = ApiKey::md5(SECRET).unwrap();
        let xml = encode_signed(Fields::new(&borrowed(&list)).unwrap(), &key, Kind::PayNotice).unwrap();
        let Ok(genuine) = decode_verified(xml.as_bytes(), &key, Kind::PayNotice) else {
            // A second reading, made by chance.
            return Ok(());
        };
        let mut bytes = xml.clone().into_bytes();
        let at = at.index(bytes.len());
        if removed { bytes.remove(at); } else { bytes[at] = to; }
        if let Ok(changed) = decode_verified(&bytes, &key, Kind::PayNotice) {
            prop_assert_eq!(changed.as_flat().pairs(), genuine.as_flat().pairs());
        }
    }

    #[test]
    fn a_cut_document_is_refused(list in list(6), at in any::<Index>()) {
        let xml = encode(Fields::new(&borrowed(&list)).unwrap()).unwrap();
        let code = decode_unverified(&xml.as_bytes()[..at.index(xml.len())]).unwrap_err().code();
        prop_assert!(matches!(code, Code::Syntax | Code::Utf8), "{code:?}");
    }

    #[test]
    fn bytes_of_any_kind_end_in_an_answer(bytes in vec(any::<u8>(), 0..300)) {
        let _ = decode_unverified(&bytes);
    }

    #[test]
    fn the_out_buffer_is_left_alone_when_it_is_too_small(list in list(6), short in any::<Index>()) {
        let fields = borrowed(&list);
        let fields = Fields::new(&fields).unwrap();
        let needed = encode(fields).unwrap().len();
        let mut out = vec![0xAA; short.index(needed)];
        let error = wxpay_core::encode_into(fields, &mut out).unwrap_err();
        prop_assert_eq!((error.code(), error.needed()), (Code::Short, Some(needed)));
        prop_assert!(out.iter().all(|byte| *byte == 0xAA));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_what_two_other_parsers_accept_is_accepted(xml in document()) {
        if let Ok(flat) = decode_unverified(xml.as_bytes()) {
            let ours = owned(&flat);
            prop_assert_eq!(by_roxmltree(&xml), Some(ours.clone()), "roxmltree");
            prop_assert_eq!(by_quick_xml(&xml), Some(ours), "quick-xml");
        }
    }
}
