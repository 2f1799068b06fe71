//! The `_into` functions never ask for heap memory, whatever the input.

use allocation_counter::measure;
use wxpay_core::{
    ApiKey, Code, Fields, Kind, MAX_FIELDS, canonical_into, client, decode_unverified_into, decode_verified_into, encode, encode_into,
    encode_signed, encode_signed_into, sign, verify_into,
};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuv";

/// Runs every function over a list and the documents made of it.
fn everything(list: &[(&str, &str)], key: &ApiKey) {
    let xml = encode_signed(Fields::new(list).unwrap(), key, Kind::Unlisted).unwrap();
    let signature = sign(Fields::new(list).unwrap(), key).unwrap();
    let mut signed = list.to_vec();
    signed.push(("sign", signature.as_str()));
    let plain = encode(Fields::new(list).unwrap()).unwrap();
    let cut = &xml.as_bytes()[..xml.len() - 3];
    let forged = xml.replacen("1</", "2</", 1);
    let mut out = vec![0; 128 * 1024];
    let info = measure(|| {
        let fields = Fields::new(list).unwrap();
        sign(fields, key).unwrap();
        canonical_into(fields, &mut out).unwrap();
        encode_into(fields, &mut out).unwrap();
        encode_signed_into(fields, key, Kind::Unlisted, &mut out).unwrap();
        verify_into(Fields::new(&signed).unwrap(), key, Kind::Unlisted, &mut out).unwrap();
        assert_eq!(decode_verified_into(xml.as_bytes(), key, Kind::Unlisted, &mut out).unwrap().len(), list.len());
        assert_eq!(decode_unverified_into(plain.as_bytes(), &mut out).unwrap().len(), list.len());
        let code = |xml: &[u8], out: &mut [u8]| decode_verified_into(xml, key, Kind::PayNotice, out).unwrap_err().code();
        assert_eq!(code(cut, &mut out), Code::Syntax);
        assert_eq!(code(forged.as_bytes(), &mut out), Code::Mismatch);
        assert_eq!(code(xml.as_bytes(), &mut out), Code::Missing);
        assert_eq!(code(xml.as_bytes(), &mut [0; 8]), Code::Short);
    });
    assert_eq!(info.count_total, 0, "allocations");
}

#[test]
fn an_ordinary_list_needs_no_heap() {
    let list = [("appid", "wx1"), ("attach", "a & <b>"), ("body", "茶"), ("total_fee", "1"), ("detail", "uid=1&openid=o1&x=2")];
    everything(&list, &ApiKey::md5(SECRET).unwrap());
    everything(&list, &ApiKey::hmac_sha256(SECRET).unwrap().or_previous("older").unwrap());
}

#[test]
fn the_longest_list_needs_no_heap() {
    let names: Vec<String> = (0..MAX_FIELDS - 1).rev().map(|n| format!("f{n:04}")).collect();
    let list: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    everything(&list, &ApiKey::md5(SECRET).unwrap());
    let long = "x".repeat(60 * 1024);
    everything(&[("a", "1"), ("b", &long)], &ApiKey::md5(SECRET).unwrap());
}

#[test]
fn parameters_for_the_phone_need_no_heap() {
    let key = ApiKey::md5(SECRET).unwrap();
    let info = measure(|| {
        let mut out = [0; 512];
        assert_eq!(client::mini_program_into("wx1", "wx20", "n", "1395712654", &key, &mut out).unwrap().len(), 5);
    });
    assert_eq!(info.count_total, 0);
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(Box::new(1)))).count_total, 1);
}
