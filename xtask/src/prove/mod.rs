//! `cargo xtask prove`: what takes too long, or too many foreign programs, for every run of the tests. `cargo xtask fuzz`.

mod cargo_tools;
mod core_dump;
pub(crate) mod fuzz;
mod jni;
mod linear;
mod mutants;
mod peers;
mod proofs;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use console::style;

use crate::tools::{self, Tool};
use proofs::{PROOFS, Proof};

#[derive(clap::Args)]
#[command(after_help = list())]
pub(crate) struct Options {
    /// Install missing programs with apt-get (root on Debian or Ubuntu). 安装缺少的程序。
    #[arg(long)]
    install: bool,
    /// Run only these proofs. 只运行指定的证明。
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Of the mutants only part K (from 0) of N. 变异测试只运行 N 份中的第 K 份。
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
}

/// A proof that has been tried: what it says of itself, or why it failed.
struct Line {
    name: &'static str,
    outcome: Result<String>,
    time: Duration,
}

/// Exit code 0 only if everything holds.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let chosen = choose(&options.only)?;
    let needed: Vec<Tool> = chosen.iter().flat_map(|proof| proof.needs).copied().collect();
    tools::ensure(&needed, options.install)?.demand()?;
    let lines: Vec<Line> = chosen.iter().map(|proof| perform(proof, options)).collect();
    Ok(report(&lines))
}

fn list() -> String {
    let lines = PROOFS.iter().map(|proof| format!("  {:<12} {}", proof.name, proof.about));
    format!("Proofs:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn choose(only: &[String]) -> Result<Vec<&'static Proof>> {
    if let Some(unknown) = only.iter().find(|name| PROOFS.iter().all(|proof| proof.name != **name)) {
        bail!("there is no proof {unknown:?}\n{}", list());
    }
    Ok(PROOFS.iter().filter(|proof| only.is_empty() || only.iter().any(|name| name == proof.name)).collect())
}

fn perform(proof: &Proof, options: &Options) -> Line {
    eprintln!("\n{} {}", style(proof.name).bold().for_stderr(), style(proof.about).dim().for_stderr());
    let started = Instant::now();
    let outcome = (proof.run)(options);
    if let Err(error) = &outcome {
        eprintln!("{} {error:#}", style("FAILED").red().for_stderr());
    }
    Line { name: proof.name, outcome, time: started.elapsed() }
}

fn report(lines: &[Line]) -> ExitCode {
    println!();
    for Line { name, outcome, time } in lines {
        let mark = if outcome.is_ok() { style("ok    ").green() } else { style("FAILED").red() };
        let said = outcome.as_ref().map_or_else(|error| error.to_string(), Clone::clone);
        println!("{mark} {name:<12} {:>7.1} s  {}", time.as_secs_f64(), said.lines().next().unwrap_or_default());
        said.lines().skip(1).filter(|_| outcome.is_ok()).for_each(|line| println!("{:32}{line}", ""));
    }
    let failed = lines.iter().filter(|line| line.outcome.is_err()).count();
    println!("{} passed, {failed} failed, 0 skipped", lines.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proofs_are_chosen_by_name() {
        assert_eq!(choose(&[]).unwrap().len(), PROOFS.len());
        assert_eq!(
            choose(&["w3c".into(), "signing".into()]).unwrap().iter().map(|proof| proof.name).collect::<Vec<_>>(),
            ["signing", "w3c"]
        );
        assert!(choose(&["x".into()]).is_err());
    }
}
