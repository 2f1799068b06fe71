//! The faces: how the corpus goes through each, by the runner of its own suite.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::verdict::Answers;
use crate::java::{self, Step};
use crate::run::to_end;
use crate::tools::Tool;
use crate::{cargo, root, wasm};

pub(super) struct Face {
    pub(super) name: &'static str,
    pub(super) needs: &'static [Tool],
    runner: fn() -> Result<Command>,
}

/// The first is the one that the others are compared with.
pub(super) const FACES: [Face; 5] = [
    Face { name: "rust", needs: &[], runner: || Ok(test("wxpay-tests", "every_case_gives_what_is_written")) },
    Face { name: "c", needs: &[], runner: || Ok(test("wxpay-ffi", "the_corpus_gives_the_same_through_c")) },
    Face { name: "java", needs: &[Tool::Strip, Tool::Jdk, Tool::Maven], runner: java },
    Face { name: "node", needs: &[Tool::Node, Tool::Npm], runner: || node(&["test/corpus.test.mjs"]) },
    Face {
        name: "chromium",
        needs: &[Tool::Node, Tool::Npm, Tool::Chromium],
        runner: || node(&["--test-name-pattern=the whole corpus", "test/browser.test.mjs"]),
    },
];

/// Runs a face. Its own verdict does not count here: what it wrote is judged, and what it did not write is missing.
pub(super) fn answers(face: &Face) -> Result<Answers> {
    let out = root().join(format!("target/xtask/conformance-{}.tsv", face.name));
    let mut runner = (face.runner)()?;
    if out.exists() {
        fs::remove_file(&out).with_context(|| format!("cannot remove {}", out.display()))?;
    }
    let finished = to_end(&format!("conformance {}", face.name), runner.env("CONFORMANCE_OUT", &out))?;
    let text = fs::read_to_string(&out).with_context(|| format!("{} gave no answers\n{}", face.name, finished.tail()))?;
    Answers::read(&text)
}

fn test(package: &str, name: &str) -> Command {
    let mut test = cargo();
    test.args(["test", "--package", package, "--test", "corpus", name]);
    test
}

fn java() -> Result<Command> {
    java::build(root(), &[Step::Native, Step::Library])?;
    let mut maven = java::maven(root(), "java")?;
    maven.args(["-Dtest=CorpusTest", "test"]);
    Ok(maven)
}

fn node(arguments: &[&str]) -> Result<Command> {
    wasm::build(root())?;
    let folder = root().join("wasm");
    wasm::npm_ci(&folder.join("test"))?;
    let mut node = Command::new("node");
    node.current_dir(folder).arg("--test").args(arguments);
    Ok(node)
}
