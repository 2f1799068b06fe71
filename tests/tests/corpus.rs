//! Runs tests/corpus against the Rust library, and the file that CORPUS_MORE names if it is set. Every failing case is
//! listed at the end: id, promise, wanted, got.

mod case;

use std::path::Path;

use case::{Case, Got};
use wxpay_tests::{answer, corpus};

/// All verbs of the corpus; each must have run.
const VERBS: [&str; 9] =
    ["canonical", "sign", "verify", "encode", "encode_signed", "decode_verified", "decode_unverified", "mini_program", "expect"];

#[test]
fn every_case_gives_what_is_written() {
    let mut cases = 0;
    let mut runs = VERBS.map(|verb| (verb, 0_u32));
    let mut wrong = Vec::new();
    let mut answers = Vec::new();
    let more = std::env::var("CORPUS_MORE").into_iter().flat_map(|path| corpus::load(Path::new(&path)));
    for case in corpus::cases().into_iter().chain(more).map(Case) {
        cases += 1;
        let outcome = check(&case, &mut |id, got| {
            runs.iter_mut().filter(|run| run.0 == case.verb()).for_each(|run| run.1 += 1);
            answers.push((id, got.answer()));
        });
        if let Err(got) = outcome {
            wrong.push(format!("{} [{}]\n  want {}\n  got  {got}", case.id(), case.row(), case.want()));
        }
    }
    answer::record(answers.iter().map(|(id, answer)| (id.as_str(), answer.as_str())));
    println!("{cases} cases; calls: {}", runs.map(|(verb, times)| format!("{verb} {times}")).join(", "));
    assert!(runs.iter().all(|run| run.1 > 0), "a verb has no case: {runs:?}");
    assert!(wrong.is_empty(), "{} of {cases} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Runs one case; `ran` sees each call. The error is what came instead.
fn check(case: &Case, ran: &mut dyn FnMut(String, &Got)) -> Result<(), String> {
    let Some(whole) = case.cut() else {
        let got = case.run();
        ran(case.id().into(), &got);
        border_agrees(case, corpus::document(&case.0).as_deref(), &got)?;
        return got.expected(case);
    };
    for end in 0..=whole.len() {
        let got = case.run_xml(whole.get(..end).unwrap_or_default());
        ran(answer::cut_id(case.id(), end), &got);
        border_agrees(case, whole.get(..end), &got)?;
        let fits = if end < whole.len() { case.allows(&got) } else { !matches!(got, Got::Error(_)) };
        if !fits {
            return Err(format!("{got} after {end} bytes"));
        }
    }
    Ok(())
}

fn border_agrees(case: &Case, xml: Option<&[u8]>, got: &Got) -> Result<(), String> {
    if case.border_agrees(xml, got) { Ok(()) } else { Err(format!("{got}, but not so over the border")) }
}
