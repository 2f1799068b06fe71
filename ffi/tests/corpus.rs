//! tests/corpus through C: same code, same place, same bytes; plainly, under sanitizers, under valgrind.

mod support;

use std::fmt::Write as _;

use base64::Engine as _;
use serde_json::Value;
use support::{C, Way};
use wxpay_core::Kind;

/// A call for the C runner, and what it may print.
struct Line {
    id: String,
    call: String,
    allowed: Vec<String>,
}

#[test]
fn the_corpus_gives_the_same_through_c() {
    check(Way::Plain);
}

#[test]
fn the_corpus_under_sanitizers() {
    check(Way::Sanitized);
}

#[test]
fn the_corpus_under_valgrind() {
    if support::has("valgrind") {
        check(Way::Valgrind);
    }
}

fn check(way: Way) {
    let lines: Vec<Line> =
        ["vectors", "hostile", "genuine", "outgoing"].into_iter().flat_map(cases).flat_map(|case| lines_of(&case)).collect();
    let input: String = lines.iter().map(|line| line.call.as_str()).collect();
    let program = support::program(C, way, &[support::source("corpus.c")], "corpus");
    let output = support::run(&program, way, input.as_bytes());
    let answers: Vec<&str> = output.lines().collect();
    assert_eq!(answers.len(), lines.len());
    let fits =
        |line: &Line, got: &str| line.allowed.iter().any(|allowed| got == allowed || (allowed.ends_with(' ') && got.starts_with(allowed)));
    let wrong: Vec<String> = lines
        .iter()
        .zip(answers)
        .filter(|(line, got)| !fits(line, got))
        .map(|(line, got)| format!("{}\n  want {:.300}\n  got  {got:.300}", line.id, line.allowed.join(" or ")))
        .collect();
    println!("{} calls of {way:?}", lines.len());
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

fn cases(file: &str) -> Vec<Value> {
    let path = support::root().join(format!("tests/corpus/{file}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// One line, or one for each place where the document is cut.
fn lines_of(case: &Value) -> Vec<Line> {
    let id = case["id"].as_str().expect("every case has an id").to_string();
    let Some(whole) = case.get("xml_cut").map(full) else {
        return vec![Line { id, call: call(case, &document(case)), allowed: wanted(case) }];
    };
    let codes = || case["want"]["codes"].as_array().into_iter().flatten();
    let refusals: Vec<String> = codes().map(|code| format!("{} ", code.as_str().unwrap_or_default())).collect();
    let cut = |end: usize| {
        let allowed = if end == whole.len() { vec!["OK ".into()] } else { refusals.clone() };
        Line { id: format!("{id}, {end} bytes"), call: call(case, &Some(whole.as_bytes()[..end].to_vec())), allowed }
    };
    (0..=whole.len()).map(cut).collect()
}

fn call(case: &Value, document: &Option<Vec<u8>>) -> String {
    let kind = case["kind"].as_str().map_or(0, |name| Kind::from_name(name).expect("a known kind").number());
    let algorithm = match case["key"]["use"].as_str() {
        Some("hmac_sha256") => 1,
        Some("verify_only") => 2,
        _ => 0,
    };
    let text = |value: &Value| value.as_str().map_or_else(|| "-".into(), |text| hex(text.as_bytes()));
    let key = &case["key"];
    let mut line =
        format!("{} {kind} {algorithm} {} {}", case["verb"].as_str().expect("a verb"), text(&key["secret"]), text(&key["previous"]));
    let _ = write!(line, " {}", document.as_ref().map_or_else(|| "-".into(), |bytes| hex(bytes)));
    let run = &case["run"];
    let numbered = (0..run["count"].as_u64().unwrap_or(0)).map(|i| (format!("{}{i:04}", full(&run["prefix"])), full(&run["value"])));
    for list in [pairs(&case["fields"]).into_iter().chain(numbered).collect(), pairs(&case["expected"])] {
        let _ = write!(line, " {}", list.len());
        for (name, value) in list {
            let _ = write!(line, " {} {}", hex(name.as_bytes()), hex(value.as_bytes()));
        }
    }
    line + "\n"
}

/// What C must print; a line that ends with a space is only the beginning, since the case does not say where.
fn wanted(case: &Value) -> Vec<String> {
    let want = &case["want"];
    let code = want["code"].as_str().expect("a code");
    let place = |name: &str, offset: String| vec![format!("{code} {name} {offset}")];
    match (code, want["field"].as_str(), want["offset"].as_u64()) {
        ("OK", ..) if want.get("text").is_some() => vec![format!("OK {}", hex(full(&want["text"]).as_bytes()))],
        ("OK", ..) => {
            let list = pairs(&want["fields"]);
            let fields: String = list.iter().map(|(name, value)| format!(" {} {}", hex(name.as_bytes()), hex(value.as_bytes()))).collect();
            let previous = u32::from(want["previous_key"] == true);
            let succeeded = want["succeeded"].as_bool().map_or(0..=1, |yes| u32::from(yes)..=u32::from(yes));
            succeeded.map(|succeeded| format!("OK {} {succeeded} {previous}{fields}", list.len())).collect()
        }
        (_, Some(field), offset) => place(&hex(field.as_bytes()), offset.map_or(String::new(), |offset| offset.to_string())),
        (_, None, Some(offset)) => place("x", offset.to_string()),
        (_, None, None) => vec![format!("{code} ")],
    }
}

fn document(case: &Value) -> Option<Vec<u8>> {
    let xml = case.get("xml").or(case.get("xml_repeat")).map(|xml| full(xml).into_bytes());
    xml.or_else(|| base64::engine::general_purpose::STANDARD.decode(case["xml_base64"].as_str()?).ok())
}

/// The text, or what `{prefix, unit, times, suffix}` stands for.
fn full(text: &Value) -> String {
    let part = |name: &str| text[name].as_str().unwrap_or_default();
    let repeated = || part("unit").repeat(text["times"].as_u64().unwrap_or(0) as usize);
    text.as_str().map_or_else(|| format!("{}{}{}", part("prefix"), repeated(), part("suffix")), str::to_string)
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    list.as_array().into_iter().flatten().map(|pair| (full(&pair[0]), full(&pair[1]))).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("x"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
