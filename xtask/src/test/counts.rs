//! How many tests passed, read from what the tools really printed.

use std::fs;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context as _, Result};

/// The outcome of some tests.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    /// The reason of each.
    pub(super) skipped: Vec<String>,
    /// The names of failed tests, as far as they are known.
    pub(super) names: Vec<String>,
}

impl Counts {
    pub(super) const fn of(passed: usize, failed: usize) -> Self {
        Self { passed, failed, skipped: Vec::new(), names: Vec::new() }
    }

    pub(super) const fn total(&self) -> usize {
        self.passed + self.failed + self.skipped.len()
    }

    /// The exit code is worth one test to a program that counts none.
    pub(super) const fn by_exit_code(success: bool) -> Self {
        if success { Self::of(1, 0) } else { Self::of(0, 1) }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped.extend(other.skipped);
        self.names.extend(other.names);
    }
}

/// Every `test result: ok. 3 passed; 0 failed; 1 ignored; ..` of `cargo test`.
pub(super) fn cargo(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines() {
        if let Some(result) = line.strip_prefix("test result: ") {
            counts.passed += number_before(result, " passed");
            counts.failed += number_before(result, " failed");
        } else if let Some((name, reason)) = line.split_once(" ... ignored") {
            counts.skipped.push(format!("{}{reason}", name.trim_start_matches("test ")));
        } else if let Some(name) = line.strip_suffix(" ... FAILED") {
            counts.names.push(name.trim_start_matches("test ").to_string());
        }
    }
    counts
}

fn number_before(text: &str, word: &str) -> usize {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The summary of `node --test`, in its `tap` and its `spec` form; with `--test` in several runs, all of them.
pub(super) fn node(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines() {
        if let Some((_, reason)) = line.split_once("# SKIP") {
            counts.skipped.push(reason.trim().to_string());
        } else if let Some((_, name)) = line.trim_start().strip_prefix("not ok ").and_then(|rest| rest.split_once(" - ")) {
            counts.names.push(name.to_string());
        }
        let Some(summary) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else { continue };
        match summary.split_once(' ').and_then(|(word, number)| Some((word, number.parse::<usize>().ok()?))) {
            Some(("pass", number)) => counts.passed += number,
            Some(("fail" | "cancelled", number)) => counts.failed += number,
            _ => {}
        }
    }
    counts
}

/// Surefire's reports, one XML file a class.
pub(super) fn surefire(folder: &Path) -> Result<Counts> {
    let mut counts = Counts::default();
    for entry in fs::read_dir(folder).with_context(|| format!("no test reports in {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "xml") {
            counts += report(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())?;
        }
    }
    Ok(counts)
}

fn report(xml: &str) -> Result<Counts> {
    let document = roxmltree::Document::parse(xml)?;
    let mut counts = Counts::default();
    for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
        let child = |name: &str| case.children().find(|node| node.has_tag_name(name));
        if let Some(skipped) = child("skipped") {
            let name = case.attribute("name").unwrap_or_default();
            counts.skipped.push(format!("{name}: {}", skipped.attribute("message").unwrap_or("no reason given")));
        } else if let Some(wrong) = child("failure").or_else(|| child("error")) {
            counts.failed += 1;
            let class = case.attribute("classname").unwrap_or_default();
            let message = wrong.attribute("message").unwrap_or_default().lines().next().unwrap_or_default();
            counts.names.push(format!("{class}.{}: {message}", case.attribute("name").unwrap_or_default()));
        } else {
            counts.passed += 1;
        }
    }
    Ok(counts)
}

/// The ticks and crosses of `cargo xtask demo`, one a line.
pub(super) fn demo(output: &str) -> Counts {
    let lines = |mark: char| output.lines().filter(move |line| line.contains(mark)).map(|line| line.trim().to_string());
    let names: Vec<String> = lines('✗').collect();
    Counts { passed: lines('✓').count(), failed: names.len(), names, ..Counts::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_output_is_added_up() {
        let output = "\
running 3 tests
test fields::order ... ok
test net::slow ... ignored, needs a network
test key::empty ... FAILED
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.50s
";
        let counts = cargo(output);
        assert_eq!((counts.passed, counts.failed), (12, 2));
        assert_eq!(counts.skipped, ["net::slow, needs a network"]);
        assert_eq!(counts.names, ["key::empty"]);
        assert_eq!(cargo("error: could not compile `x`"), Counts::default());
    }

    #[test]
    fn both_forms_of_node_output_are_read() {
        let tap = "TAP version 13\nok 1 - pays\nok 2 - real # SKIP not set: SHOP\n    not ok 1 - books\n# tests 4\n# suites 0\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n";
        let counts = node(tap);
        assert_eq!((counts.passed, counts.failed), (2, 1));
        assert_eq!(counts.skipped, ["not set: SHOP"]);
        assert_eq!(counts.names, ["books"]);
        let spec = "✔ pays (1.5ms)\n﹣ real (0.1ms) # SKIP\nℹ tests 3\nℹ pass 1\nℹ fail 0\nℹ cancelled 1\nℹ skipped 1\n";
        let counts = node(spec);
        assert_eq!((counts.passed, counts.failed, counts.skipped.len()), (1, 1, 1));
    }

    #[test]
    fn surefire_reports_are_read() {
        let xml = r#"<?xml version="1.0" encoding="UTF-8"?><testsuite name="A" tests="4" errors="1" skipped="1" failures="1">
            <testcase name="works" classname="A" time="0.1"/>
            <testcase name="later" classname="A"><skipped message="needs Windows"/></testcase>
            <testcase name="wrong" classname="A"><failure message="x" type="y">trace</failure></testcase>
            <testcase name="bad" classname="A"><error type="y"/><system-out/></testcase></testsuite>"#;
        let counts = report(xml).unwrap();
        assert_eq!((counts.passed, counts.failed), (1, 2));
        assert_eq!(counts.skipped, ["later: needs Windows"]);
        assert_eq!(counts.names, ["A.wrong: x", "A.bad: "]);
    }

    #[test]
    fn ticks_of_the_demo_are_counted() {
        let counts = demo(" 1 Login\n 2 No sign  ✓ NO_SIGN\n 3 Twice ✗ OK\n\n✓ done");
        assert_eq!((counts.passed, counts.failed), (2, 1));
        assert_eq!(counts.names, ["3 Twice ✗ OK"]);
    }
}
