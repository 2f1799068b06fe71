//! Appending to a caller's buffer.

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
        self.len = self.len.saturating_add(1);
    }

    #[inline]
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
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
        0..4 => to.iter_mut().zip(from).for_each(|(a, b)| *a = *b),
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
