//! Where the signed string may be cut.

use crate::fields::{MAX_NAME, NAME_BYTES, Pair, is_name_start};
use crate::order::Ordered;
use crate::scan::find;

/// A place where the signed string may be cut: its start, or `&name=`.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a> {
    pub(super) name: &'a str,
    /// The text up to the next cut or the end of the presented value.
    pub(super) text: &'a str,
    /// Whether the message as presented cuts here.
    pub(super) presented: bool,
    /// The presented field that this cut is in.
    pub(super) holder: &'a str,
    /// Counts the presented fields.
    pub(super) at: usize,
}

/// All cuts in order.
pub(super) fn cuts<'a>(fields: Ordered<'_, 'a>) -> impl Iterator<Item = Cut<'a>> {
    fields.iter().enumerate().flat_map(|(at, (holder, value))| {
        let mut next = Some((holder, value));
        let mut presented = true;
        core::iter::from_fn(move || {
            let (name, rest) = next?;
            let text = match next_cut(rest) {
                Some((text, pair)) => {
                    next = Some(pair);
                    text
                }
                None => {
                    next = None;
                    rest
                }
            };
            Some(Cut { name, text, presented: core::mem::take(&mut presented), holder, at })
        })
    })
}

/// The name of the last cut of a field.
pub(super) fn last_cut((name, value): Pair<'_>) -> &str {
    let mut last = (name, value);
    while let Some((_, cut)) = next_cut(last.1) {
        last = cut;
    }
    last.0
}

/// The text before the first `&name=` of a value, and the name and what follows.
pub(super) fn next_cut(value: &str) -> Option<(&str, Pair<'_>)> {
    let bytes = value.as_bytes();
    let mut ampersand = find(bytes, |b| b == b'&')?;
    loop {
        let start = ampersand + 1;
        let end = start + bytes.get(start..)?.iter().position(|&b| !NAME_BYTES[usize::from(b)])?;
        match bytes.get(end) {
            Some(b'=') if (1..=MAX_NAME).contains(&(end - start)) && bytes.get(start).is_some_and(|&b| is_name_start(b)) => {
                return Some((value.get(..ampersand)?, (value.get(start..end)?, value.get(end + 1..)?)));
            }
            Some(b'&') => ampersand = end,
            _ => ampersand = end + find(bytes.get(end..)?, |b| b == b'&')?,
        }
    }
}
