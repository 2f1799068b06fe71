//! Fields: a list of valid names and values, as the host gave it.

use crate::error::{Code, Error};
use crate::scan::{any, has};

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
pub struct Fields<'a> {
    pairs: &'a [Pair<'a>],
    /// Whether certainly no value needs escaping in XML.
    plain: bool,
}

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
        let mut plain = true;
        for &(name, value) in pairs {
            total = total.saturating_add(name.len()).saturating_add(value.len());
            if total > MAX_TEXT {
                return Err(Error::field(Code::Size, "list"));
            }
            check_name(name)?;
            let value = value.as_bytes();
            if any(value, is_special) {
                plain = false;
                if let Some(offset) = first_forbidden(value) {
                    return Err(Error::at(Code::Char, offset).in_field(name.as_bytes()));
                }
            }
        }
        Ok(Self { pairs, plain })
    }

    /// The pairs, in the host's order.
    #[must_use]
    pub fn pairs(self) -> &'a [(&'a str, &'a str)] {
        self.pairs
    }

    pub(crate) fn is_plain(self) -> bool {
        self.plain
    }

    /// The value of the first field of this name.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1)
    }
}

/// Names only: values may be secrets or a payer's data.
impl core::fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.pairs.iter().map(|pair| pair.0)).finish()
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let bytes = name.as_bytes();
    if bytes.len() > MAX_NAME {
        return Err(Error::field(Code::Size, "name"));
    }
    let starts = bytes.first().is_some_and(|&b| is_name_start(b));
    if starts && bytes.iter().fold(true, |good, &b| good & NAME_BYTES[usize::from(b)]) && name != "key" {
        Ok(())
    } else {
        Err(Error::field(Code::Name, name))
    }
}

/// May begin a field name: `[A-Za-z_]`.
#[inline]
pub(crate) const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// May stand in a field name: `[A-Za-z0-9_.-]`. Without branches, for `scan`.
#[inline]
pub(crate) const fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() | byte.is_ascii_digit() | (byte == b'_') | (byte == b'.') | (byte == b'-')
}

/// As [`is_name_byte`], for looking at short names byte by byte.
pub(crate) static NAME_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = is_name_byte(byte as u8);
        byte += 1;
    }
    table
};

/// Where valid UTF-8 text has its first character that XML 1.0 forbids: C0 controls other than tab, LF, CR; U+FFFE, U+FFFF.
#[inline]
pub(crate) fn first_forbidden(text: &[u8]) -> Option<usize> {
    let (blocks, tail) = text.as_chunks::<64>();
    let mut at = 0;
    for block in blocks {
        if has(block, is_other)
            && has(block, is_suspect)
            && let Some(offset) = closely(text, at, block.len())
        {
            return Some(offset);
        }
        at += block.len();
    }
    if any(tail, is_suspect) { closely(text, at, tail.len()) } else { None }
}

/// May be forbidden in a value, or need escaping: controls, what may begin U+FFFE, `&`, `<`, `>`.
#[inline]
fn is_special(byte: u8) -> bool {
    // `<` and `>` differ in one bit.
    (byte < 0x20) | (byte == 0xEF) | (byte == b'&') | (byte | 0x02 == b'>')
}

/// Needs a close look: a control other than LF, or what may begin U+FFFE.
#[inline]
fn is_suspect(byte: u8) -> bool {
    ((byte < 0x20) & (byte != b'\n')) | (byte == 0xEF)
}

/// Is neither printable ASCII nor LF. One comparison finds controls and what is not ASCII.
#[inline]
fn is_other(byte: u8) -> bool {
    ((byte as i8) < 0x20) & (byte != b'\n')
}

#[inline(never)]
fn closely(text: &[u8], from: usize, len: usize) -> Option<usize> {
    let mut rest = text.get(from..).unwrap_or_default();
    for at in from..from + len {
        let (byte, after) = rest.split_first()?;
        let forbidden = match byte {
            b'\t' | b'\n' | b'\r' => false,
            0..0x20 => true,
            0xEF => matches!(after, [0xBF, 0xBE | 0xBF, ..]),
            _ => false,
        };
        if forbidden {
            return Some(at);
        }
        rest = after;
    }
    None
}
