//! What the targets eat, made of the cases of the corpus.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::corpus;

/// The input of a target that stands for a case, if one does.
pub type Seed = fn(&Value) -> Option<Vec<u8>>;

/// The verbs in the order in which the targets number them.
const VERBS: [&str; 8] = ["canonical", "sign", "encode", "encode_signed", "verify", "decode_verified", "decode_unverified", "mini_program"];

/// Those that read a document.
const DOCUMENTS: [u8; 2] = [5, 6];

/// Every target; `verify` makes its messages itself.
pub const SEEDS: [(&str, Seed); 6] =
    [("read", document), ("verify", |_| None), ("sign", signed_list), ("flat", flat), ("one_reading", signed_text), ("c_face", c_call)];

/// Every field name of the corpus, as it stands in markup, in signed text and in the flat form: a dictionary for libFuzzer.
#[must_use]
pub fn dictionary(cases: &[Value]) -> String {
    let names: BTreeSet<String> = cases.iter().flat_map(pairs).map(|pair| pair.0).collect();
    let fit = names.iter().filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    fit.map(|name| format!("\"&{name}=\"\n\"<{name}>\"\n\"{name}\\x00\"\n")).collect()
}

/// The fields of a case, or what its result holds.
fn pairs(case: &Value) -> Vec<(String, String)> {
    let fields = corpus::fields(case);
    if fields.is_empty() { corpus::pairs(&case["want"]["fields"]) } else { fields }
}

fn flat_form(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect()
}

fn document(case: &Value) -> Option<Vec<u8>> {
    corpus::cut(case).map(<[u8]>::to_vec).or_else(|| corpus::document(case))
}

fn algorithm(case: &Value) -> u8 {
    ["md5", "hmac_sha256", "verify_only"].iter().position(|name| case["key"]["use"] == *name).unwrap_or(0) as u8
}

fn verb(case: &Value) -> u8 {
    let verb = if case["verb"] == "expect" { "decode_verified" } else { case["verb"].as_str().unwrap_or_default() };
    VERBS.iter().position(|known| *known == verb).unwrap_or(0) as u8
}

fn signed_list(case: &Value) -> Option<Vec<u8>> {
    let (secret, pairs) = (case["key"]["secret"].as_str()?, pairs(case));
    let text = format!("{secret}\0{}", flat_form(&pairs));
    (!pairs.is_empty()).then(|| [&[algorithm(case)], text.as_bytes()].concat())
}

fn flat(case: &Value) -> Option<Vec<u8>> {
    let (verb, pairs) = (verb(case), pairs(case));
    if DOCUMENTS.contains(&verb) {
        return Some([&[verb, 0][..], &document(case)?].concat());
    }
    (!pairs.is_empty()).then(|| [&[verb, pairs.len() as u8], flat_form(&pairs).as_bytes()].concat())
}

/// Without what only makes it long.
fn signed_text(case: &Value) -> Option<Vec<u8>> {
    const LONG: [&str; 9] =
        ["cash_fee", "fee_type", "is_subscribe", "nonce_str", "openid", "sign", "sign_type", "trade_type", "return_msg"];
    let mut fields = pairs(case);
    fields.retain(|(name, value)| !LONG.contains(&name.as_str()) && !value.is_empty());
    fields.sort_unstable();
    let text: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let text = text.join("&");
    (!text.is_empty()).then(|| [&[7, 0xFF, 0xFF], text.as_bytes()].concat())
}

/// Verb, algorithm, kind, room (two bytes), secret NUL previous NUL, then a document or a list. No case says how much room.
fn c_call(case: &Value) -> Option<Vec<u8>> {
    let kind = case["kind"].as_str().and_then(wxpay_core::Kind::from_name).map_or(0, wxpay_core::Kind::number);
    let key = |name: &str| case["key"][name].as_str().unwrap_or_default();
    let head = [verb(case), algorithm(case), kind as u8, 4, 0];
    let keys = format!("{}\0{}\0", key("secret"), key("previous"));
    let rest = if DOCUMENTS.contains(&head[0]) { document(case)? } else { flat_form(&pairs(case)).into_bytes() };
    Some([&head[..], keys.as_bytes(), &rest].concat())
}
