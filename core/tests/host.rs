//! What a host program sees: its structs as lists, and debug output that tells no secret.
#![cfg(feature = "serde")]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wxpay_core::{ApiKey, Code, Fields, Kind, decode_unverified, decode_verified, encode_signed, from_flat, sign, to_flat};

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
    assert!(shown.contains("total_fee"), "{shown}");
}
