//! The same case through `wxpay_core::border`, which Java and JavaScript call: its answer must say what the functions of
//! the crate root gave.

use wxpay_core::Code;
use wxpay_core::border::{self, KeyParts, MAX_IN, MAX_OUT, answer_size};
use wxpay_tests::corpus::{self, pairs};

use super::{Case, Got, borrowed};

impl Case {
    /// Whether the border answers a case about a list, or about this document, with the bytes that stand for `got`.
    pub(crate) fn border_agrees(&self, xml: Option<&[u8]>, got: &Got) -> bool {
        let list = corpus::fields(&self.0);
        let given = xml.map_or_else(|| flat(&list).len(), <[u8]>::len);
        let likely = answer_size(given.min(MAX_IN + 1));
        // Only text that needs escaping may want more room than is likely.
        let answer = match self.border(xml, &list, likely) {
            answer if answer.first() == Some(&Code::Short.number()) && self.verb().starts_with("encode") => {
                self.border(xml, &list, MAX_OUT)
            }
            answer => answer,
        };
        likely <= MAX_OUT && answer == in_bytes(self.verb(), got)
    }

    fn border(&self, xml: Option<&[u8]>, list: &[(String, String)], room: usize) -> Vec<u8> {
        let (text_in, count) = (flat(list), list.len());
        let given = text_in.as_bytes();
        let text = |name| self.0["key"][name].as_str().map(str::as_bytes);
        let use_ = ["md5", "hmac_sha256", "verify_only"].iter().position(|use_| text("use") == Some(use_.as_bytes()));
        let key =
            KeyParts { use_: use_.map_or(9, |use_| use_ as u32), secret: text("secret").unwrap_or_default(), previous: text("previous") };
        let kind = || self.kind().number();
        let mut room = vec![0xAA; room];
        let out = room.as_mut_slice();
        let len = match (self.verb(), xml) {
            ("canonical", None) => border::canonical(given, count, out),
            ("sign", None) => border::sign(given, count, key, out),
            ("encode", None) => border::encode(given, count, out),
            ("encode_signed", None) => border::encode_signed(given, count, key, kind(), out),
            ("verify", None) => border::verify(given, count, key, kind(), out),
            ("mini_program", None) => border::mini_program(given, count, key, out),
            ("decode_unverified", Some(xml)) => border::decode_unverified(xml, out),
            ("decode_verified", Some(xml)) => border::decode_verified(xml, key, kind(), out),
            ("expect", Some(xml)) => {
                let len = border::decode_verified(xml, key, kind(), out);
                let message = room[..len].to_vec();
                if message[0] != 0 {
                    return message;
                }
                let (count, expected) = (usize::from(u16::from_be_bytes([message[2], message[3]])), pairs(&self.0["expected"]));
                let asked = flat(&expected);
                let len = border::expect(&message[4..], count, kind(), asked.as_bytes(), expected.len(), &mut room);
                let as_pairs = border::expect_pairs(&message[4..], count, kind(), &borrowed(&expected));
                assert_eq!(as_pairs.map_or_else(|error| error.code().number(), |()| 0), room[0], "{}: expect_pairs", self.id());
                len
            }
            (verb, _) => panic!("{}: no such verb: {verb}", self.id()),
        };
        room.truncate(len);
        room
    }
}

/// What the border is documented to answer.
fn in_bytes(verb: &str, got: &Got) -> Vec<u8> {
    match got {
        Got::Text(text) => [&[0], text.as_bytes()].concat(),
        Got::Fields { .. } if verb == "expect" => vec![0],
        Got::Fields { fields, succeeded, previous } => {
            let flags = u8::from(*succeeded == Some(true)) | u8::from(*previous == Some(true)) << 1;
            let count = (fields.len() as u16).to_be_bytes();
            [&[0, flags], &count[..], flat(fields).as_bytes()].concat()
        }
        Got::Error(error) => {
            let place = error.offset().map(|offset| offset.to_string()).unwrap_or_default();
            let text = format!("{}\0{place}\0{}", error.field_name().unwrap_or_default(), error.code().sentence());
            [&[error.code().number()], text.as_bytes()].concat()
        }
    }
}

/// As a binding writes it: U+0001 for a NUL in a text.
fn flat(list: &[(String, String)]) -> String {
    let text = |text: &str| text.replace('\0', "\u{1}");
    borrowed(list).iter().map(|(name, value)| format!("{}\0{}\0", text(name), text(value))).collect()
}

#[test]
fn room_at_the_border_is_what_the_limits_need() {
    assert_eq!((MAX_IN, MAX_OUT), (64 * 1024 + 2 * 1024, 64 * 1024 + 2 * 1024 + 256));
    assert_eq!([0, 1000, 33_663, 33_664, MAX_IN + 1].map(answer_size), [512, 2512, 67_838, MAX_OUT, MAX_OUT]);
}

/// Names and values of exactly the limit pass with as many NULs as there may be; a byte more does not, whatever the verb.
#[test]
fn a_list_of_the_longest_length_crosses_the_border() {
    use wxpay_core::{Code, MAX_FIELDS, MAX_TEXT};
    let list = |fields: usize, bytes: usize| {
        let pair = |n: usize| (format!("f{n:04}"), "v".repeat(if n == 0 { bytes - 5 * fields - (fields - 1) } else { 1 }));
        flat(&(0..fields).map(pair).collect::<Vec<_>>())
    };
    let mut out = vec![0; MAX_OUT];
    let key = KeyParts { use_: 0, secret: b"secret", previous: None };
    for fields in [4, MAX_FIELDS] {
        let longest = list(fields, MAX_TEXT);
        assert_eq!((border::canonical(longest.as_bytes(), fields, &mut out), out[0]), (1 + MAX_TEXT + 2 * fields - 1, 0));
        let longer = list(fields, MAX_TEXT + 1);
        border::canonical(longer.as_bytes(), fields, &mut out);
        assert!(out.starts_with(b"\x03list\0\0"), "{fields} fields");
        border::mini_program(longer.as_bytes(), fields, key, &mut out);
        assert!(out.starts_with(b"\x03list\0\0") && out[0] == Code::Size.number(), "{fields} fields for the phone");
    }
}
