//! Finding the known ones among many names. Made when a search begins; a walk along a message does without.

use super::{Known, Place, Spec};
use crate::order::head;

/// Where to look in what a kind knows.
pub(super) struct Index<'s> {
    spec: &'s Spec,
    /// Bit n stands for a known name of n bytes.
    lengths: u64,
    /// The shortest that an indexed name can be.
    indexed: usize,
    /// For each small letter, how many known names sort before all that begin with it.
    letters: [u8; 26],
}

impl<'s> Index<'s> {
    pub(super) fn of(spec: &'s Spec) -> Self {
        let mut index = Self { spec, lengths: 0, indexed: usize::MAX, letters: [0; 26] };
        let mut letters = (b'a'..).zip(&mut index.letters).peekable();
        for (below, name) in (0..).zip(spec.fields.iter().map(Known::bytes)) {
            while let Some((_, place)) = letters.next_if(|letter| name.first() >= Some(&letter.0)) {
                *place = below;
            }
            index.lengths |= 1 << (name.len() & 63);
            if name.ends_with(b"$n") {
                index.indexed = index.indexed.min(name.len() - 1);
            }
        }
        letters.for_each(|(_, place)| *place = spec.fields.len() as u8);
        index
    }

    /// Whether the kind may know the name; most unknown ones are told by their length.
    #[inline]
    pub(super) fn may_know(&self, name: &[u8]) -> bool {
        self.lengths >> (name.len() & 63) & 1 == 1 || name.len() >= self.indexed
    }

    /// See [`Spec::place`].
    #[inline(always)]
    pub(super) fn place(&self, head: u64, name: &[u8]) -> Place {
        let letter = name.first().map_or(usize::MAX, |first| usize::from(first.wrapping_sub(b'a')));
        self.spec.place_after(self.letters.get(letter).map_or(0, |below| usize::from(*below)), head, name)
    }

    /// Whether the kind knows the name.
    pub(super) fn knows(&self, name: &[u8]) -> bool {
        self.may_know(name) && self.place(head(name), name).syntax.is_some()
    }
}
