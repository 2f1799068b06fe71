//! `core/src/kind/table.rs`: names and words once, everything else as numbers.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::{ClientSet, Kind, Syntax, constant, outcomes};

/// What the tables of kinds point into.
struct Shared<'k> {
    /// Ascending.
    names: Vec<&'k str>,
    words: Vec<&'k [String]>,
}

impl<'k> Shared<'k> {
    fn of(kinds: &'k [Kind]) -> Self {
        let names: BTreeSet<&str> = kinds.iter().flat_map(|kind| kind.fields.keys()).map(String::as_str).collect();
        let in_syntax = kinds.iter().flat_map(|kind| kind.fields.values()).filter_map(|syntax| match syntax {
            Syntax::OneOf(words) => Some(words.as_slice()),
            Syntax::Named(_) => None,
        });
        let conditions =
            kinds.iter().flat_map(|kind| &kind.outcome).flat_map(|outcome| outcome.when.values().chain(outcome.unless.values()));
        let words: BTreeSet<&[String]> = in_syntax.chain(conditions.map(Vec::as_slice)).collect();
        Self { names: names.into_iter().collect(), words: words.into_iter().collect() }
    }

    fn name(&self, name: &str) -> usize {
        self.names.partition_point(|known| *known < name)
    }

    fn words(&self, words: &[String]) -> usize {
        self.words.partition_point(|known| *known < words)
    }
}

pub(super) fn rust(kinds: &[Kind], sets: &[ClientSet]) -> Result<String> {
    let mut out = String::new();
    let o = &mut out;
    writeln!(o, "// Made by `cargo xtask kinds` from core/kinds/*.toml; edit those.\n")?;
    writeln!(o, "use super::{{ClientField, ClientSet, Condition, Known, Name, Outcome, Spec, Syntax, set}};\n")?;
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
    let shared = Shared::of(kinds);
    for kind in kinds {
        spec(o, kind, &shared)?;
    }
    writeln!(o, "\n/// Every name that a kind knows, ascending.\npub(super) static NAMES: &[Name] = &[")?;
    for name in &shared.names {
        writeln!(o, "    Name::new({name:?}),")?;
    }
    writeln!(o, "];\n\npub(super) static WORDS: &[&[&str]] = &[")?;
    for words in &shared.words {
        writeln!(o, "    &{words:?},")?;
    }
    writeln!(o, "];")?;
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

fn spec(o: &mut String, kind: &Kind, shared: &Shared<'_>) -> Result<()> {
    let number = |wanted: &String| kind.fields.keys().position(|name| name == wanted).unwrap_or_default();
    let numbers = |names: &[String]| names.iter().map(number).collect::<Vec<_>>();
    writeln!(o, "\nstatic {}: Spec = Spec {{", constant(&kind.ident))?;
    writeln!(o, "    name: {:?},\n    signed: {},", kind.name, kind.signed)?;
    writeln!(o, "    required: &{:?}, // {}", numbers(&kind.required), kind.required.join(", "))?;
    writeln!(o, "    outcomes: &[")?;
    for outcome in outcomes(kind) {
        let condition = |(name, words): (&String, &Vec<String>), wanted: bool| {
            format!("Condition {{ number: {}, words: {}, wanted: {wanted} }}", number(name), shared.words(words))
        };
        let when = outcome.when.iter().map(|pair| condition(pair, true));
        let conditions: Vec<String> = when.chain(outcome.unless.iter().map(|pair| condition(pair, false))).collect();
        writeln!(o, "        // {}", outcome.required.join(", "))?;
        writeln!(o, "        Outcome {{ when: &[{}], required: set(&{:?}) }},", conditions.join(", "), numbers(&outcome.required))?;
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
                other => bail!("{}: {name} has the unknown syntax {other:?}", kind.name),
            },
            Syntax::OneOf(words) => format!("Syntax::OneOf({})", shared.words(words)),
        };
        writeln!(o, "        Known {{ name: {}, syntax: {syntax} }}, // {name}", shared.name(name))?;
    }
    writeln!(o, "    ],\n}};")?;
    Ok(())
}
