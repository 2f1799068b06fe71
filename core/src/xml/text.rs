//! The text of a field that is not simply the document's own: references, several pieces, carriage returns. It is
//! decoded into the output buffer.

use super::read::{Reader, Strictness};
use crate::error::{Code, Error};
use crate::fields::is_name_start;
use crate::scan::find;

impl Reader<'_, '_> {
    /// The text of a field up to and with its end tag.
    pub(super) fn text(&mut self, name: &[u8]) -> Result<(), Error> {
        loop {
            self.plain();
            let Some(byte) = self.cursor.peek() else {
                return Err(self.cursor.fault(Code::Syntax));
            };
            self.cursor.at += 1;
            match byte {
                b'&' => {
                    let c = self.cursor.reference()?;
                    self.out.put(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                b'\r' => self.carriage_return(),
                b']' => {
                    if self.brackets() {
                        return Err(Error::at(Code::Syntax, self.cursor.at - 2));
                    }
                }
                b'<' => match self.cursor.peek() {
                    Some(b'/') => {
                        self.cursor.at += 1;
                        return self.end_tag(name);
                    }
                    Some(b'!') => {
                        self.cursor.at += 1;
                        if self.cursor.eat(b"[CDATA[") { self.cdata()? } else { self.aside(2)? }
                    }
                    Some(b'?') => {
                        self.cursor.at += 1;
                        self.aside(2)?;
                    }
                    Some(b) if is_name_start(b) || b == b':' || b >= 0x80 => {
                        return Err(Error::at(Code::Structure, self.cursor.at - 1));
                    }
                    _ => return Err(self.cursor.fault(Code::Syntax)),
                },
                _ => self.out.push(byte),
            }
        }
    }

    /// Text without anything special.
    #[inline]
    fn plain(&mut self) {
        let rest = self.cursor.rest();
        let len = find(rest, text_special).unwrap_or(rest.len());
        self.out.put(rest.get(..len).unwrap_or_default());
        self.cursor.at += len;
    }

    /// CR and CR LF are read as LF; the first CR is read already.
    fn carriage_return(&mut self) {
        loop {
            self.cursor.eat(b"\n");
            self.out.push(b'\n');
            if !self.cursor.eat(b"\r") {
                return;
            }
        }
    }

    /// The rest of a CDATA section, `<![CDATA[` read already.
    fn cdata(&mut self) -> Result<(), Error> {
        loop {
            let rest = self.cursor.rest();
            let Some(len) = find(rest, cdata_special) else {
                return Err(Error::at(Code::Syntax, self.cursor.doc.len()));
            };
            self.out.put(rest.get(..len).unwrap_or_default());
            self.cursor.at += len + 1;
            if rest.get(len) == Some(&b'\r') {
                self.carriage_return();
            } else if self.brackets() {
                self.cursor.at += 1;
                return Ok(());
            }
        }
    }

    /// A run of `]`, its first read already. True where its last two and a `>` are the end of CDATA; those two are not text.
    fn brackets(&mut self) -> bool {
        let mut run = 1;
        while self.cursor.eat(b"]") {
            run += 1;
        }
        let ends = run >= 2 && self.cursor.peek() == Some(b'>');
        (0..if ends { run - 2 } else { run }).for_each(|_| self.out.push(b']'));
        ends
    }

    /// A comment or processing instruction inside a field, the `opening` bytes of it read already: two readers could
    /// disagree on the text around it, so it has no place in what is verified.
    fn aside(&mut self, opening: usize) -> Result<(), Error> {
        let start = self.cursor.at - opening;
        let comment = self.cursor.doc.get(start + 1) == Some(&b'!');
        let tolerated = self.strictness == Strictness::Unverified;
        if comment && (tolerated || !self.cursor.rest().starts_with(b"--")) {
            return self.cursor.comment();
        }
        if tolerated { self.cursor.instruction() } else { Err(Error::at(Code::Structure, start)) }
    }
}

/// Is not copied from text as it is.
fn text_special(byte: u8) -> bool {
    (byte == b'<') | (byte == b'&') | (byte == b'\r') | (byte == b']')
}

/// Is not copied from CDATA as it is.
fn cdata_special(byte: u8) -> bool {
    (byte == b']') | (byte == b'\r')
}
