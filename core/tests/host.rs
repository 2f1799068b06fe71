//! What a host program sees: its structs as lists, and debug output that tells no secret.
#![cfg(feature = "serde")]

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use wxpay_core::{
    ApiKey, Code, Fields, Kind, decode_unverified, decode_unverified_into, decode_verified, encode_signed, from_flat, sign, to_flat,
};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum TradeType {
    #[serde(rename = "JSAPI")]
    Jsapi,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    appid: String,
    total_fee: String,
    trade_type: TradeType,
    attach: Option<String>,
    device_info: Option<String>,
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

#[test]
fn a_struct_becomes_a_list_and_comes_back_with_everything() {
    let order = Order {
        appid: "wx1".into(),
        total_fee: "007".into(),
        trade_type: TradeType::Jsapi,
        attach: Some("茶 & <co>".into()),
        device_info: None,
        more: BTreeMap::from([("future".into(), "1".into())]),
    };
    let list = to_flat(&order).unwrap();
    let expected = [("appid", "wx1"), ("total_fee", "007"), ("trade_type", "JSAPI"), ("attach", "茶 & <co>"), ("future", "1")];
    assert_eq!(list.pairs(), expected);
    assert_eq!(from_flat::<Order, _>(&list).unwrap(), order);
}

#[test]
fn what_is_not_text_is_refused_by_name() {
    #[derive(Serialize)]
    struct Number {
        total_fee: u32,
    }
    #[derive(Serialize)]
    struct Nested {
        detail: Vec<String>,
    }
    #[derive(Debug, Deserialize)]
    struct Wanted {
        #[serde(rename = "total_fee")]
        _total_fee: u32,
    }
    let error = to_flat(&Number { total_fee: 1 }).unwrap_err();
    assert_eq!((error.code(), error.field_name()), (Code::Field, Some("total_fee")));
    let error = to_flat(&Nested { detail: vec![] }).unwrap_err();
    assert_eq!((error.code(), error.field_name()), (Code::Field, Some("detail")));
    assert_eq!(to_flat("text").unwrap_err().code(), Code::Arg);
    let flat = decode_unverified(b"<xml><total_fee>1</total_fee></xml>").unwrap();
    let error = from_flat::<Wanted, _>(&flat).unwrap_err();
    assert_eq!((error.code(), error.field_name()), (Code::Field, Some("total_fee")));
    let error = from_flat::<Order, _>(&flat).unwrap_err();
    assert_eq!((error.code(), error.field_name()), (Code::Missing, Some("appid")));
    let names = BTreeMap::from([("not a name", "1")]);
    assert_eq!(to_flat(&names).unwrap_err().code(), Code::Name);
}

/// New types, options, characters, units and enums are text; all else is refused where it stands.
#[test]
fn every_shape_that_is_one_text_is_taken_both_ways() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Fen(String);
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        total_fee: Fen,
        is_subscribe: char,
        trade_type: Option<TradeType>,
        attach: Option<String>,
    }
    let strict = Strict { total_fee: Fen("1".into()), is_subscribe: 'Y', trade_type: Some(TradeType::Jsapi), attach: None };
    let list = to_flat(&Some(&strict)).unwrap();
    assert_eq!(list.pairs(), [("total_fee", "1"), ("is_subscribe", "Y"), ("trade_type", "JSAPI")]);
    assert_eq!(from_flat::<Strict, _>(&list).unwrap(), strict);
    #[derive(Serialize)]
    struct Outer(Strict);
    assert_eq!(to_flat(&Outer(strict)).unwrap().pairs(), list.pairs());

    let wrong = |xml: &str| {
        let error = from_flat::<Strict, _>(&decode_unverified(xml.as_bytes()).unwrap()).unwrap_err();
        (error.code(), error.field_name().unwrap_or_default().to_string())
    };
    assert_eq!(wrong("<xml><total_fee>1</total_fee><new>1</new></xml>"), (Code::Name, "new".into()));
    assert_eq!(wrong("<xml><total_fee>1</total_fee><is_subscribe>YES</is_subscribe></xml>"), (Code::Field, "is_subscribe".into()));
    assert_eq!(wrong("<xml><trade_type>BARTER</trade_type></xml>"), (Code::Field, "trade_type".into()));
    for (value, wrong) in [(serde_json::json!(["a"]), Code::Arg), (serde_json::json!({ "a": { "b": "c" } }), Code::Field)] {
        assert_eq!(to_flat(&value).unwrap_err().code(), wrong);
    }
    assert_eq!(to_flat(&None::<Order>).unwrap_err().code(), Code::Arg);
    assert_eq!(to_flat(&BTreeMap::from([(1, "a")])).unwrap_err().code(), Code::Field);
}

#[test]
fn debug_output_holds_names_only() {
    let list = [("appid", "wx1value"), ("body", "secret tea"), ("total_fee", "888")];
    let fields = Fields::new(&list).unwrap();
    let key = ApiKey::md5(SECRET).unwrap().or_previous("an older secret").unwrap();
    let xml = encode_signed(fields, &key, Kind::Unlisted).unwrap();
    let verified = decode_verified(xml.as_bytes(), &key, Kind::Unlisted).unwrap();
    let signature = sign(fields, &key).unwrap();
    let error = decode_verified(xml.replace("888", "1").as_bytes(), &key, Kind::Unlisted).unwrap_err();
    let shown = format!("{fields:?} {key:?} {verified:?} {:?} {signature:?} {error:?} {error}", verified.as_flat());
    for hidden in ["wx1value", "secret tea", "888", SECRET, "an older secret", signature.as_str()] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    let names = r#"{"appid", "body", "total_fee"}"#;
    assert_eq!((format!("{fields:?}"), format!("{:?}", verified.as_flat())), (names.into(), names.into()));
    assert_eq!(format!("{verified:?}"), format!("Verified(Unlisted, {names})"));
    assert_eq!((format!("{key:?}"), format!("{signature:?}")), ("ApiKey(MD5)".into(), "Signature(..)".into()));
}

#[test]
fn an_error_says_code_place_and_one_sentence() {
    let said = |xml: &str, room: usize| {
        let error = decode_unverified_into(xml.as_bytes(), &mut vec![0; room]).unwrap_err();
        assert_eq!(format!("{error:?}"), error.to_string());
        error.to_string()
    };
    assert_eq!(said("<xml><a>1</b></xml>", 99), "SYNTAX at byte 11: the document is not well-formed XML");
    assert_eq!(said("<xml><a>&b;</a></xml>", 99), "ENTITY at b, byte 8: an entity that is not predefined");
    assert_eq!(said("<xml><a/><a/></xml>", 99), "DUPLICATE at a: the field occurs twice");
    assert_eq!(said("<xml><a/></xml>", 9), "SHORT: the output buffer is too small (15 bytes needed)");
    assert_eq!(ApiKey::md5("").unwrap_err().to_string(), "ARG at key: the call makes no sense with these arguments");
}

/// Numbers and names are part of the interface: never used again for something else.
#[test]
fn codes_keep_their_numbers_and_names() {
    let known = "1 ARG, 2 SHORT, 3 SIZE, 10 NAME, 11 CHAR, 12 UTF8, 13 DUPLICATE, 14 AMBIGUOUS, 15 FIELD, 16 MISSING, 20 SYNTAX, \
                 21 DOCTYPE, 22 ENTITY, 23 ENCODING, 24 STRUCTURE, 30 NO_SIGN, 31 SIGN_FORMAT, 32 SIGN_TYPE, 33 MISMATCH, 34 IDENTITY, \
                 35 DECRYPT, 99 INTERNAL";
    let codes: Vec<String> = Code::ALL.iter().map(|code| format!("{} {}", code.number(), code.name())).collect();
    assert_eq!(codes.join(", "), known);
    let sentences: BTreeSet<&str> = Code::ALL.iter().map(|code| code.sentence()).collect();
    assert!(sentences.len() == Code::ALL.len() && sentences.iter().all(|sentence| sentence.contains(' ')));
}
