//! The parts of XML that carry no field: declaration, comments, processing instructions, references.

use crate::error::{Code, Error};
use crate::fields::{is_name_byte, is_name_start};
use crate::scan::find;

/// A place in the document.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'x> {
    pub(crate) doc: &'x [u8],
    pub(crate) at: usize,
}

impl<'x> Cursor<'x> {
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.doc.get(self.at).copied()
    }

    #[inline]
    pub(crate) fn rest(&self) -> &'x [u8] {
        self.doc.get(self.at..).unwrap_or_default()
    }

    /// Steps over `text` if it comes next.
    #[inline]
    pub(crate) fn eat(&mut self, text: &[u8]) -> bool {
        let next = self.rest().starts_with(text);
        if next {
            self.at += text.len();
        }
        next
    }

    /// Steps over `text`; anything else is a fault at its first wrong byte.
    pub(crate) fn need(&mut self, text: &[u8]) -> Result<(), Error> {
        for &byte in text {
            if self.peek() != Some(byte) {
                return Err(self.fault(Code::Syntax));
            }
            self.at += 1;
        }
        Ok(())
    }

    pub(crate) fn skip_space(&mut self) -> bool {
        let from = self.at;
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.at > from
    }

    pub(crate) fn fault(&self, code: Code) -> Error {
        Error::at(code, self.at)
    }

    /// The rest of what begins with `<!` outside a field's text, apart from CDATA: a comment, or a fault.
    pub(crate) fn comment(&mut self) -> Result<(), Error> {
        if self.peek() == Some(b'D') {
            return Err(Error::at(Code::Doctype, self.at - 2));
        }
        self.need(b"--")?;
        loop {
            match find(self.rest(), |b| b == b'-') {
                None => return Err(Error::at(Code::Syntax, self.doc.len())),
                Some(dash) => self.at += dash + 1,
            }
            if self.eat(b"-") {
                return self.need(b">");
            }
        }
    }

    /// The rest of what begins with `<?`, the declaration excepted.
    pub(crate) fn instruction(&mut self) -> Result<(), Error> {
        let target = self.name()?;
        if target.eq_ignore_ascii_case(b"xml") {
            return Err(Error::at(Code::Syntax, self.at - target.len()));
        }
        if !self.skip_space() && !self.rest().starts_with(b"?>") {
            return Err(self.fault(Code::Syntax));
        }
        loop {
            match find(self.rest(), |b| b == b'?') {
                None => return Err(Error::at(Code::Syntax, self.doc.len())),
                Some(mark) => self.at += mark + 1,
            }
            if self.eat(b">") {
                return Ok(());
            }
        }
    }

    /// The declaration, `<?xml` read already: `version`, then perhaps `encoding`, then perhaps `standalone`.
    pub(crate) fn declaration(&mut self) -> Result<(), Error> {
        self.skip_space();
        self.need(b"version")?;
        let (start, version) = self.quoted()?;
        if version != b"1.0" {
            return Err(Error::at(Code::Syntax, start));
        }
        let mut space = self.skip_space();
        if space && self.eat(b"encoding") {
            let (start, label) = self.quoted()?;
            let named = label.first().is_some_and(u8::is_ascii_alphabetic) && label.iter().all(|&b| is_name_byte(b));
            if !named {
                return Err(Error::at(Code::Syntax, start));
            }
            if !label.eq_ignore_ascii_case(b"utf-8") && !label.eq_ignore_ascii_case(b"utf8") {
                return Err(Error::at(Code::Encoding, start));
            }
            space = self.skip_space();
        }
        if space && self.eat(b"standalone") {
            let (start, answer) = self.quoted()?;
            if answer != b"yes" && answer != b"no" {
                return Err(Error::at(Code::Syntax, start));
            }
            self.skip_space();
        }
        self.need(b"?>")
    }

    /// `= "text"`: where the text starts, and the text. No `<` in it, as in every attribute.
    pub(crate) fn quoted(&mut self) -> Result<(usize, &'x [u8]), Error> {
        self.skip_space();
        self.need(b"=")?;
        self.skip_space();
        let Some(quote @ (b'"' | b'\'')) = self.peek() else {
            return Err(self.fault(Code::Syntax));
        };
        self.at += 1;
        let start = self.at;
        let end = find(self.rest(), |b| (b == quote) | (b == b'<')).map_or(self.doc.len(), |n| start + n);
        self.at = end;
        if self.peek() != Some(quote) {
            return Err(self.fault(Code::Syntax));
        }
        self.at += 1;
        Ok((start, self.doc.get(start..end).unwrap_or_default()))
    }

    /// A plain name; empty, or followed by a byte that no name could hold, it is the caller's to judge.
    pub(crate) fn name(&mut self) -> Result<&'x [u8], Error> {
        let start = self.at;
        if !self.peek().is_some_and(is_name_start) {
            return Err(self.fault(Code::Syntax));
        }
        while self.peek().is_some_and(is_name_byte) {
            self.at += 1;
        }
        Ok(self.doc.get(start..self.at).unwrap_or_default())
    }

    /// A reference, `&` read already: the character it stands for.
    pub(crate) fn reference(&mut self) -> Result<char, Error> {
        let start = self.at - 1;
        if self.eat(b"#") {
            return self.character(start);
        }
        let name = self.name()?;
        self.need(b";")?;
        match name {
            b"lt" => Ok('<'),
            b"gt" => Ok('>'),
            b"amp" => Ok('&'),
            b"quot" => Ok('"'),
            b"apos" => Ok('\''),
            _ => Err(Error::at(Code::Entity, start).in_field(name)),
        }
    }

    /// A character reference, `&#` read already.
    fn character(&mut self, start: usize) -> Result<char, Error> {
        let (radix, most) = if self.eat(b"x") { (16, 6) } else { (10, 7) };
        let forbidden = Error::at(Code::Char, start);
        if matches!(self.peek(), Some(b';' | b'+' | b'-')) {
            return Err(forbidden);
        }
        let mut value = 0_u32;
        let mut digits = 0;
        while let Some(digit) = self.peek().and_then(|b| char::from(b).to_digit(radix)) {
            digits += 1;
            if digits > most {
                return Err(forbidden);
            }
            value = value * radix + digit;
            self.at += 1;
        }
        if digits == 0 {
            return Err(self.fault(Code::Syntax));
        }
        self.need(b";")?;
        match char::from_u32(value) {
            Some('\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}') | None => Err(forbidden),
            Some(c) => Ok(c),
        }
    }
}
