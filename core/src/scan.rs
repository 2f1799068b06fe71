//! Looking at text eight bytes at a time. Names and values are short: calling a search routine for each costs more than
//! the search.

use crate::fields::is_name_byte;

const LOW: u64 = splat(0x01);
const HIGH: u64 = splat(0x80);

/// The byte in all eight places.
const fn splat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks the places of a byte: their high bits. Above the first, marks may be wrong; below it, there are none.
#[inline]
pub(crate) const fn places(word: u64, byte: u8) -> u64 {
    let zero_where_equal = word ^ splat(byte);
    zero_where_equal.wrapping_sub(LOW) & !zero_where_equal & HIGH
}

/// The first byte that `mark` marks.
#[inline]
pub(crate) fn find(text: &[u8], mark: impl Fn(u64) -> u64) -> Option<usize> {
    let (words, tail) = text.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let marks = mark(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    tail.iter().position(|&byte| mark(splat(byte)) != 0).map(|n| at + n)
}

/// How many bytes of a field name come first: `[A-Za-z0-9_.-]*`.
#[inline]
pub(crate) fn name_len(text: &[u8]) -> usize {
    let (words, tail) = text.as_chunks::<8>();
    let mut len = 0;
    for word in words {
        let others = !name_places(u64::from_le_bytes(*word)) & HIGH;
        if others != 0 {
            return len + others.trailing_zeros() as usize / 8;
        }
        len += 8;
    }
    len + tail.iter().take_while(|&&byte| is_name_byte(byte)).count()
}

/// Marks the places of name bytes, up to the first that is none.
#[inline]
const fn name_places(word: u64) -> u64 {
    let letters = between(word | splat(0x20), b'a', b'z');
    let digits = between(word, b'-', b'9') & !places(word, b'/');
    (letters | digits | places(word, b'_')) & !word
}

/// Marks the places of a range of ASCII, up to the first byte that is none.
#[inline]
const fn between(word: u64, first: u8, last: u8) -> u64 {
    word.wrapping_add(splat(0x80 - first)) & !word.wrapping_add(splat(0x7F - last)) & HIGH
}

/// Whether two texts of one length are equal.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    fn overlapping<const N: usize>(a: &[u8], b: &[u8]) -> bool {
        a.first_chunk::<N>() == b.first_chunk::<N>() && a.last_chunk::<N>() == b.last_chunk::<N>()
    }
    match a.len() {
        4..8 => overlapping::<4>(a, b),
        8..17 => overlapping::<8>(a, b),
        _ => a == b,
    }
}
