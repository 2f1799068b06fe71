//! Looking at text many bytes at a time. Names and values are short: calling a search routine for each costs more than
//! the search. What is done to all bytes of a block alike, without a branch, compilers turn into vector instructions;
//! what does not fill a block is looked at eight bytes at a time in an ordinary register.

/// How many bytes are looked at together.
pub(crate) const BLOCK: usize = 16;

/// Where in a block the first byte is for which `is` holds.
#[inline(always)]
pub(crate) fn first(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut marks = [0; BLOCK];
    for (mark, byte) in marks.iter_mut().zip(block) {
        *mark = if is(*byte) { 0xFF } else { 0 };
    }
    // Taken from memory: taken apart before, compilers would give up the vectors.
    let ([low, high], _) = core::hint::black_box(&marks).as_chunks::<8>() else {
        return None;
    };
    match (u64::from_le_bytes(*low), u64::from_le_bytes(*high)) {
        (0, 0) => None,
        (0, high) => Some(high.trailing_zeros() as usize / 8 + 8),
        (low, _) => Some(low.trailing_zeros() as usize / 8),
    }
}

/// Where in a text the first byte is for which `is` holds.
#[inline]
pub(crate) fn find(text: &[u8], is: impl Fn(u8) -> bool) -> Option<usize> {
    let (blocks, tail) = text.as_chunks::<BLOCK>();
    let mut at = 0;
    for block in blocks {
        if let Some(n) = first(block, &is) {
            return Some(at + n);
        }
        at += BLOCK;
    }
    tail.iter().position(|&byte| is(byte)).map(|n| at + n)
}

/// Whether a run has a byte for which `is` holds.
#[inline]
pub(crate) fn has<const N: usize>(run: &[u8; N], is: impl Fn(u8) -> bool) -> bool {
    run.iter().fold(false, |hit, &byte| hit | is(byte))
}

/// Whether `marks` marks a byte of a text; for short texts.
#[inline]
pub(crate) fn any(text: &[u8], marks: impl Fn(u64) -> u64) -> bool {
    // The first and the last of a length overlap.
    if let Some(last) = text.last_chunk::<8>() {
        text.as_chunks::<8>().0.iter().any(|word| marks(u64::from_ne_bytes(*word)) != 0) || marks(u64::from_ne_bytes(*last)) != 0
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        marks(u64::from(u32::from_ne_bytes(*first)) << 32 | u64::from(u32::from_ne_bytes(*last))) != 0
    } else {
        text.iter().any(|&byte| marks(splat(byte)) != 0)
    }
}

/// The byte in all eight places.
pub(crate) const fn splat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Marks a byte, if it is there: the high bit of its place. Where it is, others may be marked too.
#[inline]
pub(crate) const fn places(word: u64, byte: u8) -> u64 {
    below(word ^ splat(byte), 1)
}

/// Marks bytes below one of ASCII. Where there are any, others may be marked too.
#[inline]
pub(crate) const fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(splat(byte)) & !word & splat(0x80)
}

/// Marks bytes above one of ASCII. Where there are any, others may be marked too.
#[inline]
pub(crate) const fn above(word: u64, byte: u8) -> u64 {
    (word.wrapping_add(splat(0x7F - byte)) | word) & splat(0x80)
}

/// Whether two texts of one length are equal, for short ones.
#[inline(always)]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    #[inline(always)]
    fn overlapping<const N: usize>(a: &[u8], b: &[u8]) -> bool {
        a.first_chunk::<N>() == b.first_chunk::<N>() && a.last_chunk::<N>() == b.last_chunk::<N>()
    }
    match a.len() {
        4..8 => overlapping::<4>(a, b),
        8..17 => overlapping::<8>(a, b),
        _ => a.iter().zip(b).all(|(a, b)| a == b),
    }
}

/// Whether two names are equal.
#[inline]
pub(crate) fn equal(a: &str, b: &str) -> bool {
    a.len() == b.len() && same(a.as_bytes(), b.as_bytes())
}
