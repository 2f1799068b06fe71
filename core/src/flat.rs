//! The flat form: `(name NUL value NUL)*`. XML cannot carry NUL, so nothing needs escaping; it crosses JNI and WASM,
//! and it is what decoding returns.

use crate::error::{Code, Error};
use crate::fields::{MAX_FIELDS, MAX_TEXT, Pair};
use crate::scan::find;

/// Names and values as one text; `S` is `&str` over a caller's buffer or `String`.
#[derive(Clone)]
pub struct Flat<S> {
    text: S,
    count: usize,
}

/// The lengths of the name and value that a flat form begins with.
#[inline(never)]
fn look(rest: &[u8]) -> Option<(usize, usize)> {
    let name = find(rest, |b| b == 0)?;
    Some((name, find(rest.get(name + 1..)?, |b| b == 0)?))
}

impl<'a> Flat<&'a str> {
    /// Reads a flat form that came over a border.
    pub(crate) fn parse(bytes: &'a [u8], count: usize) -> Result<Self, Error> {
        if count > MAX_FIELDS {
            return Err(Error::field(Code::Size, "fields"));
        }
        if bytes.len() > MAX_TEXT + 2 * count {
            return Err(Error::field(Code::Size, "list"));
        }
        let text = core::str::from_utf8(bytes).map_err(|e| Error::at(Code::Utf8, e.valid_up_to()))?;
        Ok(Self { text, count })
    }

    /// What this library wrote itself.
    pub(crate) fn written(bytes: &'a [u8], count: usize) -> Result<Self, Error> {
        let text = core::str::from_utf8(bytes).map_err(|_| Error::new(Code::Internal))?;
        Ok(Self { text, count })
    }

    /// The pairs of a flat form that came over a border, which must be as many as it says and no more.
    pub(crate) fn counted(&self) -> impl Iterator<Item = Option<Pair<'a>>> + use<'a> {
        let (mut rest, mut left) = (self.text, self.count);
        core::iter::from_fn(move || {
            if left == 0 {
                return if core::mem::take(&mut rest).is_empty() { None } else { Some(None) };
            }
            left -= 1;
            Some(split(rest).map(|(pair, after)| {
                rest = after;
                pair
            }))
        })
    }
}

impl<S: AsRef<str>> Flat<S> {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
    }

    /// Names and values, in document order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        let mut rest = self.text.as_ref();
        core::iter::from_fn(move || {
            let (pair, after) = split(rest)?;
            rest = after;
            Some(pair)
        })
    }

    /// How many fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.as_ref()
    }

    pub(crate) fn borrowed(&self) -> Flat<&str> {
        Flat { text: self.text.as_ref(), count: self.count }
    }
}

#[cfg(feature = "alloc")]
impl<S: AsRef<str>> Flat<S> {
    /// The pairs, as [`crate::Fields::new`] takes them.
    #[must_use]
    pub fn pairs(&self) -> alloc::vec::Vec<(&str, &str)> {
        self.iter().collect()
    }

    pub(crate) fn to_owned(&self) -> Flat<alloc::string::String> {
        Flat { text: self.as_str().into(), count: self.count }
    }
}

/// Names only: values may be a payer's data.
impl<S: AsRef<str>> core::fmt::Debug for Flat<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.iter().map(|pair| pair.0)).finish()
    }
}

#[inline]
fn split(text: &str) -> Option<(Pair<'_>, &str)> {
    let (name, value) = look(text.as_bytes())?;
    let (name, rest) = text.split_at_checked(name)?;
    let (value, rest) = rest.get(1..)?.split_at_checked(value)?;
    Some(((name, value), rest.get(1..)?))
}
