//! Where the fields of a document stand.

use crate::error::Error;
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

    /// The field itself; its value is left out where nobody asks for it.
    #[inline]
    pub(super) fn pair<'a>(&self, doc: &'a str, out: &'a [u8], name_only: bool) -> Option<Pair<'a>> {
        let name = usize::from(self.name)..usize::from(self.name) + usize::from(self.name_len);
        let value = usize::from(self.value)..usize::from(self.value) + usize::from(self.value_len);
        let value = match self.decoded {
            _ if name_only => "",
            true => core::str::from_utf8(out.get(value)?).ok()?,
            false => doc.get(value)?,
        };
        Some((doc.get(name)?, value))
    }
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
