//! Every change to core is noticed by a test. `.cargo/mutants.toml` says which changes, and which make no difference.

use anyhow::{Result, bail};

use super::Options;
use super::cargo_tools::MUTANTS;
use super::proofs::said;
use crate::run::to_end;
use crate::{cargo, root};

/// What cargo-mutants ends with when all were caught, and when some of them only by never ending.
const CAUGHT: [i32; 2] = [0, 3];

pub(super) fn change(options: &Options) -> Result<String> {
    MUTANTS.install()?;
    let mut program = cargo();
    program.args([
        "mutants",
        "--package=wxpay-core",
        "--test-package=wxpay-core,wxpay-tests",
        "--jobs=1",
        "--no-shuffle",
        "--colors=never",
    ]);
    program.arg("--output").arg(root().join("target/mutants"));
    program.args(options.shard.iter().flat_map(|shard| ["--shard", shard]));
    let finished = to_end("mutants", &mut program)?;
    if !finished.status.code().is_some_and(|code| CAUGHT.contains(&code)) {
        bail!("mutants: {}\n{}", finished.status, finished.tail());
    }
    said(&finished.output, "mutants tested")
}
