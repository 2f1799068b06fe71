//! Fields -> bytes.

use crate::error::{Code, Error};
use crate::fields::{Fields, MAX_TEXT};
use crate::order::with_order;
use crate::out::Out;
use crate::sign::Signature;

/// What a document holds beside its fields.
const DOCUMENT: usize = "<xml></xml>".len();

/// Writes an unsigned document, such as the answer to a notice. The order is the host's; text is escaped, so any XML
/// parser reads the same values back.
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice
/// - `SIZE`: a document over [`MAX_TEXT`] bytes
/// - `SHORT`: `out` is too small
pub fn encode_into(fields: Fields<'_>, out: &mut [u8]) -> Result<usize, Error> {
    with_order(fields.pairs(), &mut |_| Ok(()))?;
    write(fields, None, out)
}

/// An unsigned document, such as the answer to a notice.
///
/// ```
/// use wxpay_core::{Fields, encode};
/// let answer = Fields::new(&[("return_code", "SUCCESS"), ("return_msg", "OK")])?;
/// assert_eq!(encode(answer)?, "<xml><return_code>SUCCESS</return_code><return_msg>OK</return_msg></xml>");
/// # Ok::<(), wxpay_core::Error>(())
/// ```
///
/// # Errors
/// - `DUPLICATE`: a name that occurs twice
/// - `SIZE`: a document over [`MAX_TEXT`] bytes
#[cfg(feature = "alloc")]
pub fn encode(fields: Fields<'_>) -> Result<alloc::string::String, Error> {
    crate::text(plain_size(fields), |out| encode_into(fields, out))
}

/// The size of the document when nothing in it needs escaping.
pub(crate) fn plain_size(fields: Fields<'_>) -> usize {
    fields.pairs().iter().fold(DOCUMENT, |sum, (name, value)| sum + 2 * name.len() + value.len() + "<></>".len())
}

/// Writes the fields and, last, the signature.
pub(crate) fn write(fields: Fields<'_>, sign: Option<&Signature>, out: &mut [u8]) -> Result<usize, Error> {
    let escapes = if fields.is_plain() { 0 } else { fields.pairs().iter().map(|pair| growth(pair.1.as_bytes())).sum() };
    let needed = plain_size(fields) + escapes + sign.map_or(0, |sign| "<sign></sign>".len() + sign.as_str().len());
    if needed > MAX_TEXT {
        return Err(Error::field(Code::Size, "document"));
    }
    let Some(out) = out.get_mut(..needed) else {
        return Err(Error::short(needed));
    };
    let mut out = Out::new(out);
    out.put(b"<xml>");
    for &(name, value) in fields.pairs() {
        element(&mut out, name, value, escapes > 0);
    }
    if let Some(sign) = sign {
        element(&mut out, "sign", sign.as_str(), false);
    }
    out.put(b"</xml>");
    Ok(out.len())
}

fn element(out: &mut Out<'_>, name: &str, value: &str, escape: bool) {
    out.push(b'<');
    out.put_then(name.as_bytes(), *b">");
    if escape && growth(value.as_bytes()) > 0 {
        value.bytes().for_each(|byte| match reference(byte) {
            "" => out.push(byte),
            reference => out.put(reference.as_bytes()),
        });
        out.put(b"</");
    } else {
        out.put_then(value.as_bytes(), *b"</");
    }
    out.put_then(name.as_bytes(), *b">");
}

/// How a byte is written when it cannot stand in text. `>` would end a stray `]]>`; a bare CR would be read as LF.
fn reference(byte: u8) -> &'static str {
    match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'\r' => "&#13;",
        _ => "",
    }
}

/// Bytes that escaping adds.
fn growth(value: &[u8]) -> usize {
    value.iter().map(|&byte| reference(byte).len().saturating_sub(1)).sum()
}
