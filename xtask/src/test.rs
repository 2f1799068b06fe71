//! `cargo xtask test`: everything there is, one suite after the other, and one line of sums at the end.

mod counts;
mod suites;

use std::env;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use console::style;

use crate::tools::{self, Lack, Missing, Tool};
use counts::Counts;
use suites::{SUITES, Suite};

#[derive(clap::Args)]
#[command(after_help = suites::list())]
pub(crate) struct Options {
    /// Install missing programs with apt-get (root on Debian or Ubuntu). 安装缺少的程序。
    #[arg(long)]
    install: bool,
    /// Run only these suites. 只运行指定的测试组。
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
}

struct Line {
    name: &'static str,
    counts: Counts,
    time: Duration,
}

/// Exit code 0 only if nothing failed.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let started = Instant::now();
    let chosen = choose(&options.only)?;
    let missing = tools::ensure(&needs(&chosen), options.install)?;
    let strict = env::var("CI").is_ok_and(|value| value == "true");
    let lines: Vec<Line> = chosen.iter().map(|suite| perform(suite, &missing, strict)).collect();
    Ok(report(&lines, started.elapsed()))
}

fn choose(only: &[String]) -> Result<Vec<&'static Suite>> {
    if let Some(unknown) = only.iter().find(|name| SUITES.iter().all(|suite| suite.name != **name)) {
        bail!("there is no suite {unknown:?}\n{}", suites::list());
    }
    Ok(SUITES.iter().filter(|suite| only.is_empty() || only.iter().any(|name| name == suite.name)).collect())
}

fn needs(suites: &[&Suite]) -> Vec<Tool> {
    let mut needed: Vec<Tool> = Vec::new();
    for tool in suites.iter().flat_map(|suite| suite.needs) {
        if !needed.contains(tool) {
            needed.push(*tool);
        }
    }
    needed
}

fn perform(suite: &Suite, missing: &Missing, strict: bool) -> Line {
    eprintln!("\n{} {}", style(suite.name).bold().for_stderr(), style(suite.about).dim().for_stderr());
    let started = Instant::now();
    let lacks: Vec<String> = missing.of(suite.needs).map(Lack::to_string).collect();
    let counts = if lacks.is_empty() { outcome((suite.run)()) } else { without(&lacks.join("; "), strict) };
    for reason in &counts.skipped {
        eprintln!("{} {reason}", style("skipped").yellow().for_stderr());
    }
    Line { name: suite.name, counts, time: started.elapsed() }
}

fn without(lack: &str, strict: bool) -> Counts {
    if !strict {
        return Counts { skipped: vec![lack.to_string()], ..Counts::default() };
    }
    eprintln!("{} {lack}", style("FAILED").red().for_stderr());
    Counts::of(0, 1)
}

fn outcome(result: Result<Counts>) -> Counts {
    match result {
        Ok(counts) if counts.total() == 0 => {
            eprintln!("{} no test was run", style("FAILED").red().for_stderr());
            Counts::of(0, 1)
        }
        Ok(counts) => counts,
        Err(error) => {
            eprintln!("{} {error:#}", style("FAILED").red().for_stderr());
            Counts::of(0, 1)
        }
    }
}

/// A table of the suites and, alone on the last line, the sums.
fn report(lines: &[Line], time: Duration) -> ExitCode {
    println!();
    let mut sum = Counts::default();
    for Line { name, counts, time } in lines {
        let (passed, failed, skipped) = (counts.passed, counts.failed, counts.skipped.len());
        let mark = if failed == 0 { style("ok    ").green() } else { style("FAILED").red() };
        println!("{mark} {name:<12} {passed:>6} passed {failed:>4} failed {skipped:>4} skipped {:>8.1} s", time.as_secs_f64());
        sum.passed += passed;
        sum.failed += failed;
        sum.skipped.extend(counts.skipped.iter().cloned());
    }
    println!("{}", style(format!("{} min {} s in all", time.as_secs() / 60, time.as_secs() % 60)).dim());
    println!("{} passed, {} failed, {} skipped", sum.passed, sum.failed, sum.skipped.len());
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_are_chosen_by_name_in_their_own_order() {
        let all = choose(&[]).unwrap();
        assert_eq!(all.len(), SUITES.len());
        let two = choose(&["java".into(), "check".into()]).unwrap();
        assert_eq!(two.iter().map(|suite| suite.name).collect::<Vec<_>>(), ["check", "java"]);
        assert!(choose(&["jawa".into()]).is_err());
    }

    #[test]
    fn nothing_run_is_a_failure() {
        assert_eq!(outcome(Ok(Counts::default())), Counts::of(0, 1));
        assert_eq!(outcome(Err(anyhow::anyhow!("x"))), Counts::of(0, 1));
        assert_eq!(outcome(Ok(Counts::of(3, 0))), Counts::of(3, 0));
    }

    #[test]
    fn a_missing_tool_is_a_failure_only_for_ci() {
        assert_eq!(without("no node", true), Counts::of(0, 1));
        assert_eq!(without("no node", false).skipped, ["no node"]);
    }
}
