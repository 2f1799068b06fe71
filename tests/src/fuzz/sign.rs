use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use wxpay_core::{ApiKey, Code, Fields, canonical};

use super::{hex, pairs_of};

/// Any list: the same signature as a plain implementation, or an error with a reason.
///
/// Input: a byte for the algorithm, the secret, NUL, the list in the flat form.
pub fn sign(bytes: &[u8]) {
    let [algorithm, text @ ..] = bytes else { return };
    let Some((secret, flat)) = std::str::from_utf8(text).ok().and_then(|text| text.split_once('\0')) else { return };
    let Some(pairs) = pairs_of(flat) else { return };
    let hmac = algorithm % 2 == 1;
    let Ok(key) = (if hmac { ApiKey::hmac_sha256(secret) } else { ApiKey::md5(secret) }) else {
        assert!(secret.is_empty() || secret.len() > ApiKey::MAX_LEN, "a key that is refused");
        return;
    };
    let Ok(fields) = Fields::new(&pairs) else { return };
    let mut sorted = pairs.clone();
    sorted.sort_by_key(|pair| pair.0);
    let twice = sorted.windows(2).any(|two| two[0].0 == two[1].0);
    sorted.retain(|(name, value)| *name != "sign" && !value.is_empty());
    let joined: Vec<String> = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let text = joined.join("&");
    match wxpay_core::sign(fields, &key) {
        Ok(signature) => {
            assert_eq!(signature.as_str(), plainly(hmac, secret, &format!("{text}&key={secret}")));
            assert_eq!(canonical(fields), Ok(text));
        }
        Err(error) => match error.code() {
            Code::Duplicate => assert!(twice, "{error}"),
            Code::Arg => assert!(text.is_empty(), "{error}"),
            _ => panic!("{error}"),
        },
    }
}

fn plainly(hmac: bool, secret: &str, text: &str) -> String {
    if !hmac {
        return hex(&Md5::digest(text));
    }
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}
