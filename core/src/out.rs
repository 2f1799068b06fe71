//! Appending to a caller's buffer.

use crate::scan::{BLOCK, first};

/// An append-only writer. It counts on when the buffer is full, so writing into nothing measures.
pub(crate) struct Out<'a> {
    buf: &'a mut [u8],
    len: usize,
}

impl<'a> Out<'a> {
    pub(crate) fn new(buf: &'a mut [u8]) -> Self {
        Self { buf, len: 0 }
    }

    /// Bytes appended so far, also those that found no room.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(crate) fn push(&mut self, byte: u8) {
        if let Some(place) = self.buf.get_mut(self.len) {
            *place = byte;
        }
        self.len = self.len.wrapping_add(1);
    }

    /// Appends a text up to the first byte for which `ends` holds, and a NUL; says how long the text was. None when text or
    /// room ends before; the length is as it was then.
    #[inline]
    pub(crate) fn put_ended(&mut self, text: &[u8], ends: impl Fn(u8) -> bool) -> Option<usize> {
        let mut room = self.buf.get_mut(self.len..)?;
        let mut rest = text;
        loop {
            let (place, more) = room.split_first_chunk_mut::<BLOCK>()?;
            let (block, after) = rest.split_first_chunk::<BLOCK>()?;
            *place = *block;
            if let Some(n) = first(block, &ends) {
                *place.get_mut(n)? = 0;
                let len = text.len() - rest.len() + n;
                self.len += len + 1;
                return Some(len);
            }
            (room, rest) = (more, after);
        }
    }

    /// Takes back what was appended after the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Appends a text and some bytes after it.
    #[inline]
    pub(crate) fn put_then<const N: usize>(&mut self, text: &[u8], then: [u8; N]) {
        if let Some((place, rest)) = self.buf.get_mut(self.len..).and_then(|rest| rest.split_at_mut_checked(text.len()))
            && let Some(end) = rest.first_chunk_mut::<N>()
        {
            copy(place, text);
            *end = then;
        }
        self.len = self.len.wrapping_add(text.len() + N);
    }

    #[inline]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        let end = self.len.wrapping_add(bytes.len());
        if let Some(place) = self.buf.get_mut(self.len..end) {
            copy(place, bytes);
        }
        self.len = end;
    }
}

/// Copies equally long slices. Field names and values are short, and a call to memcpy costs more than the copy.
#[inline]
pub(crate) fn copy(to: &mut [u8], from: &[u8]) {
    #[inline]
    fn overlapping<const N: usize>(to: &mut [u8], from: &[u8]) {
        if let (Some(a), Some(b)) = (to.first_chunk_mut::<N>(), from.first_chunk::<N>()) {
            *a = *b;
        }
        if let (Some(a), Some(b)) = (to.last_chunk_mut::<N>(), from.last_chunk::<N>()) {
            *a = *b;
        }
    }
    match from.len() {
        0..2 => overlapping::<1>(to, from),
        2..4 => overlapping::<2>(to, from),
        4..8 => overlapping::<4>(to, from),
        8..17 => overlapping::<8>(to, from),
        17..33 => overlapping::<16>(to, from),
        _ => {
            if to.len() == from.len() {
                to.copy_from_slice(from);
            }
        }
    }
}
