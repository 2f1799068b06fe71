//! `cargo xtask bench`: the figures, measured here and now. The crate `bench` measures Rust and writes the page, the program in
//! `bench/node` measures the npm package; its part comes below.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::Command;

use anyhow::Result;

use crate::run::run;
use crate::tools::{self, Tool};
use crate::{cargo, root, wasm};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Install missing programs with apt-get (root on Debian or Ubuntu). 安装缺少的程序。
    #[arg(long)]
    install: bool,
}

/// Prints the tables.
pub(crate) fn print(options: &Options) -> Result<()> {
    tools::ensure(&[Tool::Valgrind, Tool::Node, Tool::Npm], options.install)?.demand()?;
    let rust = measured("measuring", cargo().args(["run", "--quiet", "--release", "--package=wxpay-bench", "--bin=table"]))?;
    println!("{rust}");

    wasm::build(root())?;
    let folder = root().join("bench/node");
    wasm::npm_ci(&folder)?;
    let node = measured("measuring in Node", Command::new("node").current_dir(&folder).args(["--no-warnings", "bench.mjs"]))?;
    println!("{node}");
    let mut page = OpenOptions::new().append(true).open(root().join("bench/README.md"))?;
    Ok(write!(page, "\n## In Node\n\n{node}")?)
}

/// The log holds what was said on the way as well; the tables come last.
fn measured(title: &str, command: &mut Command) -> Result<String> {
    let output = run(title, command)?.output;
    Ok(output.lines().skip_while(|line| !line.starts_with('|')).map(|line| format!("{line}\n")).collect())
}
