use wxpay_core::{ApiKey, Code, Error, Fields, Flat, Kind, Verified, border, client};

use super::{SECRET, pairs_of};

const KIND: Kind = Kind::PayNotice;
const GUARD: u8 = 0xA5;

/// What an operation gave: its text, or its flags and fields in the flat form.
type Answer = Result<(u8, String), u8>;

/// Any bytes in the flat form, or as a document: the border answers what the functions of the crate root answer, in an answer that can be
/// read, and writes nothing behind it.
///
/// Input: a byte for the operation, one for the count, the flat text or the document.
pub fn flat(bytes: &[u8]) {
    let [operation, count, flat @ ..] = bytes else { return };
    let (operation, count) = (operation % 8, usize::from(*count));
    let room = border::answer_size(flat.len());
    let mut out = vec![GUARD; room + 16];
    let (answer, guard) = out.split_at_mut(room);
    let key = border::KeyParts { use_: 0, secret: SECRET.as_bytes(), previous: None };
    let kind = KIND.number();
    let len = match operation {
        0 => border::canonical(flat, count, answer),
        1 => border::sign(flat, count, key, answer),
        2 => border::encode(flat, count, answer),
        3 => border::encode_signed(flat, count, key, kind, answer),
        4 => border::verify(flat, count, key, kind, answer),
        5 => border::decode_verified(flat, key, kind, answer),
        6 => border::decode_unverified(flat, answer),
        _ => border::mini_program(flat, count, key, answer),
    };
    assert!(guard.iter().all(|&byte| byte == GUARD), "a byte behind the answer");
    let got = read(&answer[..len], operation >= 4);
    match plainly(operation, flat, count) {
        // The border may ask for more room; the functions with results of their own never do.
        _ if got == Err(Code::Short.number()) => {}
        Some(wanted) => assert_eq!(got, wanted),
        None => assert!(got.is_err(), "{got:?}"),
    }
}

fn read(answer: &[u8], fields: bool) -> Answer {
    match answer {
        [0, flags, high, low, flat @ ..] if fields => {
            assert_eq!(flat.iter().filter(|&&byte| byte == 0).count(), 2 * usize::from(u16::from_be_bytes([*high, *low])));
            Ok((*flags, utf8(flat)))
        }
        [0, text @ ..] => Ok((0, utf8(text))),
        [code, rest @ ..] => {
            assert_eq!(rest.iter().filter(|&&byte| byte == 0).count(), 2, "field, offset, sentence");
            utf8(rest);
            Err(*code)
        }
        [] => panic!("no answer"),
    }
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("answers are UTF-8")
}

/// The same by the crate root; None when the bytes are not that many pairs.
fn plainly(operation: u8, bytes: &[u8], count: usize) -> Option<Answer> {
    let key = ApiKey::md5(SECRET).expect("a key");
    let answer = match operation {
        5 => wxpay_core::decode_verified(bytes, &key, KIND).map(verified),
        6 => wxpay_core::decode_unverified(bytes).map(unsigned),
        _ => listed(operation, &std::str::from_utf8(bytes).ok().and_then(pairs_of).filter(|pairs| pairs.len() == count)?, &key),
    };
    Some(answer.map_err(|error| error.code().number()))
}

fn listed(operation: u8, pairs: &[(&str, &str)], key: &ApiKey) -> Result<(u8, String), Error> {
    if operation == 7 {
        let [(_, app_id), (_, prepay_id), (_, nonce_str), (_, time_stamp)] = *pairs else {
            return Err(border::fault(Code::Arg, b"flat", None));
        };
        return client::mini_program(app_id, prepay_id, nonce_str, time_stamp, key).map(unsigned);
    }
    let fields = Fields::new(pairs)?;
    let text = match operation {
        0 => wxpay_core::canonical(fields),
        1 => wxpay_core::sign(fields, key).map(|signature| signature.as_str().to_owned()),
        2 => wxpay_core::encode(fields),
        3 => wxpay_core::encode_signed(fields, key, KIND),
        _ => return wxpay_core::verify(fields, key, KIND).map(verified),
    };
    text.map(|text| (0, text))
}

fn unsigned(flat: Flat<String>) -> (u8, String) {
    (0, flat.as_str().to_owned())
}

fn verified(message: Verified<String>) -> (u8, String) {
    (u8::from(message.succeeded()), message.as_flat().as_str().to_owned())
}
