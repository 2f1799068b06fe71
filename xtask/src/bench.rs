//! `cargo xtask bench`: the figures, measured here and now. The crate `bench` measures and writes the table.

use anyhow::Result;

use crate::cargo;
use crate::run::run;
use crate::tools::{self, Tool};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Install missing programs with apt-get (root on Debian or Ubuntu). 安装缺少的程序。
    #[arg(long)]
    install: bool,
}

/// Prints the table.
pub(crate) fn print(options: &Options) -> Result<()> {
    tools::ensure(&[Tool::Valgrind], options.install)?.demand()?;
    let table = run("measuring", cargo().args(["run", "--quiet", "--release", "--package=wxpay-bench", "--bin=table"]))?;
    // The log holds what was said on the way as well.
    table.output.lines().skip_while(|line| !line.starts_with('|')).for_each(|line| println!("{line}"));
    Ok(())
}
