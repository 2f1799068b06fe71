//! The signature: canonical text, digest, comparison in constant time.

use core::fmt;

use hmac::{HmacReset, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::error::{Code, Error};
use crate::fields::Fields;
use crate::key::{ApiKey, SignType};
use crate::order::{Ordered, with_order};
use crate::out::{Out, copy};

/// A signature as upper-case hexadecimal digits, held on the stack.
///
/// Comparing two takes the same time wherever they differ; `Debug` does not show the digits.
#[derive(Clone)]
pub struct Signature {
    digits: [u8; 64],
    len: usize,
}

impl Signature {
    /// The digits, as they go into `sign` or `paySign`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    fn bytes(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }

    fn hex(digest: &[u8]) -> Self {
        let mut signature = Self { digits: [0; 64], len: 2 * digest.len() };
        for (pair, byte) in signature.digits.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
            *pair = [hex_digit(byte >> 4), hex_digit(byte & 15)];
        }
        signature
    }

    /// Whether the received text is this signature, in constant time.
    pub(crate) fn is(&self, received: &str) -> bool {
        same(self.bytes(), received.as_bytes())
    }
}

/// Compares in constant time: all differences are gathered before one is looked at.
fn same(a: &[u8], b: &[u8]) -> bool {
    let differences = a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b));
    (a.len().ct_eq(&b.len()) & differences.ct_eq(&0)).into()
}

const fn hex_digit(nibble: u8) -> u8 {
    nibble + if nibble < 10 { b'0' } else { b'A' - 10 }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        same(self.bytes(), other.bytes())
    }
}

impl Eq for Signature {}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

/// Signs a list with the key's algorithm: `sign` and empty values left out, sorted by name, joined, `&key=` and the
/// secret appended, digest in upper-case hexadecimal (signature rules of API v2).
///
/// ```
/// use wxpay_core::{ApiKey, Fields, sign};
/// let fields = Fields::new(&[
///     ("appid", "wxd930ea5d5a258f4f"), ("mch_id", "10000100"), ("device_info", "1000"),
///     ("body", "test"), ("nonce_str", "ibuaiVcKdpRxkhJA"),
/// ])?;
/// let key = ApiKey::md5("192006250b4c09247ec02edce69f6a2d")?;
/// assert_eq!(sign(fields, &key)?.as_str(), "9A0A8659F005D6984697E2CA0A9CF3B7");
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice
/// - `ARG`: nothing to sign, or a verify-only key
pub fn sign(fields: Fields<'_>, key: &ApiKey) -> Result<Signature, Error> {
    let Some(sign_type) = key.sign_type() else {
        return Err(Error::field(Code::Arg, "key"));
    };
    with_order(fields.pairs(), &mut |ordered| {
        something_to_sign(ordered)?;
        Ok(digest(ordered, sign_type, key.current()))
    })
}

/// Writes the text that is signed, without the key: `appid=..&body=..`.
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice
/// - `ARG`: nothing to sign
/// - `SHORT`: `out` is too small
pub fn canonical_into(fields: Fields<'_>, out: &mut [u8]) -> Result<usize, Error> {
    with_order(fields.pairs(), &mut |ordered| {
        something_to_sign(ordered)?;
        let needed = ordered.iter().fold(0, |sum, (name, value)| sum + name.len() + value.len() + 2) - 1;
        let Some(out) = out.get_mut(..needed) else {
            return Err(Error::short(needed));
        };
        let mut out = Out::new(out);
        for (at, (name, value)) in ordered.iter().enumerate() {
            if at > 0 {
                out.push(b'&');
            }
            out.put(name.as_bytes());
            out.push(b'=');
            out.put(value.as_bytes());
        }
        Ok(out.len())
    })
}

/// The text that is signed, without the key: `appid=..&body=..`.
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice
/// - `ARG`: nothing to sign
#[cfg(feature = "alloc")]
pub fn canonical(fields: Fields<'_>) -> Result<alloc::string::String, Error> {
    let likely = fields.pairs().iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    crate::text(likely, |out| canonical_into(fields, out))
}

fn something_to_sign(ordered: Ordered<'_, '_>) -> Result<(), Error> {
    if ordered.iter().next().is_none() { Err(Error::field(Code::Arg, "fields")) } else { Ok(()) }
}

/// The signature of an ordered list. Resetting wipes what a digest holds of the key, where ending it by value moves that.
pub(crate) fn digest(ordered: Ordered<'_, '_>, sign_type: SignType, secret: &[u8]) -> Signature {
    match sign_type {
        SignType::Md5 => {
            let mut md5 = Md5::new();
            join(ordered, secret, |bytes| md5.update(bytes));
            Signature::hex(&md5.finalize_reset())
        }
        SignType::HmacSha256 => {
            let Ok(mut mac) = HmacReset::<Sha256>::new_from_slice(secret) else {
                return Signature { digits: [0; 64], len: 0 };
            };
            join(ordered, secret, |bytes| mac.update(bytes));
            Signature::hex(&mac.finalize_reset().into_bytes())
        }
    }
}

/// Joins on the stack and hands over whole blocks as soon as there are any: digests are slow on small pieces, and while one
/// block waits for itself - each step of a digest needs the one before - a processor can join the next.
fn join(ordered: Ordered<'_, '_>, secret: &[u8], mut hash: impl FnMut(&[u8])) {
    let mut text = [0; PIECE];
    // What is joined, and how much of it is hashed.
    let (mut len, mut hashed) = (0, 0);
    for (name, value) in ordered.iter() {
        let end = len + name.len() + value.len() + 2;
        if let Some((name_to, [equals, rest @ ..])) = text.get_mut(len..end).and_then(|to| to.split_at_mut_checked(name.len()))
            && let Some((value_to, [and, ..])) = rest.split_at_mut_checked(value.len())
        {
            copy(name_to, name.as_bytes());
            *equals = b'=';
            copy(value_to, value.as_bytes());
            *and = b'&';
            len = end;
        } else {
            hash(text.get(hashed..len).unwrap_or_default());
            [name.as_bytes(), b"=", value.as_bytes(), b"&"].into_iter().for_each(&mut hash);
            (len, hashed) = (0, 0);
        }
        while let Some(block) = text.get(hashed..len).and_then(|text| text.get(..BLOCK)) {
            hash(block);
            hashed += BLOCK;
        }
    }
    hash(text.get(hashed..len).unwrap_or_default());
    hash(b"key=");
    hash(secret);
}

const PIECE: usize = 1024;
/// Of MD5 and of SHA-256.
const BLOCK: usize = 64;
