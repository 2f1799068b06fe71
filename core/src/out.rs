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
        self.len = self.len.wrapping_add(1);
    }

    /// Goes on at another place.
    pub(crate) fn jump(&mut self, to: usize) {
        self.len = to;
    }

    /// Appends what stands further on in the buffer.
    pub(crate) fn pull(&mut self, from: usize, len: usize) {
        // In steps that cannot overlap.
        let gap = from.saturating_sub(self.len);
        let (mut from, mut left) = (from, len);
        while left > 0 && gap > 0 {
            let step = gap.min(left);
            if let Some((front, back)) = self.buf.split_at_mut_checked(from)
                && let (Some(place), Some(bytes)) = (front.get_mut(self.len..self.len + step), back.get(..step))
            {
                copy(place, bytes);
            }
            self.len += step;
            from += step;
            left -= step;
        }
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
    // The usual lengths first.
    let len = from.len();
    if len.wrapping_sub(8) <= 8 {
        overlapping::<8>(to, from);
    } else if len < 8 {
        match len {
            4.. => overlapping::<4>(to, from),
            2.. => overlapping::<2>(to, from),
            _ => overlapping::<1>(to, from),
        }
    } else if len <= 32 {
        overlapping::<16>(to, from);
    } else if to.len() == len {
        to.copy_from_slice(from);
    }
}
