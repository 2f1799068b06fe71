//! Canonical order: names ascending by bytes, each name once.

use core::cmp::Ordering;

use crate::error::{Code, Error};
use crate::fields::{MAX_FIELDS, Pair};

/// Lists up to this length are handled in a small stack frame; longer ones are rare and take a large one.
const ORDINARY: usize = 64;

/// One field's place in the order. The first eight bytes of the name, as a number, settle nearly every comparison.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rank {
    head: u64,
    at: u16,
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
        self.ranks.iter().filter_map(move |rank| self.pairs.get(usize::from(rank.at)).copied()).filter(|pair| is_signed(*pair))
    }

    /// As [`Self::iter`], with the first eight bytes of each name.
    pub(crate) fn iter_with_heads(self) -> impl Iterator<Item = (u64, Pair<'a>)> + use<'r, 'a> {
        self.ranks
            .iter()
            .filter_map(move |rank| Some((rank.head, *self.pairs.get(usize::from(rank.at))?)))
            .filter(|(_, pair)| is_signed(*pair))
    }
}

/// Whether the signature covers this field.
pub(crate) fn is_signed((name, value): Pair<'_>) -> bool {
    !value.is_empty() && name != "sign"
}

/// Puts a list in order and works on it.
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice, whatever the values
/// - whatever `work` returns
pub(crate) fn with_order<R>(pairs: &[Pair<'_>], work: impl FnOnce(Ordered<'_, '_>) -> Result<R, Error>) -> Result<R, Error> {
    if pairs.len() <= ORDINARY {
        let mut room = [Rank::default(); ORDINARY];
        work(order(pairs, &mut room)?)
    } else {
        large(pairs, work)
    }
}

#[cold]
#[inline(never)]
fn large<R>(pairs: &[Pair<'_>], work: impl FnOnce(Ordered<'_, '_>) -> Result<R, Error>) -> Result<R, Error> {
    let mut room = [Rank::default(); MAX_FIELDS];
    work(order(pairs, &mut room)?)
}

/// Room on the stack for `count` pairs.
pub(crate) fn with_room<'a, R>(count: usize, work: impl FnOnce(&mut [Pair<'a>]) -> R) -> R {
    if count <= ORDINARY { work(&mut [("", ""); ORDINARY]) } else { large_room(work) }
}

#[cold]
#[inline(never)]
fn large_room<'a, R>(work: impl FnOnce(&mut [Pair<'a>]) -> R) -> R {
    work(&mut [("", ""); MAX_FIELDS])
}

fn order<'r, 'a>(pairs: &'r [Pair<'a>], room: &'r mut [Rank]) -> Result<Ordered<'r, 'a>, Error> {
    let Some(ranks) = room.get_mut(..pairs.len()) else {
        return Err(Error::field(Code::Size, "fields"));
    };
    for (at, (rank, pair)) in ranks.iter_mut().zip(pairs).enumerate() {
        *rank = Rank { head: head(pair.0.as_bytes()), at: at as u16 };
    }
    let compare = |a: Rank, b: Rank| a.head.cmp(&b.head).then_with(|| name(pairs, a).cmp(name(pairs, b)));
    if ranks.len() <= 24 {
        insertion_sort(ranks, compare);
    } else {
        heap_sort(ranks, compare);
    }
    for twin in ranks.windows(2) {
        if let &[a, b] = twin
            && a.head == b.head
            && name(pairs, a) == name(pairs, b)
        {
            return Err(Error::field(Code::Duplicate, name(pairs, a)));
        }
    }
    Ok(Ordered { ranks, pairs })
}

fn name<'a>(pairs: &[Pair<'a>], rank: Rank) -> &'a str {
    pairs.get(usize::from(rank.at)).map_or("", |pair| pair.0)
}

/// The first eight bytes of a name as a number that sorts like the name. Names hold no NUL, so padding sorts first.
#[inline]
pub(crate) fn head(name: &[u8]) -> u64 {
    match name.first_chunk::<8>() {
        Some(chunk) => u64::from_be_bytes(*chunk),
        None => {
            let mut chunk = [0; 8];
            chunk.iter_mut().zip(name).for_each(|(to, from)| *to = *from);
            u64::from_be_bytes(chunk)
        }
    }
}

// The standard library's sorts may panic on an inconsistent order, and this crate has no panics; these two cannot.

/// For ordinary lists, which are short and often nearly in order.
#[inline]
fn insertion_sort(ranks: &mut [Rank], compare: impl Fn(Rank, Rank) -> Ordering) {
    for start in 1..ranks.len() {
        if let Some((sorted, [next, ..])) = ranks.split_at_mut_checked(start) {
            let rising = *next;
            let mut hole = next;
            for left in sorted.iter_mut().rev() {
                if compare(*left, rising).is_le() {
                    break;
                }
                *hole = *left;
                hole = left;
            }
            *hole = rising;
        }
    }
}

/// For long lists: never worse than n log n, whoever chose the names.
fn heap_sort(ranks: &mut [Rank], compare: impl Fn(Rank, Rank) -> Ordering) {
    let sift = |ranks: &mut [Rank], mut root: usize, end: usize| {
        while let Some(child) = (2 * root + 1..end.min(2 * root + 3)).reduce(|a, b| if less(ranks, a, b, &compare) { b } else { a })
            && less(ranks, root, child, &compare)
        {
            swap(ranks, root, child);
            root = child;
        }
    };
    for root in (0..ranks.len() / 2).rev() {
        sift(ranks, root, ranks.len());
    }
    for end in (1..ranks.len()).rev() {
        swap(ranks, 0, end);
        sift(ranks, 0, end);
    }
}

fn less(ranks: &[Rank], a: usize, b: usize, compare: impl Fn(Rank, Rank) -> Ordering) -> bool {
    matches!((ranks.get(a), ranks.get(b)), (Some(&a), Some(&b)) if compare(a, b).is_lt())
}

fn swap(ranks: &mut [Rank], a: usize, b: usize) {
    if let Ok([a, b]) = ranks.get_disjoint_mut([a, b]) {
        core::mem::swap(a, b);
    }
}
