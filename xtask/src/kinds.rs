//! `core/kinds/*.toml` -> the tables of core and the enums of the other languages, with the codes beside them.

mod codes;
mod hosts;
mod security;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// Most fields of one kind; core keeps sets of them as bits, and shifts by their count.
const MAX_KNOWN: usize = 63;
/// Most outcomes of one kind and required names of one outcome; the search for other readings has room for this many.
const MAX_OUTCOMES: usize = 4;
const MAX_REQUIRED: usize = 16;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    kind: Vec<Kind>,
    #[serde(default)]
    set: Vec<ClientSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    number: u32,
    ident: String,
    name: String,
    en: String,
    zh: String,
    #[serde(default = "yes")]
    signed: bool,
    #[serde(default)]
    required: Vec<String>,
    #[serde(default)]
    outcome: Vec<Outcome>,
    #[serde(default)]
    yes: BTreeMap<String, String>,
    #[serde(default)]
    yes_if_present: BTreeMap<String, String>,
    #[serde(default)]
    defaults: BTreeMap<String, String>,
    fields: BTreeMap<String, Syntax>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    #[serde(default)]
    when: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unless: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    required: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Syntax {
    Named(String),
    OneOf(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientSet {
    name: String,
    fields: Vec<String>,
}

const fn yes() -> bool {
    true
}

/// Makes every generated file.
pub(crate) fn write(root: &Path) -> Result<()> {
    for (path, text) in files(root)? {
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Fails when a committed file is not what [`write()`] would make.
pub(crate) fn check(root: &Path) -> Result<()> {
    for (path, fresh) in files(root)? {
        let committed = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        ensure!(committed == fresh, "{} is stale: run cargo xtask kinds", path.display());
    }
    Ok(())
}

/// Every generated file with its contents.
fn files(root: &Path) -> Result<Vec<(PathBuf, String)>> {
    let (kinds, sets) = read(&root.join("core/kinds"))?;
    Ok(vec![
        (root.join("core/src/kind/table.rs"), table::rust(&kinds, &sets)?),
        (root.join("java/src/main/java/io/github/wxpaycore/Kind.java"), hosts::java(&kinds)?),
        (root.join("java/src/main/java/io/github/wxpaycore/Code.java"), codes::java(&fs::read_to_string(root.join("core/src/error.rs"))?)?),
        (root.join("wasm/js/codes.js"), codes::javascript()?),
        (root.join("wasm/js/kinds.js"), hosts::javascript(&kinds)?),
        (root.join("wasm/js/kinds.d.ts"), hosts::typescript(&kinds)?),
        (root.join("SECURITY.md"), security::table(&kinds, &fs::read_to_string(root.join("SECURITY.md"))?)?),
    ])
}

fn read(folder: &Path) -> Result<(Vec<Kind>, Vec<ClientSet>)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let (mut kinds, mut sets) = (Vec::new(), Vec::new());
    for path in paths {
        let file: File = toml::from_str(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())?;
        kinds.extend(file.kind);
        sets.extend(file.set);
    }
    for set in &sets {
        ensure!(
            set.fields.last().is_some_and(|last| !last.ends_with(['?', '*'])),
            "{}: the last field must be there and not free",
            set.name
        );
    }
    kinds.sort_by_key(|kind| kind.number);
    for (expected, kind) in (1..).zip(&kinds) {
        ensure!(kind.number == expected, "{}: the numbers of kinds must be 1, 2, 3 .. without gaps", kind.name);
        ensure!(kind.fields.len() <= MAX_KNOWN, "{}: more than {MAX_KNOWN} fields", kind.name);
        ensure!(outcomes(kind).len() <= MAX_OUTCOMES, "{}: more than {MAX_OUTCOMES} outcomes", kind.name);
        for outcome in outcomes(kind) {
            ensure!(outcome.required.len() <= MAX_REQUIRED, "{}: more than {MAX_REQUIRED} required fields", kind.name);
            for name in outcome.required.iter().chain(outcome.when.keys()).chain(outcome.unless.keys()) {
                ensure!(kind.fields.contains_key(name), "{}: {name} is required but not among its fields", kind.name);
            }
        }
    }
    Ok((kinds, sets))
}

/// The outcomes with what every message has, ascending; a kind that names none has one.
fn outcomes(kind: &Kind) -> Vec<Outcome> {
    let plain = [Outcome::default()];
    let named = if kind.outcome.is_empty() { &plain[..] } else { &kind.outcome };
    let complete = |outcome: &Outcome| {
        let mut required: Vec<String> = kind.required.iter().chain(&outcome.required).cloned().collect();
        required.sort();
        Outcome { when: outcome.when.clone(), unless: outcome.unless.clone(), required }
    };
    named.iter().map(complete).collect()
}

/// `PayNotice` -> `PAY_NOTICE`.
fn constant(ident: &str) -> String {
    let mut out = String::new();
    for (at, c) in ident.chars().enumerate() {
        if c.is_ascii_uppercase() && at > 0 {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_generated_files_are_fresh() {
        super::check(crate::root()).unwrap();
    }
}
