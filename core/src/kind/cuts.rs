//! Where the signed string may be cut.

use crate::fields::{MAX_NAME, NAME_BYTES, Pair};
use crate::order::Ordered;
use crate::scan::find;

/// A place where the signed string may be cut: its start, or `&name=`.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a> {
    pub(super) name: &'a [u8],
    /// The text up to the next cut or the end of the presented value.
    pub(super) text: &'a [u8],
    /// Whether the message as presented cuts here.
    pub(super) presented: bool,
    /// The number of the presented field that this cut is in.
    pub(super) at: usize,
}

/// All cuts in order.
pub(super) fn cuts<'a>(fields: Ordered<'_, 'a>) -> impl Iterator<Item = Cut<'a>> {
    let mut fields = fields.iter().enumerate();
    let mut at = 0;
    let mut hidden: Option<Hidden<'_>> = None;
    core::iter::from_fn(move || {
        let presented = hidden.is_none();
        let (name, rest) = match hidden {
            Some(cut) => (cut.name, cut.rest),
            None => {
                let (number, (name, value)) = fields.next()?;
                at = number;
                (name.as_bytes(), value.as_bytes())
            }
        };
        hidden = next_cut(rest);
        Some(Cut { name, text: hidden.map_or(rest, |cut| cut.before), presented, at })
    })
}

/// The name of the last cut of a field.
pub(super) fn last_cut((name, value): Pair<'_>) -> &[u8] {
    let (mut last, mut rest) = (name.as_bytes(), value.as_bytes());
    while let Some(cut) = next_cut(rest) {
        (last, rest) = (cut.name, cut.rest);
    }
    last
}

/// Whether a value can be cut.
pub(super) fn has_cut(value: &str) -> bool {
    next_cut(value.as_bytes()).is_some()
}

/// A place `&name=` in a value.
#[derive(Clone, Copy)]
struct Hidden<'a> {
    before: &'a [u8],
    name: &'a [u8],
    rest: &'a [u8],
}

/// The first of a value.
#[inline(always)]
fn next_cut(value: &[u8]) -> Option<Hidden<'_>> {
    let mut ampersand = find(value, |b| b == b'&')?;
    loop {
        let (before, [_, after @ ..]) = value.split_at_checked(ampersand)? else {
            return None;
        };
        let (name, rest) = after.split_at_checked(after.iter().position(|&b| !NAME_BYTES[usize::from(b)])?)?;
        // Of the bytes of names, those that may also begin one are the ones from 'A' on.
        if let ([b'=', rest @ ..], [b'A'..=b'z', ..]) = (rest, name)
            && name.len() <= MAX_NAME
        {
            return Some(Hidden { before, name, rest });
        }
        ampersand += 1 + name.len() + find(rest, |b| b == b'&')?;
    }
}
