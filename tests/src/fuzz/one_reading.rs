use md5::{Digest as _, Md5};
use wxpay_core::{ApiKey, Code, Fields, Kind, verify};

use super::{SECRET, hex};
use crate::reading::{Rules, ambiguous, cuts, taking};

/// With more, trying all readings takes too long.
const MOST_CUTS: usize = 13;

/// Any signed string, presented in any way: the verdict of the library is that of trying all readings.
///
/// Input: a byte for the kind, two for the cuts that are presented, the string.
pub fn one_reading(bytes: &[u8]) {
    let [kind, high, low, text @ ..] = bytes else { return };
    let Some(kind) = Kind::from_number(u32::from(*kind % 8)).filter(|kind| *kind != Kind::Unlisted) else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let cuts = cuts(text);
    if cuts.first().is_none_or(|cut| cut.0 != 0) || cuts.len() > MOST_CUTS {
        return;
    }
    let mask = u16::from_be_bytes([*high, *low]);
    let presented = taking(text, &cuts, |n| mask >> n & 1 == 1);
    let signed = |(_, name, value): &(usize, &str, &str)| !value.is_empty() && *name != "key" && *name != "sign";
    if !presented.windows(2).all(|two| two[0].1 < two[1].1) || !presented.iter().all(signed) {
        return;
    }
    let sign = hex(&Md5::digest(format!("{text}&key={SECRET}")));
    let mut list: Vec<(&str, &str)> = presented.iter().map(|field| (field.1, field.2)).collect();
    list.push(("sign", &sign));
    let Ok(fields) = Fields::new(&list) else { return };
    let code = verify(fields, &ApiKey::md5(SECRET).expect("a key"), kind).err().map(|error| error.code());
    let rules = Rules::of(kind);
    if code == Some(Code::SignType) {
        return assert!(list.iter().any(|(name, value)| *name == "sign_type" && *value != "MD5"), "SIGN_TYPE");
    }
    let second = ambiguous(rules, text, &presented);
    assert_eq!(code == Some(Code::Ambiguous), second, "{kind:?} {presented:?} gave {code:?}");
    assert_eq!(code.is_none(), !second && rules.outcome(&presented).is_some(), "{kind:?} {presented:?} gave {code:?}");
}
