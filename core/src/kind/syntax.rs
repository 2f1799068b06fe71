//! What the characters of a field may be. Never its width: the gateway grows fields.

use super::is_one_of;
use crate::scan::any;

/// The syntax of a known field.
#[derive(Clone, Copy)]
pub(super) enum Syntax {
    /// Any text.
    Text,
    /// Fen: `0`, or up to 18 digits without a leading zero.
    Amount,
    Digits,
    /// `yyyyMMddHHmmss`.
    Time,
    /// Printable ASCII without `&`, `=` and space.
    Id,
    /// One of the words of this number.
    OneOf(u8),
}

impl Syntax {
    /// Whether a non-empty value has this syntax.
    pub(super) fn matches(self, value: &[u8]) -> bool {
        let digits = || !any(value, |b| !b.is_ascii_digit());
        match self {
            Self::Text => true,
            Self::Amount => digits() && (value == b"0" || (!value.starts_with(b"0") && value.len() <= 18)),
            Self::Digits => digits(),
            Self::Time => value.len() == 14 && digits(),
            Self::Id => !any(value, |b| !b.is_ascii_graphic() | (b == b'&') | (b == b'=')),
            Self::OneOf(words) => is_one_of(words, value),
        }
    }

    /// May hold `&`, so that it could swallow the fields behind it.
    pub(super) fn is_free(self) -> bool {
        matches!(self, Self::Text)
    }
}
