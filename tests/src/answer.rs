//! The lines in which every face says what it gave, for `cargo xtask conformance`:
//!
//! ```text
//! id TAB OK TAB SHA-256 of the result [ succeeded] [ previous]
//! id TAB CODE TAB field, byte N
//! ```
//!
//! The result is a text, or fields as `(name NUL value NUL)*`. Of field and byte those that the error has.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// The name of a case whose document is cut after so many bytes.
#[must_use]
pub fn cut_id(id: &str, bytes: usize) -> String {
    format!("{id}@{bytes}")
}

/// A result that is a text.
#[must_use]
pub fn text(text: &str) -> String {
    format!("OK\t{}", digest(text.as_bytes()))
}

/// A result that is fields; both flags are unset where the call has none.
#[must_use]
pub fn fields(pairs: &[(String, String)], succeeded: bool, previous: bool) -> String {
    let flat: String = pairs.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect();
    let flag = |set: bool, word: &'static str| if set { word } else { "" };
    format!("OK\t{}{}{}", digest(flat.as_bytes()), flag(succeeded, " succeeded"), flag(previous, " previous"))
}

/// A refusal; the field may be empty.
#[must_use]
pub fn refusal(code: &str, field: &str, offset: Option<u64>) -> String {
    let byte = offset.map(|offset| format!("byte {offset}"));
    let place: Vec<&str> = [Some(field).filter(|field| !field.is_empty()), byte.as_deref()].into_iter().flatten().collect();
    format!("{code}\t{}", place.join(", "))
}

/// Appends the answers to the file that CONFORMANCE_OUT names, if it names one.
///
/// # Panics
/// When the file cannot be written.
pub fn record<'a>(answers: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let Some(path) = std::env::var_os("CONFORMANCE_OUT") else { return };
    let path = Path::new(&path);
    let lines: String = answers.into_iter().map(|(id, answer)| format!("{id}\t{answer}\n")).collect();
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(lines.as_bytes())).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
