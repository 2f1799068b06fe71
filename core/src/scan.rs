//! Looking at text many bytes at a time. Names and values are short: calling a search routine for each costs more than
//! the search. What is done to all bytes of a block alike, without a branch, compilers turn into vector instructions.

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// Where in a block the first byte is for which `is` holds.
#[inline(always)]
fn first(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut marks = [0; BLOCK];
    for (mark, byte) in marks.iter_mut().zip(block) {
        *mark = if is(*byte) { 0xFF } else { 0 };
    }
    first_mark(marks)
}

/// Where the first mark is that is not 0.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn first_mark(marks: [u8; BLOCK]) -> Option<usize> {
    match safe_arch::move_mask_i8_m128i(marks.into()) {
        0 => None,
        mask => Some(mask.trailing_zeros() as usize),
    }
}

/// Where the first mark is that is not 0.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn first_mark(marks: [u8; BLOCK]) -> Option<usize> {
    use core::arch::wasm32::{i8x16_bitmask, u8x16};
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = marks;
    match i8x16_bitmask(u8x16(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)) {
        0 => None,
        mask => Some(mask.trailing_zeros() as usize),
    }
}

/// Where the first mark is that is not 0.
#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
#[inline(always)]
fn first_mark(marks: [u8; BLOCK]) -> Option<usize> {
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
#[inline(always)]
pub(crate) fn find(text: &[u8], is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut rest = text;
    while let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
        if let Some(n) = first(block, &is) {
            return Some(text.len() - rest.len() + n);
        }
        rest = after;
    }
    rest.iter().position(|&byte| is(byte)).map(|n| text.len() - rest.len() + n)
}

/// Whether a run has a byte for which `is` holds.
#[inline(always)]
pub(crate) fn has<const N: usize>(run: &[u8; N], is: impl Fn(u8) -> bool) -> bool {
    run.iter().fold(false, |hit, &byte| hit | is(byte))
}

/// Whether a text has a byte for which `is` holds.
#[inline(always)]
pub(crate) fn any(text: &[u8], is: impl Fn(u8) -> bool) -> bool {
    // The first and the last of a length overlap.
    if let Some(last) = text.last_chunk::<BLOCK>() {
        text.as_chunks::<BLOCK>().0.iter().any(|block| has(block, &is)) || has(last, &is)
    } else if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        has(first, &is) | has(last, &is)
    } else {
        text.iter().any(|&byte| is(byte))
    }
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
        17..33 => overlapping::<16>(a, b),
        _ => a.iter().zip(b).all(|(a, b)| a == b),
    }
}

/// Whether two names are equal.
#[inline]
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && same(a, b)
}
