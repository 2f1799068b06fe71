//! `cargo xtask fuzz`: every target of fuzz/ for some time, from seeds that are made of the corpus.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use wxpay_tests::corpus;
use wxpay_tests::fuzz::seeds::{SEEDS, Seed, dictionary};

use super::cargo_tools::{FUZZ, demand_nightly};
use crate::root;
use crate::run::to_end;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// For each target. 每个目标的秒数。
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Run only these targets. 只运行指定的目标。
    #[arg(long, value_name = "TARGET", value_delimiter = ',')]
    only: Vec<String>,
}

/// Exit code 0 only if no target found anything.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if let Some(unknown) = options.only.iter().find(|name| SEEDS.iter().all(|target| target.0 != **name)) {
        bail!("there is no target {unknown:?}; there are {}", SEEDS.map(|target| target.0).join(", "));
    }
    demand_nightly()?;
    FUZZ.install()?;
    let cases = corpus::cases();
    let chosen = SEEDS.iter().filter(|target| options.only.is_empty() || options.only.iter().any(|name| name == target.0));
    let lines: Vec<(bool, String)> = chosen.map(|target| one(target, &cases, options.seconds)).collect::<Result<_>>()?;
    println!();
    lines.iter().for_each(|(good, line)| println!("{} {line}", if *good { "ok    " } else { "FAILED" }));
    let failed = lines.iter().filter(|line| !line.0).count();
    println!("{} passed, {failed} failed, 0 skipped", lines.len() - failed);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether a target found nothing, and what it did.
fn one((name, seed): &(&str, Seed), cases: &[Value], seconds: u32) -> Result<(bool, String)> {
    let folder = root().join("fuzz/corpus").join(name);
    let seeds = plant(&folder, *seed, cases)?;
    let names = root().join("target/xtask/names.dict");
    fs::write(&names, dictionary(cases)).with_context(|| format!("cannot write {}", names.display()))?;
    let mut fuzz = Command::new("rustup");
    fuzz.current_dir(root()).args(["run", "nightly", "cargo", "fuzz", "run", name, "--"]);
    fuzz.arg(format!("-max_total_time={seconds}")).arg(format!("-dict={}", names.display()));
    fuzz.args(["-print_final_stats=1", "-rss_limit_mb=4096", "-max_len=4096"]);
    let finished = to_end(&format!("fuzz {name}"), &mut fuzz)?;
    if !finished.status.success() {
        eprintln!("{}", finished.tail());
    }
    Ok((finished.status.success(), format!("{name:<12} {seeds} seeds of the corpus, {}", figures(&finished.output))))
}

/// What libFuzzer says of itself at the end.
fn figures(output: &str) -> String {
    let after = |line: &str, word: &str| line.split_whitespace().skip_while(|part| *part != word).nth(1).unwrap_or("?").to_string();
    let executions = output.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:")).map_or("?", str::trim);
    let last = output.lines().rfind(|line| line.contains(" cov: ")).unwrap_or_default();
    format!("{executions} executions, {} edges, {} features", after(last, "cov:"), after(last, "ft:"))
}

/// Writes the seeds of a target, named after their cases, and returns how many there are.
fn plant(folder: &Path, seed: Seed, cases: &[Value]) -> Result<usize> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut planted = 0;
    for case in cases {
        if let Some(bytes) = seed(case).filter(|bytes| bytes.len() <= 4096) {
            fs::write(folder.join(case["id"].as_str().context("a case without id")?), bytes)?;
            planted += 1;
        }
    }
    Ok(planted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read() {
        let output =
            "#2048 pulse  cov: 10 ft: 20 corp: 3/4b\n#4096 DONE   cov: 11 ft: 22 corp: 5/6b\nstat::number_of_executed_units: 4096\n";
        assert_eq!(figures(output), "4096 executions, 11 edges, 22 features");
    }

    #[test]
    fn every_target_is_in_fuzz_and_has_seeds_or_needs_none() {
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        let cases = corpus::cases();
        for (name, seed) in SEEDS {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            let seeds = cases.iter().filter_map(seed).count();
            assert!(seeds > 300 || name == "verify", "{name} has {seeds} seeds");
        }
        assert_eq!(manifest.matches("[[bin]]").count(), SEEDS.len());
    }
}
