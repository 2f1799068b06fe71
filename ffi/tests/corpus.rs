//! tests/corpus through C: same code, same place, same bytes; plainly, under sanitizers, under valgrind.

mod support;

use std::fmt::Write as _;

use serde_json::Value;
use support::{C, Way};
use wxpay_core::Kind;
use wxpay_tests::answer;
use wxpay_tests::corpus::{self, full, pairs};

/// A call for the C runner, and what it may print.
struct Line {
    id: String,
    call: String,
    allowed: Vec<String>,
}

#[test]
fn the_corpus_gives_the_same_through_c() {
    let calls = made(Way::Plain);
    let answers: Vec<String> = calls.iter().map(|(line, got)| answer_of(line, got)).collect();
    answer::record(calls.iter().zip(&answers).map(|((line, _), answer)| (line.id.as_str(), answer.as_str())));
    check(&calls);
}

#[test]
fn the_corpus_under_sanitizers() {
    check(&made(Way::Sanitized));
}

#[test]
fn the_corpus_under_valgrind() {
    if support::has("valgrind") {
        check(&made(Way::Valgrind));
    }
}

/// Every call, and what the runner printed of it.
fn made(way: Way) -> Vec<(Line, String)> {
    let lines: Vec<Line> = corpus::cases().iter().flat_map(lines_of).collect();
    let input: String = lines.iter().map(|line| line.call.as_str()).collect();
    let program = support::program(C, way, &[support::source("corpus.c")], "corpus");
    let output = support::run(&program, way, input.as_bytes());
    assert_eq!(output.lines().count(), lines.len());
    println!("{} calls of {way:?}", lines.len());
    lines.into_iter().zip(output.lines().map(str::to_owned)).collect()
}

fn check(calls: &[(Line, String)]) {
    let fits =
        |line: &Line, got: &str| line.allowed.iter().any(|allowed| got == allowed || (allowed.ends_with(' ') && got.starts_with(allowed)));
    let wrong: Vec<String> = calls
        .iter()
        .filter(|(line, got)| !fits(line, got))
        .map(|(line, got)| format!("{}\n  want {:.300}\n  got  {got:.300}", line.id, line.allowed.join(" or ")))
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), calls.len(), wrong.join("\n"));
}

/// What the runner printed, in the format of `cargo xtask conformance`.
fn answer_of(line: &Line, got: &str) -> String {
    let words: Vec<&str> = got.split(' ').collect();
    match words[..] {
        ["OK", text] => answer::text(&unhex(text)),
        ["OK", _, succeeded, previous, ref fields @ ..] => {
            let pairs: Vec<(String, String)> = fields.chunks_exact(2).map(|pair| (unhex(pair[0]), unhex(pair[1]))).collect();
            answer::fields(&pairs, succeeded == "1", previous == "1")
        }
        [code, field, offset] => answer::refusal(code, &unhex(field), offset.parse().ok()),
        _ => panic!("{}: {got:.300}", line.id),
    }
}

/// One line, or one for each place where the document is cut.
fn lines_of(case: &Value) -> Vec<Line> {
    let id = case["id"].as_str().expect("every case has an id").to_string();
    let Some(whole) = corpus::cut(case) else {
        return vec![Line { id, call: call(case, corpus::document(case).as_deref()), allowed: wanted(case) }];
    };
    let codes = || case["want"]["codes"].as_array().into_iter().flatten();
    let refusals: Vec<String> = codes().map(|code| format!("{} ", code.as_str().unwrap_or_default())).collect();
    let cut = |end: usize| {
        let allowed = if end == whole.len() { vec!["OK ".into()] } else { refusals.clone() };
        Line { id: answer::cut_id(&id, end), call: call(case, Some(&whole[..end])), allowed }
    };
    (0..=whole.len()).map(cut).collect()
}

fn call(case: &Value, document: Option<&[u8]>) -> String {
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
    let _ = write!(line, " {}", document.map_or_else(|| "-".into(), hex));
    for list in [corpus::fields(case), pairs(&case["expected"])] {
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("x"), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(hex: &str) -> String {
    let digits = hex.strip_prefix('x').expect("texts begin with x").as_bytes();
    let bytes = digits.chunks_exact(2).map(|two| u8::from_str_radix(&String::from_utf8_lossy(two), 16).expect("two digits"));
    String::from_utf8(bytes.collect()).expect("results are UTF-8")
}
