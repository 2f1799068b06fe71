//! The two journeys: fields -> signed document, signed document -> verified fields.

use crate::error::{Code, Error};
use crate::fields::{Fields, MAX_FIELDS, Pair};
use crate::flat::Flat;
use crate::key::{ApiKey, SignType};
use crate::kind::Kind;
use crate::order::{Ordered, is_signed, with_order};
use crate::out::Out;
use crate::scan::any;
use crate::sign::digest;
use crate::xml::{Strictness, decode, write};

/// A message whose signature holds, that has one reading only, and that has the fields its kind demands.
///
/// It holds exactly the fields that were signed: no `sign`, no empty ones. Only this crate can make one.
#[derive(Clone)]
pub struct Verified<S> {
    fields: Flat<S>,
    kind: Kind,
    previous: bool,
}

impl<S: AsRef<str>> Verified<S> {
    /// The fields, in document order.
    #[must_use]
    pub fn as_flat(&self) -> &Flat<S> {
        &self.fields
    }

    /// The value of a field. Amounts are in fen. Decide nothing on fields the kind does not know.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name)
    }

    /// Names and values, in document order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.fields.iter()
    }

    /// How many fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Never: a verified message has at least one field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The kind it was verified as.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether what the message is about has happened: paid, for a pay notice or an order query; a `prepay_id` issued,
    /// for an order. A genuine message may well say no. An unlisted kind never says yes.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.kind.succeeded(&self.fields.borrowed())
    }

    /// Whether it was signed with the secret before the last reset.
    #[must_use]
    pub fn signed_with_previous_key(&self) -> bool {
        self.previous
    }

    /// Compares with what the host knows: its `appid` and `mch_id`, the stored order's number and amount. Documented
    /// defaults count: an absent `fee_type` is `CNY`.
    ///
    /// # Errors
    /// - `IDENTITY`: the first expected field that differs or is absent
    pub fn expect(&self, expected: &[(&str, &str)]) -> Result<(), Error> {
        expect(&self.fields.borrowed(), self.kind, expected)
    }
}

/// The kind and the names: values may be a payer's data.
impl<S: AsRef<str>> core::fmt::Debug for Verified<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Verified").field(&self.kind).field(&self.fields).finish()
    }
}

/// See [`Verified::expect`].
pub(crate) fn expect(fields: &Flat<&str>, kind: Kind, expected: &[Pair<'_>]) -> Result<(), Error> {
    match expected.iter().find(|(name, value)| fields.get(name).or_else(|| kind.default_of(name)) != Some(value)) {
        Some((name, _)) => Err(Error::field(Code::Identity, name)),
        None => Ok(()),
    }
}

/// Signs a list and writes the document to post. The order of the fields is the host's, `sign` comes last.
///
/// `kind` knows which fields are amounts. It does not add fields: with an HMAC-SHA256 key most requests must carry
/// `sign_type=HMAC-SHA256`, which is signed like any other.
///
/// # Errors
/// - `NAME`: the list has a `sign`; a stale one is never overwritten in silence
/// - `DUPLICATE`: a name that occurs twice
/// - `ARG`: nothing to sign, or a verify-only key
/// - `SIGN_TYPE`: a `sign_type` in the list that contradicts the key
/// - `FIELD`: an amount that is not `0` or digits without a leading zero, at most 18 (fen)
/// - `SIZE`: more than 1023 fields, or a document over [`crate::MAX_TEXT`] bytes
/// - `SHORT`: `out` is too small
pub fn encode_signed_into(fields: Fields<'_>, key: &ApiKey, kind: Kind, out: &mut [u8]) -> Result<usize, Error> {
    let pairs = fields.pairs();
    if pairs.len() >= MAX_FIELDS {
        return Err(Error::field(Code::Size, "fields"));
    }
    if pairs.iter().any(|pair| pair.0 == "sign") {
        return Err(Error::field(Code::Name, "sign"));
    }
    let Some(sign_type) = key.sign_type() else {
        return Err(Error::field(Code::Arg, "key"));
    };
    let sign = with_order(pairs, &mut |ordered| {
        if ordered.iter().next().is_none() {
            return Err(Error::field(Code::Arg, "fields"));
        }
        agrees(fields.get("sign_type"), sign_type)?;
        kind.check_amounts(pairs, ordered)?;
        Ok(digest(ordered, sign_type, key.current()))
    })?;
    write(fields, Some(&sign), out)
}

/// Signs a list and writes the document to post; see [`encode_signed_into`].
///
/// ```
/// use wxpay_core::{ApiKey, Fields, Kind, encode_signed};
/// let query = Fields::new(&[
///     ("appid", "wxd930ea5d5a258f4f"), ("mch_id", "10000100"), ("out_trade_no", "1415659990"),
///     ("nonce_str", "ibuaiVcKdpRxkhJA"),
/// ])?;
/// let xml = encode_signed(query, &ApiKey::md5("192006250b4c09247ec02edce69f6a2d")?, Kind::OrderQuery)?;
/// assert!(xml.starts_with("<xml><appid>wxd930ea5d5a258f4f</appid>") && xml.ends_with("</sign></xml>"));
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// As [`encode_signed_into`], without `SHORT`.
#[cfg(feature = "alloc")]
pub fn encode_signed(fields: Fields<'_>, key: &ApiKey, kind: Kind) -> Result<alloc::string::String, Error> {
    let likely = crate::xml::plain_size(fields) + "<sign></sign>".len() + SignType::HmacSha256.digits();
    crate::text(likely, |out| encode_signed_into(fields, key, kind, out))
}

/// Reads a signed document and verifies it as a message of this kind, in this order: document, duplicates, signature,
/// one reading, required fields, syntax. `out` must be as long as the document.
///
/// # Errors
/// - `SIZE`, `UTF8`, `CHAR`, `SYNTAX`, `DOCTYPE`, `ENTITY`, `ENCODING`, `STRUCTURE`, `NAME`: the document's first fault
/// - `DUPLICATE`: an element that occurs twice; `NAME`: an element `key`
/// - `NO_SIGN`: no signature, or a kind that never carries one; `SIGN_FORMAT`: not 32 or 64 upper-case digits
/// - `SIGN_TYPE`: an algorithm the key does not allow, or a `sign_type` that contradicts the signature
/// - `MISMATCH`: a wrong signature
/// - `AMBIGUOUS`: the signed text has a second valid reading, named by the field that hides it
/// - `MISSING`, `FIELD`: the kind demands a field or its syntax
/// - `SHORT`: `out` is shorter than the document
pub fn decode_verified_into<'o>(xml: &[u8], key: &ApiKey, kind: Kind, out: &'o mut [u8]) -> Result<Verified<&'o str>, Error> {
    let mut previous = false;
    let fields = decode(xml, Strictness::Signed, out, &mut |pairs| {
        previous = trust(pairs, key, kind)?;
        Ok(())
    })?;
    Ok(Verified { fields, kind, previous })
}

/// Reads a signed document and verifies it; see [`decode_verified_into`].
///
/// ```
/// use wxpay_core::{ApiKey, Code, Kind, decode_verified};
/// let key = ApiKey::md5("192006250b4c09247ec02edce69f6a2d")?;
/// let forged = b"<xml><return_code>SUCCESS</return_code><total_fee>1</total_fee></xml>";
/// assert_eq!(decode_verified(forged, &key, Kind::PayNotice).unwrap_err().code(), Code::NoSign);
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// As [`decode_verified_into`], without `SHORT`.
#[cfg(feature = "alloc")]
pub fn decode_verified(xml: &[u8], key: &ApiKey, kind: Kind) -> Result<Verified<alloc::string::String>, Error> {
    let mut out = alloc::vec![0; xml.len().min(crate::MAX_TEXT)];
    Ok(decode_verified_into(xml, key, kind, &mut out)?.to_owned())
}

/// Verifies a list that carries `sign`, with the same checks as [`decode_verified_into`]. `out` must hold the signed
/// names and values and two bytes for each.
///
/// # Errors
/// As [`decode_verified_into`], without those of the document.
pub fn verify_into<'o>(fields: Fields<'_>, key: &ApiKey, kind: Kind, out: &'o mut [u8]) -> Result<Verified<&'o str>, Error> {
    let previous = trust(fields.pairs(), key, kind)?;
    let signed = || fields.pairs().iter().filter(|pair| is_signed(**pair));
    let needed = signed().map(|(name, value)| name.len() + value.len() + 2).sum();
    let Some(out) = out.get_mut(..needed) else {
        return Err(Error::short(needed));
    };
    let mut flat = Out::new(out);
    for (name, value) in signed() {
        flat.put(name.as_bytes());
        flat.push(0);
        flat.put(value.as_bytes());
        flat.push(0);
    }
    Ok(Verified { fields: Flat::written(out, signed().count())?, kind, previous })
}

/// Verifies a list that carries `sign`; see [`verify_into`].
///
/// # Errors
/// As [`verify_into`], without `SHORT`.
#[cfg(feature = "alloc")]
pub fn verify(fields: Fields<'_>, key: &ApiKey, kind: Kind) -> Result<Verified<alloc::string::String>, Error> {
    let mut out = alloc::vec![0; fields.pairs().iter().map(|(name, value)| name.len() + value.len() + 2).sum()];
    Ok(verify_into(fields, key, kind, &mut out)?.to_owned())
}

#[cfg(feature = "alloc")]
impl Verified<&str> {
    fn to_owned(&self) -> Verified<alloc::string::String> {
        Verified { fields: self.fields.to_owned(), kind: self.kind, previous: self.previous }
    }
}

/// Everything between a well-formed list and a verified message; whether the previous secret signed it.
fn trust(pairs: &[Pair<'_>], key: &ApiKey, kind: Kind) -> Result<bool, Error> {
    with_order(pairs, &mut |ordered| {
        if ordered.any("key").is_some() {
            return Err(Error::field(Code::Name, "key"));
        }
        let sign = ordered.any("sign").unwrap_or_default();
        if sign.is_empty() || !kind.is_signed() || ordered.iter().next().is_none() {
            return Err(Error::field(Code::NoSign, "sign"));
        }
        let sign_type = sign_type_of(sign)?;
        if !key.allows(sign_type) {
            return Err(Error::field(Code::SignType, "sign"));
        }
        agrees(ordered.get("sign_type"), sign_type)?;
        let previous = match_secret(ordered, sign, sign_type, key)?;
        kind.check(pairs, ordered)?;
        Ok(previous)
    })
}

/// The algorithm that a signature's length tells.
fn sign_type_of(sign: &str) -> Result<SignType, Error> {
    let hex = !any(sign.as_bytes(), |b| !matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    [SignType::Md5, SignType::HmacSha256]
        .into_iter()
        .find(|sign_type| hex && sign.len() == sign_type.digits())
        .ok_or_else(|| Error::field(Code::SignFormat, "sign"))
}

/// A `sign_type` in the list, where there is one, must name the algorithm in use.
fn agrees(named: Option<&str>, sign_type: SignType) -> Result<(), Error> {
    match named {
        None | Some("") => Ok(()),
        Some(name) if name == sign_type.name() => Ok(()),
        Some(_) => Err(Error::field(Code::SignType, "sign_type")),
    }
}

/// Computes the signature with every secret of the key, so that the time does not tell which one it was.
fn match_secret(ordered: Ordered<'_, '_>, sign: &str, sign_type: SignType, key: &ApiKey) -> Result<bool, Error> {
    let current = digest(ordered, sign_type, key.current()).is(sign);
    let previous = key.previous().is_some_and(|secret| digest(ordered, sign_type, secret).is(sign));
    if current || previous { Ok(!current) } else { Err(Error::field(Code::Mismatch, "sign")) }
}
