//! Any list: the same signature as a plain implementation, or an error with a reason.
#![no_main]

use arbitrary::Arbitrary;
use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::fuzz_target;
use md5::{Digest, Md5};
use wxpay_core::{ApiKey, Code, Fields, canonical, sign};

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    pairs: Vec<(&'a str, &'a str)>,
    secret: &'a str,
    hmac: bool,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fuzz_target!(|input: Input<'_>| {
    let key = if input.hmac { ApiKey::hmac_sha256(input.secret) } else { ApiKey::md5(input.secret) };
    let Ok(key) = key else {
        assert!(input.secret.is_empty() || input.secret.len() > ApiKey::MAX_LEN);
        return;
    };
    let Ok(fields) = Fields::new(&input.pairs) else { return };
    let mut sorted = input.pairs.clone();
    sorted.sort_by_key(|pair| pair.0);
    let twice = sorted.windows(2).any(|two| two[0].0 == two[1].0);
    sorted.retain(|(name, value)| *name != "sign" && !value.is_empty());
    let joined: Vec<String> = sorted.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let text = joined.join("&");
    match sign(fields, &key) {
        Ok(signature) => {
            let full = format!("{text}&key={}", input.secret);
            let plain = if input.hmac {
                let mut mac = Hmac::<sha2::Sha256>::new_from_slice(input.secret.as_bytes()).unwrap();
                mac.update(full.as_bytes());
                hex(&mac.finalize().into_bytes())
            } else {
                hex(&Md5::digest(full))
            };
            assert_eq!(signature.as_str(), plain);
            assert_eq!(canonical(fields).unwrap(), text);
        }
        Err(error) => match error.code() {
            Code::Duplicate => assert!(twice),
            Code::Arg => assert!(text.is_empty()),
            other => panic!("{other:?}"),
        },
    }
});
