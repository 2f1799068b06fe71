//! A Node for systems whose own is too old, as that of Debian 12: npm has it as a package, which goes to `target/node`.

use std::env::consts::ARCH;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{root, run};

const NODE: &str = "22.23.3";
/// Debian splits its npm into packages that only its own Node finds.
const NPM: &str = "npm@10.9.4";

/// Where the programs are once they have been fetched.
pub(super) fn folder() -> PathBuf {
    root().join("target/node/node_modules/.bin")
}

/// Fetches both, with the npm that is there.
pub(super) fn fetch() -> Result<()> {
    let arch = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => bail!("npm has no Node for {other}"),
    };
    let node = format!("node-linux-{arch}@{NODE}");
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]).arg(root().join("target/node"));
    run::run(&format!("npm install {node}"), npm.args([&node, NPM])).map(drop)
}
