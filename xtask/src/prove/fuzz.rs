//! `cargo xtask fuzz`: every target of fuzz/ for some time, from seeds that are made of the corpus.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use serde_json::Value;

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

/// What a target eats.
type Seed = fn(&Value) -> Option<Vec<u8>>;
type Target = (&'static str, Seed);

/// `verify` makes its messages itself; the form of `sign` has no seeds.
const TARGETS: [Target; 5] = [("read", document), ("verify", |_| None), ("sign", |_| None), ("flat", flat), ("one_reading", signed_text)];

/// Exit code 0 only if no target found anything.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if let Some(unknown) = options.only.iter().find(|name| TARGETS.iter().all(|target| target.0 != **name)) {
        bail!("there is no target {unknown:?}; there are {}", TARGETS.map(|target| target.0).join(", "));
    }
    demand_nightly()?;
    FUZZ.install()?;
    let cases = cases()?;
    let chosen = TARGETS.iter().filter(|target| options.only.is_empty() || options.only.iter().any(|name| name == target.0));
    let lines: Vec<(bool, String)> = chosen.map(|target| one(target, &cases, options.seconds)).collect::<Result<_>>()?;
    println!();
    lines.iter().for_each(|(good, line)| println!("{} {line}", if *good { "ok    " } else { "FAILED" }));
    let failed = lines.iter().filter(|line| !line.0).count();
    println!("{} passed, {failed} failed, 0 skipped", lines.len() - failed);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether a target found nothing, and what it did.
fn one((name, seed): &Target, cases: &[Value], seconds: u32) -> Result<(bool, String)> {
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

fn cases() -> Result<Vec<Value>> {
    let files = ["vectors", "hostile", "genuine", "outgoing"].map(|name| root().join(format!("tests/corpus/{name}.json")));
    let mut cases = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        cases.extend(serde_json::from_str::<Vec<Value>>(&text)?);
    }
    Ok(cases)
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

/// Every field name of the corpus, as it stands in markup and in signed text.
fn dictionary(cases: &[Value]) -> String {
    let names: BTreeSet<&str> = cases.iter().flat_map(|case| pairs(case)).map(|pair| pair.0).collect();
    let fit = names.into_iter().filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    fit.map(|name| format!("\"&{name}=\"\n\"<{name}>\"\n\"{name}\\x00\"\n")).collect()
}

/// The fields of a case, or what its result holds.
fn pairs(case: &Value) -> Vec<(&str, &str)> {
    let list = [&case["fields"], &case["want"]["fields"]].into_iter().find_map(Value::as_array);
    list.into_iter().flatten().filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?))).collect()
}

fn document(case: &Value) -> Option<Vec<u8>> {
    let text = [&case["xml"], &case["xml_cut"]].into_iter().find_map(Value::as_str).map(|text| text.as_bytes().to_vec());
    text.or_else(|| base64::engine::general_purpose::STANDARD.decode(case["xml_base64"].as_str()?).ok())
}

/// A byte for the operation, one for the count, the flat text.
fn flat(case: &Value) -> Option<Vec<u8>> {
    let pairs = pairs(case);
    let operation = ["canonical", "sign", "encode", "encode_signed", "verify"].iter().position(|verb| case["verb"] == *verb).unwrap_or(0);
    let text: String = pairs.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect();
    (!pairs.is_empty()).then(|| [&[operation as u8, pairs.len() as u8], text.as_bytes()].concat())
}

/// A byte for the kind, two for the cuts that are presented, the text; without what only makes it long.
fn signed_text(case: &Value) -> Option<Vec<u8>> {
    const LONG: [&str; 9] =
        ["cash_fee", "fee_type", "is_subscribe", "nonce_str", "openid", "sign", "sign_type", "trade_type", "return_msg"];
    let mut fields = pairs(case);
    fields.retain(|(name, value)| !LONG.contains(name) && !value.is_empty());
    fields.sort_unstable();
    let text: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let text = text.join("&");
    (!text.is_empty()).then(|| [&[7, 0xFF, 0xFF], text.as_bytes()].concat())
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
        let cases = cases().unwrap();
        for (name, seed) in TARGETS {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
            let seeds = cases.iter().filter_map(seed).count();
            assert!(seeds > 300 || matches!(name, "verify" | "sign"), "{name} has {seeds} seeds");
        }
        assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
    }
}
