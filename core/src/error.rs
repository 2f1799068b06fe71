//! Error and Code: the one table of numbers, and where in the input the fault is.

use core::fmt;

use crate::fields::MAX_NAME;

/// What went wrong. The numbers are the same in Rust, C, Java and JavaScript and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[non_exhaustive]
pub enum Code {
    /// An argument makes no sense: an empty key, nothing to sign, signing with a verify-only key.
    Arg = 1,
    /// The output buffer is too small; the size needed is told. Nothing usable was written.
    Short = 2,
    /// A limit is exceeded: document, list, name, number of fields, key.
    Size = 3,
    /// A field name is not `[A-Za-z_][A-Za-z0-9_.-]*`, or it is reserved (`key`, or `sign` where `sign` is ours to set).
    Name = 10,
    /// A character that XML 1.0 forbids, as itself or as a reference.
    Char = 11,
    /// Bytes that are not UTF-8 (in Java and JavaScript: a lone surrogate).
    Utf8 = 12,
    /// The same field twice.
    Duplicate = 13,
    /// The signed string has a second valid reading, so the signature does not tell which message was meant.
    Ambiguous = 14,
    /// A field does not have the syntax of its kind.
    Field = 15,
    /// A field that the kind of message requires is not there.
    Missing = 16,
    /// The document is not well-formed.
    Syntax = 20,
    /// The document has a DOCTYPE.
    Doctype = 21,
    /// An entity other than lt, gt, amp, quot, apos.
    Entity = 22,
    /// The declaration names an encoding other than UTF-8.
    Encoding = 23,
    /// Well-formed, but not a flat message: an attribute, a child in a field, text between fields, another root.
    Structure = 24,
    /// No signature, or none that this kind of message could carry.
    NoSign = 30,
    /// The signature is not 32 or 64 upper-case hexadecimal digits.
    SignFormat = 31,
    /// An algorithm that the key does not allow, or a `sign_type` that contradicts it.
    SignType = 32,
    /// The signature is wrong.
    Mismatch = 33,
    /// The message is genuine but speaks of something else than the host expects.
    Identity = 34,
    /// An encrypted notice that does not decrypt.
    Decrypt = 35,
    /// A fault of this library.
    Internal = 99,
}

impl Code {
    /// Every code, by number.
    pub const ALL: &'static [Self] = &[
        Self::Arg,
        Self::Short,
        Self::Size,
        Self::Name,
        Self::Char,
        Self::Utf8,
        Self::Duplicate,
        Self::Ambiguous,
        Self::Field,
        Self::Missing,
        Self::Syntax,
        Self::Doctype,
        Self::Entity,
        Self::Encoding,
        Self::Structure,
        Self::NoSign,
        Self::SignFormat,
        Self::SignType,
        Self::Mismatch,
        Self::Identity,
        Self::Decrypt,
        Self::Internal,
    ];

    /// The number that crosses borders.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The name, as all faces spell it: `NO_SIGN`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.texts().0
    }

    /// One plain sentence, the same for every input that gets this code.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        self.texts().1
    }

    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Arg => ("ARG", "the call makes no sense with these arguments"),
            Self::Short => ("SHORT", "the output buffer is too small"),
            Self::Size => ("SIZE", "a limit is exceeded"),
            Self::Name => ("NAME", "not a usable field name"),
            Self::Char => ("CHAR", "a character that XML forbids"),
            Self::Utf8 => ("UTF8", "the text is not valid Unicode"),
            Self::Duplicate => ("DUPLICATE", "the field occurs twice"),
            Self::Ambiguous => ("AMBIGUOUS", "the signed text can be read in a second way that decides otherwise"),
            Self::Field => ("FIELD", "the field does not have the form its kind demands"),
            Self::Missing => ("MISSING", "a required field is absent"),
            Self::Syntax => ("SYNTAX", "the document is not well-formed XML"),
            Self::Doctype => ("DOCTYPE", "the document has a DOCTYPE, which is refused unread"),
            Self::Entity => ("ENTITY", "an entity that is not predefined"),
            Self::Encoding => ("ENCODING", "the document names an encoding other than UTF-8"),
            Self::Structure => ("STRUCTURE", "the document is not a flat list of fields"),
            Self::NoSign => ("NO_SIGN", "the message carries no signature"),
            Self::SignFormat => ("SIGN_FORMAT", "the signature is not 32 or 64 upper-case hexadecimal digits"),
            Self::SignType => ("SIGN_TYPE", "the signature algorithm is not one the key allows or the message names"),
            Self::Mismatch => ("MISMATCH", "the signature does not belong to this message and key"),
            Self::Identity => ("IDENTITY", "the message is genuine but not the expected one"),
            Self::Decrypt => ("DECRYPT", "the notice does not decrypt"),
            Self::Internal => ("INTERNAL", "a fault of wxpay-core; please report it"),
        }
    }
}

/// A code and where: a field name, a byte offset, or both. Never a value, a key or a signature.
///
/// One type for everything, because the hosts of all languages need the same three things: what, where, one sentence.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    code: Code,
    /// Byte offset in the document or value; for `SHORT` the size needed.
    number: Option<u32>,
    name: Place,
}

impl Error {
    pub(crate) const fn new(code: Code) -> Self {
        Self { code, number: None, name: Place::NOWHERE }
    }

    pub(crate) const fn at(code: Code, offset: usize) -> Self {
        Self { code, number: Some(offset as u32), name: Place::NOWHERE }
    }

    pub(crate) fn field(code: Code, name: &str) -> Self {
        Self { code, number: None, name: Place::new(name.as_bytes()) }
    }

    pub(crate) fn short(needed: usize) -> Self {
        Self::at(Code::Short, needed)
    }

    /// The same fault, placed in the field (or limit, or entity) of this name.
    pub(crate) fn in_field(mut self, name: &[u8]) -> Self {
        self.name = Place::new(name);
        self
    }

    /// What went wrong.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The field at fault; for `SIZE` the limit, for `ENTITY` the entity. Bytes that could not stand in a log are shown as `?`.
    #[must_use]
    pub fn field_name(&self) -> Option<&str> {
        self.name.as_str()
    }

    /// The byte at fault: in the document when reading, in the field's value when writing.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        if matches!(self.code, Code::Short) { None } else { self.number.map(|n| n as usize) }
    }

    /// For `SHORT`: the buffer size that is enough.
    #[must_use]
    pub fn needed(&self) -> Option<usize> {
        if matches!(self.code, Code::Short) { self.number.map(|n| n as usize) } else { None }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code.name())?;
        match (self.field_name(), self.offset()) {
            (Some(name), Some(offset)) => write!(f, " at {name}, byte {offset}")?,
            (Some(name), None) => write!(f, " at {name}")?,
            (None, Some(offset)) => write!(f, " at byte {offset}")?,
            (None, None) => {}
        }
        write!(f, ": {}", self.code.sentence())?;
        self.needed().map_or(Ok(()), |n| write!(f, " ({n} bytes needed)"))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Error {}

/// A field name held in place, so that errors need no heap.
#[derive(Clone, PartialEq, Eq)]
struct Place {
    len: u8,
    bytes: [u8; MAX_NAME],
}

impl Place {
    const NOWHERE: Self = Self { len: 0, bytes: [0; MAX_NAME] };

    fn new(name: &[u8]) -> Self {
        let mut place = Self::NOWHERE;
        for (to, &from) in place.bytes.iter_mut().zip(name) {
            *to = if from.is_ascii_graphic() { from } else { b'?' };
            place.len += 1;
        }
        place
    }

    fn as_str(&self) -> Option<&str> {
        let used = self.bytes.get(..usize::from(self.len))?;
        if used.is_empty() { None } else { core::str::from_utf8(used).ok() }
    }
}
