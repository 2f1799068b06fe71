//! quick-xml's Reader with the checks written that a signed message needs: what `decode_unverified` refuses, this refuses.
//!
//! Written for speed: it borrows from the document, checks characters once over the whole of it, and appends to a
//! buffer that is used again.

use std::ops::Range;

use quick_xml::errors::Error as XmlError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

const MAX_TEXT: usize = 64 * 1024;
const MAX_FIELDS: usize = 1024;
const MAX_NAME: usize = 64;

/// Why a document is refused.
#[derive(Debug)]
pub enum Refusal {
    /// A limit is exceeded.
    Size,
    /// Not UTF-8, or a declaration that says so.
    Encoding,
    /// A character that XML forbids.
    Char,
    /// Not well-formed in the eyes of quick-xml.
    Xml(XmlError),
    /// Not well-formed in a way that quick-xml tolerates.
    Syntax,
    /// A DOCTYPE.
    Doctype,
    /// An entity that XML does not define.
    Entity,
    /// An attribute, a child in a field, text between fields, another root.
    Structure,
    /// A name outside the grammar.
    Name,
    /// The same field twice.
    Duplicate,
}

impl From<XmlError> for Refusal {
    fn from(error: XmlError) -> Self {
        Self::Xml(error)
    }
}

/// Where in the document the reader is.
#[derive(PartialEq)]
enum Place {
    Before,
    Root,
    Field,
    After,
}

/// Reads a flat document into the flat form and returns the number of fields.
///
/// # Errors
/// The first refusal met; a character or limit first.
pub fn read(document: &[u8], flat: &mut String) -> Result<usize, Refusal> {
    flat.clear();
    if document.len() > MAX_TEXT {
        return Err(Refusal::Size);
    }
    let text = std::str::from_utf8(document).map_err(|_| Refusal::Encoding)?;
    if has_forbidden(text) {
        return Err(Refusal::Char);
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let mut names: Vec<Range<usize>> = Vec::with_capacity(32);
    let mut place = Place::Before;
    let mut first = true;
    loop {
        match reader.read_event()? {
            Event::Start(tag) => start(&tag, &mut place, flat, &mut names)?,
            Event::Empty(tag) => {
                start(&tag, &mut place, flat, &mut names)?;
                end(&mut place, flat);
            }
            Event::End(_) => end(&mut place, flat),
            Event::Text(text) if place == Place::Field => {
                if text.contains("]]>") {
                    return Err(Refusal::Syntax);
                }
                flat.push_str(&text.xml10_content());
            }
            Event::Text(text) => {
                if !text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
                    return Err(if place == Place::Root { Refusal::Structure } else { Refusal::Syntax });
                }
            }
            Event::CData(text) if place == Place::Field => flat.push_str(&text.xml10_content()),
            Event::CData(_) => return Err(Refusal::Structure),
            Event::GeneralRef(reference) if place == Place::Field => flat.push(character(&reference)?),
            Event::GeneralRef(_) => return Err(Refusal::Structure),
            Event::Comment(_) => {}
            Event::PI(instruction) => {
                let target = instruction.target();
                if !is_name(target) || target.eq_ignore_ascii_case("xml") {
                    return Err(Refusal::Syntax);
                }
            }
            Event::Decl(declaration) if first => check(&declaration)?,
            Event::Decl(_) => return Err(Refusal::Syntax),
            Event::DocType(_) => return Err(Refusal::Doctype),
            Event::Eof if place == Place::After => break,
            Event::Eof => return Err(Refusal::Syntax),
        }
        first = false;
    }
    let count = names.len();
    let name = |at: &Range<usize>| &flat[at.clone()];
    names.sort_unstable_by(|a, b| name(a).cmp(name(b)));
    if names.windows(2).any(|pair| name(&pair[0]) == name(&pair[1])) { Err(Refusal::Duplicate) } else { Ok(count) }
}

fn start(tag: &BytesStart<'_>, place: &mut Place, flat: &mut String, names: &mut Vec<Range<usize>>) -> Result<(), Refusal> {
    *place = match place {
        Place::Before => Place::Root,
        Place::Root => Place::Field,
        Place::Field => return Err(Refusal::Structure),
        Place::After => return Err(Refusal::Syntax),
    };
    if !tag.attributes_raw().trim_ascii().is_empty() {
        return Err(Refusal::Structure);
    }
    let name = tag.name().into_inner();
    if name.len() > MAX_NAME || names.len() == MAX_FIELDS {
        return Err(Refusal::Size);
    }
    if !is_name(name) {
        return Err(Refusal::Name);
    }
    if *place == Place::Root {
        return if matches!(name, "xml" | "root") { Ok(()) } else { Err(Refusal::Structure) };
    }
    names.push(flat.len()..flat.len() + name.len());
    flat.push_str(name);
    flat.push('\0');
    Ok(())
}

fn end(place: &mut Place, flat: &mut String) {
    if *place == Place::Field {
        flat.push('\0');
        *place = Place::Root;
    } else {
        *place = Place::After;
    }
}

/// The character that a reference stands for.
fn character(reference: &BytesRef<'_>) -> Result<char, Refusal> {
    if let Some(digits) = reference.strip_prefix('#') {
        if digits.len() > 7 {
            return Err(Refusal::Char);
        }
        return match reference.resolve_char_ref()? {
            Some(c) if is_allowed(c) => Ok(c),
            _ => Err(Refusal::Char),
        };
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(Refusal::Entity),
    }
}

fn check(declaration: &BytesDecl<'_>) -> Result<(), Refusal> {
    if declaration.xml_version()? != XmlVersion::Explicit1_0 {
        return Err(Refusal::Syntax);
    }
    match declaration.encoding() {
        Some(label) => {
            let label = label.map_err(XmlError::from)?;
            if label.eq_ignore_ascii_case("utf-8") || label.eq_ignore_ascii_case("utf8") { Ok(()) } else { Err(Refusal::Encoding) }
        }
        None => Ok(()),
    }
}

fn is_name(name: &str) -> bool {
    name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// One pass without branches, which compilers turn into vector code; only text that holds a suspect is looked at closely.
fn has_forbidden(text: &str) -> bool {
    let suspect = text.bytes().fold(false, |hit, b| hit | ((b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r')) | (b == 0xEF));
    suspect && !text.chars().all(is_allowed)
}
