//! Programs that come by `cargo install`, and the nightly toolchain.

use std::process::Command;

use anyhow::{Result, bail};

use crate::run::run;
use crate::tools::find;

/// A subcommand of cargo and the version that is known to work.
pub(super) struct CargoTool(pub(super) &'static str, pub(super) &'static str);

pub(super) const FUZZ: CargoTool = CargoTool("cargo-fuzz", "0.13.2");
pub(super) const MUTANTS: CargoTool = CargoTool("cargo-mutants", "27.1.0");
pub(super) const COVERAGE: CargoTool = CargoTool("cargo-llvm-cov", "0.9.1");

impl CargoTool {
    /// Builds it unless any version is there already.
    pub(super) fn install(&self) -> Result<()> {
        let Self(name, version) = self;
        if find(name).is_none() {
            run(&format!("installing {name}"), Command::new("cargo").args(["install", "--locked", name, "--version", version]))?;
        }
        Ok(())
    }
}

/// libFuzzer and branch coverage exist only there.
pub(super) fn demand_nightly() -> Result<()> {
    let listed = Command::new("rustup").args(["toolchain", "list"]).output();
    let there = listed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).lines().any(|line| line.starts_with("nightly")));
    if !there {
        bail!("the nightly toolchain is missing: rustup toolchain install nightly");
    }
    Ok(())
}
