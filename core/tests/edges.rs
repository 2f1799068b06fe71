//! Where the fast way and the careful way meet, and answers that no document of the corpus asks for.

use wxpay_core::{
    ApiKey, Code, Error, Fields, Kind, canonical_into, client, decode_unverified, decode_unverified_into, decode_verified,
    decode_verified_into, encode_into, encode_signed, encode_signed_into, sign, verify_into,
};

fn key() -> ApiKey {
    ApiKey::md5("0123456789abcdefghijklmnopqrstuv").unwrap()
}

/// Signs and verifies a list as a message of this kind; the fault's code and field.
fn fault(list: &[(&str, &str)], kind: Kind) -> (Code, String) {
    let xml = encode_signed(Fields::new(list).unwrap(), &key(), Kind::Unlisted).unwrap();
    let error = decode_verified(xml.as_bytes(), &key(), kind).unwrap_err();
    (error.code(), error.field_name().unwrap_or_default().into())
}

/// The document is looked at 64 bytes at a time.
#[test]
fn a_forbidden_character_is_found_wherever_it_stands() {
    for before in 0..200 {
        for (run, character, code) in
            [(1, '\u{1}', Code::Char), (150, '\u{1F}', Code::Char), (1, '\u{FFFE}', Code::Char), (70, '\u{B}', Code::Char)]
        {
            let xml = format!("<xml><a>{}{}</a></xml>", "x".repeat(before), character.to_string().repeat(run));
            let error = decode_unverified(xml.as_bytes()).unwrap_err();
            assert_eq!((error.code(), error.offset()), (code, Some(8 + before)), "{before} bytes before {run} of {character:?}");
        }
        for allowed in ["\t", "\u{7F}", "\u{FFFD}", "\u{85}"] {
            let value = "x".repeat(before) + allowed;
            let flat = decode_unverified(format!("<xml><a>{value}</a></xml>").as_bytes()).unwrap();
            assert_eq!(flat.get("a"), Some(value.as_str()));
        }
    }
}

/// Fields of the fast way and others by turns: each way sees to its own part of the document.
#[test]
fn a_forbidden_character_is_found_on_either_way() {
    let usual = "\n<f{}><![CDATA[value]]></f{}>";
    let others = ["\n<g{}>a&amp;b\t</g{}>", "\n<!-- comment --><?pi x?>", " <h{}>，</h{}>", "<i{}/><j{}>a<![CDATA[b]]></j{}>"];
    let mut parts = String::new();
    for n in 0..80 {
        parts += &usual.replace("{}", &n.to_string());
        parts += &others[n % others.len()].replace("{}", &n.to_string());
    }
    let xml = format!("<?xml version='1.0'?><!-- before --><xml>{parts}</xml><!-- after -->\n");
    assert_eq!(decode_unverified(xml.as_bytes()).unwrap().len(), 80 + 20 + 20 + 2 * 20);
    let mut in_markup = false;
    for (at, c) in xml.char_indices() {
        let error = decode_unverified((xml[..at].to_owned() + "\u{FFFF}" + &xml[at..]).as_bytes()).unwrap_err();
        let found = error.code() == Code::Char && error.offset() == Some(at);
        assert!(found || (in_markup && error.offset() < Some(at)), "{error} for a character at {at}");
        in_markup = c == '<' || (in_markup && c != '>');
    }
}

/// Of a value that is not the document's own text, its length and what stands before and behind it all matter.
#[test]
fn values_of_every_length_come_out_whole_however_they_are_written() {
    for len in 0..80 {
        let texts = ["v".repeat(len), "茶".repeat(len / 3), format!("]{}", "w".repeat(len))];
        let ways: [fn(&str) -> String; 5] = [
            |text| text.replace(']', "&#93;"),
            |text| format!("<![CDATA[{text}]]>"),
            |text| text.chars().map(|c| format!("&#{};", c as u32)).collect(),
            |text| format!("<![CDATA[]]>{}<![CDATA[]]>", text.replace(']', "&#93;")),
            |text| text.chars().map(|c| format!("<![CDATA[{c}]]>")).collect(),
        ];
        for first in ways {
            for second in ways {
                let [a, b, c] = [0, 1, 2].map(|n| if n == 1 { second(&texts[n]) } else { first(&texts[n]) });
                let xml = format!("<xml><a>{a}</a>\n<empty/><b>{b}</b><c >{c}</c></xml>");
                let flat = decode_unverified(xml.as_bytes()).unwrap();
                let expected = [("a", texts[0].as_str()), ("empty", ""), ("b", &texts[1]), ("c", &texts[2])];
                assert_eq!(flat.pairs(), expected, "{xml}");
            }
        }
    }
}

#[test]
fn what_a_kind_misses_first_is_what_its_file_names_first() {
    let mut list = vec![("nonce_str", "1")];
    for name in ["return_code", "result_code", "appid", "mch_id"] {
        assert_eq!(fault(&list, Kind::PayNotice), (Code::Missing, name.into()));
        list.push((name, if name.ends_with("_code") { "SUCCESS" } else { "1" }));
    }
    for name in ["bank_type", "out_trade_no", "time_end", "total_fee", "transaction_id"] {
        assert_eq!(fault(&list, Kind::PayNotice), (Code::Missing, name.into()));
        list.push((name, if name == "time_end" { "20091225091010" } else { "1" }));
    }
    let xml = encode_signed(Fields::new(&list).unwrap(), &key(), Kind::Unlisted).unwrap();
    assert!(decode_verified(xml.as_bytes(), &key(), Kind::PayNotice).unwrap().succeeded());
}

/// A text that a client has chosen may hold names of its own set again, and `&` that cuts nothing.
#[test]
fn a_text_that_clients_get_signed_is_refused_whatever_it_repeats() {
    let native = |nonce_str: &'static str, product_id: &'static str| {
        let list = [("appid", "1"), ("mch_id", "1"), ("nonce_str", nonce_str), ("product_id", product_id), ("time_stamp", "1")];
        list.into_iter().filter(|field| !field.1.is_empty()).collect::<Vec<_>>()
    };
    for (nonce_str, product_id, hides) in [
        ("a", "b", "appid"),
        ("a", "b&product_id=c", "product_id"),
        ("a", "b&product_id=c&x=1", "product_id"),
        ("a&product_id=b&nonce_str=c", "d&1", "nonce_str"),
    ] {
        assert_eq!(fault(&native(nonce_str, product_id), Kind::Unlisted), (Code::Ambiguous, hides.into()), "{product_id}");
    }
    for (nonce_str, product_id) in [("a&1", ""), ("a", "")] {
        let list = native(nonce_str, product_id);
        let xml = encode_signed(Fields::new(&list).unwrap(), &key(), Kind::Unlisted).unwrap();
        assert_eq!(decode_verified(xml.as_bytes(), &key(), Kind::Unlisted).unwrap().len(), list.len(), "{nonce_str}");
    }
}

/// An order whose `product_id` hides a `receipt`, if it is cut there.
fn order(product_id: &str) -> [(&str, &str); 6] {
    [("appid", "1"), ("mch_id", "1"), ("out_trade_no", "1"), ("product_id", product_id), ("total_fee", "1"), ("trade_type", "1")]
}

/// Nothing longer than a name cuts, so the hidden `receipt` has no value that ends, and there is no second reading.
#[test]
fn a_cut_has_a_name_that_an_element_could_have() {
    for (len, second) in [(64, true), (65, false)] {
        let product_id = format!("x&receipt=Y&{}=1", "s".repeat(len));
        let order = order(&product_id);
        if second {
            assert_eq!(fault(&order, Kind::UnifiedOrder), (Code::Ambiguous, "product_id".into()));
        } else {
            let xml = encode_signed(Fields::new(&order).unwrap(), &key(), Kind::UnifiedOrder).unwrap();
            assert_eq!(decode_verified(xml.as_bytes(), &key(), Kind::UnifiedOrder).unwrap().get("product_id"), Some(product_id.as_str()));
        }
    }
}

#[test]
fn what_does_not_cut_hides_no_cut_behind_it() {
    for before in ["&", "&&", "&1", "&-=", "&a", "&abcd;;;", "&ab 茶", "&=", "& ", "&abc;&de fg"] {
        let product_id = format!("x{before}&receipt=Y");
        assert_eq!(fault(&order(&product_id), Kind::UnifiedOrder), (Code::Ambiguous, "product_id".into()), "{product_id}");
    }
}

/// Names are ranked by their first bytes, and long lists sorted over distances first: whatever the length of a list, its
/// order, and what its names share, the canonical text is in the order of bytes.
#[test]
fn lists_of_any_length_are_put_in_order() {
    for shared in ["a", "abcde", "abcdef", "abcdefg", "abcdefgh", "abcdefghijklmnop"] {
        for count in [1, 2, 24, 25, 26, 63, 64, 65, 130, 300, 1024] {
            // Steps that are coprime to every count visit all numbers once.
            for step in [1, count - 1, 7, 11, 641] {
                let names: Vec<String> = (0..count).map(|n| format!("{shared}{:x}", n * step % count)).collect();
                let list: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
                let mut sorted = list.clone();
                sorted.sort_unstable();
                sorted.dedup();
                let wanted: Vec<String> = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
                let mut out = vec![0; 32 * 1024];
                match canonical_into(Fields::new(&list).unwrap(), &mut out) {
                    Ok(len) => assert_eq!(std::str::from_utf8(&out[..len]), Ok(wanted.join("&").as_str())),
                    Err(error) => assert!(error.code() == Code::Duplicate && sorted.len() < count, "{error} in {count} by {step}"),
                }
            }
        }
    }
}

/// Names are compared by their first eight bytes first.
#[test]
fn unknown_names_that_begin_like_known_ones_change_nothing() {
    let paid = [
        ("appid", "1"),
        ("bank_type", "1"),
        ("mch_id", "1"),
        ("out_trade_no", "1"),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
        ("time_end", "20091225091010"),
        ("total_fee", "1"),
        ("transaction_id", "1"),
    ];
    for (known, _) in paid {
        for last in ['-', '.', '0', 'A', '_', 'z'] {
            let (stem, end) = known.split_at(known.len() - 1);
            for other in [format!("{stem}{last}"), format!("{known}{last}"), format!("{stem}{last}{end}")] {
                if paid.iter().all(|pair| pair.0 != other) {
                    let list: Vec<(&str, &str)> = paid.into_iter().chain([(other.as_str(), "a&b")]).collect();
                    let xml = encode_signed(Fields::new(&list).unwrap(), &key(), Kind::Unlisted).unwrap();
                    let message = decode_verified(xml.as_bytes(), &key(), Kind::PayNotice).unwrap();
                    assert!(message.succeeded() && message.get(&other) == Some("a&b"), "{other}");
                }
            }
        }
    }
}

#[test]
fn a_kind_that_is_never_signed_is_never_verified() {
    let answer = [("return_code", "SUCCESS"), ("return_msg", "OK")];
    assert_eq!(fault(&answer, Kind::NoticeAnswer), (Code::NoSign, "sign".into()));
}

#[test]
fn a_list_says_whether_it_is_empty() {
    let empty = decode_unverified(b"<xml/>").unwrap();
    assert!(empty.is_empty() && empty.iter().next().is_none() && empty.as_str().is_empty());
    let one = decode_unverified(b"<xml><a/></xml>").unwrap();
    assert!(!one.is_empty() && one.len() == 1 && one.as_str() == "a\0\0");
}

/// With one byte less than enough nothing is lost: the size that is enough is told, and with it the call succeeds.
#[test]
fn a_short_buffer_tells_what_is_enough() {
    let list = [("body", "茶 & <tea>"), ("total_fee", "888")];
    let fields = Fields::new(&list).unwrap();
    let xml = encode_signed(fields, &key(), Kind::Unlisted).unwrap();
    let signature = sign(fields, &key()).unwrap();
    let signed = [list[0], list[1], ("sign", signature.as_str())];
    type Call<'c> = &'c dyn Fn(&mut [u8]) -> Result<usize, Error>;
    let calls: [Call<'_>; 7] = [
        &|out| canonical_into(fields, out),
        &|out| encode_into(fields, out),
        &|out| encode_signed_into(fields, &key(), Kind::Unlisted, out),
        &|out| verify_into(Fields::new(&signed)?, &key(), Kind::Unlisted, out).map(|message| message.len()),
        &|out| decode_verified_into(xml.as_bytes(), &key(), Kind::Unlisted, out).map(|message| message.len()),
        &|out| decode_unverified_into(xml.as_bytes(), out).map(|flat| flat.len()),
        &|out| client::mini_program_into("wx1", "wx20", "n", "1395712654", &key(), out).map(|flat| flat.len()),
    ];
    for call in calls {
        let error = call(&mut []).unwrap_err();
        let needed = error.needed().unwrap();
        assert_eq!((error.code(), error.offset()), (Code::Short, None));
        assert_eq!(call(&mut vec![0; needed - 1]).unwrap_err().needed(), Some(needed));
        call(&mut vec![0; needed]).unwrap();
    }
}

#[test]
fn a_verified_message_and_a_signature_answer_for_themselves() {
    let list = [("return_code", "SUCCESS"), ("total_fee", "888")];
    let (fields, other) = (Fields::new(&list).unwrap(), Fields::new(&list[..1]).unwrap());
    let xml = encode_signed(fields, &key(), Kind::Unlisted).unwrap();
    let message = decode_verified(xml.as_bytes(), &key(), Kind::Unlisted).unwrap();
    assert_eq!((message.get("total_fee"), message.get("sign"), message.get("attach")), (Some("888"), None, None));
    assert_eq!((message.kind(), message.len(), message.is_empty(), message.succeeded()), (Kind::Unlisted, 2, false, false));
    let signature = sign(fields, &key()).unwrap();
    assert!(signature == sign(fields, &key()).unwrap() && signature != sign(other, &key()).unwrap());
    assert_eq!(format!("{signature:>40}"), format!("{:>40}", signature.as_str()));
    assert!(xml.contains(&format!("<sign>{signature}</sign>")));
}
