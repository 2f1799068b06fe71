//! Bytes -> fields: the only reader of untrusted input.
//!
//! It knows exactly what a signed message may be - one root, flat fields, text - and names everything else with a code
//! and the byte where it is noticed. It runs once over the document, allocates nothing and cannot recurse.

use super::markup::Cursor;
use super::row::{Row, flat_into};
use super::usual::not_name;
use crate::error::{Code, Error};
use crate::fields::{MAX_FIELDS, MAX_NAME, MAX_TEXT, Pair, first_forbidden, is_name_byte, is_name_start};
use crate::flat::Flat;
use crate::order::{ORDINARY, with_order, with_pairs};
use crate::out::Out;
use crate::scan::find;

/// How much is tolerated. What is going to be verified must have one reading to the byte.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    Signed,
    /// Also comments and processing instructions inside a field, and the root `root`.
    Unverified,
}

/// Reads a flat document without trusting it: for replies that carry no signature, for logs, and for looking at what
/// was refused. `out` must be as long as the document, which is always enough.
///
/// # Errors
/// - `SIZE`: document, number of elements or a name over the limit
/// - `UTF8`, `CHAR`, `SYNTAX`, `DOCTYPE`, `ENTITY`, `ENCODING`, `STRUCTURE`, `NAME`: the first fault of the document
/// - `DUPLICATE`: an element that occurs twice
/// - `SHORT`: `out` is shorter than the document
pub fn decode_unverified_into<'o>(xml: &[u8], out: &'o mut [u8]) -> Result<Flat<&'o str>, Error> {
    decode(xml, Strictness::Unverified, out, &mut |pairs| with_order(pairs, &mut |_| Ok(())))
}

/// Reads a flat document without trusting it; see [`decode_unverified_into`].
///
/// ```
/// let reply = wxpay_core::decode_unverified(b"<xml><return_code>FAIL</return_code></xml>")?;
/// assert_eq!(reply.get("return_code"), Some("FAIL"));
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// As [`decode_unverified_into`], without `SHORT`.
#[cfg(feature = "alloc")]
pub fn decode_unverified(xml: &[u8]) -> Result<Flat<alloc::string::String>, Error> {
    let mut out = alloc::vec![0; xml.len().min(MAX_TEXT)];
    Ok(decode_unverified_into(xml, &mut out)?.to_owned())
}

/// Whether the fields of a document may leave the reader. Of an unverified one it sees the names only.
type Judge<'j> = &'j mut dyn FnMut(&[Pair<'_>]) -> Result<(), Error>;

/// Reads a document, has its fields judged, and writes their flat form into `out`; of a signed one, of the fields that are
/// signed. Limits first, then UTF-8, then the first fault in byte order.
pub(crate) fn decode<'o>(xml: &[u8], strictness: Strictness, out: &'o mut [u8], judge: Judge<'_>) -> Result<Flat<&'o str>, Error> {
    if xml.len() > MAX_TEXT {
        return Err(Error::field(Code::Size, "document"));
    }
    if out.len() < xml.len() {
        return Err(Error::short(xml.len()));
    }
    let doc = core::str::from_utf8(xml).map_err(|e| Error::at(Code::Utf8, e.valid_up_to()))?;
    if doc.len() > LONG {
        return decode_many(doc, strictness, out, judge);
    }
    let mut rows = [Row::default(); ORDINARY];
    match read(doc, strictness, &mut rows, out) {
        Err(error) if error.field_name() == Some(ELEMENTS) => decode_many(doc, strictness, out, judge),
        count => finish(doc, rows.get(..count?).unwrap_or_default(), strictness, out, judge),
    }
}

/// A longer document may well have more fields than ordinary ones, and is not read twice to find out.
const LONG: usize = 8 * 1024;

/// For documents with more fields than messages have.
#[cold]
#[inline(never)]
fn decode_many<'o>(doc: &str, strictness: Strictness, out: &'o mut [u8], judge: Judge<'_>) -> Result<Flat<&'o str>, Error> {
    let mut rows = [Row::default(); MAX_FIELDS];
    let count = read(doc, strictness, &mut rows, out)?;
    finish(doc, rows.get(..count).unwrap_or_default(), strictness, out, judge)
}

fn finish<'o>(doc: &str, rows: &[Row], strictness: Strictness, out: &'o mut [u8], judge: Judge<'_>) -> Result<Flat<&'o str>, Error> {
    let names_only = strictness == Strictness::Unverified;
    with_pairs(rows.len(), rows.iter().map(|row| row.pair(doc, out, names_only)), Code::Internal, judge)?;
    flat_into(doc, rows, strictness == Strictness::Signed, out)
}

/// Fills `rows` and says how many there are.
fn read(doc: &str, strictness: Strictness, rows: &mut [Row], out: &mut [u8]) -> Result<usize, Error> {
    let cursor = Cursor { doc: doc.as_bytes(), at: 0 };
    let mut reader = Reader { cursor, out: Out::new(out), rows, count: 0, allowed: 0, strictness };
    let result = reader.document();
    // Whichever fault comes first is reported.
    match (reader.forbidden(doc.len()), &result) {
        (Some(at), Err(fault)) if fault.offset().is_some_and(|offset| offset < at) => result,
        (Some(at), _) => Err(Error::at(Code::Char, at)),
        (None, _) => result,
    }
}

/// Where the error is placed when there is no room for another row.
const ELEMENTS: &str = "elements";

pub(super) struct Reader<'x, 'o> {
    pub(super) cursor: Cursor<'x>,
    pub(super) out: Out<'o>,
    rows: &'o mut [Row],
    count: usize,
    /// Up to here no character is forbidden. The fast way sees to that itself; all else is looked at apart, many bytes at a time.
    pub(super) allowed: usize,
    pub(super) strictness: Strictness,
}

impl<'x> Reader<'x, '_> {
    fn document(&mut self) -> Result<usize, Error> {
        self.cursor.eat(b"\xEF\xBB\xBF");
        if self.cursor.rest().starts_with(b"<?xml") && self.cursor.rest().get(5).is_some_and(|&b| !is_name_byte(b) && b != b':') {
            self.cursor.at += 5;
            self.cursor.declaration()?;
        }
        let root = if self.cursor.eat(b"<xml>") { Some(&b"xml"[..]) } else { self.root()? };
        if let Some(root) = root {
            while self.inside_root(root)? {}
        }
        while self.cursor.at < self.cursor.doc.len() {
            if !self.between(Code::Syntax)? {
                return Err(Error::at(Code::Syntax, self.cursor.at - 1)); // a second root
            }
        }
        Ok(self.count)
    }

    /// The start tag of the root and what may stand before it; None for a root that is empty.
    fn root(&mut self) -> Result<Option<&'x [u8]>, Error> {
        while self.between(Code::Syntax)? {}
        let start = self.cursor.at;
        let root = self.name()?;
        let known = root == b"xml" || (root == b"root" && self.strictness == Strictness::Unverified);
        // A document that ends inside the name is cut off, not another document.
        if !known && self.cursor.peek().is_some() {
            return Err(Error::at(Code::Structure, start));
        }
        Ok(if self.rest_of_tag()? { Some(root) } else { None })
    }

    /// Skips white space, one comment or one processing instruction; false when it has read the `<` of a tag instead.
    /// Text here has the code `text`.
    fn between(&mut self, text: Code) -> Result<bool, Error> {
        if self.cursor.skip_space() {
            return Ok(true);
        }
        match self.cursor.peek() {
            Some(b'<') => self.cursor.at += 1,
            None => return Err(self.cursor.fault(Code::Syntax)),
            Some(_) => return Err(self.cursor.fault(text)),
        }
        if self.cursor.eat(b"!") {
            if text == Code::Structure && self.cursor.rest().starts_with(b"[CDATA[") {
                return Err(Error::at(Code::Structure, self.cursor.at - 2));
            }
            self.cursor.comment()?;
            return Ok(true);
        }
        if self.cursor.eat(b"?") {
            self.cursor.instruction()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// One field, or what may stand between fields; false after the end tag of the root.
    fn inside_root(&mut self, root: &[u8]) -> Result<bool, Error> {
        self.usual_fields()?;
        if self.between(Code::Structure)? {
            return Ok(true);
        }
        if self.cursor.eat(b"/") {
            self.end_tag(root)?;
            return Ok(false);
        }
        self.field()?;
        Ok(true)
    }

    /// One field, its `<` read already.
    fn field(&mut self) -> Result<(), Error> {
        if self.count == self.rows.len() {
            return Err(Error::at(Code::Size, self.cursor.at - 1).in_field(ELEMENTS.as_bytes()));
        }
        let start = self.cursor.at;
        let name = self.name()?;
        let content = self.rest_of_tag()?;
        let value = self.cursor.at;
        self.out.jump(value);
        if content {
            self.text(name)?;
        }
        self.add(Row::new((start, name.len()), (value, self.out.len() - value), true));
        Ok(())
    }

    /// Where up to this place the first forbidden character stands.
    pub(super) fn forbidden(&self, end: usize) -> Option<usize> {
        first_forbidden(self.cursor.doc.get(self.allowed..end)?).map(|at| self.allowed + at)
    }

    /// Notes a field; false when there is no room for it.
    #[inline]
    pub(super) fn add(&mut self, row: Row) -> bool {
        let place = self.rows.get_mut(self.count);
        let room = place.is_some();
        if let Some(place) = place {
            *place = row;
            self.count += 1;
        }
        room
    }

    /// An element name, at most 64 bytes of `[A-Za-z0-9_.-]`.
    fn name(&mut self) -> Result<&'x [u8], Error> {
        let text = self.cursor.rest();
        let start = self.cursor.at;
        let len = find(text, not_name).unwrap_or(text.len());
        self.cursor.at += len;
        match (text.first(), self.cursor.peek()) {
            (Some(&first), _) if len > 0 && !is_name_start(first) => Err(Error::at(Code::Syntax, start)),
            (_, _) if len > MAX_NAME => Err(Error::at(Code::Size, start + MAX_NAME).in_field(b"name")),
            (_, Some(b':' | 0x80..)) => Err(self.cursor.fault(Code::Name)),
            (_, _) if len == 0 => Err(self.cursor.fault(Code::Syntax)),
            _ => Ok(text.get(..len).unwrap_or_default()),
        }
    }

    /// What follows the name in a start tag; true when content follows, false after `/>`.
    fn rest_of_tag(&mut self) -> Result<bool, Error> {
        if self.cursor.eat(b">") {
            return Ok(true);
        }
        let space = self.cursor.skip_space();
        if self.cursor.eat(b">") {
            return Ok(true);
        }
        if self.cursor.eat(b"/") {
            self.cursor.need(b">")?;
            return Ok(false);
        }
        let start = self.cursor.at;
        if !space || !self.cursor.peek().is_some_and(|b| is_name_start(b) || b == b':' || b >= 0x80) {
            return Err(self.cursor.fault(Code::Syntax));
        }
        while self.cursor.peek().is_some_and(|b| is_name_byte(b) || b == b':' || b >= 0x80) {
            self.cursor.at += 1;
        }
        self.cursor.quoted()?;
        Err(Error::at(Code::Structure, start))
    }

    /// The rest of an end tag, `</` read already.
    pub(super) fn end_tag(&mut self, name: &[u8]) -> Result<(), Error> {
        let start = self.cursor.at;
        if !self.cursor.eat(name) {
            return Err(Error::at(Code::Syntax, start));
        }
        if self.cursor.eat(b">") {
            return Ok(());
        }
        self.cursor.skip_space();
        self.cursor.need(b">")
    }
}
