//! What can be said about the sources without running them: form, lints, documentation, generated files.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::run::{Finished, tell, to_end};
use crate::tools::{RustPart, rust_part};
use crate::{cargo, header, kinds, root};

/// A check is a cargo command line and, for some, one variable of its environment.
struct Check {
    title: &'static str,
    arguments: &'static [&'static str],
    variable: Option<(&'static str, &'static str)>,
}

const CLIPPY_ALL: &[&str] = &["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny=warnings"];
const CLIPPY_SMALLEST: &[&str] = &["clippy", "--package=wxpay-core", "--no-default-features", "--", "--deny=warnings"];

const CHECKS: &[Check] = &[
    Check { title: "formatted", arguments: &["fmt", "--all", "--check"], variable: None },
    Check { title: "lints", arguments: CLIPPY_ALL, variable: None },
    Check { title: "lints of the smallest core", arguments: CLIPPY_SMALLEST, variable: None },
    Check {
        title: "documentation",
        arguments: &["doc", "--workspace", "--all-features", "--no-deps"],
        variable: Some(("RUSTDOCFLAGS", "--deny=warnings")),
    },
];

/// Compares what a generator would make with what is committed.
type Twin = fn(&Path) -> Result<()>;

const GENERATED: &[(&str, Twin)] = &[("tables of kinds and codes", kinds::check), ("C header", header::check)];

/// Runs every check and returns the numbers of good and bad ones; the bad ones have been explained.
pub(crate) fn all() -> Result<(usize, usize)> {
    rust_part(RustPart::Components(&["rustfmt", "clippy"]))?;
    let mut bad = 0;
    for check in CHECKS {
        let finished = to_end(check.title, &mut command(check))?;
        bad += usize::from(!explained(&finished));
    }
    for (title, check) in GENERATED {
        let fresh = check(root());
        tell(fresh.is_ok(), title);
        if let Err(stale) = &fresh {
            eprintln!("    {stale:#}");
            bad += 1;
        }
    }
    Ok((CHECKS.len() + GENERATED.len() - bad, bad))
}

fn command(check: &Check) -> Command {
    let mut command = cargo();
    command.args(check.arguments).envs(check.variable);
    command
}

fn explained(finished: &Finished) -> bool {
    if !finished.status.success() {
        eprintln!("{}", finished.tail());
    }
    finished.status.success()
}
