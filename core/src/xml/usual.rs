//! The fast way through the fields of nearly every message.

use super::read::Reader;
use crate::fields::{MAX_FIELDS, MAX_NAME, is_name_byte};
use crate::scan::same;

impl<'x> Reader<'x, '_> {
    /// Fields in their usual form: `<name>text</name>` or `<name><![CDATA[text]]></name>`, each perhaps on a line of its
    /// own. Anything else, faults included, is left for a closer look.
    #[inline(never)]
    pub(super) fn usual_fields(&mut self) {
        let mut rest = self.cursor.rest();
        while self.count < MAX_FIELDS {
            let len = self.out.len();
            let Some(after) = self.usual_field(rest) else {
                self.out.truncate(len);
                break;
            };
            self.count += 1;
            rest = after;
        }
        self.cursor.at = self.cursor.doc.len() - rest.len();
    }

    /// What follows one such field.
    #[inline]
    fn usual_field(&mut self, rest: &'x [u8]) -> Option<&'x [u8]> {
        let ([b'\n', b'<', rest @ ..] | [b'<', rest @ ..]) = rest else {
            return None;
        };
        let (name, rest) = rest.split_at_checked(self.out.put_ended(rest, not_name)?)?;
        let [b'>', rest @ ..] = rest else {
            return None;
        };
        // Of the bytes of names, those that may also begin one are the ones from 'A' on.
        if name.len() > MAX_NAME || *name.first()? < b'A' {
            return None;
        }
        let (len, rest) = match rest.strip_prefix(b"<![CDATA[") {
            Some(rest) => {
                let len = self.out.put_ended(rest, cdata_special)?;
                (len, rest.get(len..)?.strip_prefix(b"]]>")?)
            }
            None => {
                let len = self.out.put_ended(rest, text_special)?;
                (len, rest.get(len..)?)
            }
        };
        let (again, rest) = rest.strip_prefix(b"</")?.split_at_checked(name.len())?;
        let [b'>', rest @ ..] = rest else {
            return None;
        };
        if !same(again, name) {
            return None;
        }
        self.lengths.add(name.len(), len);
        Some(rest)
    }
}

/// Ends a name.
pub(super) fn not_name(byte: u8) -> bool {
    !is_name_byte(byte)
}

/// Is not copied from text as it is.
pub(super) fn text_special(byte: u8) -> bool {
    (byte == b'<') | (byte == b'&') | (byte == b'\r') | (byte == b']')
}

/// Is not copied from CDATA as it is.
pub(super) fn cdata_special(byte: u8) -> bool {
    (byte == b']') | (byte == b'\r')
}
