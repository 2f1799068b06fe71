//! `cargo xtask conformance`: the corpus through every face, and one table of who agrees with what is written.
//!
//! The runners are those of the suites. Each also writes the lines that `tests/src/answer.rs` describes; here they are held
//! against the corpus and against each other. Other people's libraries join with such a file.

mod faces;
mod verdict;
mod wanted;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use console::style;
use wxpay_tests::corpus;

use crate::tools::{self, Tool};
use faces::{FACES, Face};
use verdict::{Answers, Verdict};

/// Differences that are listed; the table counts all of them.
const LISTED: usize = 50;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Install missing programs with apt-get (root on Debian or Ubuntu). 安装缺少的程序。
    #[arg(long)]
    install: bool,
    /// Run only these faces: rust, c, java, node, chromium. 只运行指定的语言。
    #[arg(long, value_name = "FACE", value_delimiter = ',')]
    only: Vec<String>,
    /// Add a column from a file of answers that another library gave; tests/README.md tells its form. 加入其他库的结果文件。
    #[arg(long, value_name = "FILE")]
    add: Vec<PathBuf>,
}

/// Exit code 0 only if every face gives what is written, and all give the same.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let chosen = choose(&options.only)?;
    let needed: Vec<Tool> = chosen.iter().flat_map(|face| face.needs).copied().collect();
    tools::ensure(&needed, options.install)?.demand()?;
    let mut columns: Vec<(String, Answers)> = Vec::new();
    for face in chosen {
        columns.push((face.name.into(), faces::answers(face)?));
    }
    let ours = columns.len();
    for path in &options.add {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        columns.push((name_of(path), Answers::read(&text)?));
    }
    let cases = corpus::cases();
    let verdict = Verdict::of(&cases, &columns, ours);
    print(&verdict, &columns);
    Ok(if verdict.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(only: &[String]) -> Result<Vec<&'static Face>> {
    if let Some(unknown) = only.iter().find(|name| FACES.iter().all(|face| face.name != **name)) {
        bail!("there is no face {unknown:?}; there are {}", FACES.map(|face| face.name).join(", "));
    }
    Ok(FACES.iter().filter(|face| only.is_empty() || only.iter().any(|name| name == face.name)).collect())
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Rows of the corpus, columns of faces, agreeing of answered cases; then the differences, then the sums.
fn print(verdict: &Verdict, columns: &[(String, Answers)]) {
    let line = |title: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>12}")).collect();
        format!("{title:<20}{cells}")
    };
    println!("\n{}", style(line("", columns.iter().map(|column| column.0.clone()).collect())).bold());
    for (row, tallies) in &verdict.rows {
        println!("{}", line(row, tallies.iter().map(ToString::to_string).collect()));
    }
    println!("{}", style(line("all", verdict.sums().iter().map(ToString::to_string).collect())).bold());
    for difference in verdict.differences.iter().take(LISTED) {
        println!("\n{difference}");
    }
    if verdict.differences.len() > LISTED {
        println!("\n.. and {} more", verdict.differences.len() - LISTED);
    }
    println!("\n{} cases, {} columns: {} differences", verdict.cases, columns.len(), verdict.differences.len());
}
