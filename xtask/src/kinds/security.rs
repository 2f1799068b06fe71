//! The table of SECURITY.md.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::{Kind, Syntax, outcomes};

/// The table of what no verifier can see: a known field that may be cut out of the free text before it, because no
/// required name stands between the two.
pub(super) fn table(kinds: &[Kind], text: &str) -> Result<String> {
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
