//! The fast way through the fields of nearly every message.

use super::read::Reader;
use super::row::Row;
use crate::error::{Code, Error};
use crate::fields::{MAX_NAME, is_name_byte};
use crate::scan::{find, same};

impl<'x> Reader<'x, '_> {
    /// Fields in their usual form: `<name>text</name>` or `<name><![CDATA[text]]></name>`, each perhaps on a line of its
    /// own. Anything else, faults included, is left for a closer look.
    #[inline(never)]
    pub(super) fn usual_fields(&mut self) -> Result<(), Error> {
        let start = self.cursor.at;
        let mut rest = self.cursor.rest();
        while let Some(after) = self.usual_field(rest) {
            rest = after;
        }
        self.cursor.at = self.cursor.doc.len() - rest.len();
        if self.cursor.at > start {
            if let Some(at) = self.forbidden(start) {
                return Err(Error::at(Code::Char, at));
            }
            self.allowed = self.cursor.at;
        }
        Ok(())
    }

    /// What follows one such field.
    #[inline]
    fn usual_field(&mut self, rest: &'x [u8]) -> Option<&'x [u8]> {
        let ([b'\n', b'<', rest @ ..] | [b'<', rest @ ..]) = rest else {
            return None;
        };
        let place = |rest: &[u8]| self.cursor.doc.len() - rest.len();
        let start = place(rest);
        let (name, rest) = rest.split_at_checked(find(rest, not_name)?)?;
        let [b'>', rest @ ..] = rest else {
            return None;
        };
        // Of the bytes of names, those that may also begin one are the ones from 'A' on.
        if name.len() > MAX_NAME || *name.first()? < b'A' {
            return None;
        }
        let (value, len, rest) = match rest.strip_prefix(b"<![CDATA[") {
            Some(rest) => {
                let len = find(rest, |b| (b == b']') | may_be_forbidden(b))?;
                (place(rest), len, rest.get(len..)?.strip_prefix(b"]]>")?)
            }
            None => {
                let len = find(rest, |b| (b == b'<') | (b == b'&') | (b == b']') | may_be_forbidden(b))?;
                (place(rest), len, rest.get(len..)?)
            }
        };
        let (again, rest) = rest.strip_prefix(b"</")?.split_at_checked(name.len())?;
        let [b'>', rest @ ..] = rest else {
            return None;
        };
        if same(again, name) && self.add(Row::new((start, name.len()), (value, len), false)) { Some(rest) } else { None }
    }
}

/// Ends a name.
pub(super) fn not_name(byte: u8) -> bool {
    !is_name_byte(byte)
}

/// A control, or what may begin U+FFFE.
fn may_be_forbidden(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0xEF)
}
