//! Fields: a list of valid names and values, as the host gave it.

use crate::error::{Code, Error};
use crate::scan::name_len;

/// Longest document, in and out, and longest list (names and values together), in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// Most fields in a list or elements in a document; empty ones and `sign` count.
pub const MAX_FIELDS: usize = 1024;
/// Longest field name in bytes.
pub const MAX_NAME: usize = 64;

/// A name and its value.
pub(crate) type Pair<'a> = (&'a str, &'a str);

/// A list of name/value pairs that can be signed and written: names follow the grammar, every character may stand in
/// XML, the limits hold. Values are text exactly as it is meant: nothing is trimmed, escaped or encoded. Amounts are in fen.
///
/// It only borrows. Repeated names are found when the list is put in order, by each function that takes one.
///
/// ```
/// use wxpay_core::Fields;
/// let fields = Fields::new(&[("body", "茶"), ("total_fee", "888")])?;
/// assert_eq!(fields.get("total_fee"), Some("888"));
/// # Ok::<(), wxpay_core::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Fields<'a>(&'a [Pair<'a>]);

impl<'a> Fields<'a> {
    /// Checks and borrows a list.
    ///
    /// # Errors
    /// - `SIZE`: more than [`MAX_FIELDS`] pairs, more than [`MAX_TEXT`] bytes, a name over [`MAX_NAME`] bytes
    /// - `NAME`: a name that is not `[A-Za-z_][A-Za-z0-9_.-]*`, or is `key`
    /// - `CHAR`: a character in a value that XML 1.0 forbids
    pub fn new(pairs: &'a [(&'a str, &'a str)]) -> Result<Self, Error> {
        if pairs.len() > MAX_FIELDS {
            return Err(Error::field(Code::Size, "fields"));
        }
        let mut total = 0_usize;
        for &(name, value) in pairs {
            total = total.saturating_add(name.len()).saturating_add(value.len());
            if total > MAX_TEXT {
                return Err(Error::field(Code::Size, "list"));
            }
            check_name(name)?;
            if let Some(offset) = first_forbidden(value.as_bytes()) {
                return Err(Error::at(Code::Char, offset).in_field(name.as_bytes()));
            }
        }
        Ok(Self(pairs))
    }

    /// The pairs, in the host's order.
    #[must_use]
    pub fn pairs(self) -> &'a [(&'a str, &'a str)] {
        self.0
    }

    /// The value of the first field of this name.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
    }
}

/// Names only: values may be secrets or a payer's data.
impl core::fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.0.iter().map(|pair| pair.0)).finish()
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let bytes = name.as_bytes();
    if bytes.len() > MAX_NAME {
        return Err(Error::field(Code::Size, "name"));
    }
    let starts = bytes.first().is_some_and(|&b| is_name_start(b));
    if starts && name_len(bytes) == bytes.len() && name != "key" { Ok(()) } else { Err(Error::field(Code::Name, name)) }
}

/// May begin a field name: `[A-Za-z_]`.
#[inline]
pub(crate) const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// May stand in a field name: `[A-Za-z0-9_.-]`.
#[inline]
pub(crate) fn is_name_byte(byte: u8) -> bool {
    const TABLE: [bool; 256] = {
        let mut table = [false; 256];
        let mut b = 0;
        while b < 256 {
            table[b] = is_name_start(b as u8) || (b as u8).is_ascii_digit() || b == b'.' as usize || b == b'-' as usize;
            b += 1;
        }
        table
    };
    TABLE[usize::from(byte)]
}

/// Where valid UTF-8 text has its first character that XML 1.0 forbids: C0 controls other than tab, LF, CR; U+FFFE, U+FFFF.
#[inline]
pub(crate) fn first_forbidden(text: &[u8]) -> Option<usize> {
    if is_plain(text) { None } else { closely(text) }
}

/// Whether nothing needs a close look: no control but LF, nothing that begins U+Fxxx. Without branches, so that compilers
/// use vectors.
#[inline]
fn is_plain(text: &[u8]) -> bool {
    let clean = |run: &[u8]| !run.iter().fold(false, |hit, &b| hit | ((b < 0x20) & (b != b'\n')) | (b == 0xEF));
    match text.len() {
        0..8 => clean(text),
        // The first and the last eight overlap.
        8..17 => text.first_chunk::<8>().is_some_and(|run| clean(run)) && text.last_chunk::<8>().is_some_and(|run| clean(run)),
        _ => text.as_chunks::<16>().0.iter().all(|run| clean(run)) && text.last_chunk::<16>().is_some_and(|run| clean(run)),
    }
}

#[inline(never)]
fn closely(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        let forbidden = match byte {
            b'\t' | b'\n' | b'\r' => false,
            0..0x20 => true,
            0xEF => matches!(after, [0xBF, 0xBE | 0xBF, ..]),
            _ => false,
        };
        if forbidden {
            return Some(text.len() - rest.len());
        }
        rest = after;
    }
    None
}
