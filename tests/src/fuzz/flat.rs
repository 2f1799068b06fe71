use wxpay_core::{ApiKey, Code, Error, Fields, Kind, border};

use super::{SECRET, pairs_of};

const KIND: Kind = Kind::PayNotice;
const GUARD: u8 = 0xA5;

/// What an operation gave: its text, or its fields in the flat form.
type Answer = Result<String, u8>;

/// Any bytes in the flat form: the border answers what the functions of the crate root answer, in an answer that can be
/// read, and writes nothing behind it.
///
/// Input: a byte for the operation, one for the count, the flat text.
pub fn flat(bytes: &[u8]) {
    let [operation, count, flat @ ..] = bytes else { return };
    let count = usize::from(*count);
    let room = border::answer_size(flat.len());
    let mut out = vec![GUARD; room + 16];
    let (answer, guard) = out.split_at_mut(room);
    let key = border::KeyParts { use_: 0, secret: SECRET.as_bytes(), previous: None };
    let kind = KIND.number();
    let len = match operation % 5 {
        0 => border::canonical(flat, count, answer),
        1 => border::sign(flat, count, key, answer),
        2 => border::encode(flat, count, answer),
        3 => border::encode_signed(flat, count, key, kind, answer),
        _ => border::verify(flat, count, key, kind, answer),
    };
    assert!(guard.iter().all(|&byte| byte == GUARD), "a byte behind the answer");
    let got = read(&answer[..len], operation % 5 == 4);
    match plainly(*operation % 5, flat, count) {
        // The border may ask for more room; the functions with results of their own never do.
        _ if got == Err(Code::Short.number()) => {}
        Some(wanted) => assert_eq!(got, wanted),
        None => assert!(got.is_err(), "{got:?}"),
    }
}

fn read(answer: &[u8], fields: bool) -> Answer {
    match answer {
        [0, _, high, low, flat @ ..] if fields => {
            assert_eq!(flat.iter().filter(|&&byte| byte == 0).count(), 2 * usize::from(u16::from_be_bytes([*high, *low])));
            Ok(utf8(flat))
        }
        [0, text @ ..] => Ok(utf8(text)),
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
fn plainly(operation: u8, flat: &[u8], count: usize) -> Option<Answer> {
    let pairs = std::str::from_utf8(flat).ok().and_then(pairs_of).filter(|pairs| pairs.len() == count)?;
    let answer = || -> Result<String, Error> {
        let (fields, key) = (Fields::new(&pairs)?, ApiKey::md5(SECRET)?);
        match operation {
            0 => wxpay_core::canonical(fields),
            1 => wxpay_core::sign(fields, &key).map(|signature| signature.as_str().to_owned()),
            2 => wxpay_core::encode(fields),
            3 => wxpay_core::encode_signed(fields, &key, KIND),
            _ => wxpay_core::verify(fields, &key, KIND).map(|message| message.as_flat().as_str().to_owned()),
        }
    };
    Some(answer().map_err(|error| error.code().number()))
}
