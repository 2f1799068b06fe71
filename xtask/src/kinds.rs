//! `core/kinds/*.toml` -> the tables of core and the enums of the other languages, with the codes beside them.

mod codes;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

/// Most fields of one kind; core keeps sets of them as bits.
const MAX_KNOWN: usize = 64;
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
        (root.join("core/src/kind/table.rs"), rust(&kinds, &sets)?),
        (root.join("java/src/main/java/io/github/wxpaycore/Kind.java"), java(&kinds)?),
        (root.join("java/src/main/java/io/github/wxpaycore/Code.java"), codes::java(&fs::read_to_string(root.join("core/src/error.rs"))?)?),
        (root.join("wasm/js/kinds.js"), javascript(&kinds)?),
        (root.join("wasm/js/kinds.d.ts"), typescript(&kinds)?),
        (root.join("SECURITY.md"), security(&kinds, &fs::read_to_string(root.join("SECURITY.md"))?)?),
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

fn rust(kinds: &[Kind], sets: &[ClientSet]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\n")?;
    writeln!(o, "use super::{{ClientField, ClientSet, Condition, Known, Outcome, Spec, Syntax, set}};\n")?;
    writeln!(o, "/// What a message is about. The caller says which kind it expects; the message is never asked.")?;
    writeln!(o, "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n#[repr(u16)]\n#[non_exhaustive]\npub enum Kind {{")?;
    writeln!(o, "    /// Any signed message this library has no data for. Weaker: signature, duplicates and client-side readings only.")?;
    writeln!(o, "    Unlisted = 0,")?;
    for kind in kinds {
        writeln!(o, "    /// `{}`: {} ({}).\n    {} = {},", kind.name, kind.en, kind.zh, kind.ident, kind.number)?;
    }
    writeln!(o, "}}\n\nimpl Kind {{\n    /// Every kind, by number.\n    pub const ALL: &'static [Self] = &[")?;
    writeln!(o, "        Self::Unlisted,")?;
    for kind in kinds {
        writeln!(o, "        Self::{},", kind.ident)?;
    }
    writeln!(o, "    ];\n\n    pub(super) const fn spec(self) -> &'static Spec {{\n        match self {{")?;
    writeln!(o, "            Self::Unlisted => &UNLISTED,")?;
    for kind in kinds {
        writeln!(o, "            Self::{} => &{},", kind.ident, constant(&kind.ident))?;
    }
    writeln!(o, "        }}\n    }}\n}}\n")?;
    writeln!(
        o,
        "static UNLISTED: Spec = Spec {{\n    name: \"unlisted\",\n    signed: true,\n    required: &[],\n    outcomes: &[],\n    yes: &[],\n    defaults: &[],\n    fields: &[],\n}};"
    )?;
    for kind in kinds {
        spec(o, kind)?;
    }
    writeln!(o, "\n/// Texts that go to clients under the same key.\npub(super) static CLIENT_SETS: &[ClientSet] = &[")?;
    for set in sets {
        writeln!(o, "    // {}\n    ClientSet(&[", set.name)?;
        for field in &set.fields {
            let name = field.trim_end_matches(['?', '*']);
            let (optional, free) = (field.contains('?'), field.contains('*'));
            writeln!(o, "        ClientField {{ name: {name:?}, optional: {optional}, free: {free} }},")?;
        }
        writeln!(o, "    ]),")?;
    }
    writeln!(o, "];")?;
    Ok(out)
}

fn spec(o: &mut String, kind: &Kind) -> Result<()> {
    writeln!(o, "\nstatic {}: Spec = Spec {{", constant(&kind.ident))?;
    writeln!(o, "    name: {:?},\n    signed: {},", kind.name, kind.signed)?;
    writeln!(o, "    required: &{:?},", kind.required)?;
    writeln!(o, "    outcomes: &[")?;
    for outcome in outcomes(kind) {
        let number = |wanted: &String| kind.fields.keys().position(|name| name == wanted).unwrap_or_default();
        let condition = |(name, values): (&String, &Vec<String>), wanted: bool| {
            format!("Condition {{ number: {}, values: &{values:?}, wanted: {wanted} }}", number(name))
        };
        let when = outcome.when.iter().map(|pair| condition(pair, true));
        let conditions: Vec<String> = when.chain(outcome.unless.iter().map(|pair| condition(pair, false))).collect();
        let required: Vec<usize> = outcome.required.iter().map(number).collect();
        writeln!(o, "        // {}", outcome.required.join(", "))?;
        writeln!(o, "        Outcome {{ when: &[{}], required: set(&{required:?}) }},", conditions.join(", "))?;
    }
    writeln!(o, "    ],")?;
    let answer = |(name, value): (&String, &String), optional: bool| format!("({name:?}, {value:?}, {optional})");
    let answers: Vec<String> =
        kind.yes.iter().map(|pair| answer(pair, false)).chain(kind.yes_if_present.iter().map(|pair| answer(pair, true))).collect();
    writeln!(o, "    yes: &[{}],", answers.join(", "))?;
    let defaults: Vec<String> = kind.defaults.iter().map(|(name, value)| format!("({name:?}, {value:?})")).collect();
    writeln!(o, "    defaults: &[{}],\n    fields: &[", defaults.join(", "))?;
    for (name, syntax) in &kind.fields {
        let syntax = match syntax {
            Syntax::Named(word) => match word.as_str() {
                "text" => "Syntax::Text".into(),
                "amount" => "Syntax::Amount".into(),
                "digits" => "Syntax::Digits".into(),
                "time" => "Syntax::Time".into(),
                "id" => "Syntax::Id".into(),
                other => anyhow::bail!("{}: {name} has the unknown syntax {other:?}", kind.name),
            },
            Syntax::OneOf(words) => format!("Syntax::OneOf(&{words:?})"),
        };
        writeln!(o, "        Known::new({name:?}, {syntax}),")?;
    }
    writeln!(o, "    ],\n}};")?;
    Ok(())
}

fn java(kinds: &[Kind]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\npackage io.github.wxpaycore;\n")?;
    writeln!(o, "/** What a message is about. The caller says which kind it expects; the message is never asked. */\npublic enum Kind {{")?;
    writeln!(
        o,
        "    /** Any signed message this library has no data for. Weaker: signature, duplicates and client-side readings only. */"
    )?;
    write!(o, "    UNLISTED(0)")?;
    for kind in kinds {
        write!(o, ",\n    /** {}: {} ({}). */\n    {}({})", kind.name, kind.en, kind.zh, constant(&kind.ident), kind.number)?;
    }
    writeln!(o, ";\n\n    private final int number;\n\n    Kind(int number) {{\n        this.number = number;\n    }}\n")?;
    writeln!(
        o,
        "    /** The number that crosses the border; never reused. */\n    public int number() {{\n        return number;\n    }}\n}}"
    )?;
    Ok(out)
}

fn javascript(kinds: &[Kind]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\n")?;
    writeln!(o, "/** The numbers that cross the border; never reused. */\nexport const KINDS = {{\n  __proto__: null,\n  unlisted: 0,")?;
    for kind in kinds {
        writeln!(o, "  {}: {},", kind.name, kind.number)?;
    }
    writeln!(o, "}};")?;
    Ok(out)
}

fn typescript(kinds: &[Kind]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\n")?;
    writeln!(o, "/**\n * What a message is about. The caller says which kind it expects; the message is never asked.")?;
    writeln!(o, " * 报文的种类，由调用方指定，绝不由报文决定。\n *")?;
    writeln!(
        o,
        " * - `unlisted`: any signed message this library has no data for. Weaker: signature, duplicates and client-side readings"
    )?;
    writeln!(o, " *   only. 未收录的报文，校验较弱。")?;
    for kind in kinds {
        writeln!(o, " * - `{}`: {}. {}。", kind.name, kind.en, kind.zh)?;
    }
    write!(o, " */\nexport type Kind =\n  | 'unlisted'")?;
    for kind in kinds {
        write!(o, "\n  | '{}'", kind.name)?;
    }
    writeln!(o, ";")?;
    Ok(out)
}

/// The table of what no verifier can see: a known field that may be cut out of the free text before it, because no
/// required name stands between the two.
fn security(kinds: &[Kind], text: &str) -> Result<String> {
    const FROM: &str = "<!-- made by cargo xtask kinds -->\n";
    let (before, rest) = text.split_once(FROM).context("SECURITY.md has lost its first mark")?;
    let (_, after) = rest.split_once("<!-- end -->").context("SECURITY.md has lost its second mark")?;
    let mut o = String::new();
    writeln!(o, "| kind | outcome | free text | may be cut out of it |\n|---|---|---|---|")?;
    for kind in kinds.iter().filter(|kind| kind.signed) {
        let free = |name: &String| matches!(&kind.fields[name], Syntax::Named(word) if word == "text");
        for outcome in outcomes(kind) {
            let is = outcome.when.iter().map(|(name, values)| format!("{name} {}", values.join(" or ")));
            let is_not = outcome.unless.iter().map(|(name, values)| format!("{name} not {}", values.join(" or ")));
            let when: Vec<String> = is.chain(is_not).collect();
            for name in kind.fields.keys().filter(|name| free(name)) {
                let wall = outcome.required.iter().find(|required| *required > name);
                let behind = kind.fields.keys().filter(|other| *other > name && wall.is_none_or(|wall| *other < wall));
                let behind: Vec<String> = behind.map(|other| format!("`{other}`")).collect();
                if !behind.is_empty() {
                    let when = if when.is_empty() { "any".into() } else { when.join(", ") };
                    writeln!(o, "| {} | {when} | `{name}` | {} |", kind.name, behind.join(" "))?;
                }
            }
        }
    }
    Ok(format!("{before}{FROM}{o}<!-- end -->{after}"))
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
