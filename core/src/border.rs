//! What crosses JNI and WASM. A border makes a byte string of its host's arguments, calls one function here and hands the
//! answer back; it knows nothing else. Not meant for Rust programs, which have the functions of the crate root.
//!
//! Lists come in the flat form, with U+0001 for a NUL in a text: as long and as forbidden. Every function writes one answer
//! into `out`, which holds [`answer_size`] bytes, and returns its length:
//!
//! | byte 0 | rest |
//! |---|---|
//! | 0, a text | the text |
//! | 0, fields | flags (1 succeeded, 2 signed with the previous key), count (2 bytes, big-endian), flat form |
//! | a code | field NUL offset NUL sentence |

use crate::error::{Code, Error};
use crate::fields::{Fields, MAX_FIELDS, MAX_TEXT, Pair};
use crate::flat::Flat;
use crate::key::{ApiKey, SignType};
use crate::kind::Kind;
use crate::message::Verified;
use crate::order;
use crate::out::Out;

/// Longest input that can be accepted. Of anything longer a border copies one byte more than this, and the answer is `SIZE`.
pub const MAX_IN: usize = MAX_TEXT + 2 * MAX_FIELDS;

/// Room for any answer.
pub const MAX_OUT: usize = MAX_IN + 256;

/// Counts the numbers and layouts of this module; both sides of a border compare it.
pub const ABI: u32 = 1;

/// A key as it crosses a border.
#[derive(Clone, Copy)]
pub struct KeyParts<'a> {
    /// 0 MD5, 1 HMAC-SHA256, 2 verify only.
    pub use_: u32,
    /// The current secret.
    pub secret: &'a [u8],
    /// The secret before the last reset.
    pub previous: Option<&'a [u8]>,
}

/// Room for the answer to nearly any call with this much input: text written as XML seldom grows to more than twice its flat
/// size and what a signature adds. With much to escape, or many empty values, the answer may be `SHORT`; then the caller
/// takes [`MAX_OUT`].
#[must_use]
pub const fn answer_size(input: usize) -> usize {
    let size = 2 * input + 512;
    if size < MAX_OUT { size } else { MAX_OUT }
}

/// See [`crate::canonical_into`].
pub fn canonical(flat: &[u8], count: usize, out: &mut [u8]) -> usize {
    text(out, |out| with_fields(flat, count, |fields| crate::canonical_into(fields, out)))
}

/// See [`crate::sign()`].
pub fn sign(flat: &[u8], count: usize, key: KeyParts<'_>, out: &mut [u8]) -> usize {
    text(out, |out| {
        let signature = with_key(key, |key| with_fields(flat, count, |fields| crate::sign(fields, key)))?;
        let digits = signature.as_str().as_bytes();
        let place = out.get_mut(..digits.len()).ok_or(Error::short(digits.len()))?;
        place.copy_from_slice(digits);
        Ok(digits.len())
    })
}

/// See [`crate::verify_into`].
pub fn verify(flat: &[u8], count: usize, key: KeyParts<'_>, kind: u32, out: &mut [u8]) -> usize {
    fields(out, |out| {
        let verify = |key: &ApiKey| {
            let kind = kind_of(kind)?;
            with_fields(flat, count, |fields| Extent::of(&crate::verify_into(fields, key, kind, out)?))
        };
        with_key(key, verify)
    })
}

/// See [`crate::encode_into`].
pub fn encode(flat: &[u8], count: usize, out: &mut [u8]) -> usize {
    text(out, |out| with_fields(flat, count, |fields| crate::encode_into(fields, out)))
}

/// See [`crate::encode_signed_into`].
pub fn encode_signed(flat: &[u8], count: usize, key: KeyParts<'_>, kind: u32, out: &mut [u8]) -> usize {
    text(out, |out| {
        let encode = |key: &ApiKey| {
            let kind = kind_of(kind)?;
            with_fields(flat, count, |fields| crate::encode_signed_into(fields, key, kind, out))
        };
        with_key(key, encode)
    })
}

/// See [`crate::decode_verified_into`].
pub fn decode_verified(xml: &[u8], key: KeyParts<'_>, kind: u32, out: &mut [u8]) -> usize {
    fields(out, |out| with_key(key, |key| Extent::of(&crate::decode_verified_into(xml, key, kind_of(kind)?, out)?)))
}

/// See [`crate::decode_unverified_into`].
pub fn decode_unverified(xml: &[u8], out: &mut [u8]) -> usize {
    fields(out, |out| {
        let flat = crate::decode_unverified_into(xml, out)?;
        Ok(Extent { flags: 0, count: flat.len(), len: flat.as_str().len() })
    })
}

/// See [`crate::client::mini_program_into`]; the four arguments are the values of a list, in that order.
pub fn mini_program(flat: &[u8], count: usize, key: KeyParts<'_>, out: &mut [u8]) -> usize {
    fields(out, |out| {
        let parameters = |key: &ApiKey| {
            with_pairs(flat, count, &mut |pairs| match *pairs {
                [(_, app_id), (_, prepay_id), (_, nonce_str), (_, time_stamp)] => {
                    let flat = crate::client::mini_program_into(app_id, prepay_id, nonce_str, time_stamp, key, out)?;
                    Ok(Extent { flags: 0, count: flat.len(), len: flat.as_str().len() })
                }
                _ => Err(Error::field(Code::Arg, "flat")),
            })
        };
        with_key(key, parameters)
    })
}

/// See [`Verified::expect`]; `flat` is what a verifying function returned for this kind.
pub fn expect(flat: &[u8], count: usize, kind: u32, expected: &[u8], expected_count: usize, out: &mut [u8]) -> usize {
    text(out, |_| with_pairs(expected, expected_count, &mut |expected| expect_pairs(flat, count, kind, expected)).map(|()| 0))
}

/// As [`expect`], for a border whose lists are arrays.
///
/// # Errors
/// As [`Verified::expect`], and those of a flat form that is none.
pub fn expect_pairs(flat: &[u8], count: usize, kind: u32, expected: &[(&str, &str)]) -> Result<(), Error> {
    let flat = Flat::parse(flat, count)?;
    if flat.counted().any(|pair| pair.is_none()) {
        return Err(Error::field(Code::Arg, "flat"));
    }
    crate::message::expect(&flat, kind_of(kind)?, expected)
}

/// A fault that a border finds in its arguments before the core is called; `place` as in [`Error::field_name`].
#[must_use]
pub fn fault(code: Code, place: &[u8], offset: Option<usize>) -> Error {
    offset.map_or(Error::new(code), |offset| Error::at(code, offset)).in_field(place)
}

fn with_pairs<R>(flat: &[u8], count: usize, work: &mut dyn FnMut(&[Pair<'_>]) -> Result<R, Error>) -> Result<R, Error> {
    let flat = Flat::parse(flat, count)?;
    order::with_pairs(count, flat.counted(), Code::Arg, work)
}

fn with_fields<R>(flat: &[u8], count: usize, mut work: impl FnMut(Fields<'_>) -> Result<R, Error>) -> Result<R, Error> {
    with_pairs(flat, count, &mut |pairs| work(Fields::new(pairs)?))
}

/// Works with the key of a call, which is wiped at the end of it.
///
/// # Errors
/// As the constructors of [`ApiKey`]; `UTF8` and, for an unknown use, `ARG`, both placed in `key`; and what `work` returns.
pub fn with_key<R>(parts: KeyParts<'_>, work: impl FnOnce(&ApiKey) -> Result<R, Error>) -> Result<R, Error> {
    let mut key = ApiKey::empty();
    fill(&mut key, parts)?;
    work(&key)
}

#[inline(never)]
fn fill(key: &mut ApiKey, parts: KeyParts<'_>) -> Result<(), Error> {
    let text = |bytes| core::str::from_utf8(bytes).map_err(|_| Error::field(Code::Utf8, "key"));
    let secret = text(parts.secret)?;
    let sign_type = match parts.use_ {
        0 => Some(SignType::Md5),
        1 => Some(SignType::HmacSha256),
        2 => None,
        _ => return Err(Error::field(Code::Arg, "key")),
    };
    key.fill(secret, sign_type)?;
    parts.previous.map_or(Ok(()), |previous| key.fill_previous(text(previous)?))
}

/// The kind of a call.
///
/// # Errors
/// - `ARG`: no kind has this number
pub fn kind_of(number: u32) -> Result<Kind, Error> {
    Kind::from_number(number).ok_or_else(|| Error::field(Code::Arg, "kind"))
}

/// What is known of fields that were written into the answer.
struct Extent {
    flags: u8,
    count: usize,
    len: usize,
}

impl Extent {
    #[expect(clippy::unnecessary_wraps, reason = "the shape all callers need")]
    fn of(verified: &Verified<&str>) -> Result<Self, Error> {
        let flags = u8::from(verified.succeeded()) | u8::from(verified.signed_with_previous_key()) << 1;
        Ok(Self { flags, count: verified.len(), len: verified.as_flat().as_str().len() })
    }
}

/// An answer with a text.
fn text(out: &mut [u8], write: impl FnOnce(&mut [u8]) -> Result<usize, Error>) -> usize {
    let result = match out.split_first_mut() {
        Some((code, rest)) => {
            *code = 0;
            write(rest)
        }
        None => return 0,
    };
    match result {
        Ok(len) => len + 1,
        Err(error) => refuse(&error, out),
    }
}

/// An answer with fields.
fn fields(out: &mut [u8], write: impl FnOnce(&mut [u8]) -> Result<Extent, Error>) -> usize {
    const HEAD: usize = 4;
    let result = match out.split_first_chunk_mut::<HEAD>() {
        Some((head, rest)) => write(rest).map(|extent| {
            let [high, low] = (extent.count as u16).to_be_bytes();
            *head = [0, extent.flags, high, low];
            extent.len
        }),
        None => return 0,
    };
    match result {
        Ok(len) => len + HEAD,
        Err(error) => refuse(&error, out),
    }
}

/// An answer with an error.
fn refuse(error: &Error, out: &mut [u8]) -> usize {
    let room = out.len();
    let mut out = Out::new(out);
    out.push(error.code().number());
    out.put(error.field_name().unwrap_or_default().as_bytes());
    out.push(0);
    if let Some(number) = error.offset().or(error.needed()) {
        decimal(&mut out, number);
    }
    out.push(0);
    out.put(error.code().sentence().as_bytes());
    out.len().min(room)
}

fn decimal(out: &mut Out<'_>, number: usize) {
    if number >= 10 {
        decimal(out, number / 10);
    }
    out.push(b'0' + (number % 10) as u8);
}
