//! Readings as a text that goes to clients under the same key: such a signature is in strangers' hands.

use super::ClientSet;
use super::cuts::Cut;

/// Whether the string is exactly this client text. Bit n of a mask stands for field n of the set.
pub(super) fn reads_as<'a>(set: &ClientSet, cuts: impl Iterator<Item = Cut<'a>>) -> bool {
    let free = set.0.iter().enumerate().filter(|(_, field)| field.free).map(|(n, _)| 1_u32 << n).sum();
    // Fields that begin at the last cut; free fields that began before it and may hold it and more.
    let (mut begun, mut open) = (0, 0);
    let mut text: Option<&[u8]> = None;
    for cut in cuts {
        let target = set.0.iter().position(|field| field.name.as_bytes() == cut.name);
        let reached = match (text, target) {
            (None, target) => u32::from(target == Some(0)),
            (Some(text), Some(target)) if may_follow(set, ending(begun, free, text) | open, target) => 1 << target,
            _ => 0,
        };
        open |= begun & free;
        begun = reached;
        text = Some(cut.text);
        if begun | open == 0 {
            return false;
        }
    }
    // The last field is never free, so what is open does not matter any more.
    text.is_some_and(|text| may_follow(set, ending(begun, free, text), set.0.len()))
}

/// Those of the fields that may end after this text.
fn ending(begun: u32, free: u32, text: &[u8]) -> u32 {
    if text.is_empty() {
        0
    } else if text.contains(&b'&') {
        begun & free
    } else {
        begun
    }
}

/// Whether one of the fields stands right before the target, or only optional ones are between.
fn may_follow(set: &ClientSet, fields: u32, target: usize) -> bool {
    let before = set.0.iter().enumerate().take(target).rev();
    let mut optional_only = true;
    for (n, field) in before {
        if optional_only && fields & 1 << n != 0 {
            return true;
        }
        optional_only &= field.optional;
    }
    false
}
