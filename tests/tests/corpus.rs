//! Runs tests/corpus against the Rust library, and the file that CORPUS_MORE names if it is set. Every failing case is
//! listed at the end: id, promise, wanted, got.

mod case;

use case::{Case, Got};

/// All verbs of the corpus; each must have run.
const VERBS: [&str; 9] =
    ["canonical", "sign", "verify", "encode", "encode_signed", "decode_verified", "decode_unverified", "mini_program", "expect"];

#[test]
fn every_case_gives_what_is_written() {
    let mut cases = 0;
    let mut runs = VERBS.map(|verb| (verb, 0_u32));
    let mut wrong = Vec::new();
    let files = ["vectors", "hostile", "genuine", "outgoing"].map(|name| format!("{}/corpus/{name}.json", env!("CARGO_MANIFEST_DIR")));
    for case in files.into_iter().chain(std::env::var("CORPUS_MORE")).flat_map(|path| case::load(&path)) {
        cases += 1;
        let outcome = check(&case, &mut |verb| runs.iter_mut().filter(|run| run.0 == verb).for_each(|run| run.1 += 1));
        if let Err(got) = outcome {
            wrong.push(format!("{} [{}]\n  want {}\n  got  {got}", case.id(), case.row(), case.want()));
        }
    }
    println!("{cases} cases; calls: {}", runs.map(|(verb, times)| format!("{verb} {times}")).join(", "));
    assert!(runs.iter().all(|run| run.1 > 0), "a verb has no case: {runs:?}");
    assert!(wrong.is_empty(), "{} of {cases} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Runs one case; `ran` counts the calls. The error is what came instead.
fn check(case: &Case, ran: &mut dyn FnMut(&str)) -> Result<(), String> {
    let Some(whole) = case.cut() else {
        ran(case.verb());
        return case.run().expected(case);
    };
    for end in 0..whole.len() {
        ran(case.verb());
        let got = case.run_xml(whole.get(..end).unwrap_or_default());
        if !case.allows(&got) {
            return Err(format!("{got} after {end} bytes"));
        }
    }
    match case.run_xml(whole) {
        Got::Error(error) => Err(format!("the whole document: {error}")),
        _ => Ok(()),
    }
}
