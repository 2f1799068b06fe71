//! The files of `corpus/` as plain data; tests/README.md tells the form of a case.

use std::path::Path;

use base64::Engine as _;
use serde_json::Value;

/// The files that hold cases.
pub const FILES: [&str; 4] = ["vectors", "hostile", "genuine", "outgoing"];

/// All cases of all files.
#[must_use]
pub fn cases() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    FILES.iter().flat_map(|name| load(&folder.join(format!("{name}.json")))).collect()
}

/// All cases of one file.
///
/// # Panics
/// When it is not a list of cases.
#[must_use]
pub fn load(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text, or what `{prefix, unit, times, suffix}` stands for.
#[must_use]
pub fn full(text: &Value) -> String {
    let part = |name: &str| text[name].as_str().unwrap_or_default();
    let repeated = || part("unit").repeat(text["times"].as_u64().unwrap_or(0) as usize);
    text.as_str().map_or_else(|| format!("{}{}{}", part("prefix"), repeated(), part("suffix")), str::to_owned)
}

/// Names and values as the corpus holds them: `[[name, value], ...]`.
#[must_use]
pub fn pairs(list: &Value) -> Vec<(String, String)> {
    list.as_array().into_iter().flatten().map(|pair| (full(&pair[0]), full(&pair[1]))).collect()
}

/// The list of a case: `fields`, then the numbered `run`.
#[must_use]
pub fn fields(case: &Value) -> Vec<(String, String)> {
    let run = &case["run"];
    let numbered = (0..run["count"].as_u64().unwrap_or(0)).map(|i| (format!("{}{i:04}", full(&run["prefix"])), full(&run["value"])));
    pairs(&case["fields"]).into_iter().chain(numbered).collect()
}

/// The document of a case, if it has one to be read as a whole.
#[must_use]
pub fn document(case: &Value) -> Option<Vec<u8>> {
    let xml = case.get("xml").or(case.get("xml_repeat")).map(|xml| full(xml).into_bytes());
    xml.or_else(|| base64::engine::general_purpose::STANDARD.decode(case["xml_base64"].as_str()?).ok())
}

/// The document that must be refused wherever it is cut.
#[must_use]
pub fn cut(case: &Value) -> Option<&[u8]> {
    case["xml_cut"].as_str().map(str::as_bytes)
}
