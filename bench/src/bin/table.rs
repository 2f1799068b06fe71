//! `cargo xtask bench`: measures everything, prints the table and writes `bench/README.md`.
//!
//! Time is the fastest of criterion's samples. Instructions are callgrind's, of two runs with different numbers of rounds, so that
//! start-up cancels.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde::Deserialize;
use wxpay_bench::subject::{By, COMPARISONS, SUBJECTS};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: [u64; 2] = [1_000, 3_000];

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("bench lies in the workspace")?;
    let target = env::current_exe()?.ancestors().nth(2).ok_or("cargo builds into a target folder")?.to_path_buf();
    let cargo = || Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    run(cargo().current_dir(root).args(["build", "--quiet", "--release", "--package=wxpay-bench", "--bin=count"]))?;
    run(cargo().current_dir(root).args(["bench", "--quiet", "--package=wxpay-bench", "--bench=time"]))?;
    let mut figures = BTreeMap::new();
    for subject in SUBJECTS {
        eprintln!("counting {}", subject.name);
        figures.insert(subject.name, (nanoseconds(&target, subject.name)?, instructions(&target, subject.name)?));
    }
    let table = table(&figures)?;
    print!("{table}");
    fs::write(root.join("bench/README.md"), page(&table)?)?;
    Ok(())
}

fn run(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

/// The fastest of criterion's samples: other work on the machine only ever adds, and medians of two things that ran one
/// after the other say more about that work than about the two.
fn nanoseconds(target: &Path, name: &str) -> Result<f64> {
    let path: PathBuf = [target, "criterion/time".as_ref(), name.as_ref(), "new/sample.json".as_ref()].iter().collect();
    let sample: Sample = serde_json::from_str(&fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?)?;
    let fastest = sample.times.iter().zip(&sample.iters).map(|(time, rounds)| time / rounds).min_by(f64::total_cmp);
    fastest.ok_or_else(|| "criterion took no sample".into())
}

/// What criterion keeps of one measurement.
#[derive(Deserialize)]
struct Sample {
    iters: Vec<f64>,
    times: Vec<f64>,
}

fn instructions(target: &Path, name: &str) -> Result<f64> {
    let count = |rounds: u64| -> Result<u64> {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(target.join("release/count"));
        let output = run(valgrind.args([name, &rounds.to_string()]))?;
        let line = output.lines().find_map(|line| line.split_once("Collected :")).ok_or("callgrind printed no count")?;
        Ok(line.1.trim().parse()?)
    };
    Ok((count(ROUNDS[1])? - count(ROUNDS[0])?) as f64 / (ROUNDS[1] - ROUNDS[0]) as f64)
}

fn table(figures: &BTreeMap<&str, (f64, f64)>) -> Result<String> {
    let mut out = String::new();
    writeln!(out, "| ours / the other | required | time | instructions |\n|---|---|---|---|")?;
    for row in COMPARISONS {
        let (ours, peer) = (figures[row.ours], figures[row.peer]);
        let required = match row.required {
            Some((By::Time, most)) => format!("time <= {most}"),
            Some((By::Instructions, most)) => format!("instructions <= {most}"),
            None => String::new(),
        };
        writeln!(out, "| {} | {required} | {:.2} | {:.2} |", row.what, ours.0 / peer.0, ours.1 / peer.1)?;
    }
    writeln!(out, "\n| piece of work | ns | instructions |\n|---|---|---|")?;
    for (name, (time, count)) in figures {
        writeln!(out, "| {name} | {time:.0} | {count:.0} |")?;
    }
    Ok(out)
}

fn page(table: &str) -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")).map_or("unknown", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let rustc = run(Command::new("rustc").arg("--version"))?;
    let date = run(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    Ok(format!(
        "# What it costs\n\nMade by `cargo xtask bench`; do it again and you get your own. Every figure compares two things measured in the same run.\n\
         Times are the fastest of 100 samples, because other work on the machine only adds. Instructions are those of callgrind.\n\n{table}\n\
         Measured {} on {model}, {cores} cores, {}, release profile (fat LTO).\n\n\
         `md-5` is the bare digest over text that was joined beforehand. \"Hardened quick-xml\" refuses what our reader refuses: DOCTYPE,\n\
         attributes, nesting, duplicates, forbidden characters, anything over the limits (`src/peers/read.rs`). Before anything is measured,\n\
         all that is compared has to give the same result.\n",
        date.trim(),
        rustc.trim()
    ))
}
