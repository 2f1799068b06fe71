//! Canonical order: names ascending by bytes, each name once.

use arrayvec::ArrayVec;

use crate::error::{Code, Error};
use crate::fields::{MAX_FIELDS, Pair};
use crate::scan::equal;

/// Lists up to this length are handled in a small stack frame; longer ones are rare and take a large one.
pub(crate) const ORDINARY: usize = 64;

/// One field's place in the order: the name's first 54 bits, which settle nearly every comparison, and the field's number
/// in the other ten. Small, because the longest list of them has to fit on the stack of a small thread.
#[derive(Clone, Copy)]
pub(crate) struct Rank(u64);

const NUMBER: u64 = MAX_FIELDS as u64 - 1;

impl Rank {
    #[inline]
    fn new(head: u64, at: usize) -> Self {
        Self(head & !NUMBER | at as u64)
    }

    #[inline]
    fn at(self) -> usize {
        (self.0 & NUMBER) as usize
    }

    /// Whether the names begin alike, so that they have to be compared in full.
    #[inline]
    fn is_like(self, other: Self) -> bool {
        self.0 ^ other.0 <= NUMBER
    }

    /// Whether it holds the whole name: names hold no NUL, so after one of up to six bytes there are six bits of padding.
    #[inline]
    fn is_whole(self) -> bool {
        self.0 & (63 * MAX_FIELDS as u64) == 0
    }
}

/// A list in canonical order, empty values and `sign` left out: the fields that a signature covers.
#[derive(Clone, Copy)]
pub(crate) struct Ordered<'r, 'a> {
    ranks: &'r [Rank],
    pairs: &'r [Pair<'a>],
}

impl<'r, 'a> Ordered<'r, 'a> {
    /// The signed fields, ascending.
    pub(crate) fn iter(self) -> impl Iterator<Item = Pair<'a>> + Clone + use<'r, 'a> {
        self.ranks.iter().filter_map(move |rank| self.pairs.get(rank.at()).copied()).filter(|pair| is_signed(*pair))
    }

    /// The value of a signed field.
    pub(crate) fn get(self, name: &str) -> Option<&'a str> {
        self.any(name).filter(|value| is_signed((name, value)))
    }

    /// The value of any field.
    pub(crate) fn any(self, name: &str) -> Option<&'a str> {
        let wanted = Rank::new(head(name.as_bytes()), 0);
        let first = self.ranks.partition_point(|rank| rank.0 < wanted.0);
        let alike = self.ranks.get(first..)?.iter().take_while(|rank| rank.is_like(wanted));
        alike.filter_map(|rank| self.pairs.get(rank.at())).find(|pair| equal(pair.0.as_bytes(), name.as_bytes())).map(|pair| pair.1)
    }

    /// The last of them.
    pub(crate) fn last(self) -> Option<Pair<'a>> {
        self.ranks.iter().rev().filter_map(|rank| self.pairs.get(rank.at()).copied()).find(|pair| is_signed(*pair))
    }

    /// As [`Self::iter`], with the [`head`] of each name.
    pub(crate) fn iter_with_heads(self) -> impl Iterator<Item = (u64, Pair<'a>)> + use<'r, 'a> {
        self.iter().map(|pair| (head(pair.0.as_bytes()), pair))
    }
}

/// Whether the signature covers this field.
pub(crate) fn is_signed((name, value): Pair<'_>) -> bool {
    !value.is_empty() && name != "sign"
}

/// Gathers pairs on the stack and works on them. `work` is a reference to be compiled once, for short lists and for long ones.
///
/// # Errors
/// - `SIZE`: more than 1024 pairs
/// - `broken`: one that is none
/// - whatever `work` returns
pub(crate) fn with_pairs<'a, R>(
    count: usize,
    pairs: impl Iterator<Item = Option<Pair<'a>>>,
    broken: Code,
    work: &mut dyn FnMut(&[Pair<'a>]) -> Result<R, Error>,
) -> Result<R, Error> {
    if count <= ORDINARY { gather::<ORDINARY, R>(pairs, broken, work) } else { gather_many(pairs, broken, work) }
}

#[cold]
#[inline(never)]
fn gather_many<'a, R>(
    pairs: impl Iterator<Item = Option<Pair<'a>>>,
    broken: Code,
    work: &mut dyn FnMut(&[Pair<'a>]) -> Result<R, Error>,
) -> Result<R, Error> {
    gather::<MAX_FIELDS, R>(pairs, broken, work)
}

#[inline(always)]
fn gather<'a, const N: usize, R>(
    pairs: impl Iterator<Item = Option<Pair<'a>>>,
    broken: Code,
    work: &mut dyn FnMut(&[Pair<'a>]) -> Result<R, Error>,
) -> Result<R, Error> {
    let mut room = ArrayVec::<_, N>::new();
    for pair in pairs {
        let Some(pair) = pair else {
            return Err(Error::field(broken, "flat"));
        };
        room.try_push(pair).map_err(|_| too_many())?;
    }
    work(&room)
}

/// Puts a list in order and works on it.
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice, whatever the values
/// - whatever `work` returns
pub(crate) fn with_order<R>(pairs: &[Pair<'_>], work: &mut dyn FnMut(Ordered<'_, '_>) -> Result<R, Error>) -> Result<R, Error> {
    if pairs.len() <= ORDINARY { rank::<ORDINARY, R>(pairs, work) } else { rank_many(pairs, work) }
}

#[cold]
#[inline(never)]
fn rank_many<R>(pairs: &[Pair<'_>], work: &mut dyn FnMut(Ordered<'_, '_>) -> Result<R, Error>) -> Result<R, Error> {
    rank::<MAX_FIELDS, R>(pairs, work)
}

#[inline(always)]
fn rank<const N: usize, R>(pairs: &[Pair<'_>], work: &mut dyn FnMut(Ordered<'_, '_>) -> Result<R, Error>) -> Result<R, Error> {
    let mut ranks = ArrayVec::<_, N>::new();
    for (at, pair) in pairs.iter().enumerate() {
        ranks.try_push(Rank::new(head(pair.0.as_bytes()), at)).map_err(|_| too_many())?;
    }
    order(pairs, &mut ranks)?;
    work(Ordered { ranks: &ranks, pairs })
}

#[cold]
fn too_many() -> Error {
    Error::field(Code::Size, "fields")
}

fn order(pairs: &[Pair<'_>], ranks: &mut [Rank]) -> Result<(), Error> {
    let less = |a: Rank, b: Rank| if a.is_like(b) { !a.is_whole() && less_in_full(pairs, a, b) } else { a.0 < b.0 };
    sort(ranks, less);
    for twin in ranks.windows(2) {
        if let &[a, b] = twin
            && a.is_like(b)
            && name(pairs, a) == name(pairs, b)
        {
            return Err(Error::field(Code::Duplicate, name(pairs, a)));
        }
    }
    Ok(())
}

/// For names that begin alike.
#[cold]
#[inline(never)]
fn less_in_full(pairs: &[Pair<'_>], a: Rank, b: Rank) -> bool {
    name(pairs, a) < name(pairs, b)
}

fn name<'a>(pairs: &[Pair<'a>], rank: Rank) -> &'a str {
    pairs.get(rank.at()).map_or("", |pair| pair.0)
}

/// The first eight bytes of a name as a number that sorts like the name. Names hold no NUL, so padding sorts first.
#[inline]
pub(crate) const fn head(name: &[u8]) -> u64 {
    match name {
        [a, b, c, d, e, f, g, h, ..] => u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]),
        // The first and the last four overlap.
        [a, b, c, d, ..] => {
            let first = u32::from_be_bytes([*a, *b, *c, *d]) as u64;
            let last = match name {
                [.., a, b, c, d] => u32::from_be_bytes([*a, *b, *c, *d]) as u64,
                _ => 0,
            };
            first << 32 | (last << (8 * (8 - name.len()))) & 0xFFFF_FFFF
        }
        [a, b, c] => u64::from_be_bytes([*a, *b, *c, 0, 0, 0, 0, 0]),
        [a, b] => u64::from_be_bytes([*a, *b, 0, 0, 0, 0, 0, 0]),
        [a] => u64::from_be_bytes([*a, 0, 0, 0, 0, 0, 0, 0]),
        [] => 0,
    }
}

/// By insertion, for ordinary lists are short and often nearly in order; in longer ones first over these distances, so that
/// no choice of names makes it slow. (The standard library's sorts may panic on an inconsistent order; this crate has no panics.)
fn sort(ranks: &mut [Rank], less: impl Fn(Rank, Rank) -> bool) {
    // By Sedgewick: never more than some n^(4/3) steps.
    if ranks.len() > 24 && !ranks.is_sorted_by(|&a, &b| !less(b, a)) {
        for gap in [505, 209, 109, 41, 19, 5] {
            for start in gap..ranks.len() {
                sink(ranks, start, gap, &less);
            }
        }
    }
    for start in 1..ranks.len() {
        if let Some((sorted, [next, ..])) = ranks.split_at_mut_checked(start) {
            let rising = *next;
            let mut hole = next;
            for left in sorted.iter_mut().rev() {
                if !less(rising, *left) {
                    break;
                }
                *hole = *left;
                hole = left;
            }
            *hole = rising;
        }
    }
}

/// Moves one rank down, by so many places at a time, until it is not less than the one before.
#[inline]
fn sink(ranks: &mut [Rank], start: usize, gap: usize, less: impl Fn(Rank, Rank) -> bool) {
    let mut at = start;
    while let Some(below) = at.checked_sub(gap)
        && let (Some(&left), Some(&rising)) = (ranks.get(below), ranks.get(at))
        && less(rising, left)
        && let Ok([left, rising]) = ranks.get_disjoint_mut([below, at])
    {
        core::mem::swap(left, rising);
        at = below;
    }
}
