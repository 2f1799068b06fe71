//! Where the fields of a document stand.

use crate::error::{Code, Error};
use crate::fields::Pair;
use crate::flat::Flat;
use crate::out::Out;

/// One field. Nearly every value is the document's own text. One that is not - with references, carriage returns, several
/// pieces - is decoded at the same place of the output buffer, where it can only be shorter.
#[derive(Clone, Copy, Default)]
pub(crate) struct Row {
    name: u16,
    name_len: u8,
    decoded: bool,
    value: u16,
    value_len: u16,
}

impl Row {
    /// Places and lengths; a document is at most 64 KiB, a name 64 bytes.
    #[inline]
    pub(super) fn new(name: (usize, usize), value: (usize, usize), decoded: bool) -> Self {
        Self { name: name.0 as u16, name_len: name.1 as u8, decoded, value: value.0 as u16, value_len: value.1 as u16 }
    }

    #[inline]
    fn name<'a>(&self, doc: &'a str) -> Option<&'a str> {
        doc.get(usize::from(self.name)..usize::from(self.name) + usize::from(self.name_len))
    }

    #[inline]
    fn pair<'a>(&self, doc: &'a str, out: &'a [u8]) -> Option<Pair<'a>> {
        let value = usize::from(self.value)..usize::from(self.value) + usize::from(self.value_len);
        let value = if self.decoded { core::str::from_utf8(out.get(value)?).ok()? } else { doc.get(value)? };
        Some((self.name(doc)?, value))
    }
}

/// Fills `room` with the fields and returns that part of it; values are left out where nobody asks for them.
pub(super) fn pairs_into<'r, 'a>(
    doc: &'a str,
    rows: &[Row],
    out: &'a [u8],
    names_only: bool,
    room: &'r mut [Pair<'a>],
) -> Result<&'r [Pair<'a>], Error> {
    let Some(room) = room.get_mut(..rows.len()) else {
        return Err(Error::field(Code::Size, "fields"));
    };
    for (place, row) in room.iter_mut().zip(rows) {
        let pair = if names_only { row.name(doc).map(|name| (name, "")) } else { row.pair(doc, out) };
        *place = pair.ok_or(Error::new(Code::Internal))?;
    }
    Ok(room)
}

/// Writes the flat form; of a verified message only what the signature covers. It never reaches a decoded value before
/// that is written itself: in the document each field takes more room.
pub(super) fn flat_into<'o>(doc: &str, rows: &[Row], signed_only: bool, out: &'o mut [u8]) -> Result<Flat<&'o str>, Error> {
    let doc = doc.as_bytes();
    let mut count = 0;
    let mut flat = Out::new(out);
    for row in rows {
        let (name, len) = (usize::from(row.name), usize::from(row.name_len));
        let name = doc.get(name..name + len).unwrap_or_default();
        if signed_only && (row.value_len == 0 || name == b"sign") {
            continue;
        }
        count += 1;
        flat.put_then(name, [0]);
        let (value, len) = (usize::from(row.value), usize::from(row.value_len));
        if row.decoded {
            flat.pull(value, len);
            flat.push(0);
        } else {
            flat.put_then(doc.get(value..value + len).unwrap_or_default(), [0]);
        }
    }
    let len = flat.len();
    Flat::written(out.get(..len).unwrap_or_default(), count)
}
