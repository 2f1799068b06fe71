//! The same call through the Rust API.

use std::str::from_utf8;

use wxpay_core::{self as wxpay, ApiKey, Code, Error, Fields, Flat, Kind, MAX_FIELDS, Verified, client};

use super::Call;

/// A text, or fields in the flat form with their number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    bytes: Vec<u8>,
    count: usize,
    /// Succeeded, signed with the previous key.
    flags: Option<(bool, bool)>,
}

impl Answer {
    pub(crate) fn text(bytes: &[u8]) -> Self {
        Self::fields(bytes, 0)
    }

    pub(crate) fn fields(bytes: &[u8], count: usize) -> Self {
        Self { bytes: bytes.to_vec(), count, flags: None }
    }

    pub(crate) fn with_flags(self, succeeded: bool, previous: bool) -> Self {
        Self { flags: Some((succeeded, previous)), ..self }
    }

    fn verified(message: &Verified<String>) -> Self {
        Self::from(message.as_flat()).with_flags(message.succeeded(), message.signed_with_previous_key())
    }
}

impl From<&Flat<String>> for Answer {
    fn from(flat: &Flat<String>) -> Self {
        Self::fields(flat.as_str().as_bytes(), flat.len())
    }
}

/// A code and, where the Rust API has one as well, its place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) code: u8,
    pub(crate) place: Option<(String, i64)>,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let offset = error.offset().map_or(-1, |offset| offset as i64);
        Self { code: error.code().number(), place: Some((error.field_name().unwrap_or_default().to_owned(), offset)) }
    }
}

/// A fault that only C can have: in Rust it does not compile.
fn only_in_c(code: Code) -> Fault {
    Fault { code: code.number(), place: None }
}

pub(crate) fn answer(call: &Call<'_>) -> Result<Answer, Fault> {
    let text = |text: String| Answer::text(text.as_bytes());
    match call.verb {
        0 => with_fields(call, |fields| wxpay::canonical(fields).map(text)),
        1 => {
            let key = key(call)?;
            with_fields(call, |fields| Ok(Answer::text(wxpay::sign(fields, &key)?.as_str().as_bytes())))
        }
        2 => with_fields(call, |fields| wxpay::encode(fields).map(text)),
        3 => {
            let (key, kind) = (key(call)?, kind(call)?);
            with_fields(call, |fields| wxpay::encode_signed(fields, &key, kind).map(text))
        }
        4 => {
            let (key, kind) = (key(call)?, kind(call)?);
            with_fields(call, |fields| Ok(Answer::verified(&wxpay::verify(fields, &key, kind)?)))
        }
        5 => Ok(Answer::verified(&wxpay::decode_verified(call.document, &key(call)?, kind(call)?)?)),
        6 => Ok(Answer::from(&wxpay::decode_unverified(call.document)?)),
        _ => {
            let [app_id, prepay_id, nonce_str, time_stamp] = call.texts().map(from_utf8);
            let utf8 = |_| only_in_c(Code::Utf8);
            let texts = (app_id.map_err(utf8)?, prepay_id.map_err(utf8)?, nonce_str.map_err(utf8)?, time_stamp.map_err(utf8)?);
            Ok(Answer::from(&client::mini_program(texts.0, texts.1, texts.2, texts.3, &key(call)?)?))
        }
    }
}

fn with_fields(call: &Call<'_>, work: impl FnOnce(Fields<'_>) -> Result<Answer, Error>) -> Result<Answer, Fault> {
    // A longer list is not looked at.
    if call.list.len() > MAX_FIELDS {
        return Err(only_in_c(Code::Size));
    }
    let mut pairs = Vec::new();
    for (name, value) in &call.list {
        let name = from_utf8(name).map_err(|_| only_in_c(Code::Name))?;
        pairs.push((name, from_utf8(value).map_err(|_| only_in_c(Code::Utf8))?));
    }
    Ok(Fields::new(&pairs).and_then(work)?)
}

fn key(call: &Call<'_>) -> Result<ApiKey, Fault> {
    let utf8 = |_| only_in_c(Code::Utf8);
    if call.secret.len() > ApiKey::MAX_LEN || call.previous.is_some_and(|previous| previous.len() > ApiKey::MAX_LEN) {
        return Err(only_in_c(Code::Size));
    }
    let secret = from_utf8(call.secret).map_err(utf8)?;
    let key = match call.algorithm {
        0 => ApiKey::md5(secret)?,
        1 => ApiKey::hmac_sha256(secret)?,
        2 => ApiKey::verify_only(secret)?,
        _ => return Err(only_in_c(Code::Arg)),
    };
    match call.previous {
        Some(previous) => Ok(key.or_previous(from_utf8(previous).map_err(utf8)?)?),
        None => Ok(key),
    }
}

fn kind(call: &Call<'_>) -> Result<Kind, Fault> {
    Kind::from_number(call.kind).ok_or_else(|| only_in_c(Code::Arg))
}
